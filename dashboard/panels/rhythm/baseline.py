"""A week beside its baseline, in numbers and words: the difference, and whether it can be told."""

from dashboard.look import style
from dashboard.panels.rhythm.measure import Rhythm
from dashboard.snapshot.baseline import Baseline
from dashboard.snapshot.source import Ends


def difference(rhythm: Rhythm, baseline: Baseline) -> Ends:
    """Return share in office hours less that of the baseline, with its 95% interval, NaN unknown.

    The ends are those of either interval, squared and added (Zou and Donner 2008, MOVER). Of a week
    without dates only its reading error is known.
    """
    share, low, high = office_ends(rhythm)
    base, base_low, base_high = baseline.office.numbers
    below = ((share - low) ** 2 + (base_high - base) ** 2) ** 0.5
    above = ((high - share) ** 2 + (base - base_low) ** 2) ** 0.5
    apart = share - base
    return apart, apart - below, apart + above


def office_ends(rhythm: Rhythm) -> Ends:
    """Return the share in office hours and its ends; of a week that was read, how far it is off."""
    share, low, high = rhythm.shares.office.numbers
    if rhythm.undated:
        hours = int(rhythm.undated.working.sum()) * (rhythm.view.hours[1] - rhythm.view.hours[0])
        off = rhythm.undated.off_by(share, hours)
        return share, share - off, share + off
    return share, low, high


def pair(rhythm: Rhythm, baseline: Baseline | None) -> str:
    """Return "**6 of 10**, ordinary posts in Chinese 3 of 10"; per cent where tenths are the same.

    Beside even posting where there is no baseline.
    """
    share = float(rhythm.shares.office.estimate)
    even = "even posting", rhythm.office.even
    name, other = (baseline.name, baseline.share) if baseline else even
    same = style.of_ten(share) == style.of_ten(other)
    spell = style.percent if same else style.of_ten
    about = "about " if baseline and baseline.is_about else ""
    words = f"**{spell(share)}**, {name} {about}{spell(other)}"
    if baseline and _is_unsure(difference(rhythm, baseline)):
        return f"{words} (no difference that its interval can tell)"
    return words


def line(rhythm: Rhythm, baseline: Baseline) -> str:
    """Return the line of a column that sets its share beside the baseline's, with intervals."""
    return (
        f"{baseline.title} in these hours: {'about ' * baseline.is_about}"
        f"{style.interval(baseline.office.numbers)}; {_in_points(difference(rhythm, baseline))}"
    )


def _in_points(apart: Ends) -> str:
    if apart[1] != apart[1]:
        return "whether they differ cannot be tested"
    if _is_unsure(apart):
        return "no difference that its interval can tell"
    return (
        f"the operation **{abs(apart[0]) * 100:.1f}** points {'more' if apart[0] > 0 else 'less'}"
    )


def _is_unsure(apart: Ends) -> bool:
    """Whether the interval of a difference is known and has zero in it."""
    return apart[1] <= 0 <= apart[2]
