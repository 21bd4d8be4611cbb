"""When did they post? A week by hours for each operation, on the clock shown."""

from dashboard.panels.panel import Panel
from dashboard.panels.rhythm import draw, headline, measure, say
from dashboard.snapshot.evidence import HOURS

PANEL = Panel(
    key="rhythm",
    question="When did they post?",
    topic="hours of the day",
    needs=(HOURS,),
    measure=measure.rhythm,
    draw=draw.draw,
    say=headline.say,
    caption=say.caption,
    unit=say.unit,
    cell=say.cell,
    table=say.table,
    explain=say.explain,
    downloads={"rhythm": measure.rhythm},
    method="rhythm-tests",
)
