"""Uses of items by month: sums over months, accounts of one month only."""

from dashboard.snapshot.items import Items
from dashboard.tables import ITEMS
from tests.small_world import THAI_TAGS, table

ITEM = Items(table(ITEMS, THAI_TAGS))


def test_the_whole_has_uses_and_accounts():
    uses, accounts = ITEM.counted("", [""])
    assert accounts is not None
    assert ITEM.labels == ["+1", "Court", "HongKong"]
    assert (uses.tolist(), accounts.tolist()) == ([5, 12, 2], [11, 10, 10])


def test_nothing_is_there_of_other_months_and_calendars():
    for calendar, months in (("operator", ["2019-01"]), ("operator", []), ("lunar", ["2020-02"])):
        assert not ITEM.counted(calendar, months)[0].any()


def test_a_table_without_items():
    empty = Items(table(ITEMS, ()))
    assert (empty.names, len(empty.counted("", [""])[0])) == ([], 0)


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
