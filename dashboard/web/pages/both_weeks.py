"""Where others counted the week of all posts without dates and a part is held by day: both."""

from dashboard.catalogue.releases import Operation
from dashboard.link.view import View
from dashboard.look import style
from dashboard.look.ui import Node, node
from dashboard.panels.rhythm.measure import Rhythm, rhythm, weekday_share
from dashboard.snapshot.asking import basis
from dashboard.snapshot.local_week import LocalWeek
from dashboard.snapshot.world import World
from dashboard.web.pages.document import section, table


def both_weeks(world: World, operation: Operation) -> list[Node]:
    """Return a section with the week of the whole and that of the part; [] without both."""
    slug, view = operation.slug, View(operations=(operation.slug,))
    whole, part = (rhythm(each, view).rhythms.get(slug) for each in (world, world.dated))
    if whole is None or whole.undated is None or part is None:
        return []
    head = ["Share of posts", whole.undated.posts_in_words, "The part that is held by day"]
    shares = zip(_shares(whole), _shares(part), strict=True)
    body = [[what, of_whole, of_part] for (what, of_whole), (_, of_part) in shares]
    rests = [whole.undated.basis, basis(world, operation)]
    sentence = " ".join(
        [_why(whole.undated, part), *(s.collection.caveat for s in world.sources_of(slug))]
    )
    nodes = [node("P", sentence), table([*head], [*body, ["Basis", *rests]], "Both weeks", "broad")]
    return [section("Two counts of the week", nodes, "both-weeks")]


def _why(whole: LocalWeek, part: Rhythm) -> str:
    return (
        "The two differ because they are not of the same posts. The first are all "
        f"{whole.posts_in_words} that there are, from {whole.first} to {whole.last}; they lead, "
        f"because they are more. The second are {part.posts:,} posts, and answer what needs dates."
    )


def _shares(rhythm: Rhythm) -> list[tuple[str, str]]:
    """Return each share under its name, on the operator's clock, as texts."""
    first, last = rhythm.view.hours
    office, press = (
        style.percent(float(share.estimate))
        for share in (rhythm.shares.office, rhythm.shares.press)
    )
    return [
        ("Monday to Friday", style.percent(weekday_share(rhythm.week))),
        (f"Office hours, {first:02}–{last:02} on working weekdays", office),
        ("Monday to Friday, 08–17, as newspapers count", press),
    ]
