"""Addresses that lead to pages of one data version."""

import pytest

from dashboard.link.view import View
from dashboard.web import urls


@pytest.mark.parametrize(
    ("address", "pinned"),
    [
        ("/", "/?data=abc"),
        ("/methods#themes", "/methods?data=abc#themes"),
        ("/disclosures?by=posts#days", "/disclosures?by=posts&data=abc#days"),
        (urls.comparison(View(("china",))), "/?v=2&ops=china&data=abc"),
    ],
)
def test_an_address_gets_its_data_version_before_its_part(address, pinned):
    assert urls.pinned(address, "abc") == pinned
    assert urls.pinned(address, "") == address


def test_the_page_of_a_column_is_that_of_its_operation():
    assert urls.operation("china@2019-07", "abc") == "/operations/china?data=abc"
    assert urls.operation("china") == "/operations/china"
