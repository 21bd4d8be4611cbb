"""Routes of the pages that the server writes, which are complete without JavaScript."""

from collections.abc import Callable

from flask import Flask, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as Answer

from dashboard.link.view import View
from dashboard.web import notices, urls
from dashboard.web.pages import about, disclosures, find, glossary, methods, operation
from dashboard.web.pages.chooser import every_clock, text
from dashboard.web.pages.document import Page, document, not_found
from dashboard.web.pages.release_table import Wish
from dashboard.web.render import is_served
from dashboard.web.serving import Seen, Worlds

SUGGESTED = 600  # seconds that a browser keeps suggestions
LISTED = 24 * 3600  # and the clocks, which laws change
NO_OPERATION = "There is no operation of this name."


def register(server: Flask, worlds: Worlds) -> None:
    """Serve the pages beside the comparison, each from one data version."""

    @server.get(urls.DISCLOSURES)
    def show_disclosures() -> Response:
        words = request.args.to_dict()
        return _answer(
            worlds, lambda seen: disclosures.page(seen.world, Wish.of(words, seen.world, seen.data))
        )

    @server.get(urls.FIND)
    def show_find() -> Response:
        typed = text(request.args.get("q"))
        return _answer(worlds, lambda seen: find.page(seen, typed))

    @server.get(urls.SUGGESTIONS)
    def suggest() -> Response:
        seen, view, _ = worlds.read(request.query_string.decode("utf-8", "replace"))
        served = is_served(seen.world, view)
        answer = jsonify(
            find.suggestions(seen.world, text(request.args.get("q"))) if served else []
        )
        answer.headers["Cache-Control"] = f"max-age={SUGGESTED}"
        return answer

    @server.get(urls.CLOCKS)
    def show_clocks() -> Response:
        answer = jsonify(every_clock())
        answer.headers["Cache-Control"] = f"max-age={LISTED}"
        return answer

    @server.get(f"{urls.OPERATIONS}<slug>")
    def show_operation(slug: str) -> Response:
        return _answer(worlds, lambda seen: operation.page(seen, slug))

    @server.get(urls.METHODS)
    def show_methods() -> Response:
        return _answer(worlds, methods.page)

    @server.get(urls.ABOUT)
    def show_about() -> Response:
        return _answer(worlds, about.page)

    @server.get(urls.GLOSSARY)
    def show_glossary() -> Response:
        return _answer(worlds, glossary.page)

    @server.get(urls.CHOSEN)
    def compare_chosen() -> Answer:
        ticked, words = request.args.getlist("ops"), request.args
        address = chosen(ticked, words.get("data", ""), words.get("tag", ""))
        return redirect(urls.under(address), 303)


def _answer(worlds: Worlds, make: Callable[[Seen], Page | None]) -> Response:
    """Return a page of the data version that is asked for, which says so if it is not the current.

    A version that is not kept is not found: no other numbers are taken for its. Nor is a page that
    `make` returns None for.
    """
    seen, view, _ = worlds.read(request.query_string.decode("utf-8", "replace"))
    simulated = seen.world.simulated
    if not is_served(seen.world, view):
        gone = notices.NOT_KEPT.format(view.data[:40])
        missing = not_found(f"{gone} The current one is {seen.current}.")
    elif page := make(seen):
        above = notices.on_site(seen)
        html = document(page, simulated=simulated, data=seen.data, notices=above)
        return Response(html, mimetype="text/html")
    else:
        missing = not_found(NO_OPERATION)
    return Response(document(missing, simulated=simulated), 404, mimetype="text/html")


def chosen(slugs: list[str], data: str = "", tag: str = "") -> str:
    """Return the address of the comparison of the ticked operations; none ticked: where to tick.

    With a hashtag or domain it opens at who used that. More than fit are passed on, so that the
    comparison names what it left out.
    """
    operations = tuple(dict.fromkeys(text(slug) for slug in slugs if slug))
    view = View(operations=operations, data=text(data), tag=text(tag))
    if not operations:
        return urls.find(view.tag, view.data) if view.tag else urls.RELEASES
    return urls.found(view) if view.tag else urls.comparison(view)
