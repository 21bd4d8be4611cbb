"""Arrays in, numbers out: intervals, the jackknife, distances, null models."""
