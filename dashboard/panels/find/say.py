"""Who used a hashtag or domain, in words: a line for each operation that did."""

from dashboard.catalogue.releases import Operation
from dashboard.look import style, untrusted
from dashboard.panels.find.measure import FindAnswer, Usage
from dashboard.panels.panel import MOST_LINES, Cell, Table, credited, listed, sentences
from dashboard.snapshot.used import read
from dashboard.tables import HASHTAG

NAMED = 3  # operations in the sentence; the table has all
NOT_CHOSEN = "Type a hashtag or a domain to see which operations used it, how much and when."


def _item(answer: FindAnswer) -> str:
    """Return the item as the operation with most uses spells it, else as the reader typed it."""
    if usage := next(iter(answer.usages.values()), None):
        return untrusted.isolated(f"#{usage.label}" if usage.kind == HASHTAG else usage.label)
    return f"“{untrusted.isolated(answer.item)}”"


def say(answer: FindAnswer) -> str:
    if not answer.item:
        return NOT_CHOSEN
    unsearched = answer.unsearched
    searched = len(answer.searched) - len(unsearched)
    reasons = " ".join(dict.fromkeys(unsearched.values()))
    rest = f"Not known of {len(unsearched)} operations: {reasons}" if unsearched else ""
    if not searched:
        return sentences(
            f"Whether {_item(answer)} was used is not known under these filters.", rest
        )
    if not answer.usages:
        return sentences(
            f"{_item(answer)} is not among the hashtags and domains that are counted for "
            f"**{searched}** operations: each was used by at least 10 accounts, or 100 times.",
            rest,
        )
    both = answer.spellings
    if len(both) > 1:
        names = listed([untrusted.isolated(name) for name in both])
        rest = sentences(f"{names} are one, in simplified and traditional letters.", rest)
    first = [
        f"{o.short} **{style.short(answer.usages[o.slug].uses)}**" for o in answer.using[:NAMED]
    ]
    sentence = f"{_item(answer)} was used by **{len(answer.usages)}** of {searched} operations"
    most = f", the most uses by {listed(first)}" if len(answer.usages) > 1 else f": {first[0]} uses"
    return sentences(f"{sentence}{most}.", rest)


def caption(answer: FindAnswer) -> str:
    return "All operations whose hashtags or domains are counted, not only those compared."


def unit(answer: FindAnswer) -> str:
    months = "in UTC" if answer.view.clock == "utc" else "on the operator's own clock"
    return (
        "Of all operations whose hashtags or domains are counted, not only those compared. What "
        "fewer than 10 accounts used in a whole release, or in counts by others was used fewer "
        f"than 100 times, is not there. Months are {months}; counts by others have none."
    )


def cell(answer: FindAnswer, operation: Operation) -> Cell:
    """Return what was found for an operation of the view, a line a release, most uses first."""
    mine = [o for o in answer.using if set(o.releases) <= set(operation.releases)]
    several = len(operation.releases) > 1
    names = [f"{o.short}: " if several else "" for o in mine]
    lines = [n + _line(answer.usages[o.slug]) for n, o in zip(names, mine, strict=True)]
    exact = [n + _span(answer.usages[o.slug]) for n, o in zip(names, mine, strict=True)]
    if len(lines) > MOST_LINES:
        more = len(lines) - MOST_LINES + 1
        lines[MOST_LINES - 1 :] = [f"And **{more}** more of its releases."]
    reads = bool(read(answer.world, operation.slug))
    cites = not reads or any(answer.usages[o.slug].cited for o in mine)
    return Cell(
        operation,
        tuple(lines) or ("Not among what is counted for it.",),
        details=tuple(exact),
        sources=credited(answer, operation, cites, reads),
    )


def _line(usage: Usage) -> str:
    by = f" by **{usage.accounts:,}** accounts" if usage.accounts is not None else ""
    most = f", most in **{usage.busiest.name}**" if usage.months else ""
    return f"**{style.short(usage.uses)}** uses{by}{most}"


def _span(usage: Usage) -> str:
    """Return all uses, the first and the last month, and the uses of the busiest."""
    if not usage.months:
        return f"**{usage.uses:,}** uses; months are not known."
    busiest = usage.busiest
    first, last, most = (month.name for month in (usage.months[0], usage.months[-1], busiest))
    return (
        f"**{usage.uses:,}** uses, **{first}** to **{last}**; most in **{most}** "
        f"(**{busiest.uses:,}**)."
    )


def table(answer: FindAnswer) -> Table:
    head = (
        "Operation",
        "Uses",
        "Accounts",
        "First month",
        "Last month",
        "Busiest month",
        "Uses then",
    )
    body = [[o.short, *_row(answer.usages[o.slug])] for o in answer.using]
    return Table(f"Uses of {_item(answer)}" if answer.item else "Uses", head, body)


def _row(usage: Usage) -> list[str]:
    counts = [f"{usage.uses:,}", style.count(usage.accounts)]
    if not usage.months:
        return [*counts, *[style.count(None)] * 4]
    months = (usage.months[0], usage.months[-1], usage.busiest)
    return [*counts, *(month.name for month in months), f"{usage.busiest.uses:,}"]
