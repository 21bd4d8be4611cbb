"""Weeks that others counted without dates: posts by weekday and hour in UTC, of all days together.

Such a grid answers when posts were written on every clock that was a whole number of hours from UTC
for as long as they were written. It knows no dates, kinds, themes or accounts.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.clock.local_time import Ints

WEEK_GRIDS = "week_grids"  # the name of the table
# 168 rows a grid. `release` is the slug of a release, or of a group of them that was counted
# together; `language` as in tables.POSTS, "" = every. `weekday` 0 is Monday, both it and `hour` in
# UTC. The same in each row: how many posts there are (`whole`), of which the `posts` may be a few
# fewer, and how far each of them may be off (`error`).
COLUMNS = {
    "release": "category",
    "language": "str",
    "weekday": "int64",
    "hour": "int64",
    "posts": "int64",
    "whole": "int64",
    "error": "int64",
}


@dataclass(frozen=True, eq=False)
class WeekGrid:
    """Posts of a `subject`, a release or a group, in one `language` or in every ("").

    `posts` is int64[7, 24] in UTC, Monday first, each at most `error` off; `whole`: how many there
    are in all.
    """

    subject: str
    collection: str
    language: str
    posts: Ints
    whole: int
    error: int


def week_grids(table: pd.DataFrame | None) -> tuple[WeekGrid, ...]:
    """Return the grids of a table with COLUMNS and `collection`; () without one."""
    if table is None:
        return ()
    keys = ["release", "collection", "language"]
    return tuple(map(_grid, (rows for _, rows in table.groupby(keys, observed=True))))


def _grid(rows: pd.DataFrame) -> WeekGrid:
    posts, first = np.zeros((7, 24), np.int64), rows.iloc[0]
    posts[rows["weekday"], rows["hour"]] = rows["posts"]
    subject, collection, language = map(str, first[["release", "collection", "language"]])
    return WeekGrid(subject, collection, language, posts, int(first["whole"]), int(first["error"]))
