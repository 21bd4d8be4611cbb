"""One module a panel. A panel knows its data and its drawing and nothing of the web page."""

from typing import Any

from dashboard.panels import (
    accounts,
    alike,
    apart,
    consistent,
    distinctive,
    find,
    languages,
    over_time,
    rhythm,
    size,
    themes,
    timeline,
)
from dashboard.panels.panel import Panel

PANELS: tuple[Panel[Any], ...] = (
    size.PANEL,
    timeline.PANEL,
    rhythm.PANEL,
    consistent.PANEL,
    apart.PANEL,
    themes.PANEL,
    over_time.PANEL,
    distinctive.PANEL,
    find.PANEL,
    languages.PANEL,
    accounts.PANEL,
    alike.PANEL,
)
