"""The controls of the comparison: what each offers.

CONTROLS says what each sets of the view, and how what it says is spelled. Some stand with the one
panel that they change.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from dashboard.catalogue.kinds import KIND_NAMES
from dashboard.catalogue.languages import language_name
from dashboard.clock.zone_list import label_of, named_zones
from dashboard.link.migrations import VERSION
from dashboard.link.parse import MAX_OPERATIONS, slug_of
from dashboard.link.view import ALL, CLOCKS, DEFAULT, PARAMS, View
from dashboard.look import ui
from dashboard.snapshot.filter_values import why_not
from dashboard.snapshot.kept import kept
from dashboard.snapshot.world import World
from dashboard.tables import KINDS, NOT_STATED, OPERATIONAL
from dashboard.web import ids
from dashboard.web.pages.operation_options import operation_options
from dashboard.web.pages.period_options import DAYS, ends, month_options, preset_options

Values = Mapping[str, Any]  # by the control's name, as the browser sent them


class Control(NamedTuple):
    """A control that sets one part of a link. `spell` takes anything; "" = nothing is chosen."""

    name: str
    key: str
    spell: Callable[[Any], str]


def text(value: Any) -> str:
    """Return a text without halves of surrogate pairs, which UTF-8 cannot spell; "" for no text."""
    return value.encode("utf-8", "ignore").decode() if isinstance(value, str) else ""


def _joined(values: Any) -> str:
    return "~".join(map(text, values)) if isinstance(values, list) else ""


def _hours(values: Any) -> str:
    """Spell the two ends of a slider as "9-18"; ends that meet are an hour: "9-10"."""
    if not isinstance(values, list) or len(values) != 2:
        return ""
    if not all(isinstance(end, int) for end in values):
        return ""
    first = min(values[0], 23)
    return f"{first}-{max(values[1], first + 1)}"


CONTROLS = (
    Control("operations", "ops", _joined),
    Control("clock", "clock", text),
    Control("audience", "audience", text),
    Control("scale", "scale", text),
    Control("reach", "range", text),
    Control("per", "per", text),
    Control("hours", "hours", _hours),
    Control("baseline", "baseline", text),
    Control("unit", "unit", text),
    Control("kinds", "kind", _joined),
    Control("languages", "lang", _joined),
    Control("themes", "theme", _joined),
    Control("phase", "phase", text),
    Control("sort", "sort", text),
    Control("tag", "tag", text),
)
MONTHS = "months"  # sets as a whole the period that DAYS set together
OWN = ("sort", "tag")  # controls that stand with their panel, and are no components
NAMES = (*(control.name for control in CONTROLS), *DAYS, MONTHS)
SET = {control.key for control in CONTROLS} | {"period"}
UNSET = tuple(param for param in PARAMS if param.key not in SET)


def query(values: Values, last: View) -> str:
    """Return the query that the controls say; what none of them sets stays as it was in `last`."""
    pairs = [(control.key, control.spell(values.get(control.name))) for control in CONTROLS]
    pairs += [("period", _period(values, last))]
    pairs += [(param.key, param.show(getattr(last, param.field))) for param in UNSET]
    return "?" + urlencode([("v", VERSION), *((key, words) for key, words in pairs if words)])


def _period(values: Values, last: View) -> str:
    """Spell the period: as a whole where that was chosen, else by its ends."""
    whole = text(values.get(MONTHS))
    if whole and whole != spelled(last):
        return whole
    start, end = (text(values.get(name))[:10] for name in DAYS)
    return f"{start}..{end}" if start or end else ""


def spelled(view: View) -> str:
    """Return the period as the control of the whole has it."""
    return ALL if view.period == DEFAULT.period else str(view.period)


def values(view: View) -> dict[str, Any]:
    """Return the value of each control in this view."""
    return {control.name: getattr(view, control.name) for control in CONTROLS} | period(view)


def period(view: View) -> dict[str, str]:
    """Return the values of the three controls of the period, which have to agree."""
    return dict(zip(DAYS, ends(view.period), strict=True)) | {MONTHS: spelled(view)}


SHOWN = {
    "scale": "Scale",
    "reach": "Scale of the hours",
    "per": "What counts the same",
    "unit": "Posts by",
}
NO_MONTH = "No month with posts; for a day choose its month first"
# What a switch may be set to, and how each is called.
SWITCHES = {
    "scale": {"share": "Share", "count": "Count"},
    "reach": {"common": "One for all", "own": "Own"},
    "per": {"post": "Posts", "account": "Accounts"},
    "phase": {ALL: "Included", OPERATIONAL: "Left out"},
    "baseline": {"ordinary": "Ordinary", "even": "Flat", "none": "None"},
    "unit": {"auto": "Auto", "week": "Week", "month": "Month"},
    "sort": {"share": "Share", "difference": "Difference", "name": "Name"},
}


def options(world: World, view: View) -> dict[str, Any]:
    """Return what the controls offer in this data version, where these operations are compared."""
    slugs = tuple(map(slug_of, view.operations))
    offered = {name: _left(world, slugs, name, getattr(view, name)) for name in LABELS}
    offered |= {"operations": operation_options(world, view), "clock": _clocks(world, view)}
    return offered | month_options(world, view) | {MONTHS: preset_options(world, view)}


def _languages(world: World) -> dict[str, str]:
    words = world.words.languages
    languages = sorted(words, key=lambda code: (code == NOT_STATED, language_name(code)))
    return {code: language_name(code) for code in languages}


# The values of each filter, and how each is called.
LABELS: dict[str, Callable[[World], dict[str, str]]] = {
    "languages": _languages,
    "themes": lambda world: {theme.id: theme.label for theme in world.lexicon.themes.values()},
    "kinds": lambda world: {kind: KIND_NAMES[kind].capitalize() for kind in KINDS},
    "phase": lambda world: SWITCHES["phase"],
}
OFFERED = ("operations", *LABELS, "clock", *DAYS, MONTHS)


@kept(64)
def _left(world: World, slugs: tuple[str, ...], field: str, chosen: Any) -> list[Any]:
    """Return the values of a filter; greyed are those that leave nothing, but what is chosen.

    The label of a switch has the reason, too.
    """
    usual = (ALL, *([chosen] if isinstance(chosen, str) else chosen))
    entries = [
        ui.option(v, label, why_not="" if v in usual else why_not(world, slugs, field, v))
        for v, label in LABELS[field](world).items()
    ]
    if field not in SWITCHES:
        return entries
    return [{**e, "label": f"{e['label']}: {e['note']}"} if "note" in e else e for e in entries]


def _clocks(world: World, view: View) -> list[dict[str, Any]]:
    """Return the clocks that are offered first: whose hours they are, what is chosen, and UTC.

    The others are at CLOCKS, for who looks for them.
    """
    operations = (world.column(column) for column in view.operations)
    zones = [release.zone for operation in operations for release in operation.releases]
    chosen = [zone for zone in (view.clock, view.audience) if zone not in (*CLOCKS, "none")]
    every = dict.fromkeys([*chosen, "utc", *zones])
    return [ui.option("operator", "Operator's own clock"), *map(_clock, every)]


def _clock(zone: str) -> dict[str, Any]:
    """Return a clock to choose; a link may name more than are offered."""
    if zone == "utc":
        return ui.option("utc", "UTC")
    return ui.option(*named_zones().get(zone, (zone, label_of(zone))))


def every_clock() -> list[dict[str, Any]]:
    """Return the clocks of all places, by their names."""
    return [_clock(zone) for zone in named_zones()]


def refused(operations: Any) -> str:
    """Return why a choice of operations cannot be taken; "" if it can."""
    if not operations:
        return "One operation has to stay."
    too_many = isinstance(operations, list) and len(operations) > MAX_OPERATIONS
    return "Six operations fit: remove one first." if too_many else ""


def controls() -> Any:
    """One control for each part of the View that a reader chooses; an answer says what they offer.

    Values come from the link.
    """
    operations = ui.choices(ids.control("operations"), "Operations, up to six", clearable=False)
    groups = {
        "Which posts count": _of_posts(),
        "Clock and hours": _of_hours(),
        "How they are shown": [_switch(name, label) for name, label in SHOWN.items()],
    }
    filters = [ui.group(title, controls) for title, controls in groups.items()]
    parts = [ui.box(operations, id=ids.OPERATIONS), ui.box(filters, id=ids.FILTERS)]
    return ui.box(parts, className="controls")


def _of_posts() -> list[Any]:
    """Return the controls of which posts count."""
    named = {"languages": "Languages", "themes": "Themes", "kinds": "Kinds of post"}
    several = [ui.choices(ids.control(name), label, hint="all") for name, label in named.items()]
    return [
        *several,
        ui.choice(ids.control(MONTHS), "Months", ALL),
        ui.choice(ids.control("start"), "From", "", nothing=NO_MONTH),
        ui.choice(ids.control("end"), "To, included", "", nothing=NO_MONTH),
        _switch("phase", "Earlier lives of accounts"),
    ]


def _of_hours() -> list[Any]:
    """Return the controls of whose time is shown, and of what its hours are compared with."""
    return [
        ui.choice(ids.control("clock"), "Clock", DEFAULT.clock, "clocks"),
        ui.choice(ids.control("audience"), "A second clock", DEFAULT.audience, "clocks"),
        ui.hours(ids.control("hours"), "Office hours", DEFAULT.hours),
        _switch("baseline", "Compared with posting that is"),
    ]


def _switch(name: str, label: str) -> Any:
    offered = [ui.option(*pair) for pair in SWITCHES[name].items()]
    return ui.switch(ids.control(name), label, offered, getattr(DEFAULT, name))
