"""What a users file says of its accounts, in bins of ten and more.

A bin of fewer could point at one of them, and is counted with others in a way that nobody can undo
by subtraction: each account is in one row of each measure, and each row has ten or more.
"""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from dashboard.tables import BANDS, BINS, CREATED, FOLLOWERS, MIN_ACCOUNTS, OTHER_BINS, UNSTATED


def bins(months: Mapping[str, int], bands: Mapping[str, int]) -> pd.DataFrame:
    """Return accounts by month of creation and by band of followers, few ones with others."""
    measures = {CREATED: merge_small(by_year(months)), FOLLOWERS: merge_small(bands)}
    rows = [
        (measure, bin, accounts)
        for measure, bins in measures.items()
        for bin, accounts in sorted(bins.items(), key=lambda pair: _order(pair[0]))
    ]
    return pd.DataFrame(rows, columns=list(BINS))


def _order(bin: str) -> tuple[bool, bool, int, str]:
    return bin == OTHER_BINS, bin == UNSTATED, BANDS.get(bin, 0), bin


def by_year(months: Mapping[str, int]) -> dict[str, int]:
    """Return accounts by month where a month has enough, the other months of a year together."""
    years: Counter[str] = Counter()
    for month, accounts in months.items():
        alone = month == UNSTATED or accounts >= MIN_ACCOUNTS
        years[month if alone else month[:4]] += accounts
    return dict(years)


def merge_small(bins: Mapping[str, int]) -> dict[str, int]:
    """Return the bins with enough accounts, and the others together as OTHER_BINS.

    If even those are too few, the smallest bin goes to them, so that what is missing from the sum
    is not their number. Nothing is left of fewer than MIN_ACCOUNTS in all.
    """
    kept = {bin: accounts for bin, accounts in bins.items() if accounts >= MIN_ACCOUNTS}
    rest = sum(bins.values()) - sum(kept.values())
    while 0 < rest < MIN_ACCOUNTS and kept:
        rest += kept.pop(min(kept, key=lambda bin: (kept[bin], bin)))
    return kept | ({OTHER_BINS: rest} if rest >= MIN_ACCOUNTS else {})
