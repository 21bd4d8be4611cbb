"""The words of this site, each with what it means and where its method stands."""

from dashboard.look.glossary import GLOSSARY
from dashboard.web import urls
from dashboard.web.pages.document import Page
from dashboard.web.pages.prose import prose
from dashboard.web.serving import Seen


def page(seen: Seen) -> Page:
    """Return the page, which no number depends on."""
    main = prose(
        "glossary",
        terms=[
            (t, urls.pinned(urls.method(t.method), seen.data) if t.method else "") for t in GLOSSARY
        ],
    )
    about = "What the words of this site mean, in plain English."
    return Page("Glossary", about, [main], urls.GLOSSARY)
