"""The days of disclosure as a picture: each release a circle on its day, its area a number."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from math import sqrt
from typing import NamedTuple

from markupsafe import Markup

from dashboard.catalogue.releases import Release
from dashboard.clock.period import day_text
from dashboard.look import style
from dashboard.look.simulated import WORD, named
from dashboard.look.ui import Node, node
from dashboard.panels.panel import listed
from dashboard.panels.size.measure import published_of
from dashboard.snapshot.world import World
from dashboard.web import urls
from dashboard.web.pages.prose import prose

Read = Callable[[World, Release], int | None]


class Size(NamedTuple):
    """What a circle's area may show."""

    name: str  # in a link
    words: str
    read: Read


SIZES = (
    Size("accounts", "announced accounts", lambda _, release: release.accounts),
    Size("posts", "posts", lambda _, release: release.posts),
    Size("published", "published accounts", published_of),
)
SMALLEST = 2.5  # px: a smaller circle could not be seen
TARGET = 15  # px: the least radius that a finger may meet, 24 px across where the page is narrower
RING = 3  # px between a circle and the edge of what can be pressed
GAP = 1.5  # px between circles
LETTER = 9.2  # px: about how wide one is where the page is narrowest (site.css)


@dataclass(frozen=True)
class Circle:
    """One release, or several that share one number, on its day; `along` and `away` in px."""

    day: date
    name: str
    releases: str  # whose they are, in words
    countries: tuple[str, str]  # their names, and their two letters
    link: str
    number: int | None
    along: float = 0.0  # the axis
    away: float = 0.0  # from the axis
    radius: float = SMALLEST

    @property
    def target(self) -> float:
        """Return the radius of what can be pressed; its edge shows which circle is in focus."""
        return max(self.radius + RING, TARGET)


@dataclass(frozen=True)
class Orientation:
    """How the picture lies: across the page, or down it where the page is narrow."""

    name: str  # the class that CSS shows or hides
    length: int  # px of the axis
    largest: float  # px: the radius of the largest number
    before: int  # px for the days' names
    across: bool

    def point(self, along: float, away: float, deep: float) -> tuple[float, float]:
        """Return x and y; `deep` is how far circles reach away from the axis."""
        point = (along, deep - away) if self.across else (self.before + away, along)
        return round(point[0], 1), round(point[1], 1)


WIDE = Orientation("wide-days", 1180, 42, 64, True)
NARROW = Orientation("narrow-days", 760, 34, 106, False)
LEAST = 362  # px: a narrow page; a narrower picture would be blown up
EDGE = 52  # px at both ends of the axis
STRIP = 24  # px above a picture that says SIMULATED


def picture(world: World, by: str, data: str) -> list[Markup]:
    """Return the picture twice, for wide and narrow pages; CSS shows one of them.

    Its circles link to pages of the data version `data`, "" = the current one.
    """
    words = next(size.words for size in SIZES if size.name == by)
    drawn = circles(world, by, data)
    named_by = {
        "title": named(f"Days of disclosure, by {words}", world.simulated),
        "sentence": spoken(drawn, len(world.catalogue.releases), words),
        "words": words,
        "count": style.count,
        "day_text": day_text,
        "mark": WORD if world.simulated else "",
    }
    pictures = []
    for lying in (WIDE, NARROW):
        placed = place(drawn, lying)
        deep = max(circle.away + circle.target for circle in placed) + 6
        pictures.append(
            prose(
                "days",
                lying=lying,
                deep=deep,
                box=_box(lying, deep, STRIP if world.simulated else 0),
                days=_days(placed, lying, deep),
                circles=[_labelled(circle, lying, deep) for circle in placed],
                **named_by,
            )
        )
    return pictures


def circles(world: World, by: str, data: str = "") -> list[Circle]:
    """Return a circle a release in order of days; releases under one announced number share one."""
    read = next(size.read for size in SIZES if size.name == by)
    sharing: dict[tuple[str, ...], list[Release]] = {}
    for release in sorted(world.catalogue.releases.values(), key=lambda r: r.disclosed):
        shared = release.accounts_shared_with if by == "accounts" else ()
        sharing.setdefault(tuple(sorted((release.slug, *shared))), []).append(release)
    return [
        Circle(
            releases[0].disclosed,
            _name(world, releases),
            listed([_without_day(world, release) for release in releases]),
            _countries(world, releases[0]),
            urls.operation(releases[0].slug, data),
            read(world, releases[0]),
        )
        for releases in sharing.values()
    ]


def _name(world: World, releases: list[Release]) -> str:
    name = world.catalogue.operations[releases[0].slug].name
    return name if len(releases) == 1 else f"{name}, with {len(releases) - 1} more"


