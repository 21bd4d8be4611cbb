"""Try the lexicon on texts: what each term catches, and on a terminal a few of the lines."""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
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
TEXTS = f"SELECT text, {written_tags('text')} AS tags FROM lines"


@dataclass
class TermHits:
    """Takes the place of a stage: counts what each term, a theme of its own, catches in texts."""

    engine: duckdb.DuckDBPyConnection
    folder: Path
    matcher: Matcher
    examples: int  # lines kept of each term
    texts: int = 0
    claimed: int = 0
    by_term: Counter[str] = field(default_factory=Counter)
    lines: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, role: str) -> None:
        """Look at the sound rows of `made`, unless they are of users."""
        if role != USERS:
            self.look(self.engine.sql(READ).to_arrow_table())

    def look(self, read: pa.Table) -> None:
        """Look at rows of a text and a list of tags."""
        claims = self.matcher.themes(read["text"], read["tags"]).to_pylist()
        self.texts += len(claims)
        self.claimed += sum(map(bool, claims))
        for row, terms in enumerate(claims):
            for term in terms.split():
                self.by_term[term] += 1
                if len(self.lines[term]) < self.examples:
                    self.lines[term].append(escaped(read["text"][row].as_py() or ""))


def try_terms(path: Path, lexicon: Lexicon, examples: int, progress: Progress) -> list[str]:
    """Return how many texts of a file each term catches, with up to `examples` lines of each.

    A name that ends like a note's, such as .txt, is a file of texts in UTF-8, one a line, whose
    tags are those written in it. Everything else is read as a release's posts. Nothing is kept.
    """
    room = tempfile.TemporaryDirectory(prefix="takedowns-test-")
    with room as folder, closing(open_engine(Path(folder))) as engine:
        hits = TermHits(engine, Path(folder), Matcher(_term_by_term(lexicon)), examples)
        if path.is_file() and is_note(path.name):
            _look_at_lines(path, hits)
        else:
            rules = Rules(ANY_MINUTE, allow_rejects=True, allow_unhashed=True)
            scan([path], Reader(hits, Quarantine(), progress), rules)
    return list(_report(path, lexicon, hits))


def _term_by_term(lexicon: Lexicon) -> Lexicon:
    """Return a lexicon in which every term is a theme: its number in the whole, from 0."""
    terms = [term for theme in lexicon.themes.values() for term in theme.terms]
    alone = {str(n): Theme(str(n), "", "", False, (term,)) for n, term in enumerate(terms)}
    return replace(lexicon, themes=alone)


def _look_at_lines(path: Path, hits: TermHits) -> None:
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            while lines := [line.rstrip("\r\n") for line in islice(file, LINES)]:
                hits.engine.register("lines", pa.table({"text": lines}))
                hits.look(hits.engine.sql(TEXTS).to_arrow_table())
                hits.engine.unregister("lines")
    except UnicodeDecodeError:
        raise IngestError(f"{path.name} is no text in UTF-8.") from None


def escaped(text: str) -> str:
    """Return the start of a text, safe to print on a terminal.

    What cannot be shown, moves the cursor or turns the direction is written out as \\x1b or
    \\u202e, and of marks stacked on one letter only the first few stay.
    """
    shown, marks = "", 0
    for letter in text[: 10 * WIDE]:
        marks = marks + 1 if category(letter)[0] == "M" else 0
        if marks <= STACK:
            is_plain = letter.isprintable()
            shown += letter if is_plain else letter.encode("unicode_escape").decode()
    return shown if len(shown) <= WIDE else shown[:WIDE] + "…"


def _report(path: Path, lexicon: Lexicon, hits: TermHits) -> Iterator[str]:
    yield f"{path.name}: {hits.texts:,} texts; terms catch {hits.claimed:,} of them."
    number = 0
    for theme in lexicon.themes.values():
        terms = {str(n): term for n, term in enumerate(theme.terms, number)}
        number += len(terms)
        used = [n for n in terms if hits.by_term[n]]
        if used:
            yield f"{theme.id}:"
        for n in sorted(used, key=lambda n: -hits.by_term[n]):
            term = terms[n]
            yield f"  {hits.by_term[n]:,}  {term.kind} {term.text} ({term.gloss})"
            yield from (f"      {line}" for line in hits.lines[n])
    yield f"{number - len(+hits.by_term):,} of {number:,} terms caught nothing."
