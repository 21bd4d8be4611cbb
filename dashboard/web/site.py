"""The pages that the server writes, complete without JavaScript: routes and nothing else."""

from collections.abc import Callable

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from dashboard.link.view import View
from dashboard.web import notices, urls
from dashboard.web.pages import about, disclosures, document, methods, operation
from dashboard.web.pages.release_table import Wish
from dashboard.web.serving import Seen, Worlds

Page = Callable[[Seen], str | None]  # None = there is no such page
NO_OPERATION = "There is no operation of this name."


def register(server: Flask, worlds: Worlds) -> None:
    """Serve the pages beside the comparison, each from one data version."""

    @server.get(urls.DISCLOSURES)
    def show_disclosures() -> Response:
        asked = request.args.to_dict()
        return _answer(
            worlds, lambda seen: disclosures.page(seen.world, Wish.of(asked, seen.world))
        )

    @server.get(f"{urls.OPERATIONS}<slug>")
    def show_operation(slug: str) -> Response:
        def page(seen: Seen) -> str | None:
            found = seen.world.catalogue.operations.get(slug)
            return operation.page(seen.world, found) if found else None

        return _answer(worlds, page)

    @server.get(urls.METHODS)
    def show_methods() -> Response:
        return _answer(worlds, lambda seen: methods.page(seen.world))

    @server.get(urls.ABOUT)
    def show_about() -> Response:
        return _answer(worlds, lambda seen: about.page(seen.world))

    @server.get(urls.CHOSEN)
    def compare_chosen() -> Answer:
        return redirect(chosen(request.args.getlist("ops"), request.args.get("data", "")), 303)


def _answer(worlds: Worlds, page: Page) -> Response:
    """Return a page of the data version that is asked for, which says so if it is not the current.

    A version that is not kept is not found: no other numbers are taken for its.
    """
    query = request.query_string.decode("utf-8", "replace")
    seen, view, _ = worlds.read(query)
    asked = view.data
    if asked not in ("", seen.world.version):
        gone = notices.NOT_KEPT.format(asked[:40])
        gone = f"{gone} The current one is {seen.current}."
        return _page(document.not_found(gone, simulated=seen.world.simulated), 404)
    if (html := page(seen)) is None:
        return _page(document.not_found(NO_OPERATION, simulated=seen.world.simulated), 404)
    return _page(document.with_notices(document.pinned(html, asked), notices.on_site(seen)))


def _page(html: str, status: int = 200) -> Response:
    return Response(html, status, mimetype="text/html")


def chosen(slugs: list[str], data: str = "") -> str:
    """Return the address of the comparison of the ticked operations; none ticked: the first view.

    More than fit are passed on, so that the comparison names what it left out.
    """
    told = tuple(dict.fromkeys(_spelled(slug) for slug in slugs if slug))
    return urls.comparison(View(operations=told, data=_spelled(data))) if told else urls.RELEASES


def _spelled(text: str) -> str:
    """Return a text that UTF-8 can spell, which half a surrogate pair is not."""
    return text.encode("utf-8", "ignore").decode()
