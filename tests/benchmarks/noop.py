"""A Dash app that does nothing: the least a callback can cost on the same kind of server."""

from typing import Any

from dash import Dash, Input, Output, dcc, html

app = Dash("noop", enable_mcp=False)
app.layout = html.Div([dcc.Store(id="asked"), html.Div(id="told")])


@app.callback(Output("told", "children"), Input("asked", "data"))
def answer(asked: Any) -> str:
    return ""


server = app.server
