"""Where others counted the week of all posts without dates and a part is held by day: both."""

from dashboard.catalogue.releases import Operation
from dashboard.link.view import View
from dashboard.look import style
from dashboard.look.ui import Node, node
from dashboard.panels.rhythm.measure import Rhythm, rhythm, weekday_share
from dashboard.snapshot.asking import basis
from dashboard.snapshot.world import World
from dashboard.web.pages.document import capital, listed, section, table

WHY = (
    "They differ because they are not of the same posts, nor of the same time. The first lead, as "
    "they are more; the second answer what needs dates."
)


def both_weeks(world: World, operation: Operation) -> list[Node]:
    """Return a section with the week of the whole and that of the part; [] without both."""
    slug, view = operation.slug, View(operations=(operation.slug,))
    whole, part = (rhythm(each, view).rhythms.get(slug) for each in (world, world.dated))
    if whole is None or whole.undated is None or part is None:
        return []
    week, (first, last) = whole.undated, view.hours
    head = ["Share of", "Mon–Fri", f"Office hours, {first:02}–{last:02}", "Mon–Fri, 08–17"]
    body = [
        [f"{whole.posts:,} {week.posts_in_words}", *_shares(whole)],
        [f"{part.posts:,} posts by day", *_shares(part)],
    ]
    caveats = [source.collection.caveat for source in world.sources_of(slug)]
    rests = [
        f"{capital(week.basis)}. Written from {week.first} to {week.last}.",
        f"{capital(basis(world, operation))}. {' '.join(caveats)}",
    ]
    shares = table(head, body, "Two weeks on the operator's clock", "numbers")
    return [
        section("Two counts of the week", [node("P", WHY), shares, listed(rests)], "both-weeks")
    ]


def _shares(rhythm: Rhythm) -> list[str]:
    office, press = rhythm.shares.office.estimate, rhythm.shares.press.estimate
    return [style.percent(float(s)) for s in (weekday_share(rhythm.week), office, press)]
