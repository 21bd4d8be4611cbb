"""What the comparison's page says to a reader without JavaScript: sizes of the view, and links."""

from dashboard import render, ui
from dashboard.measures.world import World
from dashboard.pages.document import SITE, listed, navigation, table
from dashboard.pages.markup import html_text
from dashboard.panels import size
from dashboard.ui import node
from dashboard.view import parse_query


def noscript(world: World, query: str) -> str:
    """Return a noscript element with the size table of the view that the link asks for."""
    view, notes = parse_query(query, world.words)
    panel = size.PANEL
    answer = panel.measure(world, view)
    told = panel.table(answer)
    links = [node("A", o.name, href=f"/operations/{o.slug}") for o in answer.operations]
    numbers = [
        node("H2", panel.question),
        node("P", ui.bold(panel.say(answer))),
        table(list(told.head), told.body, told.caption),
    ]
    children = [
        navigation("/"),
        node("H1", SITE),
        *render.notes(notes),
        node("P", "Charts and choices on this page need JavaScript. The sizes of the operations in "
            "this link, and every operation's own page, do not."),
        *(render.stale(world, view) or numbers),
        node("H2", "Each operation on its own page"),
        listed([*links, node("A", "All disclosures", href="/disclosures")]),
    ]  # fmt: skip
    return html_text(node("Noscript", node("Div", children, className="site without-scripts")))
