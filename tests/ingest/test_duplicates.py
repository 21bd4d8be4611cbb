"""A post counts once, whatever tells of it twice; of two that differ always the same one counts."""

import gzip
import itertools
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from dashboard.ingest import duplicates
from dashboard.ingest.csv import blocks
from dashboard.ingest.duplicates import PostIds
from dashboard.ingest.formats import expressions as sql
from dashboard.store.holdings import Manifest, read_holding
from dashboard.store.invariants import faults
from dashboard.store.repeats import repeats
from tests import archive_world as world

ONCE = world.POSTS_CSV
PLAIN = world.csv_text(world.POST_ROWS, world.POSTS, quoted=False, lower=False, end="\r\n")
PARTS = [world.csv_text(world.POST_ROWS[a:b], world.POSTS) for a, b in ((0, 12), (8, 20))]
TWICE = world.csv_text([*world.POST_ROWS, *world.POST_ROWS[:5]], world.POSTS)
OLDER = tuple(reversed(world.POSTS))  # an issue with its columns in another order

WAYS = {
    "within a file": ({"p__csv": TWICE}, 5),
    "two parts that overlap": (dict(zip(("a__csv", "b__csv"), PARTS, strict=True)), 4),
    "a copy saved with other quotes and line ends": ({"a__csv": ONCE, "b__csv": PLAIN}, 20),
    "a copy in another issue": (
        {"a__csv": ONCE, "b__csv": world.csv_text(world.POST_ROWS, OLDER)},
        20,
    ),
    "members of a zip": (
        {"p__zip": world.zipped(**dict(zip(("a__csv", "b__csv"), PARTS, strict=True)))},
        4,
    ),
    "a file and a packed part of it": (
        {"a__csv": ONCE, "b__csv__gz": gzip.compress(PARTS[0], mtime=0)},
        12,
    ),
    "three times": ({"a__csv": ONCE, "b__csv": PLAIN, "c__csv": TWICE}, 45),
}


def held(store: Path):
    return read_holding(world.place(store))


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """Return the holding of the twenty posts, each there once."""
    folder = tmp_path_factory.mktemp("once")
    world.run(folder / "store", world.write(folder / "in", p__csv=ONCE))
    return held(folder / "store")


@pytest.mark.parametrize("files, repeated", WAYS.values(), ids=list(WAYS))
def test_a_post_that_is_there_twice_counts_once(tmp_path, expected, files, repeated):
    report = world.run(tmp_path / "store", world.write(tmp_path / "in", **files))
    manifest = report.manifest
    assert manifest.tables == expected.manifest.tables  # to the byte
    assert (manifest.posts, manifest.repeated, manifest.differing) == (20, repeated, 0)
    assert manifest.records == 20 + repeated
    sentence = f"{repeated} records repeat a post that was read before, counted once."
    assert f"  {sentence}" in report.lines
    assert list(faults(held(tmp_path / "store"))) == []


def test_where_nothing_repeats_nothing_is_said(tmp_path):
    report = world.run(tmp_path / "store", world.write(tmp_path / "in", p__csv=ONCE))
    assert (report.manifest.repeated, report.manifest.equal) == (0, 0)
    assert not any("repeat" in line or "equal to one" in line for line in report.lines)


# ---- Records that differ -------------------------------------------------------------------------

# Five posts in versions of which the first one counts: a language, an hour, a kind, a tag, a text.
VERSIONS = [
    [{"tweet_language": "de"}, {"tweet_language": "en"}],
    [{"tweet_time": "2020-03-01 00:30"}, {"tweet_time": "2020-03-01 00:31"}],
    [{"is_retweet": False}, {"in_reply_to_tweetid": "7"}, {"is_retweet": True}],
    [{"hashtags": []}, {"hashtags": ["Rally"]}, {"hashtags": ["Zoo"]}],
    [{"tweet_text": "see"}, {"tweet_text": "protest"}],
]
ROWS = [
    [world.post(n, n, "2020-03-01 00:30", **version) if "tweet_time" not in version
     else world.post(n, n, "2020-03-01 00:30") | version for version in versions]
    for n, versions in enumerate(VERSIONS, 30)
]  # fmt: skip


