"""The numbers behind a view, as CSV and JSON, at links that carry the same query as the page."""

import json
from dataclasses import fields
from typing import Any

import pandas as pd
from flask import Flask, Response, request

from dashboard.catalogue.releases import Collection, Dispute, Finding, Operation, Release
from dashboard.link.parse import LEFT_OUT
from dashboard.link.view import PARAMS, View
from dashboard.look.simulated import WORD, file_named
from dashboard.panels import DOWNLOADS
from dashboard.panels.accounts.measure import AccountsAnswer
from dashboard.panels.find.measure import FindAnswer
from dashboard.panels.rhythm.measure import RhythmAnswer
from dashboard.snapshot.asking import Answer
from dashboard.snapshot.beside import depth_of
from dashboard.snapshot.world import World
from dashboard.web import urls
from dashboard.web.filters_in_words import filters_in_words
from dashboard.web.guard import plain
from dashboard.web.render import is_served
from dashboard.web.serving import Worlds
from dashboard.web.view_title import title

NOT_SERVED = "Data version {} is not served; the current one is {}."
REFUSED_FOR = "Not answered because of "
ABOUT_COLLECTION = ("title", "credit", "url", "licence", "depth", "caveat")
# A spreadsheet would take such a text for a formula, blanks before it or not.
RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"  # by which a spreadsheet knows UTF-8


def register(server: Flask, worlds: Worlds) -> None:
    """Serve /download/<name>.csv and .json."""

    @server.get(urls.download("<name>", "<form>"))
    def download(name: str, form: str) -> Response:
        if name not in DOWNLOADS or form not in ("csv", "json"):
            return plain(404, "There is no such download.")
        world, view, notes = requested(worlds)
        if notes:
            return refused(notes)
        answer = DOWNLOADS[name](world, view)
        if form == "csv":
            frame = answer.frame
            if world.current_rules:  # what older links have is held to the byte
                frame = frame.assign(filters=filters_in_words(world, view))
            return _csv(name, frame, world)
        return Response(json_text(answer), mimetype="application/json")

    @server.get(urls.download("releases", "csv"))
    def download_releases() -> Response:
        world, view, notes = requested(worlds)
        # Only the version counts: it lists every release, whatever else the query says.
        if not is_served(world, view):
            return refused(notes)
        return _csv("releases", releases(world), world)


def requested(worlds: Worlds) -> tuple[World, View, list[str]]:
    """Return the world and the view of the request's query, and why it cannot be answered."""
    seen, view, notes = worlds.read(request.query_string.decode("utf-8", "replace"))
    if not is_served(seen.world, view):
        notes.append(NOT_SERVED.format(view.data[:40], seen.current))
    return seen.world, view, notes


def refused(notes: list[str]) -> Response:
    """Return the notes as one sentence, in place of what was asked for: no part is left out."""
    sentences = (
        REFUSED_FOR + n.removeprefix(LEFT_OUT) if n.startswith(LEFT_OUT) else n for n in notes
    )
    return plain(400, " ".join(sentences))


def _csv(name: str, frame: pd.DataFrame, world: World) -> Response:
    """Return a file; its name says the data version, and that it is simulated, as each row does."""
    file = file_named(f"{name}-{world.version}.csv", world.simulated)
    marked = frame.assign(simulated=WORD)[["simulated", *frame]] if world.simulated else frame
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return Response(BYTE_ORDER_MARK + csv_text(marked), mimetype="text/csv", headers=headers)


def releases(world: World) -> pd.DataFrame:
    """Return the catalogue, a row a release: every field, and how deep it is known here."""
    names = [field.name for field in fields(Release)]
    rows = [
        {name: _spelled(getattr(release, name)) for name in names}
        | {"depth": depth_of(world, release)}
        for release in world.catalogue.releases.values()
    ]
    return pd.DataFrame(rows, dtype=object)


