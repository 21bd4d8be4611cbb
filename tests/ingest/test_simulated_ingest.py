"""What an ingest finds in a simulated archive is the truth about it, cell by cell.

Six dialects, six clocks, damage planted in each: the ingest reads files, the truth was counted from
the numbers that the files were made from, and the two share no code. The first issue, one without
languages and the last one are always read; `test_dialects.py` has a few posts of every one.
"""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import archive_world as world
import pandas as pd
import pytest
from planted import find

from dashboard.catalogue.releases import read_catalogue
from dashboard.cli.commands import DATA, main
from dashboard.clock.calendars import HOLIDAY, WEEKEND, WORKING, day_kinds
from dashboard.simulation.damage import KINDS
from dashboard.simulation.dialects import DIALECTS
from dashboard.tables import EARLIER, OPERATIONAL

ROWS = 8_000
KEPT = 10  # accounts below which a store keeps no tag and no domain
RELEASES = {
    "2018-10": "iran-2018-10",
    "2019-01": "venezuela-2019-01-1",
    "2019-06": "spain-2019-06",
    "2019-08": "turkey-2020-06",
    "2020-08": "thailand-2020-10",
    "2021-12": "mexico-2021-12",
}
CANARIES = (b"SIM", b"SIMname", b"SIMplace", b"SIMbiography", b"SIMlink", b"SIMother")

Ingested = tuple[Path, Path]  # the store's folder, the truth's


ALWAYS = ("2018-10", "2019-01", "2021-12")


def dialects(*always: str) -> list[Any]:
    """Return every dialect, as the parameter of a test: those but `always` are deep."""
    return [pytest.param(key, marks=() if key in always else pytest.mark.deep) for key in RELEASES]


