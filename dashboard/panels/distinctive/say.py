"""What sets each apart, in words: its hashtags and domains, and how much more it used them."""

from dashboard.catalogue.releases import Operation
from dashboard.link.not_known import NotKnown
from dashboard.look import style, untrusted
from dashboard.panels.distinctive.measure import LEAST, PRIOR, DistinctItem, DistinctiveAnswer
from dashboard.panels.distinctive.measure import MOST as ALL
from dashboard.panels.listed import ListedItem, tag_of
from dashboard.panels.panel import (
    Cell,
    Table,
    Tags,
    credited,
    in_part,
    in_turn,
    listed,
    not_known,
    sentences,
)
from dashboard.snapshot.asking import part_answered, whole_name
from dashboard.snapshot.used import SHORT_LINK, Used, gloss_of
from dashboard.tables import DOMAIN, HASHTAG

MOST, UNFOLDED = {HASHTAG: 8, DOMAIN: 5}, {HASHTAG: 5, DOMAIN: 3}  # in a column, and at once
LISTED = 20  # of each kind in the table; the CSV has more
CAPTIONS = {HASHTAG: "Hashtags that set it apart", DOMAIN: "Domains that set it apart"}
SIGNS = {HASHTAG: "#", DOMAIN: ""}


def say(answer: DistinctiveAnswer) -> str:
    first = [(o, tags[0].item) for o in answer.known if (tags := answer.items[o.slug].get(HASHTAG))]
    lead = in_turn(
        "The hashtag that most sets apart",
        ((whole_name(o), _in_words(answer, item)) for o, item in first),
    )
    nothing = "No hashtag sets one operation apart from the others here." * bool(answer.known)
    parts = in_part((o, _part(answer, o)) for o, _ in first)
    return sentences(lead or nothing, parts, not_known(answer))


def _in_words(answer: DistinctiveAnswer, item: ListedItem) -> str:
    gloss, _ = gloss_of(answer.world, item.name)
    means = f", “{gloss}”" if gloss else ""
    return f"{_named(HASHTAG, item)}{means}, **{style.short(item.uses)}** uses"


def _part(answer: DistinctiveAnswer, operation: Operation) -> str:
    used = answer.used[operation.slug][HASHTAG]
    return part_answered(answer.world, operation, isinstance(used, Used) and used.cited)


def caption(answer: DistinctiveAnswer) -> str:
    return "Used more often, in proportion, than by the others in view together." * bool(
        answer.known
    )


def _named(kind: str, item: ListedItem) -> str:
    return untrusted.isolated(f"{SIGNS[kind]}{item.label}")


def unit(answer: DistinctiveAnswer) -> str:
    return (
        "What an operation used more often, in proportion, than the others in view together: "
        f"log-odds with a Dirichlet prior of {PRIOR:.0f} uses, in order of z, from z = {LEAST} on. "
        "A hashtag or domain that fewer than 10 accounts used, or in counts by others that was "
        f"used fewer than 100 times, counts as not used. {SHORT_LINK} is left out: it hides what "
        "was linked to."
    )


def cell(answer: DistinctiveAnswer, operation: Operation) -> Cell:
    distinct = answer.items[operation.slug]
    lists = []
    for kind, items in distinct.items():
        tags = tuple(tag_of(answer.world, kind, row.item) for row in items[: MOST[kind]])
        lists.append(Tags(CAPTIONS[kind], tags, unfolded=UNFOLDED[kind]))
    every = answer.used[operation.slug].values()
    cites = {used.cited for used in every if isinstance(used, Used)}
    return Cell(
        operation,
        (f"Set apart by {listed([_count(kind, items) for kind, items in distinct.items()])}.",),
        tuple(lists),
        details=tuple(_counted(answer, operation, kind) for kind in (HASHTAG, DOMAIN)),
        sources=credited(answer, operation, True in cites, False in cites),
    )


def _count(kind: str, items: list[DistinctItem]) -> str:
    more = " or more" if len(items) == ALL else ""
    return f"**{len(items)}**{more} {kind}{'' if len(items) == 1 else 's'}"


def _counted(answer: DistinctiveAnswer, operation: Operation, kind: str) -> str:
    used = answer.used[operation.slug][kind]
    if isinstance(used, NotKnown):
        return f"{kind.capitalize()}s: not known. {used}"
    if kind not in answer.items[operation.slug]:
        return f"{kind.capitalize()}s: none here, or none of the others to compare with."
    counted = f"{kind.capitalize()}s: {int(used.uses.sum()):,} uses"
    return f"{counted}. Basis: {used.basis}." if used.cited else f"{counted}."


def table(answer: DistinctiveAnswer) -> Table:
    body = [
        [
            o.short,
            kind,
            _named(kind, item),
            gloss_of(answer.world, item.name)[0] if kind == HASHTAG else "",
            f"{item.uses:,}",
            style.count(item.accounts),
            style.ratio(log_odds),
            style.ratio(z),
        ]
        for o in answer.known
        for kind, items in answer.items[o.slug].items()
        for item, log_odds, z in items[:LISTED]
    ]
    head = ("Operation", "Kind", "Item", "Means", "Uses", "Accounts", "Log-odds", "z")
    return Table("What sets each apart", head, body)
