"""Every component id, so that a typo is an error and not a silent dead callback."""

RUNG = "rung"  # set by load, Back, Forward, a link on the page, and a changed screen
WANTED = "wanted"  # kept by sight.js: which panels are on the screen, which tables are open
CAME = "came"  # the server's answer: which panels and tables it holds, and of which view
SHOWN = "shown"  # the server's answer: the query, the data version, whether it is a new step
NOTES = "notes"
FILTERS = "filters"  # folded away by link.js where the screen is narrow
TOP = "top"
HEADS = "heads"
PRESENT = "present"  # a link: the same view without controls, for a screen
COPY = "copy-link"
STALE = "stale"  # which data are shown, or why none are, where they are not simply the current
BANNER = "banner"  # says that all is simulated, where it is
PANELS = "comparison"
TROUBLE = "trouble"  # written by link.js while the server does not answer
SINK = "sink"


def control(field: str) -> str:
    """The control that sets one field of the View."""
    return f"control-{field}"


def part(panel: str, name: str) -> str:
    """One part of a panel: figure, chart, sentence, unit, cells, explained, table or links."""
    return f"{panel}-{name}"
