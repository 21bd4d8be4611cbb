"""The heads of the columns: names and posts, the filters in words, and a menu for each column."""

from datetime import timedelta

from dashboard.catalogue.releases import Operation
from dashboard.clock.period import OPEN, Period
from dashboard.link.not_known import NotKnown
from dashboard.link.parse import AT, MAX_OPERATIONS, slug_of
from dashboard.link.view import View
from dashboard.look import style, ui
from dashboard.look.style import Look
from dashboard.look.ui import Node, node
from dashboard.panels.accounts.measure import users_read
from dashboard.panels.panel import listed
from dashboard.panels.posts_matched import held, matched
from dashboard.snapshot.asking import (
    basis,
    cited_basis,
    cited_kinds_basis,
    cited_posts,
    cites_first,
    in_words,
    operations,
    part,
)
from dashboard.snapshot.evidence import tables_counted
from dashboard.snapshot.kept import kept
from dashboard.snapshot.local_week import LocalWeek, local_week
from dashboard.snapshot.world import World
from dashboard.web import urls
from dashboard.web.filters_in_words import filters_in_words
from dashboard.web.pages.operation_options import ANNOUNCED, depth
from dashboard.web.pages.period_options import busiest

LONG = 36  # characters: what two lines of the narrowest column hold
UTC = View(clock="utc")  # on which a week without dates answers if at all


def heads(world: World, view: View, look: Look) -> list[Node]:
    """Return the column heads: each operation's name, colour and posts, with a menu; the filters.

    They stay in sight, so all that is long is in the menu.
    """
    shown = operations(world, view)
    if not shown:
        return []
    columns = [_head(world, view, o, look.palette.operations[i]) for i, o in enumerate(shown)]
    return [
        node("Div", columns, className="columns"),
        node("P", filters_in_words(world, view), className="words"),
    ]


def _head(world: World, view: View, operation: Operation, colour: str) -> Node:
    full = operation.name.replace(", disclosed ", ", ")
    full = operation.short if len(full) > LONG or AT in operation.slug else full
    names = [
        node("Span", full, className="full"),
        node("Span", operation.short, className="brief"),
    ]
    page = urls.operation(operation.slug, view.data)
    link = node("A", names, href=page, title=operation.name)
    parts = [
        node("Div", None, className="bar", style={"background": colour}),
        node("H2", link),
        _menu(world, view, operation),
        node("P", _posts(world, operation, view), className="depth"),
    ]
    return node("Div", parts, className="head")


def _posts(world: World, operation: Operation, view: View) -> list[Node | str]:
    """Return "rows · 21,385 posts", or with filters "168,610 of 2,463,944 posts".

    Where a column has no room for it the depth is left out, or both numbers are rounded.
    """
    slug = operation.slug
    if (whole := held(world, slug)) == 0:
        return ["announced only" if depth(world, slug) == ANNOUNCED else "some counts"]
    if view.own(slug).filters:
        posts = matched(world, slug, view)
        if isinstance(posts, NotKnown):
            return ["posts not known"]
        exactly = f"{posts.posts:,} of {posts.whole:,} posts"
        about = f"{style.tiny(posts.posts)} of {style.tiny(posts.whole)}"
        return [_span("exact", exactly), _span("tight", about)]
    cites = cites_first(world, slug) or not world.sources_of(slug)
    deep = "counts" if cites else world.sources_of(slug)[0].manifest.depth
    return [_span("roomy", f"{deep} · "), f"{style.short(whole)} posts"]


def _span(kind: str, text: str) -> Node:
    return node("Span", text, className=kind)


