"""Pages and long texts: templates in dashboard/web/templates/, with a page's numbers put in."""

import re
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from dashboard.settings import ROOT
from dashboard.web import urls
from dashboard.web.pages.markup import html_text

TEMPLATES = ROOT / "dashboard" / "web" / "templates"
TEXTS = ("about.html", "methods.html")  # written with line ends as they stand
BESIDE_MARK = re.compile(r"(?<=[>}])\s*\n\s*|\s*\n\s*(?=[<{])")  # where a line end says nothing


class WithoutIndents(Extension):
    """Leaves line ends and indents out of all but TEXTS: every reader would be sent them."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        if name in TEXTS:
            return source
        return re.sub(r"\s*\n\s*", " ", BESIDE_MARK.sub("", source))


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,  # texts of the catalogue and the lexicon are never taken for markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_written,
        extensions=(WithoutIndents,),
    )
    environment.filters["under"] = urls.under
    return environment


def prose(name: str, **values: Any) -> Markup:
    """Return the template `name`.html as HTML; a value may be a text, a number or a node."""
    return Markup(_templates().get_template(f"{name}.html").render(values))


def _written(value: Any) -> Any:
    """Return nodes as HTML, anything else as it is."""
    return Markup(html_text(value)) if isinstance(value, dict | list) else value
