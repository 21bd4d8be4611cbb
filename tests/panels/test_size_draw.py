"""Bars of several releases are stacked in order of disclosure, and nothing is added twice."""

from dashboard.link.view import View
from dashboard.look.style import Look
from dashboard.panels.size.draw import draw
from dashboard.panels.size.measure import size


def bars(world, slug: str) -> dict[str, list[tuple[int, int, str]]]:
    """Return (start, length, text) of the pieces of each bar, by the bar's label."""
    figure = draw(size(world, View(operations=(slug,))), Look())
    found: dict[str, list[tuple[int, int, str]]] = {}
    for trace in figure["data"]:
        pieces = zip(trace["y"], trace["base"], trace["x"], trace["text"], strict=True)
        for label, start, length, text in pieces:
            found.setdefault(label, []).append((start, length, text))
    return found


def test_one_release_is_one_piece_from_zero(world):
    for pieces in bars(world, "thailand-2020-10").values():
        ((start, _, text),) = pieces
        assert start == 0
        assert text


def test_pieces_follow_each_other_and_the_last_tells_the_sum(world):
    for label, pieces in bars(world, "china-2019").items():
        reached = 0
        for start, length, _ in pieces:
            assert start == reached, label
            reached += length
        assert [text for _, _, text in pieces[:-1]] == [""] * (len(pieces) - 1)
        if reached:
            assert pieces[-1][2] == f"{reached:,}"


def test_amplifiers_announced_for_two_releases_are_one_piece(world):
    shared = size(world, View(operations=("china-2019",))).sizes["china-2019"]
    assert len(bars(world, "china-2019")["Amplifiers"]) == 1
    assert bars(world, "china-2019")["Amplifiers"][0][1] == shared.amplifiers
