"""The numbers behind a view, as CSV and JSON, at links that carry the same query as the page."""

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
from flask import Flask, Response, request

from dashboard.measures.asking import Answer, operations
from dashboard.measures.rhythm import rhythm
from dashboard.measures.size import size
from dashboard.measures.tags import hashtags
from dashboard.measures.themes import themes
from dashboard.measures.world import World
from dashboard.view import PARAMS, View, parse_query

DOWNLOADS: dict[str, Callable[[World, View], Answer]] = {
    "size": size,
    "rhythm": rhythm,
    "themes": themes,
    "hashtags": hashtags,
}
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take such a text for a formula


def register(server: Flask, world: World) -> None:
    """Serve /download/<name>.csv and .json."""

    @server.get("/download/<name>.<form>")
    def download(name: str, form: str) -> Response:
        if name not in DOWNLOADS or form not in ("csv", "json"):
            return Response("There is no such download.\n", 404, mimetype="text/plain")
        view, notes = parse_query(request.query_string.decode("utf-8", "replace"), world.words)
        if view.data:
            notes.append(f"Data version {view.data[:40]} is not served, only {world.version}.")
        if notes:
            return Response(" ".join(notes) + "\n", 400, mimetype="text/plain")
        frame = DOWNLOADS[name](world, view).frame
        if form == "csv":
            headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
            return Response(csv_text(frame), mimetype="text/csv", headers=headers)
        return Response(json_text(world, view, frame), mimetype="application/json")


def csv_text(frame: pd.DataFrame) -> str:
    """Return CSV: shares with six decimals, empty = not known, no text that is a formula."""
    safe = frame.copy()
    for name in safe.select_dtypes(["object", "string"]):
        safe[name] = [_safe(text) for text in safe[name]]
    return safe.to_csv(index=False, float_format="%.6f", lineterminator="\n")


def _safe(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    # A CR alone would stand unquoted, and ends a row for many readers of CSV.
    return ("'" if text.startswith(RISKY) else "") + text.replace("\r", " ")


def json_text(world: World, view: View, frame: pd.DataFrame) -> str:
    """Return {view, link, data, filters, sources, rows}; null = not known."""
    rounded = frame.round(dict.fromkeys(frame.select_dtypes("float"), 6))
    rows = rounded.astype(object).where(rounded.notna(), None).to_dict("records")
    told = {
        "view": {p.key: p.show(getattr(view, p.field)) for p in PARAMS if p.key != "data"},
        "link": f"{request.url_root.rstrip('/')}/{view.to_link(world.version)}",
        "data": world.version,
        "filters": view.filters,
        "sources": sources(world, view),
        "rows": rows,
    }
    return json.dumps(told, ensure_ascii=False, default=int) + "\n"


def sources(world: World, view: View) -> list[dict[str, Any]]:
    """Return what the numbers of each operation rest on."""
    return [
        {
            "operation": operation.slug,
            "releases": [release.slug for release in source.releases],
            "collection": source.collection.name,
            "title": source.collection.title,
            "credit": source.collection.credit,
            "url": source.collection.url,
            "licence": source.collection.licence,
            "depth": source.manifest.depth,
            "caveat": source.collection.caveat,
        }
        for operation in operations(world, view)
        for source in world.sources_of(operation.slug)
    ]
