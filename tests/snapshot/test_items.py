"""Uses of items by month: sums over months, accounts of one month only."""

from dashboard.snapshot.items import Items
from dashboard.tables import ITEMS
from tests.small_world import THAI_TAGS, table

ITEM = Items(table(ITEMS, THAI_TAGS))


def test_the_whole_has_uses_and_accounts():
    top = ITEM.top("", [""], None)
    assert top.items == ["court", "+1", "hongkong"]
    assert top.labels == ["Court", "+1", "HongKong"]
    assert (top.uses, top.accounts) == ([12, 5, 2], [10, 11, 10])


def test_a_month_has_its_own():
    top = ITEM.top("operator", ["2020-02"], None)
    assert (top.items, top.uses, top.accounts) == (["court", "+1"], [10, 5], [8, 6])


def test_accounts_of_several_months_are_not_known():
    top = ITEM.top("operator", ["2020-02", "2020-03"], None)
    assert (top.uses, top.accounts) == ([12, 5, 2], None)


def test_only_as_many_as_asked_for():
    assert ITEM.top("", [""], 1).items == ["court"]


def test_nothing_is_there_of_other_months_and_calendars():
    for told in (("operator", ["2019-01"]), ("operator", []), ("lunar", ["2020-02"])):
        assert ITEM.top(*told, None).items == []


def test_a_table_without_items():
    assert Items(table(ITEMS, ())).top("", [""], None).items == []


def test_one_item_by_month():
    assert ITEM.of("operator", "court") == [("2020-02", 10, 8), ("2020-03", 2, 2)]
    assert ITEM.of("utc", "hongkong") == [("2020-02", 2, 2)]
    assert ITEM.of("operator", "nobody") == ITEM.of("lunar", "court") == []


def test_uses_and_accounts_of_every_item_in_order_of_names():
    assert ITEM.names == ["+1", "court", "hongkong"]
    uses, accounts = ITEM.counted("operator", ["2020-02"])
    assert accounts is not None
    assert (uses.tolist(), accounts.tolist()) == ([5, 10, 0], [6, 8, 0])
    uses, accounts = ITEM.counted("operator", ["2020-02", "2020-03"])
    assert (uses.tolist(), accounts) == ([5, 12, 2], None)
    uses, _ = ITEM.counted("operator", [])
    assert uses.tolist() == [0, 0, 0]
