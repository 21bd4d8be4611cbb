"""Put the pieces together."""

from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask, request

from dashboard import callbacks, compress, downloads, guard, site
from dashboard.cache import make_cache
from dashboard.lexicon import read_lexicon
from dashboard.measures.cited import read_cited
from dashboard.measures.world import World, make_world
from dashboard.pages import compare
from dashboard.pages.without_scripts import noscript
from dashboard.releases import read_catalogue
from dashboard.settings import ROOT
from dashboard.versions import Contents, check_texts, current_contents, read_holdings, texts_of

DATA = ROOT / "data"
INDEX = """<!DOCTYPE html>
<html lang="en">
<head>{%metas%}<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{%title%}</title>{%favicon%}{%css%}</head>
<body>{%app_entry%}{%noscript%}{%config%}{%scripts%}{%renderer%}</body>
</html>"""

ONLY_SITE = r"site\.js"  # in assets/, and not for the comparison


class Comparison(Dash):
    """The app, whose page says what it can to a reader without JavaScript."""

    world: World

    def interpolate_index(self, *parts: Any, **named: Any) -> str:
        page: str = super().interpolate_index(*parts, **named)  # type: ignore[no-untyped-call]
        query = request.query_string.decode("utf-8", "replace")
        return page.replace("{%noscript%}", noscript(self.world, query))


def read_world(store: Path, data: Path = DATA) -> World:
    """Read everything that the store's current version draws from; before one, the texts in `data`.

    Raises TableError if any of it is damaged.
    """
    contents = current_contents(store)
    folder = check_texts(store, contents) if contents.texts else data
    contents = contents if contents.texts else Contents({}, texts_of(data))
    return make_world(
        read_catalogue(folder / "releases.toml"),
        read_lexicon(folder / "themes.toml"),
        read_holdings(store, contents),
        read_cited(folder / "published"),
        contents.version,
    )


def create_app(world: World, settings: dict[str, Any]) -> Dash:
    """Return a Dash app that draws from `world`. Tests and gunicorn both start here."""
    app = Comparison(
        "dashboard",
        title="Takedowns compared",
        update_title="",
        index_string=INDEX,
        assets_folder=str(ROOT / "assets"),
        assets_ignore=ONLY_SITE,
        enable_mcp=False,
    )
    app.world = world
    app.layout = compare.page(world)
    guard.install(app)
    callbacks.register(app, world, make_cache(app.server, settings["CACHE_VIEWS"]))
    downloads.register(app.server, world)
    site.register(app.server, world)
    compress.install(app.server)
    return app


def make_server(settings: dict[str, Any]) -> Flask:
    """Return the WSGI server of a store, ready to be shared by workers that are forked from it."""
    server: Flask = create_app(read_world(settings["STORE"]), settings).server
    # Dash learns which scripts it may serve when it first writes the page. The scripts are asked of
    # any worker, not of the one that wrote the page.
    server.test_client().get("/")
    return server
