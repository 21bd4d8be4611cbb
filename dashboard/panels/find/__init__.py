"""Who used a hashtag or domain? How much and when, over all operations."""

from dashboard.panels.find.measure import find
from dashboard.panels.find.say import cells, draw, say, table, unit
from dashboard.panels.panel import Panel

PANEL = Panel(
    "find",
    "Who used a hashtag or domain?",
    ("tags",),
    find,
    draw,
    say,
    unit,
    cells,
    table,
    compares=True,
    opened=True,
    method="tags",
)
