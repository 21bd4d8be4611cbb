"""The controls of the comparison: what each sets of the view, and how what it says is spelled."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from dashboard.link.view import View

Values = Mapping[str, Any]  # by the control's name, as the browser sent them


class Control(NamedTuple):
    """A control that sets one part of a link. `spell` takes anything; "" = nothing is chosen."""

    name: str
    key: str
    spell: Callable[[Any], str]


def text(value: Any) -> str:
    """Return a text that UTF-8 can spell; what is none, or half a surrogate pair, is left out."""
    return value.encode("utf-8", "ignore").decode() if isinstance(value, str) else ""


def _joined(values: Any) -> str:
    return "~".join(map(text, values)) if isinstance(values, list) else ""


def _hours(values: Any) -> str:
    """Spell the two ends of a slider; of ends that meet, the hour between them and the next."""
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
    Control("unit", "unit", text),
    Control("kinds", "kind", _joined),
    Control("languages", "lang", _joined),
    Control("themes", "theme", _joined),
    Control("phase", "phase", text),
    Control("sort", "sort", text),
    Control("tag", "tag", text),
)
DAYS = ("start", "end")  # two controls that set one part of a link: the period
NAMES = (*(control.name for control in CONTROLS), *DAYS)


def query(told: Values, last: View) -> str:
    """Return the query that the controls say; what none of them sets stays as it was in `last`."""
    pairs = [(control.key, control.spell(told.get(control.name))) for control in CONTROLS]
    start, end = (text(told.get(name))[:10] for name in DAYS)
    pairs += [("period", f"{start}..{end}" if start or end else "")]
    pairs += [("present", last.present), ("data", last.data)]
    return "?" + urlencode([(key, told) for key, told in pairs if told])


def values(view: View) -> dict[str, Any]:
    """Return what each control says where the view is this one."""
    told = {control.name: getattr(view, control.name) for control in CONTROLS}
    days = (view.period.start, view.period.end)
    return told | {name: day and day.isoformat() for name, day in zip(DAYS, days, strict=True)}
