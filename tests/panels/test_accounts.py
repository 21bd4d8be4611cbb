"""When the published accounts were created and how followed they were; users files held alone."""

import pytest

from dashboard.catalogue.cited import UNDER_TEN
from dashboard.link.view import parse_query
from dashboard.look.style import Look
from dashboard.panels.accounts import PANEL
from dashboard.panels.accounts.draw import length, shown
from dashboard.panels.accounts.measure import (
    FILTERED,
    AccountsAnswer,
    Profiles,
    _summed,
    accounts,
    users_read,
)
from dashboard.panels.size.measure import size
from dashboard.snapshot.asking import NO_USERS
from dashboard.snapshot.beside import depth_of
from dashboard.snapshot.world import World, make_world
from dashboard.tables import BANDS
from dashboard.web.column_heads import rests
from dashboard.web.downloads import sources
from tests.small_world import (
    LEXICON,
    THAILAND,
    VERSION,
    first_issue_world,
    holding,
    small_catalogue,
    small_holdings,
)

SEPTEMBER = "china-2019-09"  # of which only a users file is held: 50 accounts


def ask(world: World, query: str) -> AccountsAnswer:
    view, notes = parse_query(query, world.words)
    assert notes == []
    return accounts(world, view)


def rows(answer: AccountsAnswer) -> list[tuple[object, ...]]:
    return [
        tuple(None if cell is None or cell != cell else cell for cell in row[1:4])
        for row in answer.frame.astype(object).where(answer.frame.notna(), None).itertuples(False)
    ]


def test_bins_bands_and_what_is_not_shown(world):
    assert rows(ask(world, f"?ops={SEPTEMBER}")) == [
        ("created", "2019", 12),
        ("created", "2019-05", 20),
        ("created", "other", 18),
        ("followers", "0", 30),
        *(("followers", "1-9", None), ("followers", "10-99", 10), ("followers", "100-999", None)),
        *(("followers", "1,000-4,999", None), ("followers", "5,000+", None)),
        ("followers", "other", 10),
    ]  # 12 + 20 + 18 = 30 + 10 + 10 = 50; what may be among the last ten is not known


def test_a_band_without_accounts_is_a_counted_zero_where_nothing_is_hidden(world):
    found = ask(world, "?ops=thailand-2020-10")
    bands = {bin: n for measure, bin, n in rows(found) if measure == "followers"}
    empty = dict.fromkeys(("1-9", "10-99", "100-999", "1,000-4,999", "5,000+"), 0)
    assert bands == {"0": 10, **empty}
    assert set(found.frame["basis"]) == {"users file: 10 accounts, The release"}


def test_an_operation_of_several_releases_says_how_many_answer(world):
    (told,) = set(ask(world, "?ops=china-2019").frame["basis"])
    assert told == "users file: 50 accounts, The release; 1 of 3 releases"


@pytest.mark.parametrize(
    "query", ["period=2020-01", "kind=original", "lang=th", "theme=court", "period=2020-01&lang=th"]
)
def test_no_filter_applies_to_a_users_file(world, query):
    found = ask(world, f"?ops=thailand-2020-10~russia-2018-10&{query}")
    assert found.unknown == {"thailand-2020-10": FILTERED, "russia-2018-10": NO_USERS}
    assert rows(found) == [("created", "", None), ("followers", "", None)] * 2
    bases = ["users file: 10 accounts, The release"] * 2 + [""] * 2
    assert found.frame["basis"].tolist() == bases


def test_clock_and_scale_change_no_number(world):
    plain = ask(world, "?ops=thailand-2020-10").frame
    assert ask(world, "?ops=thailand-2020-10&clock=utc&scale=count").frame.equals(plain)


def test_a_users_file_alone_answers_for_nothing_else(world):
    assert world.sources_of(SEPTEMBER) == ()
    assert [users.published for users in world.users_of(SEPTEMBER)] == [50]
    operation = world.catalogue.operations[SEPTEMBER]
    assert rests(world, operation.slug).endswith("; users file of 50 accounts read")
    assert users_read(world, world.catalogue.operations["thailand-2020-10"]) == ""
    assert users_read(world, world.catalogue.operations["turkey-2020-06"]) == ""


def with_more(*more: object) -> World:
    held = small_holdings() | {(h.manifest.subject, h.manifest.collection): h for h in more}  # type: ignore[attr-defined]
    return make_world(small_catalogue(), LEXICON, held, {}, VERSION)


def users_alone(subject: str, published: int, *profiles: tuple[str, str, int], **told: object):
    return holding(
        *(subject, "platform", "Asia/Shanghai", ()),
        profiles=profiles,
        users_rows=published,
        published=published,
        **told,
    )


