"""Draw the published accounts of an operation: by month of creation, and by followers beneath."""

from dataclasses import dataclass
from typing import Any

from dashboard.catalogue.cited import UNDER_TEN
from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key
from dashboard.panels.accounts.measure import FEW, NONE, AccountsAnswer, Profiles
from dashboard.panels.bars import bars, grid_of_bars, lengths_axis, named_rows
from dashboard.panels.layout import Subplot, on_axes, subplots
from dashboard.panels.time_axis import TimeAxis, amounts_axis
from dashboard.tables import BANDS, FOLLOWERS, OTHER_BINS, UNSTATED

TIME, TICKS, BAR = 108, 40, 24  # px
SEEN = 2  # px: the least that a bar in the upper chart is high
LABEL = 38  # px that a year takes on the axis
STEPS = (1, 2, 3, 5, 10, 20)
PALE = 0.35  # opacity of accounts that are spread over a year
ROOM = 1.5  # times the longest bar, so that its number has room


def shown(answer: AccountsAnswer) -> dict[str, str]:
    """Return the bands drawn, by name as in the store, with their labels: every one of BANDS."""
    every: dict[str, str] = {}
    for profiles in answer.profiles.values():
        every |= band_names(profiles)
    order = [UNDER_TEN, *BANDS, UNSTATED, OTHER_BINS]
    if all(UNDER_TEN in profiles.bins[FOLLOWERS] for profiles in answer.profiles.values()):
        order = [bin for bin in order if bin not in (NONE, FEW)]  # nobody told them apart
    return {bin: every[bin] for bin in order if bin in every}


def band_names(profiles: Profiles) -> dict[str, str]:
    """Return the labels of all bands, and of what is not in a band where there is any."""
    bins = profiles.bins[FOLLOWERS]
    together = {UNDER_TEN: "0–9 together"} if UNDER_TEN in bins else {}
    names = together | {bin: bin.replace("-", "–") for bin in BANDS}
    rest = {UNSTATED: "not stated", OTHER_BINS: "not shown apart"}
    return names | {bin: name for bin, name in rest.items() if bins.get(bin)}


def length(profiles: Profiles, bin: str) -> int | None:
    """Return the accounts in a band of followers, UNSTATED or OTHER_BINS; None = not known."""
    if bin == UNDER_TEN and bin not in profiles.bins[FOLLOWERS]:
        parts = [profiles.band(name) for name in (NONE, FEW)]
        return None if None in parts else sum(part or 0 for part in parts)
    return profiles.band(bin) if bin in BANDS else profiles.bins[FOLLOWERS].get(bin, 0)


@dataclass(frozen=True)
class AccountScales:
    """What all operations are drawn on: years, per cent or accounts, and the longest bars."""

    per_cent: bool
    time: TimeAxis
    month: float
    band: float
    bands: dict[str, str]

    @classmethod
    def of(cls, answer: AccountsAnswer, bands: dict[str, str], width: int) -> "AccountScales":
        """Return the scales of all profiles, in columns `width` px wide."""
        per_cent, every = answer.view.scale == "share", answer.profiles.values()
        years = [int(bin[:4]) for profiles in every for bin in (*profiles.months, *profiles.years)]
        months, lengths = [], []
        for profiles in every:
            whole = _whole(profiles, per_cent)
            months += [n / whole for n in profiles.months.values()]
            months += [n / 12 / whole for n in profiles.years.values()]
            lengths += [(length(profiles, bin) or 0) / whole for bin in bands]
        time = _years(min(years, default=2006), max(years, default=2006) + 1, width)
        return cls(per_cent, time, max(months, default=1), max(lengths) or 1, bands)


