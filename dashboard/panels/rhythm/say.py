"""The rhythm in words: what is shown, how to read it, and the numbers of a column."""

from functools import partial

from dashboard.catalogue.releases import Operation
from dashboard.clock.calendars import HOLIDAY, KINDS, MAKE_UP, WEEKDAYS, WEEKEND, Weekend
from dashboard.link.not_known import NotKnown
from dashboard.look import style
from dashboard.panels.based_on import FROM_CHART, is_of_chart
from dashboard.panels.panel import (
    NO_POSTS,
    Cell,
    Explained,
    Table,
    collections,
    listed,
    unmarked,
)
from dashboard.panels.rhythm.baseline import in_intervals
from dashboard.panels.rhythm.headline import clock_phrase
from dashboard.panels.rhythm.measure import (
    EVEN_PRESS,
    EVEN_WEEKDAYS,
    Rhythm,
    RhythmAnswer,
    peak_hour,
    weekday_share,
)
from dashboard.panels.rhythm.office_hours import UndatedOfficeHours
from dashboard.panels.rhythm.working_day import TWICE, times_outside
from dashboard.snapshot.asking import full_name
from dashboard.snapshot.baseline import NO_BASELINE, NO_SAMPLES, Baseline
from dashboard.snapshot.daily import FEWEST
from dashboard.snapshot.local_week import LocalWeek
from dashboard.snapshot.shown import clock_with_offsets, weekends

UNDATED = ", which posts counted without dates do not have"


def is_share(answer: RhythmAnswer) -> bool:
    """Whether shares are drawn: where accounts count the same, there are no posts to show."""
    return answer.view.scale == "share" or answer.view.per == "account"


def has_audience(answer: RhythmAnswer) -> bool:
    return answer.view.audience != "none"


def _hours(answer: RhythmAnswer) -> str:
    first, last = answer.view.hours
    return f"{first:02d}:00 to {last:02d}:00"


def _beside_even(answer: RhythmAnswer, operation: Operation) -> str:
    rhythm = answer.rhythms[operation.slug]
    share, even = style.interval(rhythm.shares.office.numbers), style.percent(rhythm.office.even)
    return f"{_name(answer, operation)} {share}, even {even}"


def _name(answer: RhythmAnswer, operation: Operation) -> str:
    """Return the short name, with what part of it was counted if not all."""
    undated = answer.undated.get(operation.slug)
    return undated.name if undated else full_name(answer.world, operation)


CLOCKS = {"operator": "operator's clock", "utc": "UTC"}


def caption(answer: RhythmAnswer) -> str:
    """Say what is marked on the figure, and on whose clock its hours are."""
    if not answer.rhythms:
        return ""
    (first, last), clock = answer.view.hours, answer.view.clock
    is_drawn = answer.view.baseline in ("ordinary", "control") and answer.baselines
    line = {"ordinary": " Line: ordinary posts.", "control": " Line: control accounts."}
    return (
        f"Stronger: more. Outlined: office hours, {first} to {last}, {CLOCKS.get(clock, clock)}. "
        f"Bracket: weekend.{line[answer.view.baseline] if is_drawn else ''}"
    )


def unit(answer: RhythmAnswer) -> str:
    what = "Share of the operation's posts" if is_share(answer) else "Posts"
    what = what if answer.view.per == "post" else "Mean of the accounts' own shares of posts"
    scale = "each on its own scale: scales differ" if answer.view.reach == "own" else "one scale"
    second = f" Second row of hours: {answer.view.audience}." if has_audience(answer) else ""
    return (
        f"{what} by weekday and hour {clock_phrase(answer)}; {scale} for all operations. Outlined: "
        f"office hours, {_hours(answer)} of working weekdays. A thick line marks the country's "
        "weekend. Bars above: hours of the day; at the right: days of the week; thin lines: 95% "
        f"intervals{UNDATED if answer.undated else ''}.{_drawn_beside(answer)}{second}"
    )


