"""The table of releases: sorted and filtered by links, ticked to build a comparison."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup

from dashboard.catalogue.releases import Release
from dashboard.clock.period import day_text
from dashboard.link.parse import MAX_OPERATIONS
from dashboard.look import style, ui
from dashboard.look.ui import Node, node
from dashboard.panels.size.measure import published_of
from dashboard.snapshot.beside import beside, depth_of
from dashboard.snapshot.world import World
from dashboard.web import urls
from dashboard.web.pages import days
from dashboard.web.pages.chooser import text
from dashboard.web.pages.prose import prose
from dashboard.web.pages.reconciliation import others

DEPTHS = ("rows", "counts", "facts")  # deepest first


class ReleaseColumn(NamedTuple):
    """A column of the table: `key` sorts a release, None = not known and last in either order."""

    name: str  # in a link
    head: str
    key: Callable[[World, Release], Any]
    content: Callable[[World, Release], Any] | None = None  # None = the key is shown
    number: bool = False

    def show(self, world: World, release: Release) -> Any:
        """Return what stands in the cell of a release."""
        if self.content:
            return self.content(world, release)
        key = self.key(world, release)
        return style.count(key) if self.number else key


def _name(world: World, release: Release) -> str:
    return world.catalogue.operations[release.slug].name


def _countries(world: World, release: Release) -> str:
    return ", ".join(world.catalogue.countries[slug].name for slug in release.countries)


def _day(_: World, release: Release) -> Node:
    return node("Time", day_text(release.disclosed), dateTime=release.disclosed.isoformat())


def amplifiers_text(release: Release) -> str:
    about = "about " if release.amplifiers_about else ""
    return style.NONE_STATED if release.amplifiers is None else f"{about}{release.amplifiers:,}"


def _announced(_: World, release: Release) -> Any:
    if not release.accounts_shared_with:
        return style.count(release.accounts)
    note = f"with {', '.join(release.accounts_shared_with)}"
    return [style.count(release.accounts), node("Small", note)]


COLUMNS = (
    ReleaseColumn("name", "Release", _name),
    ReleaseColumn("country", "Linked to", _countries),
    ReleaseColumn("disclosed", "Disclosed", lambda _, r: r.disclosed.isoformat(), _day),
    ReleaseColumn("operator", "In the platform's words", lambda _, r: r.operator),
    ReleaseColumn("accounts", "Announced", lambda _, r: r.accounts, _announced, True),
    ReleaseColumn("published", "Published", published_of, number=True),
    ReleaseColumn(
        "amplifiers", "Amplifiers", lambda _, r: r.amplifiers, lambda _, r: amplifiers_text(r), True
    ),
    ReleaseColumn("posts", "Posts", lambda _, r: r.posts, number=True),
    ReleaseColumn("depth", "Depth", lambda w, r: DEPTHS.index(depth_of(w, r)), depth_of),
    ReleaseColumn(
        *("others", "Published by others, beside ours"),
        lambda w, r: sum(bool(pair.difference) for pair in beside(w, r)),
        others,
    ),
)


@dataclass(frozen=True)
class Wish:
    """What a link to this page asks for; whatever it spells wrong is its default."""

    by: str = "accounts"
    sort: str = "disclosed"  # a column's name, with - before it the other way round
    text: str = ""
    country: str = ""
    data: str = ""  # the version, "" = the current one

    @classmethod
    def of(cls, parameters: dict[str, str], world: World, data: str = "") -> "Wish":
        by, sort = parameters.get("by", ""), parameters.get("sort", "")
        country = parameters.get("country", "")
        return cls(
            by if by in [size.name for size in days.SIZES] else cls.by,
            sort if sort.removeprefix("-") in [c.name for c in COLUMNS] else cls.sort,
            text(parameters.get("q"))[:100],
            country if country in world.catalogue.countries else "",
            data,
        )

    def link(self, **changed: str) -> str:
        """Return the address of this page with what differs from the default."""
        words = {"by": self.by, "sort": self.sort, "q": self.text, "country": self.country}
        default = {"by": Wish.by, "sort": Wish.sort, "q": "", "country": ""}
        pairs = {key: word for key, word in (words | changed).items() if word != default[key]}
        address = urls.DISCLOSURES + (f"?{urlencode(pairs)}" if pairs else "")
        return urls.pinned(address, self.data)


def releases(world: World, wish: Wish) -> Markup:
    """Return the filter, and the table in a form that sends what is ticked."""
    search = node(
        "Input", type="search", name="q", value=wish.text, maxlength="100", autoComplete="off"
    )
    return prose(
        "releases",
        wish=wish,
        urls=urls,
        kept=_hidden(wish),
        search=search,
        countries=sorted(world.catalogue.countries.values(), key=lambda c: c.name),
        most=MAX_OPERATIONS,
        every=len(world.catalogue.releases),
        heads=[_head(column, wish) for column in COLUMNS],
        rows=[_row(world, release, wish.data) for release in shown(world, wish)],
    )


def _hidden(wish: Wish) -> list[Node]:
    """Return what the filter sends besides its fields; a default is not sent."""
    by = "" if wish.by == Wish.by else wish.by
    sort = "" if wish.sort == Wish.sort else wish.sort
    values = {"data": wish.data, "by": by, "sort": sort}
    return [
        node("Input", type="hidden", name=n, value=value) for n, value in values.items() if value
    ]


def shown(world: World, wish: Wish) -> list[Release]:
    """Return the releases that the wish asks for, in its order; what is not known comes last."""
    matching = [r for r in world.catalogue.releases.values() if _matches(world, r, wish)]
    column = next(c for c in COLUMNS if c.name == wish.sort.removeprefix("-"))
    known = [r for r in matching if column.key(world, r) is not None]
    known.sort(key=lambda r: column.key(world, r), reverse=wish.sort.startswith("-"))
    return known + [r for r in matching if column.key(world, r) is None]


def _matches(world: World, release: Release, wish: Wish) -> bool:
    in_country = not wish.country or wish.country in release.countries
    return in_country and all(w in words(world, release) for w in wish.text.casefold().split())


def words(world: World, release: Release) -> str:
    """Return the text that the filter looks into; the browser has the same."""
    texts = [_name(world, release), _countries(world, release), release.operator, release.slug]
    return " ".join([*texts, release.archive_id, release.summary]).casefold()


def _head(column: ReleaseColumn, wish: Wish) -> Node:
    """Return a head that sorts: from small to large, and the other way where it already does."""
    up = wish.sort == column.name
    down = wish.sort == f"-{column.name}"
    target = wish.link(sort=f"-{column.name}" if up else column.name) + "#releases"
    link = node("A", column.head, href=target, **{"data-sort": column.name})
    state = {"sort": "ascending" if up else "descending"} if up or down else {}
    kind = "number" if column.number else None
    return node("Th", link, scope="col", className=kind, **ui.aria(**state))


def _row(world: World, release: Release, data: str) -> Node:
    tick = node("Input", type="checkbox", name="ops", value=release.slug,
        **ui.aria(label=f"Compare {_name(world, release)}"))  # fmt: skip
    cells = [node("Td", [tick, node("Span", className="tint")])]
    for column in COLUMNS:
        key = column.key(world, release)
        props: dict[str, Any] = {"data-key": "" if key is None else key}
        props |= {"className": "number"} if column.number else {}
        props |= {} if column.name == "name" else {"data-head": column.head}
        content = column.show(world, release)
        if column.name == "name":
            link = node("A", content, href=urls.operation(release.slug, data))
            cells.append(node("Th", link, **props, scope="row"))
        else:
            cells.append(node("Td", content, **props))
    found_by = {"data-words": words(world, release), "data-countries": " ".join(release.countries)}
    return node("Tr", cells, **found_by)
