"""What sets each apart? Hashtags and domains that stand out against the others in view."""

from dashboard.panels import listed
from dashboard.panels.distinctive import measure, say
from dashboard.panels.panel import Panel
from dashboard.tables import DOMAIN, HASHTAG

PANEL = Panel(
    key="distinctive",
    question="What sets each apart?",
    topic="what sets each apart",
    needs=(HASHTAG, DOMAIN),
    measure=measure.distinctive,
    say=say.say,
    caption=say.caption,
    unit=say.unit,
    cell=say.cell,
    table=say.table,
    downloads={"distinctive": measure.distinctive, "domains": listed.domains},
    compares=True,
    method="apart",
)
