"""What a filter would leave of an operation, value by value: looked up, and nothing counted.

Each filter by itself, over all months: a value that leaves nothing then leaves nothing of less.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from dashboard.link.filters import KIND, LANGUAGE, PHASE, THEME
from dashboard.link.not_known import NotKnown
from dashboard.link.view import DEFAULT, FILTERS
from dashboard.snapshot.asking import cited_posts
from dashboard.snapshot.kept import kept
from dashboard.snapshot.source import Source
from dashboard.snapshot.world import World
from dashboard.tables import KINDS, OPERATIONAL

VALUED = {p.field: f.part for p, f in FILTERS.items() if f.part}
NONE, UNKNOWN = "0 posts", "not known"  # why a value is no choice


@kept(256)
def values_left(world: World, slug: str, field: str) -> dict[str, bool]:
    """Return whether posts are left by each value of a filter, a field of the View.

    A value is missing where it is not known whether a post has it.
    """
    every = [_of_source(world, source, field) for source in world.sources_of(slug)]
    # All have to tell, or the whole is not known.
    tells = [value for value in (every[0] if every else ()) if all(value in v for v in every)]
    left = {value: any(values[value] for values in every) for value in tells}
    if field == "languages" and (cited := cited_posts(world, world.column(slug))):
        counted = {language for c in cited for language, posts in c.languages.items() if posts}
        left |= {v: v in counted or left.get(v, False) for v in world.words.languages}
    return left


def why_not(world: World, slugs: Iterable[str], field: str, value: str) -> str:
    """Return why a value would leave nothing of any of these operations; "" if it leaves posts."""
    outcomes = [values_left(world, slug, field).get(value) for slug in slugs]
    if not outcomes or True in outcomes:
        return ""
    return NONE if False in outcomes else UNKNOWN


@kept(256)
def _of_source(world: World, source: Source, field: str) -> dict[str, bool]:
    """Return `values_left` of one holding."""
    part = VALUED[field]
    used, left = _used(world, source, part), {}
    for value in _offered(world, part):
        chosen: Any = value if part == PHASE else (value,)
        words = replace(DEFAULT, **{field: chosen}).words(part, source.words)
        if not isinstance(words, NotKnown):
            left[value] = not words or bool(used & {*words})
    return left


def _offered(world: World, part: str) -> Iterable[str]:
    offered: dict[str, Iterable[str]] = {
        KIND: KINDS,
        PHASE: (OPERATIONAL,),
        LANGUAGE: world.words.languages,
        THEME: world.theme_ids,
    }
    return offered[part]


def _used(world: World, source: Source, part: str) -> frozenset[str]:
    """Return the words of a part of a post that any post of a holding has."""
    cells = source.cells
    if part == THEME:
        themes = cells.member[np.unique(cells.themed_set)].any(0)
        return frozenset(np.array(world.theme_ids)[themes].tolist())
    words = {LANGUAGE: cells.languages, KIND: cells.kinds, PHASE: cells.phases}
    sizes = [len(each) for each in words.values()]
    places = np.unravel_index(np.array([*cells.runs], np.int64), sizes)
    used = dict(zip(words, places, strict=True))[part]
    return frozenset(words[part][place] for place in np.unique(used).tolist())
