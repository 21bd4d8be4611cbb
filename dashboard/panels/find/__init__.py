"""Who used a hashtag or domain? How much and when, over all operations."""

from dashboard.panels.find.measure import find
from dashboard.panels.find.say import cells, say, table, unit
from dashboard.panels.panel import Panel

PANEL = Panel(
    key="find",
    question="Who used a hashtag or domain?",
    measure=find,
    say=say,
    unit=unit,
    cells=cells,
    table=table,
    downloads={"tags": find},
    compares=True,
    opened=True,
    method="tags",
)
