"""In which languages did they post: posts by language, as the platform recognised it."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.catalogue.releases import Operation
from dashboard.link.not_known import NotKnown
from dashboard.link.view import View
from dashboard.panels.panel import answers
from dashboard.snapshot.asking import Answer, answer, basis, choose, cited_basis, cited_posts
from dashboard.snapshot.kept import kept
from dashboard.snapshot.world import World

WHOLE = NotKnown(
    "The cited counts by language cover whole releases: without period, kind or theme.",
    "Others counted its languages without period, kind or theme.",
)


@dataclass(frozen=True, eq=False)
class Spoken:
    """Posts by language code, most used first, of `total` posts before the language filter.

    `only` has the codes that were counted, where the counts leave other languages out.
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
    findings = "languages"
    cited_tables = ("languages",)

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
    return LanguagesAnswer(
        world, view, *answers(world, view, lambda s: _by_language(world, s, view.own(s).counting))
    )


@kept(256)
def _by_language(world: World, slug: str, view: View) -> Spoken | NotKnown:
    """Return the languages of one operation; kept, because other columns do not change them."""
    return answer(world, world.column(slug), view, _of_sources, _of_cited)


def _of_sources(world: World, operation: Operation, view: View) -> Spoken | NotKnown:
    counts: Counter[str] = Counter()
    only: set[str] = set()
    for source in world.sources_of(operation.slug):
        if isinstance(why := choose(world, source, view), NotKnown):
            return why
        chosen = choose(world, source, replace(view, languages=()))
        if isinstance(chosen, NotKnown):
            return chosen
        names = source.cells.languages
        counts.update(dict(zip(names, source.cells.by_language(chosen).tolist(), strict=True)))
        only |= set() if source.manifest.depth == "rows" else set(names)
    return _spoken(counts, view, basis(world, operation, view.period), tuple(sorted(only)))


def _of_cited(world: World, operation: Operation, view: View) -> Spoken | NotKnown:
    if view.filters.keys() - {"lang"}:
        return WHOLE
    counts: Counter[str] = Counter()
    for cited in cited_posts(world, operation):
        counts.update(cited.languages)
    if not counts:
        return WHOLE
    return _spoken(counts, view, cited_basis(world, operation, "by language"), cited=True)


def _spoken(
    counts: Counter[str],
    view: View,
    basis_words: str,
    only: tuple[str, ...] = (),
    cited: bool = False,
) -> Spoken:
    """Keep the languages of the view, those without posts too; else all that have posts."""
    ranked = sorted(view.languages or counts, key=lambda code: (-counts[code], code))
    posts = {code: counts[code] for code in ranked if counts[code] or view.languages}
    return Spoken(posts, counts.total(), basis_words, only, cited)
