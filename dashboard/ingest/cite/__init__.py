"""Counts that others made on whole releases -> data/published/, a folder a collection."""
