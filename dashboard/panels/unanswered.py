"""The questions that can be answered for none of the operations of a view, whatever its filters.

They are told by what there is of each operation, so that no panel is measured to leave it out.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from dashboard.link.view import View
from dashboard.panels.panel import Panel
from dashboard.snapshot.evidence import evidence
from dashboard.snapshot.world import World


def is_aside(world: World, view: View, panel: Panel[Any]) -> bool:
    """Whether a panel that comes first for some views does not for this one."""
    return panel.leads is not None and not panel.leads(world, view)


def opening(world: World, view: View, panels: Iterable[Panel[Any]]) -> list[Panel[Any]]:
    """Return the panels that a page shows unasked: those that tell something of a view."""
    shown = [panel for panel in panels if not is_aside(world, view, panel)]
    without = unanswered(world, view, shown)
    return [panel for panel in shown if panel not in without]


def unanswered(world: World, view: View, panels: Iterable[Panel[Any]]) -> list[Panel[Any]]:
    """Return the panels that have numbers for none of the operations, without any filter.

    A question about several operations needs two that the same is counted of. Where there is only
    one operation its panel asks for another.
    """
    columns = view.operations
    counts = Counter(name for column in columns for name in evidence(world, column))
    if not columns:
        return []
    return [
        panel
        for panel in panels
        if panel.needs
        and max(counts[name] for name in panel.needs) < min(len(columns), 1 + panel.compares)
    ]
