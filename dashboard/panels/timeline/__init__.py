"""In which weeks or months were they active? Posts of each operation, over the same time."""

from dashboard.panels.panel import Panel
from dashboard.panels.timeline.draw import draw
from dashboard.panels.timeline.measure import timeline
from dashboard.panels.timeline.say import cells, say, table, unit

PANEL = Panel(
    key="timeline",
    question="In which weeks or months were they active?",
    measure=timeline,
    draw=draw,
    say=say,
    unit=unit,
    cells=cells,
    table=table,
    downloads={"timeline": timeline},
    method="weeks",
)
