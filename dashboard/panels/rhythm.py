"""When did they post? A week by hours for each operation, on the clock shown."""

from dashboard.catalogue.releases import Operation
from dashboard.clock.calendars import WEEKDAYS
from dashboard.look import style
from dashboard.look.style import Figure, Look
from dashboard.measures.rhythm import RhythmAnswer, rhythm
from dashboard.panels import weekmap, weekscale
from dashboard.panels.layout import placed, title
from dashboard.panels.panel import Panel, Table
from dashboard.panels.rhythmwords import cells, explain, has_audience, is_share, say, unit, whose
from dashboard.snapshot.shown import audience_hours, days_off, weekends

TICKS, SECOND, LEGEND = 30, 16, 68  # px
NARROW = 44  # px: left of the maps where they stand beneath each other


def draw(answer: RhythmAnswer, look: Look) -> Figure | None:
    """Draw a week for each operation, all on the same scales unless the view asks for its own."""
    if not answer.rhythms:
        return None
    answer.share_together()
    drawn, above = placed(answer, look)
    row = weekmap.row_height(look, len(drawn))
    body = weekmap.HOURS + weekmap.GAP + 7 * row
    ticks = TICKS + (SECOND if has_audience(answer) else 0)
    grid = style.Grid.of(len(drawn), look, above, body, ticks, LEGEND)
    figure = grid.figure(look, NARROW if look.across == 1 else style.GUTTER)
    per_cent, own = is_share(answer), answer.view.reach == "own"
    weeks = {slug: weekscale.Drawn.of(told, per_cent) for slug, told in answer.rhythms.items()}
    weeks = {slug: week.of_itself() for slug, week in weeks.items()} if own else weeks
    scales = weekscale.Scales.of(list(weeks.values()), per_cent, own)
    figure["layout"] |= {"barmode": "overlay", "bargap": 0}
    numbers = tuple(n for n, o in enumerate(drawn, start=1) if o.slug in weeks)
    for number, operation in enumerate(drawn, start=1):
        if operation.slug not in weeks:
            continue
        colour = look.palette.operations[answer.operations.index(operation)]
        place = weekmap.WeekMap(grid, number, row, scales, look, numbers)
        place.add(figure, weeks[operation.slug], colour, _marks(answer, operation))
        if above:
            figure["layout"]["annotations"].append(title(grid, number, operation, colour))
    if any(not week.is_few for week in weeks.values()):
        figure["data"].append(weekscale.legend(scales, look, grid.height))
    return figure


def _marks(answer: RhythmAnswer, operation: Operation) -> weekmap.Marks:
    off = days_off(weekends(answer.world, operation, answer.view))
    told = [str(hour) for hour in weekmap.TICKS]
    if has_audience(answer):
        second = audience_hours(answer.world, operation, answer.view, weekmap.TICKS)
        told = [f"{own}<br>{other}" for own, other in zip(told, second, strict=True)]
    return weekmap.Marks(off, answer.view.hours, tuple(told))


def table(answer: RhythmAnswer) -> Table:
    spell = "{:,.0f}".format if answer.view.per == "post" else "{:.2%}".format
    body = [
        [o.short, WEEKDAYS[day], *map(spell, hours), spell(sum(hours))]
        for o in answer.known
        for day, hours in enumerate(answer.weeks[o.slug].tolist())
    ]
    head = ("Operation", "Day", *(f"{hour:02d}" for hour in range(24)), "All")
    what = "Posts" if answer.view.per == "post" else "Mean of the accounts' own shares"
    return Table(f"{what} by weekday and hour {whose(answer)}", head, body)


PANEL = Panel(
    "rhythm",
    "When did they post?",
    ("rhythm",),
    rhythm,
    draw,
    say,
    unit,
    cells,
    table,
    explain,
    method="rhythm-tests",
)
