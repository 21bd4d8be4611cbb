"""Records whose every field is quoted are found where they lie, exactly as CSV has them, or not."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ingest.csv import quoted
from dashboard.ingest.csv.blocks import look_through
from dashboard.ingest.csv.quoted import QUOTE, QuotedFields, places_of

# Lengths on both sides of what a view holds itself (12 bytes), and letters of 1 to 4 bytes.
texts = st.text(st.sampled_from("\",\n\r' aé港😀"), max_size=18)
tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(texts, min_size=width, max_size=width), min_size=8, max_size=30)
)
noise = st.lists(st.sampled_from([b'"', b'"', b'","', b'"\n"', b",", b"\n", b"a"]), min_size=20)


def written(rows: list[list[str]]) -> bytes:
    lines = (",".join('"' + text.replace('"', '""') + '"' for text in row) for row in rows)
    return "".join(line + "\n" for line in lines).encode()


def fields_of(data: bytes, fields: int) -> QuotedFields | None:
    return quoted.quoted_fields(data, fields, places_of(QUOTE, data))


def read(data: bytes, fields: int) -> list[list[str]] | None:
    cells = fields_of(data, fields)
    if cells is None:
        return None
    columns = cells.texts(data, list(range(fields)))
    for column in columns:
        column.validate(full=True)
    return [list(row) for row in zip(*(column.to_pylist() for column in columns), strict=True)]


@given(tables)
def test_quoted_records_are_read_as_they_were_written(rows):
    data = written(rows)
    if len(data) >= 2 * quoted.VIEW:
        assert read(data, len(rows[0])) == rows


@given(tables, st.integers(0, 40))
def test_of_a_stretch_that_is_cut_the_whole_records_are_read(rows, cut):
    data = written(rows)
    data = data[: max(len(data) - cut, 0)]
    found = read(data, len(rows[0]))
    if found is not None:
        assert found == rows[: len(found)]
        ends = fields_of(data, len(rows[0])).ends().tolist()
        assert ends == look_through(data)[0].tolist()[: len(ends)]
        assert written(rows[: len(found)]) == data[: ends[-1]]


@given(noise.map(b"".join), st.integers(1, 3))
def test_what_is_read_of_noise_is_what_strict_csv_says(data, fields):
    cells = fields_of(data, fields)
    if cells is not None:
        whole = data[: cells.ends()[-1]].decode()
        rows = list(csv.reader(io.StringIO(whole, newline=""), strict=True))
        assert read(data, fields) == rows
        ends = look_through(data)[0]
        assert cells.ends().tolist() == ends[: len(cells.ends())].tolist()


ROWS = [[f"text {n}", 'it says ""', "", "é" * n] for n in range(12)]


def test_columns_are_given_in_the_order_asked_for_and_the_others_are_not():
    data = written(ROWS)
    cells = fields_of(data, 4)
    assert cells is not None
    last, first = cells.texts(data, [3, 0])
    assert last.to_pylist() == [row[3] for row in ROWS]
    assert first.to_pylist() == [row[0] for row in ROWS]


@pytest.mark.parametrize(
    ("sound", "spoiled"),
    [
        (b'"text 5"', b"text 5"),  # a field without quotes
        (b'"text 5",', b'"text 5" ,'),
        (b'"text 5",', b'"text 5";'),
        (b'"text 5",', b'"text 5"'),
        (b'"text 5"', b'"te"xt 5"'),
        (b'"text 5"', b'"text 5'),
        (b'"text 5"', b'"text 5","one too many"'),
        (b'\n"text 5"', b'\n\n"text 5"'),  # a blank line
        (b'\n"text 5"', b'\r\n"text 5"'),
        (b'"text 5"', b'"\xff"'),  # no UTF-8
        (b'"text 0"', b' "text 0"'),
    ],
)
def test_anything_else_is_left_to_the_parser(sound, spoiled):
    data = written(ROWS)
    assert read(data, 4) == ROWS
    assert data.count(sound) == 1
    assert read(data.replace(sound, spoiled), 4) is None


def test_nothing_hangs_on_where_the_windows_lie(monkeypatch):
    for window in (1, 2, 7, 64):
        monkeypatch.setattr(quoted, "WINDOW", window)
        assert read(written(ROWS), 4) == ROWS
