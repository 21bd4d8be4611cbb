"""Look over the lexicon: terms that overlap, that nothing uses, that claim very much, tags left."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from dashboard.catalogue.cited import read_cited
from dashboard.catalogue.lexicon import Lexicon, Term, match_form, read_lexicon
from dashboard.ingest.themes.matching import forms_of
from dashboard.store.versions import read_store
from dashboard.tables import WHOLE

MUCH = 0.05  # of a release's uses of hashtags: a term that claims more may be too wide
MOST_USED = 10  # tags of a release of which each must be claimed or named
WORDS = (
    "{:,} words and phrases were not looked for: no store keeps texts. takedowns themes test FILE"
    " shows what they catch."
)


@dataclass(frozen=True)
class TermForms:
    """A term with the forms in which it is looked for."""

    theme: str
    term: Term
    forms: frozenset[str]

    @property
    def name(self) -> str:
        sign = "#" if self.term.kind == "hashtag" else ""
        return f"{sign}{self.term.text} ({self.term.gloss}; {self.theme})"


@dataclass(frozen=True)
class TagCounts:
    """The tags of one collection, or of one release that others counted: uses by folded tag."""

    release: str
    name: str
    uses: dict[str, int]

    @cached_property
    def by_form(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for item, uses in self.uses.items():
            form = match_form(item)
            found[form] = found.get(form, 0) + uses
        return found

    @cached_property
    def total(self) -> int:
        return sum(self.uses.values())

    def claimed(self, looked: TermForms) -> int:
        """Return the uses of a term, in all its forms."""
        return sum(self.by_form.get(form, 0) for form in looked.forms)

    def most_used(self) -> list[str]:
        return sorted(self.uses, key=lambda item: (-self.uses[item], item))[:MOST_USED]


def vet(store: Path, data: Path) -> tuple[list[str], list[str]]:
    """Return what there is to say of the lexicon in `data`, and which much used tags it leaves out.

    Tags are looked at where they were counted: in the store's current version (by ten accounts and
    more) and in data/published (used 100 times and more). Each of a release's ten most used must be
    claimed by a theme, of noise or not, or named as unclaimed.
    """
    lexicon = read_lexicon(data / "themes.toml")
    looked, seen = looked_for(lexicon), [*_cited(data / "published"), *_held(store)]
    hashtags = [one for one in looked if one.term.kind == "hashtag"]
    lines = [f"Lexicon {lexicon.version}: {len(lexicon.themes)} themes, {len(looked):,} terms."]
    lines += _part("In several themes", overlaps(looked))
    lines += _part(f"Hashtags that none of {len(seen)} counts has", unused(hashtags, seen))
    lines += _part(f"Hashtags with over {MUCH:.0%} of a count's uses", wide(hashtags, seen))
    lines.append(WORDS.format(len(looked) - len(hashtags)))
    left = list(unnamed(lexicon, hashtags, seen))
    sentence = f"Among the {MOST_USED} most used tags, neither claimed nor named"
    return [*lines, *_part(sentence, left)], left


def _part(sentence: str, found: Iterator[str] | list[str]) -> list[str]:
    rows = [f"  {line}" for line in found]
    return [f"{sentence}: {len(rows) or 'none.'}", *rows]


def looked_for(lexicon: Lexicon) -> list[TermForms]:
    """Return every term with its forms."""
    return [
        TermForms(
            id, term, frozenset(forms_of(term.text, term.language, f"themes {id}, {term.text}"))
        )
        for id, theme in lexicon.themes.items()
        for term in theme.terms
    ]


def overlaps(looked: list[TermForms]) -> Iterator[str]:
    """Yield terms of different themes that meet in a form, as hashtags or in the text."""
    first: dict[str, TermForms] = {}
    for one in looked:
        others = [first[form] for form in one.forms if form in first]
        for other in {id(other): other for other in others if other.theme != one.theme}.values():
            yield f"{other.name} and {one.name}"
        first |= {form: one for form in one.forms if form not in first}


def unused(hashtags: list[TermForms], seen: list[TagCounts]) -> Iterator[str]:
    """Yield hashtags that no count has."""
    known = {form for tags in seen for form in tags.by_form}
    yield from (one.name for one in hashtags if not one.forms & known)


def wide(hashtags: list[TermForms], seen: list[TagCounts]) -> Iterator[str]:
    """Yield hashtags with more than MUCH of the uses in a count, and how much that is."""
    for tags in seen:
        for one in hashtags:
            if (uses := tags.claimed(one)) > MUCH * tags.total:
                share = uses / tags.total
                yield f"{tags.name}: {one.name}, {uses:,} of {tags.total:,} uses ({share:.1%})"


def unnamed(lexicon: Lexicon, hashtags: list[TermForms], seen: list[TagCounts]) -> Iterator[str]:
    """Yield much used tags that no theme claims and that are not named as unclaimed."""
    claimed = {form for one in hashtags for form in one.forms}
    for tags in seen:
        known = lexicon.unclaimed.get(tags.release, {})
        for item in tags.most_used():
            if match_form(item) not in claimed and item not in known:
                yield f"{tags.name}: #{item}, {tags.uses[item]:,} uses"


def _cited(published: Path) -> Iterator[TagCounts]:
    frame = read_cited(published)["hashtags"]
    for release, rows in frame.groupby("release", observed=True):
        yield TagCounts(str(release), f"{release} (cited)", _uses(rows))


def _held(store: Path) -> Iterator[TagCounts]:
    for (subject, collection), holding in read_store(store).items():
        whole = holding.tags[holding.tags["month"] == WHOLE]
        if len(whole):
            yield TagCounts(subject, f"{subject}/{collection}", _uses(whole))


def _uses(rows: pd.DataFrame) -> dict[str, int]:
    return dict(zip(rows["item"].astype(str), rows["uses"].astype(int), strict=True))
