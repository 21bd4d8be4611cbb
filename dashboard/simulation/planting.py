"""Where damaged records are planted: before posts that are drawn once, kind after kind."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.csv

from dashboard.simulation.damage import KINDS, Rejected
from dashboard.simulation.files import Part
from dashboard.simulation.plan import Plan
from dashboard.simulation.rhythm import Ints

# All columns are text, so that every field is put in quotes, as the platform did.
STYLE = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")


class Planting:
    """The places of a plan's damage, and the records planted so far."""

    def __init__(self, plan: Plan) -> None:
        dice = plan.dice(4)
        least = len(plan.damage) and max(len(plan.damage), round(plan.rows * plan.damaged))
        self.before = np.sort(dice.choice(plan.rows, min(least, plan.rows), replace=False))
        self.kinds = plan.damage
        self.rejected: list[Rejected] = []

    def write(self, table: pa.Table, numbers: Ints, part: Part) -> None:
        """Write posts, of which `numbers` (rising) are the numbers, and what is planted between."""
        written = 0
        for place, kind in self._within(numbers):
            _write_whole(table.slice(written, place - written), part)
            self._plant(table.slice(place, 1).to_pylist()[0], kind, part)
            written = place
        _write_whole(table.slice(written), part)

    def _within(self, numbers: Ints) -> Sequence[tuple[int, str]]:
        """Return the places among `numbers` before which damage is planted, and its kind."""
        lo, hi = np.searchsorted(self.before, [numbers[0], numbers[-1] + 1])
        wanted = self.before[lo:hi]
        places = np.searchsorted(numbers, wanted)
        here = numbers[places] == wanted
        turns = np.arange(lo, hi)[here].tolist()
        return [
            (place, self.kinds[turn % len(self.kinds)])
            for place, turn in zip(places[here].tolist(), turns, strict=True)
        ]

    def _plant(self, row: dict[str, str], kind: str, part: Part) -> None:
        damaged = KINDS[kind](row)
        lines = damaged.count(b"\n")
        self.rejected.append(Rejected(part.name, part.lines + 1, part.bytes, kind, lines))
        part.write(damaged)


def _write_whole(table: pa.Table, part: Part) -> None:
    if len(table):
        sink = pa.BufferOutputStream()
        pyarrow.csv.write_csv(table, sink, STYLE)
        part.write(memoryview(sink.getvalue()))
