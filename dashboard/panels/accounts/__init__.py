"""When were the accounts created, and how followed were they? Counts of ten accounts and more."""

from dashboard.panels.accounts import draw, measure, say
from dashboard.panels.panel import Panel
from dashboard.snapshot.evidence import ACCOUNTS

PANEL = Panel(
    key="accounts",
    question="When were the accounts created, and how followed were they?",
    topic="accounts’ creation",
    needs=(ACCOUNTS,),
    measure=measure.accounts,
    draw=draw.draw,
    say=say.say,
    caption=say.caption,
    unit=say.unit,
    cell=say.cell,
    table=say.table,
    withheld=say.withheld_counts,
    downloads={"accounts": measure.accounts},
    method="accounts",
)
