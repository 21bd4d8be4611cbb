"""What did they talk about? Shares of posts by theme, and the hashtags beneath."""

from dashboard.panels.listed import hashtags
from dashboard.panels.panel import Panel
from dashboard.panels.themes import draw, measure, say
from dashboard.tables import HASHTAG

PANEL = Panel(
    key="themes",
    question="What did they talk about?",
    topic="themes",
    needs=(HASHTAG,),
    measure=measure.themes,
    draw=draw.draw,
    say=say.say,
    caption=say.caption,
    unit=say.unit,
    explain=say.explain,
    gestures=say.gestures,
    cell=say.cell,
    table=say.table,
    downloads={"themes": measure.themes, "hashtags": hashtags},
    method="themes",
)
