"""Where a part of the posts is held as rows and others counted the whole: both, side by side."""

import numpy as np

from dashboard.catalogue.languages import language_name
from dashboard.catalogue.releases import Operation
from dashboard.clock.weeks_months import MONTH
from dashboard.link.not_known import NotKnown
from dashboard.link.view import View
from dashboard.look import style, untrusted
from dashboard.look.ui import Node, node
from dashboard.panels.languages.measure import languages
from dashboard.panels.similarity.measure import ASPECTS, ITEMS, Mix, compare, mix_of
from dashboard.panels.timeline.measure import timeline
from dashboard.snapshot.asking import answered_name, answers_changed, full_name
from dashboard.snapshot.world import World
from dashboard.tables import NOT_STATED
from dashboard.web.pages.document import section, table

LANGUAGES, MONTHS = "languages", "months"
COMPARED = (LANGUAGES, MONTHS, *ITEMS)  # what both can answer
MOST = 3  # named in a cell
HOW = (
    "What a part of the posts says, and what the whole says. The distance of two shares is 0 where "
    "they are the same and 1 where they have nothing in common (Jensen-Shannon)."
)


def both_collections(world: World, operation: Operation) -> list[Node]:
    """Return a section with what rows of a part and counts of the whole answer; [] without both."""
    slug = operation.slug
    if not answers_changed(world, slug):
        return []
    body = []
    for what in COMPARED:
        part, whole = _mix(world.rows_first, slug, what), _mix(world, slug, what)
        if isinstance(part, NotKnown) or isinstance(whole, NotKnown):
            continue
        if part.basis != whole.basis:  # else rows do not tell of it
            apart = style.ratio(1 - compare(part, whole)[0])
            body.append(
                [what.capitalize(), _most(world, what, part), _most(world, what, whole), apart]
            )
    head = ["Most of", f"Rows: {full_name(world, operation)}"]
    counted = answered_name(world, operation, is_cited=True)
    collections = world.collections_of(world.cited_of(slug), *COMPARED)
    head += [f"Counts: {counted}, {', '.join(c.credit for c in collections)}", "Distance"]
    caption = "Rows of a part beside counts of the whole"
    return [
        section(
            "Two collections side by side",
            [node("P", HOW), table(head, body, caption)],
            "both-collections",
        )
    ]


def _mix(world: World, slug: str, what: str) -> Mix | NotKnown:
    view = View(operations=(slug,), unit="month")
    if what in ITEMS:
        return ASPECTS[what].mixes(world, view)[slug]
    if what == LANGUAGES:
        spoken = languages(world, view)
        if slug in spoken.unknown:
            return spoken.unknown[slug]
        posts = spoken.spoken[slug].posts
        counts = np.array([posts.get(code, 0) for code in _codes(world)])
        return mix_of(np.arange(len(counts)), counts, spoken.spoken[slug].basis)
    answer = timeline(world, view)
    if slug in answer.unknown:
        return answer.unknown[slug]
    series = answer.series[slug]
    numbers = np.arange(series.first, series.first + len(series.posts))
    return mix_of(numbers, series.posts, series.basis)


def _most(world: World, what: str, mix: Mix) -> str:
    """Say the largest shares, the largest first."""
    places = np.argsort(-mix.shares, kind="stable")[:MOST]
    return ", ".join(
        f"{_name(world, what, int(mix.numbers[place]))} {style.percent(float(mix.shares[place]))}"
        for place in places
    )


def _codes(world: World) -> list[str]:
    """Return every language that a post may have, and that none is stated."""
    return sorted({*world.words.languages, NOT_STATED})


def _name(world: World, what: str, number: int) -> str:
    if what == MONTHS:
        return MONTH.text(number)
    if what == LANGUAGES:
        return language_name(_codes(world)[number])
    return untrusted.isolated(ASPECTS[what].name(world, number))
