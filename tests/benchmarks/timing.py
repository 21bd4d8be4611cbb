"""Times that can be compared: taken in turns in one run, told as medians and as ratios.

A busy machine slows everything, so a time in milliseconds says little. What is compared is
therefore measured in the same rounds, in a new order each round, and divided round by round.
"""

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median, quantiles

Times = dict[str, list[float]]


def timed(call: Callable[[], object]) -> float:
    """Return the seconds that `call` takes."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def in_turns(subjects: Mapping[str, Callable[[], float]], rounds: int) -> Times:
    """Ask each subject for its seconds once a round; the order is new each round."""
    times: Times = {name: [] for name in subjects}
    order, dice = list(subjects), random.Random(1)
    for _ in range(rounds):
        dice.shuffle(order)
        for name in order:
            times[name].append(subjects[name]())
    return times


def ratios(times: Times, base: str) -> Times:
    """Divide each time by that of `base` in the same round."""
    return {n: [a / b for a, b in zip(t, times[base], strict=True)] for n, t in times.items()}


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Return "median (p10 to p90)"."""
    tenths = quantiles(values, n=10, method="inclusive")
    return f"{median(values):.{digits}f} ({tenths[0]:.{digits}f} to {tenths[-1]:.{digits}f})"


def verdict(value: float, aim: float) -> str:
    """Return whether a value is at most the aim, and else by how much it is not."""
    missed = f"missed by {value - aim:.2f}"
    return f"aim {aim:g}: {'met' if value <= aim else missed}"


def show(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table, its first column to the left and the others to the right."""
    texts = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    print(f"\n{title}")
    for first, *others in texts:
        told = [f"{t:>{w}}" for t, w in zip(others, widths[1:], strict=True)]
        print("  ".join([f"{first:<{widths[0]}}", *told]).rstrip())
