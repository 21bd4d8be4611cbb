"""When did they post? A week by hours for each operation, on the clock shown."""

from dashboard import style
from dashboard.clock import Ints
from dashboard.facts import WEEKDAYS, Weekend
from dashboard.measures.asking import told_name
from dashboard.measures.rhythm import (
    EVEN_WEEKDAYS,
    EVEN_WORKING,
    RhythmAnswer,
    clock_told,
    days_off,
    peak_hour,
    rhythm,
    weekday_share,
    weekends,
    working_share,
)
from dashboard.panels import weekmap
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
from dashboard.releases import Operation
from dashboard.style import Figure, Look

TITLE, TICKS, LEGEND = 26, 30, 52  # px
NARROW = 44  # px: left of the maps where they stand beneath each other


def draw(answer: RhythmAnswer, look: Look) -> Figure | None:
    """Draw a week for each operation, all on the same scales."""
    if not answer.weeks:
        return None
    in_place = look.across >= len(answer.operations)
    drawn = answer.operations if in_place else answer.known
    title = 0 if in_place else TITLE
    row = weekmap.row_height(look, len(drawn))
    body = weekmap.HOURS + weekmap.GAP + 7 * row
    grid = style.Grid.of(len(drawn), look, title, body, TICKS, LEGEND)
    figure = grid.figure(look, NARROW if look.across == 1 else style.GUTTER)
    per_cent = answer.view.scale == "share"
    weeks = {slug: weekmap.scaled(week, per_cent) for slug, week in answer.weeks.items()}
    scales = weekmap.Scales.of(list(weeks.values()), per_cent)
    figure["layout"] |= {"coloraxis": weekmap.legend(scales, look), "bargap": 0.15}
    numbers = [n for n, o in enumerate(drawn, start=1) if o.slug in weeks]
    for number, operation in enumerate(drawn, start=1):
        if operation.slug not in weeks:
            continue
        colour = look.palette.operations[answer.operations.index(operation)]
        place = weekmap.WeekMap(grid, number, row, scales, look, numbers)
        off = days_off(weekends(answer.world, operation, answer.view))
        place.add(figure, weeks[operation.slug], colour, off)
        if title:
            figure["layout"]["annotations"].append(grid.title(number, operation.short, colour))
    return figure


def say(answer: RhythmAnswer) -> str:
    told = [
        f"{told_name(answer.world, o)} **{style.percent(working_share(answer.weeks[o.slug]))}**"
        for o in answer.known
        if answer.weeks[o.slug].sum()
    ]
    if not told:
        return sentences("No posts match this view." if answer.known else "", not_known(answer))
    return sentences(
        f"Posted Monday to Friday between 08:00 and 17:00 {_whose(answer)}: {listed(told)}; "
        f"even posting would give {style.percent(EVEN_WORKING)}.",
        _without_posts(answer),
        not_known(answer),
    )


def _without_posts(answer: RhythmAnswer) -> str:
    names = [o.short for o in answer.known if not answer.weeks[o.slug].sum()]
    return f"No posts of {listed(names)} match this view." if names else ""


def _whose(answer: RhythmAnswer) -> str:
    if answer.view.clock == "operator":
        return "on the operator's clock"
    return "in UTC" if answer.view.clock == "utc" else f"on the clock of {answer.view.clock}"


def unit(answer: RhythmAnswer) -> str:
    what = "Share of the operation's posts" if answer.view.scale == "share" else "Posts"
    return (
        f"{what} by weekday and hour {_whose(answer)}; one scale for all operations. Outlined: "
        "Monday to Friday 08:00 to 17:00, 45 of the 168 hours of a week. Bars above: hours of the "
        "day; bars at the right: days of the week. A thick line marks the country's weekend."
    )


def cells(answer: RhythmAnswer) -> list[Cell]:
    return columns(answer, "rhythm", lambda o: _cell(answer, o, answer.weeks[o.slug]))


def _cell(answer: RhythmAnswer, operation: Operation, week: Ints) -> Cell:
    counted = f"n = {int(week.sum()):,} posts."
    told = clock_told(answer.world, operation, answer.view)
    sources = collections(answer, operation)
    off = _weekend_told(weekends(answer.world, operation, answer.view))
    return Cell(operation, _lines(week), small=(f"Clock: {told}. {off}", counted), sources=sources)


def _weekend_told(found: tuple[Weekend, ...]) -> str:
    """Say the weekend as in "Weekend: Fri (half: Thu)", with dates where it changed."""
    told = []
    for weekend in found:
        text = "–".join(weekend.days) + "".join(f" (half: {day})" for day in weekend.half_days)
        if len(found) > 1:
            text += f" until {weekend.until}" if weekend.until else f" since {weekend.since}"
        told.append(text)
    return f"Weekend: {'; '.join(told)}." if told else ""


def _lines(week: Ints) -> tuple[str, ...]:
    if not week.sum():
        return ("No posts match these filters.",)
    return (
        f"Mon–Fri **{style.percent(weekday_share(week))}** (even: {EVEN_WEEKDAYS:.1%})",
        f"Mon–Fri 08–17 **{style.percent(working_share(week))}** (even: {EVEN_WORKING:.1%})",
        f"Busiest hour **{peak_hour(week):02d}:00**",
    )


def table(answer: RhythmAnswer) -> Table:
    body = [
        [o.short, WEEKDAYS[day], *(f"{n:,}" for n in hours), f"{sum(hours):,}"]
        for o in answer.known
        for day, hours in enumerate(answer.weeks[o.slug].tolist())
    ]
    head = ("Operation", "Day", *(f"{hour:02d}" for hour in range(24)), "All")
    return Table(f"Posts by weekday and hour {_whose(answer)}", head, body)


PANEL = Panel("rhythm", "When did they post?", ("rhythm",), rhythm, draw, say, unit, cells, table)
