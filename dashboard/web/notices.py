"""Notices about the data version: older, missing, damaged."""

from dataclasses import replace

from dashboard.link.repair import cut_period
from dashboard.link.view import View, is_of_before, shows_all_as_before
from dashboard.look.ui import Node, node
from dashboard.panels.panel import listed
from dashboard.snapshot.asking import answers_changed, operations
from dashboard.snapshot.local_week import is_undated
from dashboard.web import urls
from dashboard.web.render import is_served, paragraphs
from dashboard.web.serving import Seen

NOT_KEPT = "This link asks for data version {}, which is not kept here."
NOTHING_DRAWN = "Nothing is drawn, so that no other number is taken for the one that was shared."
COMPLETE = (
    "months, languages, hashtags, domains and programs of {} come from counts of the complete "
    "release"
)
MAYBE_CUT = (
    "This link ends in {0}, which is shown as that month or day alone. If it ended in two dots "
    "before a program cut them, it meant all since then: choose an open end under Period."
)
WEEKS = "hours of the week of {} come from counts of more posts, without dates"
OFFICE_HOURS = "office hours are those of all working weekdays, holidays among them"
ALL_SHOWN = "This link shows all questions that there were when it was made. There is "
MOVED = "The data changed since your last step: this is data version {}, before it was {}."


def standing(seen: Seen, view: View, link: str) -> list[Node]:
    """Return the notices above a view: its data version is gone or older, or another is damaged.

    And what changed since the `link` was made that was opened, "" for none.
    """
    month = cut_period(link)
    cut = paragraphs([MAYBE_CUT.format(month)] if month else [])
    problems = [*_problem(seen), *cut, *_changed(link, view, seen), *_all_shown(link, view, seen)]
    if not view.data:
        return problems
    if is_served(seen.world, view):
        sentences = [older(seen)]
    else:
        sentences = [NOT_KEPT.format(view.data[:40]), NOTHING_DRAWN]
    current = urls.comparison(replace(view, data=""))
    return [*problems, *paragraphs(sentences), _offer("view", seen, current)]


def _changed(link: str, view: View, seen: Seen) -> list[Node]:
    """Return what a link shows otherwise than when it was made; [] if nothing of that is known."""
    world = seen.world
    if not (world.current_rules and is_served(world, view) and is_of_before(link, world.words)):
        return []
    whole = [o.short for o in operations(world, view) if answers_changed(world, o.slug)]
    weeks = [o.short for o in operations(world, view) if is_undated(world, o.slug, view)]
    counts = f"{COMPLETE.format(listed(whole))}; " if whole else ""
    counts += f"{WEEKS.format(listed(weeks))}; " if weeks else ""
    corrections = node("A", "corrections", href=urls.CORRECTIONS)
    return [node("P", [f"Since this link was made: {counts}{OFFICE_HOURS} (", corrections, ")."])]


def _all_shown(link: str, view: View, seen: Seen) -> list[Node]:
    """Offer the shorter page where a link shows all questions that was made when pages did."""
    if not shows_all_as_before(link, view, seen.world.words):
        return []
    shorter = node("A", "a shorter page", href=urls.comparison(view.asking))
    return [node("P", [ALL_SHOWN, shorter, "."])]


def older(seen: Seen) -> str:
    """Return the sentence that says which version is shown instead of the current one."""
    made = seen.now.made(seen.world.version)
    when = f", made {made} UTC" if made else ""
    return f"You see data version {seen.world.version}{when}. The current one is {seen.current}."


def _problem(seen: Seen) -> list[Node]:
    return paragraphs([seen.now.problem] if seen.now.problem else [])


def _offer(what: str, seen: Seen, address: str) -> Node:
    sentence = f"Show this {what} with the current data, version {seen.current}"
    return node("P", node("A", sentence, href=address))


def on_site(seen: Seen) -> list[Node]:
    """Return the notices above any other page: its data version is older, or another is damaged."""
    if not seen.data:
        return _problem(seen)
    # No address of its own: that of the page without its query, which is the current version's.
    return [*_problem(seen), node("P", older(seen)), _offer("page", seen, "?")]


def moved(before: str, view: View, seen: Seen) -> list[str]:
    """Return the note that the data changed while the page was open; `before`: its last version."""
    same = before in ("", seen.world.version) or bool(view.data)
    return [] if same else [MOVED.format(seen.world.version, before)]
