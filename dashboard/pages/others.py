"""Numbers that others published, and ours beside them, in words."""

from typing import Any

from dashboard.catalogue.releases import Release
from dashboard.look.ui import node
from dashboard.pages.document import address, capital
from dashboard.snapshot.beside import Beside, beside
from dashboard.snapshot.world import World


def others(world: World, release: Release) -> Any:
    """Say what others counted and whether we did; fold away numbers that sources dispute."""
    pairs = beside(world, release)
    told: list[Any] = [node("P", told_beside(p)) for p in pairs if p.ours is not None and p.counted]
    told += [
        node("P", part) for part in _not_here([p for p in pairs if p.ours is None and p.counted])
    ]
    if disputed := [p for p in pairs if not p.counted]:
        many = "1 other number" if len(disputed) == 1 else f"{len(disputed)} other numbers"
        its = node("Ul", [node("Li", told_beside(pair)) for pair in disputed])
        told.append(node("Details", [node("Summary", f"Sources give {many}"), its]))
    return told or "none known"


def _not_here(pairs: list[Beside]) -> list[list[Any]]:
    """Say numbers of others that we have nothing to set beside, those of one source together."""
    by_source: dict[tuple[str, str], list[Beside]] = {}
    for pair in pairs:
        by_source.setdefault((pair.source, pair.why), []).append(pair)
    return [
        [
            capital(" and ".join(f"{p.what} {p.told:,}" for p in its)),
            *(" (", address(source), "); ", why, "."),
        ]
        for (source, why), its in by_source.items()
    ]


def told_beside(pair: Beside) -> list[Any]:
    """Say a number that others published, ours beside it, the difference and its reason."""
    told: list[Any] = [f"{capital(pair.what)}: {pair.told:,} (", address(pair.source), "); "]
    if pair.ours is None:
        return [*told, f"{pair.why or 'not stated here'}."]
    if not pair.difference:
        return [*told, f"{pair.whose} {pair.ours:,}, equal."]
    more = "more" if pair.difference > 0 else "fewer"
    told.append(f"{pair.whose} {pair.ours:,}, {abs(pair.difference):,} {more}")
    return [*told, f": {pair.why}" if pair.why else "; why is not known."]
