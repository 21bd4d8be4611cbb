"""Notices about the data version: older, missing, damaged."""

from dataclasses import replace

from dashboard.link.view import View
from dashboard.look.ui import Node, node
from dashboard.web import urls
from dashboard.web.render import is_served
from dashboard.web.serving import Seen

NOT_KEPT = "This link asks for data version {}, which is not kept here."
NOTHING_DRAWN = "Nothing is drawn, so that no other number is taken for the one that was shared."
MOVED = "The data changed since your last step: this is data version {}, before it was {}."


def standing(seen: Seen, view: View) -> list[Node]:
    """Return what stands above a view: the version asked for is gone, older, or others are damaged.

    [] if the view shows the current version and nothing is wrong with it.
    """
    told = [node("P", seen.now.problem)] if seen.now.problem else []
    if not view.data:
        return told
    if not is_served(seen.world, view):
        told += [node("P", text) for text in (NOT_KEPT.format(view.data[:40]), NOTHING_DRAWN)]
    else:
        told.append(node("P", older(seen)))
    current = urls.comparison(replace(view, data=""))
    return [*told, node("P", node("A", offer("view", seen), href=current))]


def older(seen: Seen) -> str:
    """Return the sentence that says which version is shown instead of the current one."""
    made = seen.now.made(seen.world.version)
    when = f", made {made} UTC" if made else ""
    return f"You see data version {seen.world.version}{when}. The current one is {seen.current}."


def offer(what: str, seen: Seen) -> str:
    return f"Show this {what} with the current data, version {seen.current}"


def on_site(seen: Seen) -> list[Node]:
    """Return what stands above a page beside the comparison; [] if there is nothing to say."""
    told = [node("P", seen.now.problem)] if seen.now.problem else []
    if not seen.data:
        return told
    # No address of its own: that of the page without its query, which is the current version's.
    return [*told, node("P", older(seen)), node("P", node("A", offer("page", seen), href="?"))]


def moved(before: str, view: View, seen: Seen) -> list[str]:
    """Say that another version came while the page was open; `before`: what it showed last."""
    same = before in ("", seen.world.version) or bool(view.data)
    return [] if same else [MOVED.format(seen.world.version, before)]
