"""When did they post? A week by hours for each operation, on the clock shown."""

from dashboard.panels.panel import Panel
from dashboard.panels.rhythm.draw import draw
from dashboard.panels.rhythm.measure import rhythm
from dashboard.panels.rhythm.say import cells, explain, say, table, unit

PANEL = Panel(
    "rhythm",
    "When did they post?",
    ("rhythm",),
    rhythm,
    draw,
    say,
    unit,
    cells,
    table,
    explain,
    method="rhythm-tests",
)
