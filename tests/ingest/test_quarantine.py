"""Records that cannot be read: set aside, counted, named by place and reason, and never shown.

Simulated posts of two lines each, and bad records between them, each bad so that it can be seen.
"""

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import archive_world as world
import pytest

from dashboard.store.holdings import read_holding
from dashboard.tables import PRIVATE, IngestError, read_table

SECRET = "mallory"  # stands in every bad record and in no good one
HEADER = world.POSTS_CSV[: world.POSTS_CSV.index(b"\n") + 1]
NEW_YEAR = datetime(2020, 1, 1, tzinfo=UTC)


def record(number: int, text: str = "line one\nline two", **more: object) -> bytes:
    """Return a post as a file writes it: ten accounts in turn, a quarter-hour each."""
    time = f"{NEW_YEAR + timedelta(minutes=15 * number):%Y-%m-%d %H:%M}"
    row = world.post(number, number % 10, time, text, **more)
    return world.csv_text([row], world.POSTS).removeprefix(HEADER)


GOOD = [record(number) for number in range(1200)]
# What is wrong -> a record of which just that is wrong. Times in 2020; disclosed on 8 October.
BAD = {
    "has 5 fields, not 30": f'"{SECRET}","b","c","d","e"\n'.encode(),
    "has no possible time": record(1, SECRET, tweet_time="2020-02-30 10:00"),
    "is not UTF-8 text": record(2, f"{SECRET} ?").replace(b"?", b"\xe9\xff"),
    "holds a NUL byte": record(3, f"{SECRET}\0"),
    "repeats the header": HEADER,
    "is dated after the disclosure": record(4, SECRET, tweet_time="2020-10-09 12:00"),
    "has a stray quote": record(5, f"{SECRET} ?").replace(b"?", b'"x"'),
}


