"""The answer to every change that a reader makes: one call, for everything in sight.

The link is the state. Loading the page, Back, Forward and links on the page ask for the view of a
link; then the link sets the controls. Otherwise a control was changed: then the controls say what
the view is, and are left alone so that a slow answer cannot undo a newer choice.

A view has more parts than a screen. Panels out of sight are left out of an answer, and so is what
is folded and not open: tables, and how we know. The page hides what it has of them, and asks for
them at REST once they come into sight or are opened, or once it is idle: from the data version that
it shows, whatever is current by then.

Which panels are open, and in what order, is a part of the view; opening one changes nothing of the
others. Of those that are not open the page asks at REST for their sentences, all at once.

An answer is JSON, which assets/answer.js draws:

    {"shown": {"key", "panels", "push", "view", "whole"},
     "drawn": [{"nodes": {id: {"html", attribute, ...}}},
               {"panel": key, "nodes": ..., "figure": {...} or null},
               {"table": key, "nodes": ...},
               {"how": key, "nodes": ...},
               {"sentence": key, "nodes": ...}, ...],
     "controls": {name: {"value", "data"}}}

`html` is what stands in a node, and null takes an attribute away. Nodes are HTML text, and not
components: Dash would send each of these every change of every other one.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import orjson
from dash import Dash
from flask import Flask, Response, request
from flask_caching import Cache

from dashboard.link.view import DEFAULT_PANELS, QUESTIONS, View
from dashboard.look.style import Look
from dashboard.panels import BY_KEY, PANELS
from dashboard.panels.panel import Panel
from dashboard.panels.unanswered import opened, unanswered
from dashboard.snapshot.world import World
from dashboard.web import callbacks, ids, notices, render, urls
from dashboard.web.cache import remembered
from dashboard.web.calls import Call, Wanted, read_look, read_panels
from dashboard.web.guard import plain
from dashboard.web.pages import chooser
from dashboard.web.pages.chooser import NAMES, query, text
from dashboard.web.pages.document import banner, table
from dashboard.web.pages.markup import html_text
from dashboard.web.serving import Seen, Worlds
from dashboard.web.urls import ANSWER, REST

Make = Callable[[Panel[Any]], dict[str, Any]]

FIND = "find"  # the question that a link with a hashtag asks, which need not say so
HTML = "html"  # the part of a node that is no attribute
# What render makes of a panel -> the part that shows it, and how.
PARTS = {
    "body": ("body", "style"),
    "kind": ("body", "class"),
    "chart": ("chart", "aria-label"),
    "sentence": ("sentence", HTML),
    "caption": ("caption", HTML),
    "source": ("source", HTML),
    "cells": ("cells", HTML),
    "links": ("links", HTML),
}
UNKNOWN = "data-unknown"  # marks a question, wherever it stands, that no operation answers
PLACES = {
    "top": (ids.TOP, "class"),
    "title": (ids.TITLE, HTML),
    "tab": (ids.TAB, HTML),
    "chips": (ids.CHIPS, HTML),
    "settings": (ids.SETTINGS, HTML),
    "chosen": (ids.CHOSEN, HTML),
    "heads": (ids.HEADS, HTML),
    "glance": (ids.GLANCE, HTML),
    "frame": (ids.PANELS, "class"),
    "columns": (ids.PANELS, "style"),
    "shown": (ids.PANELS, "data-shown"),
    "switch": (ids.SWITCH, HTML),
    "link": (ids.COPY, "data-link"),
    "present": (ids.PRESENT, "href"),
    "present_text": (ids.PRESENT, HTML),
    "filters": (ids.FILTERS_ON_PAPER, HTML),
    "version": (ids.VERSION, HTML),
    "not_known": (ids.NOT_KNOWN, HTML),
}


def answer(worlds: Worlds, cache: Cache, call: Call) -> bytes:
    """Return a view as JSON: of a link that was opened, or of controls that the reader changed."""
    before = call.before if isinstance(call.before, dict) else {}
    is_choice = isinstance(call.choices, dict)
    is_opening = isinstance(call.panels, list) and not is_choice
    link = "" if is_choice or is_opening else text(call.link)
    why = ""
    seen, last, _ = worlds.read(text(before.get("query")))
    if is_choice:
        # A choice stays in the data version that it was made in; only a link leads to another.
        choices = {name: call.choices.get(name) for name in NAMES}
        if why := chooser.refused(choices["operations"]):
            choices["operations"] = list(last.operations)
        view, notes = seen.read(query(choices, last))
    elif is_opening:
        view, notes = _opening(seen.world, last, read_panels(call.panels)), []
    else:
        seen, view, notes = worlds.read(link)
        asks_for_tag = view.tag and "panels=" not in link
        for question in (FIND if asks_for_tag else "", text(call.anchor)):
            view = _with_anchor(seen.world, view, question)
    drawing = Drawing(cache, seen, view, read_look(call.screen))
    pointed = tuple(key for key in drawing.opened if key == call.anchor)
    wanted = Wanted.of(call.wanted, (*pointed, *drawing.answering))
    version = text(before.get("version"))[:40]
    if "query" in before:  # else the page has shown no numbers yet
        notes += notices.moved(version, view, seen)
    moved = version not in ("", seen.world.version)
    is_new = is_choice or is_opening
    values = {} if is_new and not moved else chooser.values(view)
    values |= {"operations": list(last.operations)} if why else {}
    values |= chooser.period(view) if is_choice and view.period != last.period else {}
    controls: dict[str, dict[str, Any]] = {name: {"value": v} for name, v in values.items()}
    is_filled = not moved and "query" in before
    for name, offered in _offered(seen.world, view, last if is_filled else None).items():
        controls.setdefault(name, {})["data"] = offered
    parts = [drawing.frame(), orjson.dumps({"nodes": _besides(seen, view, notes, link, why)})]
    parts += drawing.parts(wanted)
    return _json(drawing.shown(whole=True, push=is_new), parts, controls)


def _opening(world: World, view: View, panels: tuple[str, ...]) -> View:
    """Return a view with these questions open, as nobody's choice where they are the default."""
    usual = replace(view, panels=DEFAULT_PANELS)
    return usual if opened(world, usual, PANELS) == panels else replace(view, panels=panels)


