"""What a filter would leave, looked up, is what counting it gives."""

from dataclasses import replace

import pytest

from dashboard.link.not_known import NotKnown
from dashboard.link.view import DEFAULT
from dashboard.panels.posts_matched import matched
from dashboard.snapshot.filter_values import NONE, UNKNOWN, values_left, why_not
from dashboard.tables import KINDS, OPERATIONAL

SLUGS = ("thailand-2020-10", "china-2019", "russia-2018-10", "turkey-2020-06", "spain", "china")


@pytest.mark.parametrize("slug", SLUGS)
def test_it_is_as_counting_says(real, slug):
    offered = {
        "languages": real.words.languages,
        "themes": real.theme_ids,
        "kinds": KINDS,
        "phase": (OPERATIONAL,),
    }
    for field, values in offered.items():
        left = values_left(real, slug, field)
        for value in values:
            chosen = value if field == "phase" else (value,)
            posts = matched(real, slug, replace(DEFAULT, **{field: chosen}))
            if isinstance(posts, NotKnown):
                assert value not in left, (field, value)
            elif posts.posts or not real.sources_of(slug):
                assert left[value] == bool(posts.posts), (field, value)
            else:  # none in counts that answer first: rows of a part may have some
                assert value in left, (field, value)


def test_a_value_is_no_choice_only_where_it_leaves_nothing_of_any(real):
    thai, china, turkey = "thailand-2020-10", "china-2019", "turkey-2020-06"
    assert why_not(real, [thai], "languages", "am") == NONE
    assert why_not(real, [thai], "languages", "th") == ""
    assert why_not(real, [china, turkey], "kinds", "reply") == UNKNOWN
    assert why_not(real, [china, thai], "kinds", "reply") == ""
    assert why_not(real, [turkey], "phase", OPERATIONAL) == UNKNOWN
    assert why_not(real, [turkey], "languages", "tr") == UNKNOWN
    assert why_not(real, [], "languages", "tr") == ""
