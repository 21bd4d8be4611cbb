"""Try the lexicon on texts: what each term catches, and on a terminal a few of the lines."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from unicodedata import category

import duckdb
import pyarrow as pa

from dashboard.catalogue.lexicon import Lexicon, Theme
from dashboard.ingest.containers import is_note
from dashboard.ingest.engine import open_engine
from dashboard.ingest.formats.expressions import written_tags
from dashboard.ingest.formats.formats import USERS
from dashboard.ingest.progress import Progress
from dashboard.ingest.quarantine import Quarantine
from dashboard.ingest.reader import Reader
from dashboard.ingest.scan import Rules, scan
from dashboard.ingest.themes.matching import Matcher
from dashboard.tables import IngestError

LINES = 50_000  # of a file of texts, read at once
ANY_MINUTE = (1 << 31) - 1  # posts of any time are looked at
WIDE, STACK = 100, 3  # letters of an example, and marks on one of them
READ = "SELECT text, tags FROM made WHERE fault IS NULL"
TEXTS = f"SELECT text, {written_tags('text')} AS tags FROM given"


@dataclass
class TermHits:
    """Takes the place of a stage: the texts of each slab are looked at and forgotten.

    A term is matched as a theme of its own, so that it is told which of them caught a text.
    """

    engine: duckdb.DuckDBPyConnection
    folder: Path
    matcher: Matcher
    examples: int  # lines kept of each term
    texts: int = 0
    claimed: int = 0
    by_term: Counter[str] = field(default_factory=Counter)
    kept: dict[str, list[str]] = field(default_factory=dict)

    def add(self, role: str) -> None:
        """Look at the sound rows of `made`; users say nothing."""
        if role != USERS:
            self.look(self.engine.sql(READ).to_arrow_table())

    def look(self, read: pa.Table) -> None:
        """Look at rows of a text and a list of tags."""
        terms = self.matcher.themes(read["text"], read["tags"]).to_pylist()
        self.texts += len(terms)
        self.claimed += sum(map(bool, terms))
        for row, told in enumerate(terms):
            for term in told.split():
                self.by_term[term] += 1
                lines = self.kept.setdefault(term, [])
                if len(lines) < self.examples:
                    lines.append(escaped(read["text"][row].as_py() or ""))


def try_terms(path: Path, lexicon: Lexicon, examples: int, progress: Progress) -> list[str]:
    """Return how many texts of a file each term catches, with up to `examples` lines of each.

    A name that ends like a note's, such as .txt, is a file of texts in UTF-8, one a line, whose
    tags are those written in it. Everything else is read as a release's posts. Nothing is kept.
    """
    with tempfile.TemporaryDirectory(prefix="takedowns-test-") as room:
        engine = open_engine(Path(room))
        try:
            caught = TermHits(engine, Path(room), Matcher(_term_by_term(lexicon)), examples)
            if path.is_file() and is_note(path.name):
                _look_at_lines(path, caught)
            else:
                rules = Rules(ANY_MINUTE, allow_rejects=True, allow_unhashed=True)
                scan([path], Reader(caught, Quarantine(), progress), rules)
        finally:
            engine.close()
    return list(_report(path, lexicon, caught))


def _term_by_term(lexicon: Lexicon) -> Lexicon:
    """Return a lexicon in which every term is a theme: its number in the whole, from 0."""
    every = [(theme, term) for theme in lexicon.themes.values() for term in theme.terms]
    alone = {str(n): Theme(str(n), "", "", False, (term,)) for n, (_, term) in enumerate(every)}
    return replace(lexicon, themes=alone)


def _look_at_lines(path: Path, caught: TermHits) -> None:
    for lines in _batches(path):
        caught.engine.register("given", pa.table({"text": lines}))
        caught.look(caught.engine.sql(TEXTS).to_arrow_table())
        caught.engine.unregister("given")


def _batches(path: Path) -> Iterator[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            while lines := [line.rstrip("\r\n") for line in islice(file, LINES)]:
                yield lines
    except UnicodeDecodeError:
        raise IngestError(f"{path.name} is no text in UTF-8.") from None


def escaped(text: str) -> str:
    """Return the start of a text as a terminal may be given it.

    What cannot be shown, moves the cursor or turns the direction is written out as \\x1b or
    \\u202e, and of marks stacked on one letter only the first few stay.
    """
    told, marks = "", 0
    for letter in text[: 10 * WIDE]:
        marks = marks + 1 if category(letter)[0] == "M" else 0
        if marks <= STACK:
            plain = letter.isprintable()
            told += letter if plain else letter.encode("unicode_escape").decode()
    return told if len(told) <= WIDE else told[:WIDE] + "…"


def _report(path: Path, lexicon: Lexicon, caught: TermHits) -> Iterator[str]:
    yield f"{path.name}: {caught.texts:,} texts; terms catch {caught.claimed:,} of them."
    number, idle = 0, 0
    for theme in lexicon.themes.values():
        here = [(str(n), term) for n, term in enumerate(theme.terms, number)]
        number += len(here)
        found = [(n, term) for n, term in here if caught.by_term[n]]
        idle += len(here) - len(found)
        if found:
            yield f"{theme.id}:"
        for n, term in sorted(found, key=lambda pair: -caught.by_term[pair[0]]):
            yield f"  {caught.by_term[n]:,}  {term.kind} {term.text} ({term.gloss})"
            yield from (f"      {line}" for line in caught.kept[n])
    yield f"{idle:,} of {number:,} terms caught nothing."
