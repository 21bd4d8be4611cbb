"""What every panel offers: measure, draw, say, and a column of notes for each operation.

Texts mark their numbers with two stars on each side, as in **84.9%**; the page sets them in bold.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

import numpy as np

from dashboard.catalogue.cited import Cited
from dashboard.catalogue.releases import Collection, Finding, Operation, Release
from dashboard.link.not_known import NeedsAnother, NotKnown, parted
from dashboard.link.view import View
from dashboard.look.simulated import WORD
from dashboard.look.style import NOT_KNOWN, Figure, Look
from dashboard.snapshot.asking import (
    NO_ROWS,
    NOTHING,
    Answer,
    operations,
    part_of_rows,
    whole_name,
)
from dashboard.snapshot.evidence import evidence
from dashboard.snapshot.local_week import OnlyInUTC, is_undated
from dashboard.snapshot.world import World
from dashboard.statistics.intervals import Floats, Interval

A = TypeVar("A", bound=Answer)
T = TypeVar("T")
STRIP = 22  # px above a simulated figure
EVERY_QUESTION = "every question"  # Answer.findings of a panel that has them all
MOST_LINES = 3  # of a column that are not folded
NO_POSTS = "No posts match these filters."
ANNOUNCED_ALONE = "Only its announcement is known."
PUBLISHED_ALONE = "The counts that are published do not tell."


@dataclass(frozen=True)
class Tag:
    """A hashtag, domain or program, its uses and the distinct accounts behind them, as texts.

    `gloss` says what it means and `language` (BCP 47) in which it is, "" where nobody says.
    """

    text: str
    uses: str
    accounts: str
    gloss: str = ""
    language: str = ""


@dataclass(frozen=True)
class Tags:
    """Hashtags, domains or programs of one operation, under a caption that says which."""

    caption: str
    tags: tuple[Tag, ...]
    unit: str = "uses"  # what stands as the uses of each
    unfolded: int = 0  # of the tags: where a panel has no figure, they are its answer
    missing: str = ""  # why there are none


@dataclass(frozen=True)
class Table:
    """The numbers of a figure as texts."""

    caption: str
    head: tuple[str, ...]
    body: list[list[str]] = field(default_factory=list)
    note: str = ""  # above the numbers


@dataclass(frozen=True)
class Explained:
    """How to read a panel, and what it cannot say: two sentences each, with the view's numbers."""

    how: str = ""
    cannot: str = ""


@dataclass(frozen=True)
class SheetRow:
    """A row of facts: each a text and who says it, as (name, address); () = `unknown`."""

    name: str
    facts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    nearest: Operation | None = None  # which tells it, to set beside one that does not
    unknown: str = NOT_KNOWN


ALONE = "Alone in this comparison."  # says the column of a question that compares several


@dataclass(frozen=True)
class Cell:
    """One operation's column under a figure; `missing` says why it has no numbers at all."""

    operation: Operation
    lines: tuple[str, ...] = ()  # at most MOST_LINES, in plain words
    lists: tuple[Tags, ...] = ()
    missing: str = ""
    only_in_utc: bool = False  # it has numbers on that clock
    findings: tuple[Finding, ...] = ()  # what others published
    details: tuple[str, ...] = ()  # folded, under "How we know": intervals, n, clock, basis
    sources: tuple[Collection, ...] = ()
    announced: tuple[Release, ...] = ()  # whose announcements are linked
    disputes: int = 0  # points on which sources disagree; its own page tells them
    sheet: tuple[SheetRow, ...] = ()  # facts with their sources
    fold: Table | None = None  # unfolded on demand
    withheld: Table | None = None  # likewise: counts whose source is not named


