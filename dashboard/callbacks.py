"""What happens when the reader changes something: one call a change, to everything shown.

The link is the state. Loading the page, Back, Forward and links on the page ring the store RUNG
with a query; then the link sets the controls. Otherwise a control was changed: then the controls
say what the view is, and are left alone so that a slow answer cannot undo a newer choice.
"""

import json
from typing import Any
from urllib.parse import urlencode

import orjson
from dash import ClientsideFunction, Dash, Input, Output, State
from flask import Flask, Response, request
from flask_caching import Cache

from dashboard import ids, render, standing
from dashboard.cache import remembered
from dashboard.guard import CALL
from dashboard.pages import compare
from dashboard.panels import PANELS
from dashboard.style import Look
from dashboard.view import DEFAULT, View
from dashboard.worlds import Seen, Worlds

CONTROLS = (
    *("operations", "clock", "scale", "start", "end", "kinds", "languages", "themes"),
    *("sort", "tag"),
)
OFFERED = ("operations", "languages", "themes")  # controls whose choices depend on the data
# What render makes of a panel -> the component and the property that show it.
PARTS = {
    "figure": ("figure", "figure"),
    "body": ("body", "style"),
    "kind": ("body", "className"),
    "chart": ("chart", "aria-label"),
    "sentence": ("sentence", "children"),
    "unit": ("unit", "children"),
    "cells": ("cells", "children"),
    "table": ("table", "data"),
    "links": ("links", "children"),
}
PLACES = {
    "heads": (ids.HEADS, "children"),
    "frame": (ids.PANELS, "className"),
    "columns": (ids.PANELS, "style"),
    "link": (ids.COPY, "data-link"),
}
# What depends on more than view and screen.
FRESH = (
    *((ids.NOTES, "children"), (ids.STALE, "children"), (ids.SHOWN, "data")),
    *((ids.BANNER, name) for name in ("children", "className", "hidden")),
)


def register(app: Dash, worlds: Worlds, cache: Cache) -> None:
    """Attach every callback of the comparison to `app`, once the guard stands before them.

    Dash would walk and check 70 outputs for each call, which takes longer than finding them. It is
    told what the callback reads and writes; the call itself is answered in front of it.
    """
    fixed = [Output(ids.part(p.key, part), prop) for p in PANELS for part, prop in PARTS.values()]
    fixed += [Output(*place) for place in PLACES.values()]
    fresh = [Output(*place) for place in FRESH]
    fresh += [Output(ids.control(name), "value") for name in CONTROLS]
    fresh += [Output(ids.control(name), "data") for name in OFFERED]
    inputs = [Input(ids.RUNG, "data"), *(Input(ids.control(name), "value") for name in CONTROLS)]

    @app.callback(fixed + fresh, inputs, State(ids.SHOWN, "data"), prevent_initial_call=True)
    def show(*values: Any) -> Any:
        raise AssertionError("This call is answered before Dash sees it.")

    server: Flask = app.server

    @server.before_request
    def answered() -> Response | None:
        if request.path != CALL:
            return None
        told = _told(json.loads(request.get_data()))
        return Response(answer(worlds, cache, *told), mimetype="application/json")

    in_browser: Any = app.clientside_callback
    in_browser(
        ClientsideFunction("takedowns", "load"), Output(ids.RUNG, "data"), Input(ids.SINK, "id")
    )
    chosen, clicked = ids.control("themes"), ids.part("themes", "figure")
    in_browser(  # a click on a theme's bar chooses it, and a click on a chosen one takes it away
        ClientsideFunction("takedowns", "theme"),
        Output(chosen, "value", allow_duplicate=True),
        Output(clicked, "clickData"),
        Input(clicked, "clickData"),
        State(chosen, "value"),
        prevent_initial_call=True,
    )
    in_browser(
        ClientsideFunction("takedowns", "address"),
        Output(ids.SINK, "title"),
        Input(ids.SHOWN, "data"),
        prevent_initial_call=True,
    )


def _told(call: dict[str, Any]) -> tuple[Any, dict[str, Any] | None, Any]:
    """Return what a call says: what was rung, the controls if the reader changed one, the view.

    The guard has seen that all of it is there, in this order.
    """
    rung, *values = (told.get("value") for told in call["inputs"])
    by_reader = f"{ids.RUNG}.data" not in call.get("changedPropIds", [])
    controls = dict(zip(CONTROLS, values, strict=True)) if by_reader else None
    return rung, controls, call["state"][0].get("value")


