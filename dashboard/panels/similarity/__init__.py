"""Alike or not? Every two operations, each aspect with a number of its own, never added up."""

from dashboard.panels import listed
from dashboard.panels.panel import Panel
from dashboard.panels.similarity import draw, measure, say
from dashboard.snapshot.evidence import DAYS, ITEMS, POSTS

PANEL = Panel(
    key="alike",
    question="Alike or not?",
    topic="likeness",
    needs=(DAYS, POSTS, *ITEMS),
    measure=measure.similarity,
    draw=draw.draw,
    say=say.say,
    caption=say.caption,
    unit=say.unit,
    cell=say.cell,
    table=say.table,
    downloads={"similarity": measure.similarity, "clients": listed.clients},
    compares=True,
    method="alike",
)
