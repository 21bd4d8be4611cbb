"""Who used a hashtag or domain? How much and when, over all operations."""

from dashboard.panels.find import measure, say
from dashboard.panels.panel import Panel

PANEL = Panel(
    key="find",
    question="Who used a hashtag or domain?",
    topic="uses of a hashtag",
    measure=measure.find,
    say=say.say,
    caption=say.caption,
    unit=say.unit,
    cell=say.cell,
    table=say.table,
    downloads={"tags": measure.find},
    compares=True,
    opened=True,
    method="tags",
)
