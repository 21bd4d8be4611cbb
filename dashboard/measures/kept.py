"""How much of what was counted is kept in memory, so that the next question costs less.

Finished pages are kept besides, as text (`cache.py`). What is kept here serves the other panels and
files of a view, and views that differ from it in little. Tables are few: more of them would make a
process larger, and slower, as answers would be made in memory that the processor has not at hand.
"""

VIEWS = 64  # whose numbers are kept
COLUMNS = 4 * VIEWS  # operations under one view
TABLES = 32  # sums by week of an operation, of each kind: of four under eight filters
