"""Whose clock and whose week would fit? Every offset and every country's calendar, tried."""

from dashboard.panels.clocks import draw, measure, say
from dashboard.panels.panel import Panel
from dashboard.snapshot.evidence import DAYS

PANEL = Panel(
    key="consistent",
    question="Whose clock and whose week would fit?",
    topic="clocks",
    needs=(DAYS,),
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
