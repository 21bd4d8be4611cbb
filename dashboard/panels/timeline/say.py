"""Posts by week or month in words: the headline, a column for each operation, and the table."""

from dashboard.catalogue.releases import Collection, Operation
from dashboard.clock.local_time import Ints, day_of
from dashboard.clock.period import MONTHS, day_text
from dashboard.clock.weeks_months import MONTH, WEEK
from dashboard.link.parse import AT
from dashboard.look import style
from dashboard.panels.panel import (
    NO_POSTS,
    Cell,
    Table,
    collections,
    in_part,
    listed,
    not_known,
    runs,
    sentences,
)
from dashboard.panels.timeline.measure import DaysOff, Series, TimelineAnswer
from dashboard.snapshot.asking import part_answered


def say(answer: TimelineAnswer) -> str:
    """Say when each was busiest, and which share of its posts that was."""
    some = [o for o in answer.known if answer.series[o.slug].total]
    parts = [_busiest(answer, o, is_first=place == 0) for place, o in enumerate(some)]
    empty = [o.short for o in answer.known if o not in some]
    nothing = f"No posts of {listed(empty)} match this view." if empty else ""
    if not parts:
        return sentences("No dated posts match this view." * bool(answer.known), not_known(answer))
    known_in_part = in_part((operation, _part(answer, operation)) for operation in some)
    return sentences(f"{'; '.join(parts)}.", nothing, known_in_part, not_known(answer))


def _busiest(answer: TimelineAnswer, operation: Operation, is_first: bool) -> str:
    """Return "China was busiest in **Nov 2016**, with **2.5%** of its posts", then in short."""
    series = answer.series[operation.slug]
    when = "in" if series.unit is MONTH else "in the week of"
    share = "all" if series.peak_share == 1 else style.percent(series.peak_share)
    of = " of the posts counted" if _part(answer, operation) else " of its posts" * is_first
    was = "was busiest " * is_first
    number = f"{'with ' * is_first}**{share}**{of}"
    words = f"{was}{when} **{_unit_name(series, series.peak)}**, {number}"
    return f"{operation.short} {words}"


def _part(answer: TimelineAnswer, operation: Operation) -> str:
    """Return what part of an operation the posts are, "" if all."""
    is_cited = answer.series[operation.slug].cited
    issue = "the first issue of its files" if operation.slug in answer.daily else ""
    return ", ".join(filter(None, (part_answered(answer.world, operation, is_cited), issue)))


def caption(answer: TimelineAnswer) -> str:
    """Say what is drawn, on which scale, and what the marks are."""
    if not answer.series:
        return ""
    what = "Share of its posts" if answer.view.scale == "share" else "Posts"
    off = " |: holiday. ●: make-up day." if answer.days_off else ""
    return f"{what} by {answer.unit.name}, one scale. Orange: disclosure.{off}"


def unit(answer: TimelineAnswer) -> str:
    what = "Share of the operation's posts" if answer.view.scale == "share" else "Posts"
    name = answer.unit.name
    how = "week, Monday to Sunday" if answer.unit is WEEK else name
    return sentences(
        f"{what} by {how}; one scale and the same time for all operations. However few its posts, "
        f"a {name} with posts shows; one without is empty. ▲: a {name} beyond the scale. Orange: a "
        "day of disclosure.",
        _about_months(answer),
        _about_days_off(answer),
    )


def _about_months(answer: TimelineAnswer) -> str:
    sentence = "Counts by others are by month in UTC." if answer.cited - answer.daily else ""
    if answer.daily:
        names = listed([o.short for o in answer.operations if o.slug in answer.daily])
        sentence = sentences(
            sentence,
            f"The {answer.unit.name}s of {names} are of the first issue of its files, in UTC: what "
            "was issued later is counted by whole months alone.",
        )
    if not answer.monthly:
        return sentence
    names = listed([o.short for o in answer.operations if o.slug in answer.monthly])
    return f"{sentence} Weeks are not known for {names}, so all are by month."


def _about_days_off(answer: TimelineAnswer) -> str:
    if not answer.days_off:
        return "Holidays are marked where two years or less are shown."
    return (
        "Beneath, of the operation's own country: | a public holiday on a day otherwise worked, "
        "● a weekend day worked in its stead. A feast set by the moon can lie a day from its mark."
    )


def gestures(answer: TimelineAnswer) -> str:
    """Say what a drag does: on the comparison alone, not on a picture or an operation's page."""
    own = any(AT in slug for slug in answer.view.operations)
    return sentences(
        f"With a mouse, drag across to choose a period of whole {answer.unit.name}s; double-click "
        "for all.",
        "Columns with a period of their own keep it." if own else "",
    )


FEW = 14  # days; more are counted and not listed


