"""What is known of them? A sheet of facts in rows, each with its source, of whole releases."""

from dashboard.panels.facts import measure, say
from dashboard.panels.panel import Panel

PANEL = Panel(
    key="facts",
    question="What is known of them?",
    topic="facts",
    measure=measure.facts,
    say=say.say,
    caption=lambda answer: "Whole releases, whatever the filters; a number leads to its source.",
    unit=say.unit,
    cell=say.cell,
    table=say.table,
    leads=measure.leads,
    downloads={"facts": measure.facts},
    method="facts",
)
