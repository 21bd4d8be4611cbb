"""The heads of the columns: an operation in words, what its numbers rest on, its periods."""

from datetime import timedelta

import numpy as np

from dashboard.catalogue.releases import Operation
from dashboard.clock.local_time import day_of
from dashboard.clock.period import OPEN, Period
from dashboard.clock.weeks_months import MONTH, starts
from dashboard.link.parse import AT, MAX_OPERATIONS, slug_of
from dashboard.link.view import View
from dashboard.look.style import Look
from dashboard.look.ui import Node, node
from dashboard.panels.accounts.measure import users_read
from dashboard.panels.panel import listed
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
from dashboard.snapshot.cells import Chosen
from dashboard.snapshot.kept import kept
from dashboard.snapshot.local_week import LocalWeek, local_week
from dashboard.snapshot.world import World
from dashboard.web import urls

UTC = View(clock="utc")  # on which a week without dates answers if at all


def heads(world: World, view: View, look: Look) -> list[Node]:
    """Return the column heads: the operation in words, its colour, and what its numbers rest on."""
    return [
        node(
            "Div",
            [
                node(
                    "Div", None, className="bar", style={"background": look.palette.operations[i]}
                ),
                node(
                    "H2", node("A", operation.name, href=urls.operation(operation.slug, view.data))
                ),
                node("P", rests(world, operation), className="rests"),
                *_periods(world, view, operation.slug),
            ],
            className="head",
        )
        for i, operation in enumerate(operations(world, view))
    ]


def rests(world: World, operation: Operation) -> str:
    """Return what the numbers of an operation rest on, and whether its users file was read."""
    ours = basis(world, operation)
    by = "by month, language or hashtag"
    if ours and world.current_rules and cites_first(world, operation.slug):  # a part of the whole
        posts = sum(cited.posts for cited in cited_posts(world, operation))
        known = [f"counts: all {posts:,} posts {by}", ours]
    else:
        others = cited_basis(world, operation, by) or cited_kinds_basis(world, operation)
        others = others or _counted_by_year(world, operation) or _cited_in_part(world, operation)
        known = [ours or others or "facts: announced only"]
    week = local_week(world, operation.slug, UTC)
    if isinstance(week, LocalWeek):
        known.insert(1, f"counts: {week.counted:,} {week.posts_in_words} by hour of the week")
    users = users_read(world, operation)
    return "; ".join([*known, *([users] if users else [])])


def _cited_in_part(world: World, operation: Operation) -> str:
    """Return what others counted who did not count all posts, "" if nothing."""
    cited = world.cited_of(operation.slug)
    if not cited:
        return ""
    tables = dict.fromkeys(table for counts in cited for table in counts.collections)
    return f"counts: {listed([*tables])} alone, {in_words(world.collections_of(cited))}"


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
    if (busiest := _busiest(world, column)) is None:
        return []
    since = day_of(MONTH.day(busiest))
    until = Period(None, since - timedelta(1))
    words = f"Before and {Period(since).in_words}"
    return [_link(words, view, _twice(view, column, until, Period(since)))]


@kept(256)
def _busiest(world: World, slug: str) -> int | None:
    """Return the number of the month with the most posts; None if no posts come before it."""
    posts = np.zeros(0, np.int64)
    for source in world.sources_of(slug):
        edges = starts(MONTH, source.manifest.zone)
        every = Chosen(int(edges[0]), int(edges[-1]), source.manifest.zone)
        by_month = source.cells.between(every, edges)
        posts = posts + by_month if len(posts) else by_month
    place = int(posts.argmax()) if len(posts) else 0
    return MONTH.first + place if posts[:place].any() else None


def _twice(view: View, column: str, *periods: Period) -> tuple[str, ...]:
    pair = [f"{column}{AT}{period}" for period in periods]
    return tuple(new for c in view.operations for new in (pair if c == column else [c]))


def _link(words: str, view: View, columns: tuple[str, ...]) -> Node:
    link = node("A", words, href=f"{urls.COMPARISON}{view.with_columns(columns)}")
    return node("P", link, className="rests periods")
