"""What a reader may have to wait for at most, and what the product reached."""

from collections.abc import Mapping
from typing import NamedTuple

from tests.benchmarks.timing import show, verdict


class Aim(NamedTuple):
    """The most that a figure may be."""

    figure: str
    most: float


AIMS = {
    "change": Aim("A change until painted, times the static page", 1.3),
    "cold": Aim("A first load until painted, times the static page", 2.0),
    "warm": Aim("A load again until painted, times the static page", 2.0),
    "task of a load": Aim("Longest task of all first loads until painted, ms", 200.0),
    "task of a change": Aim("Longest task of all changes until painted, ms", 100.0),
    "style": Aim("Style of a change, times its scripts", 0.1),
    "shift": Aim("Layout shift of a first load at 1440 x 900", 0.01),
    "nodes": Aim("Nodes at 1440 x 900, all settled", 4_000.0),
    "settled": Aim("A change until settled, times until painted", 2.0),
    "work": Aim("Server's work until a reader nears the list, times that of all questions", 0.5),
    "bytes": Aim("First load, MB sent as gzip", 0.9),
}


def show_aims(reached: Mapping[str, float]) -> None:
    """Print a row for each aim that was measured."""
    rows = [
        (aim.figure, f"{aim.most:g}", f"{reached[name]:,.2f}", verdict(reached[name], aim.most))
        for name, aim in AIMS.items()
        if name in reached
    ]
    if rows:
        show("Aims", ("what", "at most", "reached", ""), rows)
