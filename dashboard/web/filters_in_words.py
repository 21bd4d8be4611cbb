"""What a view leaves out, and how it counts, in words: "Russian · 2016 · UTC".

The same words stand under the column heads, on chips, in the tab's title, on paper, in pictures and
in files.
"""

from collections.abc import Callable
from typing import NamedTuple

from dashboard.catalogue.kinds import KIND_NAMES
from dashboard.catalogue.languages import language_name
from dashboard.clock.zone_list import time_of
from dashboard.link.filters import Filter
from dashboard.link.view import DEFAULT, FILTERS, Param, View
from dashboard.snapshot.kept import KEPT_VIEWS, kept
from dashboard.snapshot.world import World

BETWEEN = " · "
OWN_CLOCKS = "operators' own clocks"
ALL_POSTS = "All posts"
OTHERS = {
    "baseline": {
        "even": "compared with posting at all hours alike",
        "control": "compared with control accounts",
        "none": "compared with nothing",
    },
    "unit": {"week": "by week", "month": "by month"},
}


class Setting(NamedTuple):
    """A part of the view that readers see as a chip once it is not the default."""

    field: str  # of the View
    words: Callable[[World, View], str]
    counts: bool = False  # it decides what counts, and on which clock


def _zone(zone: str) -> str:
    return OWN_CLOCKS if zone == DEFAULT.clock else time_of(zone)


def _themes(world: World, view: View) -> str:
    return " or ".join(world.lexicon.themes[theme].label for theme in view.themes)


def _of(field: str) -> Callable[[World, View], str]:
    return lambda world, view: OTHERS[field][getattr(view, field)]


SETTINGS = (
    Setting("languages", lambda w, v: " or ".join(map(language_name, v.languages)), counts=True),
    Setting("themes", _themes, counts=True),
    Setting("kinds", lambda w, v: " or ".join(KIND_NAMES[kind] for kind in v.kinds), counts=True),
    Setting("phase", lambda w, v: "without earlier lives of accounts", counts=True),
    Setting("period", lambda w, v: v.period.in_words, counts=True),
    Setting("clock", lambda w, v: _zone(v.clock), counts=True),
    Setting("audience", lambda w, v: f"beside {_zone(v.audience)}"),
    Setting("hours", lambda w, v: "office hours {}–{}".format(*v.hours), counts=True),
    Setting("per", lambda w, v: "each account counts the same", counts=True),
    Setting("baseline", _of("baseline")),
    Setting("scale", lambda w, v: "counts, not shares"),
    Setting("reach", lambda w, v: "hours each on their own scale"),
    Setting("unit", _of("unit")),
)
NAMED = {setting.field for setting in SETTINGS}


def _filter(param: Param, filter: Filter) -> Setting:
    """Return a filter without words of its own by its name, and by what the link says."""
    return Setting(
        param.field, lambda w, v: f"{filter.name} {param.show(getattr(v, param.field))}", True
    )


OTHER_FILTERS = tuple(_filter(p, f) for p, f in FILTERS.items() if p.field not in NAMED)


@kept(KEPT_VIEWS)  # the page names them in a dozen places
def settings(world: World, view: View) -> dict[Setting, str]:
    """Return what is not the default, in words, by what sets it."""
    every = (*SETTINGS, *OTHER_FILTERS)
    chosen = (s for s in every if getattr(view, s.field) != getattr(DEFAULT, s.field))
    return {setting: setting.words(world, view) for setting in chosen}


def filters_in_words(world: World, view: View) -> str:
    """Return "Russian · 2016 · UTC"; without a filter "All posts · operators' own clocks"."""
    lead = [] if view.filters else [ALL_POSTS]
    clock = [] if view.clock != DEFAULT.clock else [OWN_CLOCKS]
    return BETWEEN.join([*lead, *counting(world, view), *clock])


def counting(world: World, view: View) -> list[str]:
    """Return in words what is not the default of what decides what counts, and on which clock."""
    return [words for setting, words in settings(world, view).items() if setting.counts]
