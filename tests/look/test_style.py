"""Numbers, colours and places, decided once."""

import pytest

from dashboard.look import style
from dashboard.look.colours import DARK, LIGHT
from dashboard.look.style import Grid, Look


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (23_750, "23,750"),
        (99_999, "99,999"),
        (123_456, "123,000"),
        (999_499, "999,000"),
        (2_463_944, "2.46 million"),
        (36_948_524, "36.9 million"),
        (169_951_529, "170 million"),
    ],
)
def test_numbers_in_sentences_have_three_figures_at_most(number, shown):
    assert style.short(number) == shown


def test_counts_are_exact_and_unknown_is_said():
    assert [style.count(n) for n in (None, 0, 2_463_944)] == ["not known", "0", "2,463,944"]


@pytest.mark.parametrize(
    ("share", "shown"),
    [(None, "not known"), (float("nan"), "not known"), (0.0, "0.0%"), (0.8083, "80.8%")],
)
def test_shares_have_one_decimal(share, shown):
    assert style.percent(share) == shown


def test_a_share_that_is_more_than_nothing_is_never_written_as_nothing():
    texts = [style.percent(share) for share in (1e-9, 0.0004, 0.0006, 0.001, 1.0)]
    assert texts == ["<0.1%", "<0.1%", "0.1%", "0.1%", "100.0%"]
    assert [style.percent(0.004, 0), style.percent(0.0, 0), style.percent(0.3, 0)] == [
        "<1%",
        "0%",
        "30%",
    ]
    assert [style.percent(0.00004, 2), style.percent(0.0, 2)] == ["<0.01%", "0.00%"]


def test_counts_at_bar_ends_are_short():
    assert [style.tiny(n) for n in (0, 950, 12_345, 2_500_000)] == ["0", "950", "12k", "2.5M"]


def test_text_is_shown_as_it_is_written():
    assert style.plain("a <b>&amp;</b>\nc") == "a &lt;b&gt;&amp;amp;&lt;/b&gt;<br>c"


def test_long_labels_are_cut_at_a_blank():
    assert style.wrapped("short") == "short"
    assert style.wrapped("x" * 40) == "x" * 40
    assert style.wrapped("Protests in Hong Kong and after") == "Protests in Hong Kong\nand after"


def brightness(colour: str) -> float:
    """Return relative luminance as the accessibility guidelines define it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_can_be_told_from_the_paper(palette):
    assert contrast(palette.ink, palette.paper) >= 7
    assert contrast(palette.quiet, palette.paper) >= 4.5
    assert len(palette.operations) == len(set(palette.operations)) == 6


def test_operations_in_dark_mode_have_a_contrast_of_three_and_more():
    assert all(contrast(colour, DARK.paper) >= 3 for colour in DARK.operations)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_scale_goes_one_way(palette):
    steps = [brightness(colour) for colour in palette.scale]
    assert steps == sorted(steps, reverse=palette is LIGHT)


def test_places_in_a_grid_do_not_overlap():
    grid = Grid.of(5, Look(across=2), title=20, body=100, gap=10, foot=30)
    assert grid.height == 3 * 130 + 30
    boxes = [grid.domain(number, 0, 100) for number in range(1, 6)]
    assert all(0 <= value <= 1 for box in boxes for value in box)
    assert boxes[0][1] < boxes[1][0], "columns"
    assert boxes[2][3] < boxes[0][2], "rows"
    assert boxes[0][:2] == boxes[2][:2] == boxes[4][:2]
