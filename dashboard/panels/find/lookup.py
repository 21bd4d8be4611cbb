"""What a reader types -> hashtags and domains: as written, of an address, alike, or by meaning."""

import re
from bisect import bisect_left
from difflib import get_close_matches
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import numpy as np

from dashboard.catalogue.lexicon import Term, Theme, fold, match_form
from dashboard.clock.local_time import Ints
from dashboard.link.parse import LIKE
from dashboard.link.view import View
from dashboard.panels.find.measure import KINDS, counted, find, item_numbers
from dashboard.snapshot.kept import kept
from dashboard.snapshot.used import Used, used_in
from dashboard.snapshot.world import World
from dashboard.tables import DOMAIN, HASHTAG

NEAREST = 5
LEAST_SIGNS = 3  # of a word that a meaning is looked for by
ADDRESS = re.compile(r"(https?:)?//\S+|www\.\S+|[^\s/#@]+\.[^\s/]+/\S*")
HASHTAG_PAGE = "/hashtag/"
WORD = re.compile(r"\w+")


class Item(NamedTuple):
    """A hashtag or domain as it is counted, its uses by all operations, and how many used it.

    `gloss` is its meaning in English and `language` (BCP 47) its own, "" where nobody says.
    """

    kind: str
    name: str
    uses: int
    operations: int
    gloss: str = ""
    language: str = ""

    @property
    def text(self) -> str:
        """Return it as it is written, a hashtag with its sign."""
        return f"#{self.name}" if self.kind == HASHTAG else self.name

    @property
    def in_words(self) -> str:
        operations = "1 operation" if self.operations == 1 else f"{self.operations} operations"
        meaning = f"{self.gloss} · " if self.gloss else ""
        return f"{meaning}{self.uses:,} uses by {operations}"


class Meant(NamedTuple):
    """A theme with the hashtags of those of its terms that some words mean, most used first."""

    theme: Theme
    items: tuple[Item, ...]


def item_of(world: World, text: str) -> str:
    """Return the hashtag or domain that a text spells, folded as it is counted.

    Of an address that is its host, or the part of it that is counted, without "www."; of a page
    about a hashtag the hashtag. Words that together are a counted hashtag are that.
    """
    folded = fold(text)
    if ADDRESS.fullmatch(folded):
        return _of_address(world, folded)
    joined = "".join(folded.split())
    return joined if not item_numbers(world, folded) and item_numbers(world, joined) else folded


def _of_address(world: World, address: str) -> str:
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:  # brackets that hold no address
        return address
    if HASHTAG_PAGE in parts.path:
        return fold(unquote(parts.path.partition(HASHTAG_PAGE)[2].partition("/")[0]))
    labels = host.split(".")
    wider = [".".join(labels[place:]) for place in range(len(labels) - 1)]
    return next((name for name in wider if name in world.item_numbers[DOMAIN]), host)


@kept(2)
def totals(world: World) -> dict[str, tuple[Ints, Ints]]:
    """Return by kind int64[items] twice, as in World.item_names: uses, and operations with any."""
    counting = View(operations=()).counting
    sums = {}
    for kind in KINDS:
        uses, operations = np.zeros((2, len(world.item_names[kind])), np.int64)
        for slug in counted(world):
            items = used_in(world, slug, counting, kind, rows_first=True)
            if isinstance(items, Used):
                uses[items.numbers] += items.uses
                operations[items.numbers] += 1
        sums[kind] = uses, operations
    return sums


def _item(world: World, kind: str, number: int) -> Item:
    name = world.item_names[kind][number]
    gloss = world.lexicon.gloss_of(name) if kind == HASHTAG else None
    meaning = (gloss.text, gloss.language) if gloss else ("", "")
    return Item(kind, name, *_used(world, kind, number, name), *meaning)


def _used(world: World, kind: str, number: int, name: str) -> tuple[int, int]:
    """Return the uses of an item and by how many operations, in all spellings that are one."""
    if len(item_numbers(world, name)[kind]) == 1:
        uses, operations = totals(world)[kind]
        return int(uses[number]), int(operations[number])
    usages = find(world, View(operations=(), tag=name)).usages.values()
    return sum(usage.uses for usage in usages), len(usages)


@kept(64)
def nearest(world: World, item: str) -> tuple[Item, ...]:
    """Return the few items that are written most like one that nobody used."""
    kinds = (DOMAIN, HASHTAG) if "." in item else (HASHTAG, DOMAIN)
    every = [
        _item(world, kind, world.item_numbers[kind][name])
        for kind in kinds
        for name in get_close_matches(item, world.item_names[kind], NEAREST, LIKE)
    ]
    return tuple(every[:NEAREST])


@kept(256)
def beginning(world: World, text: str, most: int) -> tuple[Item, ...]:
    """Return the most used items that begin with a text, and then those that it means."""
    start = item_of(world, text)
    if not start:
        return ()
    begun: list[Item] = []
    for kind in KINDS:
        names, (uses, _) = world.item_names[kind], totals(world)[kind]
        first = bisect_left(names, start)
        last = bisect_left(names, start + chr(0x10FFFF), first)
        ranked = first + np.argsort(-uses[first:last], kind="stable")[:most]
        exact = [number for number in (first,) if names[first:last][:1] == [start]]
        begun += [_item(world, kind, int(n)) for n in dict.fromkeys([*exact, *ranked.tolist()])]
    begun.sort(key=lambda item: (item.name != start, -item.uses))
    also = [item for part in meant(world, text) for item in part.items]
    return tuple(dict.fromkeys([*begun[:most], *also]))[:most]


@kept(64)
def meant(world: World, text: str) -> tuple[Meant, ...]:
    """Return the themes of which words name the theme, or the meaning of a term, most used first.

    Each word must begin one of the name, or of the meaning: "covid" is enough for "Covid-19".
    """
    wanted = [word for word in WORD.findall(fold(text)) if len(word) >= LEAST_SIGNS]
    if not wanted:
        return ()
    every = [Meant(theme, _tags(world, theme, wanted)) for theme in world.lexicon.themes.values()]
    every.sort(key=lambda part: -sum(item.uses for item in part.items))
    return tuple(part for part in every if part.items)


def _tags(world: World, theme: Theme, wanted: list[str]) -> tuple[Item, ...]:
    named = _begin(wanted, theme.label)
    terms = [term for term in theme.terms if named or _begin(wanted, f"{term.gloss} {term.text}")]
    names = world.item_names[HASHTAG]
    written = {number for term in terms for number in _written(world, term)}
    numbers = {min(item_numbers(world, names[number])[HASHTAG]) for number in written}
    items = [_item(world, HASHTAG, number) for number in numbers]
    return tuple(sorted(items, key=lambda item: (-item.uses, item.name)))


def _begin(wanted: list[str], text: str) -> bool:
    words = WORD.findall(fold(text))
    return all(any(word.startswith(start) for word in words) for start in wanted)


def _written(world: World, term: Term) -> list[int]:
    """Return the numbers of the hashtags that are written like a term."""
    by_form = _by_form(world)
    forms = sorted(world.lexicon.forms(term))
    return [number for form in forms for number in by_form.get(form, ())]


@kept(2)
def _by_form(world: World) -> dict[str, list[int]]:
    by_form: dict[str, list[int]] = {}
    for number, name in enumerate(world.item_names[HASHTAG]):
        by_form.setdefault(match_form(name), []).append(number)
    return by_form