def among(good: list[bytes], bad: list[bytes]) -> bytes:
    """Return a posts file with a bad record behind every hundredth good one, from the first on."""
    lines = [HEADER]
    for number, line in enumerate(good):
        lines.append(line)
        if number % 100 == 0 and number // 100 < len(bad):
            lines.append(bad[number // 100])
    return b"".join(lines)


SEVEN = among(GOOD, list(BAD.values()))
ONE = among(GOOD[:1000], [BAD["has no possible time"]])


def place(store: Path) -> Path:
    return world.place(store)


@pytest.fixture(scope="module")
def seven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder: the file with seven bad records, a store made of it, and their rows."""
    folder = tmp_path_factory.mktemp("seven")
    path = world.write(folder / "in", p__csv=SEVEN)
    rows = folder / "rows.jsonl"
    report = world.run(folder / "store", path, allow_rejects=True, rejects=rows)
    (folder / "report.txt").write_text("\n".join(report.lines))
    return folder


def test_one_bad_record_in_a_thousand_is_set_aside_and_the_rest_read(tmp_path):
    path = world.write(tmp_path / "in", p__csv=ONE)
    report = world.run(tmp_path / "store", path)
    told = report.manifest
    assert (told.posts, told.posts_rejected) == (1000, 1)
    assert told.rejected == {"has no possible time": 1}
    assert read_holding(place(tmp_path / "store")).posts["posts"].sum() == 1000
    assert report.lines[:4] == (
        "p.csv:",
        "  platform posts, as issued 2020-08 to 2020-12 or 2021-12.",
        "  1,001 records: 1,000 accepted, 1 quarantined.",
        "    has no possible time: 1 record, at line 4, byte 657.",  # header 498, post 159
    )
    assert report.lines[-2] == (
        "  quarantined: 1; private/quarantine.parquet says where they lie, and why."
    )


@pytest.mark.parametrize("good, bad", [(999, 1), (1000, 2), (1998, 2)])
def test_more_is_refused(tmp_path, good, bad):
    """1 of 1,000 is a thousandth, which may be; 1 of 999 would be the first that may not."""
    rows = [record(number) for number in range(good - 1 if bad == 1 else good)]
    path = world.write(tmp_path / "in", p__csv=among(rows, [BAD["has no possible time"]] * bad))
    if (good, bad) == (1998, 2):
        assert world.run(tmp_path / "store", path).manifest.posts_rejected == 2
        return
    with pytest.raises(IngestError, match=r"More than 0\.1% is refused; --allow-rejects reads"):
        world.run(tmp_path / "store", path)
    assert not (tmp_path / "store").exists()


def test_accepted_and_quarantined_are_all_records(seven):
    told = read_holding(place(seven / "store")).manifest
    assert (told.posts, told.posts_rejected) == (1200, 7)
    assert told.rejected == dict.fromkeys(BAD, 1)
    assert "  1,207 records: 1,200 accepted, 7 quarantined." in (seven / "report.txt").read_text()


def test_where_each_lies_and_why_is_kept(seven):
    path = place(seven / "store") / "private" / "quarantine.parquet"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = list(read_table(path, PRIVATE["quarantine"]).itertuples(index=False, name=None))
    # The header is line 1; 1 + 100 n posts of two lines each and n bad records come before the
    # n-th: the first three of one, one and one line.
    assert [(file, reason) for file, _, _, reason in rows] == [("p.csv", why) for why in BAD]
    lines = [line for _, line, _, _ in rows]
    before = [SEVEN[: SEVEN.index(bad, 500)].count(b"\n") for bad in BAD.values()]
    assert lines[:3] == [4, 205, 406]
    assert lines == [count + 1 for count in before]
    for _, _, byte, reason in rows:
        assert SEVEN[byte:].startswith(BAD[reason])


def test_the_rows_are_written_where_it_was_asked_for_byte_for_byte(seven):
    path = seven / "rows.jsonl"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    told = [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]
    given_back = {row["reason"]: row["row"].encode("utf-8", "surrogateescape") for row in told}
    assert given_back == BAD
    assert {tuple(row) for row in told} == {("file", "line", "byte", "reason", "row")}
    assert f"  quarantined rows: 7, in {path}." in (seven / "report.txt").read_text()


def test_no_row_is_anywhere_else(seven):
    everything = (seven / "report.txt").read_bytes()
    everything += b"".join(content or b"" for content in world.tree(seven / "store").values())
    assert SECRET.encode() not in everything
    assert SECRET.encode() in (seven / "rows.jsonl").read_bytes()


def test_no_row_is_written_unless_asked(tmp_path):
    path = world.write(tmp_path / "in", p__csv=ONE)
    world.run(tmp_path / "store", path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "store"]


def test_a_refusal_names_places_and_reasons_and_no_row(tmp_path):
    path = world.write(tmp_path / "in", p__csv=SEVEN)
    rows = tmp_path / "rows.jsonl"
    with pytest.raises(IngestError) as refused:
        world.run(tmp_path / "store", path, rejects=rows)
    byte = {reason: SEVEN.index(bad, 1) for reason, bad in BAD.items()}
    assert str(refused.value) == (
        "p.csv: 7 of 1,207 records cannot be read"
        " (has 5 fields, not 30: 1 record, at line 4, byte 657;"
        f" is not UTF-8 text: 1 record, at line 406, byte {byte['is not UTF-8 text']:,};"
        f" holds a NUL byte: 1 record, at line 607, byte {byte['holds a NUL byte']:,};"
        " 4 other reasons: 4 records)."
        " More than 0.1% is refused; --allow-rejects reads the others."
    )
    assert SECRET not in str(refused.value)
    assert len(rows.read_text().splitlines()) == 7  # to see what is wrong before trying again


def test_the_command_that_a_refusal_advises_works(tmp_path):
    """Rows of a refused ingest are there to look at, and give way to the next one's."""
    path = world.write(tmp_path / "in", p__csv=CUT)
    rows = tmp_path / "rows.jsonl"
    with pytest.raises(IngestError, match="--allow-rejects reads what is there"):
        world.run(tmp_path / "store", path, rejects=rows)
    refused = rows.read_text()
    assert len(refused.splitlines()) == 1
    world.run(tmp_path / "store", path, rejects=rows, allow_rejects=True)
    assert rows.read_text() == f"{refused}\n"
    assert stat.S_IMODE(rows.stat().st_mode) == 0o600
    with pytest.raises(IngestError, match=r"rows\.jsonl exists already"):  # of one that was read
        world.run(tmp_path / "store", path, rejects=rows, allow_rejects=True)


def test_rows_never_go_to_a_file_that_is_there(tmp_path):
    path = world.write(tmp_path / "in", p__csv=ONE)
    rows = tmp_path / "rows.jsonl"
    rows.write_text("mine")
    with pytest.raises(IngestError, match=r"rows\.jsonl exists already: name a new file"):
        world.run(tmp_path / "store", path, rejects=rows)
    assert rows.read_text() == "mine"
    with pytest.raises(IngestError, match="cannot be written: No such file or directory"):
        world.run(tmp_path / "store", path, rejects=tmp_path / "none" / "rows.jsonl")
    assert not (tmp_path / "store").exists()


def test_a_refusal_without_rows_leaves_no_file_behind(tmp_path):
    path = world.write(tmp_path / "in", p__csv=world.POSTS_CSV)
    rows = tmp_path / "rows.jsonl"
    with pytest.raises(IngestError, match="mine is not a known collection"):
        world.run(tmp_path / "store", path, rejects=rows, collection="mine")
    assert not rows.exists()


def test_users_are_set_aside_too_but_are_no_posts(tmp_path):
    users = [dict(row) for row in world.USER_ROWS]
    users[3]["userid"] = ""
    folder = world.write(
        tmp_path / "in", p__csv=world.POSTS_CSV, u__csv=world.csv_text(users, world.USERS)
    )
    report = world.run(tmp_path / "store", folder, allow_rejects=True)
    told = report.manifest
    assert (told.posts_rejected, told.rejected) == (0, {"has no account id": 1})
    assert (told.users_rows, told.published) == (13, 12)
    assert (
        "  rows of the users file: 14 (13 accepted, 1 quarantined) here, 14 elsewhere"
        " (https://atlas.example/): equal."
    ) in report.lines


def test_files_of_one_name_are_judged_each_by_itself(tmp_path):
    """One bad record in each of two parts of 1,000 posts is not two in one."""
    bad = BAD["has no possible time"]
    for year, good in (("2019", GOOD[:1000]), ("2020", [record(n) for n in range(1000, 2000)])):
        (tmp_path / "in" / year).mkdir(parents=True)
        world.write(tmp_path / "in" / year, p__csv=among(good, [bad]))
    told = world.run(tmp_path / "store", tmp_path / "in").manifest
    assert (told.posts, told.posts_rejected) == (2000, 2)


CUT = HEADER + b"".join(GOOD[:1100])[:-40]


def test_a_file_cut_within_a_record_is_refused_however_long_it_is(tmp_path):
    path = world.write(tmp_path / "in", p__csv=CUT)
    with pytest.raises(IngestError) as refused:
        world.run(tmp_path / "store", path)
    assert str(refused.value) == (
        "p.csv is cut short: it ends within the record at line 2,200."  # 1 + 2 x 1,099 lines before
        " Get it again; --allow-rejects reads what is there."
    )
    told = world.run(tmp_path / "store", path, allow_rejects=True).manifest
    assert (told.posts, told.posts_rejected) == (1099, 1)
    assert told.rejected == {"is cut short by the end of the file": 1}


def test_posts_lie_between_the_platforms_first_day_and_the_disclosure(tmp_path):
    read = ("2006-03-21 00:00", "2020-10-08 23:59")
    read += ("2020-10-09 11:59",)  # still 8 October twelve hours west of Greenwich
    refused = ("2006-03-20 23:59", "2020-10-09 12:00")
    extra = [
        world.post(21, 1, time) | {"tweetid": str(n)} for n, time in enumerate((*read, *refused), 1)
    ]
    content = world.csv_text([*world.POST_ROWS, *extra], world.POSTS)
    path = world.write(tmp_path / "in", p__csv=content)
    told = world.run(tmp_path / "store", path, allow_rejects=True).manifest
    assert (told.posts, told.posts_rejected) == (23, 2)
    aside = place(tmp_path / "store") / "private" / "quarantine.parquet"
    last = content.count(b"\n")
    assert read_table(aside, PRIVATE["quarantine"])["line"].tolist() == [last - 1, last]
