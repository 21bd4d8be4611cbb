"""Read one plain file into the stage, block by block: every record is staged or quarantined."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np

from dashboard.ingest.containers import PlainFile
from dashboard.ingest.csv.blocks import Records, Slab
from dashboard.ingest.csv.parse import Parsed, RecordQuery, parse
from dashboard.ingest.csv.quoted import NEWLINE
from dashboard.ingest.csv.salvage import BadRecord
from dashboard.ingest.formats.formats import USERS, Format
from dashboard.ingest.progress import Progress
from dashboard.ingest.quarantine import Quarantine, Rejected
from dashboard.tables import IngestError

SHIFTED = 0.5  # of the posts whose id tells their minute: if so many are off alike, the file is
IDS = """SELECT count(*) FILTER (hashed), count(*) FILTER (NOT hashed), count(*) FILTER (simulated)
    FROM made WHERE fault IS NULL"""
FAULTS = "SELECT rowid, fault FROM made WHERE fault IS NOT NULL ORDER BY rowid"
DRIFTS = "SELECT drift, count(*) FROM made WHERE fault IS NULL AND drift IS NOT NULL GROUP BY 1"
REFERRED = "SELECT sum(zeros), sum(rounded) FROM made WHERE fault IS NULL"


@dataclass
class FileCounts:
    """How many records of one file were read: accepted + quarantined = records, always."""

    accepted: int = 0
    quarantined: int = 0
    drifts: Counter[int] = field(default_factory=Counter)  # minutes off the id's own, and posts
    hashed: int = 0  # rows of accounts whose ids a release hashes, and that are
    readable: int = 0  # and that are not
    simulated: int = 0  # rows of simulated accounts
    zeros: int = 0  # ids of answered or quoted posts that are 0: missing
    rounded: int = 0  # ids of retweeted, quoted or answered posts that floats damaged

    @property
    def records(self) -> int:
        return self.accepted + self.quarantined

    @property
    def dated_posts(self) -> int:
        """Return the posts whose id tells their minute."""
        return self.drifts.total()

    @property
    def off(self) -> int:
        """Return those of them that are dated in another minute."""
        return self.drifts.total() - self.drifts[0]


class RecordSink(Protocol):
    """Takes the records of slabs: the stage, or what looks at texts without keeping them."""

    engine: duckdb.DuckDBPyConnection  # with the table `made`, a slab's records
    folder: Path  # where a slab may lie while it is parsed

    def add(self, role: str) -> None:
        """Take the sound rows of `made`, which are of users or of posts."""


class Reader:
    """Reads one file after another into a stage; what cannot be read goes into quarantine."""

    def __init__(self, stage: RecordSink, quarantine: Quarantine, progress: Progress) -> None:
        self.stage, self.quarantine, self.progress = stage, quarantine, progress

    def read(self, source: PlainFile, records: Records, form: Format, latest: int) -> FileCounts:
        """Add the records of a file to the stage; posts after the minute `latest` are set aside."""
        path = self.stage.folder / "slab.csv"
        query = RecordQuery.of(records.header, form, path, latest)
        counts, carried, done = FileCounts(), b"", records.begins
        self.progress(f"Reading {source.name}", done, source.size, 0)
        for slab in records.slabs():
            whole = slab.after(carried) if carried else slab
            if not whole.data:
                continue
            parsed = parse(self.stage.engine, whole, query, source.name)
            self._add(whole, parsed, form, source.name, counts)
            carried = whole.data[parsed.rest :]
            done += len(slab.data)
            self.progress(f"Reading {source.name}", done, source.size, counts.records)
        path.unlink(missing_ok=True)  # a file without records leaves none
        return counts

    def _add(self, slab: Slab, parsed: Parsed, form: Format, name: str, counts: FileCounts) -> None:
        """Stage the sound rows of `made` and set the others aside."""
        faults = self.stage.engine.execute(FAULTS).fetchall()
        starts, stops = parsed.spans.starts, parsed.spans.stops
        bad = [BadRecord(int(starts[row]), int(stops[row]), fault) for row, fault in faults]
        self._set_aside(slab, [*parsed.bad, *bad], name)
        counts.quarantined += len(parsed.bad) + len(bad)
        counts.accepted += len(parsed.spans) - len(faults)
        ((hashed, readable, simulated),) = self.stage.engine.execute(IDS).fetchall()
        counts.hashed += hashed
        counts.readable += readable
        counts.simulated += simulated
        if form.role != USERS:
            counts.drifts.update(dict(self.stage.engine.execute(DRIFTS).fetchall()))
            ((zeros, rounded),) = self.stage.engine.execute(REFERRED).fetchall()
            counts.zeros += zeros or 0
            counts.rounded += rounded or 0
        self.stage.add(form.role)

    def _set_aside(self, slab: Slab, aside: list[BadRecord], name: str) -> None:
        if not aside:
            return
        newlines = np.flatnonzero(np.frombuffer(slab.data, np.uint8) == NEWLINE)
        lines = slab.line + np.searchsorted(newlines, [bad.start for bad in aside])
        for line, bad in zip(lines.tolist(), aside, strict=True):
            record = Rejected(name, line, slab.start + bad.start, bad.reason)
            self.quarantine.add(record, slab.data[bad.start : bad.stop])


def check_drift(counts: FileCounts, name: str) -> None:
    """Raise IngestError if the ids say that the times of a file are others than they were.

    All may be shifted alike, or most in different ways, as when day and month changed places.
    """
    for minutes, posts in counts.drifts.most_common(1):
        share = posts / counts.dated_posts
        if minutes and share > SHIFTED:
            way = "later" if minutes > 0 else "earlier"
            raise IngestError(
                f"{name}: {share:.1%} of its posts are dated {abs(minutes):,} minutes {way}"
                " than their ids say: its times were shifted."
            )
        if counts.off > SHIFTED * counts.dated_posts:
            raise IngestError(
                f"{name}: {counts.off / counts.dated_posts:.1%} of its posts are dated in another"
                " minute than their ids tell: its times were changed, as when day and month change"
                " places."
            )
