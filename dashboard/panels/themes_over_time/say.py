"""Themes over time in words: when each was at its height, and each column's course."""

import numpy as np

from dashboard.catalogue.releases import Operation
from dashboard.clock.weeks_months import Unit
from dashboard.look import style
from dashboard.panels.panel import (
    MOST_LINES,
    NO_POSTS,
    Cell,
    Table,
    collections,
    in_part,
    in_turn,
    not_known,
    sentences,
)
from dashboard.panels.themes.draw import labels
from dashboard.panels.themes_over_time.draw import LEAST, MOST, drawable, named, shown
from dashboard.panels.themes_over_time.measure import Course, OverTimeAnswer, years_of
from dashboard.snapshot.asking import part_of_rows, whole_name
from dashboard.snapshot.kept import kept


def _peak(course: Course, place: int) -> int | None:
    """Return the place of a theme's largest share of LEAST posts or more; None if there is none."""
    shares = np.nan_to_num(drawable(course)[place])
    return int(shares.argmax()) if len(shares) and shares.max() else None


def say(answer: OverTimeAnswer) -> str:
    """Say when each operation talked most about the theme that it used most."""
    peaks = [(o, words) for o in answer.known if (words := _largest(answer, o))]
    chosen = "chosen " * bool(answer.view.themes)
    lead = in_turn(
        f"Peak of the largest {chosen}theme of", ((whole_name(o), words) for o, words in peaks)
    )
    nothing = f"No {answer.unit.name} has {LEAST} posts and a post with a theme."
    parts = in_part((o, part_of_rows(answer.world, o)) for o, _ in peaks)
    return sentences(lead or nothing * bool(answer.known), parts, not_known(answer))


def _largest(answer: OverTimeAnswer, operation: Operation) -> str:
    """Return the theme used most, of those shown, and its peak; "" where there is none."""
    course = answer.courses[operation.slug]
    place = int(course.uses.sum(axis=1).argmax()) if answer.themes else 0
    if not answer.themes or (peak := _peak(course, place)) is None:
        return ""
    (theme,) = labels(answer.world, [answer.themes[place]])
    when = named(course.first + peak, answer.unit)
    return f"{theme}, **{when}**, **{style.percent(course.shares[place, peak])}** of posts"


def caption(answer: OverTimeAnswer) -> str:
    period = answer.unit.name
    return (
        f"Share of each {period}'s posts with the theme; gaps: fewer than {LEAST} posts."
        if answer.known
        else ""
    )


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
    posts, periods = int(course.posts.sum()), int((course.posts > 0).sum())
    places = range(len(shown(answer)) if posts else 0)
    lines = [_line(answer, course, place) for place in places[:MOST_LINES]]
    nothing = NO_POSTS if not posts else "No theme claims a post here."
    return Cell(
        operation,
        tuple(lines) or (nothing,),
        details=(
            f"n = {posts:,} posts in {periods:,} {answer.unit.name}s.",
            *(exact for place in places if (exact := _exact(answer, course, place))),
        ),
        sources=collections(answer, operation),
    )


def _line(answer: OverTimeAnswer, course: Course, place: int) -> str:
    (name,) = labels(answer.world, [answer.themes[place]])
    if (peak := _peak(course, place)) is None:
        return f"{name}: in no {answer.unit.name} of {LEAST} posts or more"
    share = style.percent(course.shares[place, peak])
    return f"{name}: most in **{named(course.first + peak, answer.unit)}**, **{share}** of posts"


def _exact(answer: OverTimeAnswer, course: Course, place: int) -> str:
    """Return the posts behind a line, "" where the theme has no peak."""
    if (peak := _peak(course, place)) is None:
        return ""
    (name,) = labels(answer.world, [answer.themes[place]])
    uses, posts = int(course.uses[place, peak]), int(course.posts[peak])
    when = named(course.first + peak, answer.unit)
    return f"{name}, {when}: **{uses:,}** of {posts:,} posts (**{style.percent(uses / posts)}**)."


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
