"""Kinds of post in words: the two most used, as so many of ten, and the programs beside them."""

from dashboard.catalogue.kinds import OR, name
from dashboard.catalogue.releases import Collection, Operation
from dashboard.link.not_known import NotKnown
from dashboard.look import style, untrusted
from dashboard.panels.kinds.measure import KindsAndClients, KindsAnswer, PostKinds
from dashboard.panels.panel import (
    NO_POSTS,
    Cell,
    Table,
    Tag,
    Tags,
    credited,
    in_part,
    in_turn,
    listed,
    sentences,
)
from dashboard.snapshot.asking import part_of, part_of_rows, whole_name
from dashboard.snapshot.used import Used
from dashboard.tables import MIN_ACCOUNTS

NAMED = 2  # kinds in the headline
PROGRAMS, LISTED = 5, 20  # in a column, and in the table; clients.csv has all


def say(answer: KindsAnswer) -> str:
    told_apart = [o for o in answer.operations if o.slug in answer.kinds]
    lead = in_turn("", ((whole_name(o), _most(answer.kinds[o.slug])) for o in told_apart))
    parts = in_part((o, _part(answer, o)) for o in told_apart)
    unknown = [o.short for o in answer.operations if o.slug not in answer.kinds]
    missing = f"Not known for {listed(unknown)}." if unknown else ""
    return sentences(lead, parts, missing, "" if lead else _programs_alone(answer))


def _most(kinds: PostKinds) -> str:
    """Return the two kinds most used, as so many of ten posts."""
    if not kinds.total:
        return "no posts match this view"
    ranked = sorted(kinds.posts, key=lambda kind: -kinds.posts[kind])[:NAMED]
    first, *others = [kind for i, kind in enumerate(ranked) if not i or kinds.share(kind) >= 0.05]
    rest = [f"**{style.of_ten(kinds.share(kind))}** {name(kind)}" for kind in others]
    kinds_in_words = ", ".join([name(first), *rest])
    return f"**{style.of_ten(kinds.share(first))}** posts were {kinds_in_words}"


def _part(answer: KindsAnswer, operation: Operation) -> str:
    """Return what part of an operation the numbers tell of, "" if all."""
    kinds = answer.kinds[operation.slug]
    if kinds.cited:
        return part_of(operation, kinds.releases)
    return part_of_rows(answer.world, operation)


def _programs_alone(answer: KindsAnswer) -> str:
    """Say the program most used of each operation, where no kinds lead."""
    if not isinstance(answer, KindsAndClients):
        return ""
    parts = []
    for operation in answer.known:
        if first := answer.programs(operation.slug, 1):
            share = style.percent(first[0].share)
            parts.append(f"{operation.short} {untrusted.isolated(first[0].label)}, **{share}**")
    return f"Program most used: {'; '.join(parts)} of posts." if parts else ""


def caption(answer: KindsAndClients) -> str:
    if not answer.kinds:
        return ""
    what = "Share of posts" if answer.view.scale == "share" else "Posts"
    return f"{what} by kind{'; an outline: kinds counted together' * _is_together(answer)}."


def unit(answer: KindsAndClients) -> str:
    what = "Share of posts" if answer.view.scale == "share" else "Posts"
    outline = " An outline stands for kinds together that not every source tells apart."
    outline *= _is_together(answer)
    filtered = " Shares are of the posts before the kind filter." if answer.view.kinds else ""
    return f"{what} by kind, each post of one.{outline}{filtered}"


def _is_together(answer: KindsAndClients) -> bool:
    """Whether any operation counts several kinds together."""
    return any(OR in kind for kinds in answer.kinds.values() for kind in kinds.posts)


def cell(answer: KindsAndClients, operation: Operation) -> Cell:
    kinds = answer.kinds.get(operation.slug)
    return Cell(
        operation,
        (*_lines(answer, operation), *_program(answer, operation)) or _largest(kinds),
        (_tags(answer, operation),),
        details=(*(_basis(kinds) if kinds else ()), _programs_basis(answer, operation)),
        sources=_sources(answer, operation),
    )


