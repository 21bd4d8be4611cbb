"""Records that cannot be counted: where they lie and why; their text goes to a named file alone."""

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import IO

import pandas as pd

from dashboard.ingest.csv.salvage import CUT
from dashboard.tables import QUARANTINE, IngestError

MOST = 0.001  # of a file's records; more is a damaged copy, unless the person allows it
NAMED, FEW = 10, 3  # reasons named one by one, and in one sentence: a file of noise has hundreds


@dataclass(frozen=True)
class Rejected:
    """One record set aside: `line` counts from 1, `byte` from 0, in the plain file."""

    file: str
    line: int
    byte: int
    reason: str


@dataclass
class Quarantine:
    """All records set aside in one ingest; `rows` is where their bytes go, if anywhere."""

    rows: IO[str] | None = None
    rejected: list[Rejected] = field(default_factory=list)

    def add(self, rejected: Rejected, record: bytes) -> None:
        """Keep where and why; write the record itself only where it was asked for.

        Bytes that are no UTF-8 are written as the escapes \\udc80 to \\udcff, so none is lost. The
        last line has no end yet: `open_rows` adds it.
        """
        self.rejected.append(rejected)
        if self.rows:
            row = {**vars(rejected), "row": record.decode("utf-8", "surrogateescape")}
            self.rows.write("\n" * (len(self.rejected) > 1) + json.dumps(row))

    def frame(self) -> pd.DataFrame:
        """Return one row a record, as the store keeps it, in the order of the files."""
        frame = pd.DataFrame([vars(record) for record in self.rejected], columns=list(QUARANTINE))
        return frame.sort_values(["file", "byte"], kind="stable")


def check_rejected(file: str, own: Sequence[Rejected], records: int) -> None:
    """Raise IngestError if too many of a file's records were set aside, or its end is missing."""
    if cut := next((record for record in own if record.reason == CUT), None):
        raise IngestError(
            f"{file} is cut short: it ends within the record at line {cut.line:,}."
            " Get it again; --allow-rejects reads what is there."
        )
    if len(own) > MOST * records:
        raise IngestError(
            f"{file}: {len(own):,} of {records:,} records cannot be read"
            f" ({'; '.join(reasons(own, FEW))}). More than 0.1% is refused;"
            " --allow-rejects reads the others."
        )


def reasons(rejected: Sequence[Rejected], named: int = NAMED) -> Iterator[str]:
    """Yield one phrase a reason, the most frequent first: how often, and where first."""
    first = {record.reason: record for record in reversed(rejected)}
    every = Counter(record.reason for record in rejected).most_common()
    for reason, times in every[:named]:
        where = "at" if times == 1 else "first at"
        place = f"line {first[reason].line:,}, byte {first[reason].byte:,}"
        yield f"{reason}: {_records(times)}, {where} {place}"
    if others := every[named:]:
        more = "another reason" if len(others) == 1 else f"{len(others):,} other reasons"
        yield f"{more}: {_records(sum(times for _, times in others))}"


def _records(times: int) -> str:
    return f"{times:,} {'record' if times == 1 else 'records'}"


@contextmanager
def open_rows(path: Path | None) -> Iterator[IO[str] | None]:
    """Give a new file that only its owner may read, one JSON object a line; None for no path.

    The last line ends when all is read. What a refused or stopped ingest left there, which lacks
    that, is written anew, so that the command can be given again as the refusal advises.
    """
    if path is None:
        yield None
        return
    try:
        if _is_unfinished(path):
            path.unlink()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise IngestError(f"{path} exists already: name a new file for the rows.") from None
    except OSError as problem:
        raise IngestError(f"{path} cannot be written: {problem.strerror}.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        try:
            yield file
        except BaseException:
            if not file.tell():  # so that the same command can be given again
                path.unlink()
            raise
        file.write("\n" * bool(file.tell()))


def _is_unfinished(path: Path) -> bool:
    """Return whether a file has rows of an ingest that did not come to its end."""
    if not path.is_file():
        return False
    first, *rest = path.read_bytes().split(b"\n")
    try:
        row = json.loads(first)
    except ValueError:
        return False
    columns = {"row", *(part.name for part in fields(Rejected))}
    return [first, *rest][-1] != b"" and isinstance(row, dict) and set(row) == columns
