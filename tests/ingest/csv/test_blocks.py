"""A file is cut into slabs of whole records, and no byte of it is in none of them."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ingest.csv import blocks as csv_blocks
from dashboard.ingest.csv import quoted
from dashboard.ingest.csv.blocks import (
    LONGEST_HEADER,
    Records,
    Slab,
    UnknownFormat,
    look_through,
)
from dashboard.ingest.csv.quoted import Places, QuotedFields, quoted_fields
from dashboard.tables import IngestError

MARK = b"\xef\xbb\xbf"
csv_bytes = st.lists(st.sampled_from([b'"', b",", b"\n", b"\r", b"a", b" "])).map(b"".join)


def blocks(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def counted_one_by_one(data: bytes) -> tuple[list[int], bool]:
    """Return what `look_through` must find, the plain way."""
    ends, inside, has_stray = [], False, False
    for place, sign in enumerate(data):
        if sign == ord('"'):
            inside = not inside
            opens = inside and place > 0
            has_stray |= opens and data[place - 1 : place] not in (b",", b"\n", b'"')
        elif sign == ord("\n") and not inside:
            ends.append(place + 1)
    return ends, has_stray


@given(csv_bytes)
def test_ends_are_the_newlines_behind_an_even_number_of_quotes(data):
    ends, has_stray = look_through(data)
    assert (ends.tolist(), has_stray) == counted_one_by_one(data)


def test_nothing_hangs_on_where_the_windows_lie(monkeypatch):
    dice = random.Random(1)
    data = b"".join(dice.choice([b'"', b",", b"\n", b"a", b'""']) for _ in range(5_000))
    whole = counted_one_by_one(data)
    for window in (1, 2, 7, 64, 4_999):
        monkeypatch.setattr(quoted, "WINDOW", window)
        ends, has_stray = look_through(data)
        assert (ends.tolist(), has_stray) == whole


@pytest.mark.parametrize(
    ("data", "records"),
    [
        (b"", []),
        (b"\n\r\n\n", []),
        (b"a\nb", [b"a\n", b"b"]),
        (b"a\r\n\r\nb\n", [b"a\r\n", b"b\n"]),
        (b'"a\n\n",b\n\nc\n', [b'"a\n\n",b\n', b"c\n"]),
        (b"a\n\r", [b"a\n", b"\r"]),
    ],
)
def test_blank_lines_are_in_no_record(data, records):
    spans = Slab.of(data, 0, 1, True).spans()
    assert [data[a:b] for a, b in zip(spans.starts, spans.stops, strict=True)] == records
    assert len(spans) == len(records)


@pytest.mark.parametrize("size", [1, 3, 10, 1_000])
def test_slabs_laid_end_to_end_are_the_file(monkeypatch, size):
    monkeypatch.setattr(csv_blocks, "SLAB", size)
    rows = [["1", "two\nlines", 'a "word"'], ["2", "", "\r\n"], ["3", "x" * 40, ","]] * 5
    told = io.StringIO(newline="")
    csv.writer(told).writerows([["a", "b", "c"], *rows])
    data = MARK + told.getvalue().encode() + b'4,"never ends\n'
    records = Records("p.csv", blocks(data, size))
    cut = list(records.slabs())
    assert records.header == ["a", "b", "c"]
    assert data[: records.begins] == MARK + b"a,b,c\r\n"
    assert b"".join(slab.data for slab in cut) == data[records.begins :]
    assert [slab.is_last for slab in cut] == [False] * (len(cut) - 1) + [True]
    for slab in cut:
        assert data[slab.start :].startswith(slab.data)
        assert slab.line == data[: slab.start].count(b"\n") + 1


def test_what_was_carried_over_comes_in_front_of_the_next_slab():
    """The quotes are counted anew: alone, the second half seems to end where a text goes on."""
    first, second = b'1,"a\n', b'b",2\n3,"c\n",4\n'
    joined = Slab.of(second, 105, 8, False).after(first)
    assert (joined.data, joined.start, joined.line) == (first + second, 100, 7)
    assert joined.ends.tolist() == look_through(first + second)[0].tolist() == [10, 19]
    assert joined.is_whole


@pytest.mark.parametrize(
    ("data", "is_last", "is_whole"),
    [(b"a\n", False, True), (b"a\nb", False, False), (b"a\nb", True, True), (b"", False, False)],
)
def test_a_slab_is_whole_if_no_record_goes_on_after_it(data, is_last, is_whole):
    assert Slab.of(data, 0, 1, is_last).is_whole == is_whole


@pytest.mark.parametrize(
    ("start", "header"),
    [
        (b"a,b\n1,2\n", ["a", "b"]),
        (b'"A"," b "\r\n', ["a", "b"]),
        (MARK + b'"a","b, c"', ["a", "b, c"]),
        (b"a,,\n", ["a", "", ""]),
    ],
)
def test_a_header_is_read_as_names(start, header):
    assert Records("p.csv", iter([start])).header == header


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        (b"", "p.csv is empty."),
        (MARK + b"\r\n", "p.csv is empty."),
        (b"\xff\xfea\0,\0", "p.csv is UTF-16 text: save it again as UTF-8."),
        (b"PK\x03\x04,\n", "p.csv is itself a packed file: unpack it first."),
        (b"\x1f\x8b\x08,\n", "p.csv is itself a packed file: unpack it first."),
        (b"ustar".rjust(262, b"\0"), "p.csv is a tar archive: unpack it first, with tar -xf."),
        (b"\xfd7zXZ\0,\n", "p.csv is packed by xz: unpack it first, with xz -d."),
        (b"BZh91AY\n", "p.csv is packed by bzip2: unpack it first, with bzip2 -d."),
        (b"7z\xbc\xaf\x27\x1c\n", "p.csv is a 7z archive: unpack it first, with 7z x."),
        (b"Rar!\x1a\x07\n", "p.csv is a rar archive: unpack it first, with unrar x."),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
            "p.csv is a pointer of Git LFS, not the file itself: get that with git lfs pull.",
        ),
        (
            b"/annex/objects/SHA256E-s9--00.csv\n",
            "p.csv is a pointer of git-annex, not the file itself: get that with git annex get.",
        ),
        (
            MARK + MARK + b"a,b\n",
            "p.csv begins with two byte-order marks: save it again with one.",
        ),
        *(
            (
                start + b"\r\na,b\r\n",
                "p.csv begins with a line for spreadsheets, sep=: delete that line, so that the"
                " names of the columns come first.",
            )
            for start in (b"sep=,", b"SEP=;", b'"sep=,"', MARK + b"sep=,", b"sep=\t", b"sep=,,,,,")
        ),
        (b"a,b\r1,2\r", "p.csv ends its lines as old Macs did: save it with line feeds."),
        (b"a|b\n", "p.csv parts its columns by bars, not by commas."),
        (b"a,b,A\n", "p.csv has the column a twice."),
        (b'a,"b\n', "p.csv has no readable header: unexpected end of data."),
    ],
)
def test_a_header_that_cannot_be_one_is_refused(start, sentence):
    with pytest.raises(IngestError) as problem:
        Records("p.csv", iter([start]))
    assert str(problem.value) == sentence


def test_a_picture_is_of_no_known_format():
    """So that it is skipped where it lies in a folder beside the data."""
    with pytest.raises(UnknownFormat, match=r"^p\.png is not UTF-8 text\.$"):
        Records("p.png", iter([b"\x89PNG\n\xff"]))


def test_a_header_without_an_end_is_not_waited_for():
    """A file without any line is not read into memory to find that out."""
    taken = []
    endless = (taken.append(1) or b"x" * LONGEST_HEADER for _ in range(100))
    assert len(Records("p.csv", endless).header) == 1
    assert len(taken) == 2


def test_ends_count_places_and_not_bytes_of_one_kind():
    assert look_through(b"")[0].dtype == np.int64
    assert look_through("é\n".encode())[0].tolist() == [3]


def test_where_the_two_counts_of_quoted_records_differ_neither_is_believed_alone(monkeypatch):
    data = b"".join(b'"a%d","some more text"\n' % number for number in range(10))
    monkeypatch.setattr(csv_blocks, "SLAB", 100)
    known = Records("x.csv", [b"one,two\n" + data]).slabs()
    assert all(slab.quoted for slab in known if not slab.is_last)

    def loses_a_record(data: bytes, fields: int, quotes: Places) -> QuotedFields | None:
        cells = quoted_fields(data, fields, quotes)
        return cells and replace(cells, opens=cells.opens[1:], closes=cells.closes[1:])

    monkeypatch.setattr(csv_blocks, "quoted_fields", loses_a_record)
    found = list(Records("x.csv", [b"one,two\n" + data]).slabs())
    assert b"".join(slab.data for slab in found) == data
    assert sum(len(slab.spans()) for slab in found) == 10
    assert not any(slab.quoted for slab in found)
