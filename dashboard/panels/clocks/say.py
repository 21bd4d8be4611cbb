"""The clocks and calendars that fit, in words: always "consistent with", never whose it was."""

from functools import lru_cache

from dashboard.catalogue.releases import Operation
from dashboard.clock.calendars import HOLIDAY, MAKE_UP
from dashboard.clock.places import name_of
from dashboard.look import style
from dashboard.panels.based_on import based_on
from dashboard.panels.clocks.clock_fits import OFFSETS, offset_text
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
from dashboard.panels.rhythm.office_hours import part_of_day
from dashboard.panels.rhythm.working_day import TWICE, times_outside

FEW = 3  # cities in a line
CANNOT_TELL = "the data cannot tell"


def say(answer: ConsistentAnswer) -> str:
    """Say which clocks the posts are consistent with; where no working day is seen, that alone."""
    every = [(o, answer.assessments[o.slug]) for o in answer.known]
    seen = [(o, _ranges(tests.clocks.consistent)) for o, tests in every if tests.sees_working_day]
    parts = [f"{o.short}, **{listed(ranges)}**" for o, ranges in seen if ranges]
    open_ones = [o.short for o, ranges in seen if not ranges]
    unseen = [o.short for o, tests in every if tests.sees_working_day is False]
    unsure = [o.short for o, tests in every if tests.sees_working_day is None]
    first, last = answer.view.hours
    hours = f"Work from {first:02d}:00 to {last:02d}:00 is consistent with these clocks"
    return sentences(
        f"{hours}: {'; '.join(parts)}. Many places share each of them." if parts else "",
        f"For {listed(open_ones)} every clock fits as well as the best." if open_ones else "",
        f"No working day to be seen on any clock: {listed(unseen)}." if unseen else "",
        f"Too few weeks to see a working day: {listed(unsure)}." if unsure else "",
        dated_parts(answer),
        not_known(answer),
    )


def caption(answer: ConsistentAnswer) -> str:
    """Say what stands above and below, and what the shades mean."""
    if not answer.known:
        return ""
    first, last = answer.view.hours
    hours = f"Above: posts from {first} to {last} on each clock."
    return f"{hours} Below: days off followed. Strong: fits."


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
        "0 not at all, with 95% intervals. Strong: consistent with the posts; pale or hollow: "
        f"worse than the best by more than chance allows.{names}"
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
    places = _places(answer, operation, tests)
    lines = (
        _clock_in_short(tests, places),
        _calendar_in_short(answer, operation, tests),
        *based_on(answer.world, operation),
    )
    is_named = tests.sees_working_day
    details = (
        _clocks(tests, places),
        *(_ordinary_clock(answer, operation) if is_named else []),
        _calendars(answer, tests),
        *([_day(tests)] if is_named else []),
        _chance(tests),
        f"n = {tests.office.posts:,} posts.",
    )
    return Cell(operation, lines, details=details, sources=collections(answer, operation))


def _places(answer: ConsistentAnswer, operation: Operation, tests: Assessment) -> list[str]:
    """Return the cities whose clock fits: first that of the operator, else another would be quoted.

    "As in Novosibirsk, Bangkok" of Thailand reads like a finding about Novosibirsk.
    """
    own = {name_of(source.manifest.zone) for source in answer.world.sources_of(operation.slug)}
    return sorted(tests.clocks.fitting_zones, key=lambda name: name not in own)


def _clock_in_short(tests: Assessment, places: list[str]) -> str:
    """Say which clocks fit, with three cities at most; none where no working day is seen."""
    if not tests.sees_working_day:
        return UNSEEN[tests.sees_working_day]
    ranges = _ranges(tests.clocks.consistent)
    if not ranges:
        return "Every clock fits as well as the best"
    where = f", as in {_first_names(places, FEW)}" if places else ""
    return f"Consistent with **{listed(ranges)}**{where}"


UNSEEN = {
    False: "No working day to be seen on any clock, so none is named",
    None: "Too few weeks to see a working day, so no clock is named",
}


def _calendar_in_short(answer: ConsistentAnswer, operation: Operation, tests: Assessment) -> str:
    """Say how many countries' days off fit, and whether those of the operation's own are among."""
    calendars = tests.calendars
    if not calendars.has_rest:
        return "Days off: none that are surely quieter"
    own = {country for release in operation.releases for country in release.countries}
    among = [slug for slug in calendars.countries if slug in own]
    countries = answer.world.catalogue.countries
    fits = [countries[slug].name for slug in among if slug in calendars.consistent]
    not_fitting = [countries[slug].name for slug in among if slug not in calendars.consistent]
    with_own = f", {listed(fits)} among them" if fits else ""
    without = f", not {listed(not_fitting)}" if not_fitting else ""
    many = f"**{len(calendars.consistent)}** of {len(calendars.countries)} countries tried"
    return f"Days off: consistent with {many}{with_own}{without}"


def _clocks(tests: Assessment, places: list[str]) -> str:
    """Return the best clock and those that fit, with their cities, to be folded.

    Where no working day is seen: what was found on the best clock, which is not named.
    """
    clocks = tests.clocks
    share, hours = (
        style.percent(tests.best_share[0]),
        "{:02d} to {:02d}".format(*tests.office.hours),
    )
    if not tests.sees_working_day:
        times = times_outside(tests.best_share[0], part_of_day(tests.office.hours))
        return (
            f"On the best of {len(OFFSETS)} clocks {share} of posts lie from {hours}, weekends "
            f"too: **{style.ratio(times)}** times as many an hour as outside. A working day is "
            f"seen from {TWICE:g} times on, if chance does not explain it. The table has every "
            "clock."
        )
    ranges = _ranges(clocks.consistent)
    if not ranges:
        return f"Clock: {CANNOT_TELL}; every offset fits."
    where = f", as in {listed(places)}" if places else ""
    return (
        f"Clock: best UTC{offset_text(clocks.best)} (**{share}** of posts from {hours}, weekends "
        f"too); consistent with **{listed(ranges)}**{where}"
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
    return f"Calendar: consistent with {listed(names)}{unsure}"


def _first_names(names: list[str], most: int) -> str:
    if len(names) <= most:
        return listed(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


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