def test_the_size_panels_number_comes_from_it():
    world = with_more(users_alone("turkey-2020-06", 33))
    view, _ = parse_query("?ops=turkey-2020-06", world.words)
    assert size(world, view).sizes["turkey-2020-06"].published == 33
    (row,) = size(world, view).frame.to_dict("records")
    assert (row["accounts_published"], row["depth"], row["collection"]) == (33, "facts", "")


def test_a_users_file_stands_beside_posts_of_another_collection():
    world = with_more(users_alone("russia-2018-10", 90, ("created", "2014-05", 90)))
    (source,) = world.sources_of("russia-2018-10")
    assert (source.collection.name, source.manifest.posts) == ("clemson", 40)
    assert ask(world, "?ops=russia-2018-10").profiles["russia-2018-10"].months == {"2014-05": 90}


def test_posts_held_later_take_over_from_the_users_file_alone():
    whole = holding(*(SEPTEMBER, "platform", "Asia/Shanghai", THAILAND), users_rows=7, published=7)
    world = with_more(whole)
    assert [users.published for users in world.users_of(SEPTEMBER)] == [7]
    assert world.sources_of(SEPTEMBER)[0].manifest.posts == 25


def test_too_few_accounts_are_not_told_apart():
    found = ask(with_more(users_alone("turkey-2020-06", 5)), "?ops=turkey-2020-06")
    why = "Its users file lists 5 accounts: too few to be told apart."
    assert found.unknown == {"turkey-2020-06": why}
    assert found.frame["accounts"].isna().all()


def test_sums_over_several_files_are_at_least_what_they_say():
    first = users_alone("china-2019-08-1", 20, ("created", "2019-05", 20), ("followers", "0", 20))
    world = with_more(first, users_alone("china-2019-08-2", 8))
    found = ask(world, "?ops=china-2019")
    told = found.profiles["china-2019"]
    assert told.published == 20 + 8 + 50
    assert told.bins["created"] == {"2019": 12, "2019-05": 40, "": 18 + 8}
    assert told.bins["followers"] == {"0": 50, "10-99": 10, "": 10 + 8}
    assert told.basis.endswith("; a bin adds up the files that show it")
    assert "China 2019: at least **5 of 10** in May 2019." in PANEL.say(found)  # 40 of 78
    (cell,) = PANEL.cells(found)
    assert cell.lines[0] == "Created in May 2019: at least **40** of 78"


def test_what_the_panel_says(world):
    found = ask(world, f"?ops=thailand-2020-10~{SEPTEMBER}~turkey-2020-06")
    assert PANEL.say(found) == (
        "Accounts created at the busiest time, Thailand Oct 2020: **all** in January 2020. China "
        "Sep 2019: **4 of 10** in May 2019. Without a single follower, Thailand Oct 2020: **all** "
        "accounts. China Sep 2019: **6 of 10** accounts. Not known for Turkey Jun 2020."
    )
    thailand, china, turkey = PANEL.cells(found)
    assert thailand.lines[-1] == "5,000 followers or more: **0** of 10"
    assert china.lines == (
        "Created in May 2019: **20** of 50",
        "No followers: **30** of 50",
    )
    assert "Time of creation not shown apart: 18 accounts." in china.details
    assert turkey.missing == f"Accounts’ creation: not known. {NO_USERS}"
    assert ["China Sep 2019", "Created", "2019, other months", "12", "24.0%"] in PANEL.table(
        found
    ).body


def test_without_a_month_the_year_is_told_and_without_a_year_that_there_is_none():
    world = with_more(
        users_alone("turkey-2020-06", 33, ("created", "2015", 11), ("created", "", 22)),
        users_alone("russia-2018-10", 33, ("created", "", 33), ("followers", "0", 33)),
    )
    found = ask(world, "?ops=turkey-2020-06~russia-2018-10")
    said = PANEL.say(found)
    assert "Turkey Jun 2020: **3 of 10** in 2015." in said
    assert "No time of creation can be shown apart for Russia Oct 2018." in said
    figure = PANEL.draw(found, Look())
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert "no time can be<br>shown apart" in texts


def test_bars_show_shares_or_accounts_and_a_year_is_spread_over_its_months(world):
    for query, month, year in (("", 40, 12 / 50 / 12 * 100), ("&scale=count", 20, 1)):
        figure = PANEL.draw(ask(world, f"?ops={SEPTEMBER}{query}"), Look())
        time, bands = figure["data"]
        assert time["x"] == [2019.5, round(2019 + 4.5 / 12, 3)]
        assert time["y"] == [pytest.approx(year), month]
        assert time["marker"]["opacity"][0] < time["marker"]["opacity"][1] == 1
        shown = ["60.0%", "20.0%"] if not query else ["30", "10"]
        assert [bands["text"][0], bands["text"][2]] == shown
        assert bands["text"][1] == "not shown"


def test_a_filter_that_cannot_be_answered_is_said_and_its_reason_is_folded(world):
    filtered, _ = parse_query("?ops=thailand-2020-10&lang=th", world.words)
    (cell,) = PANEL.cells(PANEL.measure(world, filtered))
    assert cell.missing == f"Accounts’ creation: not known. {FILTERED.plain}"
    assert cell.details == (FILTERED,)


