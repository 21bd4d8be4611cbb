"""Which questions nothing is known of: as cheap as it is told, the same as measured."""

from itertools import combinations

import pytest

from dashboard.link.not_known import MOST_WORDS
from dashboard.link.view import View, parse_query
from dashboard.panels import PANELS, distances, distinctive, similarity
from dashboard.panels.unanswered import unanswered
from dashboard.snapshot.evidence import evidence
from dashboard.snapshot.local_week import OnlyInUTC

# Reasons that are no lack of counts: another operation, or a longer file, would answer.
OTHER_REASONS = {
    distances.measure.ALONE,
    distinctive.measure.ALONE,
    similarity.measure.ALONE,
    distances.measure.ONE_WEEK,
}
TOO_FEW = "too few"


def measured(world, view, panel) -> bool:
    """Whether a panel has no number for any operation, as nothing of it is counted."""
    answer = panel.measure(world, view)
    unknown = answer.unknown
    if any(panel.withheld(answer, operation) for operation in answer.operations):
        return False  # counts whose source is not named are folded away there
    reasons = list(unknown.values())
    is_other = any(
        reason in OTHER_REASONS or isinstance(reason, OnlyInUTC) or TOO_FEW in reason
        for reason in reasons
    )
    return len(unknown) == len(view.operations) and not is_other


def check(world, columns) -> None:
    view = View(columns)
    asked = tuple(panel for panel in PANELS if len(columns) > 1 or not panel.compares)
    looked_up = [panel.key for panel in unanswered(world, view, asked)]
    assert looked_up == [panel.key for panel in asked if measured(world, view, panel)], columns


def test_in_a_small_world_what_is_looked_up_is_what_is_measured(world):
    for slug in world.catalogue.operations:
        check(world, (slug,))


def test_of_all_operations_of_the_store_what_is_looked_up_is_what_is_measured(real):
    for slug in real.catalogue.operations:
        check(real, (slug,))


def test_of_two_operations_both_must_be_counted_to_be_compared(real):
    kinds = {evidence(real, slug): slug for slug in real.catalogue.operations}  # one of each
    for pair in combinations(kinds.values(), 2):
        check(real, pair)


def test_filters_do_not_matter_and_no_operation_is_no_lack(world):
    assert unanswered(world, View(()), PANELS) == []
    for period in ("2006-01",):
        view = View(("thailand-2020-10",), languages=("th",), tag=period)
        assert unanswered(world, view, PANELS) == []


@pytest.mark.parametrize("query", ["", "lang=en", "kind=reply", "period=2019-05-02", "per=account"])
def test_a_reason_in_a_column_has_at_most_twelve_words(real, query):
    view, _ = parse_query(f"?{query}&ops=china-2019~iran-2018-10~turkey-2020-06~spain", real.words)
    for panel in PANELS:
        for cell in panel.cells(panel.measure(real, view)):
            reason = cell.missing.partition("not known. ")[2] or cell.missing
            assert len(reason.split()) <= MOST_WORDS, reason
