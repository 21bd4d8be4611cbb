"""When did they talk about it? Shares of themes by week or month, all operations on one scale."""

from dashboard.panels.panel import Panel
from dashboard.panels.themes_over_time.draw import draw
from dashboard.panels.themes_over_time.measure import themes_over_time
from dashboard.panels.themes_over_time.say import cells, say, table, unit

PANEL = Panel(
    "over-time",
    "When did they talk about it?",
    ("themes-over-time",),
    themes_over_time,
    draw,
    say,
    unit,
    cells,
    table,
    method="themes",
)
