"""Checks before every request (known paths, short queries and calls), and safe headers."""

from dash import Dash
from flask import Flask, Response, request, send_from_directory
from werkzeug.exceptions import HTTPException

from dashboard.link.view import MAX_QUERY
from dashboard.settings import ROOT
from dashboard.web import urls

ICONS = ("/favicon.ico", "/_favicon.ico")
PAGES = (
    *(urls.COMPARISON, urls.DISCLOSURES, urls.CHOSEN, urls.FIND),
    *(urls.METHODS, urls.ABOUT, urls.GLOSSARY),
)
CALLS = (
    urls.ANSWER,
    urls.REST,
    urls.SUGGESTIONS,
    urls.CLOCKS,
    "/_dash-layout",
    "/_dash-dependencies",
)
PATHS = frozenset({*PAGES, *CALLS, *ICONS})
FOLDERS = (urls.SCRIPTS, urls.ASSETS, urls.DOWNLOADS, urls.OPERATIONS, urls.PICTURES)
OTHER = "/<path:path>"  # Dash's rule for every other path, which it would answer with the page
MOST = 32 * 1024  # bytes of a call
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def install(app: Dash, frames: str) -> None:
    """Install the checks; whatever is refused or fails is answered in one sentence.

    `frames` are the other sites that may show a page of ours within one of theirs.
    """
    server: Flask = app.server
    policy = _policy(app, frames)
    server.config["MAX_CONTENT_LENGTH"] = MOST  # also where a call does not say its length

    @server.before_request
    def check() -> Response | None:
        if len(request.query_string) > MAX_QUERY:
            return plain(414, f"This link is longer than {MAX_QUERY:,} characters.")
        is_known = request.path in PATHS or request.path.startswith(FOLDERS)
        other = request.url_rule and request.url_rule.rule == OTHER
        if not is_known or not _is_normal(request.path) or (other and request.path != ICONS[0]):
            comparison = urls.under(urls.COMPARISON)
            return plain(404, f"There is no such page. The comparison is at {comparison}.")
        if request.path == ICONS[0]:  # asked for by browsers where an answer is no page
            return send_from_directory(ROOT / "assets", "favicon.ico")
        return None

    @server.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        if response.mimetype == "text/html":
            response.headers["Content-Security-Policy"] = policy
        return response

    @server.errorhandler(Exception)
    def failed(problem: Exception) -> Response:
        if isinstance(problem, HTTPException):
            return plain(problem.code or 500, f"{problem.name}.")
        if request.path.startswith(urls.SCRIPTS):  # Dash raises where it has no such script
            return plain(404, "There is no such script.")
        server.logger.exception("a request failed")
        return plain(500, "Something failed here; it was written to the server's log.")


def _is_normal(path: str) -> bool:
    """Return whether a path is its own shortest spelling: no "//", "/./" nor "/../"."""
    return path == "/" or not {"", ".", ".."} & set(path[1:].removesuffix("/").split("/"))


def plain(status: int, sentence: str) -> Response:
    """Return a plain text of one sentence, in place of an answer."""
    return Response(sentence + "\n", status, mimetype="text/plain")


def _policy(app: Dash, frames: str) -> str:
    """Return a content security policy: nothing from elsewhere, no inline script but Dash's own."""
    scripts = " ".join(app.csp_hashes())
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors 'self' {frames}".rstrip(),
        )
    )
