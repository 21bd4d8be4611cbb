"""What happens when the reader changes something: one call a change, for everything in sight.

The link is the state. Loading the page, Back, Forward and links on the page ring the store RUNG
with a query; then the link sets the controls. Otherwise a control was changed: then the controls
say what the view is, and are left alone so that a slow answer cannot undo a newer choice.

What an answer left out is asked for at REST, past Dash: of two calls of one callback, Dash forgets
the answer to the first, which may be the one that shows a new view.
"""

from typing import Any

import orjson
from dash import ClientsideFunction, Dash, Input, Output, State
from flask import Flask, Response, g, request
from flask_caching import Cache

from dashboard import ids
from dashboard.answering import FRESH, OFFERED, PARTS, PLACES, TABLE, Call, answer, rest
from dashboard.controls import DAYS, NAMES
from dashboard.guard import CALL, REST, plain
from dashboard.panels import PANELS
from dashboard.worlds import Worlds

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
