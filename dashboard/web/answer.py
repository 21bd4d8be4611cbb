"""What happens when the reader changes something: one call a change, for everything in sight.

The link is the state. Loading the page, Back, Forward and links on the page ring the store RUNG
with a query; then the link sets the controls. Otherwise a control was changed: then the controls
say what the view is, and are left alone so that a slow answer cannot undo a newer choice.

What an answer left out is asked for at REST, past Dash: of two calls of one callback, Dash forgets
the answer to the first, which may be the one that shows a new view.

A view has more parts than a screen. Panels out of sight, and tables that are not open, are left out
of an answer. The page hides what it has of them, and asks for them once they come into sight, or
once it is idle: from the data version that it shows, whatever is current by then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import orjson
from dash import ClientsideFunction, Dash, Input, Output, State
from flask import Flask, Response, g, request
from flask_caching import Cache

from dashboard.link.view import View
from dashboard.look.style import Look
from dashboard.panels import PANELS
from dashboard.panels.panel import Panel
from dashboard.web import ids, notices, render
from dashboard.web.cache import remembered
from dashboard.web.guard import CALL, REST, plain
from dashboard.web.pages import chooser, compare
from dashboard.web.pages import chooser as pages_chooser
from dashboard.web.pages.chooser import DAYS, NAMES, Values, query, text
from dashboard.web.serving import Seen, Worlds

Make = Callable[[Panel[Any]], dict[str, Any]]

FIRST = 3  # panels that fill a screen: the others come when they near it, or one by one
OFFERED = ("operations", "languages", "themes")  # controls whose choices depend on the data
# What render makes of a panel -> the component and the property that show it.
PARTS = {
    "figure": ("figure", "figure"),
    "body": ("body", "style"),
    "kind": ("body", "className"),
    "chart": ("chart", "aria-label"),
    "sentence": ("sentence", "children"),
    "unit": ("unit", "children"),
    "unit_hidden": ("unit", "hidden"),
    "explained": ("explained", "children"),
    "cells": ("cells", "children"),
    "links": ("links", "children"),
}
TABLE = ("table", "data")
PLACES = {
    "top": (ids.TOP, "className"),
    "heads": (ids.HEADS, "children"),
    "frame": (ids.PANELS, "className"),
    "columns": (ids.PANELS, "style"),
    "link": (ids.COPY, "data-link"),
    "present": (ids.PRESENT, "href"),
    "present_told": (ids.PRESENT, "children"),
}
# What depends on more than view and screen.
FRESH = (
    *((ids.NOTES, "children"), (ids.STALE, "children"), (ids.SHOWN, "data"), (ids.CAME, "data")),
    *((ids.BANNER, name) for name in ("children", "className", "hidden")),
)


class Wanted(NamedTuple):
    """Keys of the panels whose parts are wanted, and of those whose tables are."""

    panels: tuple[str, ...]
    tables: tuple[str, ...]

    @classmethod
    def of(cls, told: Any) -> "Wanted":
        """Read what the page says; before it says anything, the FIRST panels."""
        if not isinstance(told, dict) or "panels" not in told:
            return cls(tuple(panel.key for panel in PANELS[:FIRST]), ())
        return cls(_keys(told["panels"]), _keys(told.get("tables")))


def _keys(told: Any) -> tuple[str, ...]:
    return tuple(p.key for p in PANELS if isinstance(told, list) and p.key in told)


@dataclass(frozen=True)
class Call:
    """What a call of the page says, each part as it came."""

    rung: Any  # {"query", "dark", "across"}
    told: Values | None = None  # the controls, where the reader changed one
    before: Any = None  # what the page shows: {"query", "version"}
    wanted: Any = None


def _look(told: Any) -> Look:
    """Read what the page says of its screen."""
    screen = told if isinstance(told, dict) else {}
    across = screen.get("across")
    fitting = across if isinstance(across, int) and 1 <= across <= 6 else 6
    return Look(screen.get("dark") is True, fitting)


def answer(worlds: Worlds, cache: Cache, call: Call) -> bytes:
    """Return the outputs as Dash writes them: {"multi": true, "response": {component: {…}}}."""
    return b'{"multi":true,"response":' + _object(_view(worlds, cache, call)) + b"}"


def rest(worlds: Worlds, cache: Cache, told: Any) -> bytes | None:
    """Return panels and tables of the view that the page shows: {component: {…}}, CAME among them.

    `told` is what the last answer said of that view, with the panels and tables that are wanted.
    None: the data version that the page shows is not kept any more.
    """
    asked = told if isinstance(told, dict) else {}
    seen = worlds.seen_of(text(asked.get("version")))
    if seen is None:
        return None
    view, _ = seen.read(text(asked.get("query")))
    drawing, wanted = Drawing(cache, seen, view, _look(asked)), Wanted.of(asked)
    came = _inner({ids.CAME: {"data": drawing.came(wanted, whole=False)}})
    return _object([*drawing.parts(wanted), came])


def _view(worlds: Worlds, cache: Cache, call: Call) -> list[bytes]:
    """Return a view: of a query that was rung, or of controls that the reader changed."""
    before = call.before if isinstance(call.before, dict) else {}
    rung = call.rung if isinstance(call.rung, dict) else {}
    kept: tuple[str, ...] = ()
    if call.told is None:
        seen, view, notes = worlds.read(text(rung.get("query")))
    else:
        # A choice stays in the data version that it was made in; only a link leads to another.
        seen, last, _ = worlds.read(text(before.get("query")))
        told = dict(call.told)
        if not told["operations"]:
            kept = last.operations
            told["operations"] = list(kept)
        view, notes = seen.read(query(told, last))
    drawing, wanted = Drawing(cache, seen, view, _look(rung)), Wanted.of(call.wanted)
    version = text(before.get("version"))[:40]
    if "query" in before:  # else the page has shown no numbers yet
        notes += notices.moved(version, view, seen)
    fresh = _told_besides(seen, view, notes, push=call.told is not None)
    fresh[ids.CAME] = {"data": drawing.came(wanted, whole=True)}
    came = version not in ("", seen.world.version)
    values = pages_chooser.values(view) if call.told is None or came else {}
    for name, value in (values | ({"operations": list(kept)} if kept else {})).items():
        fresh[ids.control(name)] = {"value": value}
    for name, offered in _offered(seen, view, before, came).items():
        fresh.setdefault(ids.control(name), {})["data"] = offered
    return [drawing.frame(), *drawing.parts(wanted), _inner(fresh)]


def _offered(seen: Seen, view: View, before: dict[str, Any], came: bool) -> dict[str, Any]:
    """Return what controls offer from now on, where that is not what they offered before."""
    if came:
        return chooser.options(seen.world, view)
    dated = chooser.is_dated(view) or "@" in text(before.get("query"))
    return {"operations": chooser.operation_choices(seen.world, view)} if dated else {}


def _told_besides(seen: Seen, view: View, notes: list[str], push: bool) -> dict[str, Any]:
    """Return what depends on more than view and screen, by component and property."""
    shown = {"query": view.to_query(), "version": seen.world.version, "push": push}
    return {
        ids.NOTES: {"children": render.notes(notes)},
        ids.STALE: {"children": notices.standing(seen, view)},
        ids.SHOWN: {"data": shown},
        ids.BANNER: compare.banner(seen.world),
    }


def _inner(told: dict[str, Any]) -> bytes:
    """Return a JSON object without its braces, to be joined with others: no component is in two."""
    return orjson.dumps(told)[1:-1]


def _object(parts: list[bytes]) -> bytes:
    return b"{" + b",".join(part for part in parts if part) + b"}"


class Drawing:
    """One view on one screen, part by part, each kept as JSON text."""

    def __init__(self, cache: Cache, seen: Seen, view: View, look: Look) -> None:
        self.cache, self.world, self.view, self.look = cache, seen.world, view, look
        self.query = view.to_query()
        self.key = f"{self.world.version} {self.query} {look.across} {look.dark}"

    def came(self, wanted: Wanted, whole: bool) -> dict[str, Any]:
        """Say which view this is and what of it; `whole`: the page now shows this view."""
        view = {
            "version": self.world.version,
            "query": self.query,
            "across": self.look.across,
            "dark": self.look.dark,
        }
        return {"key": self.key, "view": view, "whole": whole} | wanted._asdict()

    def frame(self) -> bytes:
        return remembered(self.cache, f"{self.key} frame", self._frame)[1:-1]

    def parts(self, wanted: Wanted) -> list[bytes]:
        """Return the parts of the panels and tables that are wanted."""
        made = [self._kept(p, "parts", self._panel) for p in PANELS if p.key in wanted.panels]
        return made + [
            self._kept(p, "table", self._table) for p in PANELS if p.key in wanted.tables
        ]

    def _kept(self, panel: Panel[Any], what: str, make: Make) -> bytes:
        return remembered(self.cache, f"{self.key} {panel.key} {what}", partial(make, panel))[1:-1]

    def _frame(self) -> dict[str, Any]:
        drawn = render.frame(self.world, self.view, self.look)
        return _placed((place, drawn[name]) for name, place in PLACES.items())

    def _panel(self, panel: Panel[Any]) -> dict[str, Any]:
        drawn = render.panel_parts(self.world, panel, self.view, self.look)
        return _placed(
            ((ids.part(panel.key, part), prop), drawn[name]) for name, (part, prop) in PARTS.items()
        )

    def _table(self, panel: Panel[Any]) -> dict[str, Any]:
        part, prop = TABLE
        return {ids.part(panel.key, part): {prop: render.panel_table(self.world, panel, self.view)}}


def _placed(told: Any) -> dict[str, dict[str, Any]]:
    """Return ((component, property), value) pairs by component and property."""
    placed: dict[str, dict[str, Any]] = {}
    for (component, prop), value in told:
        placed.setdefault(component, {})[prop] = value
    return placed


FIGURE = ids.part("timeline", "figure")  # a drag over it chooses a period
BARS = ids.part("themes", "figure")  # a click on a bar chooses a theme, or takes it away
IN_BROWSER = ("load", "address", "came", "dragged", "theme")


def register(app: Dash, worlds: Worlds, cache: Cache) -> None:
    """Attach every callback of the comparison to `app`, once the guard stands before them.

    Dash would walk and check 100 outputs for each call, which takes longer than finding them. It is
    told what the callback reads and writes; the call itself is answered in front of it.
    """
    every = (*PARTS.values(), TABLE)
    fixed = [Output(ids.part(p.key, part), prop) for p in PANELS for part, prop in every]
    fixed += [Output(*place) for place in PLACES.values()]
    fresh = [Output(*place) for place in FRESH]
    fresh += [Output(ids.control(name), "value") for name in NAMES]
    fresh += [Output(ids.control(name), "data") for name in OFFERED]
    inputs = [Input(ids.RUNG, "data")]
    inputs += [Input(ids.control(name), "value") for name in NAMES]
    states = [State(ids.SHOWN, "data"), State(ids.WANTED, "data")]

    @app.callback(fixed + fresh, inputs, states, prevent_initial_call=True)
    def show(*values: Any) -> Any:
        raise AssertionError("This call is answered before Dash sees it.")

    server: Flask = app.server

    @server.before_request
    def answered() -> Response | None:
        if request.path != CALL:
            return None
        told = answer(worlds, cache, call_of(g.call))
        return Response(told, mimetype="application/json")

    @server.post(REST)
    def left_out() -> Response:
        try:
            told = rest(worlds, cache, orjson.loads(request.get_data()))
        except orjson.JSONDecodeError:
            return plain(400, "The call is not JSON.")
        if told is None:
            return plain(410, "This data version is not kept any more.")
        return Response(told, mimetype="application/json")

    _register_in_browser(app)


def _register_in_browser(app: Dash) -> None:
    """Attach what link.js does: ring at first, write the address, note what came."""
    in_browser: Any = app.clientside_callback
    load, address, came, dragged, theme = (
        ClientsideFunction("takedowns", name) for name in IN_BROWSER
    )
    in_browser(load, Output(ids.RUNG, "data"), Input(ids.SINK, "id"))
    for does, prop, store in ((address, "title", ids.SHOWN), (came, "lang", ids.CAME)):
        in_browser(does, Output(ids.SINK, prop), Input(store, "data"), prevent_initial_call=True)
    start, end = (ids.control(name) for name in DAYS)
    in_browser(
        dragged,
        Output(start, "value", allow_duplicate=True),
        Output(end, "value", allow_duplicate=True),
        Output(FIGURE, "selectedData"),
        Input(FIGURE, "selectedData"),
        State(FIGURE, "figure"),
        State(start, "value"),
        State(end, "value"),
        prevent_initial_call=True,
    )
    chosen = ids.control("themes")
    in_browser(
        theme,
        Output(chosen, "value", allow_duplicate=True),
        Output(BARS, "clickData"),
        Input(BARS, "clickData"),
        State(chosen, "value"),
        prevent_initial_call=True,
    )


def call_of(body: dict[str, Any]) -> Call:
    """Return what a call says: what was rung, or the controls.

    The guard has seen that all of it is there, in this order.
    """
    rung, *values = (told.get("value") for told in body["inputs"])
    before, wanted = (told.get("value") for told in body["state"])
    changed = body.get("changedPropIds", [])
    if f"{ids.RUNG}.data" in changed:
        return Call(rung, before=before, wanted=wanted)
    told = dict(zip(NAMES, values, strict=True))
    return Call(rung, told=told, before=before, wanted=wanted)
