"""The clocks and calendars that fit, in words: always "consistent with", never whose it was."""

from functools import lru_cache

from dashboard.catalogue.releases import Operation
from dashboard.clock.calendars import HOLIDAY, MAKE_UP
from dashboard.look import style
from dashboard.panels.clocks.clock_fits import OFFSETS, Clocks, told
from dashboard.panels.clocks.measure import ConsistentAnswer, Found
from dashboard.panels.panel import (
    Cell,
    Explained,
    Table,
    collections,
    columns,
    listed,
    not_known,
    sentences,
)

MOST = 5  # names in a sentence
CANNOT_TELL = "the data cannot tell"


def say(answer: ConsistentAnswer) -> str:
    parts = [f"{o.short} {_words(answer.found[o.slug].tested.clocks)}" for o in answer.known]
    if not parts:
        return not_known(answer)
    first, last = answer.view.hours
    return sentences(
        f"If people posted from {first:02d}:00 to {last:02d}:00, these clocks would fit: "
        f"{'; '.join(parts)}. Many places share each of them.",
        not_known(answer),
    )


def _words(clocks: Clocks) -> str:
    ranges = _ranges(clocks.consistent)
    if not ranges:
        return f"{CANNOT_TELL}"
    return f"**{listed(ranges)}**"


@lru_cache(maxsize=256)
def _ranges(offsets: tuple[int, ...]) -> list[str]:
    """Return rising offsets as ranges, "UTC+07:30 to +08:30"; nothing if all are among them."""
    runs: list[list[int]] = []
    for offset in offsets:
        if runs and offset == runs[-1][-1] + 1:
            runs[-1].append(offset)
        else:
            runs.append([offset])
    if len(offsets) == len(OFFSETS):
        return []
    return [_range(run[0], run[-1]) for run in runs]


def _range(first: int, last: int) -> str:
    return f"UTC{told(first)}" if first == last else f"UTC{told(first)} to {told(last)}"


def unit(answer: ConsistentAnswer) -> str:
    first, last = answer.view.hours
    return (
        f"Above: the share of posts from {first:02d}:00 to {last:02d}:00 if the clock were so many "
        "hours from UTC. Below: how well the posts follow each country's days worked and days off, "
        "0 not at all, with 95% intervals. Dark: consistent with the posts; pale or hollow: worse "
        "than the best by more than chance allows."
    )


def explain(answer: ConsistentAnswer) -> Explained:
    if not answer.known:
        return Explained()
    operation = answer.known[0]
    found = answer.found[operation.slug].tested
    best = float(found.clocks.share.estimate.max())
    hours = "{:02d}:00 and {:02d}:00".format(*found.office.hours)
    fitting = len(found.calendars.consistent)
    how = (
        f"For {operation.short} the best of {len(OFFSETS)} clocks puts {style.percent(best)} "
        f"of posts between {hours}. Of {len(found.calendars.countries)} calendars {fitting} "
        "fit as well as the best one, as far as the posts can tell."
    )
    cannot = (
        f"To be consistent with a calendar is no sign of a country: {fitting} of them fit here, "
        "and others were not tried. People who work shifts, post for an audience abroad or leave "
        "it to a machine keep their own clocks."
    )
    return Explained(how, cannot)


def cells(answer: ConsistentAnswer) -> list[Cell]:
    return columns(answer, "rhythm", lambda o: _cell(answer, o))


def _cell(answer: ConsistentAnswer, operation: Operation) -> Cell:
    found = answer.found[operation.slug]
    lines = (_clocks(found), _calendars(answer, found), _day(found))
    small = (_chance(found), f"n = {found.tested.office.posts:,} posts.")
    return Cell(operation, lines, small=small, sources=collections(answer, operation))


def _clocks(found: Found) -> str:
    clocks = found.tested.clocks
    ranges = _ranges(clocks.consistent)
    if not ranges:
        return f"Clock: {CANNOT_TELL}; every offset fits."
    places = clocks.fitting
    where = f", as in {_some(places)}" if places else ""
    share = style.percent(float(clocks.share.estimate.max()))
    hours = "{:02d} to {:02d}".format(*found.tested.office.hours)
    return (
        f"Clock: best UTC{told(clocks.best)} (**{share}** of posts from {hours}, weekends too); "
        f"consistent with **{listed(ranges)}**{where}"
    )


def _calendars(answer: ConsistentAnswer, found: Found) -> str:
    calendars = found.tested.calendars
    if not calendars.tells:
        return f"Calendar: {CANNOT_TELL}; no country's days off are surely quieter."
    countries = answer.world.catalogue.countries
    names = sorted(countries[slug].name for slug in calendars.consistent)
    unsure = f"; {CANNOT_TELL} them apart" if calendars.differ and len(names) > 1 else ""
    return f"Calendar: consistent with {_some(names)}{unsure}"


def _some(names: list[str]) -> str:
    if len(names) <= MOST:
        return listed(names)
    return f"{', '.join(names[:MOST])} and {len(names) - MOST} more"


def _day(found: Found) -> str:
    """Say what the day looks like on the best clock: lunch, noon, evening."""
    day = found.tested.clocks.profile
    peaks = f"its peak at **{day.peak:02d}:00**"
    noon = {True: " (towards noon)", False: "", None: " (not surely)"}[day.at_noon]
    return (
        f"On that clock: {peaks}{noon}; from 12 to 14 **{style.ratio(day.lunch.numbers[0])}** of "
        f"the hours around it{style.ends(day.lunch.numbers)}; evenings "
        f"**{style.ratio(day.evening.numbers[0])}** of an even day's"
        f"{style.ends(day.evening.numbers)}"
    )


def _chance(found: Found) -> str:
    """Say what the same days would give with their times shuffled."""
    office = found.tested.office
    turned = found.accounts.shares.shuffled(office.hours) if found.accounts else None
    told = style.percent(turned[0] if turned else office.shuffled)
    reach = (
        f", {style.percent(turned[1])} to {style.percent(turned[2])} in 95 of 100" if turned else ""
    )
    days = office.days
    return (
        f"Against chance: with the times of each day shuffled, {told} of posts would lie in "
        f"office hours by the calendar{reach}. Days: {days[HOLIDAY]:,} holidays, "
        f"{days[MAKE_UP]:,} make-up days."
    )


def table(answer: ConsistentAnswer) -> Table:
    """Return a row a calendar and a row a clock for each operation."""
    body = []
    for operation in answer.known:
        found = answer.found[operation.slug].tested
        countries = answer.world.catalogue.countries
        names = [countries[slug].name for slug in found.calendars.countries]
        names += [f"UTC{told(offset)}" for offset in OFFSETS.tolist()]
        for interval, fits, labels in (
            (found.calendars.score, found.calendars.fits, names[: len(found.calendars.countries)]),
            (found.clocks.share, found.clocks.fits, names[len(found.calendars.countries) :]),
        ):
            ends = (interval.estimate.tolist(), interval.low.tolist(), interval.high.tolist())
            for label, *numbers, fit in zip(labels, *ends, fits.tolist(), strict=True):
                spelled = [style.ratio(number) for number in numbers]
                body.append([operation.short, label, *spelled, "yes" if fit else "no"])
    head = ("Operation", "Calendar or clock", "Score or share", "Low", "High", "Consistent")
    return Table("Calendars and clocks that were tried", head, body)
