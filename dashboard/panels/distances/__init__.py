"""How far apart are their weeks? The distance between every two operations, with its interval."""

from dashboard.panels.distances.draw import draw
from dashboard.panels.distances.measure import apart
from dashboard.panels.distances.say import cells, explain, say, table, unit
from dashboard.panels.panel import Panel

PANEL = Panel(
    key="apart",
    question="How far apart are their weeks?",
    measure=apart,
    draw=draw,
    say=say,
    unit=unit,
    cells=cells,
    table=table,
    explain=explain,
    downloads={"distances": apart},
    compares=True,
    method="rhythm-tests",
)
