"""Write a simulated archive and, beside it, the truth about it.

Damaged records are planted before posts that are drawn once, kind after kind.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from dashboard.catalogue.lexicon import Lexicon
from dashboard.look.simulated import MARK
from dashboard.simulation.damage import KINDS, DamagedRecord, quoted
from dashboard.simulation.dialects import USERS
from dashboard.simulation.files import Files, Part
from dashboard.simulation.plan import SimulationPlan
from dashboard.simulation.posts import Posts, Simulation, draw_posts, make_simulation
from dashboard.simulation.rhythm import Ints
from dashboard.simulation.truth import ONE_DAY, Truth
from dashboard.simulation.written import Writer

# All columns are text, so that every field is put in quotes, as the platform did.
STYLE = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")


class Planting:
    """The places of a plan's damage, and the records planted so far."""

    def __init__(self, plan: SimulationPlan) -> None:
        dice = plan.dice(4)
        least = len(plan.damage) and max(len(plan.damage), round(plan.rows * plan.damaged))
        self.before = np.sort(dice.choice(plan.rows, min(least, plan.rows), replace=False))
        self.kinds = plan.damage
        self.rejected: list[DamagedRecord] = []

    def write(self, table: pa.Table, numbers: Ints, part: Part) -> None:
        """Write posts, of which `numbers` (rising) are the numbers, and what is planted between."""
        written = 0
        _, turns, rows = np.intersect1d(self.before, numbers, return_indices=True)
        for turn, row in zip(turns.tolist(), rows.tolist(), strict=True):
            _write_whole(table.slice(written, row - written), part)
            kind = self.kinds[turn % len(self.kinds)]
            self._plant(table.slice(row, 1).to_pylist()[0], kind, part)
            written = row
        _write_whole(table.slice(written), part)

    def _plant(self, row: dict[str, str], kind: str, part: Part) -> None:
        damaged = KINDS[kind](row)
        lines = damaged.count(b"\n")
        self.rejected.append(DamagedRecord(part.name, part.lines + 1, part.bytes, kind, lines))
        part.write(damaged)


def _write_whole(table: pa.Table, part: Part) -> None:
    if len(table):
        sink = pa.BufferOutputStream()
        pyarrow.csv.write_csv(table, sink, STYLE)
        part.write(memoryview(sink.getvalue()))


BATCH = 100_000  # posts made at once
NOTE, TRUTH = "SIMULATED.txt", "truth"
NOTICE = f"""\
These files are simulated. They have the form of a release, but no account and no post in
them is anybody's: every account id begins with {MARK}. What a right count of them must find was
counted from the numbers that they were made from, and is in the folder {TRUTH}.
"""

Progress = Callable[[str, int, int], None]  # what is being done, how much is done, of how much


@dataclass(frozen=True)
class Simulated:
    """What was written: the files of the archive, and how much is in them."""

    paths: tuple[Path, ...]
    posts: int
    users_rows: int
    rejected: int

    @property
    def lines(self) -> tuple[str, ...]:
        """Return what was written, in sentences."""
        damaged = f" and {self.rejected:,} damaged records" if self.rejected else ""
        return (
            f"{self.posts:,} posts{damaged}, {self.users_rows:,} records of users.",
            *(f"{path}: {path.stat().st_size / 1e6:,.1f} MB." for path in self.paths),
        )


def simulate(
    plan: SimulationPlan,
    lexicon: Lexicon,
    out: Path,
    form: str = "zip",
    members: int | None = None,
    progress: Progress = lambda what, done, whole: None,
) -> Simulated:
    """Write the plan's archive into the folder `out`, which must be new or empty.

    The posts are in `members` parts; by default in one, or by year where the dialect has it so.
    """
    if members is not None and members < 1:
        raise ValueError("The posts go into at least one part: --members must be 1 or more.")
    _prepare(out)
    simulation, planting = make_simulation(plan, lexicon), Planting(plan)
    truth, writer = Truth(simulation), Writer(simulation)
    by_year = members is None and plan.dialect.by_year
    stem = plan.release.archive_id
    with (
        closing(Files(out, form, f"{stem}_{plan.dialect.users_stem}")) as users,
        closing(Files(out, form, f"{stem}_tweets_csv_hashed", apart=by_year)) as files,
    ):
        _write_users(simulation, users)
        for part, start, posts in _batches(simulation, files, members or 1, by_year):
            planting.write(writer.table(posts), posts.number, part)
            truth.add(posts)
            progress("Simulating", start, plan.rows)
    progress("Simulating", plan.rows, plan.rows)
    _write_truth(out / TRUTH, truth, planting, plan)
    paths = (*users.paths, *files.paths)
    return Simulated(paths, plan.rows, plan.users_rows, len(planting.rejected))


def _prepare(out: Path) -> None:
    """Make the folder; a mixture with other files could be taken for something real."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ValueError(f"{out} is not an empty folder: simulated files go into one of their own.")
    (out / TRUTH).mkdir(parents=True)
    (out / NOTE).write_text(NOTICE, encoding="utf-8")


def _write_users(simulation: Simulation, files: Files) -> None:
    """Write the users file; its last rows repeat its first ones if it has more than accounts."""
    plan, part = simulation.plan, files.part("")
    rows = np.arange(plan.users_rows) % plan.accounts
    table = pa.table({name: simulation.accounts.columns[name].take(rows) for name in USERS})
    part.write(quoted(USERS))
    part.write(b"".join(quoted([*row.values()]) for row in table.to_pylist()))


def _batches(
    simulation: Simulation, files: Files, members: int, by_year: bool
) -> Iterator[tuple[Part, int, Posts]]:
    """Yield all posts in batches: the part they go to, how many came before, the posts."""
    if by_year:
        yield from _by_year(simulation, files)
        return
    edges = [simulation.plan.rows * n // members for n in range(members + 1)]
    for n, (start, stop) in enumerate(pairwise(edges), 1):
        part = _begin(files, f"_{n:02}" if members > 1 else "", simulation.plan)
        for first in range(start, stop, BATCH):
            yield part, first, draw_posts(simulation, first, min(BATCH, stop - first))


def _by_year(simulation: Simulation, files: Files) -> Iterator[tuple[Part, int, Posts]]:
    """Yield batches of one year each; the year before the first post is only a header."""
    plan = simulation.plan
    years = range((plan.first - ONE_DAY).year - 1, (plan.last + ONE_DAY).year + 1)
    parts = {year: _begin(files, f"_{year}", plan) for year in years}
    for first in range(0, plan.rows, BATCH):
        posts = draw_posts(simulation, first, min(BATCH, plan.rows - first))
        year_of = posts.utc.astype("datetime64[m]").astype("datetime64[Y]").astype(int) + 1970
        for year in np.unique(year_of).tolist():
            yield parts[year], first, posts.chosen(year_of == year)


def _begin(files: Files, suffix: str, plan: SimulationPlan) -> Part:
    part = files.part(suffix)
    part.write(quoted(plan.dialect.posts))
    return part


def _write_truth(folder: Path, truth: Truth, planting: Planting, plan: SimulationPlan) -> None:
    for name, table in truth.tables(planting.rejected).items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    summary = {
        "release": plan.release.slug,
        "dialect": plan.dialect.name,
        "zone": plan.release.zone,
        "seed": plan.seed,
        "posts": plan.rows,
        "users_rows": plan.users_rows,
        "published": plan.accounts,
        "rejected": len(planting.rejected),
    }
    (folder / "plan.json").write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