def _drawn_beside(answer: RhythmAnswer) -> str:
    names = list(dict.fromkeys(beside.name for beside in answer.baselines.values()))
    strokes = " and strokes at the weekdays" if answer.view.baseline == "ordinary" else ""
    return f" Line over the hours{strokes}: {'; '.join(names)}." if names else ""


def explain(answer: RhythmAnswer) -> Explained:
    """Say with this view's numbers how to read the panel, and where it ends."""
    operation = next((o for o in answer.known if not answer.rhythms[o.slug].is_few), None)
    if operation is None:
        return Explained()
    rhythm = answer.rhythms[operation.slug]
    who, (share, low, high) = operation.short, rhythm.shares.office.numbers
    of = "accounts" if rhythm.by_account else "weeks"
    how = (
        f"Of the posts of {who}, {style.percent(share)} fall in office hours; posting spread "
        f"evenly would put {style.percent(rhythm.office.even)} there. "
    )
    if (beside := answer.baselines.get(operation.slug)) and not beside.by_hour:
        how += f"Of {beside.name} {beside.share_in_words} do. "
    how += (
        f"With other {of} of the same kind the share would lie between {style.percent(low)} and "
        f"{style.percent(high)} in 95 of 100 cases."
        if low == low
        else f"How far chance could move it is not known: {_why_not_known(rhythm, share, of)}."
    )
    cannot = (
        "A working day's rhythm does not say who worked, and many places share a clock and a "
        f"weekend. It describes the {rhythm.posts:,} posts that "
        f"{'were counted' if rhythm.undated else 'are held'}: what was not found, or "
        "was posted by machine at set times, it cannot tell."
    )
    return Explained(how, cannot)


def _why_not_known(rhythm: Rhythm, share: float, of: str) -> str:
    if rhythm.undated:
        return "the posts were counted without dates, so no week can be left out"
    if 0 < share < 1:
        return f"there are too few {of}"
    return f"all {of} are alike in it"


def cell(answer: RhythmAnswer, operation: Operation) -> Cell:
    rhythm = answer.rhythms[operation.slug]
    counted = f"n = {rhythm.posts:,} posts. {_intervals_text(rhythm)}".rstrip()
    clock_words = clock_with_offsets(answer.world, operation, answer.view)
    sources = collections(answer, operation)
    if rhythm.undated:
        counted, sources = _rests(rhythm, rhythm.undated), (rhythm.undated.collection,)
    off = _weekend_text(weekends(answer.world, operation, answer.view))
    clock = f"Clock: {clock_words}. {off}"
    details = (*_tests(answer, operation), clock, counted, *_rests_beside(answer, operation))
    if beside := answer.baselines.get(operation.slug):
        sources = (*sources, beside.collection)
    return Cell(operation, _lines(answer, operation), details=details, sources=sources)


def _rests_beside(answer: RhythmAnswer, operation: Operation) -> list[str]:
    """Say what the baseline rests on, if there is one."""
    beside = answer.compared.get(operation.slug, NO_BASELINE)
    if isinstance(beside, NotKnown):
        return []
    return [f"{beside.title}: {beside.basis}"]


def _rests(rhythm: Rhythm, undated: LocalWeek) -> str:
    """Say what a week without dates was counted from, and how far its shares may be off."""
    hours = int(undated.working.sum()) * (rhythm.view.hours[1] - rhythm.view.hours[0])
    off = undated.off_by(float(rhythm.shares.office.estimate), hours)
    return (
        f"n = {rhythm.posts:,} of {undated.grid.whole:,} {undated.whole_in_words}, written from "
        f"{undated.first} to {undated.last}. Read from a chart: each of the 168 numbers may be "
        f"{undated.grid.error} off, so the share in office hours up to {100 * off:.1f} points. "
        "Counted without dates, so there are no intervals."
    )


