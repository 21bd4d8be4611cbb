"""The comparison without JavaScript: the sizes of the view as a table, and links."""

from dashboard.link.view import View
from dashboard.look import ui
from dashboard.look.ui import node
from dashboard.panels import size
from dashboard.web import notices, render, urls
from dashboard.web.filters_in_words import filters_in_words
from dashboard.web.pages.document import banner, listed, navigation, table
from dashboard.web.pages.markup import html_text
from dashboard.web.serving import Seen
from dashboard.web.view_title import title


def noscript(seen: Seen, view: View, notes: list[str], link: str) -> str:
    """Return a noscript element with the size table of the view that the link asks for."""
    world = seen.world
    panel = size.PANEL
    answer = panel.measure(world, view.asking)
    sizes = render.panel_table(world, panel, view)
    links = [node("A", o.name, href=urls.operation(o.slug, view.data)) for o in answer.operations]
    numbers = [
        node("H2", panel.question),
        node("P", ui.bold(panel.sentence(answer))),
        *render.paragraphs([filters_in_words(world, view)] if view.filters else []),
        table(sizes.head, sizes.body, sizes.caption),
    ]
    children = [
        *([node("P", **banner(True), role="note")] if world.simulated else []),
        navigation("/"),
        node("H1", title(world, render.drawn_of(world, view))),
        *render.paragraphs(notes),
        node("P", "Charts and choices on this page need JavaScript. The sizes of the operations in "
            "this link, and every operation's own page, do not."),
        *notices.standing(seen, view, link),
        *(numbers if render.is_served(world, view) else []),
        node("H2", "Each operation on its own page"),
        listed([*links, node("A", "All disclosures", href=urls.DISCLOSURES)]),
    ]  # fmt: skip
    return html_text(node("Noscript", node("Div", children, className="site without-scripts")))