def _lines(answer: KindsAndClients, operation: Operation) -> tuple[str, ...]:
    kinds = answer.kinds.get(operation.slug)
    if kinds is None:
        return (f"Kinds of post are **not known**. {answer.no_kinds[operation.slug]}",)
    if not kinds.total:
        return (NO_POSTS,)
    together = [name(kind, " and ").capitalize() for kind in kinds.posts if OR in kind]
    apart = [f"{names} are not told apart." for names in together]
    if not answer.view.kinds:
        return tuple(apart)
    share = style.percent(sum(kinds.posts.values()) / kinds.total)
    return (f"The chosen kinds have **{share}** of posts.", *apart)


def _program(answer: KindsAndClients, operation: Operation) -> list[str]:
    """Name the program most used, where one may be named."""
    return [
        f"Program most used: {untrusted.isolated(p.label)}, **{style.percent(p.share)}** of posts."
        for p in answer.programs(operation.slug, 1)
    ]


def _tags(answer: KindsAndClients, operation: Operation) -> Tags:
    programs = answer.programs(operation.slug, PROGRAMS)
    tags = [
        Tag(p.label, style.percent(p.share), "" if p.accounts is None else f"{p.accounts:,}")
        for p in programs
    ]
    return Tags("Programs most used", tuple(tags), "share of posts")


def _basis(kinds: PostKinds) -> tuple[str, ...]:
    basis = f" Basis: {kinds.basis}." if kinds.cited else ""
    return (f"n = {kinds.total:,} posts.{basis}", *_largest(kinds))


def _largest(kinds: PostKinds | None) -> tuple[str, ...]:
    if not kinds or not kinds.total:
        return ()
    most = max(kinds.posts, key=lambda kind: kinds.posts[kind])
    amount = f"**{kinds.posts[most]:,}** (**{style.percent(kinds.share(most))}**)"
    return (f"Largest kind: {name(most)}, {amount}.",)


def _programs_basis(answer: KindsAndClients, operation: Operation) -> str:
    clients = answer.clients[operation.slug]
    if isinstance(clients, NotKnown):
        return f"Programs are not known. {clients}"
    if clients.cited:
        return f"Programs: of {clients.posts:,} posts. Basis: {clients.basis}."
    if answer.programs(operation.slug, 1):
        return f"Programs that {MIN_ACCOUNTS} accounts or more used, of {clients.posts:,} posts."
    return f"No program is named here that {MIN_ACCOUNTS} accounts or more used."


def _sources(answer: KindsAndClients, operation: Operation) -> tuple[Collection, ...]:
    """Return the collections of kinds and of programs, each once."""
    kinds, clients = answer.kinds.get(operation.slug), answer.clients[operation.slug]
    cites = [of.cited for of in (kinds, clients) if of is not None and not isinstance(of, NotKnown)]
    sources = credited(answer, operation, bool(kinds and kinds.cited), False in cites)
    if isinstance(clients, Used) and clients.cited:
        world = answer.world
        sources += tuple(world.collections_of(world.cited_of(operation.slug), "clients"))
    return tuple(dict.fromkeys(sources))


def table(answer: KindsAndClients) -> Table:
    body = [
        [o.short, *row] for o in answer.known for row in (*_kinds(answer, o), *_clients(answer, o))
    ]
    return Table(
        "Posts by kind and program", ("Operation", "What", "Which", "Posts", "Share"), body
    )


def _kinds(answer: KindsAndClients, operation: Operation) -> list[list[str]]:
    if (kinds := answer.kinds.get(operation.slug)) is None:
        return []
    return [
        ["Kind", name(kind).capitalize(), f"{posts:,}", style.percent(kinds.share(kind))]
        for kind, posts in kinds.posts.items()
    ]


def _clients(answer: KindsAndClients, operation: Operation) -> list[list[str]]:
    return [
        ["Program", untrusted.isolated(p.label), f"{p.uses:,}", style.percent(p.share)]
        for p in answer.programs(operation.slug, LISTED)
    ]
