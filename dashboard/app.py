"""Put the pieces together."""

from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask

from dashboard import callbacks, compress, downloads, guard
from dashboard.cache import make_cache
from dashboard.lexicon import read_lexicon
from dashboard.measures.world import World, make_world
from dashboard.pages import compare
from dashboard.releases import read_catalogue
from dashboard.settings import ROOT
from dashboard.tables import data_version, read_cited_tags, read_store

DATA = ROOT / "data"
INDEX = """<!DOCTYPE html>
<html lang="en">
<head>{%metas%}<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{%title%}</title>{%favicon%}{%css%}</head>
<body>{%app_entry%}{%config%}{%scripts%}{%renderer%}</body>
</html>"""


def read_world(store: Path, data: Path = DATA) -> World:
    """Read everything the dashboard draws from: catalogue, lexicon, store and cited counts."""
    return make_world(
        read_catalogue(data / "releases.toml"),
        read_lexicon(data / "themes.toml"),
        read_store(store),
        read_cited_tags(data / "published" / "hashtags.csv"),
        data_version(store, data),
    )


def create_app(world: World, settings: dict[str, Any]) -> Dash:
    """Return a Dash app that draws from `world`. Tests and gunicorn both start here."""
    app = Dash(
        "dashboard",
        title="Takedowns compared",
        update_title="",
        index_string=INDEX,
        assets_folder=str(ROOT / "assets"),
        enable_mcp=False,
    )
    app.layout = compare.page(world)
    callbacks.register(app, world, make_cache(app.server, settings["CACHE_VIEWS"]))
    downloads.register(app.server, world)
    guard.install(app)
    compress.install(app.server)
    return app


def make_server(settings: dict[str, Any]) -> Flask:
    """Return the WSGI server of a store, ready to be shared by workers that are forked from it."""
    server: Flask = create_app(read_world(settings["STORE"]), settings).server
    # Dash learns which scripts it may serve when it first writes the page. The scripts are asked of
    # any worker, not of the one that wrote the page.
    server.test_client().get("/")
    return server
