"""Callbacks that connect the controls with the scripts of the page: all run in the browser."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output

from dashboard.web import ids
from dashboard.web.pages.chooser import NAMES, OFFERED, OWN


def register(app: Dash) -> None:
    """Attach the functions of assets/link.js: when controls are there, on a choice, to set them.

    The second clock offers what the first does, so that the zones are sent once.
    """
    in_browser: Any = app.clientside_callback
    load, choose, set_controls, second = (
        ClientsideFunction("takedowns", name)
        for name in ("load", "choose", "setControls", "secondClocks")
    )
    names = [name for name in NAMES if name not in OWN]
    values = [Output(ids.control(name), "value") for name in names]
    offered = [Output(ids.control(name), "data") for name in OFFERED]
    heard = [Input(ids.control(name), "value") for name in names]
    in_browser(load, Output(ids.SINK, "data-loaded"), Input(ids.SINK, "id"))
    in_browser(choose, Output(ids.SINK, "data-chosen"), heard, prevent_initial_call=True)
    in_browser(
        set_controls, values + offered, Input(ids.SINK, "data-controls"), prevent_initial_call=True
    )
    clock, audience = ids.control("clock"), ids.control("audience")
    in_browser(second, Output(audience, "data"), Input(clock, "data"))
