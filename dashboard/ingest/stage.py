"""The stage: narrow Parquet files that a scan leaves behind, from which everything is counted.

No text, no name and no id gets this far: accounts are numbers made from their ids, themes stand in
the place of texts, tags are folded. The lists of a slab's posts become rows of who used what when,
each item once a post. Ids lie beside it until a post that several records tell of counts once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.catalogue.lexicon import fold
from dashboard.ingest.duplicates import Duplicates, PostIds, Records, Rows
from dashboard.ingest.formats.expressions import quote
from dashboard.ingest.formats.formats import USERS
from dashboard.ingest.themes.alphabet import Places
from dashboard.ingest.themes.matching import Matcher, distinct_pairs


@dataclass(frozen=True)
class Occurrences:
    """Pairs of a post's row and the number of a text (a tag or a domain) in it."""

    rows: Places
    numbers: Places
    texts: pa.StringArray

    @classmethod
    def of(cls, lists: pa.ChunkedArray) -> "Occurrences":
        """Return what is in the lists, one a post; none of them is null."""
        whole = lists.combine_chunks()
        coded = pc.fill_null(whole.flatten(), "").dictionary_encode()
        rows = np.repeat(np.arange(len(whole)), pc.list_value_length(whole).to_numpy())
        return cls._once(rows, coded)

    @classmethod
    def _once(cls, rows: Places, coded: pa.DictionaryArray) -> "Occurrences":
        """Return the text beside each row, no text twice beside a row."""
        rows, numbers, _ = distinct_pairs(rows, coded.indices.to_numpy())
        return cls(rows, numbers, coded.dictionary)

    def folded(self, fold: Callable[[str], str]) -> tuple["Occurrences", "Occurrences"]:
        """Return these uses but for texts that fold to nothing, and the uses of the folded ones."""
        items = pa.array([fold(text) for text in self.texts.to_pylist()], pa.string())
        kept = pc.not_equal(items, "").to_numpy(zero_copy_only=False)[self.numbers]
        spelt = Occurrences(self.rows[kept], self.numbers[kept], self.texts)
        coded = items.dictionary_encode().take(spelt.numbers)
        return spelt, Occurrences._once(spelt.rows, coded)

    def table(self, posts: pa.Table) -> pa.Table:
        """Return a row each use, with the columns of its post and its place among them."""
        uses = posts.take(self.rows).append_column("item", self.texts.take(self.numbers))
        return uses.append_column("place", pa.array(self.rows, pa.int32()))


USES = {"account": "UBIGINT", "slot": "INTEGER", "item": "VARCHAR", "place": "INTEGER"}
# Every table of the stage, with its columns. `place` is a post's among those of its file, as read.
STAGED = {
    "post": {
        "account": "UBIGINT",
        "slot": "INTEGER",
        "minute": "INTEGER",
        "language": "VARCHAR",
        "kind": "VARCHAR",
        "client": "VARCHAR",
        "themes": "VARCHAR",
        "posts": "BIGINT",
    },
    "tag": USES,
    "domain": USES,
    "spelling": {
        "account": "UBIGINT",
        "item": "VARCHAR",
        "spelling": "VARCHAR",
        "posts": "BIGINT",
        "place": "INTEGER",
    },
    "member": {"account": "UBIGINT", "created": "VARCHAR", "followers": "BIGINT"},
}
# What is taken from the table `made`, a slab's records, as it is.
USERS_MADE = "SELECT account, created, followers FROM made WHERE fault IS NULL"
POSTS_MADE = """SELECT account, slot, minute, language, kind, client, themes, posts
    FROM (FROM made WHERE fault IS NULL) POSITIONAL JOIN matched"""
READ = "SELECT account, slot, text, tags, hosts, post, fingerprint FROM made WHERE fault IS NULL"
# What is counted of the posts in the table `wanted`: a slab's files of posts, tags and domains.
COUNTED = """SELECT wanted.post, fingerprint, row, minute, kind, language, client, account,
        coalesce(tags, []) AS tags, coalesce(domains, []) AS domains
    FROM wanted JOIN (SELECT *, file_row_number AS place
        FROM read_parquet({}, file_row_number = true)) USING (place)
    LEFT JOIN (SELECT place, list(item ORDER BY item) AS tags
        FROM read_parquet({}) GROUP BY place) USING (place)
    LEFT JOIN (SELECT place, list(item ORDER BY item) AS domains
        FROM read_parquet({}) GROUP BY place) USING (place)"""
# Of versions of one post the one that is first in this order stands. An account is a hash, and text
# is in the fingerprint alone: they only decide where nothing before them does.
STANDING = """SELECT row FROM version QUALIFY row_number() OVER (PARTITION BY post
    ORDER BY minute, kind, language, client, tags, domains, account, fingerprint) = 1"""