@pytest.fixture(scope="module", params=dialects(*ALWAYS))
def ingested(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ingested:
    """Simulate a dialect's release with every kind of damage, and ingest it."""
    room, release = tmp_path_factory.mktemp("archive"), RELEASES[request.param]
    out, store = room / "simulated", room / "store"
    told = ["simulate", release, "--out", str(out), "--rows", str(ROWS), "--damage", *KINDS]
    assert main(told) == 0
    files = [str(path) for path in sorted(out.glob("*.zip"))]
    # Of a year with few posts, one bad record is already more than a thousandth.
    asked = ["ingest", *files, "--release", release, "--store", str(store), "--allow-rejects"]
    assert main(asked) == 0
    return world.place(store, release), out / "truth"


def table(folder: Path, name: str) -> pd.DataFrame:
    """Return a table in one order and with plain columns."""
    frame = pd.read_parquet(folder / f"{name}.parquet")
    texts = [column for column in frame if not pd.api.types.is_integer_dtype(frame[column])]
    frame = frame.astype(dict.fromkeys(texts, "str"))
    return frame.sort_values(list(frame)).reset_index(drop=True)


def same(found: pd.DataFrame, true: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found, true[list(found)], check_dtype=False)


# The oldest issue; how a folder is read does not hang on the dialect.
@pytest.mark.parametrize("ingested", dialects("2018-10"), indirect=True)
def test_the_whole_folder_is_read_as_its_archives_are(ingested: Ingested, tmp_path: Path) -> None:
    """With the truth and the note beside them."""
    place, truth = ingested
    asked = ["ingest", str(truth.parent), "--release", place.parent.parent.name]
    assert main([*asked, "--store", str(tmp_path), "--allow-rejects"]) == 0
    (again,) = tmp_path.glob(f"*/*/{place.name}/posts.parquet")
    assert again.read_bytes() == (place / "posts.parquet").read_bytes()


def of_all_phases(folder: Path, name: str) -> pd.DataFrame:
    """Return a table of the store as it would be without phases."""
    frame = table(folder, name)
    if "slot" in frame:
        keys = ["slot", "language", "kind", "themes"]
        return frame.groupby(keys)["posts"].sum().reset_index()
    return frame[frame["phase"] == ""].drop(columns="phase").reset_index(drop=True)


@pytest.mark.parametrize("name", ["posts", "accounts", "clients"])
def test_tables_are_true(name, ingested):
    store, truth = ingested
    same(of_all_phases(store, name), table(truth, name))


def test_phases_are_those_that_the_truth_leads_to(ingested):
    """The store's posts by month and language, beside changes found in the truth's own tables."""
    store, truth = ingested
    true = {name: table(truth, name) for name in ("activity", "used", "lives")}
    found = find(true)
    kept = found if len(found) >= KEPT else {}
    change = true["activity"]["userid"].map(lambda who: kept.get(who, ""))
    is_earlier = true["activity"]["month"] < change
    phase = is_earlier.map({True: EARLIER, False: OPERATIONAL})
    keys = ["month", "language", "phase"]
    expected = true["activity"].assign(phase=phase).groupby(keys)["posts"].sum().reset_index()
    activity = table(store / "private", "activity").groupby(keys)["posts"].sum().reset_index()
    same(activity, expected)
    posts = table(store, "posts").groupby("phase")["posts"].sum().to_dict()
    assert posts == expected.groupby("phase")["posts"].sum().to_dict()


@pytest.mark.parametrize("name", ["tags", "domains"])
def test_items_of_ten_accounts_are_true(name, ingested):
    store, truth = ingested
    true = table(truth, name)
    everywhere = true[true["calendar"] == ""].set_index("item")["accounts"]
    true = true[true["item"].map(everywhere) >= KEPT].reset_index(drop=True)
    assert len(true) > 0
    same(of_all_phases(store, name), true)


def test_profiles_are_true(ingested):
    store, truth = ingested
    columns = ["created", "followers", "posts"]
    found = table(store / "private", "profiles")[columns].sort_values(columns)
    true = table(truth, "members")[columns]
    edges = [-float("inf"), -1, 0, 9, 99, 999, 4999, float("inf")]
    bands = ["not stated", "0", "1-9", "10-99", "100-999", "1,000-4,999", "5,000+"]
    true["followers"] = pd.cut(true["followers"], edges, labels=bands).astype("str")
    true["created"] = true["created"].replace("", "not stated")
    true = true.sort_values(columns)
    same(found.reset_index(drop=True), true.reset_index(drop=True))


def by_account(folder: Path, tables: dict[str, str], account: str) -> list[list[str]]:
    """Return what each table tells of each account, in an order that no account's name decides."""
    told: dict[object, list[str]] = {}
    for name, columns in tables.items():
        frame = table(folder, name)
        rows = map("|".join, zip(*(frame[c].astype(str) for c in columns.split()), strict=True))
        for who, row in zip(frame[account], rows, strict=True):
            told.setdefault(who, []).append(f"{name} {row}")
    return sorted(sorted(rows) for rows in told.values())


def test_tables_of_accounts_are_true(ingested):
    """Whichever number an account has, it has the same one in every table."""
    place, truth = ingested
    activity, hours = "month language kind themes posts", "day hour posts"
    found = by_account(
        place / "private",
        {"activity": activity, "hours": hours, "clients": "month client posts"},
        "account",
    )
    true = by_account(
        truth, {"activity": activity, "hours": hours, "used": "month client posts"}, "userid"
    )
    renamed = [sorted(row.replace("used ", "clients ") for row in rows) for rows in true]
    assert len(found) == len(table(truth, "members").query("posts > 0"))
    assert found == sorted(renamed)


def test_each_kind_of_day_was_planted_and_found(ingested):
    """On a day off there is less than half of a working day's posts."""
    place, truth = ingested
    found = table(place / "private", "hours").groupby("day")["posts"].sum()
    assert found.to_dict() == table(truth, "hours").groupby("day")["posts"].sum().to_dict()
    plan = json.loads((truth / "plan.json").read_text(encoding="utf-8"))
    catalogue = read_catalogue(DATA / "releases.toml")
    country = catalogue.countries[catalogue.releases[plan["release"]].countries[0]]
    posts = table(truth, "posts")
    first, last = (
        datetime.fromtimestamp(int(slot) * 900, UTC).date()
        for slot in (posts["slot"].min(), posts["slot"].max())
    )
    days = Counter(day_kinds(country, first, last).tolist())
    a_day = {kind: found.get(kind, 0) / number for kind, number in days.items()}
    assert a_day[HOLIDAY] < a_day[WORKING] / 2 and a_day[WEEKEND] < a_day[WORKING] / 2


def test_the_rhythm_that_is_kept_for_copies_is_true(ingested):
    """Shares of hours and weekdays, which a store without account-level tables shows."""
    place, truth = ingested
    shares = table(place, "intervals").set_index(["measure", "bin"])["estimate"].astype(float)
    hours = table(truth, "hours")
    for measure, bins in (("hour", hours["hour"] % 24), ("weekday", hours["hour"] // 24)):
        true = hours.groupby(bins)["posts"].sum() / ROWS
        for bin, share in true.items():
            name = f"{bin:02}" if measure == "hour" else str(bin)
            assert shares[measure, name] == pytest.approx(share, abs=1e-6)


def test_no_two_dialects_are_read_on_one_clock():
    catalogue = read_catalogue(DATA / "releases.toml")
    zones = {catalogue.releases[release].zone for release in RELEASES.values()}
    assert len(zones) == len(RELEASES) == len(DIALECTS) == 6
    assert set(RELEASES) == set(DIALECTS)


def test_the_manifest_tells_of_the_plan(ingested):
    """Months were counted on the zone of the plan, and the mark was found."""
    store, truth = ingested
    manifest = json.loads((store / "manifest.json").read_text(encoding="utf-8"))
    plan = json.loads((truth / "plan.json").read_text(encoding="utf-8"))
    same_names = ("zone", "posts", "users_rows", "published")
    assert {name: manifest[name] for name in same_names} == {
        name: plan[name] for name in same_names
    }
    assert manifest["simulated"] is True


def test_damaged_records_are_set_aside_and_nothing_else(ingested):
    store, truth = ingested
    manifest = json.loads((store / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["posts"] == ROWS
    assert manifest["posts_rejected"] == len(table(truth, "rejected")) == len(KINDS)


def test_nothing_personal_is_in_the_public_part(ingested):
    store, _ = ingested
    for path in store.iterdir():
        if path.is_file():
            held = path.read_bytes()
            if path.suffix == ".parquet":
                held = pd.read_parquet(path).to_csv().encode()
            assert not [canary for canary in CANARIES if canary in held], path.name
