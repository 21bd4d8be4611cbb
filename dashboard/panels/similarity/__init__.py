"""Alike or not? Every two operations, each aspect with a number of its own, never added up."""

from dashboard.panels.listed import clients
from dashboard.panels.panel import Panel
from dashboard.panels.similarity.draw import draw
from dashboard.panels.similarity.measure import similarity
from dashboard.panels.similarity.say import cells, say, table, unit

PANEL = Panel(
    key="alike",
    question="Alike or not?",
    measure=similarity,
    draw=draw,
    say=say,
    unit=unit,
    cells=cells,
    table=table,
    downloads={"similarity": similarity, "clients": clients},
    compares=True,
    method="alike",
)