def _menu(world: World, view: View, operation: Operation) -> Node:
    """Return what can be done with a column, and what its numbers rest on, folded away."""
    slug, columns = operation.slug, view.operations
    place = columns.index(slug)
    items = [
        _item("Move left", "left", view, slug, _swapped(columns, place - 1)),
        _item("Move right", "right", view, slug, _swapped(columns, place)),
        _item("Remove", "remove", view, slug, tuple(c for c in columns if c != slug)),
        *_periods(world, view, slug),
    ]
    label = ui.aria(label=f"Move, remove or split {operation.short}")
    parts = [
        node("Summary", "⋯", id=f"menu-{slug}-summary", **label),
        node(
            "Div",
            [
                node("P", operation.name, className="whole-name"),
                node("Ul", [node("Li", item) for item in items if item]),
                node("P", rests(world, slug), className="rests"),
            ],
            className="menu-box",
        ),
    ]
    return node("Details", parts, id=f"menu-{slug}", className="menu")


def _item(words: str, what: str, view: View, slug: str, columns: tuple[str, ...]) -> Node | None:
    """Return a link that changes the columns; None where it would change nothing, or leave none."""
    if columns in ((), view.operations):
        return None
    return node("A", words, href=_address(view, columns), id=f"{what}-{slug}")


def _swapped(columns: tuple[str, ...], left: int) -> tuple[str, ...]:
    """Return the columns with the one at `left` and its right neighbour changed about."""
    if not 0 <= left < len(columns) - 1:
        return columns
    return (*columns[:left], columns[left + 1], columns[left], *columns[left + 2 :])


def _address(view: View, columns: tuple[str, ...]) -> str:
    return f"{urls.COMPARISON}{view.with_columns(columns)}"


@kept(256)
def rests(world: World, slug: str) -> str:
    """Return what the numbers of a column rest on, and whether its users file was read."""
    operation = world.column(slug)
    ours = basis(world, operation)
    by = "by month, language or hashtag"
    if ours and world.current_rules and cites_first(world, slug):  # a part of the whole
        posts = sum(cited.posts for cited in cited_posts(world, operation))
        known = [f"counts: all {posts:,} posts {by}", ours]
    else:
        others = cited_basis(world, operation, by) or cited_kinds_basis(world, operation)
        others = others or _counted_by_year(world, operation) or cited_in_part(world, operation)
        known = [ours or others or "facts: announced only"]
    week = local_week(world, slug, UTC)
    if isinstance(week, LocalWeek):
        known.insert(1, f"counts: {week.counted:,} {week.posts_in_words} by hour of the week")
    users = users_read(world, operation)
    return "; ".join([*known, *([users] if users else [])])


def cited_in_part(world: World, operation: Operation) -> str:
    """Return what others counted who did not count all posts, "" if nothing."""
    tables = tables_counted(world, operation.slug)
    named = [c for c in world.collections_of(world.cited_of(operation.slug)) if not c.withheld]
    return f"counts: {listed([*tables])} alone, {in_words(named)}" if tables else ""


def _counted_by_year(world: World, operation: Operation) -> str:
    every = [cited for cited in world.cited_of(operation.slug) if cited.years]
    if not every:
        return ""
    posts = sum(number for cited in every for number, _ in cited.years.values())
    counted = f"counts: all {posts:,} posts by year alone"
    whole = len(every) == len(operation.releases)
    return counted if whole else f"{counted}; {part(len(every), operation)}"


def _periods(world: World, view: View, column: str) -> list[Node]:
    """Link the view with this column in two periods, or in one again; [] if there is no room."""
    if column != slug_of(column):
        slug = slug_of(column)
        once = (slug if slug_of(other) == slug else other for other in view.operations)
        return [_link("In one column", view, tuple(dict.fromkeys(once)))]
    if len(view.operations) == MAX_OPERATIONS:
        return []
    if view.period != OPEN:
        return [_link("Beside all its months", view, _twice(view, column, view.period, OPEN))]
    if (since := busiest(world, column)) is None:
        return []
    until = Period(None, since - timedelta(1))
    words = f"Before and {Period(since).in_words}"
    return [_link(words, view, _twice(view, column, until, Period(since)))]


def _twice(view: View, column: str, *periods: Period) -> tuple[str, ...]:
    pair = [f"{column}{AT}{period}" for period in periods]
    return tuple(new for c in view.operations for new in (pair if c == column else [c]))


def _link(words: str, view: View, columns: tuple[str, ...]) -> Node:
    return node("A", words, href=_address(view, columns))