def cell(answer: TimelineAnswer, operation: Operation) -> Cell:
    series = answer.series[operation.slug]
    off = answer.days_off.get(operation.slug)
    return Cell(
        operation,
        _lines(series),
        details=(_counted(answer, operation, series), *([_off(series, off)] if off else [])),
        sources=_sources(answer, operation),
    )


def _sources(answer: TimelineAnswer, operation: Operation) -> tuple[Collection, ...]:
    """Return who counted: we, or others by the month or by the day."""
    if operation.slug not in answer.cited:
        return collections(answer, operation)
    table = "days" if operation.slug in answer.daily else "months"
    world = answer.world
    return tuple(world.collections_of(world.cited_of(operation.slug), table))


def _counted(answer: TimelineAnswer, operation: Operation, series: Series) -> str:
    """Say how many posts there are and whose; of rows the column head says that already."""
    counted = f"n = {series.total:,} posts."
    sources = answer.world.sources_of(operation.slug)
    if series.cited or any(source.manifest.depth != "rows" for source in sources):
        return f"{counted} Basis: {series.basis}."
    name = series.unit.name
    cut = f" A {name} that the period cuts counts what lies in it." if series.cut else ""
    return f"{counted} {name.capitalize()}s on the clock of {series.clock}.{cut}"


def _lines(series: Series) -> tuple[str, ...]:
    if not series.total:
        return (NO_POSTS,)
    name, active, peak = series.unit.name, series.active, int(series.posts[series.peak])
    lines = (
        f"Most in one {name}: **{style.short(peak)}** post{'s' * (peak != 1)}",
        f"{_reach(series)}, in **{len(active)}** of {active[-1] - active[0] + 1} {name}s",
    )
    place, length = series.gap
    if length < 2:
        return lines
    return *lines, f"No posts for **{length} {name}s** from {_unit_name(series, place)}"


def _reach(series: Series) -> str:
    first, last = _unit_name(series, series.active[0]), _unit_name(series, series.active[-1])
    return f"{'' if series.unit is MONTH else 'Weeks of '}**{first}** to **{last}**"


def _unit_name(series: Series, place: int) -> str:
    return series.unit.text(series.first + place)


def _off(series: Series, off: DaysOff) -> str:
    """Count the days off among the days counted, and list them where they are few."""
    first, last = (day_text(day_of(day)) for day in series.days)
    return (
        f"{first} to {last} in {off.country.name}: holidays on days otherwise worked: "
        f"{_days(off.holidays)}; make-up working days: {_days(off.make_up)}."
    )


def _days(days: Ints) -> str:
    """Return how many days, and which if they are few: "4 (1 Jan 2019, 1 to 3 May 2019)"."""
    if not 0 < len(days) <= FEW:
        return f"{len(days):,}"
    texts = [_run(first, last) for first, last in runs(days.tolist())]
    return f"{len(days)} ({', '.join(texts)})"


def _run(first: int, last: int) -> str:
    """Return days on end as "5 Aug 2019", "1 to 3 May 2019" or "30 Apr 2019 to 2 May 2019"."""
    start, end = day_of(first), day_of(last)
    if first == last:
        return day_text(end)
    same = (start.year, start.month) == (end.year, end.month)
    return f"{start.day if same else day_text(start)} to {day_text(end)}"


def table(answer: TimelineAnswer) -> Table:
    """Return a row a week with a column an operation, or a row an operation and year."""
    if answer.unit is WEEK:
        return _by_week(answer)
    body = [[o.short, *row] for o in answer.known for row in _years(answer.series[o.slug])]
    return Table("Posts by month", ("Operation", "Year", *MONTHS, "All"), body)


def _by_week(answer: TimelineAnswer) -> Table:
    """Return a row a week; a week before an operation's first post or after its last is blank."""
    every = [answer.series[o.slug] for o in answer.known]
    posts = [dict(enumerate(series.posts.tolist(), series.first)) for series in every]
    weeks = [week for by_week in posts for week in by_week]
    body = [
        [WEEK.start(week), *(f"{by_week[week]:,}" if week in by_week else "" for by_week in posts)]
        for week in range(min(weeks, default=0), max(weeks, default=-1) + 1)
    ]
    return Table("Posts by week", ("Week from Monday", *(o.short for o in answer.known)), body)


def _years(series: Series) -> list[list[str]]:
    """Return a row a year: the year, its twelve months, and its sum; months not counted blank."""
    if not len(series.posts):
        return []
    posts = dict(enumerate(series.posts.tolist(), start=series.first))
    rows = []
    for year in range(min(posts) // 12, max(posts) // 12 + 1):
        months = [posts.get(year * 12 + month) for month in range(12)]
        texts = ["" if n is None else f"{n:,}" for n in months]
        rows.append([str(year), *texts, f"{sum(filter(None, months)):,}"])
    return rows
