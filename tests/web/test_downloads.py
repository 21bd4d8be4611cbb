"""The numbers behind a view: exact columns, honest blanks, and the same figures as the page."""

import csv
import io
import json

import numpy as np
import pandas as pd
import pytest

from dashboard.link.view import View, parse_query
from dashboard.panels import DOWNLOADS, PANELS
from dashboard.panels.rhythm.measure import rhythm
from dashboard.panels.size.measure import size
from dashboard.panels.themes.measure import themes
from dashboard.web.downloads import csv_text
from tests.csv_answer import csv_rows, csv_text_of

HEADS = {
    "facts": "operation,fact,statement,source,url",
    "size": (
        "operation,release,collection,country,disclosed,accounts_announced,accounts_published,"
        "accounts_active,amplifier_accounts,posts_announced,posts,depth,source"
    ),
    "rhythm": "operation,clock,weekday,hour,posts,share,basis",
    "rhythm-tests": "operation,test,estimate,low,high,method,n_posts,n_accounts,basis",
    "distances": "operation_a,operation_b,distance,low,high,block_hours,basis",
    "themes": "operation,theme,uses,unit,share,coverage,basis,noise,language_not_stated",
    "hashtags": "operation,hashtag,uses,accounts,basis",
    "timeline": "operation,start,unit,posts,basis",
    "languages": "operation,language,posts,share,basis",
    "kinds": "operation,kind,posts,share,basis",
    "accounts": "operation,measure,bin,accounts,basis",
    "themes-over-time": "operation,start,theme,uses,unit,share,basis",
    "distinctive": "operation,kind,item,uses,accounts,log_odds,z,basis",
    "tags": "operation,start,uses,accounts,basis",
    "domains": "operation,item,uses,accounts,share,basis",
    "clients": "operation,item,uses,accounts,share,basis",
    "similarity": "operation_a,operation_b,aspect,similarity,basis",
}
QUERIES = (
    "",
    "?clock=utc&scale=count",
    "?ops=thailand-2020-10&period=2020-02&theme=court",
    "?ops=turkey-2020-06~uae~egypt~china",
    "?kind=reply&lang=en&clock=Asia/Tehran",
    "?period=2006-01",
    "?tag=court&sort=name&theme=filler",
)
every_name = pytest.mark.parametrize("name", HEADS)
every_query = pytest.mark.parametrize("query", QUERIES)


