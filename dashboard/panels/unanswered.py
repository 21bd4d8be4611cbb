"""The questions that a view opens, and those that none of its operations can answer.

They are told by what there is of each operation, so that no panel is measured to leave it out.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from dashboard.link.view import DEFAULT_PANELS, View
from dashboard.panels.panel import Panel
from dashboard.snapshot.evidence import evidence
from dashboard.snapshot.kept import KEPT_VIEWS, kept
from dashboard.snapshot.world import World


def opened(world: World, view: View, panels: Iterable[Panel[Any]]) -> tuple[str, ...]:
    """Return the keys of the questions that are open, in the order of the page.

    Where nobody chose, one that leads some views alone is not open in others.
    """
    if view.panels != DEFAULT_PANELS:
        return view.panels
    aside = {panel.key for panel in panels if panel.leads and not panel.leads(world, view)}
    return tuple(key for key in view.panels if key not in aside)


@kept(KEPT_VIEWS)
def unanswered(world: World, view: View, panels: tuple[Panel[Any], ...]) -> list[Panel[Any]]:
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
