"""How big were they? Three account counts, amplifiers apart, and posts."""

from dashboard.panels.panel import Panel
from dashboard.panels.size import draw, measure, say

PANEL = Panel(
    key="size",
    question="How big were they?",
    topic="size",
    measure=measure.size,
    draw=draw.draw,
    say=say.say,
    caption=say.caption,
    unit=say.unit,
    cell=say.cell,
    table=say.table,
    downloads={"size": measure.size},
    method="accounts",
)