def test_of_records_that_differ_the_first_in_order_counts(tmp_path):
    rows = [row for versions in ROWS[:4] for row in reversed(versions)]
    path = world.write(tmp_path / "in", p__csv=world.csv_text(rows, world.POSTS))
    report = world.run(tmp_path / "store", path)
    assert (report.manifest.repeated, report.manifest.differing) == (6, 6)
    assert "  6 records repeat a post that was read before, counted once; 6 of them differ." in (
        report.lines
    )
    posts = held(tmp_path / "store").posts
    assert posts.groupby("language", observed=True)["posts"].sum().to_dict() == {"de": 1, "en": 3}
    assert posts.groupby("kind", observed=True)["posts"].sum().to_dict() == {"original": 4}
    assert report.manifest.last == "2020-03-01 00:30"


def test_the_order_of_files_and_blocks_changes_nothing(tmp_path, monkeypatch):
    """Three files whose posts overlap, each two in both orders, in large blocks and small."""
    mixed = [row for versions in ROWS for row in versions]
    files = {
        "a.csv": world.csv_text([*world.POST_ROWS, *mixed[:6]], world.POSTS),
        "b.csv": world.csv_text([*mixed[3:], *world.POST_ROWS[5:]], world.POSTS, quoted=False),
        "c.csv": world.csv_text([*mixed[::-1], *world.POST_ROWS[:9]], world.POSTS, end="\r\n"),
    }
    folder = world.write(tmp_path / "in", **{n.replace(".", "__"): f for n, f in files.items()})
    versions = set()
    sizes = itertools.cycle((blocks.SLAB, 2_000))
    for size, names in zip(sizes, ("abc", "bca", "cab"), strict=False):
        monkeypatch.setattr(blocks, "SLAB", size)
        report = world.run(tmp_path / names, *(folder / f"{name}.csv" for name in names))
        versions.add((report.version, report.manifest.tables["posts.parquet"]))
    assert len(versions) == 1
    assert report.manifest.posts == 25


def test_posts_by_an_independent_count(tmp_path, monkeypatch):
    """Random versions of a hundred posts: Python's own `min` says which one counts."""
    monkeypatch.setattr(duplicates, "MANY", 40)  # so that they are compared in several goes
    monkeypatch.setattr(blocks, "SLAB", 5000)
    dice = random.Random(4)
    rows = [
        world.post(
            n,
            n % 12,
            "2020-03-01 00:15",
            tweet_language=dice.choice(["de", "en", "fr"]),
            tweet_client_name=dice.choice(["App", "Web"]),
            is_retweet=dice.random() < 0.3,
            hashtags=dice.sample(["one", "two", "three"], dice.randrange(3)),
        )
        for n in dice.choices(range(100), k=400)
    ]
    path = world.write(tmp_path / "in", p__csv=world.csv_text(rows, world.POSTS))
    report = world.run(tmp_path / "store", path, keep_stage=tmp_path / "kept")

    def order(row):
        kind = "retweet" if row["is_retweet"] else "original"
        return kind, row["tweet_language"], row["tweet_client_name"], sorted(row["hashtags"])

    by_id: dict[str, list] = {}
    for row in rows:
        by_id.setdefault(str(row["tweetid"]), []).append(row)
    stand = [min(versions, key=order) for versions in by_id.values()]
    with duckdb.connect() as engine:
        kept = f"FROM '{tmp_path}/kept/{{}}/*.parquet' GROUP BY ALL"
        words = f"SELECT kind, language, client, count(*) {kept.format('post')}"
        counted = {row[:3]: row[3] for row in engine.execute(words).fetchall()}
        tags = f"SELECT item, count(*) {kept.format('tag')}"
        tags_counted = dict(engine.execute(tags).fetchall())
        spelt = dict(engine.execute(tags.replace("tag", "spelling")).fetchall())
    assert counted == Counter(order(row)[:3] for row in stand)
    assert tags_counted == spelt == Counter(tag for row in stand for tag in row["hashtags"])
    assert report.manifest.posts == len(by_id)
    assert report.manifest.repeated == 400 - len(by_id)
    differing = sum(order(row) != order(stand[n]) or row["hashtags"] != stand[n]["hashtags"]
                    for n, versions in enumerate(by_id.values()) for row in versions)  # fmt: skip
    assert report.manifest.differing == differing


def test_damage_in_columns_that_are_not_counted_changes_no_count(tmp_path, expected):
    """A record with bad bytes in its author's profile repeats a good one: they are one post."""
    rows = [row | {"user_profile_description": "HOLE"} for row in world.POST_ROWS[:3]]
    damaged = world.csv_text(rows, world.POSTS).replace(b"HOLE", b"\xff\xfe\xc3(")
    _, _, records = damaged.partition(b"\n")
    for name, data in (("behind", ONCE + records), ("before", damaged + ONCE.split(b"\n", 1)[1])):
        path = world.write(tmp_path / name, p__csv=data)
        manifest = world.run(tmp_path / f"store-{name}", path, allow_rejects=True).manifest
        assert manifest.tables["posts.parquet"] == expected.manifest.tables["posts.parquet"]
        assert (manifest.repeated, manifest.differing, manifest.posts_rejected) == (3, 0, 0)


