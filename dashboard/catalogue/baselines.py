"""What ordinary users and control accounts posted in the hours of a week: data/baselines/.

`ordinary.csv` has samples of the platform's public posts of July and August 2014, by language;
`control.csv` the posts of control accounts that others matched with a release. Neither has dates,
users or texts, but for the first and last day: 7 rows a week in UTC, Monday first, a column an
hour.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np

from dashboard.catalogue.cited import read_table
from dashboard.clock.local_time import Ints

HOUR_COLUMNS = tuple(f"{hour:02}" for hour in range(24))
DAYS = {"first": "str", "last": "str", "weekday": "int64"}  # first and last day of a sample, in UTC
HOURS = dict.fromkeys(HOUR_COLUMNS, "int64")
# `sample` is UNIFORM or STRATIFIED, `language` as in tables.POSTS; `release` is a slug.
ORDINARY = {"sample": "category", "language": "str", **DAYS, **HOURS}
CONTROL = {"release": "category", **DAYS, **HOURS}
TABLES = {"ordinary": ORDINARY, "control": CONTROL}
# Every post alike could come into the first; of the second about 1,500 a language were drawn.
UNIFORM, STRATIFIED, CONTROLS = "uniform", "stratified", "control"
COLLECTIONS = {"ordinary": "twitter-2014", "control": "anwala-2023"}  # whose these tables are


@dataclass(frozen=True, eq=False)
class SampleWeek:
    """Posts by weekday and hour in UTC, int64[7, 24], Monday first, from `first` to `last`.

    `kind` is UNIFORM, STRATIFIED or CONTROLS.
    """

    kind: str
    posts: Ints
    first: date
    last: date

    @cached_property
    def n(self) -> int:
        return int(self.posts.sum())


@dataclass(frozen=True)
class Baselines:
    """Ordinary posts by language and sample, and control accounts' posts by release (slug)."""

    ordinary: Mapping[str, Mapping[str, SampleWeek]] = field(default_factory=dict)
    control: Mapping[str, SampleWeek] = field(default_factory=dict)


NOTHING = Baselines()


def read_baselines(folder: Path) -> Baselines:
    """Return what is in a folder: nothing where it is not there, as in data versions of before.

    Raises TableError for a table with other columns or without all 7 weekdays.
    """
    ordinary: dict[str, dict[str, SampleWeek]] = {}
    for (sample, language), week in _weeks(folder, "ordinary", "sample", "language"):
        ordinary.setdefault(language, {})[sample] = week
    control = {release: week for (release,), week in _weeks(folder, "control", "release")}
    return Baselines(ordinary, control)


def _weeks(folder: Path, name: str, *keys: str) -> Iterator[tuple[tuple[str, ...], SampleWeek]]:
    if not (path := folder / f"{name}.csv").is_file():
        return
    frame = read_table(path, TABLES[name])
    # Of arrays: to cut the frame into a hundred was a sixth of a server's start.
    hours, weekday = frame[[*HOUR_COLUMNS]].to_numpy(), frame["weekday"].to_numpy()
    ends = list(zip(frame["first"], frame["last"], strict=True))
    for key, rows in sorted(frame.groupby([*keys], observed=True).indices.items()):
        texts = tuple(map(str, key if isinstance(key, tuple) else (key,)))
        posts = np.zeros((7, 24), np.int64)
        posts[weekday[rows]] = hours[rows]
        kind = texts[0] if name == "ordinary" else CONTROLS
        yield texts, SampleWeek(kind, posts, *map(date.fromisoformat, ends[rows[0]]))
