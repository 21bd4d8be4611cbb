"""A refactor proves that it changed nothing: every answer over hundreds of views, as hashes.

    python -m tests.golden record before.json     # at the commit before
    python -m tests.golden record after.json      # at the commit after
    python -m tests.golden compare before.json after.json

A record is a file of JSON: what was asked, and the SHA-256 of the answer, a line each. Nothing in
it tells which module answered, so that moving code changes no line.
"""

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from dashboard.settings import ROOT
from tests.golden_answers import WORLDS, Hashes, asker, of_assets, of_errors, of_link, of_site
from tests.golden_links import links

SLICES = {"store": 10, "small": 4}  # of a world's links; each is asked by one process
DAMAGED = 6  # slices of the damaged archives
TWO = (30, 63)  # the slice of which two archives are: one damaged CSV and one damaged zip
# By dialect a release that was written in it.
SIMULATED = {"2018-10": "iran-2018-10", "2019-08": "turkey-2020-06", "2021-12": "mexico-2021-12"}
SHARED = "TAKEDOWNS_SHARED"  # names the folder of archives that are not the project's

Task = Callable[[], Hashes]


def main(argv: list[str] | None = None) -> int:
    """Run one command; return 0, 1 where records differ, or 2 with one sentence on stderr."""
    asked = parser().parse_args(argv)
    try:
        if asked.command == "record":
            return record(asked.out, asked.quick, asked.jobs)
        return compare(read(asked.before), read(asked.after))
    except (OSError, ValueError, LookupError) as problem:
        print(problem, file=sys.stderr)
        return 2


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    top = argparse.ArgumentParser(
        "python -m tests.golden",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="command")
    made = commands.add_parser("record", help="write the hash of every answer to a file")
    made.add_argument("out", type=Path, metavar="OUT", help="the file")
    made.add_argument("--quick", action="store_true", help="20 links, in seconds")
    made.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes"
    )
    beside = commands.add_parser("compare", help="say which answers differ; 1 if any does")
    beside.add_argument("before", type=Path, metavar="A", help="a record")
    beside.add_argument("after", type=Path, metavar="B", help="another")
    return top


# ---- Record --------------------------------------------------------------------------------------


def record(out: Path, quick: bool, jobs: int) -> int:
    """Ask everything, write what was answered, and say how much that was."""
    begun = time.perf_counter()
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise ValueError(f"{out} cannot be written: name a file in a folder that is there.")
    hashes = run(tasks(quick), jobs)
    text = json.dumps(hashes, indent=0, sort_keys=True, ensure_ascii=False) + "\n"
    out.write_text(text, encoding="utf-8")
    seconds = time.perf_counter() - begun
    print(f"{len(hashes):,} answers in {seconds:.0f} s: {_counted(hashes)}.")
    if not quick and not thailand().is_dir():
        print(f"Nothing of Thailand: {thailand()} is not there ({SHARED} names the folder above).")
    return 0


def thailand() -> Path:
    """Return the folder of the platform's own files, which need not be there."""
    return Path(os.environ.get(SHARED) or ROOT.parent / "shared") / "archive" / "thailand_092020"


def tasks(quick: bool) -> list[Task]:
    """Return all that is to be asked, in parts that do not need each other; long ones first."""
    made: list[Task] = [partial(ask_offline, *wishes) for wishes in offline(quick)]
    for world in reversed(WORLDS):
        many = 1 if quick else SLICES[world]
        made += [partial(ask_links, world, quick, part, many) for part in range(many)]
    made += [partial(ask_pages, world) for world in (WORLDS[:1] if quick else WORLDS)]
    return made


def offline(quick: bool) -> Iterator[list[tuple[str | int, ...]]]:
    """Yield parts of golden_offline with what they are asked, those of each list in one task."""
    simulated = [("simulated", dialect, release) for dialect, release in SIMULATED.items()]
    if quick:
        yield [("help",), simulated[0], ("damaged", *TWO)]
        return
    if thailand().is_dir():
        yield [("thailand", str(thailand()))]
    yield [("help",), ("commands",), *simulated]
    yield from ([("damaged", part, DAMAGED)] for part in range(DAMAGED))


def ask_offline(*wishes: tuple[str, str | int]) -> Hashes:
    """Return the answers of the command line and of ingests."""
    from tests.golden_offline import PARTS  # DuckDB and damaged files: not for all processes

    return dict(answer for part, *told in wishes for answer in PARTS[part](*told))


def ask_links(world: str, quick: bool, part: int, many: int) -> Hashes:
    """Return the answers to one of `many` parts of a world's links."""
    asked = asker(world)
    every = links(asked.world, asked.versions, quick)
    first, last = len(every) * part // many, len(every) * (part + 1) // many
    step = 4 if quick else 1
    return dict(answer for query in every[first:last] for answer in of_link(asked, query, step))


def ask_pages(world: str) -> Hashes:
    """Return the answers of the pages that are no view, and to what is no page."""
    asked = asker(world)
    return dict([*of_site(asked), *of_errors(asked), *of_assets(asked)])


def run(parts: list[Task], jobs: int) -> Hashes:
    """Do the tasks in so many processes and return all their answers."""
    if jobs < 2:
        return _joined(part() for part in parts)
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork")) as pool:
        return _joined(done.result() for done in [pool.submit(part) for part in parts])


def _joined(several: Iterable[Hashes]) -> Hashes:
    return {name: hashed for hashes in several for name, hashed in hashes.items()}


# ---- Compare -------------------------------------------------------------------------------------


def read(path: Path) -> Hashes:
    """Return a record; ValueError or OSError, one sentence, if it is none."""
    try:
        hashes = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ValueError(f"{path} cannot be read: {problem.strerror}.") from None
    except ValueError:
        raise ValueError(f"{path} is not JSON: it is no record.") from None
    if not isinstance(hashes, dict) or not all(isinstance(h, str) for h in hashes.values()):
        raise ValueError(f"{path} is JSON, but no record: it names no hashes.")
    return hashes


def compare(before: Hashes, after: Hashes) -> int:
    """Print what differs between two records; return 1 if anything does."""
    both = before.keys() & after.keys()
    kinds = {
        "differ": sorted(name for name in both if before[name] != after[name]),
        "are missing": sorted(before.keys() - both),
        "are new": sorted(after.keys() - both),
    }
    for line in _told(kinds):
        print(line)
    if any(kinds.values()):
        return 1
    print(f"All {len(both):,} answers are equal: {_counted(both)}.")
    return 0


def _told(kinds: dict[str, list[str]]) -> Iterator[str]:
    """Yield what differs: how many answers of each kind, then each of them."""
    for what, names in kinds.items():
        if names:
            yield f"{len(names):,} {what}: {_counted(names)}."
    for what, names in kinds.items():
        yield from (f"  {what.removeprefix('are ')}: {name}" for name in names)


def _counted(names: Iterable[str]) -> str:
    counts = Counter(name.partition(" ")[0] for name in names)
    return ", ".join(f"{count:,} {kind}" for kind, count in sorted(counts.items())) or "none"


if __name__ == "__main__":
    sys.exit(main())
