"""Earlier lives, on the page of methods: how they are found, where that ends, how well it works."""

from dataclasses import dataclass
from typing import Any

from dashboard.look import style
from dashboard.look.ui import Node, node
from dashboard.web.pages.document import listed, section, table


@dataclass(frozen=True)
class Recovered:
    """How well planted changes were found in one simulated release; shares are 0 to 1.

    Right: what was found that is of an earlier life. Found: what of all earlier lives was found;
    `found_spoken`: of those that were in another language than the later life.
    """

    release: str
    posts: int
    accounts: int  # that changed hands and posted before and after
    accounts_right: float
    accounts_found: float
    posts_right: float
    posts_found: float
    posts_found_spoken: float


# Made by `python -m pytest -m deep tests/ingest/count/test_phases.py`, which fails when they come
# out otherwise.
MEASURED = (
    Recovered("china-2020-06", 300_000, 783, 1.0, 0.069, 0.999, 0.839, 0.634),
    Recovered("russia-2020-06", 300_000, 122, 1.0, 0.566, 0.992, 0.602, 0.902),
    Recovered("turkey-2020-06", 300_000, 532, 1.0, 0.102, 0.998, 0.572, 0.881),
)

TOLD = (
    "Many accounts were bought or taken over: before they served an operation they belonged to "
    "somebody else. An account has an earlier life if there is a month before which it wrote in "
    "other languages than after, or if it was silent for half a year and then posted with other "
    "programs. Two mixes of languages, or of programs, are different if they share less than "
    "half of their posts, if a difference so large would come by chance in fewer than one "
    "account in a thousand, and, for languages, if the months next to the change show it too.",
    "“Left out” counts only the posts from that month on, and all posts of the other accounts. "
    "The whole of a release is shown by default.",
)
LIMITS = (
    "A change of hands in one language and with one program is not seen, nor one with fewer "
    "than five posts before it or after. Most accounts post too little for it to be seen.",
    "A person who moves to another language, or an operator who gives an account another task, "
    "looks like a change of hands.",
    "Months are not split: the month of the change counts as later.",
    "Where fewer than 10 accounts of a release changed, none is set apart. What was found on a "
    "single account is not shown or kept where it can be asked for.",
    "Counts by others do not tell of it. Distributions by account are of whole releases.",
)
QUALITY = (
    "How well it works is known only where changes were planted, in simulated releases. “Right” "
    "is the share of what was found that was planted; “found” is the share of what was planted "
    "that was found. An account counts as planted if it posted before and after its change. "
    "Simulated accounts have no changes but planted ones, so on real accounts less is right."
)
HEAD = [
    *("Simulated after", "Posts", "Accounts planted", "Accounts right", "Accounts found"),
    *("Posts right", "Posts found", "Posts found, language changed"),
]


def earlier_lives() -> Node:
    """Return the section, with what was measured on simulated releases."""
    rows = [_row(found) for found in MEASURED]
    parts = [
        *(node("P", text) for text in TOLD),
        listed(list(LIMITS)),
        node("P", QUALITY),
        table(HEAD, rows, "Earlier lives found", "broad"),
    ]
    return section("Earlier lives", parts, "earlier")


def _row(found: Recovered) -> list[Any]:
    shares = (
        *(found.accounts_right, found.accounts_found),
        *(found.posts_right, found.posts_found, found.posts_found_spoken),
    )
    return [
        found.release,
        style.count(found.posts),
        style.count(found.accounts),
        *map(style.percent, shares),
    ]
