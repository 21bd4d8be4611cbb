"""The least that a page with these charts can be: two pages whose figures are ready.

`/` is a Dash app of three parts: radio buttons, charts, and a callback that returns ready figures.
`/static` has no library but plotly.js: it fetches the ready figures and draws them. Both are sent
as the product sends its pages, with the part of plotly.js that the product has for `/static`.

READY_FIGURES names a file of JSON: {scale: {panel: figure}}.
"""

import json
import os
from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, dcc, html
from flask import Response

from dashboard.settings import ROOT
from dashboard.web import compress
from dashboard.web.pages.document import plotly

FIGURES: dict[str, dict[str, Any]] = json.loads(
    Path(os.environ["READY_FIGURES"]).read_text(encoding="utf-8")
)
FIRST, *_ = FIGURES
PANELS = list(FIGURES[FIRST])
CONFIG = {"displayModeBar": False, "responsive": True}
STATIC_SCRIPT = """
const texts = {};
const ready = async (scale) => {
  const answer = await fetch(`/figures/${scale}`, { cache: 'no-store' });
  texts[scale] = await answer.text();
};
const draw = (scale) => Object.entries(JSON.parse(texts[scale])).forEach(([panel, figure]) => {
  Plotly.react(`${panel}-figure`, figure.data, figure.layout, CONFIG);
});
const fetchAndDraw = (scale) => ready(scale).then(() => draw(scale));
fetchAndDraw(FIRST);
"""

app = Dash("ready", enable_mcp=False, assets_folder=str(ROOT / "assets"), assets_ignore=".*")
app.layout = html.Div(
    [
        dcc.RadioItems(list(FIGURES), FIRST, id="scale"),
        *(
            dcc.Graph(id=f"{panel}-figure", figure=figure, config=CONFIG)
            for panel, figure in FIGURES[FIRST].items()
        ),
    ]
)


@app.callback(
    [Output(f"{panel}-figure", "figure") for panel in PANELS],
    Input("scale", "value"),
    prevent_initial_call=True,
)
def answer(scale: str) -> list[Any]:
    return list(FIGURES[scale].values())


server = app.server
compress.install(server)


@server.get("/figures/<scale>")
def figures(scale: str) -> Response:
    return Response(json.dumps(FIGURES[scale]), mimetype="application/json")


@server.get("/static")
def static_page() -> str:
    places = "".join(f'<div id="{panel}-figure"></div>' for panel in PANELS)
    known = f"const CONFIG = {json.dumps(CONFIG)}, FIRST = {json.dumps(FIRST)};"
    scripts = f'<script src="{plotly()}"></script><script>{known}{STATIC_SCRIPT}</script>'
    return f"<!DOCTYPE html><html><body>{places}{scripts}</body></html>"
