"""When did they talk about it? Shares of themes by week or month, all operations on one scale."""

from dashboard.panels.panel import Panel
from dashboard.panels.themes_over_time import draw, measure, say
from dashboard.snapshot.evidence import TEXTS

PANEL = Panel(
    key="over-time",
    question="When did they talk about it?",
    topic="themes by month",
    needs=(TEXTS,),
    measure=measure.themes_over_time,
    draw=draw.draw,
    say=say.say,
    caption=say.caption,
    unit=say.unit,
    cell=say.cell,
    table=say.table,
    downloads={"themes-over-time": measure.themes_over_time},
    method="themes",
)
