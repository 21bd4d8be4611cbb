"""In which languages did they post? One list of languages, its bars on one scale."""

from dashboard.panels.languages import draw, measure, say
from dashboard.panels.panel import Panel
from dashboard.snapshot.evidence import POSTS

PANEL = Panel(
    key="languages",
    question="In which languages did they post?",
    topic="languages",
    needs=(POSTS,),
    measure=measure.languages,
    draw=draw.draw,
    say=say.say,
    caption=say.caption,
    unit=say.unit,
    cell=say.cell,
    table=say.table,
    downloads={"languages": measure.languages},
    method="languages",
)