# ---- Files without ids ---------------------------------------------------------------------------


@pytest.mark.parametrize("quoted", [True, False])
def test_equal_rows_without_an_id_count_and_are_said(tmp_path, quoted):
    first, second, third = world.CLEMSON_ROWS
    elsewhere = (*first[:2], "another region", *first[3:])  # what is not counted tells them apart
    rows = (first, second, first, elsewhere, third, first)
    folder = world.write(
        tmp_path / "in", ira__csv=world.csv_text(rows, world.CLEMSON, quoted=quoted)
    )
    report = world.run(tmp_path / "store", folder, subject="atlantis-2020-11")
    manifest = report.manifest
    assert (manifest.posts, manifest.records, manifest.repeated) == (6, 6, 0)
    assert (manifest.equal, manifest.most_equal) == (2, 3)
    assert any(line.startswith("  2 of 6 records have no post id and are equal to one that was")
               for line in report.lines)  # fmt: skip


@pytest.mark.parametrize("quoted", [True, False])
def test_bad_bytes_that_are_not_counted_set_no_record_without_an_id_aside(tmp_path, quoted):
    first, second, third = world.CLEMSON_ROWS
    rows = (first, (*second[:2], "HOLE", *second[3:]), third, second)
    text = world.csv_text(rows, world.CLEMSON, quoted=quoted).replace(b"HOLE", b"\xff\xfe")
    folder = world.write(tmp_path / "in", ira__csv=text)
    manifest = world.run(tmp_path / "store", folder, subject="atlantis-2020-11").manifest
    assert (manifest.posts, manifest.posts_rejected, manifest.equal) == (4, 0, 0)


def test_what_is_no_id_makes_no_two_posts_one(tmp_path):
    numbers = ("", "1.11014E+18", "NA", "0")
    rows = [row | {"tweetid": number} for number in numbers for row in world.POST_ROWS]
    path = world.write(tmp_path / "in", p__csv=world.csv_text(rows, world.POSTS))
    manifest = world.run(tmp_path / "store", path).manifest
    assert (manifest.posts, manifest.repeated) == (20 * len(numbers), 0)


@pytest.mark.parametrize("text, post", [
    ("1110141778129846272", 1110141778129846272),
    (" 1110141778129846272 ", 1110141778129846272),
    ("0001110141778129846272", 1110141778129846272),
    *((text, None) for text in ("", " ", "nan", "\\N", "0", "-1", "9E+17", "1.1e18", "11.0")),
])  # fmt: skip
def test_what_a_post_is_known_by(text, post):
    with duckdb.connect() as engine:
        ((made,),) = engine.execute(
            f"SELECT {sql.post_id('x', sql.number('x'))} FROM (SELECT ? AS x)", [text]
        ).fetchall()
    assert made == post


def test_another_platforms_ids_are_any_text():
    with duckdb.connect() as engine:
        ids = "(VALUES ('t3_b'), (' t3_b'), ('t4_b')) AS t(x)"
        query = f"SELECT {sql.post_id('x', sql.number('x'))} FROM {ids}"
        first, again, other = (row[0] for row in engine.execute(query).fetchall())
    assert first == again != other


@pytest.mark.parametrize("known, posts", [('postid = "number"\n', 2), ("", 3)])
def test_a_mapping_names_the_column_by_which_a_post_is_known(tmp_path, known, posts):
    mapping = tmp_path / "forum.toml"
    mapping.write_text(
        'name = "Forum posts"\ncollection = "rebuilt"\ntimes = ["%Y-%m-%d %H:%M"]\n[columns]\n'
        f'userid = "member"\ntime = "written"\ntext = "body"\n{known}',
        encoding="utf-8",
    )
    rows = [("t3_a1", "u1", "2020-03-01 00:00", "one"), ("t3_a2", "u2", "2020-03-01 00:00", "two")]
    columns = ("number", "member", "written", "body")
    folder = world.write(tmp_path / "in", f__csv=world.csv_text([*rows, rows[0]], columns))
    manifest = world.run(tmp_path / "store", folder, mapping=mapping).manifest
    assert (manifest.posts, manifest.repeated + manifest.equal) == (posts, 1)


