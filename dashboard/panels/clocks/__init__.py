"""Whose clock and whose week would fit? Every offset and every country's calendar, tried."""

from dashboard.panels.clocks import draw, measure, say
from dashboard.panels.panel import Panel

PANEL = Panel(
    key="consistent",
    question="Whose clock and whose week would fit?",
    measure=measure.consistent,
    draw=draw.draw,
    say=say.say,
    caption=say.caption,
    unit=say.unit,
    cell=say.cell,
    table=say.table,
    explain=say.explain,
    downloads={"rhythm-tests": measure.consistent},
    prepare=measure.atlas_of,
    method="rhythm-tests",
)
