"""The clocks and calendars that fit, in words: always "consistent with", never whose it was."""

from functools import lru_cache

from dashboard.catalogue.releases import Operation
from dashboard.clock.calendars import HOLIDAY, MAKE_UP
from dashboard.look import style
from dashboard.panels.clocks.clock_fits import OFFSETS, ClockFits, offset_text
from dashboard.panels.clocks.measure import Assessment, ConsistentAnswer
from dashboard.panels.panel import (
    Cell,
    Explained,
    Table,
    collections,
    dated_parts,
    listed,
    not_known,
    runs,
    sentences,
)

MOST = 5  # names in a sentence
CANNOT_TELL = "the data cannot tell"


def say(answer: ConsistentAnswer) -> str:
    parts = [f"{o.short} {_clock_ranges(answer.assessments[o.slug].clocks)}" for o in answer.known]
    if not parts:
        return not_known(answer)
    first, last = answer.view.hours
    return sentences(
        f"If people posted from {first:02d}:00 to {last:02d}:00, these clocks would fit: "
        f"{'; '.join(parts)}. Many places share each of them.",
        dated_parts(answer),
        not_known(answer),
    )


def _clock_ranges(clocks: ClockFits) -> str:
    ranges = _ranges(clocks.consistent)
    return f"**{listed(ranges)}**" if ranges else CANNOT_TELL


@lru_cache(maxsize=256)
def _ranges(offsets: tuple[int, ...]) -> list[str]:
    """Return rising offsets as ranges, "UTC+07:30 to +08:30"; nothing if all are among them."""
    if len(offsets) == len(OFFSETS):
        return []
    return [_range(first, last) for first, last in runs(offsets)]


def _range(first: int, last: int) -> str:
    start = f"UTC{offset_text(first)}"
    return start if first == last else f"{start} to {offset_text(last)}"


def unit(answer: ConsistentAnswer) -> str:
    first, last = answer.view.hours
    names = listed(list(dict.fromkeys(beside.name for beside in answer.baselines.values())))
    names = f" Thin line above: {names}." if names else ""
    return (
        f"Above: the share of posts from {first:02d}:00 to {last:02d}:00 if the clock were so many "
        "hours from UTC. Below: how well the posts follow each country's days worked and days off, "
        "0 not at all, with 95% intervals. Dark: consistent with the posts; pale or hollow: worse "
        f"than the best by more than chance allows.{names}"
    )


def explain(answer: ConsistentAnswer) -> Explained:
    if not answer.known:
        return Explained()
    operation = answer.known[0]
    tests = answer.assessments[operation.slug]
    best = float(tests.clocks.shares.estimate.max())
    hours = "{:02d}:00 and {:02d}:00".format(*tests.office.hours)
    fitting = len(tests.calendars.consistent)
    how = (
        f"For {operation.short} the best of {len(OFFSETS)} clocks puts {style.percent(best)} "
        f"of posts between {hours}. Of {len(tests.calendars.countries)} calendars {fitting} "
        "fit as well as the best one, as far as the posts can tell."
    )
    cannot = (
        f"To be consistent with a calendar is no sign of a country: {fitting} of them fit here, "
        "and others were not tried. People who work shifts, post for an audience abroad or leave "
        "it to a machine keep their own clocks."
    )
    return Explained(how, cannot)


def cell(answer: ConsistentAnswer, operation: Operation) -> Cell:
    tests = answer.assessments[operation.slug]
    lines = (
        _clocks(tests),
        *_ordinary_clock(answer, operation),
        _calendars(answer, tests),
        _day(tests),
    )
    details = (_chance(tests), f"n = {tests.office.posts:,} posts.")
    return Cell(operation, lines, details=details, sources=collections(answer, operation))


def _clocks(tests: Assessment) -> str:
    clocks = tests.clocks
    ranges = _ranges(clocks.consistent)
    if not ranges:
        return f"Clock: {CANNOT_TELL}; every offset fits."
    places = clocks.fitting_zones
    where = f", as in {_first_names(places)}" if places else ""
    best, share = offset_text(clocks.best), style.percent(float(clocks.shares.estimate.max()))
    hours = "{:02d} to {:02d}".format(*tests.office.hours)
    return (
        f"Clock: best UTC{best} (**{share}** of posts from {hours}, weekends too); "
        f"consistent with **{listed(ranges)}**{where}"
    )


