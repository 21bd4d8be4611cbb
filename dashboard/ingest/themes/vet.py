"""Check the lexicon: terms that overlap, are unused or too wide, and much used tags left out."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

import pandas as pd

from dashboard.catalogue.cited import read_cited
from dashboard.catalogue.lexicon import Lexicon, Term, forms_of, match_form, read_lexicon
from dashboard.store.versions import read_store
from dashboard.tables import WHOLE

MUCH = 0.05  # of a release's uses of hashtags: a term that claims more may be too wide
MOST_USED = 30  # tags of a release of which each must be claimed or named
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
    def by_form(self) -> Counter[str]:
        by_form: Counter[str] = Counter()
        for item, uses in self.uses.items():
            by_form[match_form(item)] += uses
        return by_form

    @property
    def total(self) -> int:
        return sum(self.uses.values())

    def claimed(self, term: TermForms) -> int:
        """Return the uses of a term, in all its forms."""
        return sum(self.by_form[form] for form in term.forms)

    def most_used(self) -> list[str]:
        return sorted(self.uses, key=lambda item: (-self.uses[item], item))[:MOST_USED]


def vet(store: Path, data: Path) -> tuple[list[str], list[str]]:
    """Return a report on the lexicon in `data`, and which much used tags it leaves out.

    Tags were counted in the store's current version (by ten accounts and more) and in
    data/published (used 100 times and more). Each of a release's thirty most used must be claimed
    by a theme, of noise or not, or named as unclaimed.
    """
    lexicon = read_lexicon(data / "themes.toml")
    terms, counts = all_terms(lexicon), [*_cited(data / "published"), *_of_store(store)]
    hashtags = [term for term in terms if term.term.kind == "hashtag"]
    lines = [f"Lexicon {lexicon.version}: {len(lexicon.themes)} themes, {len(terms):,} terms."]
    lines += _part("In several themes", overlaps(terms))
    lines += _part(f"Hashtags that none of {len(counts)} counts has", unused(hashtags, counts))
    lines += _part(f"Hashtags with over {MUCH:.0%} of a count's uses", wide(hashtags, counts))
    lines.append(WORDS.format(len(terms) - len(hashtags)))
    left = list(unnamed(lexicon, counts))
    sentence = f"Among the {MOST_USED} most used tags, neither claimed nor named"
    return [*lines, *_part(sentence, left)], left


def _part(sentence: str, lines: Iterable[str]) -> list[str]:
    rows = [f"  {line}" for line in lines]
    return [f"{sentence}: {len(rows) or 'none.'}", *rows]


def all_terms(lexicon: Lexicon) -> list[TermForms]:
    """Return every term with its forms."""
    return [
        TermForms(
            id, term, frozenset(forms_of(term.text, term.language, f"themes {id}, {term.text}"))
        )
        for id, theme in lexicon.themes.items()
        for term in theme.terms
    ]


def overlaps(terms: list[TermForms]) -> Iterator[str]:
    """Yield terms of different themes that meet in a form, as hashtags or in the text."""
    first: dict[str, TermForms] = {}
    for term in terms:
        others = [first[form] for form in term.forms if form in first]
        for other in {id(other): other for other in others if other.theme != term.theme}.values():
            yield f"{other.name} and {term.name}"
        first |= {form: term for form in term.forms if form not in first}


def unused(hashtags: list[TermForms], counts: list[TagCounts]) -> Iterator[str]:
    """Yield hashtags that no count has."""
    used = {form for tags in counts for form in tags.by_form}
    yield from (hashtag.name for hashtag in hashtags if not hashtag.forms & used)


def wide(hashtags: list[TermForms], counts: list[TagCounts]) -> Iterator[str]:
    """Yield hashtags with more than MUCH of the uses in a count, and how much that is."""
    for tags, hashtag in product(counts, hashtags):
        if (uses := tags.claimed(hashtag)) > MUCH * tags.total:
            share = f"{uses:,} of {tags.total:,} uses ({uses / tags.total:.1%})"
            yield f"{tags.name}: {hashtag.name}, {share}"


def unnamed(lexicon: Lexicon, counts: list[TagCounts]) -> Iterator[str]:
    """Yield much used tags that no theme claims and that are not named as unclaimed."""
    for tags in counts:
        named = lexicon.unclaimed.get(tags.release, {})
        for item in tags.most_used():
            if match_form(item) not in lexicon.tag_owners and item not in named:
                yield f"{tags.name}: #{item}, {tags.uses[item]:,} uses"


def _cited(published: Path) -> Iterator[TagCounts]:
    frame = read_cited(published)["hashtags"]
    for release, rows in frame.groupby("release", observed=True):
        yield TagCounts(str(release), f"{release} (cited)", _uses(rows))


def _of_store(store: Path) -> Iterator[TagCounts]:
    for (subject, collection), holding in read_store(store).items():
        whole = holding.tags[holding.tags["month"] == WHOLE]
        if len(whole):
            yield TagCounts(subject, f"{subject}/{collection}", _uses(whole))


def _uses(rows: pd.DataFrame) -> dict[str, int]:
    return dict(zip(rows["item"].astype(str), rows["uses"].astype(int), strict=True))
