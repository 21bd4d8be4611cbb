"""A panel as a picture to save: view and answer above the figure, sources and link below.

The server makes the figure, because there are no column heads and no page around a picture; the
browser makes a file of it (`assets/picture.js`), as vectors or as pixels.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap
from typing import Any

import orjson
from flask import Flask, Response

from dashboard.link.view import View
from dashboard.look import style
from dashboard.look.simulated import file_named, named
from dashboard.look.style import Figure, Look
from dashboard.panels import BY_KEY
from dashboard.panels.panel import Panel
from dashboard.snapshot.asking import Answer
from dashboard.snapshot.world import World
from dashboard.web import urls
from dashboard.web.downloads import refused, requested
from dashboard.web.filters_in_words import BETWEEN, filters_in_words
from dashboard.web.guard import plain
from dashboard.web.serving import Worlds
from dashboard.web.view_title import title

WIDTH, EDGE = 1280, 24  # px
LOOK = Look(across=6, titled=True)
LETTER = 0.52  # of a font's size: about the mean width of a letter
LINE = 1.3  # of a font's size, as plotly sets lines
GAP = 10  # px between texts
NOT_DRAWN = "Nothing is drawn for this view, so there is no picture of it."


@dataclass(frozen=True)
class Text:
    """A text over the whole width. What stands between two stars is bold; a link breaks at "&"."""

    text: str
    size: int
    colour: str
    is_link: bool = False

    @cached_property
    def lines(self) -> list[str]:
        most = int((WIDTH - 2 * EDGE) / (LETTER * self.size))
        if self.is_link:
            parts = wrap(self.text.replace("&", " &"), most, break_on_hyphens=False)
            return [part.replace(" &", "&") for part in parts]
        return wrap(self.text, most, break_on_hyphens=False)

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * LINE) + GAP

    def annotation(self, left: int, y: int, up: int) -> dict[str, Any]:
        """Return plotly's annotation, its top `up` px above the height `y` of the plot, 0 or 1."""
        text = re.sub(
            r"\*\*(.+?)\*\*", r"<b>\1</b>", style.plain("\n".join(self.lines)), flags=re.S
        )
        return {
            "text": text,
            "font": {"size": self.size, "color": self.colour},
            "align": "left",
            "showarrow": False,
            "xref": "paper",
            "x": 0,
            "xanchor": "left",
            "xshift": -left,
            "yref": "paper",
            "y": y,
            "yanchor": "top",
            "yshift": up,
        }


def register(server: Flask, worlds: Worlds) -> None:
    """Serve /picture/<panel>: {"figure", "width", "height", "name"}, for the query of a view."""

    @server.get(f"{urls.PICTURES}<key>")
    def made(key: str) -> Response:
        if key not in BY_KEY:
            return plain(404, "There is no such panel.")
        world, view, notes = requested(worlds)
        if notes:
            return refused(notes)
        figure = picture(world, BY_KEY[key], view)
        if figure is None:
            return plain(404, NOT_DRAWN)
        content = {
            "figure": figure,
            "width": WIDTH,
            "height": figure["layout"]["height"],
            "name": file_named(f"{key}-{world.version}", world.simulated),
        }
        return Response(orjson.dumps(content), mimetype="application/json")


def picture(world: World, panel: Panel[Any], view: View) -> Figure | None:
    """Return the figure of a panel with all that a picture says; None where nothing is drawn."""
    answer = panel.measure(world, view)
    figure = panel.figure(answer, LOOK)
    if figure is None:
        return None
    layout, ink, quiet = figure["layout"], LOOK.palette.ink, LOOK.palette.quiet
    compared = BETWEEN.join([title(world, view), filters_in_words(world, view)])
    above = [
        Text(compared, 13, quiet),
        Text(f"**{named(panel.question, world.simulated)}**", 22, ink),
        Text(panel.sentence(answer), 15, ink),
        Text(panel.unit(answer), 13, quiet),
    ]
    link = urls.public(f"{urls.COMPARISON}{view.to_link(world.version)}")
    below = [Text(line, 13, quiet) for line in _foot(panel, answer)]
    below.append(Text(f"Data version {world.version}: {link}", 13, quiet, is_link=True))
    margin = layout["margin"]
    top, bottom = (EDGE + sum(text.height for text in texts) for texts in (above, below))
    written = _stacked(above, margin["l"], 1, margin["t"] + top - EDGE)
    written += _stacked(below, margin["l"], 0, -margin["b"] - GAP)
    edges = {"l": margin["l"] + EDGE, "r": margin["r"] + EDGE}
    more = {
        "width": WIDTH,
        "height": layout["height"] + top + bottom,
        "margin": margin | edges | {"t": margin["t"] + top, "b": margin["b"] + bottom},
        "annotations": [*layout.get("annotations", []), *written],
        "paper_bgcolor": LOOK.palette.paper,
    }
    return figure | {"layout": layout | more}


def _stacked(texts: list[Text], left: int, y: int, up: int) -> list[dict[str, Any]]:
    """Return texts one below the other, the first at `up` px above the height `y`."""
    written = []
    for text in texts:
        written.append(text.annotation(left, y, up))
        up -= text.height
    return written


def _foot(panel: Panel[Any], answer: Answer) -> list[str]:
    """Return who is shown, and whose counts these are."""
    cells = panel.cells(answer)
    shown = "; ".join(f"{o.short}: {o.name}" for o in answer.operations)
    credits = dict.fromkeys(source.credit for cell in cells for source in cell.sources)
    lines = [
        f"{shown}. Attribution is the platform's.",
        f"Counts from {'; '.join(credits)}." if credits else "",
    ]
    return [line for line in lines if line]
