"""Release files -> store: formats, containers, reader, themes, months, rollup, publish.

Run offline by the command line; the serving process never imports it.
"""
