"""The controls of the comparison: what each offers.

CONTROLS says what each sets of the view, and how what it says is spelled. Some stand with the one
panel that they change.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.catalogue.kinds import KIND_NAMES
from dashboard.catalogue.languages import language_name
from dashboard.link.migrations import VERSION
from dashboard.link.parse import MAX_OPERATIONS, slug_of
from dashboard.link.view import ALL, DEFAULT, PARAMS, View
from dashboard.look import ui
from dashboard.snapshot.world import World
from dashboard.tables import KINDS, NOT_STATED, OPERATIONAL
from dashboard.web import ids

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
DAYS = ("start", "end")  # two controls that set one part of a link: the period
OWN = ("sort", "tag")  # controls that stand with their panel, and are no components
NAMES = (*(control.name for control in CONTROLS), *DAYS)
SET = {control.key for control in CONTROLS} | {"period"}
UNSET = tuple(param for param in PARAMS if param.key not in SET)


def query(values: Values, last: View) -> str:
    """Return the query that the controls say; what none of them sets stays as it was in `last`."""
    pairs = [(control.key, control.spell(values.get(control.name))) for control in CONTROLS]
    start, end = (text(values.get(name))[:10] for name in DAYS)
    pairs += [("period", f"{start}..{end}" if start or end else "")]
    pairs += [(param.key, param.show(getattr(last, param.field))) for param in UNSET]
    return "?" + urlencode([("v", VERSION), *((key, words) for key, words in pairs if words)])


def values(view: View) -> dict[str, Any]:
    """Return the value of each control in this view."""
    fields = {control.name: getattr(view, control.name) for control in CONTROLS}
    days = (view.period.start, view.period.end)
    return fields | {name: day and day.isoformat() for name, day in zip(DAYS, days, strict=True)}


SHOWN = {
    "scale": "Scale",
    "reach": "Scale of the hours",
    "per": "What counts the same",
    "unit": "Posts by",
}
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


def options(world: World, view: View = DEFAULT) -> dict[str, Any]:
    """Return what the controls offer that differs from one data version to another."""
    languages = {code: language_name(code) for code in world.words.languages}
    by_name = sorted(languages, key=lambda code: (code == NOT_STATED, languages[code]))
    return {
        "operations": operation_choices(world, view),
        "languages": _items({code: languages[code] for code in by_name}),
        "themes": _items({theme.id: theme.label for theme in world.lexicon.themes.values()}),
    }


def controls(world: World) -> Component:
    """One control for each part of the View that a reader chooses; values come from the link."""
    offered = options(world)
    operations = ui.choices(
        ids.control("operations"),
        "Operations, up to six",
        offered["operations"],
        list(DEFAULT.operations),
        most=MAX_OPERATIONS,
    )
    groups = {
        "Which posts count": _of_posts(offered),
        "Clock and hours": _of_hours(world),
        "How they are shown": [_switch(name, label) for name, label in SHOWN.items()],
    }
    filters = [_group(title, controls) for title, controls in groups.items()]
    return html.Form(
        [
            html.Div(operations, id=ids.OPERATIONS),
            html.Div(filters, id=ids.FILTERS),
        ],
        className="controls",
        **ui.aria(label="What is compared"),
    )


def is_dated(view: View) -> bool:
    """Whether a column has a period of its own, which the control must then offer."""
    return any(slug_of(column) != column for column in view.operations)


def operation_choices(world: World, view: View) -> list[dict[str, Any]]:
    """Group the operations: columns with a period of their own, then those with posts or counts."""
    dated = [world.column(column) for column in view.operations if slug_of(column) != column]
    every = world.catalogue.operations.values()
    with_hours = [o for o in every if world.sources_of(o.slug)]
    groups = {
        "With a period of their own": dated,
        "With hours": with_hours,
        "Releases": [o for o in every if o.kind == "release" and o not in with_hours],
        "Countries": [o for o in every if o.kind == "country" and o not in with_hours],
        "Groups": [o for o in every if o.kind == "group" and o not in with_hours],
    }
    return [
        {"group": name, "items": _items({o.slug: o.name for o in group})}
        for name, group in groups.items()
        if group
    ]


def _group(title: str, controls: list[Any]) -> Component:
    """Return controls under a common name."""
    inner = html.Div([html.Div(control) for control in controls], className="filters")
    return html.Fieldset([html.Legend(title), inner])


def _of_posts(offered: Mapping[str, Any]) -> list[Any]:
    """Return the controls of which posts count."""
    kinds = _items({kind: KIND_NAMES[kind].capitalize() for kind in KINDS})
    return [
        ui.day(ids.control("start"), "From", "first post"),
        ui.day(ids.control("end"), "To, included", "last post"),
        ui.choices(ids.control("languages"), "Languages", offered["languages"], [], hint="all"),
        ui.choices(ids.control("themes"), "Themes", offered["themes"], [], hint="all"),
        ui.choices(ids.control("kinds"), "Kinds of post", kinds, [], hint="all"),
        _switch("phase", "Earlier lives of accounts"),
    ]


def _of_hours(world: World) -> list[Any]:
    """Return the controls of whose time is shown, and of what its hours are compared with."""
    clocks = _clocks(world, "operator", "Operator's own clock")
    audience = _clocks(world, "none", "No second clock")
    return [
        ui.choice(ids.control("clock"), "Clock", clocks, DEFAULT.clock),
        ui.choice(ids.control("audience"), "A second clock", audience, DEFAULT.audience),
        ui.hours(ids.control("hours"), "Office hours", DEFAULT.hours),
        _switch("baseline", "Compared with posting that is"),
    ]


def _switch(name: str, label: str) -> Any:
    return ui.switch(ids.control(name), label, _items(SWITCHES[name]), getattr(DEFAULT, name))


def _clocks(world: World, first: str, label: str) -> list[dict[str, Any]]:
    zones = sorted(world.words.zones - {"UTC"})
    return [
        {"group": "Usual", "items": _items({first: label, "utc": "UTC"})},
        {"group": "Zones", "items": _items({zone: zone for zone in zones})},
    ]


def _items(labels: Mapping[str, str]) -> list[dict[str, str]]:
    """Return {value: label} as the component library takes it."""
    return [{"value": value, "label": label} for value, label in labels.items()]
