"""What sets each apart? Hashtags and domains that stand out against the others in view."""

from dashboard.panels.distinctive.measure import distinctive
from dashboard.panels.distinctive.say import cells, draw, say, table, unit
from dashboard.panels.panel import Panel

PANEL = Panel(
    "distinctive",
    "What sets each apart?",
    ("distinctive", "domains"),
    distinctive,
    draw,
    say,
    unit,
    cells,
    table,
    compares=True,
    method="apart",
)
