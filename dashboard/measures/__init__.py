"""Pure functions from the store's tables and a view to small frames."""
