"""Long texts for readers: templates in dashboard/web/templates/, with a page's numbers put in."""

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dashboard.settings import ROOT
from dashboard.web import urls
from dashboard.web.pages.markup import html_text

TEMPLATES = ROOT / "dashboard" / "web" / "templates"


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,  # texts of the catalogue and the lexicon are never taken for markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["under"] = urls.under
    return environment


def prose(name: str, **values: Any) -> Markup:
    """Return the template `name`.html as HTML; a value may be a text, a number or a node."""
    texts = {key: Markup(html_text(v)) if isinstance(v, dict) else v for key, v in values.items()}
    return Markup(_templates().get_template(f"{name}.html").render(texts))
