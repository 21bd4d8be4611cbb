"""Draw the published accounts of an operation: by month of creation, and by followers beneath."""

from dataclasses import dataclass
from typing import Any

from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key, axis_name
from dashboard.panels.accounts.measure import AccountsAnswer, Profiles
from dashboard.panels.layout import placed, title
from dashboard.tables import BANDS, FOLLOWERS, OTHER_BINS, UNSTATED

TIME, TICKS, BAR = 108, 40, 24  # px
SEEN = 2  # px: the least that a bar in the upper chart is high
LABEL = 38  # px that a year takes on the axis
STEPS = (1, 2, 3, 5, 10, 20)
PALE = 0.35  # opacity of accounts that are spread over a year
ROOM = 1.5  # times the longest bar, so that its number has room


def height(bands: int) -> int:
    """Return the px that one operation takes."""
    return TIME + TICKS + BAR * bands


def shown(answer: AccountsAnswer) -> dict[str, str]:
    """Return the bands drawn, by name as in the store, with their labels: every one of BANDS."""
    every: dict[str, str] = {}
    for profiles in answer.profiles.values():
        every |= band_names(profiles)
    order = [*BANDS, UNSTATED, OTHER_BINS]
    return {bin: every[bin] for bin in order if bin in every}


def band_names(profiles: Profiles) -> dict[str, str]:
    """Return the labels of all bands, and of what is not in a band where there is any."""
    names = {bin: bin.replace("-", "–") for bin in BANDS}
    rest = {UNSTATED: "not stated", OTHER_BINS: "not shown apart"}
    return names | {bin: name for bin, name in rest.items() if profiles.bins[FOLLOWERS].get(bin)}


def length(profiles: Profiles, bin: str) -> int | None:
    """Return the accounts in a band or beside them; None = not known."""
    return profiles.band(bin) if bin in BANDS else profiles.bins[FOLLOWERS].get(bin, 0)


