"""The days of disclosure as a picture: each release a circle on its day, its area a number."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from math import sqrt
from typing import NamedTuple

from dashboard.catalogue.releases import Release
from dashboard.look import style, ui
from dashboard.look.simulated import WORD, named
from dashboard.look.ui import Node, node
from dashboard.panels.size.measure import published_of
from dashboard.snapshot.world import World
from dashboard.web import urls
from dashboard.web.pages.document import day_text

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
GAP = 1.5  # px between circles
LETTER = 6.4  # px: about how wide one is


@dataclass(frozen=True)
class Circle:
    """One release, or several that share one number, on its day; `along` and `away` in px."""

    releases: tuple[Release, ...]
    number: int | None
    along: float = 0.0  # the axis
    away: float = 0.0  # from the axis
    radius: float = SMALLEST

    @property
    def day(self) -> date:
        return self.releases[0].disclosed


@dataclass(frozen=True)
class Plan:
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


WIDE = Plan("wide-days", 1180, 42, 56, True)
NARROW = Plan("narrow-days", 760, 34, 92, False)
LEAST = 362  # px: a narrow page; a narrower picture would be blown up
EDGE = 44  # px at both ends of the axis
STRIP = 24  # px above a picture that says SIMULATED


def picture(world: World, by: str) -> list[Node]:
    """Return the picture twice, for wide and narrow pages; CSS shows one of them."""
    words = next(size.words for size in SIZES if size.name == by)
    found = circles(world, by)
    told = spoken(world, found, words)
    return [_svg(world, place(found, plan), plan, words, told) for plan in (WIDE, NARROW)]


def circles(world: World, by: str) -> list[Circle]:
    """Return a circle a release in order of days; releases under one announced number share one."""
    read = next(size.read for size in SIZES if size.name == by)
    found: dict[tuple[str, ...], list[Release]] = {}
    for release in sorted(world.catalogue.releases.values(), key=lambda r: r.disclosed):
        shared = release.accounts_shared_with if by == "accounts" else ()
        found.setdefault(tuple(sorted((release.slug, *shared))), []).append(release)
    return [Circle(tuple(releases), read(world, releases[0])) for releases in found.values()]


def place(found: list[Circle], plan: Plan) -> list[Circle]:
    """Put each circle on its day, as near to the axis as no other lies, the largest first."""
    most = max((circle.number or 0 for circle in found), default=0) or 1
    first, last = min(c.day for c in found), max(c.day for c in found)
    step = (plan.length - 2 * EDGE) / ((last - first).days or 1)  # px a day
    placed: list[Circle] = []
    for circle in sorted(found, key=lambda c: (c.day, -(c.number or 0))):
        radius = max(SMALLEST, plan.largest * sqrt((circle.number or 0) / most))
        along = EDGE + step * (circle.day - first).days
        away = _nearest(along, radius, placed)
        placed.append(replace(circle, along=along, away=away, radius=radius))
    return placed


def _nearest(along: float, radius: float, placed: list[Circle]) -> float:
    """Return how far from the axis a circle must lie so that it overlaps none, px."""
    away = radius + 4
    taken = []  # distances from the axis at which some circle is in the way
    for other in placed:
        room = (radius + other.radius + GAP) ** 2 - (along - other.along) ** 2
        if room > 0:
            taken.append((other.away - sqrt(room), other.away + sqrt(room)))
    for low, high in sorted(taken):
        if low < away < high:
            away = high
    return away


def spoken(world: World, found: list[Circle], words: str) -> str:
    """Return what the picture shows, for readers who do not see it."""
    known = sorted((c for c in found if c.number), key=lambda c: -(c.number or 0))
    largest = ", ".join(f"{_name(world, c)} {c.number:,}" for c in known[:3])
    days = len({circle.day for circle in found})
    return (
        f"{len(world.catalogue.releases)} releases on {days} days by {words}. Largest: {largest}."
    )


def _name(world: World, circle: Circle) -> str:
    names = [world.catalogue.operations[r.slug].name for r in circle.releases]
    return names[0] if len(names) == 1 else f"{names[0]}, with {len(names) - 1} more"


def _svg(world: World, placed: list[Circle], plan: Plan, words: str, sentence: str) -> Node:
    deep = max(c.away + c.radius for c in placed) + 6
    width, height = float(plan.length), deep + plan.before
    if not plan.across:
        width, height = max(LEAST, plan.before + deep), plan.length
    title, desc = f"{plan.name}-title", f"{plan.name}-desc"
    drawn = [_circle(world, c, plan, deep, words) for c in placed]
    children = [
        node("Title", named(f"Days of disclosure, by {words}", world.simulated), id=title),
        node("Desc", sentence, id=desc),
        *_axis(plan, deep),
        *_days(placed, plan, deep),
        *drawn,
    ]
    spoken_by = ui.aria(labelledby=f"{title} {desc}")
    top = STRIP if world.simulated else 0
    children += [node("Text", WORD, x=0, y=-8, className="mark")] if world.simulated else []
    box = f"0 {-top} {width:.0f} {height + top:.0f}"
    return node(
        "Svg", children, className=f"days {plan.name}", viewBox=box, role="img", **spoken_by
    )


def _axis(plan: Plan, deep: float) -> list[Node]:
    (x1, y1), (x2, y2) = plan.point(0, 0, deep), plan.point(plan.length, 0, deep)
    return [node("Line", None, x1=x1, y1=y1, x2=x2, y2=y2, className="axis")]


def _days(placed: list[Circle], plan: Plan, deep: float) -> list[Node]:
    """Name each day beside the axis, further off or on where names would touch."""
    drawn: list[Node] = []
    ends: list[float] = []  # where the last name in each line ends
    for day, its in groupby(placed, key=lambda c: c.day):
        along = next(its).along
        room = LETTER * 11 if plan.across else 15
        line = next((i for i, end in enumerate(ends) if end <= along - room / 2), len(ends))
        if plan.across:
            ends[line : line + 1] = [along + room / 2]
            drawn += _day_below(day, along, deep, line)
        else:
            centre = max(along, (ends[0] if ends else 0) + room / 2)
            ends = [centre + room / 2]
            drawn.append(_day_beside(day, along, centre, plan))
    return drawn


def _day_below(day: date, along: float, deep: float, line: int) -> list[Node]:
    x, end = round(along, 1), deep + 6 + 16 * line
    text = node("Text", day_text(day), x=x, y=round(end + 12, 1), textAnchor="middle")
    tick = node("Line", None, x1=x, x2=x, y1=round(deep, 1), y2=round(end, 1), className="tick")
    return [tick, text]


def _day_beside(day: date, along: float, centre: float, plan: Plan) -> Node:
    x, y = plan.before - 14, round(centre + 4, 1)
    tick = node("Line", None, x1=x + 2, x2=plan.before, y1=round(centre, 1), y2=round(along, 1),
        className="tick")  # fmt: skip
    return node("G", [tick, node("Text", day_text(day), x=x, y=y, textAnchor="end")])


def _circle(world: World, circle: Circle, plan: Plan, deep: float, words: str) -> Node:
    """Draw a circle that leads to its operation; the table has the same links for the keyboard."""
    x, y = plan.point(circle.along, circle.away, deep)
    sentence = f"{_name(world, circle)}: {style.count(circle.number)} {words}"
    kind = "unstated" if circle.number is None else "stated"
    drawn = [
        node("Title", sentence),
        node("Circle", None, cx=x, cy=y, r=round(circle.radius, 1), className=kind),
    ]
    if label := _label(world, circle):
        drawn.append(node("Text", label, x=x, y=round(y + 4, 1), textAnchor="middle"))
    link = urls.operation(circle.releases[0].slug)
    return node("A", drawn, href=link, tabIndex="-1", **ui.aria(hidden="true"))


def _label(world: World, circle: Circle) -> str:
    """Return the country's name, or its two letters, whichever fits in the circle."""
    countries = [world.catalogue.countries[slug] for slug in circle.releases[0].countries]
    names = ("/".join(c.short or c.name for c in countries), "/".join(c.iso2 for c in countries))
    return next((n for n in names if len(n) * LETTER + 4 <= 2 * circle.radius), "")
