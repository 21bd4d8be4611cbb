"""The stage: narrow Parquet files that a scan leaves behind, from which everything is counted.

No text, no name and no id gets this far: accounts are numbers made from their ids, themes stand in
the place of texts, tags are folded. The lists of a slab's posts become rows of who used what when,
each item once a post.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.catalogue.lexicon import fold
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
        """Return a row each use, with the columns of its post."""
        return posts.take(self.rows).append_column("item", self.texts.take(self.numbers))

    def by_account(self, accounts: pa.ChunkedArray) -> tuple[pa.Array, Places, Places]:
        """Return accounts, the number of a text beside each, and how many posts hold it."""
        coded = accounts.combine_chunks().take(self.rows).dictionary_encode()
        users, numbers, posts = distinct_pairs(coded.indices.to_numpy(), self.numbers)
        return coded.dictionary.take(users), numbers, posts


# Every table of the stage, with its columns.
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
    "tag": {"account": "UBIGINT", "slot": "INTEGER", "item": "VARCHAR"},
    "domain": {"account": "UBIGINT", "slot": "INTEGER", "item": "VARCHAR"},
    "spelling": {"account": "UBIGINT", "item": "VARCHAR", "spelling": "VARCHAR", "posts": "BIGINT"},
    "member": {"account": "UBIGINT", "created": "VARCHAR", "followers": "BIGINT"},
}
# What is taken from the table `made`, a slab's records, as it is.
USERS_MADE = "SELECT account, created, followers FROM made WHERE fault IS NULL"
POSTS_MADE = """SELECT account, slot, minute, language, kind, client, themes, posts
    FROM (FROM made WHERE fault IS NULL) POSITIONAL JOIN matched"""
READ = "SELECT account, slot, text, tags, hosts FROM made WHERE fault IS NULL"


class Stage:
    """The stage of one ingest, in `folder`; rows come from the engine's table `made`."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, folder: Path, matcher: Matcher) -> None:
        self.engine, self.folder, self._matcher = engine, folder, matcher
        self._slabs = 0
        self._folded = lru_cache(maxsize=1 << 17)(fold)
        for table, columns in STAGED.items():
            (folder / table).mkdir(parents=True)
            nothing = ", ".join(f"NULL::{kind} AS {name}" for name, kind in columns.items())
            self._write(table, f"SELECT {nothing} WHERE false")

    def add(self, role: str) -> None:
        """Add the sound rows of `made`, which are of users or of posts."""
        self._slabs += 1
        if role == USERS:
            self._write("member", USERS_MADE)
            return
        read = self.engine.sql(READ).to_arrow_table()
        themes = self._matcher.themes(read["text"], read["tags"])
        self._put("matched", pa.table({"themes": themes}), "post", POSTS_MADE)
        posts = read.select(["account", "slot"])
        spelt, tags = Occurrences.of(read["tags"]).folded(self._folded)
        for table, uses in (("tag", tags), ("domain", Occurrences.of(read["hosts"]))):
            self._put("used", uses.table(posts), table, "FROM used")
        self._put("spelt", self._spellings(spelt, read["account"]), "spelling", "FROM spelt")

    def _spellings(self, spelt: Occurrences, accounts: pa.ChunkedArray) -> pa.Table:
        """Return how many posts of each account hold a spelling of a tag."""
        users, numbers, posts = spelt.by_account(accounts)
        items = pa.array([self._folded(text) for text in spelt.texts.to_pylist()], pa.string())
        columns = [users, items.take(numbers), spelt.texts.take(numbers), posts]
        return pa.table(columns, names=list(STAGED["spelling"]))

    def _put(self, name: str, rows: pa.Table, table: str, query: str) -> None:
        """Add what `query` makes of `rows`, which go by `name` in it."""
        self.engine.register(name, rows)
        self._write(table, query)
        self.engine.unregister(name)

    def _write(self, table: str, query: str) -> None:
        path = self.folder / table / f"{self._slabs:06}.parquet"
        self.engine.execute(f"COPY ({query}) TO {quote(str(path))} (FORMAT parquet)")

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
