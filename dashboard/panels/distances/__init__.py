"""How far apart are their weeks? The distance between every two operations, with its interval."""

from dashboard.panels.distances import draw, measure, say
from dashboard.panels.panel import Panel
from dashboard.snapshot.evidence import DAYS

PANEL = Panel(
    key="apart",
    question="How far apart are their weeks?",
    topic="distances of weeks",
    needs=(DAYS,),
    measure=measure.week_distances,
    draw=draw.draw,
    say=say.say,
    caption=say.caption,
    unit=say.unit,
    cell=say.cell,
    table=say.table,
    explain=say.explain,
    downloads={"distances": measure.week_distances},
    compares=True,
    method="rhythm-tests",
)
