"""In which weeks or months were they active? Posts of each operation, over the same time."""

from dashboard.panels.panel import Panel
from dashboard.panels.timeline import draw, measure, say
from dashboard.snapshot.evidence import POSTS

PANEL = Panel(
    key="timeline",
    question="In which weeks or months were they active?",
    topic="weeks and months",
    needs=(POSTS,),
    measure=measure.timeline,
    draw=draw.draw,
    say=say.say,
    caption=say.caption,
    unit=say.unit,
    gestures=say.gestures,
    cell=say.cell,
    table=say.table,
    downloads={"timeline": measure.timeline},
    method="weeks",
)
