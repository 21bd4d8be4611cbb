"""One module a panel. A panel knows its data and its drawing and nothing of the web page."""

from typing import Any

from dashboard.panels import (
    accounts,
    clocks,
    distances,
    distinctive,
    find,
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
    accounts.PANEL,
    similarity.PANEL,
)
