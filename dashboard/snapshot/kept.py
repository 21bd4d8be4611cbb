"""What is worked out of a snapshot is kept in memory, and goes when the snapshot is let go.

KEPT_VIEWS, KEPT_COLUMNS and KEPT_TABLES say how much of what was counted is kept. It serves the
other panels and files of a view, and views that differ from it in little; finished pages are kept
besides, as text (`web/cache.py`). Tables are few: more of them would make a process larger, and
slower, as answers would be made in memory that the processor has not at hand.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast

KEPT_VIEWS = 64  # whose numbers are kept
KEPT_COLUMNS = 4 * KEPT_VIEWS  # operations under one view
KEPT_TABLES = 32  # sums by week of an operation, of each kind: of four under eight filters

F = TypeVar("F", bound=Callable[..., Any])
_CACHES: list[Any] = []  # one for each function that is `kept`


def kept(most: int) -> Callable[[F], F]:
    """Keep what a function of a snapshot, or of a part of one, returned for the last `most` calls.

    Unlike with `lru_cache` alone, what it keeps of a snapshot that was replaced goes with it.
    """

    def wrap(function: F) -> F:
        cache = lru_cache(maxsize=most)(function)
        _CACHES.append(cache)
        return cast(F, cache)

    return wrap


def forget() -> None:
    """Empty all caches when a snapshot is let go; what is kept of others is worked out again."""
    for cache in _CACHES:
        cache.cache_clear()
