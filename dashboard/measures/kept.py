"""How much of what was counted is kept in memory, so that the next question costs less.

Finished pages are kept besides, as text (`cache.py`). What is kept here serves the other panels and
files of a view, and views that differ from it in little. More of it than that only makes a process
larger, and slower: each answer would be made in memory that the processor has not at hand.
"""

VIEWS = 8
COLUMNS = 4 * VIEWS  # operations under one view
WHOLES = 4 * VIEWS  # operations under one filter, all days: sums by week, of each kind
