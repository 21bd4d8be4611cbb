"""Every component id, so that a typo is an error and not a silent dead callback."""

FRAME = "frame"
CONTROLS = "react-entry-point"  # where Dash draws
NOTES = "notes"
FILTERS = "filters"  # folded away by link.js where the screen is narrow
TOP = "top"
HEADS = "heads"
GLANCE = "glance"  # the summary, and the answers to three questions small
CONTENTS = "contents"  # the list of questions, in sight
NOT_KNOWN = "not-known"  # at the foot: the questions that none of the operations answers
PRESENT = "present"  # a link: the same view without controls, for a screen
COPY = "copy-link"
PRINT = "print"
FILTERS_ON_PAPER = "filters-on-paper"  # what a sheet says of the view: no control is printed
LINK_ON_PAPER = "link-on-paper"
NOT_ON_PAPER = "not-on-paper"  # what a sheet leaves out, as it had not come yet
STALE = "stale"  # notices about the data version: older, missing, damaged
BANNER = "banner"  # says that all is simulated, where it is
PANELS = "comparison"
TROUBLE = "trouble"  # written by answer.js while the server does not answer
SINK = "sink"  # not seen: Dash's end of what link.js does


def control(field: str) -> str:
    """The control that sets one field of the View."""
    return f"control-{field}"


def part(panel: str, name: str) -> str:
    """One part of a panel: figure, chart, sentence, caption, cells, links, table or how."""
    return f"{panel}-{name}"