def answer(
    worlds: Worlds, cache: Cache, rung: Any, controls: dict[str, Any] | None, before: Any
) -> bytes:
    """Return every output, for a query that was rung or for controls that the reader changed.

    As Dash writes it: {"multi": true, "response": {component: {property: value}}}.
    """
    rung = rung if isinstance(rung, dict) else {}
    before = before if isinstance(before, dict) else {}
    kept: tuple[str, ...] = ()
    if controls is None:
        seen, view, notes = worlds.read(_text(rung.get("query")))
    else:
        # A choice stays in the data version that it was made in; only a link leads to another.
        seen, last, _ = worlds.read(_text(before.get("query")))
        if not controls["operations"]:
            kept = last.operations
            controls = controls | {"operations": list(kept)}
        view, notes = seen.read(_asked(controls, last.data))
    look = Look(rung.get("dark") is True, _across(rung.get("across")))
    key = f"{seen.world.version} {view.to_query()} {look}"
    fixed = remembered(cache, key, lambda: _placed(render.everything(seen.world, view, look)))
    version = _text(before.get("version"))[:40]
    if "query" in before:  # else the page has shown no numbers yet
        notes += standing.moved(version, view, seen)
    fresh = _told_besides(seen, view, notes, push=controls is not None)
    came = version not in ("", seen.world.version)
    for name, value in _controls(view, rung=controls is None or came, kept=kept).items():
        fresh[ids.control(name)] = {"value": value}
    for name, offered in (compare.options(seen.world) if came else {}).items():
        fresh[ids.control(name)]["data"] = offered
    # Two JSON objects made one: no component is in both.
    return b'{"multi":true,"response":' + fixed[:-1] + b"," + orjson.dumps(fresh)[1:] + b"}"


def _told_besides(seen: Seen, view: View, notes: list[str], push: bool) -> dict[str, Any]:
    """Return what depends on more than view and screen, by component and property."""
    shown = {"query": view.to_query(), "version": seen.world.version, "push": push}
    return {
        ids.NOTES: {"children": render.notes(notes)},
        ids.STALE: {"children": standing.standing(seen, view)},
        ids.SHOWN: {"data": shown},
        ids.BANNER: compare.banner(seen.world),
    }


def _placed(drawn: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what render made by component and property."""
    placed: dict[str, dict[str, Any]] = {}
    for key, parts in drawn["panels"].items():
        for name, (part, prop) in PARTS.items():
            placed.setdefault(ids.part(key, part), {})[prop] = parts[name]
    for name, (component, prop) in PLACES.items():
        placed.setdefault(component, {})[prop] = drawn[name]
    return placed


def _controls(view: View, rung: bool, kept: tuple[str, ...]) -> dict[str, Any]:
    """Return the controls' values where the link sets them; the last operation is put back."""
    values: dict[str, Any] = {}
    if rung:
        start, end = view.period.start, view.period.end
        values = {name: getattr(view, name, None) for name in CONTROLS}
        values |= {"start": start and start.isoformat(), "end": end and end.isoformat()}
    return values | ({"operations": list(kept)} if kept else {})


def _asked(controls: dict[str, Any], data: str) -> str:
    """Return the query that says what the controls say, of the data version `data`."""
    start, end = _text(controls["start"])[:10], _text(controls["end"])[:10]
    return "?" + urlencode(
        {
            "ops": _joined(controls["operations"]),
            "clock": _text(controls["clock"]) or DEFAULT.clock,
            "scale": _text(controls["scale"]) or DEFAULT.scale,
            "kind": _joined(controls["kinds"]),
            "lang": _joined(controls["languages"]),
            "theme": _joined(controls["themes"]),
            "sort": _text(controls["sort"]) or DEFAULT.sort,
            "tag": _text(controls["tag"]),
        }
        | ({"period": f"{start}..{end}"} if start or end else {})
        | ({"data": data} if data else {})
    )


def _joined(values: Any) -> str:
    return "~".join(map(_text, values)) if isinstance(values, list) else ""


def _text(value: Any) -> str:
    """Return a text that UTF-8 can spell; what is none, or half a surrogate pair, is left out."""
    return value.encode("utf-8", "ignore").decode() if isinstance(value, str) else ""


def _across(value: Any) -> int:
    return value if isinstance(value, int) and 1 <= value <= 6 else 6