class Stage:
    """The stage of one ingest, in `folder`; rows come from the engine's table `made`."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, folder: Path, matcher: Matcher) -> None:
        self.engine, self.folder, self._matcher = engine, folder, matcher
        self._slabs = 0
        self._begins: dict[int, int] = {}  # the number of a slab of posts -> its first row of all
        self._folded = lru_cache(maxsize=1 << 17)(fold)
        for table, columns in STAGED.items():
            (folder / table).mkdir(parents=True)
            nothing = ", ".join(f"NULL::{kind} AS {name}" for name, kind in columns.items())
            self._write(table, f"SELECT {nothing} WHERE false")
        self._ids = PostIds(folder.with_name(f"{folder.name}-ids"))

    def add(self, role: str) -> None:
        """Add the sound rows of `made`, which are of users or of posts."""
        self._slabs += 1
        if role == USERS:
            self._write("member", USERS_MADE)
            return
        read = self.engine.sql(READ).to_arrow_table()
        self._begins[self._slabs] = self._ids.rows
        self._ids.add(read["post"], read["fingerprint"])
        themes = self._matcher.themes(read["text"], read["tags"])
        self._put("matched", pa.table({"themes": themes}), "post", POSTS_MADE)
        posts = read.select(["account", "slot"])
        spelt, tags = Occurrences.of(read["tags"]).folded(self._folded)
        for table, uses in (("tag", tags), ("domain", Occurrences.of(read["hosts"]))):
            self._put("used", uses.table(posts), table, "FROM used")
        self._put("spelt", self._spellings(spelt, read["account"]), "spelling", "FROM spelt")

    def _spellings(self, spelt: Occurrences, accounts: pa.ChunkedArray) -> pa.Table:
        """Return the spellings of tags in posts."""
        items = pa.array([self._folded(text) for text in spelt.texts.to_pylist()], pa.string())
        texts = [items.take(spelt.numbers), spelt.texts.take(spelt.numbers)]
        once = pa.repeat(pa.scalar(1, pa.int64()), len(spelt.rows))
        columns = [accounts.take(spelt.rows), *texts, once, pa.array(spelt.rows, pa.int32())]
        return pa.table(columns, names=list(STAGED["spelling"]))

    def _put(self, name: str, rows: pa.Table, table: str, query: str) -> None:
        """Add what `query` makes of `rows`, which go by `name` in it."""
        self.engine.register(name, rows)
        self._write(table, query)
        self.engine.unregister(name)

    def _write(self, table: str, query: str) -> None:
        path = quote(str(self._path(table, self._slabs)))
        self.engine.execute(f"COPY ({query}) TO {path} (FORMAT parquet)")

    def _path(self, table: str, slab: int) -> Path:
        return self.folder / table / f"{slab:06}.parquet"

    def count_once(self) -> Duplicates:
        """Leave one record of every post in the stage, and no id beside it; say what repeated."""
        found = self._ids.duplicates(self._choose)
        self._ids.remove()
        for slab, rows in self._slabs_of(np.flatnonzero(~found.stays)):
            self._drop(slab, rows)
        return found

    def _slabs_of(self, rows: Rows) -> Iterator[tuple[int, Rows]]:
        """Yield the slabs that sorted rows of all lie in, with their places there."""
        bounds = np.searchsorted(rows, [*self._begins.values(), self._ids.rows])
        for (slab, begin), (start, stop) in zip(
            self._begins.items(), pairwise(bounds), strict=True
        ):
            if start < stop:
                yield slab, rows[start:stop] - begin

    def _drop(self, slab: int, places: Rows) -> None:
        """Take posts out of a slab."""
        for table in ("post", "tag", "domain", "spelling"):
            path = self._path(table, slab)
            rows = pq.read_table(path)
            own = rows["place"].to_numpy() if "place" in STAGED[table] else np.arange(len(rows))
            pq.write_table(rows.filter(~np.isin(own, places)), path)

    def _choose(self, versions: Records) -> Rows:
        """Return the rows that stand of versions of posts: of each post the first in ORDER."""
        versions = np.sort(versions, order="row")
        wanted = pa.table({name: versions[name] for name in ("post", "fingerprint", "row")})
        self._take("CREATE OR REPLACE TEMP TABLE version AS", 0, wanted[:0], np.empty(0, np.int64))
        start = 0
        for slab, places in self._slabs_of(versions["row"]):
            self._take("INSERT INTO version", slab, wanted[start : start + len(places)], places)
            start += len(places)
        rows: Rows = self.engine.sql(STANDING).to_arrow_table()["row"].to_numpy()
        self.engine.execute("DROP TABLE version")
        return rows

    def _take(self, into: str, slab: int, wanted: pa.Table, places: Rows) -> None:
        """Put what is counted of the posts at `places` of a slab into a table of the engine."""
        files = (quote(str(self._path(table, slab))) for table in ("post", "tag", "domain"))
        self.engine.register("wanted", wanted.append_column("place", pa.array(places)))
        self.engine.execute(f"{into} {COUNTED.format(*files)}")
        self.engine.unregister("wanted")

    def show(self, listed: bool = False) -> int:
        """Make a view of every table, by its name, for counting.

        With `listed`, only posts of accounts in a users file are in them: the archive's copy in one
        file holds all releases and does not say which post is of which. Return how many are not.
        """
        for table in sorted(STAGED, key=lambda table: table != "member"):  # others join it
            query = f"SELECT * FROM {self._files(table)}"
            if listed and table != "member":
                query += " SEMI JOIN member USING (account)"
            self.engine.execute(f"CREATE VIEW {table} AS {query}")
        counts = f"(SELECT count(*) FROM {self._files('post')}) - (SELECT count(*) FROM post)"
        ((left_out,),) = self.engine.execute(f"SELECT {counts}").fetchall()
        return int(left_out)

    def _files(self, table: str) -> str:
        """Return SQL for a table's files, each by its name: the folder's must be no pattern."""
        paths = sorted((self.folder / table).iterdir())
        return f"read_parquet([{', '.join(quote(str(path)) for path in paths)}])"
