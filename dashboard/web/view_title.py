"""The title of a view: what is compared, in as few words as tell it apart."""

from typing import NamedTuple

from dashboard.catalogue.releases import Operation
from dashboard.clock.period import read_period
from dashboard.link.parse import AT
from dashboard.link.view import View
from dashboard.panels.panel import listed
from dashboard.snapshot.asking import operations
from dashboard.snapshot.world import World
from dashboard.web.filters_in_words import BETWEEN, counting

NOTHING_CHOSEN = "Compare takedown operations"
SITE = "Takedowns compared"
LONG = 116  # characters: about two lines at 1440 px; longer ones are made of short names
EVERY = "all releases"


class Name(NamedTuple):
    """A column in parts: "Russia", "October 2018", "set 1", "2016"; "" where it has none."""

    who: str
    when: str
    apart: str
    period: str

    @property
    def in_period(self) -> str:
        return f" ({self.period})" if self.period else ""


def title(world: World, view: View) -> str:
    """Return "China, Russia and Turkey, June 2020": what all columns share stands once."""
    shown = operations(world, view)
    if not shown:
        return NOTHING_CHOSEN
    names = [_name(world, operation) for operation in shown]
    text = _shared(names) or listed([_alone(o, n) for o, n in zip(shown, names, strict=True)])
    if len(text) <= LONG:
        return text
    return listed([operation.short for operation in shown])


def tab_title(world: World, view: View) -> str:
    """Return the title with the filters and the site's name, as a browser's tab shows it."""
    return BETWEEN.join([title(world, view), *counting(world, view), SITE])


def _name(world: World, operation: Operation) -> Name:
    _, _, period = operation.slug.partition(AT)
    words = read_period(period).in_words if period else ""
    if operation.kind == "group":
        return Name(operation.short.partition(",")[0], "", "", words)
    release = operation.releases[0]
    every = world.catalogue.countries
    if operation.kind == "country":
        return Name(every[operation.slug.partition(AT)[0]].name, EVERY, "", words)
    who = " and ".join(every[country].name for country in release.countries)
    return Name(who, f"{release.disclosed:%B %Y}", release.apart, words)


def _shared(names: list[Name]) -> str:
    """Return the names with what they share once, "" where they share nothing."""
    whos, whens = {name.who for name in names}, {name.when for name in names}
    if len({name[:3] for name in names}) == 1 and all(name.period for name in names):
        return f"{_words(*names[0][:3])}: {listed([name.period for name in names])}"
    if len(whens) == 1 and whens != {""}:
        return f"{listed([_words(n.who, n.apart) + n.in_period for n in names])}, {whens.pop()}"
    if len(whos) == 1 and len(names) > 1:
        return f"{whos.pop()}: {listed([_words(n.when, n.apart) + n.in_period for n in names])}"
    return ""


def _alone(operation: Operation, name: Name) -> str:
    if name.when == EVERY:
        return operation.short.partition(",")[0] + name.in_period
    return _words(*name[:3]) + name.in_period


def _words(*parts: str) -> str:
    return " ".join(filter(None, parts))