@dataclass(frozen=True, eq=False, kw_only=True)
class Panel(Generic[A]):
    """A question asked of each operation in the view.

    `measure` answers it; `draw` shows the answer as a figure (None where no operation has one);
    `say` puts it in one sentence, the chart's accessible name and what a presenter reads out.
    """

    key: str
    question: str
    topic: str = ""  # what it tells, as in "Not known: weeks and months, clocks."
    needs: tuple[str, ...] = ()  # counts (snapshot.evidence) of which any one answers; () = none
    measure: Callable[[World, View], A]
    draw: Callable[[A, Look], Figure | None] = lambda answer, look: None
    say: Callable[[A], str]
    caption: Callable[[A], str] = lambda answer: ""  # beside the figure: what it shows, in short
    unit: Callable[[A], str]  # folded: unit, denominator and scale of the figure in full
    gestures: Callable[[A], str] = lambda answer: ""  # what a hand can do in the figure
    cell: Callable[[A, Operation], Cell]  # the column of an operation that has numbers
    table: Callable[[A], Table]
    downloads: Mapping[str, Callable[[World, View], Answer]]  # name of a file -> what it holds
    explain: Callable[[A], Explained] = lambda answer: Explained()
    withheld: Callable[[A, Operation], Table | None] = lambda answer, operation: None  # folded
    compares: bool = False  # it asks of several operations: no question for the page of one
    opened: bool = False  # its table is the answer, and not folded away
    leads: Callable[[World, View], bool] | None = None  # whether it comes first; None = never
    prepare: Callable[[World], object] = lambda world: None  # ahead of its first answer
    method: str  # id of its section on the method page

    def figure(self, answer: A, look: Look) -> Figure | None:
        """Return what is drawn, marked where it is simulated: also on a picture made of it."""
        if look.shown is not None:
            alone = answer.operations[look.shown : look.shown + 1]
            if any(operation.slug in answer.unknown for operation in alone):
                return None
        drawn = self.draw(answer, look)
        return stamped(drawn, look) if drawn and answer.world.simulated else drawn

    def lacks_another(self, answer: A) -> bool:
        """Whether this compares operations, and there is only one."""
        return any(isinstance(reason, NeedsAnother) for reason in answer.unknown.values())

    def sentence(self, answer: A) -> str:
        """Return what a presenter reads out: of one operation alone, what a comparison asks for."""
        if self.lacks_another(answer):
            return next(iter(answer.unknown.values())).plain
        return self.say(answer)

    def cells(self, answer: A) -> list[Cell]:
        """Return the column of each operation, with what others found; without numbers: why."""
        return [
            replace(
                self._without_numbers(answer, o)
                if o.slug in answer.unknown
                else self.cell(answer, o),
                findings=published(answer, o),
                withheld=self.withheld(answer, o),
            )
            for o in answer.operations
        ]

    def _without_numbers(self, answer: A, operation: Operation) -> Cell:
        """Return one line that says why there are none; the rest of the reason is folded."""
        reason = answer.unknown[operation.slug]
        plain = _in_plain_words(answer.world, operation, reason)
        if self.lacks_another(answer):
            line = ALONE
        else:
            line = f"{self.topic.capitalize() or 'This'}: not known. {plain}"
        return Cell(
            operation,
            missing=line,
            only_in_utc=isinstance(reason, OnlyInUTC),
            details=(reason,) if reason != plain else (),
            announced=operation.releases,
        )


def _in_plain_words(world: World, operation: Operation, reason: NotKnown) -> str:
    if reason != NO_ROWS:
        return reason.plain
    return PUBLISHED_ALONE if evidence(world, operation.slug) else ANNOUNCED_ALONE


def stamped(figure: Figure, look: Look) -> Figure:
    """Return a figure with a strip above it that says SIMULATED."""
    layout = figure["layout"]
    margin = layout["margin"]
    word = {
        "text": f"<b>{WORD}</b>",
        "font": {"size": 13, "color": look.palette.mark},
        "showarrow": False,
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "xshift": -margin["l"],
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "yshift": margin["t"],
    }
    more = {
        "height": layout["height"] + STRIP,
        "margin": margin | {"t": margin["t"] + STRIP},
        "annotations": [*layout.get("annotations", []), word],
    }
    return figure | {"layout": layout | more}


def answers(
    world: World, view: View, answer_of: Callable[[str], T | NotKnown]
) -> tuple[tuple[Operation, ...], dict[str, NotKnown], dict[str, T]]:
    """Return the operations of a view, why some have no answer, and the answers of the others.

    `answer_of` is called with the slug of each operation; both dicts are by slug.
    """
    every = operations(world, view)
    return every, *parted({operation.slug: answer_of(operation.slug) for operation in every})


def drawable(interval: Interval) -> Floats:
    """Return float64[3, ...]: estimate, low, high; 0 where not known, ends as the estimate."""
    ends = np.array([interval.estimate, interval.low, interval.high])
    missing = np.isnan(ends)
    if not missing.any():
        return ends
    return np.where(missing, np.where(missing[0], 0, ends[0]), ends)