def _with_anchor(world: World, view: View, anchor: str) -> View:
    """Return a view with the question open that its link points at."""
    before = opened(world, view, PANELS)
    if anchor not in QUESTIONS or anchor in before:
        return view
    return replace(view, panels=(*before, anchor))


def rest(worlds: Worlds, cache: Cache, body: Any) -> bytes | None:
    """Return panels and tables of the view that the page shows, as JSON.

    `body` is the `view` that the last answer named, with the panels and tables that are wanted.
    None: the data version that the page shows is not kept any more.
    """
    call = body if isinstance(body, dict) else {}
    seen = worlds.seen_of(text(call.get("version")))
    if seen is None:
        return None
    view, _ = seen.read(text(call.get("query")))
    drawing = Drawing(cache, seen, view, read_look(call))
    wanted = Wanted.of(call, drawing.answering)
    return _json(drawing.shown(whole=False, push=False), drawing.parts(wanted), {})


def _json(shown: dict[str, Any], parts: list[bytes], controls: dict[str, Any]) -> bytes:
    texts = (orjson.dumps(shown), b",".join(parts), orjson.dumps(controls))
    return b'{"shown":%b,"drawn":[%b],"controls":%b}' % texts


def _offered(world: World, view: View, last: View | None) -> dict[str, Any]:
    """Return the choices of controls that are not those of the view that the page showed last."""
    offered = chooser.options(world, view)
    before = chooser.options(world, last) if last else {}
    return {name: every for name, every in offered.items() if every != before.get(name)}


def _besides(seen: Seen, view: View, notes: list[str], link: str, why: str) -> dict[str, Any]:
    """Return the nodes that depend on more than view and screen: notices and the banner.

    `link` is what was opened, "" where the reader chose; `why` a choice of operations was refused.
    """
    mark = banner(seen.world.simulated)
    return _nodes(
        (
            ((ids.NOTES, HTML), render.paragraphs(notes)),
            ((ids.REFUSED, HTML), why),
            ((ids.STALE, HTML), notices.standing(seen, view, link)),
            ((ids.BANNER, HTML), mark["children"]),
            ((ids.BANNER, "class"), mark["className"]),
            ((ids.BANNER, "hidden"), mark["hidden"]),
        )
    )


