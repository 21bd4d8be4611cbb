"""What happens when the reader changes something: one call a change, to everything shown.

The link is the state. Loading the page, Back, Forward and links on the page ring the store RUNG
with a query; then the link sets the controls. Otherwise a control was changed: then the controls
say what the view is, and are left alone so that a slow answer cannot undo a newer choice.
"""

from typing import Any
from urllib.parse import urlencode

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from flask_caching import Cache

from dashboard import ids, render
from dashboard.cache import remembered
from dashboard.measures.world import World
from dashboard.panels import PANELS
from dashboard.style import Look
from dashboard.view import DEFAULT, View, parse_query

CONTROLS = ("operations", "clock", "scale", "start", "end", "kinds", "languages", "themes")
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


def register(app: Dash, world: World, cache: Cache) -> None:
    """Attach every callback of the comparison to `app`."""

    @app.callback(
        output={
            "panels": {
                panel.key: {
                    name: Output(ids.part(panel.key, part), prop)
                    for name, (part, prop) in PARTS.items()
                }
                for panel in PANELS
            },
            "heads": Output(ids.HEADS, "children"),
            "frame": Output(ids.PANELS, "className"),
            "columns": Output(ids.PANELS, "style"),
            "notes": Output(ids.NOTES, "children"),
            "stale": Output(ids.STALE, "children"),
            "link": Output(ids.COPY, "data-link"),
            "shown": Output(ids.SHOWN, "data"),
            "controls": {name: Output(ids.control(name), "value") for name in CONTROLS},
        },
        inputs={
            "rung": Input(ids.RUNG, "data"),
            "controls": {name: Input(ids.control(name), "value") for name in CONTROLS},
            "before": State(ids.SHOWN, "data"),
        },
        prevent_initial_call=True,
    )
    def show(rung: Any, controls: dict[str, Any], before: Any) -> dict[str, Any]:
        by_reader = f"{ids.RUNG}.data" not in ctx.triggered_prop_ids
        return answer(world, cache, rung, controls if by_reader else None, before)

    in_browser: Any = app.clientside_callback
    in_browser(
        ClientsideFunction("takedowns", "load"), Output(ids.RUNG, "data"), Input(ids.SINK, "id")
    )
    in_browser(
        ClientsideFunction("takedowns", "address"),
        Output(ids.SINK, "title"),
        Input(ids.SHOWN, "data"),
        prevent_initial_call=True,
    )


def answer(
    world: World, cache: Cache, rung: Any, controls: dict[str, Any] | None, before: Any
) -> dict[str, Any]:
    """Return every output for a query that was rung, or for controls that the reader changed."""
    rung = rung if isinstance(rung, dict) else {}
    kept: tuple[str, ...] = ()
    if controls is None:
        view, notes = parse_query(_text(rung.get("query")), world.words)
    else:
        if not controls["operations"]:
            before = before if isinstance(before, dict) else {}
            kept = parse_query(_text(before.get("query")), world.words)[0].operations
            controls = controls | {"operations": list(kept)}
        view, notes = parse_query(_asked(controls), world.words)
    look = Look(rung.get("dark") is True, _across(rung.get("across")))
    key = f"{world.version} {view.to_query()} {look}"
    drawn: dict[str, Any] = remembered(cache, key, lambda: render.everything(world, view, look))
    return drawn | {
        "notes": render.notes(notes),
        "shown": {"query": view.to_query(), "push": controls is not None},
        "controls": _controls(view, rung=controls is None, kept=kept),
    }


def _controls(view: View, rung: bool, kept: tuple[str, ...]) -> dict[str, Any]:
    """Return the controls' values where the link sets them; the last operation is put back."""
    values: dict[str, Any] = dict.fromkeys(CONTROLS, no_update)
    if rung:
        start, end = view.period.start, view.period.end
        values = {name: getattr(view, name, None) for name in CONTROLS}
        values |= {"start": start and start.isoformat(), "end": end and end.isoformat()}
        values |= {k: list(v) for k, v in values.items() if isinstance(v, tuple)}
    return values | ({"operations": list(kept)} if kept else {})


def _asked(controls: dict[str, Any]) -> str:
    """Return the query that says what the controls say."""
    start, end = _text(controls["start"])[:10], _text(controls["end"])[:10]
    return "?" + urlencode(
        {
            "ops": _joined(controls["operations"]),
            "clock": _text(controls["clock"]) or DEFAULT.clock,
            "scale": _text(controls["scale"]) or DEFAULT.scale,
            "kind": _joined(controls["kinds"]),
            "lang": _joined(controls["languages"]),
            "theme": _joined(controls["themes"]),
        }
        | ({"period": f"{start}..{end}"} if start or end else {})
    )


def _joined(values: Any) -> str:
    return "~".join(map(_text, values)) if isinstance(values, list) else ""


def _text(value: Any) -> str:
    """Return a text that UTF-8 can spell; what is none, or half a surrogate pair, is left out."""
    return value.encode("utf-8", "ignore").decode() if isinstance(value, str) else ""


def _across(value: Any) -> int:
    return value if isinstance(value, int) and 1 <= value <= 6 else 6
