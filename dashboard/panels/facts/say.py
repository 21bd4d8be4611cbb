"""The sheet of facts in words: how much is known of each operation, and each column's rows."""

from dashboard.catalogue.releases import Operation
from dashboard.panels.facts.measure import HOURS_ROW, ROWS, Fact, FactsAnswer
from dashboard.panels.panel import Cell, SheetRow, Table

UNKNOWN = {row.name: row.unknown for row in ROWS}


def say(answer: FactsAnswer) -> str:
    parts = [f"{o.short}, **{_count(answer, o)}**" for o in answer.operations]
    return f"How many of {len(ROWS)} facts are known: {'; '.join(parts)}." if parts else ""


def _count(answer: FactsAnswer, operation: Operation) -> int:
    return sum(map(bool, answer.facts[operation.slug].values()))


def unit(answer: FactsAnswer) -> str:
    return (
        "Facts are of whole releases. What is counted, here or by others, comes first; where "
        "nothing is counted stands what others found, in short: beneath it is in full."
    )


def cell(answer: FactsAnswer, operation: Operation) -> Cell:
    rows = answer.facts[operation.slug]
    return Cell(
        operation,
        sheet=tuple(
            SheetRow(
                name,
                tuple((fact.text, fact.references) for fact in facts),
                answer.nearest.get(operation.slug) if name == HOURS_ROW else None,
                UNKNOWN[name],
            )
            for name, facts in rows.items()
        ),
        announced=operation.releases,
        disputes=sum(len(release.disputes) for release in operation.releases),
    )


def _sources(facts: tuple[Fact, ...]) -> str:
    return "; ".join(reference.name for fact in facts for reference in fact.references)


def table(answer: FactsAnswer) -> Table:
    body = [
        [o.short, name, "; ".join(f.text for f in facts) or UNKNOWN[name], _sources(facts)]
        for o in answer.operations
        for name, facts in answer.facts[o.slug].items()
    ]
    return Table("What is known", ("Operation", "Fact", "Statement", "Source"), body)
