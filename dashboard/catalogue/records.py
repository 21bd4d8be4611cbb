"""TOML tables -> frozen dataclasses, checked by the types that the dataclass declares.

The catalogue and the lexicon are files that people edit by hand. Every mistake in them is a
RecordError: one sentence that names the entry and, where there is one, the key.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args
from urllib.parse import urlsplit

Record = TypeVar("Record")
SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")  # the form of what is named in links


class RecordError(ValueError):
    """A hand-edited file cannot be used; the message names the entry."""


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of the file at `path`, which nobody may change."""
    return parse_toml(read_text(path), path.name)


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        raise RecordError(f"{path.name} cannot be read.") from None
    except ValueError as problem:
        raise RecordError(f"{path.name} is not valid TOML: {problem}.") from None


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """Return the tables of the file `name`, which nobody may change."""
    try:
        return _tables(text)
    except ValueError as problem:
        raise RecordError(f"{name} is not valid TOML: {problem}.") from None


@lru_cache(maxsize=4)  # a store's versions have mostly the same texts, and parsing takes longest
def _tables(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def read_record(kind: type[Record], table: object, entry: str) -> Record:
    """Return a TOML table as a `kind`; a key that is left out takes its default."""
    if not isinstance(table, dict):
        raise RecordError(f"{entry}: expected a table.")
    columns = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    for key in table:
        if key not in columns:
            raise RecordError(f"{entry}: unknown key {key}.")
    for key, f in columns.items():
        if key not in table and f.default is MISSING:
            raise RecordError(f"{entry}: {key} is missing.")
    return kind(**{key: _value(columns[key], value, entry) for key, value in table.items()})


def read_records(
    kind: type[Record], tables: dict[str, Any], entry: str, key: str = "slug"
) -> dict[str, Record]:
    """Return the array of TOML tables named `entry` as records by their `key`, in file order."""
    rows = tables.get(entry)
    if not isinstance(rows, list):
        raise RecordError(f"{entry}: expected [[{entry}]] tables.")
    records: dict[str, Record] = {}
    for number, row in enumerate(rows, 1):
        name = f"{entry} {(isinstance(row, dict) and row.get(key)) or number}"
        record = read_record(kind, row, name)
        if getattr(record, key) in records:
            raise RecordError(f"{name}: {key} is there twice.")
        records[getattr(record, key)] = record
    return records


def check_web(address: str, entry: str) -> None:
    """Raise RecordError unless `address` is a whole http or https address."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or " " in address:
        raise RecordError(f"{entry}: {address!r} is not a web address.")


def check_source(source: str, entry: str) -> None:
    """Raise RecordError if `source` is a broken address; without :// it is a citation in words."""
    if "://" in source:
        check_web(source, entry)


def check_known(names: Iterable[str], valid: Collection[str], entry: str, what: str) -> None:
    """Raise RecordError for the first of `names` that is not `valid`, or that is there twice."""
    seen = set[str]()
    for name in names:
        if name not in valid:
            raise RecordError(f"{entry}: unknown {what} {name}.")
        if name in seen:
            raise RecordError(f"{entry}: {what} {name} is there twice.")
        seen.add(name)


def check_unique(names: Iterable[str], what: str) -> None:
    """Raise RecordError for the first of `names` that is there twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise RecordError(f"{what} {name} stands for two entries.")
        seen.add(name)


def _value(f: Field[Any], value: object, entry: str) -> Any:
    for inner in get_args(f.type):
        if isinstance(inner, type) and is_dataclass(inner):
            return _values(inner, value, f"{entry}, {f.name}")
    fits, convert, wanted = READERS[f.type]
    if not fits(value):
        raise RecordError(f"{entry}: {f.name} must be {wanted}, not {value!r}.")
    return convert(value)


def _values(inner: type[Any], value: object, entry: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise RecordError(f"{entry}: expected a list of tables.")
    return tuple(read_record(inner, v, f"{entry} {n}") for n, v in enumerate(value, 1))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value) and value == value.strip()


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


# By declared type: whether a value fits, what makes the field of it, what to ask for.
READERS: dict[Any, tuple[Callable[[object], bool], Callable[[Any], Any], str]] = {
    str: (_is_text, str, "a text that is not empty"),
    str | None: (_is_text, str, "a text that is not empty"),
    int | None: (lambda value: type(value) is int and value >= 0, int, "a whole number from 0"),
    bool: (lambda value: isinstance(value, bool), bool, "true or false"),
    date: (lambda value: type(value) is date, lambda day: day, "a date such as 2020-06-11"),
    date | None: (lambda value: type(value) is date, lambda day: day, "a date such as 2020-06-11"),
    tuple[str, ...]: (_are_texts, tuple, "a list of texts that are not empty"),
}
