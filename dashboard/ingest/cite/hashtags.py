"""Hashtags that others counted: spellings merged, the much used listed, themes counted over all.

What is used fewer than LEAST times is not listed: a private person's name is used less. Where a
collection has every hashtag of a release, its themes are counted over all of them.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dashboard.catalogue.cited import ANY, NOISE
from dashboard.catalogue.lexicon import Lexicon, fold, of_folded
from dashboard.tables import IngestError

LEAST = 100
ALL_HASHTAGS = "all hashtags"  # what a reader returns of these: (release, spelling, uses), no table

Rows = dict[str, list[tuple[object, ...]]]  # by table, as in TABLES
Counts = Iterable[tuple[str, int]]


def counted(path: Path, column: str) -> list[tuple[str, int]]:
    """Return (spelling, uses) of a file. Raises IngestError if a column is missing."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            return [(row[column], int(row["count"])) for row in csv.DictReader(file)]
        except (KeyError, ValueError):
            raise IngestError(f"{path.name} has no columns {column} and count.") from None


def merged(counts: Counts, folded: Callable[[str], str]) -> Iterator[tuple[str, str, int]]:
    """Yield (item, most used spelling, uses), most used first, of what is used LEAST times."""
    uses: Counter[str] = Counter()
    labels: dict[str, tuple[int, str]] = {}
    for spelling, count in counts:
        item = folded(spelling)
        uses[item] += count
        labels[item] = min(labels.get(item, (0, "")), (-count, spelling.lstrip("#")))
    for item, count in sorted(uses.items(), key=lambda pair: (-pair[1], pair[0])):
        if item and count >= LEAST:
            yield item, labels[item][1], count


def with_themes(rows: Rows, lexicon: Lexicon) -> Rows:
    """Return the tables with ALL_HASHTAGS as two of them: the much used, and uses by theme."""
    tables = {name: of_table for name, of_table in rows.items() if name != ALL_HASHTAGS}
    for release, counts in _by_release(rows.get(ALL_HASHTAGS, [])).items():
        listed, themes = tables.setdefault("hashtags", []), tables.setdefault("themes", [])
        listed += [(release, *row) for row in merged(counts, fold)]
        total = sum(uses for _, uses in counts)
        themes += [
            (release, theme, uses, total, lexicon.version, 1)
            for theme, uses in uses_by_theme(counts, lexicon).items()
        ]
    return tables


def _by_release(tags: Iterable[tuple[object, ...]]) -> dict[str, list[tuple[str, int]]]:
    by_release: dict[str, list[tuple[str, int]]] = {}
    for release, spelling, uses in tags:
        by_release.setdefault(str(release), []).append((str(spelling), int(str(uses))))
    return by_release


def uses_by_theme(counts: Counts, lexicon: Lexicon) -> dict[str, int]:
    """Return the uses that each theme claims, in the lexicon's order; then ANY and NOISE."""
    themes, owners = list(lexicon.themes.values()), lexicon.tag_owners
    uses: Counter[str] = Counter()
    for spelling, count in counts:
        claiming = [themes[place] for place in owners.get(of_folded(fold(spelling)), ())]
        uses.update({theme.id: count for theme in claiming})
        uses[ANY] += count if claiming else 0
        uses[NOISE] += count if any(theme.noise for theme in claiming) else 0
    order = [theme.id for theme in themes if uses[theme.id]]
    return {name: uses[name] for name in [*order, ANY, NOISE]}