def _intervals_text(rhythm: Rhythm) -> str:
    if rhythm.is_few or rhythm.shares.office.units < 2:
        return ""  # of one week nothing is known
    run, units = rhythm.office.run, f"{rhythm.shares.office.units:,}"
    if rhythm.by_account:
        weeks = "each week" if run == 1 else f"each run of {run} weeks"
        return f"Intervals of 95% leave out each of {units} accounts in turn; of days, {weeks}."
    weeks = f"{units} weeks" if run == 1 else f"{units} runs of {run} weeks"
    return f"Intervals of 95% leave out each of {weeks} in turn."


def _weekend_text(weekends: tuple[Weekend, ...]) -> str:
    """Say the weekend as in "Weekend: Fri (half: Thu)", with dates where it changed."""
    parts = []
    for weekend in weekends:
        text = "–".join(weekend.days) + "".join(f" (half: {day})" for day in weekend.half_days)
        if len(weekends) > 1:
            text += f" until {weekend.until}" if weekend.until else f" since {weekend.since}"
        parts.append(text)
    return f"Weekend: {'; '.join(parts)}." if parts else ""


def _lines(answer: RhythmAnswer, operation: Operation) -> tuple[str, ...]:
    """Return what the headline does not say, in plain words."""
    rhythm, beside = answer.rhythms[operation.slug], answer.compared.get(operation.slug)
    if not rhythm.posts:
        return (NO_POSTS,)
    if rhythm.is_few:
        return (f"**{rhythm.posts}** posts: fewer than {FEWEST}, so no shares are shown.",)
    peak = f"Busiest: **{peak_hour(rhythm.week):02d}:00**"
    share = style.percent(float(rhythm.shares.office.estimate))
    first = f"Office hours: **{share}**{_beside(answer, rhythm, beside)}"
    return (first, f"{peak}{_weekend(rhythm)}", *_indicative(answer, operation))


def _indicative(answer: RhythmAnswer, operation: Operation) -> list[str]:
    """Say that hours were read from a chart; of what part of the posts is in the headline."""
    is_chart = operation.slug in answer.undated or is_of_chart(answer.world, operation)
    return [FROM_CHART.capitalize()] if is_chart else []


def _weekend(rhythm: Rhythm) -> str:
    """Say how busy a day of the weekend was, where days are known."""
    office = rhythm.office
    if isinstance(office, UndatedOfficeHours) or not office.days[WEEKEND]:
        return ""
    ratio = float(office.ratios["weekend"].estimate)
    return f". Weekend days: **{ratio:.0%}** as busy" if ratio == ratio else ""


def _beside(answer: RhythmAnswer, rhythm: Rhythm, beside: Baseline | NotKnown | None) -> str:
    """Say what share ordinary posts have, or that this is not known; else the hours' in a week."""
    baseline = answer.view.baseline
    if isinstance(beside, Baseline) and not beside.by_hour:
        return f"; ordinary posts **{beside.share_in_words}**"
    if baseline == "ordinary" and beside != NO_SAMPLES:
        return "; ordinary **not known**"
    return "" if baseline == "none" else f", {style.percent(rhythm.office.even)} of the week"


def _tests(answer: RhythmAnswer, operation: Operation) -> list[str]:
    """Return every number of a column with its interval, to be folded; [] without shares."""
    rhythm, beside = answer.rhythms[operation.slug], answer.compared.get(operation.slug)
    if rhythm.is_few:
        return []
    first, last = answer.view.hours
    even = rhythm.office.even
    share = rhythm.shares.office.estimate
    times = f", **{share / even:.1f}** times as much" if even and share == share else ""
    return [
        f"Office hours ({first:02d}–{last:02d} on {_days(answer)}) "
        f"{style.interval(rhythm.shares.office.numbers)}; even {style.percent(even)}{times}",
        _working_day(rhythm),
        *_compared_with(rhythm, beside),
        *_by_calendar(answer, rhythm),
        *_ratios(rhythm),
        f"Mon–Fri **{style.percent(weekday_share(rhythm.week))}** (even: {EVEN_WEEKDAYS:.1%}); "
        f"08–17, as newspapers count, {style.interval(rhythm.shares.press.numbers)} "
        f"(even: {EVEN_PRESS:.1%})",
        *_loudest(rhythm),
    ]


