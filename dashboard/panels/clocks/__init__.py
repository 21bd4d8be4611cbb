"""Whose clock and whose week would fit? Every offset and every country's calendar, tried."""

from dashboard.panels.clocks.draw import draw
from dashboard.panels.clocks.measure import atlas_of, consistent
from dashboard.panels.clocks.say import cells, explain, say, table, unit
from dashboard.panels.panel import Panel

PANEL = Panel(
    key="consistent",
    question="Whose clock and whose week would fit?",
    measure=consistent,
    draw=draw,
    say=say,
    unit=unit,
    cells=cells,
    table=table,
    explain=explain,
    downloads={"rhythm-tests": consistent},
    prepare=atlas_of,
    method="rhythm-tests",
)
