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
    share, low, high = rhythm.office_ends
    base, base_low, base_high = baseline.office.numbers
    below = ((share - low) ** 2 + (base_high - base) ** 2) ** 0.5
    above = ((high - share) ** 2 + (base - base_low) ** 2) ** 0.5
    apart = share - base
    return apart, apart - below, apart + above


def is_unsure(rhythm: Rhythm, baseline: Baseline) -> bool:
    """Whether the interval of their difference is known and has zero in it."""
    _, low, high = difference(rhythm, baseline)
    return low <= 0 <= high


def in_intervals(rhythm: Rhythm, baseline: Baseline) -> str:
    """Return what sets the share of a column beside the baseline's, with intervals."""
    return (
        f"{baseline.title} in these hours: {'about ' * baseline.is_about}"
        f"{style.interval(baseline.office.numbers)}; {_in_points(rhythm, baseline)}"
    )


def _in_points(rhythm: Rhythm, baseline: Baseline) -> str:
    apart = difference(rhythm, baseline)
    if apart[1] != apart[1]:
        return "whether they differ cannot be tested"
    if is_unsure(rhythm, baseline):
        return "no difference that its interval can tell"
    return (
        f"the operation **{abs(apart[0]) * 100:.1f}** points {'more' if apart[0] > 0 else 'less'}"
    )
