"""What did they talk about? Shares of posts by theme, and the hashtags beneath."""

from dashboard.panels.panel import Panel
from dashboard.panels.themes.draw import draw
from dashboard.panels.themes.measure import hashtags, themes
from dashboard.panels.themes.say import cells, say, table, unit

PANEL = Panel(
    key="themes",
    question="What did they talk about?",
    measure=themes,
    draw=draw,
    say=say,
    unit=unit,
    cells=cells,
    table=table,
    downloads={"themes": themes, "hashtags": hashtags},
    method="themes",
)
