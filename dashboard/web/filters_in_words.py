"""The filters of a view in words: a language and a theme by name, a period as it is read out."""

from collections.abc import Callable

from dashboard.catalogue.languages import language_name
from dashboard.clock.period import read_period
from dashboard.link.view import FILTERS, View
from dashboard.snapshot.world import World

NAMES = {param.key: filter.name for param, filter in FILTERS.items()}
WORDS: dict[str, Callable[[World, str], str]] = {
    "lang": lambda world, code: language_name(code),
    "theme": lambda world, id: world.lexicon.themes[id].label,
    "period": lambda world, text: read_period(text).in_words,
}


def filters_in_words(world: World, view: View) -> str:
    """Return "Only posts of: period since Feb 2020; language Thai.", "" without a filter."""
    parts = [f"{NAMES[key]} {_choices(world, key, text)}" for key, text in view.filters.items()]
    return f"Only posts of: {'; '.join(parts)}." if parts else ""


def _choices(world: World, key: str, text: str) -> str:
    """Return what a filter leaves, joined by "or"."""
    in_words = WORDS.get(key)
    words = text.split("~")
    return " or ".join([in_words(world, word) for word in words] if in_words else words)
