"""How big were they? Three account counts, amplifiers apart, and posts."""

from dashboard.panels.panel import Panel
from dashboard.panels.size.draw import draw
from dashboard.panels.size.measure import size
from dashboard.panels.size.say import cells, say, table, unit

PANEL = Panel(
    key="size",
    question="How big were they?",
    measure=size,
    draw=draw,
    say=say,
    unit=unit,
    cells=cells,
    table=table,
    downloads={"size": size},
    method="accounts",
)
