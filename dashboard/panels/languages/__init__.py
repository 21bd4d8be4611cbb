"""In which languages did they post? One list of languages, its bars on one scale."""

from dashboard.panels.languages.draw import draw
from dashboard.panels.languages.measure import languages
from dashboard.panels.languages.say import cells, say, table, unit
from dashboard.panels.panel import Panel

PANEL = Panel(
    key="languages",
    question="In which languages did they post?",
    measure=languages,
    draw=draw,
    say=say,
    unit=unit,
    cells=cells,
    table=table,
    downloads={"languages": languages},
    method="languages",
)
