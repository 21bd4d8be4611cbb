"""The summary and the grid beneath it, as nodes: questions are rows, operations are columns.

As many operations stand side by side as a screen has room for; others follow in a grid of their
own. Each cell names its column in `data-column`, from 0.
"""

import re
from collections.abc import Callable, Sequence

from dashboard.catalogue.releases import Finding, Operation
from dashboard.clock.zone_list import time_of
from dashboard.link.not_known import NotKnown
from dashboard.link.view import View
from dashboard.look import style
from dashboard.look.simulated import WORD
from dashboard.look.style import Look
from dashboard.look.ui import Node, aria, bold, node, outside
from dashboard.panels import rhythm, size, themes
from dashboard.panels.glance.draw import bar, week_map
from dashboard.panels.glance.measure import NOTHING, Glance, glance
from dashboard.panels.glance.say import percent, share_of, summary
from dashboard.panels.panel import listed, published, unmarked
from dashboard.panels.rhythm.measure import Rhythm
from dashboard.panels.themes.measure import TAG_USES, Claimed
from dashboard.panels.themes.say import UNITS
from dashboard.snapshot.asking import Answer
from dashboard.snapshot.local_week import OnlyInUTC
from dashboard.snapshot.shown import clock_name
from dashboard.snapshot.world import World

SHORT = 60  # letters of a finding that needs no fold
ROOMY = re.compile(r"((?:its |their )?\S+-language posts, |, each account counting alike,)")
NAMED = 0.01  # share of noise from which on it is said
Cell = Callable[[Glance, Operation, str], list[Node]]
Row = tuple[str, str, str, Cell]  # key of a panel, its question, what is shown, what makes a cell


def nodes(world: World, view: View, look: Look) -> list[Node]:
    """Return the summary and what stands at a glance; [] where nothing is compared."""
    answer = glance(world, view)
    if not answer.operations:
        return []
    mark = [node("P", WORD, className="mark")] if world.simulated else []
    sentences = [node("P", sentence) for sentence in summary(answer)]
    places = range(0, len(answer.operations), look.across)
    grids = [
        _grid(answer, look, range(len(answer.operations))[i : i + look.across]) for i in places
    ]
    return [*mark, node("Div", sentences, className="summary"), *grids]


def _grid(answer: Glance, look: Look, columns: Sequence[int]) -> Node:
    """Return the grid of some columns: a row a question, under the names of operations."""
    several = len(columns) < len(answer.operations)
    kinds = " named" * several + " stacked" * (look.across == 1)
    heads = [
        node("Div", answer.operations[i].short, role="columnheader", **_column(i)) for i in columns
    ]
    corner = node("Div", "Question", role="columnheader", className="corner")
    head = node("Div", [corner, *heads], role="row", className="glance-names")
    own = _column(columns[0]) if len(columns) == 1 else {}  # a phone may show one grid alone
    rows = [_row(answer, look, columns, row) for row in ROWS]
    label = aria(label="At a glance")
    return node("Div", [head, *rows], role="table", className=f"glance-grid{kinds}", **label, **own)


def _column(number: int) -> dict[str, str]:
    return {"data-column": str(number)}


def _row(answer: Glance, look: Look, columns: Sequence[int], row: Row) -> Node:
    """Return one question and the answers to it."""
    key, question, what, cell = row
    named = [node("A", question, href=f"#{key}"), " ", node("Span", what)]
    made = [node("Div", named, role="rowheader", className="glance-question")]
    for i in columns:
        parts = cell(answer, answer.operations[i], look.palette.operations[i])
        kind = f"glance-cell glance-{key}"
        made.append(node("Div", node("Div", parts, className=kind), role="cell", **_column(i)))
    return node("Div", made, role="row", className="glance-row")


# ---- Size ----------------------------------------------------------------------------------------


def _size(answer: Glance, operation: Operation, colour: str) -> list[Node]:
    """Return accounts as number and bar; what is on another scale, in words."""
    sizes = answer.size_of(operation)
    if sizes.announced is None:
        return [_quiet("Accounts: not known"), _posts(answer, operation)]
    most = max(answer.size_of(o).announced or 0 for o in answer.operations)
    number = _line(f"**{sizes.announced:,}** accounts", "number")
    lines = [number, bar(sizes.announced, most, colour)]
    if sizes.amplifiers:
        lines.append(_line(f"and {sizes.amplifiers:,} amplifier accounts, not to scale"))
    if sizes.shared_with:
        others = [answer.world.catalogue.operations[slug].short for slug in sizes.shared_with]
        lines.append(_line(f"counted together with {listed(others)}"))
    return [*lines, _posts(answer, operation)]


def _posts(answer: Glance, operation: Operation) -> Node:
    """Return how many posts were announced; with filters, how many of those counted they leave."""
    sizes = answer.size_of(operation)
    if answer.view.own(operation.slug).filters:
        left = answer.matched_of(operation)
        if isinstance(left, NotKnown):
            return _quiet("Posts with these filters: not known")
        words = f"**{style.short(left.posts)}** of {style.short(left.whole)} posts"
        return _line(f"{words} with these filters")
    if sizes.posts_announced is None:
        return _quiet("Posts: not known")
    return _line(f"{style.short(sizes.posts_announced)} posts")


# ---- Rhythm --------------------------------------------------------------------------------------


