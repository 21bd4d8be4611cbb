"""The headline of the rhythm: who posted mostly in office hours, who shows no working day."""

from dashboard.catalogue.releases import Operation
from dashboard.look import style
from dashboard.panels.panel import listed, not_known, sentences
from dashboard.panels.rhythm.baseline import is_unsure
from dashboard.panels.rhythm.measure import Rhythm, RhythmAnswer
from dashboard.panels.rhythm.office_hours import OFFICE
from dashboard.snapshot.asking import Answer
from dashboard.snapshot.baseline import Baseline
from dashboard.snapshot.daily import FEWEST

MOST_COMPARED = 3  # operations whose ordinary posts are named in the headline
MOSTLY, BUSIEST, NONE, UNSURE = range(4)
LEADS = {  # what is said of several operations at once, in this order
    MOSTLY: "Mostly in office hours",
    BUSIEST: "Busiest in office hours",
    NONE: "No working day to be seen",
    UNSURE: "Too few weeks to see a working day",
}


def say(answer: RhythmAnswer) -> str:
    """Say who posted mostly in office hours, beside ordinary posts; and who is not known."""
    if answer.known and not any(rhythm.posts for rhythm in answer.rhythms.values()):
        return sentences("No posts with known hours match this view.", not_known(answer))
    enough = [o for o in answer.known if not answer.rhythms[o.slug].is_few]
    return sentences(
        *(_of_group(answer, enough, group) for group in LEADS),
        _beside_the_week(answer, enough),
        "Each account counts alike." if enough and answer.view.per == "account" else "",
        _control(answer),
        _few(answer),
        not_known(answer),
    )


def _group(rhythm: Rhythm) -> int:
    """Return which lead is true of an operation."""
    if rhythm.sees_working_day is None:
        return UNSURE
    if not rhythm.sees_working_day:
        return NONE
    return MOSTLY if rhythm.shares.office.estimate > 1 / 2 else BUSIEST


def _of_group(answer: RhythmAnswer, operations: list[Operation], group: int) -> str:
    """Return one sentence on all operations of a group, "" without any."""
    parts = [
        f"{o.short}, {_share(answer, o)}"
        for o in operations
        if _group(answer.rhythms[o.slug]) == group
    ]
    return f"{LEADS[group]}{_chosen(answer)}: {'; '.join(parts)}." if parts else ""


def _chosen(answer: RhythmAnswer) -> str:
    """Say which hours and which clock, where they are not the usual ones."""
    first, last = answer.view.hours
    hours = f" from {first:02d}:00 to {last:02d}:00" if answer.view.hours != OFFICE else ""
    return hours + (f" {clock_phrase(answer)}" if answer.view.clock != "operator" else "")


def _share(answer: RhythmAnswer, operation: Operation) -> str:
    """Return "**3 of 10** in 28.1% of its posts, ordinary posts 2 of 10".

    In per cent where both are the same number of tenths.
    """
    rhythm, beside = answer.rhythms[operation.slug], answer.baselines.get(operation.slug)
    share, counted = float(rhythm.shares.office.estimate), _part(answer, operation)
    if beside is None or beside.by_hour:
        return f"**{style.of_ten(share) if share else 'none'}**{counted}"
    if len(answer.known) > MOST_COMPARED:  # the columns say the rest
        unclear = ", no clear difference from ordinary posts"
        return f"**{style.of_ten(share)}**{counted}{unclear if is_unsure(rhythm, beside) else ''}"
    is_same = style.of_ten(share) == style.of_ten(beside.share)
    spell = style.percent if is_same else style.of_ten
    about = "about " if beside.is_about else ""
    words = f"**{spell(share)}**{counted}, ordinary posts {about}{spell(beside.share)}"
    return f"{words}, no clear difference" if is_unsure(rhythm, beside) else words


def _part(answer: RhythmAnswer, operation: Operation) -> str:
    """Say what part of an operation was counted, if not all."""
    words = answer.part_of(operation)
    return f" in {words}" if words else ""


def _beside_the_week(answer: RhythmAnswer, operations: list[Operation]) -> str:
    """Say how large a part of the week these hours are, where nothing else stands beside them."""
    if answer.view.baseline == "none" or answer.baselines:
        return ""
    parts = sorted(answer.rhythms[o.slug].office.even for o in operations)
    texts = list(dict.fromkeys(style.of_ten(part) for part in parts))
    return f"Office hours are {' to '.join(texts)} hours of the week." if texts else ""


def _control(answer: RhythmAnswer) -> str:
    """Say that hours of control accounts are drawn, and no share of them is stated."""
    drawn = [o.short for o in answer.known if _is_by_hour(answer.baselines.get(o.slug))]
    return f"Control accounts of {listed(drawn)} are drawn by hour, not counted." if drawn else ""


def _is_by_hour(beside: Baseline | None) -> bool:
    return beside is not None and beside.by_hour


def _few(answer: RhythmAnswer) -> str:
    none = [o.short for o in answer.known if not answer.rhythms[o.slug].posts]
    few = [o.short for o in answer.known if 0 < answer.rhythms[o.slug].posts < FEWEST]
    return sentences(
        f"Fewer than {FEWEST} posts of {listed(few)}: no shares." if few else "",
        f"No posts of {listed(none)} match this view." if none else "",
    )


def clock_phrase(answer: Answer) -> str:
    """Return whose clock a view shows, as in "on the operator's clock"."""
    if answer.view.clock == "operator":
        return "on the operator's clock"
    return "in UTC" if answer.view.clock == "utc" else f"on the clock of {answer.view.clock}"
