"""In which weeks or months were they active? Posts of each operation, over the same time."""

from dashboard.catalogue.releases import Operation
from dashboard.clock.weeks_months import MONTH, WEEK
from dashboard.link.view import AT
from dashboard.look import style
from dashboard.look.style import Figure, Look
from dashboard.measures.series import Series
from dashboard.measures.timeline import TimelineAnswer, disclosed, timeline
from dashboard.panels import steps
from dashboard.panels.layout import placed, title
from dashboard.panels.panel import Panel, listed, not_known, sentences
from dashboard.panels.timewords import cells, table
from dashboard.snapshot.asking import cited_name, told_name

TICKS = 30  # px
NARROW = 44  # px: left of the figure where operations stand beneath each other


def _drawn(answer: TimelineAnswer) -> list[tuple[Operation, Series]]:
    return [(o, answer.series[o.slug]) for o in answer.known]


def draw(answer: TimelineAnswer, look: Look) -> Figure | None:
    """Draw each operation's posts; all columns share both axes, and a drag chooses a period."""
    if not any(series.total for series in answer.series.values()):
        return None
    drawn, above = placed(answer, look)
    axes = _axes(answer, look, len(drawn))
    grid = style.Grid.of(len(drawn), look, above, axes.body, TICKS, 0)
    figure = grid.figure(look, NARROW if look.across == 1 else style.GUTTER)
    figure["layout"] |= _chosen_by_dragging(answer, look)
    known = [n for n, o in enumerate(drawn, start=1) if o.slug in answer.series]
    for number in known:
        operation = drawn[number - 1]
        slug, colour = operation.slug, _colour(answer, operation, look)
        place = steps.Steps(grid, number, axes, look, known)
        days = disclosed(answer.world, slug)
        place.add(figure, answer.series[slug], days, answer.days_off.get(slug), colour)
        if above:
            figure["layout"]["annotations"].append(title(grid, number, operation, colour))
    return figure


def _colour(answer: TimelineAnswer, operation: Operation, look: Look) -> str:
    return look.palette.operations[answer.operations.index(operation)]


def _axes(answer: TimelineAnswer, look: Look, count: int) -> steps.Axes:
    marks = steps.MARKS if answer.days_off else 0
    per_cent, px = answer.view.scale == "share", look.column(count)
    series = list(answer.series.values())
    return steps.Axes.of(series, answer.unit, answer.span[1], per_cent, px, marks)


def _chosen_by_dragging(answer: TimelineAnswer, look: Look) -> Figure:
    """Return what lets a reader drag over the figure; link.js reads the unit in `meta`."""
    line = {"color": look.palette.ink, "width": 1, "dash": "solid"}
    return {
        "dragmode": "select",
        "selectdirection": "h",
        "newselection": {"line": line},
        "meta": {"unit": answer.unit.name},
    }


def say(answer: TimelineAnswer) -> str:
    told = [
        f"{_name(answer, o)} **{s.unit.told(s.first + s.peak)}** "
        f"(**{style.percent(s.peak_share)}** of its posts)"
        for o, s in _drawn(answer)
        if s.total
    ]
    if not told:
        return sentences("No posts match this view." if answer.known else "", not_known(answer))
    empty = [o.short for o, s in _drawn(answer) if not s.total]
    nothing = f"No posts of {listed(empty)} match this view." if empty else ""
    what = "month" if answer.unit is MONTH else "week, by its Monday"
    return sentences(f"Busiest {what}: {listed(told)}.", nothing, not_known(answer))


def _name(answer: TimelineAnswer, operation: Operation) -> str:
    tell = cited_name if answer.series[operation.slug].cited else told_name
    return tell(answer.world, operation)


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
        _about_dragging(answer),
    )


def _about_months(answer: TimelineAnswer) -> str:
    told = "Counts by others are by month in UTC." if answer.cited else ""
    if not answer.monthly:
        return told
    names = listed([o.short for o in answer.operations if o.slug in answer.monthly])
    return f"{told} Weeks are not known for {names}, so all are by month."


def _about_days_off(answer: TimelineAnswer) -> str:
    if not answer.days_off:
        return "Holidays are marked where two years or less are shown."
    return (
        "Beneath, of the operation's own country: | a public holiday on a day otherwise worked, "
        "● a weekend day worked in its stead. A feast set by the moon can lie a day from its mark."
    )


def _about_dragging(answer: TimelineAnswer) -> str:
    own = any(AT in slug for slug in answer.view.operations)
    return sentences(
        f"With a mouse, drag across to choose a period of whole {answer.unit.name}s; double-click "
        "for all.",
        "Columns with a period of their own keep it." if own else "",
    )


PANEL = Panel(
    "timeline",
    "In which weeks or months were they active?",
    ("timeline",),
    timeline,
    draw,
    say,
    unit,
    cells,
    table,
    method="weeks",
)
