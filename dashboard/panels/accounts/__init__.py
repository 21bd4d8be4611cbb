"""When were the accounts created, and how followed were they? Counts of ten accounts and more."""

from dashboard.panels.accounts.draw import draw
from dashboard.panels.accounts.measure import accounts
from dashboard.panels.accounts.say import cells, say, table, unit
from dashboard.panels.panel import Panel

PANEL = Panel(
    key="accounts",
    question="When were the accounts created, and how followed were they?",
    measure=accounts,
    draw=draw,
    say=say,
    unit=unit,
    cells=cells,
    table=table,
    downloads={"accounts": accounts},
    method="accounts",
)
