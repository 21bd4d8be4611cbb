"""Simulated archives: files in the platform's own formats, and the truth about what is in them.

Nothing here reads a file that it wrote, and nothing is shared with the ingest, so that a mistake in
one is not repeated in the other.
"""
