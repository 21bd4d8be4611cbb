"""Every component id, so that a typo is an error and not a silent dead callback."""

FRAME = "frame"
CONTROLS = "react-entry-point"  # where Dash draws
NOTES = "notes"
OPERATIONS = "operations"  # what chooses operations; not seen until menus.js opens it
REFUSED = "refused"  # why a choice of operations was not taken
FILTERS = "filters"  # all other controls, likewise
OPENS_OPERATIONS, OPENS_FILTERS = "opens-operations", "opens-filters"  # the buttons that open them
CHOSEN = "chosen"  # "3 operations"
SETTINGS = "settings"  # "(2)": how many chips there are
CHIPS = "chips"  # what is not the default, each with a cross
TITLE = "title"  # made of the view; TAB is the browser's
TAB = "tab-title"
TOP = "top"
HEADS = "heads"
GLANCE = "glance"  # the summary, and the answers to three questions small
CONTENTS = "contents"  # the list of questions, in sight
NOT_KNOWN = "not-known"  # at the foot: the questions that none of the operations answers
MORE = "more"  # the questions that are not open
SWITCH = "switch"  # on a narrow screen: which operation is shown
SIDE_BY_SIDE = "side-by-side"  # a button: all operations on a narrow screen
PRESENT = "present"  # a link: the same view without controls, for a screen
COPY = "copy-link"
PRINT = "print"
FILTERS_ON_PAPER = "filters-on-paper"  # what a sheet says of the view: no control is printed
LINK_ON_PAPER = "link-on-paper"
NOT_ON_PAPER = "not-on-paper"  # what a sheet leaves out, as it had not come yet
STALE = "stale"  # notices about the data version: older, missing, damaged
BANNER = "banner"  # says that all is simulated, where it is
PANELS = "comparison"
VERSION = "data-version"  # which the numbers are of, at the foot
TROUBLE = "trouble"  # written by answer.js while the server does not answer
SINK = "sink"  # not seen: Dash's end of what link.js does


def control(field: str) -> str:
    """The control that sets one field of the View."""
    return f"control-{field}"


def part(panel: str, name: str) -> str:
    """One part of a panel: figure, chart, sentence, caption, cells, source, links, table or how.

    Its row among the questions that are not open has `row` and `answer`, the contents have `entry`.
    The panel itself has its key as id, to which links lead.
    """
    return f"{panel}-{name}"
