"""What is not known of any operation of a view: a line at the foot, and how to load the files."""

from dashboard.catalogue.releases import Operation, Release
from dashboard.look.ui import Node, node
from dashboard.panels.panel import listed
from dashboard.snapshot.world import World

COMMAND = "takedowns ingest FOLDER --store data/store"
NUMBERS = ("", "", "both", "these three", "these four", "these five", "these six")


def unanswered_list(world: World, operations: tuple[Operation, ...], topics: list[str]) -> Node:
    """Return the line that names the questions without an answer, nothing where there are none.

    The command that reads the files is folded, and stands here alone.
    """
    if not topics:
        return node("Div", [])
    who = NUMBERS[len(operations)] or operations[0].short
    sentence = f"Not known for {who}: {listed(topics)}. What they would need:"
    releases = {r.slug: r for o in operations for r in o.releases if not _is_held(world, r)}
    names = listed([release.archive_id for release in releases.values()])
    folded = [
        node("Summary", "Load the files"),
        node("P", f"FOLDER has the files of {names}, as the platform named them."),
        node("Code", COMMAND),
    ]
    return node("Div", [node("P", sentence), node("Details", folded)])


def _is_held(world: World, release: Release) -> bool:
    """Whether rows of a release and its users file are held."""
    own = world.sources.get((release.slug,)), world.users.get((release.slug,))
    return all(own) and own[0] is not None and own[0].manifest.depth == "rows"
