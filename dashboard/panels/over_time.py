"""When did they talk about it? Shares of themes by week or month, all operations on one scale."""

from functools import lru_cache

import numpy as np

from dashboard.catalogue.releases import Operation
from dashboard.clock.weeks_months import WEEK, Unit
from dashboard.look import style
from dashboard.look.style import Figure, Look
from dashboard.measures.themes_over_time import Course, OverTimeAnswer, themes_over_time, years_of
from dashboard.panels import courses
from dashboard.panels.courses import LEAST
from dashboard.panels.layout import placed, title
from dashboard.panels.panel import (
    Cell,
    Panel,
    Table,
    collections,
    columns,
    listed,
    not_known,
    sentences,
)
from dashboard.panels.themebars import labels
from dashboard.snapshot.asking import told_name

MOST = 6  # themes drawn; the table and the CSV have all
TICKS, NAME = 30, 18  # px
NARROW = 44  # px: left of the figure where operations stand beneath each other


def _shown(answer: OverTimeAnswer) -> list[int]:
    return list(answer.themes[:MOST])


def draw(answer: OverTimeAnswer, look: Look) -> Figure | None:
    """Draw a band a theme and a column an operation; all share both axes."""
    themes, told = _shown(answer), [_cut(course) for course in answer.courses.values()]
    drawn, above = placed(answer, look)
    axes = courses.Axes.of(told, answer.unit, look, len(drawn)) if themes else None
    if axes is None:
        return None
    names = NAME if look.across == 1 else 0
    body = len(themes) * (courses.BAND + courses.GAP + names)
    grid = style.Grid.of(len(drawn), look, above, body, TICKS, 0)
    figure = grid.figure(look, NARROW if look.across == 1 else style.GUTTER)
    known = [n for n, o in enumerate(drawn, start=1) if o.slug in answer.courses]
    for number, operation in enumerate(drawn, start=1):
        bands = courses.Bands(grid, number, axes, look, known, names)
        if (number - 1) % grid.across == 0:
            named = enumerate(labels(answer.world, themes))
            figure["layout"]["annotations"] += [bands.name(*told) for told in named]
        if operation.slug not in answer.courses:
            continue
        colour = look.palette.operations[answer.operations.index(operation)]
        bands.add(figure, _cut(answer.courses[operation.slug]), colour)
        if above:
            figure["layout"]["annotations"].append(title(grid, number, operation, colour))
    return figure


def _cut(course: Course) -> Course:
    """Return a course with the themes that are drawn."""
    if len(course.uses) <= MOST:
        return course
    return Course(course.first, course.posts, course.uses[:MOST], course.basis)


def named(number: int, unit: Unit) -> str:
    """Return a month as "Jul 2019", a week as "week of 5 Aug 2019"."""
    return f"week of {unit.told(number)}" if unit is WEEK else unit.told(number)


def _peak(course: Course, place: int) -> int | None:
    """Return the place of a theme's largest share of LEAST posts or more; None if there is none."""
    shares = np.nan_to_num(courses.drawable(course)[place])
    return int(shares.argmax()) if len(shares) and shares.max() else None


def say(answer: OverTimeAnswer) -> str:
    """Say when each operation talked most about the first of the themes."""
    told = []
    for operation in answer.known:
        course = answer.courses[operation.slug]
        if answer.themes and (peak := _peak(course, 0)) is not None:
            when = named(course.first + peak, answer.unit)
            share = style.percent(course.shares[0, peak])
            name = told_name(answer.world, operation)
            told.append(f"{name} **{when}** (**{share}** of its posts then)")
    if not told:
        nothing = f"No {answer.unit.name} has {LEAST} posts and a post with a theme."
        return sentences(nothing if answer.known else "", not_known(answer))
    theme = labels(answer.world, [answer.themes[0]])[0]
    return sentences(f"Largest share of {theme}: {listed(told)}.", not_known(answer))


def unit(answer: OverTimeAnswer) -> str:
    which = "the chosen themes" if answer.view.themes else "the largest themes of this view"
    more = len(answer.themes) - MOST
    rest = f" {more} more of the chosen themes are in the table." if more > 0 else ""
    return (
        f"Share of the posts of each {answer.unit.name} that {which} claim; one scale for all. A "
        f"{answer.unit.name} with fewer than {LEAST} posts leaves a gap: a share of so few says "
        f"little. The CSV has it.{rest} Version {answer.world.lexicon.version} of the lexicon."
    )


def cells(answer: OverTimeAnswer) -> list[Cell]:
    return columns(answer, "themes-over-time", lambda o: _cell(answer, o))


def _cell(answer: OverTimeAnswer, operation: Operation) -> Cell:
    course = answer.courses[operation.slug]
    posts = int(course.posts.sum())
    lines = [_line(answer, course, place) for place in range(len(_shown(answer)))]
    nothing = "No posts match these filters." if not posts else "No theme claims a post here."
    return Cell(
        operation,
        tuple(lines) if posts and lines else (nothing,),
        small=(f"n = {posts:,} posts in {int((course.posts > 0).sum()):,} {answer.unit.name}s.",),
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


@lru_cache(maxsize=256)
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


PANEL = Panel(
    "over-time",
    "When did they talk about it?",
    ("themes-over-time",),
    themes_over_time,
    draw,
    say,
    unit,
    cells,
    table,
    method="themes",
)