def rows(client, path: str) -> list[dict[str, str]]:
    answer = client.get(f"/download/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "text/csv"
    return csv_rows(answer)


def told(client, path: str) -> dict:
    answer = client.get(f"/download/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/json"

    def refused(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(answer.text, parse_constant=refused)


def test_every_promised_download_is_there():
    assert sorted(DOWNLOADS) == sorted(HEADS)
    assert {name for panel in PANELS for name in panel.downloads} == set(HEADS)


@every_name
@every_query
def test_columns_keep_their_names_and_order(client, name, query):
    head = csv_text_of(client.get(f"/download/{name}.csv{query}")).partition("\n")[0]
    assert head == HEADS[name] or head.startswith(HEADS[name] + ",")


@every_name
@every_query
def test_json_has_the_same_rows_as_csv(client, name, query):
    answer = told(client, f"{name}.json{query}")
    about = ["title", "view", "link", "data", "filters", "filters_in_words"]
    assert list(answer) == [*about, "sources", "rows"]
    as_csv = rows(client, f"{name}.csv{query}")
    assert len(answer["rows"]) == len(as_csv)
    for one, other in zip(answer["rows"], as_csv, strict=True):
        assert [*one, "filters"] == list(other)
        assert other["filters"] == answer["filters_in_words"]
        for key, value in one.items():
            spelled = f"{value:.6f}" if isinstance(value, float) else str(value)
            assert other[key].lstrip("'") == ("" if value is None else spelled).lstrip("'")


@every_query
def test_json_says_which_view_and_links_back_to_it(client, world, query):
    answer = told(client, f"size.json{query}")
    view, _ = parse_query(query, world.words)
    path, _, back = answer["link"].partition("?")
    assert path == "/"
    assert parse_query(back, world.words) == (view, [])
    assert answer["data"] == world.version
    assert answer["filters"] == view.filters
    assert answer["view"]["ops"].split("~") == list(view.operations)


def test_json_of_kinds_names_who_counted_them(client):
    sources = told(client, "kinds.json?ops=uae-egypt-2019-09~thailand-2020-10")["sources"]
    assert [(s["operation"], s["releases"], s["collection"]) for s in sources] == [
        ("uae-egypt-2019-09", ["uae-egypt-2019-09"], "counter"),
        ("thailand-2020-10", ["thailand-2020-10"], "platform"),
    ]


def test_json_names_the_sources(client):
    sources = told(client, "rhythm.json?ops=china-2019~turkey-2020-06")["sources"]
    assert sources == [
        {
            "operation": "china-2019",
            "releases": ["china-2019-08-1", "china-2019-08-2", "china-2019-09"],
            "collection": "chua-2019",
            "title": "Counts by minute",
            "credit": "Credit of chua-2019",
            "url": "https://example.org/files",
            "licence": "none stated",
            "depth": "counts",
            "caveat": "Counts only.",
        }
    ]


# ---- Numbers -------------------------------------------------------------------------------------


def test_size_has_a_row_a_release_and_one_for_what_covers_several(client):
    found = rows(client, "size.csv?ops=china-2019~thailand-2020-10")
    assert [row["release"] for row in found] == [
        "china-2019-08-1",
        "china-2019-08-2",
        "china-2019-09",
        "china-2019-08-1~china-2019-08-2~china-2019-09",
        "thailand-2020-10",
    ]
    joint, thailand = found[3], found[4]
    assert (joint["posts"], joint["depth"], joint["collection"]) == ("50", "counts", "chua-2019")
    assert joint["accounts_announced"] == joint["accounts_active"] == ""
    assert {
        "operation": "thailand-2020-10",
        "collection": "platform",
        "country": "Thailand",
        "disclosed": "2020-10-08",
        "accounts_announced": "12",
        "accounts_published": "10",
        "accounts_active": "9",
        "amplifier_accounts": "8",
        "posts_announced": "25",
        "posts": "25",
        "depth": "rows",
        "source": "https://example.org/files",
    }.items() <= thailand.items()


def test_size_of_a_joint_release_names_both_countries(client):
    (row,) = rows(client, "size.csv?ops=uae")
    assert row["country"] == "United Arab Emirates; Egypt"
    assert (row["depth"], row["posts"], row["source"]) == (
        "facts",
        "",
        "https://example.org/uae-egypt-2019-09",
    )


def test_rhythm_has_168_rows_an_operation_on_the_clock_shown(client):
    found = rows(client, "rhythm.csv?ops=thailand-2020-10~turkey-2020-06")
    assert len(found) == 2 * 168
    thailand = found[:168]
    assert [(row["weekday"], row["hour"]) for row in thailand] == [
        (str(day), str(hour)) for day in range(7) for hour in range(24)
    ]
    assert {row["clock"] for row in thailand} == {"Asia/Bangkok"}
    posts = {(row["weekday"], row["hour"]): row for row in thailand if row["posts"] != "0"}
    assert {key: (row["posts"], row["share"]) for key, row in posts.items()} == {
        ("0", "8"): ("15", "0.600000"),
        ("1", "16"): ("3", "0.120000"),
        ("1", "17"): ("4", "0.160000"),
        ("6", "0"): ("2", "0.080000"),
        ("6", "19"): ("1", "0.040000"),
    }
    assert {(row["posts"], row["share"]) for row in found[168:]} == {("", "")}, "not known"
    assert {row["clock"] for row in found[168:]} == {"Europe/Istanbul"}


def test_counted_zero_is_not_the_same_as_not_known(client):
    found = rows(client, "rhythm.csv?period=2006-01&ops=thailand-2020-10")
    assert {(row["posts"], row["share"]) for row in found} == {("0", "")}
    found = rows(client, "rhythm.csv?kind=reply&ops=thailand-2020-10~china-2019")
    assert sum(int(row["posts"]) for row in found[:168]) == 4
    assert {row["posts"] for row in found[168:]} == {""}, "counts do not tell kinds apart"


def test_the_clock_is_the_zones_name_or_utc(client):
    for clock, name in (("utc", "UTC"), ("Asia/Tehran", "Asia/Tehran")):
        found = rows(client, f"rhythm.csv?clock={clock}")
        assert {row["clock"] for row in found} == {name}


def test_themes_say_their_unit_share_and_coverage(client):
    found = rows(client, "themes.csv?ops=thailand-2020-10~china-2019~turkey-2020-06")
    by_theme = {(row["operation"], row["theme"]): row for row in found}
    assert len(found) == 9
    court = by_theme["thailand-2020-10", "court"]
    assert [court[key] for key in ("uses", "unit", "share", "coverage")] == [
        *("12", "posts", "0.480000", "0.600000")
    ]
    cited = by_theme["china-2019", "hong-kong"]
    assert [cited[key] for key in ("uses", "unit", "share", "coverage")] == [
        *("150", "hashtag_uses", "0.375000", "0.375000")
    ]
    assert by_theme["china-2019", "court"]["uses"] == "0", "counted, and none"
    facts = by_theme["turkey-2020-06", "court"]
    assert [facts[key] for key in ("uses", "unit", "share", "coverage")] == ["", "", "", ""]


def test_hashtags_say_uses_and_accounts_where_known(client):
    found = rows(client, "hashtags.csv?ops=thailand-2020-10~china-2019~turkey-2020-06")
    assert [(r["operation"], r["hashtag"], r["uses"], r["accounts"]) for r in found] == [
        ("thailand-2020-10", "Court", "12", "10"),
        ("thailand-2020-10", "'+1", "5", "11"),
        ("thailand-2020-10", "HongKong", "2", "10"),
        ("china-2019", "News", "250", ""),
        ("china-2019", "HongKong", "150", ""),
    ]


@every_query
def test_the_numbers_are_those_of_the_page(client, world, query):
    view, _ = parse_query(query, world.words)
    weeks = rhythm(world, view).weeks
    found = rows(client, f"rhythm.csv{query}")
    for slug, week in weeks.items():
        mine = [int(row["posts"]) for row in found if row["operation"] == slug]
        assert mine == week.ravel().tolist()
    sizes = size(world, view).sizes
    posts = rows(client, f"size.csv{query}")
    for slug, told_ in sizes.items():
        mine = [int(r["posts"]) for r in posts if r["operation"] == slug and r["posts"]]
        assert (sum(mine) if mine else None) == told_.posts
    claimed = themes(world, view).claimed
    uses = rows(client, f"themes.csv{query}")
    for slug, told_ in claimed.items():
        assert [int(r["uses"]) for r in uses if r["operation"] == slug] == told_.uses.tolist()


# ---- Spreadsheets --------------------------------------------------------------------------------


def test_a_spreadsheet_knows_that_it_is_utf_8(client):
    assert client.get("/download/hashtags.csv").data.startswith(b"\xef\xbb\xbfoperation,")
    assert client.get("/download/hashtags.json").data.startswith(b"{")


def test_text_that_a_spreadsheet_would_run_is_made_safe():
    texts = ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "a\rb", "a=b", "", "#tag"]
    texts += [" =1", "\n=1", "＝1"]
    frame = pd.DataFrame({"label": texts, "count": range(-3, 10), "share": 0.5})
    read = list(csv.reader(io.StringIO(csv_text(frame), newline="")))[1:]
    safe = [*("'=1+1", "'+1", "'-1", "'@sum", "'\tx", "' x", "a b", "a=b", "", "#tag")]
    safe += ["' =1", "'\n=1", "'＝1"]
    assert [row[0] for row in read] == safe
    assert [row[1] for row in read] == [str(n) for n in range(-3, 10)], "a number stays a number"
    assert frame["label"].tolist() == texts, "the frame was changed"


def test_shares_have_six_decimals_and_blanks_stay_blank():
    frame = pd.DataFrame({"share": [1 / 3, 0.0, 1.0, np.nan, 1e-9]})
    lines = csv_text(frame).splitlines()[1:]
    assert lines == ["0.333333", "0.000000", "1.000000", '""', "0.000000"]


def test_quotes_commas_and_lines_survive():
    texts = ['a "quote"', "a,b", "two\nlines", "中文", "ภาษาไทย"]
    read = list(csv.reader(io.StringIO(csv_text(pd.DataFrame({"label": texts})), newline="")))
    assert [row[0] for row in read[1:]] == texts


# ---- What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?scale=log", "Not answered because of scale=log: expected share or count."),
        (
            "?clock=Moon",
            "Not answered because of clock=Moon: expected operator, utc or a time zone such as "
            "Asia/Bangkok.",
        ),
        ("?colour=red", "Not answered because of colour=red: no such part of a link."),
        (
            "?data=ffffffffffff",
            "Data version ffffffffffff is not served; the current one is 0123456789ab.",
        ),
        ("?ops=", "This link names no operation."),
    ],
)
@pytest.mark.parametrize("path", ["size.csv", "rhythm.json"])
def test_a_bad_parameter_is_refused_in_one_sentence(client, path, query, sentence):
    answer = client.get(f"/download/{path}{query}")
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert answer.text == sentence + "\n"