def _ordinary_clock(answer: ConsistentAnswer, operation: Operation) -> list[str]:
    """Say which clock would fit what the posts are compared with: ordinary people have one, too."""
    if (shares := answer.beside.get(operation.slug)) is None:
        return []
    best = answer.assessments[operation.slug].clocks.best
    most, here = max(shares), shares[OFFSETS.tolist().index(best)]
    offset = offset_text(int(OFFSETS[shares.index(most)]))
    return [
        f"{answer.baselines[operation.slug].title}: best UTC{offset} "
        f"(**{style.percent(most)}**); on the clock that fits best here {style.percent(here)}"
    ]


def _calendars(answer: ConsistentAnswer, tests: Assessment) -> str:
    calendars = tests.calendars
    if not calendars.has_rest:
        return f"Calendar: {CANNOT_TELL}; no country's days off are surely quieter."
    countries = answer.world.catalogue.countries
    names = sorted(countries[slug].name for slug in calendars.consistent)
    unsure = f"; {CANNOT_TELL} them apart" if calendars.fits_differ and len(names) > 1 else ""
    return f"Calendar: consistent with {_first_names(names)}{unsure}"


def _first_names(names: list[str]) -> str:
    if len(names) <= MOST:
        return listed(names)
    return f"{', '.join(names[:MOST])} and {len(names) - MOST} more"


def _day(tests: Assessment) -> str:
    """Say what the day looks like on the best clock: lunch, noon, evening."""
    day = tests.clocks.profile
    peaks = f"its peak at **{day.peak:02d}:00**"
    noon = {True: " (towards noon)", False: "", None: " (not surely)"}[day.at_noon]
    return (
        f"On that clock: {peaks}{noon}; from 12 to 14 **{style.ratio(day.lunch.numbers[0])}** of "
        f"the hours around it{style.ends(day.lunch.numbers)}; evenings "
        f"**{style.ratio(day.evening.numbers[0])}** of an even day's"
        f"{style.ends(day.evening.numbers)}"
    )


def _chance(tests: Assessment) -> str:
    """Say what the same days would give with their times shuffled."""
    office = tests.office
    turned = tests.accounts.shares.shuffled(office.hours) if tests.accounts else None
    share = style.percent(turned[0] if turned else office.shuffled)
    reach = (
        f", {style.percent(turned[1])} to {style.percent(turned[2])} in 95 of 100" if turned else ""
    )
    days = office.days
    return (
        f"Against chance: with the times of each day shuffled, {share} of posts would lie in "
        f"office hours by the calendar{reach}. Days: {days[HOLIDAY]:,} holidays, "
        f"{days[MAKE_UP]:,} make-up days."
    )


def table(answer: ConsistentAnswer) -> Table:
    """Return a row a calendar and a row a clock for each operation."""
    countries, body = answer.world.catalogue.countries, []
    offsets = [f"UTC{offset_text(offset)}" for offset in OFFSETS.tolist()]
    for operation in answer.known:
        tests = answer.assessments[operation.slug]
        calendars = [countries[slug].name for slug in tests.calendars.countries]
        for labels, interval, fits in (
            (calendars, tests.calendars.scores, tests.calendars.fits),
            (offsets, tests.clocks.shares, tests.clocks.fits),
        ):
            ends = (interval.estimate.tolist(), interval.low.tolist(), interval.high.tolist())
            for label, *numbers, is_fit in zip(labels, *ends, fits.tolist(), strict=True):
                texts = [style.ratio(number) for number in numbers]
                body.append([operation.short, label, *texts, "yes" if is_fit else "no"])
    head = ("Operation", "Calendar or clock", "Score or share", "Low", "High", "Consistent")
    return Table("Calendars and clocks that were tried", head, body)
