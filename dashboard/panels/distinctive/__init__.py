"""What sets each apart? Hashtags and domains that stand out against the others in view."""

from dashboard.panels.distinctive.measure import distinctive
from dashboard.panels.distinctive.say import cells, say, table, unit
from dashboard.panels.listed import domains
from dashboard.panels.panel import Panel

PANEL = Panel(
    key="distinctive",
    question="What sets each apart?",
    measure=distinctive,
    say=say,
    unit=unit,
    cells=cells,
    table=table,
    downloads={"distinctive": distinctive, "domains": domains},
    compares=True,
    method="apart",
)