def unmarked(text: str) -> str:
    """Return a text without the stars around its numbers."""
    return text.replace("**", "")


def listed(parts: list[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of neighbours in rising numbers."""
    ends: list[tuple[int, int]] = []
    for number in numbers:
        if ends and number == ends[-1][1] + 1:
            ends[-1] = ends[-1][0], number
        else:
            ends.append((number, number))
    return ends


def published(answer: Answer, operation: Operation) -> tuple[Finding, ...]:
    """Return what others published on the question of an answer, of each release of an operation.

    Posts that are counted by year alone are a finding, too: no chart by week or month has them.
    Of an operation of several releases each names its own. Where only filters leave a question
    open there are none: what others found is not of filters.
    """
    if answer.unknown.get(operation.slug, NO_ROWS) not in NOTHING:
        return ()
    every = found_by_others(answer.world, operation)
    return tuple(f for f in every if answer.findings in (f.question, EVERY_QUESTION))


def found_by_others(world: World, operation: Operation) -> list[Finding]:
    """Return all that others published on an operation; of several releases each is named."""
    several = len(operation.releases) > 1
    every: list[Finding] = []
    for release in operation.releases:
        by_year = _by_year(world, world.cited[release.slug]) if release.slug in world.cited else ()
        name = f"{world.catalogue.operations[release.slug].short}: " if several else ""
        every += [
            replace(f, text=name + f.text, short=name + f.short if f.short else "")
            for f in (*release.findings, *by_year)
        ]
    return every


def _by_year(world: World, cited: Cited) -> tuple[Finding, ...]:
    if not cited.years:
        return ()
    (collection,) = world.collections_of([cited], "years")
    years = listed([f"{posts:,} in {year}" for year, (posts, _) in cited.years.items()])
    sentence = f"Its posts are known by year alone: {years}."
    short = f"Posts by year: {years}"
    return (Finding("timeline", sentence, collection.credit, collection.url, short),)


def collections(answer: Answer, operation: Operation) -> tuple[Collection, ...]:
    """Return the collections that answer for an operation."""
    return tuple(source.collection for source in answer.world.sources_of(operation.slug))


def credited(
    answer: Answer, operation: Operation, cites: bool, reads: bool = True
) -> tuple[Collection, ...]:
    """Return the collections that were read for an operation, and those of cited counts."""
    read = collections(answer, operation) if reads else ()
    counts = answer.world.cited_of(operation.slug) if cites else ()
    return (*read, *answer.world.collections_of(counts, *answer.cited_tables))


def not_known(answer: Answer) -> str:
    """Return the sentence that names the operations without numbers, "" if none."""
    names = [o.short for o in answer.operations if o.slug in answer.unknown]
    return f"Not known for {listed(names)}." if names else ""


def dated_parts(answer: Answer) -> str:
    """Name the operations for which a part answers that has dates, where the whole has none."""
    world, view = answer.world, answer.view
    parts = [
        ", ".join(filter(None, (o.short, part_of_rows(world, o))))
        for o in answer.known
        if is_undated(world, o.slug, view)
    ]
    return f"Only a part has dates: {'; '.join(parts)}." if parts else ""


def in_turn(lead: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return "lead A and C: words. B: words." for pairs of a name and words; alike words once."""
    names: dict[str, list[str]] = {}
    for name, words in pairs:
        names.setdefault(words, []).append(name)
    parts = [f"{listed(same)}: {words}." for words, same in names.items()]
    return sentences(*([f"{lead} {parts[0]}".lstrip(), *parts[1:]] if parts else []))


def in_part(parts: Iterable[tuple[Operation, str]], what: str = "") -> str:
    """Name the operations of which only a part answers, and which part; "" where there are none."""
    named = [f"{whole_name(operation)}, **{part}**" for operation, part in parts if part]
    lead = f"{what} known in part" if what else "Known in part"
    return f"{lead}: {'; '.join(named)}." if named else ""


def headline(answer: Answer, lead: str, parts: list[str], nothing: str, *more: str) -> str:
    """Return "lead: a, b and c." and `more`, or `nothing` without parts; then who is not known."""
    if not parts:
        return sentences(nothing if answer.known else "", not_known(answer))
    return sentences(f"{lead}: {listed(parts)}.", *more, not_known(answer))


def sentences(*parts: str) -> str:
    """Join the parts that are not empty."""
    return " ".join(part for part in parts if part)
