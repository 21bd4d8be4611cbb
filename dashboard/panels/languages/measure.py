"""In which languages did they post: posts by language, as the platform recognised it."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.catalogue.releases import Operation
from dashboard.link.not_known import NotKnown, parted
from dashboard.link.view import View
from dashboard.snapshot.asking import (
    Answer,
    answer,
    basis,
    choose,
    cited_basis,
    cited_posts,
    operations,
)
from dashboard.snapshot.kept import kept
from dashboard.snapshot.world import World

WHOLE = NotKnown(
    "The cited counts by language cover whole releases: without period, kind or theme."
)


@dataclass(frozen=True, eq=False)
class Spoken:
    """Posts by language code, most used first, of `total` posts before the language filter.

    `only` names the languages that the counts tell of, where they leave the others out.
    """

    posts: dict[str, int]
    total: int
    basis: str
    only: tuple[str, ...] = ()
    cited: bool = False

    def share(self, code: str) -> float:
        """Return the share of a language, NaN where there are no posts at all."""
        return self.posts.get(code, 0) / (self.total or np.nan)


@dataclass(frozen=True)
class LanguagesAnswer(Answer):
    """`spoken` has the operations whose posts by language are known."""

    spoken: dict[str, Spoken]

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(slug for slug, spoken in self.spoken.items() if spoken.cited)

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row an operation and language: operation, language, posts, share, basis.

        Shares are of the posts before the language filter. Empty = not known; an operation without
        posts has a row without a language.
        """
        rows: list[tuple[str, str | None, int | None, float, str]] = []
        for operation in self.operations:
            if (spoken := self.spoken.get(operation.slug)) is None:
                rows.append((operation.slug, None, None, np.nan, basis(self.world, operation)))
                continue
            rows += [
                (operation.slug, code, posts, spoken.share(code), spoken.basis)
                for code, posts in spoken.posts.items()
            ]
            if not spoken.posts:
                rows.append((operation.slug, None, 0, np.nan, spoken.basis))
        columns = ["operation", "language", "posts", "share", "basis"]
        return pd.DataFrame(rows, columns=columns).astype({"posts": "Int64", "share": "float64"})


def languages(world: World, view: View) -> LanguagesAnswer:
    """Count the posts of each operation by language."""
    chosen = operations(world, view)
    found = {o.slug: _found(world, o.slug, view.own(o.slug).counting) for o in chosen}
    unknown, known = parted(found)
    return LanguagesAnswer(world, view, chosen, unknown, known)


@kept(256)
def _found(world: World, slug: str, view: View) -> Spoken | NotKnown:
    """Return the languages of one operation; kept, because other columns do not change them."""
    return answer(world, world.column(slug), view, _of_held, _of_cited)


def _of_held(world: World, operation: Operation, view: View) -> Spoken | NotKnown:
    found: Counter[str] = Counter()
    only: set[str] = set()
    for source in world.sources_of(operation.slug):
        if isinstance(why := choose(world, source, view), NotKnown):
            return why
        chosen = choose(world, source, replace(view, languages=()))
        if isinstance(chosen, NotKnown):
            return chosen
        names = source.cells.languages
        found.update(dict(zip(names, source.cells.by_language(chosen).tolist(), strict=True)))
        only |= set() if source.manifest.depth == "rows" else set(names)
    return _spoken(found, view, basis(world, operation, view.period), tuple(sorted(only)))


def _of_cited(world: World, operation: Operation, view: View) -> Spoken | NotKnown:
    if view.filters.keys() - {"lang"}:
        return WHOLE
    found: Counter[str] = Counter()
    for cited in cited_posts(world, operation):
        found.update(cited.languages)
    if not found:
        return WHOLE
    basis_words = cited_basis(world, operation, "by language")
    return _spoken(found, view, basis_words, cited=True)


def _spoken(
    found: Counter[str],
    view: View,
    basis_words: str,
    only: tuple[str, ...] = (),
    cited: bool = False,
) -> Spoken:
    """Keep the languages of the view, those without posts too; else all that have posts."""
    kept = {code: found[code] for code in view.languages or found}
    ranked = sorted(kept.items(), key=lambda pair: (-pair[1], pair[0]))
    posts = {code: count for code, count in ranked if count or view.languages}
    return Spoken(posts, found.total(), basis_words, only, cited)
