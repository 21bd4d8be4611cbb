"""What did they talk about? Shares of posts by theme, and the hashtags beneath."""

from dashboard.panels.panel import Panel
from dashboard.panels.themes.draw import draw
from dashboard.panels.themes.measure import themes
from dashboard.panels.themes.say import cells, say, table, unit

PANEL = Panel(
    "themes",
    "What did they talk about?",
    ("themes", "hashtags"),
    themes,
    draw,
    say,
    unit,
    cells,
    table,
    method="themes",
)
