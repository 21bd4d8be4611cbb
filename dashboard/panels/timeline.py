"""In which months were they active? Posts by month for each operation, over the same years."""

from datetime import date
from functools import lru_cache

from dashboard import style
from dashboard.measures.asking import told_name
from dashboard.measures.citing import cited_name
from dashboard.measures.tags import CITED
from dashboard.measures.timeline import Series, TimelineAnswer, timeline
from dashboard.panels import months
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
from dashboard.period import MONTHS
from dashboard.releases import Operation
from dashboard.style import Figure, Look

TITLE, TICKS = 26, 30  # px
NARROW = 44  # px: left of the figure where operations stand beneath each other


def _drawn(answer: TimelineAnswer) -> list[tuple[Operation, Series]]:
    return [(o, answer.series[o.slug]) for o in answer.known]


def draw(answer: TimelineAnswer, look: Look) -> Figure | None:
    """Draw each operation's months; all columns share both axes."""
    if not any(series.total for series in answer.series.values()):
        return None
    in_place = look.across >= len(answer.operations)
    drawn = answer.operations if in_place else answer.known
    title = 0 if in_place else TITLE
    grid = style.Grid.of(len(drawn), look, title, months.BODY, TICKS, 0)
    figure = grid.figure(look, NARROW if look.across == 1 else style.GUTTER)
    axes = _axes(answer, look, len(drawn))
    known = [n for n, o in enumerate(drawn, start=1) if o.slug in answer.series]
    for number, operation in enumerate(drawn, start=1):
        if operation.slug not in answer.series:
            continue
        colour = look.palette.operations[answer.operations.index(operation)]
        place = months.Months(grid, number, axes, look, known)
        place.add(figure, answer.series[operation.slug], _days(operation), colour)
        if title:
            figure["layout"]["annotations"].append(grid.title(number, operation.short, colour))
    return figure


def _axes(answer: TimelineAnswer, look: Look, count: int) -> months.Axes:
    # With an end of the period in force, a later day of disclosure would only stretch the axis.
    days = [] if answer.view.period.end else [day for o in answer.known for day in _days(o)]
    series = [s for _, s in _drawn(answer)]
    return months.Axes.of(series, days, answer.view.scale == "share", look, count)


def _days(operation: Operation) -> list[date]:
    """Return the days on which the operation's releases were disclosed."""
    return sorted({release.disclosed for release in operation.releases})


def named(series: Series, place: int) -> str:
    """Return a month as in "Jul 2019"."""
    month = series.first + place
    return f"{MONTHS[month % 12]} {month // 12}"


def say(answer: TimelineAnswer) -> str:
    told = [
        f"{_name(answer, o)} **{named(s, s.peak)}** "
        f"(**{style.percent(s.peak_share)}** of its posts)"
        for o, s in _drawn(answer)
        if s.total
    ]
    if not told:
        return sentences("No posts match this view." if answer.known else "", not_known(answer))
    empty = [o.short for o, s in _drawn(answer) if not s.total]
    nothing = f"No posts of {listed(empty)} match this view." if empty else ""
    return sentences(f"Busiest month: {listed(told)}.", nothing, not_known(answer))


def _name(answer: TimelineAnswer, operation: Operation) -> str:
    tell = cited_name if answer.series[operation.slug].cited else told_name
    return tell(answer.world, operation)


def unit(answer: TimelineAnswer) -> str:
    what = "Share of the operation's posts" if answer.view.scale == "share" else "Posts"
    mixed = " Counts by others are by month in UTC." if _cites(answer) else ""
    return (
        f"{what} by month; one scale and the same years for all operations. However few its posts, "
        f"a month with posts shows as a line. ▲: a month beyond the scale. Orange: a day of "
        f"disclosure.{mixed}"
    )


def _cites(answer: TimelineAnswer) -> bool:
    return any(series.cited for series in answer.series.values())


def cells(answer: TimelineAnswer) -> list[Cell]:
    return columns(answer, "timeline", lambda o: _cell(answer, o, answer.series[o.slug]))


def _cell(answer: TimelineAnswer, operation: Operation, series: Series) -> Cell:
    cited = (answer.world.catalogue.collections[CITED],)
    return Cell(
        operation,
        _lines(series),
        small=(_rests(answer, operation, series),),
        sources=cited if series.cited else collections(answer, operation),
    )


def _rests(answer: TimelineAnswer, operation: Operation, series: Series) -> str:
    """Say how many posts there are and whose; of rows the column head says that already."""
    counted = f"n = {series.total:,} posts."
    sources = answer.world.sources_of(operation.slug)
    if series.cited or any(source.manifest.depth != "rows" for source in sources):
        return f"{counted} Basis: {series.basis}."
    return f"{counted} Months on the clock of {series.clock}."


def _lines(series: Series) -> tuple[str, ...]:
    if not series.total:
        return ("No posts match these filters.",)
    active, peak = series.active, series.posts[series.peak]
    first, last = named(series, active[0]), named(series, active[-1])
    return (
        f"Busiest month **{named(series, series.peak)}**: **{style.short(int(peak))}** posts "
        f"(**{style.percent(series.peak_share)}**)",
        f"From **{first}** to **{last}**, with posts in **{len(active)}** of "
        f"{active[-1] - active[0] + 1} months",
    )


def table(answer: TimelineAnswer) -> Table:
    """Return a row an operation and year; a month outside of what is counted is blank."""
    body = [[o.short, *row] for o, series in _drawn(answer) for row in _years(series)]
    return Table("Posts by month", ("Operation", "Year", *MONTHS, "All"), body)


@lru_cache(maxsize=256)
def _years(series: Series) -> list[list[str]]:
    """Return a row a year: the year, its twelve months, and its sum."""
    first, last = series.first // 12, (series.first + len(series.posts) - 1) // 12
    told = dict(enumerate((f"{n:,}" for n in series.posts.tolist()), start=series.first))
    rows = []
    for year in range(first, last + 1):
        lo = max(0, year * 12 - series.first)
        whole = int(series.posts[lo : (year + 1) * 12 - series.first].sum())
        by_month = [told.get(year * 12 + month, "") for month in range(12)]
        rows.append([str(year), *by_month, f"{whole:,}"])
    return rows


PANEL = Panel(
    "timeline",
    "In which months were they active?",
    ("timeline",),
    timeline,
    draw,
    say,
    unit,
    cells,
    table,
)
