"""In which languages did they post? One list of languages, its bars on one scale."""

from dashboard.panels.languages.draw import draw
from dashboard.panels.languages.measure import languages
from dashboard.panels.languages.say import cells, say, table, unit
from dashboard.panels.panel import Panel

PANEL = Panel(
    "languages",
    "In which languages did they post?",
    ("languages",),
    languages,
    draw,
    say,
    unit,
    cells,
    table,
    method="languages",
)
