"""What posts hold, each thing once a post, counted by hand."""

import pyarrow as pa

from dashboard.ingest.stage import Occurrences

POSTS = pa.table({"account": pa.array([7, 8, 7, 7], pa.uint64()), "slot": pa.array([1, 2, 3, 4])})
TAGS = pa.chunked_array([[["Tea", "tea", "Tea"], [], ["tea", "#"], ["Tea"]]])


def fold(tag: str) -> str:
    return tag.strip("#").lower()


def test_a_thing_counts_once_a_post():
    told = Occurrences.of(TAGS).table(POSTS).to_pylist()
    assert [(row["account"], row["slot"], row["item"]) for row in told] == [
        (7, 1, "Tea"), (7, 1, "tea"), (7, 3, "tea"), (7, 3, "#"), (7, 4, "Tea"),
    ]  # fmt: skip


def test_spellings_fold_to_items_and_those_that_fold_to_nothing_go():
    spelt, items = Occurrences.of(TAGS).folded(fold)
    assert [row["item"] for row in items.table(POSTS).to_pylist()] == ["tea"] * 3
    assert [row["slot"] for row in items.table(POSTS).to_pylist()] == [1, 3, 4]
    told = [(row["place"], row["item"]) for row in spelt.table(POSTS).to_pylist()]
    assert sorted(told) == [(0, "Tea"), (0, "tea"), (2, "tea"), (3, "Tea")]


def test_posts_without_anything_give_tables_without_rows():
    nothing = Occurrences.of(pa.chunked_array([[[], []]], pa.list_(pa.string())))
    assert nothing.table(POSTS).num_rows == 0
    spelt, items = nothing.folded(fold)
    assert items.table(POSTS).column_names == ["account", "slot", "item", "place"]
    assert spelt.table(POSTS).num_rows == 0
