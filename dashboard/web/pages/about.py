"""What the dashboard is for, what it must not be taken for, and how to report an error."""

from dashboard.look import ui
from dashboard.look.ui import Node, node
from dashboard.snapshot.world import World
from dashboard.web import urls
from dashboard.web.pages.document import document, listed, section

LEAD = "State-linked networks that a platform removed and disclosed, side by side."
PURPOSE = (
    "Platforms have removed networks of accounts that they link to states, and published some of "
    "them. This dashboard sets such operations side by side: how large they were, when they posted "
    "and what they posted about. It is made for people who must show such a comparison and answer "
    "for its numbers.",
    "Every number was counted from published rows or is cited from somebody who counted them. A "
    "link holds everything that was chosen, so that others see what you saw.",
)
CAVEATS = (
    "Attribution is the platform's. It is told here in its words. It cannot be tested from the "
    "published files, and governments and parties have denied it in some cases; the denials are "
    "shown beside it.",
    "The archive can hold accounts of people who had nothing to do with a state: hacked accounts, "
    "bought accounts with an older life, and errors. An account in a release is not proof about a "
    "person.",
    "Old posts count too. Some accounts were bought or taken over, and what they posted before is "
    "in the files.",
    "Likes and retweets in the files leave out accounts that were themselves removed, so they are "
    "too small where an operation praised itself.",
    "A release is what was found and published. It is not all of what a state did, and a country "
    "with more releases did not necessarily do more.",
)
PRIVACY = (
    "No account is named and no post is shown. No address of this site gives anything about one "
    "account.",
    "Hashtags and domains appear only if at least 10 accounts used them, or, in counts by "
    "others, if they were used at least 100 times. Features of accounts are shown in groups of "
    "at least 10.",
    "The site sets no cookies, counts no visitors and loads nothing from other sites.",
)


CORRECTED = (
    "Sources contradict each other on {} points about {} releases. Both numbers and both sources "
    "stand on the page of the operation. A number that proves wrong is changed in the catalogue, "
    "and the data version changes with it: a link that was shared before then says that its data "
    "are older."
)
REPORT = (
    "To report an error, tell whoever runs this copy, or open an issue where its source code is "
    "kept. Name the operation, the number, a source that others can read, and the data version: "
)
TERMS = (
    "The program is free software under the Apache License 2.0. The counts rest on these "
    "collections, which keep their own terms:"
)


def page(world: World) -> str:
    """Return the page; numbers of releases and disputes are those of the catalogue."""
    main = [
        node("H1", "About"),
        node("P", LEAD, className="lead"),
        section("What it is for", [node("P", told) for told in PURPOSE], "purpose"),
        section("What to keep in mind", [listed(list(CAVEATS))], "caveats"),
        section("Privacy", [listed(list(PRIVACY))]),
        _corrections(world),
        _sources(world),
    ]
    about = "Purpose, caveats, privacy, and how to report an error."
    return document("About", about, main, urls.ABOUT, simulated=world.simulated)


def _corrections(world: World) -> Node:
    releases = world.catalogue.releases.values()
    disputed = sum(len(release.disputes) for release in releases)
    disclosures = node("A", "all disclosures", href=urls.DISCLOSURES)
    methods = node("A", "methods", href=urls.METHODS)
    nodes = [
        node("P", CORRECTED.format(disputed, len(releases))),
        node("P", [REPORT, node("Code", world.version), "."]),
        node("P", ["See also ", disclosures, " and ", methods, "."]),
    ]
    return section("Corrections", nodes)


def _sources(world: World) -> Node:
    every = [
        [ui.outside(c.credit, c.url), f", {c.title}; licence: {c.licence}."]
        for c in world.catalogue.collections.values()
    ]
    return section("Sources and licences", [node("P", TERMS), listed(every)], "sources")
