"""The colours of the light and the dark mode."""

from dataclasses import dataclass
from functools import cache

LEVELS = 64  # of shade


@dataclass(frozen=True)
class Palette:
    """Colours of one mode; `operations` in the order of the columns, the same everywhere."""

    ink: str
    quiet: str
    hairline: str
    paper: str
    mark: str  # outlines office hours
    operations: tuple[str, ...]
    scale: tuple[str, ...]  # from few to many


LIGHT = Palette(
    ink="#1f2933",
    quiet="#52606d",
    hairline="#d9e2ec",
    paper="#ffffff",
    mark="#c2410c",
    operations=("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"),
    scale=("#f1f5f9", "#c3d5e6", "#84a9cc", "#41739f", "#12436D", "#08233c"),
)
DARK = Palette(
    ink="#e6ebf0",
    quiet="#a3b1bf",
    hairline="#364350",
    paper="#12181f",
    mark="#ffab73",
    operations=("#7fb2e0", "#3fc1b5", "#e08ab8", "#ff9a63", "#c2c8ce", "#c4aee6"),
    scale=("#1b2530", "#27435e", "#3a6a96", "#5f97c8", "#9cc6ea", "#e3f1fc"),
)


@cache
def shades(palette: Palette) -> tuple[str, ...]:
    """Return LEVELS colours from few to many, between those of the palette's scale."""
    stops = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in palette.scale]
    colours = []
    for level in range(LEVELS):
        place = level / (LEVELS - 1) * (len(stops) - 1)
        low = min(int(place), len(stops) - 2)
        pairs = zip(stops[low], stops[low + 1], strict=True)
        colours.append("#" + "".join(f"{round(a + (b - a) * (place - low)):02x}" for a, b in pairs))
    return tuple(colours)