def _rhythm(answer: Glance, operation: Operation, colour: str) -> list[Node]:
    """Return a small week with its words, or why there is none."""
    week = answer.rhythm_of(operation)
    if isinstance(week, NotKnown):
        in_utc = "Hours: known in UTC alone" if isinstance(week, OnlyInUTC) else ""
        why = in_utc or _why(answer, answer.rhythm, operation, "Hours", week)
        return _unknown(answer.rhythm, operation, why)
    lines = [*_hours(answer, operation, week), *_counted(answer, operation, week)]
    sentence = unmarked(f"{operation.short}: {'; '.join(lines)}")
    words = node("Div", [_roomy(lines[0], "number"), *map(_roomy, lines[1:])])
    return [week_map(answer, operation, sentence), words]


def _hours(answer: Glance, operation: Operation, week: Rhythm) -> list[str]:
    """Return the share in office hours, and what it is compared with."""
    posts = "posts" if answer.view.per == "post" else "posts, each account counting alike,"
    first = f"**{share_of(week)}** {posts} in office hours"
    beside = answer.ordinary_of(operation.slug)
    if beside:
        return [first, f"ordinary posts: {_compared(week, beside.share)}"]
    if answer.view.baseline == "none":
        return [first]
    return [first, f"all hours alike: {_compared(week, week.office.even)}"]


def _compared(week: Rhythm, share: float) -> str:
    """Return a share to stand beside that of a week; per cent of both where tenths are the same."""
    words = style.of_ten(share)
    own = float(week.shares.office.estimate)
    return f"{words} ({own:.0%} and {share:.0%})" if words == share_of(week) else words


def _counted(answer: Glance, operation: Operation, week: Rhythm) -> list[str]:
    """Return whose clock is shown, and what part of the posts was counted."""
    zones = week.undated.zone if week.undated else clock_name(answer.world, operation, answer.view)
    clocks = [time_of(zone) for zone in zones.split()]
    time = listed([*(clock.removesuffix(" time") for clock in clocks[:-1]), clocks[-1]])
    part = answer.rhythm.part_of(operation)
    return [f"{time}; {part.removeprefix('its ')}" if part else time]


def _why(
    answer: Glance, asked_of: Answer, operation: Operation, what: str, reason: NotKnown
) -> str:
    """Return why there is nothing to show of hours or themes: few posts, none, or nothing known."""
    if reason == NOTHING or operation in asked_of.known:
        return str(reason)
    filtered = " with these filters" if answer.view.own(operation.slug).filters else ""
    return f"{what}{filtered}: not known"


# ---- Themes --------------------------------------------------------------------------------------


def _themes(answer: Glance, operation: Operation, colour: str) -> list[Node]:
    """Return the largest themes as bars, all on one scale, or why there are none."""
    claimed = answer.claimed_of(operation)
    if isinstance(claimed, NotKnown):
        why = _why(answer, answer.themes, operation, "Themes", claimed)
        return _unknown(answer.themes, operation, why)
    tops, kind = answer.largest[operation.slug], " of-tags" * (claimed.unit == TAG_USES)
    most = max(top.share for tops in answer.largest.values() for top in tops) if tops else 0
    bars = [
        node(
            "Li",
            [node("Span", t.label), " ", node("B", percent(t)), bar(t.share, most, colour, kind)],
        )
        for t in tops
    ]
    listing = [node("Ul", bars, className="tops")] if bars else [_line("No theme was found")]
    return [*listing, _line(_covered(claimed))]


def _covered(claimed: Claimed) -> str:
    """Return of what the shares are, and how much is noise or has no theme."""
    noise = f"{_whole(claimed.noise_share)} noise, " if claimed.noise_share >= NAMED else ""
    much_used = "" if claimed.whole is None else "much used "  # fewer than where it stands alone
    return f"of {much_used}{UNITS[claimed.unit]}; {noise}{_whole(1 - claimed.coverage)} no theme"


def _whole(share: float) -> str:
    return f"{share:.0%}" if share >= 0.0095 else style.percent(share)


# ---- Words ---------------------------------------------------------------------------------------


def _unknown(asked_of: Answer, operation: Operation, why: str) -> list[Node]:
    """Return what others wrote on a question where nothing was counted, else why in one line."""
    findings = published(asked_of, operation)
    return [_findings(findings)] if findings else [_quiet(why)]


def _findings(findings: tuple[Finding, ...]) -> Node:
    """Return the first of what others wrote, with who did; the rest is folded."""
    first, *others = findings
    source = node("P", outside(first.by, first.url), className="by")
    if not others and len(first.text) <= SHORT:
        return node("Div", [_line(first.text), source], className="words")
    more = [node("P", [f"{f.text} ", outside(f.by, f.url)]) for f in others]
    fold = node("Details", [node("Summary", node("Span", first.text)), *more])
    return node("Div", [fold, source], className="words")


def _line(text: str, kind: str | None = None) -> Node:
    return node("P", bold(text), className=kind)


def _roomy(text: str, kind: str | None = None) -> Node:
    """Return a line that leaves out in a narrow column what its panel says in full."""
    parts = [
        node("Span", part, className="roomy")
        if isinstance(part, str) and ROOMY.fullmatch(part)
        else part
        for whole in bold(text)
        for part in (ROOMY.split(whole) if isinstance(whole, str) else [whole])
        if part
    ]
    return node("P", parts, className=kind)


def _quiet(text: str) -> Node:
    return node("P", text, className="quiet")


ROWS: tuple[Row, ...] = (
    (size.PANEL.key, size.PANEL.question, "Accounts announced", _size),
    (rhythm.PANEL.key, rhythm.PANEL.question, "Posts by weekday and hour", _rhythm),
    (themes.PANEL.key, themes.PANEL.question, "Largest, apart from noise", _themes),
)
