"""Alike or not? Every two operations, each aspect with a number of its own, never added up."""

from dashboard.panels.panel import Panel
from dashboard.panels.similarity.draw import draw
from dashboard.panels.similarity.measure import similarity
from dashboard.panels.similarity.say import cells, say, table, unit

PANEL = Panel(
    "alike",
    "Alike or not?",
    ("similarity", "clients"),
    similarity,
    draw,
    say,
    unit,
    cells,
    table,
    compares=True,
    method="alike",
)
