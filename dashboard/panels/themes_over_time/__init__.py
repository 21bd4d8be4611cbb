"""When did they talk about it? Shares of themes by week or month, all operations on one scale."""

from dashboard.panels.panel import Panel
from dashboard.panels.themes_over_time.draw import draw
from dashboard.panels.themes_over_time.measure import themes_over_time
from dashboard.panels.themes_over_time.say import cells, say, table, unit

PANEL = Panel(
    key="over-time",
    question="When did they talk about it?",
    measure=themes_over_time,
    draw=draw,
    say=say,
    unit=unit,
    cells=cells,
    table=table,
    downloads={"themes-over-time": themes_over_time},
    method="themes",
)
