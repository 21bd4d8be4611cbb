"""One module a panel. A panel knows its data and its drawing and nothing of the web page."""

from typing import Any

from dashboard.panels import accounts, consistent, languages, rhythm, size, themes, timeline
from dashboard.panels.panel import Panel

PANELS: tuple[Panel[Any], ...] = (
    size.PANEL,
    timeline.PANEL,
    rhythm.PANEL,
    consistent.PANEL,
    themes.PANEL,
    languages.PANEL,
    accounts.PANEL,
)
