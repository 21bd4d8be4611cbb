"""A number that was counted here beside one that was published, in words."""

from datetime import datetime

from dashboard.holdings import EQUAL, KNOWN, UNEXPLAINED, Reconciled
from dashboard.measures.published import MINUTE


def told(one: Reconciled) -> str:
    """Return the comparison as one sentence, as the command line prints it."""
    ours = told_number(one.ours)
    if one.quarantined and isinstance(one.ours, int):
        ours += f" ({one.ours - one.quarantined:,} accepted, {one.quarantined:,} quarantined)"
    said = f"{one.name}: {ours} here, {told_number(one.published)} elsewhere ({one.source})"
    return f"{said}: {verdict(one)}".removesuffix(".") + "."


def verdict(one: Reconciled) -> str:
    """Return the verdict in words: equal, or differs by how much and why."""
    if one.verdict == EQUAL:
        return EQUAL
    why = f"known reason. {one.reason}" if one.verdict == KNOWN else UNEXPLAINED
    return f"differs by {_difference(one)}: {why}"


def told_number(number: int | str) -> str:
    """Return a count with commas; a time stays as it is."""
    return f"{number:,}" if isinstance(number, int) else number


def _difference(one: Reconciled) -> str:
    if isinstance(one.ours, int) and isinstance(one.published, int):
        return f"{abs(one.ours - one.published):,}"
    ours, theirs = (datetime.strptime(str(t), MINUTE) for t in (one.ours, one.published))
    minutes = int(abs(ours - theirs).total_seconds()) // 60
    return f"{minutes:,} {'minute' if minutes == 1 else 'minutes'}"
