"""One module a panel. A panel knows its data and its drawing and nothing of the web page."""

from typing import Any

from dashboard.panels import rhythm, size, themes
from dashboard.panels.panel import Panel

PANELS: tuple[Panel[Any], ...] = (size.PANEL, rhythm.PANEL, themes.PANEL)