class Drawing:
    """One view on one screen, part by part, each kept as JSON text."""

    def __init__(self, cache: Cache, seen: Seen, view: View, look: Look) -> None:
        self.cache, self.world, self.view = cache, seen.world, view
        self.asking = view.asking
        drawn = render.drawn_of(seen.world, view)
        self.opened = opened(seen.world, drawn, PANELS)
        count = len(view.operations)
        alone = None if look.shown is None or count < 2 else min(look.shown, count - 1)
        self.look = replace(look, shown=alone)
        self.query = view.to_query()
        screen = f"{look.across} {look.dark}" + (f" {alone}" if alone is not None else "")
        # Links are drawn with the path that the site is served below. The same panels are shown,
        # whichever others are open.
        self.key = f"{self.world.version} {self.asking.to_query()} {screen}{urls.under('')}"

    @property
    def answering(self) -> tuple[str, ...]:
        """Return the open questions that any of the operations can answer."""
        without = {p.key for p in unanswered(self.world, self.view, PANELS)}
        return tuple(key for key in self.opened if key not in without)

    def shown(self, *, whole: bool, push: bool) -> dict[str, Any]:
        """Return which view an answer is of, and what the page makes of it.

        `whole`: the page shows this view from now on, though only parts of it are in the answer.
        `push`: it is a new step in the browser's history.
        """
        view = {
            "version": self.world.version,
            "query": self.query,
            "across": self.look.across,
            "dark": self.look.dark,
            "shown": self.look.shown,
        }
        panels = list(self.opened)
        return {"key": self.key, "panels": panels, "view": view, "whole": whole, "push": push}

    def frame(self) -> bytes:
        panels = "~".join(self.opened)
        return remembered(self.cache, f"{self.key} {panels} frame", self._frame)

    def parts(self, wanted: Wanted) -> list[bytes]:
        """Return what is wanted of panels: those that are open in the order of the page."""
        every = [*self.opened, *wanted.panels]
        panels = dict.fromkeys(key for key in every if key in wanted.panels)
        made = [self._kept(key, "parts", self._panel) for key in panels]
        made += [self._kept(key, "table", self._table) for key in wanted.tables]
        made += [self._kept(key, "how", self._how) for key in wanted.how]
        return made + [self._kept(key, "sentence", self._sentence) for key in wanted.sentences]

    def _kept(self, key: str, what: str, make: Make) -> bytes:
        panel = BY_KEY[key]
        return remembered(self.cache, f"{self.key} {panel.key} {what}", partial(make, panel))

    def _frame(self) -> dict[str, Any]:
        made = render.frame(self.world, self.view, self.look)
        placed = [(place, made[name]) for name, place in PLACES.items()]
        # A panel that answers for none of the operations is a word at the foot.
        placed += [
            ((place, UNKNOWN), unknown)
            for key, unknown in made["unknown"].items()
            for place in (key, ids.part(key, "row"), ids.part(key, "entry"))
        ]
        return {"nodes": _nodes(placed)}

    def _answered(self, panel: Panel[Any]) -> render.Answered:
        return render.Answered.of(self.world, panel, self.asking)

    def _panel(self, panel: Panel[Any]) -> dict[str, Any]:
        made = render.panel_parts(self._answered(panel), self.look)
        nodes = _nodes(
            ((ids.part(panel.key, part), how), made[name]) for name, (part, how) in PARTS.items()
        )
        nodes |= _mark(panel, made["unknown"])
        return {"panel": panel.key, "nodes": nodes, "figure": made["figure"]}

    def _sentence(self, panel: Panel[Any]) -> dict[str, Any]:
        sentence, unknown = render.sentence(self.world, panel, self.asking)
        nodes = _nodes([((ids.part(panel.key, "answer"), HTML), sentence)])
        return {"sentence": panel.key, "nodes": nodes | _mark(panel, unknown)}

    def _table(self, panel: Panel[Any]) -> dict[str, Any]:
        made = render.panel_table(self.world, panel, self.asking)
        numbers = html_text(table(made.head, made.body, made.caption, "numbers"))
        return {"table": panel.key, "nodes": {ids.part(panel.key, "table"): {HTML: numbers}}}

    def _how(self, panel: Panel[Any]) -> dict[str, Any]:
        made = render.panel_how(self._answered(panel), self.look)
        return {"how": panel.key, "nodes": _nodes([((ids.part(panel.key, "how"), HTML), made)])}


def _mark(panel: Panel[Any], unknown: bool) -> dict[str, dict[str, str | None]]:
    """Return what marks a question in the contents where no operation answers it in this view."""
    return _nodes([((ids.part(panel.key, "entry"), UNKNOWN), unknown)])


def _nodes(placed: Any) -> dict[str, dict[str, str | None]]:
    """Group ((node, "html" or an attribute), value) pairs by node."""
    nodes: dict[str, dict[str, str | None]] = {}
    for (name, how), value in placed:
        nodes.setdefault(name, {})[how] = html_text(value) if how == HTML else _attribute(value)
    return nodes


def _attribute(value: Any) -> str | None:
    """Return the value of an attribute: a style as text, None where it is taken away."""
    if isinstance(value, dict):
        return ";".join(f"{name}:{part}" for name, part in value.items())
    if isinstance(value, bool):
        return "" if value else None
    return None if value is None else str(value)


def register(app: Dash, worlds: Worlds, cache: Cache) -> None:
    """Serve ANSWER and REST, and connect the controls with the scripts in the browser."""

    server: Flask = app.server

    @server.post(ANSWER)
    def view() -> Response:
        return _answered(lambda body: answer(worlds, cache, Call.of(body)))

    @server.post(REST)
    def left_out() -> Response:
        return _answered(lambda body: rest(worlds, cache, body))

    callbacks.register(app)


def _answered(make: Callable[[Any], bytes | None]) -> Response:
    """Return what `make` answers to the body of a call; None = the data version is gone."""
    try:
        body = _read_json(request.get_data())
    except (ValueError, RecursionError):
        return plain(400, "The call is not JSON.")
    if (made := make(body)) is None:
        return plain(410, "This data version is not kept any more.")
    return Response(made, mimetype="application/json")


def _read_json(body: bytes) -> Any:
    """Read JSON with orjson, or where that refuses half a surrogate pair, with json."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return json.loads(body)