def test_bins_of_other_months_are_held_apart_from_unstated_ones():
    world = with_more(
        users_alone(
            "turkey-2020-06",
            40,
            *(("created", "2015-01", 20), ("created", "not stated", 20)),
            *(("followers", "5,000+", 10), ("followers", "0", 10), ("followers", "not stated", 20)),
        )
    )
    found = ask(world, "?ops=turkey-2020-06")
    assert [bin for _, bin, n in rows(found) if n] == [
        *("2015-01", "not stated"),
        *("0", "5,000+", "not stated"),
    ]
    (cell,) = PANEL.cells(found)
    assert "Time of creation not stated: 20 accounts." in cell.details


def test_the_json_names_the_users_files_and_not_the_posts(client):
    told = client.get(f"/download/accounts.json?ops=china-2019~{SEPTEMBER}").json["sources"]
    assert [(source["collection"], source["releases"]) for source in told] == [
        ("platform", [SEPTEMBER])
    ] * 2  # not the counts by minute of China 2019


# ---- What others counted -------------------------------------------------------------------------

JOINT, TURKEY = "uae-egypt-2019-09", "turkey-2020-06"


@pytest.fixture
def counted() -> World:
    return first_issue_world()


def test_others_answer_by_year_where_no_users_file_is_held(counted):
    answer = ask(counted, f"?ops={JOINT}")
    assert rows(answer) == [
        *(("created", "2015", 20), ("created", "2016", 15), ("created", "other", 12)),
        *(("followers", "0", None), ("followers", "1-9", None), ("followers", "10-99", 17)),
        *(("followers", "100-999", 0), ("followers", "1,000-4,999", 0), ("followers", "5,000+", 0)),
        ("followers", "0-9", 30),
    ]  # 20 + 15 + 12 = 30 + 17 = 47
    assert set(answer.frame["basis"]) == {"counts: 47 accounts, Title of first, Credit of first"}
    assert answer.cited == {JOINT}
    said = PANEL.say(answer)
    assert said == (
        "Accounts created at the busiest time, UAE/Egypt Sep 2019: **4 of 10** in 2015."
    )
    (cell,) = PANEL.cells(answer)
    assert "Fewer than ten followers: **30** of 47" in cell.lines
    assert [collection.name for collection in cell.sources] == ["first"]


def test_fewer_than_ten_followers_stand_beside_those_told_apart(counted):
    """Thailand's ten accounts have no follower: ten of fewer than ten, beside the 30 of others."""
    answer = ask(counted, f"?ops={JOINT}~thailand-2020-10")
    lengths = [length(answer.profiles[slug], UNDER_TEN) for slug in (JOINT, "thailand-2020-10")]
    assert lengths == [30, 10]
    assert list(shown(answer)) == [UNDER_TEN, *BANDS]
    assert list(shown(ask(counted, f"?ops={JOINT}"))) == [UNDER_TEN, *list(BANDS)[2:]]


def test_a_users_file_and_counts_of_another_release_are_added():
    """20 accounts of one file, 12 of them without followers, and 47 counted by others."""
    files = [
        {"created": {"2015-03": 20}, "followers": {"0": 12, "": 8}},
        {"created": {"2015": 35, "": 12}, "followers": {"0-9": 30, "10-99": 17}},
    ]
    created, followers = (_summed([f[m] for f in files], 67) for m in ("created", "followers"))
    assert created == {"2015": 35, "2015-03": 20, "": 12}
    assert followers == {"0-9": 42, "10-99": 17, "": 8}
    profiles = Profiles(67, {"created": created, "followers": followers}, (), "", 2, 2, True)
    assert profiles.times == {"2015": 55} and profiles.band("0") is None


def test_a_withheld_source_answers_nothing_and_is_folded_away(counted):
    answer = ask(counted, f"?ops={TURKEY}")
    assert answer.unknown == {TURKEY: NO_USERS} and answer.cited == frozenset()
    assert PANEL.say(answer) == "Not known for Turkey Jun 2020."
    assert rows(answer) == [("created", "", None), ("followers", "", None)]
    (cell,) = PANEL.cells(answer)
    assert cell.withheld is not None
    assert cell.withheld.caption.startswith("Credit of withheld")
    assert cell.withheld.note.startswith("Caveat of withheld.")
    assert cell.withheld.body == [
        ["created 2019", "12", "30.0%"],
        ["created January 2020", "28", "70.0%"],
        ["accounts that posted", "40", "100.0% of 40 announced accounts: none was withheld"],
        ["retweets that name the author", "250", "50.0% of 500 posts"],
    ]
    assert sources(answer) == []
    assert depth_of(counted, counted.catalogue.releases[TURKEY]) == "counts"  # posts by year are
