"""What every process forked for a test would do first: done once, in the server that forks."""

import ibis.backends.sql.compilers  # noqa: F401  # else imported with the first query

from dashboard.ingest.themes.alphabet import folding_table

folding_table()