def _without_day(world: World, release: Release) -> str:
    """Return the name of a release without its day, which stands before it."""
    name = world.catalogue.operations[release.slug].name
    return name.replace(f", disclosed {release.disclosed:%B %Y}", "")


def _countries(world: World, release: Release) -> tuple[str, str]:
    countries = [world.catalogue.countries[slug] for slug in release.countries]
    names = "/".join(country.short or country.name for country in countries)
    return names, "/".join(country.iso2 for country in countries)


def place(drawn: list[Circle], lying: Orientation) -> list[Circle]:
    """Put each circle on its day, as near to the axis as no other lies, the largest first."""
    most = max((circle.number or 0 for circle in drawn), default=0) or 1
    first, last = min(c.day for c in drawn), max(c.day for c in drawn)
    step = (lying.length - 2 * EDGE) / ((last - first).days or 1)  # px a day
    placed: list[Circle] = []
    for circle in sorted(drawn, key=lambda c: (c.day, -(c.number or 0))):
        radius = max(SMALLEST, lying.largest * sqrt((circle.number or 0) / most))
        along = EDGE + step * (circle.day - first).days
        wanted = replace(circle, along=along, radius=radius)
        placed.append(replace(wanted, away=_nearest(wanted, placed)))
    return placed


def _nearest(circle: Circle, placed: list[Circle]) -> float:
    """Return how far from the axis a circle must lie so that its target overlaps none, px."""
    away = circle.target + 4
    taken = []  # distances from the axis at which some circle is in the way
    for other in placed:
        room = (circle.target + other.target + GAP) ** 2 - (circle.along - other.along) ** 2
        if room > 0:
            taken.append((other.away - sqrt(room), other.away + sqrt(room)))
    for low, high in sorted(taken):
        if low < away < high:
            away = high
    return away


def spoken(drawn: list[Circle], releases: int, words: str) -> str:
    """Return the picture's description for screen readers."""
    known = sorted((c for c in drawn if c.number), key=lambda c: -(c.number or 0))
    largest = ", ".join(f"{c.name} {c.number:,}" for c in known[:3])
    days = len({circle.day for circle in drawn})
    return f"{releases} releases on {days} days by {words}. Largest: {largest}."


def _box(lying: Orientation, deep: float, top: int) -> str:
    """Return the viewBox with room for all parts of the picture; `top` px more above."""
    width, height = float(lying.length), deep + lying.before
    if not lying.across:
        width, height = max(LEAST, lying.before + deep), lying.length
    return f"0 {-top} {width:.0f} {height + top:.0f}"


def _days(placed: list[Circle], lying: Orientation, deep: float) -> list[Node]:
    """Return the name of each day beside the axis, moved where two names would touch."""
    drawn: list[Node] = []
    ends: list[float] = []  # where the last name in each line ends
    for day, same_day in groupby(placed, key=lambda c: c.day):
        along = next(same_day).along
        room = LETTER * 11 if lying.across else 16
        line = next((i for i, end in enumerate(ends) if end <= along - room / 2), len(ends))
        if lying.across:
            ends[line : line + 1] = [along + room / 2]
            drawn += _day_below(day, along, deep, line)
        else:
            centre = max(along, (ends[0] if ends else 0) + room / 2)
            ends = [centre + room / 2]
            drawn.append(_day_beside(day, along, centre, lying))
    return drawn


def _day_below(day: date, along: float, deep: float, line: int) -> list[Node]:
    x, end = round(along, 1), deep + 6 + 18 * line
    text = node("Text", day_text(day), x=x, y=round(end + 12, 1), textAnchor="middle")
    tick = node("Line", None, x1=x, x2=x, y1=round(deep, 1), y2=round(end, 1), className="tick")
    return [tick, text]


def _day_beside(day: date, along: float, centre: float, lying: Orientation) -> Node:
    x, y = lying.before - 14, round(centre + 4, 1)
    tick = node("Line", None, x1=x + 2, x2=lying.before, y1=round(centre, 1), y2=round(along, 1),
        className="tick")  # fmt: skip
    return node("G", [tick, node("Text", day_text(day), x=x, y=y, textAnchor="end")])


def _labelled(circle: Circle, lying: Orientation, deep: float) -> tuple[Circle, float, float, str]:
    """Return a circle, its centre, and the longest name of its countries that fits into it."""
    fitting = (n for n in circle.countries if len(n) * LETTER + 4 <= 2 * circle.radius)
    return circle, *lying.point(circle.along, circle.away, deep), next(fitting, "")