def _years(first: int, end: int, width: int) -> TimeAxis:
    """Return the axis of years, past the last year's label, or that would be left out."""
    step = next((s for s in STEPS if (end - first) / s * LABEL <= width), STEPS[-1])
    last = max(end, end // step * step + LABEL / 2 * (end - first) / width)
    labels = [year for year in range(first, int(last) + 1) if year % step == 0]
    return TimeAxis(first, last, labels, [str(year) for year in labels])


def _whole(profiles: Profiles, per_cent: bool) -> float:
    """Return what a bar is divided by: shares are drawn in per cent."""
    return profiles.published / 100 if per_cent else 1


@dataclass(frozen=True)
class AccountCharts:
    """The two charts of one operation: accounts by month of creation, and by followers."""

    subplot: Subplot
    scales: AccountScales

    def add(self, figure: Figure, profiles: Profiles) -> None:
        """Add both charts of one operation; the first of a row is labelled in the gutter."""
        times, bands = 2 * self.subplot.number - 1, 2 * self.subplot.number
        figure["data"] += [
            self._time(profiles) | on_axes(times),
            self._bars(profiles) | on_axes(bands),
        ]
        figure["layout"] |= self._time_axes(times) | self._band_axes(bands)
        if not profiles.months and not profiles.years:
            figure["layout"]["annotations"].append(self._nothing())
        if self.subplot.is_first:
            figure["layout"]["annotations"] += [
                self._name("Created", 0, "top"),
                self._name("Followers", TIME + TICKS, "bottom"),
            ]

    def _time(self, profiles: Profiles) -> dict[str, Any]:
        """Return bars of months in front of pale ones: the other months of a year, spread."""
        months = {int(m[:4]) + (int(m[5:]) - 0.5) / 12: n for m, n in profiles.months.items()}
        years = {int(year) + 0.5: n / 12 for year, n in profiles.years.items()}
        whole = _whole(profiles, self.scales.per_cent)
        return {
            "type": "bar",
            "x": [round(x, 3) for x in (*years, *months)],
            "y": [
                round(max(n / whole, self.scales.month * SEEN / TIME), 3)
                for n in (*years.values(), *months.values())
            ],
            "width": [1] * len(years) + [0.083] * len(months),
            "marker": {
                "color": self.subplot.colour,
                "opacity": [PALE] * len(years) + [1] * len(months),
                "line": {"width": 0},
            },
            "hoverinfo": "skip",
        }

    def _time_axes(self, which: int) -> dict[str, Any]:
        x, y = self.subplot.axes(which, 0, TIME)
        scales, look = self.scales, self.subplot.look
        amounts = amounts_axis([0, scales.month * 1.05], 3, scales.per_cent, look)
        return {
            axis_key("x", which): scales.time.drawn(x, look),
            axis_key("y", which): {"domain": y["domain"], **amounts, **y},
        }

    def _bars(self, profiles: Profiles) -> dict[str, Any]:
        counts = [length(profiles, bin) for bin in self.scales.bands]
        whole = _whole(profiles, self.scales.per_cent)
        bands = zip(self.scales.bands, counts, strict=True)
        texts = [self._written(bin, count, profiles) for bin, count in bands]
        place = {"x": [round((n or 0) / whole, 3) for n in counts], "y": list(range(len(counts)))}
        pale = [PALE if bin == OTHER_BINS else 1 for bin in self.scales.bands]
        marker = {"color": self.subplot.colour, "opacity": pale}
        return bars(counts, texts, self.subplot.look, place, marker)

    def _written(self, bin: str, count: int | None, profiles: Profiles) -> str:
        if count is None:
            together = bin in (NONE, FEW) and UNDER_TEN in profiles.bins[FOLLOWERS]
            return "within 0–9" if together else "not shown"
        return style.percent(count / profiles.published) if self.scales.per_cent else f"{count:,}"

    def _band_axes(self, which: int) -> dict[str, Any]:
        names = list(self.scales.bands.values())
        x, y = self.subplot.axes(which, TIME + TICKS, BAR * len(names))
        rows = named_rows(names, range(len(names)), self.subplot.look)
        return {
            axis_key("x", which): lengths_axis(x, self.scales.band * ROOM),
            axis_key("y", which): {"domain": y["domain"], **rows, **y},
        }

    def _nothing(self) -> dict[str, Any]:
        left, right, low, high = self.subplot.domain(0, TIME)
        palette = self.subplot.look.palette
        return {
            "text": "no time can be<br>shown apart",
            "xref": "paper",
            "yref": "paper",
            "x": (left + right) / 2,
            "y": (low + high) / 2,
            "showarrow": False,
            "bgcolor": palette.paper,
            "font": {"color": palette.quiet},
        }

    def _name(self, text: str, below: int, anchor: str) -> dict[str, Any]:
        """Return the annotation that names one of the two charts at the left edge."""
        high = self.subplot.domain(below, 0)[3]
        return {
            "text": text,
            "xref": "paper",
            "yref": "paper",
            "x": 0,
            "y": high,
            "xshift": 4 - style.GUTTER,
            "xanchor": "left",
            "yanchor": anchor,
            "showarrow": False,
            "font": {"color": self.subplot.look.palette.ink},
        }


def draw(answer: AccountsAnswer, look: Look) -> Figure | None:
    """Draw accounts by month of creation, and beneath by followers, all on the same scales."""
    if not answer.profiles:
        return None
    bands = shown(answer)
    grid = grid_of_bars(answer, look, TIME + TICKS + BAR * len(bands))
    figure = grid.figure(look)
    scales = AccountScales.of(answer, bands, look.column(grid.count))
    for subplot in subplots(figure, grid, answer, look, answer.profiles):
        AccountCharts(subplot, scales).add(figure, answer.profiles[subplot.operation.slug])
    return figure
