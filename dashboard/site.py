"""The pages that the server writes, complete without JavaScript: routes and nothing else."""

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from dashboard.measures.world import World
from dashboard.pages import about, disclosures, document, methods, operation
from dashboard.pages.release_table import CHOSEN, Wish
from dashboard.view import View


def register(server: Flask, world: World) -> None:
    """Serve the pages beside the comparison."""

    @server.get("/disclosures")
    def show_disclosures() -> Response:
        return _page(disclosures.page(world, Wish.of(request.args.to_dict(), world)))

    @server.get("/operations/<slug>")
    def show_operation(slug: str) -> Response:
        if (found := world.catalogue.operations.get(slug)) is None:
            return _page(document.not_found("There is no operation of this name."), 404)
        return _page(operation.page(world, found))

    @server.get("/methods")
    def show_methods() -> Response:
        return _page(methods.page(world))

    @server.get("/about")
    def show_about() -> Response:
        return _page(about.page(world))

    @server.get(CHOSEN)
    def compare_chosen() -> Answer:
        return redirect(chosen(request.args.getlist("ops")), 303)


def _page(html: str, status: int = 200) -> Response:
    return Response(html, status, mimetype="text/html")


def chosen(slugs: list[str]) -> str:
    """Return the address of the comparison of the ticked operations; none ticked: the first view.

    More than fit are passed on, so that the comparison names what it left out.
    """
    told = tuple(dict.fromkeys(slug.encode("utf-8", "ignore").decode() for slug in slugs if slug))
    return f"/{View(operations=told).to_query()}" if told else "/disclosures#releases"
