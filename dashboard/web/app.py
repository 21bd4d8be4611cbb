"""The web application: Dash with the page of the comparison, and all routes."""

from html import escape
from typing import Any
from urllib.parse import urlsplit

from dash import Dash
from flask import Flask, request

from dashboard.look import simulated
from dashboard.panels import PANELS
from dashboard.settings import ROOT
from dashboard.snapshot.world import World
from dashboard.web import (
    answer,
    compress,
    downloads,
    guard,
    ids,
    pictures,
    render,
    site,
    urls,
)
from dashboard.web.cache import make_cache
from dashboard.web.pages import compare
from dashboard.web.pages.document import asset
from dashboard.web.pages.without_scripts import noscript
from dashboard.web.prefix import Prefixed
from dashboard.web.serving import Worlds
from dashboard.web.view_title import SITE, tab_title

DATA = ROOT / "data"
INDEX = """<!DOCTYPE html>
<html lang="en">
<head>{%metas%}
<meta name="color-scheme" content="light dark">
<script src="{%theme%}"></script>
<title id="{%tab%}">{%title%}</title>{%favicon%}{%css%}</head>
<body class="{%kind%}">{%app_entry%}{%noscript%}{%config%}{%scripts%}{%renderer%}</body>
</html>"""

# Of assets/, as they need another.
OURS = (
    *("plotly", "answer", "charts", "sight", "place", "questions", "narrow"),
    *("picture", "menus", "link", "print"),
)
NOT_DASHS = r"(site|find|theme)\.js"  # in assets/: not for the comparison, and in head
# Scripts that Dash brings in vain: 129 kB of components that the page has none of, and 99 kB that
# give browsers of before 2019 what newer ones have, by slower copies that plotly.js then runs on.
UNUSED = ("/dash/dcc/", "/dash/html/", "/dash/dash_table/", "/dash/deps/polyfill")
ROOT_PATH = r'"requests_pathname_prefix":"\u002f"'  # as the configuration of Dash spells it


class ComparisonApp(Dash):
    """The Dash app; its page has the sizes and links for readers without JavaScript."""

    worlds: Worlds

    def interpolate_index(self, *parts: Any, **named: Any) -> str:
        query = request.query_string.decode("utf-8", "replace")
        seen, view, notes = self.worlds.read(query)
        drawn = render.drawn_of(seen.world, view)
        named["title"] = escape(simulated.named(tab_title(seen.world, drawn), seen.world.simulated))
        for part in ("css", "favicon", "scripts"):
            named[part] = named[part].replace('="/', f'="{urls.under("/")}')
        root = ROOT_PATH.replace(r"\u002f", urls.under("/"))
        named["config"] = named["config"].replace(ROOT_PATH, root)
        named["scripts"] = in_order(named["scripts"].splitlines())
        # A module is deferred.
        named["renderer"] = named["renderer"].replace("application/javascript", "module")
        named["app_entry"] = compare.frame(seen.world, drawn)
        page: str = super().interpolate_index(*parts, **named)  # type: ignore[no-untyped-call]
        kind = "is-simulated" if seen.world.simulated else ""
        page = page.replace("{%tab%}", ids.TAB)
        page = page.replace("{%kind%}", kind).replace("{%theme%}", urls.under(asset("theme.js")))
        return page.replace("{%noscript%}", noscript(seen, view, notes, query))


def in_order(scripts: list[str]) -> str:
    """Return the script elements in the order in which a reader needs them.

    Ours ask for the answer at once; plotly.js, which draws it, and then what makes the controls are
    deferred: they come in while the server works.
    """
    ours = {name: s for s in scripts for name in OURS if f"{urls.ASSETS}{name}" in s}
    dashs = [s for s in scripts if s not in ours.values() and not any(p in s for p in UNUSED)]
    plotly, *others = (ours[name] for name in OURS)
    return "\n".join([_deferred(plotly), *others, *map(_deferred, dashs)])


def _deferred(script: str) -> str:
    return script.replace("<script ", "<script defer ")


def create_app(served: World | Worlds, settings: dict[str, Any]) -> Dash:
    """Return a Dash app that draws from one world, or from the versions of a store.

    Tests and gunicorn both start here.
    """
    worlds = Worlds.fixed(served) if isinstance(served, World) else served
    app = ComparisonApp(
        "dashboard",
        title=SITE,
        update_title="",
        index_string=INDEX,
        assets_folder=str(ROOT / "assets"),
        assets_ignore=NOT_DASHS,
        enable_mcp=False,
    )
    app.worlds = worlds
    app.layout = compare.controls()
    app.validation_layout = None  # else every page would carry the layout a second time
    guard.install(app, settings.get("FRAMES", ""))
    answer.register(app, worlds, make_cache(app.server, settings["CACHE_VIEWS"] * len(PANELS)))
    downloads.register(app.server, worlds)
    pictures.register(app.server, worlds)
    site.register(app.server, worlds)
    compress.install(app.server)
    return app


def make_server(settings: dict[str, Any]) -> Flask:
    """Return the WSGI server of a store, ready to be shared by workers that are forked from it."""
    worlds = Worlds.open(settings["STORE"], DATA)
    server: Flask = create_app(worlds, settings).server
    prefix = settings["PREFIX"] or urlsplit(settings["ADDRESS"]).path
    server.config["ADDRESS"] = settings["ADDRESS"]
    below = Prefixed(server.wsgi_app, prefix, settings["PROXIES"].split())
    server.wsgi_app = below  # type: ignore[method-assign,assignment]
    # Dash learns which scripts it may serve when it first writes the page. The scripts are asked of
    # any worker, not of the one that wrote the page.
    server.test_client().get("/")
    worlds.watch()
    return server