def _spelled(value: Any) -> Any:
    """Return a field as one cell: lists joined by "; ", a dispute or finding as a sentence."""
    if isinstance(value, tuple):
        return "; ".join(_spelled(item) for item in value)
    if isinstance(value, Dispute):
        sentence = f"{value.field}: {value.value} ({value.source})"
        return f"{sentence} {value.note}".rstrip()
    if isinstance(value, Finding):
        return f"{value.question}: {value.text} ({value.by}, {value.url})"
    return str(value).lower() if isinstance(value, bool) else value


def csv_text(frame: pd.DataFrame) -> str:
    """Return CSV: shares with six decimals, empty = not known, no text that is a formula."""
    safe = frame.copy()
    for name in safe.select_dtypes(["object", "string"]):
        safe[name] = [_safe(text) for text in safe[name]]
    return safe.to_csv(index=False, float_format="%.6f", lineterminator="\n")


def _safe(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    is_risky = text.lstrip().startswith(RISKY) or text.startswith(("\t", "\r"))
    # A CR alone would stand unquoted, and ends a row for many readers of CSV.
    return ("'" if is_risky else "") + text.replace("\r", " ")


def json_text(answer: Answer) -> str:
    """Return {title, view, link, data, filters, filters_in_words, sources, rows}; null = not known.

    Before them, where it is so: {"simulated": "SIMULATED"}.
    """
    world, view, frame = answer.world, answer.view, answer.frame
    rounded = frame.round(dict.fromkeys(frame.select_dtypes("float"), 6))
    rows = rounded.astype(object).where(rounded.notna(), None).to_dict("records")
    mark = {"simulated": WORD} if world.simulated else {}
    content = mark | {
        "title": title(world, view),
        "view": {p.key: p.show(getattr(view, p.field)) for p in PARAMS if p.key != "data"},
        "link": urls.public(f"{urls.COMPARISON}{view.to_link(world.version)}"),
        "data": world.version,
        "filters": view.filters,
        "filters_in_words": filters_in_words(world, view),
        "sources": sources(answer),
        "rows": rows,
    }
    return json.dumps(content, ensure_ascii=False, default=int) + "\n"


def sources(answer: Answer) -> list[dict[str, Any]]:
    """Return the collections that the numbers of each operation come from, an object each."""
    world, rows = answer.world, []
    shown = answer.using if isinstance(answer, FindAnswer) else answer.operations
    for operation in shown:
        if isinstance(answer, RhythmAnswer) and (week := answer.undated.get(operation.slug)):
            slugs = [release.slug for release in week.releases]
            rows.append(_source(operation, slugs, week.collection))
        if operation.slug in answer.cited:
            rows += _counts_by_others(answer, operation)
        if isinstance(answer, RhythmAnswer) and (beside := answer.baselines.get(operation.slug)):
            rows.append(_source(operation, [], beside.collection))
        of_users = isinstance(answer, AccountsAnswer)
        if operation.slug in answer.cited and not of_users:
            continue
        for source in (world.users_of if of_users else world.sources_of)(operation.slug):
            slugs = [release.slug for release in source.releases]
            rows.append(_source(operation, slugs, source.collection))
    return rows


def _counts_by_others(answer: Answer, operation: Operation) -> list[dict[str, Any]]:
    world, tables = answer.world, answer.cited_tables
    releases: dict[Collection, list[str]] = {}
    for cited in world.cited_of(operation.slug):
        for collection in world.collections_of([cited], *tables):
            if collection.withheld:
                continue
            releases.setdefault(collection, []).append(cited.release)
    return [_source(operation, slugs, collection) for collection, slugs in releases.items()]


def _source(operation: Operation, slugs: list[str], collection: Collection) -> dict[str, Any]:
    return {
        "operation": operation.slug,
        "releases": slugs,
        "collection": collection.name,
    } | {name: getattr(collection, name) for name in ABOUT_COLLECTION}