# ---- Where the ids lie ---------------------------------------------------------------------------


def test_no_id_is_left_anywhere(tmp_path):
    store, kept = tmp_path / "store", tmp_path / "kept"
    path = world.write(tmp_path / "in", p__csv=TWICE)
    dead = store / ".staging-dead" / "stage-ids"  # an ingest that was killed left it
    dead.mkdir(parents=True)
    (dead / "001").write_bytes(b"an id")
    world.run(store, path, keep_stage=kept)
    assert not list(store.glob(".staging-*"))
    assert not list(kept.rglob("*ids*"))
    with duckdb.connect() as engine:
        for file in [*store.rglob("*.parquet"), *kept.rglob("*.parquet")]:
            cells = {cell for row in engine.execute(f"FROM '{file}'").fetchall() for cell in row}
            assert not cells & {int(str(row["tweetid"])) for row in world.POST_ROWS}
    text = world.place(store).joinpath("manifest.json").read_text()
    assert not any(str(row["tweetid"]) in text for row in world.POST_ROWS)


def test_ids_of_one_second_spread_over_all_parts(tmp_path, monkeypatch):
    """Ids that differ in their high bits alone, as the platform's do, fill the parts alike."""
    monkeypatch.setattr(duplicates, "AT_ONCE", 10_000)
    ids = PostIds(tmp_path / "ids")
    numbers = pa.chunked_array([pa.array((np.arange(64_000) + (1 << 38)) << 22, pa.uint64())])
    ids.add(numbers, numbers)
    sizes = [path.stat().st_size / duplicates.ENTRY.itemsize for path in ids.folder.iterdir()]
    assert len(sizes) == duplicates.PARTS
    assert 500 < min(sizes) <= max(sizes) < 2000


def test_ids_count_alike_however_many_are_written_at_once(tmp_path, monkeypatch):
    """Five slabs of 100 ids, every one in two slabs: 250 records repeat a post."""
    slabs = [np.arange(100, dtype=np.uint64) + 50 * n for n in (1, 2, 3, 4, 5)]
    slabs[-1][50:] = np.arange(50, 100)  # the fifth ends where the first begins
    for at_once in (1, 150, 1 << 18):
        monkeypatch.setattr(duplicates, "AT_ONCE", at_once)
        ids = PostIds(tmp_path / str(at_once))
        for slab in slabs:
            numbers = pa.chunked_array([pa.array(slab)])
            ids.add(numbers, numbers)
        found = ids.duplicates(lambda versions: versions["row"])
        assert (found.repeated, found.differing) == (250, 0)
        assert found.stays.sum() == 250


# ---- What adds up, and in which words ------------------------------------------------------------


def test_every_record_of_posts_is_accounted_for(tmp_path):
    """Twenty posts of listed accounts, ten of another, five records twice, one that is no post."""
    others = [world.post(n, 50, "2020-02-01 00:00") for n in range(60, 70)]
    lost = world.post(90, 1, "2020-03-01 00:30") | {"tweet_time": "never"}
    rows = [*world.POST_ROWS, *others, lost, *world.POST_ROWS[:5]]
    files = world.write(
        tmp_path / "in", p__csv=world.csv_text(rows, world.POSTS), u__csv=world.USERS_CSV
    )
    world.run(tmp_path / "store", files, listed=True, allow_rejects=True)
    holding = held(tmp_path / "store")
    m = holding.manifest
    assert (m.posts, m.left_out, m.repeated, m.posts_rejected, m.records) == (20, 10, 5, 1, 36)
    assert list(faults(holding)) == []
    wrong = replace(holding, manifest=replace(m, repeated=4))
    assert "records of posts add up to 35, manifest.json says 36." in list(faults(wrong))


def test_the_words(expected):
    manifest = expected.manifest

    def said(**numbers) -> list[str]:
        return list(repeats(replace(manifest, **numbers)))

    once = "a post that was read before, counted once"
    assert said(repeated=None) == said(repeated=0) == []
    assert said(repeated=4120, differing=12) == [f"4,120 records repeat {once}; 12 of them differ."]
    assert said(repeated=2, differing=1) == [f"2 records repeat {once}; 1 of them differs."]
    assert said(repeated=1, differing=1) == [f"1 record repeats {once}; it differs."]
    assert said(repeated=1, differing=0) == [f"1 record repeats {once}."]
    assert isinstance(manifest, Manifest)
