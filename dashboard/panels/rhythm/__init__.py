"""When did they post? A week by hours for each operation, on the clock shown."""

from dashboard.panels.panel import Panel
from dashboard.panels.rhythm.draw import draw
from dashboard.panels.rhythm.measure import rhythm
from dashboard.panels.rhythm.say import cells, explain, say, table, unit

PANEL = Panel(
    key="rhythm",
    question="When did they post?",
    measure=rhythm,
    draw=draw,
    say=say,
    unit=unit,
    cells=cells,
    table=table,
    explain=explain,
    downloads={"rhythm": rhythm},
    method="rhythm-tests",
)
