"""How far apart are their weeks? The distance between every two operations, with its interval."""

from dashboard.panels.distances.draw import draw
from dashboard.panels.distances.measure import apart
from dashboard.panels.distances.say import cells, explain, say, table, unit
from dashboard.panels.panel import Panel

PANEL = Panel(
    "apart",
    "How far apart are their weeks?",
    ("distances",),
    apart,
    draw,
    say,
    unit,
    cells,
    table,
    explain,
    compares=True,
    method="rhythm-tests",
)