def test_the_current_data_version_and_marks_of_other_sites_are_fine(client):
    assert rows(client, "size.csv?data=0123456789ab&utm_source=mail") == rows(client, "size.csv")


@pytest.mark.parametrize(
    "path", ["posts.csv", "size.xlsx", "size", "size.csv.gz", ".csv", "../size.csv", "size.csv/"]
)
def test_what_is_no_download_is_not_found(client, path):
    answer = client.get(f"/download/{path}")
    assert answer.status_code == 404
    assert len(answer.text.splitlines()) == 1


def test_a_query_that_is_too_long_is_refused(client):
    assert client.get("/download/size.csv?utm_x=" + "x" * 2_994).status_code == 200
    answer = client.get("/download/size.csv?utm_x=" + "x" * 2_995)
    assert (answer.status_code, answer.text) == (
        414,
        "This link is longer than 3,000 characters.\n",
    )


def test_a_csv_is_saved_under_its_name(client):
    answer = client.get("/download/size.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="size-0123456789ab.csv"'


def test_a_view_with_all_operations_that_are_held(world):
    view = View(tuple(o for o in world.catalogue.operations if world.sources_of(o))[:6])
    for measure in DOWNLOADS.values():
        frame = measure(world, view).frame
        for column in ("operation", "operation_a", "operation_b"):
            assert set(frame.get(column, ())) <= set(view.operations)