@dataclass(frozen=True)
class Scales:
    """What all operations are drawn on: years, per cent or accounts, and the longest bars."""

    per_cent: bool
    first: int
    last: float  # where the axis ends: past the last year's label, or it would be left out
    step: int  # years from one label to the next
    month: float
    band: float
    bands: dict[str, str]

    @classmethod
    def of(cls, answer: AccountsAnswer, bands: dict[str, str], look: Look, count: int) -> "Scales":
        per_cent, every = answer.view.scale == "share", answer.profiles.values()
        years = [int(bin[:4]) for told in every for bin in (*told.months, *told.years)]
        first, end = min(years, default=2006), max(years, default=2006) + 1
        width = look.column(count)
        step = next((s for s in STEPS if (end - first) / s * LABEL <= width), STEPS[-1])
        last = max(end, end // step * step + LABEL / 2 * (end - first) / width)
        months = [n / _whole(told, per_cent) for told in every for n in told.months.values()]
        months += [n / 12 / _whole(told, per_cent) for told in every for n in told.years.values()]
        lengths = [
            (length(told, bin) or 0) / _whole(told, per_cent) for told in every for bin in bands
        ]
        return cls(per_cent, first, last, step, max(months, default=1), max(lengths) or 1, bands)

    @property
    def labels(self) -> list[int]:
        years = range(self.first, int(self.last) + 1)
        return [year for year in years if year % self.step == 0]


def _whole(profiles: Profiles, per_cent: bool) -> float:
    """Return what a bar is divided by: shares are drawn in per cent."""
    return profiles.published / 100 if per_cent else 1


@dataclass(frozen=True)
class Column:
    """One operation's place in a figure: the `number`th of `grid`, from 1."""

    grid: style.Grid
    number: int
    drawn: list[int]  # the numbers of all that are drawn
    scales: Scales
    look: Look
    colour: str

    def add(self, figure: Figure, profiles: Profiles) -> None:
        """Add both charts of one operation; the first of a row is labelled in the gutter."""
        times, bands = 2 * self.number - 1, 2 * self.number
        figure["data"] += [self._time(profiles, times), self._bars(profiles, bands)]
        figure["layout"] |= self._time_axes(times) | self._band_axes(bands)
        if not profiles.months and not profiles.years:
            figure["layout"]["annotations"].append(self._nothing())
        if self._gutter(bands)["showticklabels"]:
            figure["layout"]["annotations"] += [
                self._name("Created", 0, "top"),
                self._name("Followers", TIME + TICKS, "bottom"),
            ]

    def _time(self, profiles: Profiles, axes: int) -> dict[str, Any]:
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
                "color": self.colour,
                "opacity": [PALE] * len(years) + [1] * len(months),
                "line": {"width": 0},
            },
            "hoverinfo": "skip",
            "xaxis": axis_name("x", axes),
            "yaxis": axis_name("y", axes),
        }

    def _time_axes(self, axes: int) -> dict[str, Any]:
        left, right, low, high = self.grid.domain(self.number, 0, TIME)
        scales, palette = self.scales, self.look.palette
        return {
            axis_key("x", axes): dict(
                domain=[left, right],
                anchor=axis_name("y", axes),
                range=[scales.first, scales.last],
                tickvals=scales.labels,
                ticktext=[str(year) for year in scales.labels],
                ticks="outside",
                ticklen=4,
                tickcolor=palette.hairline,
            ),
            axis_key("y", axes): dict(
                domain=[low, high],
                range=[0, scales.month * 1.05],
                nticks=3,
                ticksuffix="%" if scales.per_cent else "",
                showgrid=True,
                gridcolor=palette.hairline,
                **self._gutter(axes),
            ),
        }

    def _bars(self, profiles: Profiles, axes: int) -> dict[str, Any]:
        counts = [length(profiles, bin) for bin in self.scales.bands]
        whole, palette = _whole(profiles, self.scales.per_cent), self.look.palette
        return {
            "type": "bar",
            "orientation": "h",
            "x": [round((n or 0) / whole, 3) for n in counts],
            "y": list(range(len(counts))),
            "text": [self._written(n, profiles) for n in counts],
            "textposition": "outside",
            "textfont": {
                "color": [palette.ink if n else palette.quiet for n in counts],
                "size": 12,
            },
            "cliponaxis": False,
            "hoverinfo": "skip",
            "marker": {"color": self.colour, "opacity": self._opacity()},
            "xaxis": axis_name("x", axes),
            "yaxis": axis_name("y", axes),
        }

    def _opacity(self) -> list[float]:
        return [PALE if bin == OTHER_BINS else 1 for bin in self.scales.bands]

    def _written(self, count: int | None, profiles: Profiles) -> str:
        if count is None:
            return "not shown"
        return style.percent(count / profiles.published) if self.scales.per_cent else f"{count:,}"

    def _band_axes(self, axes: int) -> dict[str, Any]:
        bands = list(self.scales.bands.values())
        below = TIME + TICKS
        left, right, low, high = self.grid.domain(self.number, below, BAR * len(bands))
        return {
            axis_key("x", axes): dict(
                domain=[left, right],
                anchor=axis_name("y", axes),
                range=[0, self.scales.band * ROOM],
                showticklabels=False,
            ),
            axis_key("y", axes): dict(
                domain=[low, high],
                range=[len(bands) - 0.5, -0.5],
                tickvals=list(range(len(bands))),
                ticktext=bands,
                tickfont={"size": 12, "color": self.look.palette.ink},
                **self._gutter(axes),
            ),
        }

    def _gutter(self, axes: int) -> dict[str, Any]:
        return self.grid.labels(self.number, self.drawn, axis_name("x", axes))

    def _nothing(self) -> dict[str, Any]:
        left, right, low, high = self.grid.domain(self.number, 0, TIME)
        return {
            "text": "no time can be<br>shown apart",
            "xref": "paper",
            "yref": "paper",
            "x": (left + right) / 2,
            "y": (low + high) / 2,
            "showarrow": False,
            "bgcolor": self.look.palette.paper,
            "font": {"size": 12, "color": self.look.palette.quiet},
        }

    def _name(self, text: str, below: int, anchor: str) -> dict[str, Any]:
        """Return the annotation that names one of the two charts at the left edge."""
        high = self.grid.domain(self.number, below, 0)[3]
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
            "font": {"size": 13, "color": self.look.palette.ink},
        }


GAP, FOOT = 12, 8  # px


def draw(answer: AccountsAnswer, look: Look) -> Figure | None:
    """Draw accounts by month of creation, and beneath by followers, all on the same scales."""
    if not answer.profiles:
        return None
    drawn, above = placed(answer, look)
    rows = shown(answer)
    body = height(len(rows))
    grid = style.Grid.of(len(drawn), look, above, body, GAP if above else 0, FOOT)
    figure = grid.figure(look)
    scales = Scales.of(answer, rows, look, len(drawn))
    numbers = [n for n, o in enumerate(drawn, start=1) if o.slug in answer.profiles]
    for number in numbers:
        operation = drawn[number - 1]
        colour = look.palette.operations[answer.operations.index(operation)]
        place = Column(grid, number, numbers, scales, look, colour)
        place.add(figure, answer.profiles[operation.slug])
        if above:
            figure["layout"]["annotations"].append(title(grid, number, operation, colour))
    return figure
