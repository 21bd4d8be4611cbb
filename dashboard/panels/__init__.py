"""One folder a question. A panel knows its data and its drawing and nothing of the web page."""

from typing import Any

from dashboard.link.view import QUESTIONS
from dashboard.panels import (
    accounts,
    clocks,
    distances,
    distinctive,
    facts,
    find,
    kinds,
    languages,
    rhythm,
    similarity,
    size,
    themes,
    themes_over_time,
    timeline,
)
from dashboard.panels.panel import Panel

PANELS: tuple[Panel[Any], ...] = (
    facts.PANEL,
    size.PANEL,
    timeline.PANEL,
    rhythm.PANEL,
    clocks.PANEL,
    distances.PANEL,
    themes.PANEL,
    themes_over_time.PANEL,
    distinctive.PANEL,
    find.PANEL,
    languages.PANEL,
    kinds.PANEL,
    accounts.PANEL,
    similarity.PANEL,
)

assert tuple(panel.key for panel in PANELS) == QUESTIONS, "a link names each question"

BY_KEY = {panel.key: panel for panel in PANELS}
# Every file that can be downloaded, by its name in the address.
DOWNLOADS = {name: measure for panel in PANELS for name, measure in panel.downloads.items()}
