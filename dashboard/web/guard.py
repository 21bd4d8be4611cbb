"""What stands before every request: known paths, short queries, well-formed calls, safe headers."""

import json
from typing import Any

import orjson
from dash import Dash
from flask import Flask, Response, g, request, send_from_directory
from werkzeug.exceptions import HTTPException

from dashboard.link.view import MAX_QUERY
from dashboard.settings import ROOT

CALL = "/_dash-update-component"
REST = "/rest"  # what an answer to a call left out
ICONS = ("/favicon.ico", "/_favicon.ico")
SITE = ("/disclosures", "/compare-chosen", "/methods", "/about")
PATHS = frozenset({"/", "/_dash-layout", "/_dash-dependencies", *ICONS, CALL, REST, *SITE})
SCRIPTS = "/_dash-component-suites/"
FOLDERS = (SCRIPTS, "/assets/", "/download/", "/operations/", "/picture/")
OTHER = "/<path:path>"  # Dash's rule for every other path, which it would answer with the page
MOST = 32 * 1024  # bytes of a call
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def install(app: Dash) -> None:
    """Refuse in one sentence what the dashboard has no answer to; never a stack trace."""
    server: Flask = app.server
    policy = _policy(app)
    server.config["MAX_CONTENT_LENGTH"] = MOST  # also where a call does not say its length

    @server.before_request
    def check() -> Response | None:
        if len(request.query_string) > MAX_QUERY:
            return plain(414, f"This link is longer than {MAX_QUERY:,} characters.")
        known = request.path in PATHS or request.path.startswith(FOLDERS)
        other = request.url_rule and request.url_rule.rule == OTHER
        if not known or (other and request.path != ICONS[0]):
            return plain(404, "There is no such page. The comparison is at /.")
        if request.path == ICONS[0]:  # asked for by browsers where an answer is no page
            return send_from_directory(ROOT / "assets", "favicon.ico")
        if request.path == CALL and (problem := _problem(app)):
            return plain(400, problem)
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
        if request.path.startswith(SCRIPTS):  # Dash raises where it has no such script
            return plain(404, "There is no such script.")
        server.logger.exception("a request failed")
        return plain(500, "Something failed here; it was written to the server's log.")


def plain(status: int, sentence: str) -> Response:
    """Return what is told in place of an answer: one sentence."""
    return Response(sentence + "\n", status, mimetype="text/plain")


def _policy(app: Dash) -> str:
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
        )
    )


def _problem(app: Dash) -> str:
    """Return why a call is not one that the page could have made; "" if it is, and g.call is it."""
    if request.method != "POST" or (request.content_length or 0) > MOST:
        return "This address takes a short POST from the page."
    try:
        body = _read(request.get_data(cache=True))
    except (ValueError, RecursionError):
        return "The call is not JSON."
    output = body.get("output") if isinstance(body, dict) else None
    callback = app.callback_map.get(output) if isinstance(output, str) else None
    if callback is None or "callback" not in callback:  # without: it runs in the browser
        return "The call names no callback of this page."
    outputs = [(o.component_id, o.component_property) for o in callback["output"]]
    inputs, state = (_named(callback[kind]) for kind in ("inputs", "state"))
    wanted = {"inputs": inputs, "state": state, "outputs": outputs}
    named = all(_named(body.get(kind, [])) == its for kind, its in wanted.items())
    changed = body.get("changedPropIds", [])
    if not named or not isinstance(changed, list) or not all(isinstance(c, str) for c in changed):
        return "The call does not fit its callback."
    g.call = body
    return ""


def _read(told: bytes) -> Any:
    """Read JSON as fast as can be; half a surrogate pair, which a reader may type, as well."""
    try:
        return orjson.loads(told)
    except orjson.JSONDecodeError:
        return json.loads(told)


def _named(told: Any) -> list[tuple[Any, Any]] | None:
    """Return the parts that a call lists, in their order; None: it is no such list."""
    try:
        return [(part["id"], part["property"]) for part in told]
    except (TypeError, KeyError):
        return None
