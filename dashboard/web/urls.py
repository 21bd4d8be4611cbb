"""Every address of the site, each spelled here and nowhere else."""

from urllib.parse import urlencode, urlsplit

from flask import current_app, has_request_context, request

from dashboard.link.parse import slug_of
from dashboard.link.view import View

COMPARISON = "/"
DISCLOSURES, FIND, METHODS, ABOUT = "/disclosures", "/find", "/methods", "/about"
SUGGESTIONS = f"{FIND}/suggestions"  # what may be meant by what is typed, as JSON
GLOSSARY = "/glossary"
CLOCKS = "/clocks"  # the clocks of all places, as JSON
FACTS = "#facts"  # the panel of them, on the page that names it
RELEASES = f"{DISCLOSURES}#releases"  # the table of them
CORRECTIONS = f"{ABOUT}#corrections"  # dated
CHOSEN = "/compare-chosen"  # where ticks in that table are sent
ANSWER = "/answer"  # takes a call of the page
REST = "/rest"  # takes one for what an answer left out
ASSETS = "/assets/"
SCRIPTS = "/_dash-component-suites/"  # of the components, served by Dash
DOWNLOADS, OPERATIONS, PICTURES = "/download/", "/operations/", "/picture/"


def under(address: str) -> str:
    """Return an address of this site with the path of the host that it is served below."""
    return f"{request.script_root}{address}" if has_request_context() else address


def public(address: str) -> str:
    """Return the address that others find a page by: on the public host, where one is set.

    Never on the host that a request names: who asks could name any.
    """
    host = str(current_app.config.get("ADDRESS") or "").rstrip("/") if current_app else ""
    return f"{host}{address}" if host else under(address)


def pinned(address: str, data: str) -> str:
    """Return the address of a page in the data version `data`; "" = the current one, not named."""
    if not data:
        return address
    parts = urlsplit(address)
    query = f"{parts.query}&data={data}" if parts.query else f"data={data}"
    return parts._replace(query=query).geturl()


def comparison(view: View) -> str:
    """Return the address of a view, with what differs from the default."""
    return f"{COMPARISON}{view.to_query()}"


def find(text: str = "", data: str = "") -> str:
    """Return the page that says who used a hashtag or domain, by what a reader would type."""
    return pinned(f"{FIND}?{urlencode({'q': text})}" if text else FIND, data)


def found(view: View) -> str:
    """Return the comparison of a view, at who used the hashtag or domain that it names."""
    return f"{comparison(view)}#find"


def operation(column: str, data: str = "") -> str:
    """Return the page of an operation, by its column; `data` is a version, "" the current one."""
    return pinned(f"{OPERATIONS}{slug_of(column)}", data)


def download(name: str, form: str, query: str = "") -> str:
    """Return the address of a file of numbers, `form` "csv" or "json"; `query` begins with "?"."""
    return f"{DOWNLOADS}{name}.{form}{query}"


def picture(panel: str, query: str) -> str:
    return f"{PICTURES}{panel}{query}"


def method(section: str) -> str:
    return f"{METHODS}#{section}"


def term(id: str) -> str:
    """Return where the glossary explains a word."""
    return f"{GLOSSARY}#{id}"
