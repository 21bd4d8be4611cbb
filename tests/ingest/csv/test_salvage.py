"""Sound records are found among damaged ones, each fault is named, and no byte is left over."""

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ingest.csv import salvage
from dashboard.ingest.csv.salvage import CUT, LONGEST, SiftedSlab, plainly, sift

PARTS = [b"1", b",", b'"', b'""', b"\n", b"\r\n", b"\r", b" ", b"text", b'","', b'"\n"']
junk = st.lists(st.sampled_from(PARTS), max_size=30).map(b"".join)


def sifted(data: bytes, is_last: bool = True) -> SiftedSlab:
    return sift(data, 3, (0, 2), is_last)


def sound(data: bytes) -> list[bytes]:
    return [data[a:b] for a, b in sifted(data).good]


def faults(data: bytes) -> list[str]:
    return [bad.reason for bad in sifted(data).bad]


@given(junk)
def test_every_byte_is_in_one_record_or_in_a_blank_line(data):
    found = sifted(data)
    stretches = sorted(found.good + [(bad.start, bad.stop) for bad in found.bad])
    at = 0
    for start, stop in stretches:
        assert at <= start < stop
        assert not data[at:start].strip(b"\r\n")
        at = stop
    assert not data[at:].strip(b"\r\n")
    assert found.rest == len(data)


@given(junk)
def test_sound_records_mean_the_same_to_csv(data):
    """Python's reader, told to be strict, finds three fields in each."""
    for record in sound(data):
        (row,) = csv.reader(io.StringIO(plainly(record).decode(), newline=""), strict=True)
        assert len(row) == 3


@given(junk, st.integers(0, 60))
def test_what_is_decided_early_is_decided_the_same(data, cut):
    """The part before `cut`, then the rest with what was left over: as if it had come at once."""
    first = sifted(data[:cut], is_last=False)
    second = sifted(data[first.rest :])
    both = first.good + [(a + first.rest, b + first.rest) for a, b in second.good]
    assert both == sifted(data).good


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        (b"1,2\n", "has 2 fields, not 3"),
        (b"1\n", "has 1 field, not 3"),
        (b"1,2,3,\n", "has 4 fields, not 3"),
        (b'"1","2, 3","4","5"\r\n', "has 4 fields, not 3"),
        (b'1,"a "b" c",3\n', "has a stray quote"),
        (b'1,5" or 6",3\n', "has a stray quote"),
        (b'1,5",3\n', "has an open quote"),
        (b'1,"2,3\n', "has an open quote"),
        (b'1,"2,3\nmore\n', "has an open quote that swallows 2 lines"),
        (b"1,2\r2,3\n", "has a stray carriage return"),
        (b"1,\0,3\n", "holds a NUL byte"),
        (b"\xff,2,3\n", "is not UTF-8 text"),
        (b"1,2,\xed\xa0\x80\n", "is not UTF-8 text"),
        (b' "1,\n" ,2,"\xff"\n', "is not UTF-8 text"),
        (b"1,2," + b"x" * LONGEST + b"\n", "is longer than 4 MiB"),
    ],
)
def test_a_fault_is_named_and_the_neighbours_survive(record, fault):
    data = b"a,b,c\n" + record + b"d,e,f\n"
    assert faults(data) == [fault]
    assert sound(data) == [b"a,b,c\n", b"d,e,f\n"]


@pytest.mark.parametrize(
    "record",
    [
        b"1,\xff,3\n",  # in a column that is not read
        b'"1,\xff",\xff,3\n'.replace(b"1,\xff", b"1,\xc3\xa9"),
        b' "1" , "2""" ,3\r\n',
        b',"",\n',
        b"1,2,3",
    ],
)
def test_a_record_that_is_odd_but_sound_is_kept(record):
    assert sound(record) == [record]


@pytest.mark.parametrize("end", [b"1,2", b"1,", b'1,2,"3', b'1,"2\n', b'1,"2"', b'"', b"\x1a"])
def test_the_end_of_the_file_cuts_a_record_only_if_it_is_the_end(end):
    assert faults(b"a,b,c\n" + end) == [CUT]
    waits = sifted(b"a,b,c\n" + end, is_last=False)
    assert (waits.good, waits.bad, waits.rest) == ([(0, 6)], [], 6)


def test_a_line_of_a_quoted_text_does_not_pose_as_a_record():
    data = b'"1","a","b\n"2","x\n7,8,9\ny","z"\n"3","c","d"\n'
    assert sound(data) == [b'"2","x\n7,8,9\ny","z"\n', b'"3","c","d"\n']
    assert faults(data) == ["has an open quote"]


def test_a_stray_quote_at_the_start_does_not_take_the_rest_of_the_file():
    data = b'"1,a,b\n2,c,d\n3,e,f\n'
    assert sound(data) == [b"2,c,d\n", b"3,e,f\n"]
    assert sifted(data, is_last=False).rest == 0


def test_a_record_that_never_ends_is_not_waited_for_for_ever(monkeypatch):
    monkeypatch.setattr(salvage, "UNFINISHED", 100)
    data = b'1,2,"' + b"x" * 60 + b"\n"
    assert sifted(data, is_last=False).rest == 0
    found = sifted(data + b"y" * 60, is_last=False)
    assert [(bad.start, bad.stop, bad.reason) for bad in found.bad] == [
        (0, len(data) + 60, "has an open quote that swallows 2 lines")
    ]
    assert found.rest == len(data) + 60


@pytest.mark.parametrize(
    ("record", "plain"),
    [
        (b"1,2,3", b"1,2,3\n"),
        (b"1,2,3\r\n", b"1,2,3\n"),
        (b' "1" ,"2 "" "," x "\n', b'"1","2 "" "," x "\n'),
        (b' 1 , 2,"\r\n"\r\n', b' 1 , 2,"\r\n"\n'),
    ],
)
def test_a_record_is_told_plainly(record, plain):
    assert plainly(record) == plain


@pytest.mark.parametrize("text", [b'"' * 200_001, b'",' * 100_000, b' "' * 100_000, b"," * 200_000])
def test_no_text_makes_matching_slow(text):
    began = time.process_time()
    sifted(b"1," + text + b"\n" + b"a,b,c\n" * 100)
    assert time.process_time() - began < 5