def _working_day(rhythm: Rhythm) -> str:
    """Say by which number a working day is to be seen, or is not."""
    times = times_outside(float(rhythm.shares.office.estimate), rhythm.office.even)
    seen = {True: "to be seen", False: "not to be seen", None: "cannot be told"}
    return (
        f"Working day: {seen[rhythm.sees_working_day]}; an hour of it has "
        f"**{style.ratio(times)}** times the posts of an hour outside (from {TWICE:g} on, and "
        "more than chance allows, it is seen)"
    )


def _compared_with(rhythm: Rhythm, beside: Baseline | NotKnown | None) -> list[str]:
    """Say what the week is compared with and how far it is from it, or why with nothing."""
    if isinstance(beside, Baseline):
        return [beside.caution if beside.by_hour else in_intervals(rhythm, beside)]
    return [beside] if beside and beside not in (NO_BASELINE, NO_SAMPLES) else []


def _days(answer: RhythmAnswer) -> str:
    """Say which days have office hours: in data versions of before, those of the calendar."""
    return "working weekdays" if answer.world.current_rules else "days worked by the calendar"


def _by_calendar(answer: RhythmAnswer, rhythm: Rhythm) -> list[str]:
    """Say the second measure, where the period has a holiday or a make-up day."""
    office = rhythm.office
    if isinstance(office, UndatedOfficeHours):
        return ["By the calendar, without holidays: **not known**, as there are no dates"]
    if not answer.world.current_rules or not (office.days[HOLIDAY] or office.days[MAKE_UP]):
        return []
    share, even = (
        style.interval(rhythm.shares.by_calendar.numbers),
        style.percent(office.even_by_calendar),
    )
    return [f"By the calendar, without holidays and with make-up days: {share}; even {even}"]


def _ratios(rhythm: Rhythm) -> list[str]:
    """Say how busy days off were, of kinds that there are in the period."""
    office = rhythm.office
    if isinstance(office, UndatedOfficeHours):
        return []
    parts = [
        f"{KINDS[kind]}s **{style.ratio(ends[0])}**{style.ends(ends)}"
        for kind, name in ((WEEKEND, "weekend"), (HOLIDAY, "holiday"), (MAKE_UP, "make-up"))
        if office.days[kind]
        for ends in [office.ratios[name].numbers]
    ]
    return [f"Posts a day, a working day as 1: {listed(parts)}"] if parts else []


def _loudest(rhythm: Rhythm) -> list[str]:
    shares = [style.percent(share) for share in rhythm.loudest.values()]
    if not shares:
        return []
    numbers = listed([str(number) for number in rhythm.loudest])
    return [f"The {numbers} loudest accounts made {listed([f'**{s}**' for s in shares])} of posts"]


def table(answer: RhythmAnswer) -> Table:
    spell = "{:,.0f}".format if answer.view.per == "post" else partial(style.percent, decimals=2)
    body = [
        [o.short, WEEKDAYS[day], *map(spell, hours), spell(sum(hours))]
        for o in answer.known
        for day, hours in enumerate(answer.weeks[o.slug].tolist())
    ]
    head = ("Operation", "Day", *(f"{hour:02d}" for hour in range(24)), "All")
    what = "Posts" if answer.view.per == "post" else "Mean of the accounts' own shares"
    caption = f"{what} by weekday and hour {clock_phrase(answer)}"
    return Table(caption, head, body, note=_compared(answer))


def _compared(answer: RhythmAnswer) -> str:
    """Return the shares in office hours beside even posting, and the baseline, for the table."""
    enough = [o for o in answer.known if not answer.rhythms[o.slug].is_few]
    parts = [f"{_beside_even(answer, o)}{_also(answer.baselines.get(o.slug))}" for o in enough]
    return unmarked(f"In office hours: {'; '.join(parts)}.") if parts else ""


def _also(beside: Baseline | None) -> str:
    if beside is None or beside.by_hour:
        return ""
    return f", {beside.name} {style.interval(beside.office.numbers)}"
