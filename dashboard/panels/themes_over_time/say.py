"""Themes over time in words: when each was at its height, and each column's course."""

import numpy as np

from dashboard.catalogue.releases import Operation
from dashboard.clock.weeks_months import Unit
from dashboard.look import style
from dashboard.panels.panel import Cell, Table, collections, headline
from dashboard.panels.themes.draw import labels
from dashboard.panels.themes_over_time.draw import LEAST, MOST, drawable, named, shown
from dashboard.panels.themes_over_time.measure import Course, OverTimeAnswer, years_of
from dashboard.snapshot.asking import full_name
from dashboard.snapshot.kept import kept


def _peak(course: Course, place: int) -> int | None:
    """Return the place of a theme's largest share of LEAST posts or more; None if there is none."""
    shares = np.nan_to_num(drawable(course)[place])
    return int(shares.argmax()) if len(shares) and shares.max() else None


def say(answer: OverTimeAnswer) -> str:
    """Say when each operation talked most about the first of the themes."""
    parts = []
    for operation in answer.known:
        course = answer.courses[operation.slug]
        if answer.themes and (peak := _peak(course, 0)) is not None:
            when = named(course.first + peak, answer.unit)
            share = style.percent(course.shares[0, peak])
            name = full_name(answer.world, operation)
            parts.append(f"{name} **{when}** (**{share}** of its posts then)")
    theme = "".join(labels(answer.world, list(answer.themes[:1])))
    nothing = f"No {answer.unit.name} has {LEAST} posts and a post with a theme."
    return headline(answer, f"Largest share of {theme}", parts, nothing)


def unit(answer: OverTimeAnswer) -> str:
    which = "the chosen themes" if answer.view.themes else "the largest themes of this view"
    more = len(answer.themes) - MOST
    rest = f" {more} more of the chosen themes are in the table." if more > 0 else ""
    return (
        f"Share of the posts of each {answer.unit.name} that {which} claim; one scale for all. A "
        f"{answer.unit.name} with fewer than {LEAST} posts leaves a gap: a share of so few says "
        f"little. The CSV has it.{rest} Version {answer.world.lexicon.version} of the lexicon."
    )


def cell(answer: OverTimeAnswer, operation: Operation) -> Cell:
    course = answer.courses[operation.slug]
    posts = int(course.posts.sum())
    lines = [_line(answer, course, place) for place in range(len(shown(answer)))]
    nothing = "No posts match these filters." if not posts else "No theme claims a post here."
    return Cell(
        operation,
        tuple(lines) if posts and lines else (nothing,),
        details=(f"n = {posts:,} posts in {int((course.posts > 0).sum()):,} {answer.unit.name}s.",),
        sources=collections(answer, operation),
    )


def _line(answer: OverTimeAnswer, course: Course, place: int) -> str:
    name = labels(answer.world, [answer.themes[place]])[0]
    if (peak := _peak(course, place)) is None:
        return f"{name}: no {answer.unit.name} of {LEAST} posts has any"
    uses, posts = int(course.uses[place, peak]), int(course.posts[peak])
    when = named(course.first + peak, answer.unit)
    return (
        f"{name}: most in **{when}**, **{uses:,}** of {posts:,} posts "
        f"(**{style.percent(uses / posts)}**)"
    )


def table(answer: OverTimeAnswer) -> Table:
    names = tuple(labels(answer.world, list(answer.themes)))
    body = [
        [o.short, *row]
        for o in answer.known
        for row in _years(answer.courses[o.slug], names, answer.unit)
    ]
    head = ("Operation", "Theme", "Year", "Posts", "Of posts", "Share")
    return Table("Posts by theme and year", head, body)


@kept(256)
def _years(course: Course, names: tuple[str, ...], unit: Unit) -> list[list[str]]:
    """Return a row a theme and year: a week belongs to the year in which it begins."""
    if not len(course.posts):
        return []
    years = years_of(course, unit)
    first = int(years[0])
    posts = np.bincount(years - first, course.posts).astype(np.int64).tolist()
    rows = []
    for name, uses in zip(names, course.uses, strict=True):
        parts = np.bincount(years - first, uses).astype(np.int64).tolist()
        rows += [
            [name, str(first + n), f"{part:,}", f"{whole:,}", style.percent(part / whole)]
            for n, (part, whole) in enumerate(zip(parts, posts, strict=True))
            if whole
        ]
    return rows
