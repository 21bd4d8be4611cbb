"""Zip, gzip and zstd files, sound and not, each with its verdict: what is read, or the sentence."""

import gzip
import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from tests import archive_world as world

POSTS, USERS = world.POSTS_CSV, world.USERS_CSV
TABLE, END = b"PK\x01\x02", b"PK\x05\x06"
BOMB = (1 << 26) + 1  # bytes, of one letter: the first size that is looked at


@dataclass(frozen=True)
class Packed:
    """A file: what is read from it, in order, or how the sentence begins that refuses it."""

    data: bytes
    read: tuple[bytes, ...] = ()
    refused: str = ""


def member(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    """Return what a zip says of a member; not when it was packed, so that its bytes stay."""
    about = zipfile.ZipInfo(name)
    about.compress_type, about.external_attr = method, 0o600 << 16
    return about


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], stored: bool = False) -> bytes:
    told = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with warnings.catch_warnings(), zipfile.ZipFile(told, "w") as archive:
        warnings.simplefilter("ignore")  # of a name that is there twice
        for name, content in members:
            archive.writestr(member(name, method) if isinstance(name, str) else name, content)
    return told.getvalue()


class Stream(io.RawIOBase):
    """Takes bytes and cannot go back, so that a zip's sums stand behind its members."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.data += data
        return len(data)


def streamed() -> bytes:
    stream = Stream()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(member("p.csv"), POSTS)
        archive.writestr(member("u.csv"), USERS)
    return stream.data


def large_form() -> bytes:
    """Return a zip whose sizes are told in 64 bits (zip64)."""
    told = io.BytesIO()
    plain = member("p.csv", zipfile.ZIP_STORED)
    with zipfile.ZipFile(told, "w") as archive, archive.open(plain, "w", force_zip64=True) as p:
        p.write(POSTS)
    return told.getvalue()


def set_bytes(data: bytes, place: int, new: bytes) -> bytes:
    return data[:place] + new + data[place + len(new) :]


def in_table(data: bytes, offset: int, change: Callable[[int], int], size: int = 2) -> bytes:
    """Change a number of the last entry in a zip's table of contents."""
    place = data.rfind(TABLE) + offset
    old = int.from_bytes(data[place : place + size], "little")
    return set_bytes(data, place, change(old).to_bytes(size, "little"))


def flipped(data: bytes, place: int) -> bytes:
    return set_bytes(data, place, bytes([data[place] ^ 16]))


def link() -> zipfile.ZipInfo:
    told = zipfile.ZipInfo("p.csv")
    told.create_system, told.external_attr = 3, 0o120777 << 16
    return told


def overlapping() -> bytes:
    """Return a zip whose table names one member 50 times, under 50 names."""
    data = zipped(("p01.csv", POSTS))
    table, end = data.find(TABLE), data.find(END)
    entry = data[table:end]
    entries = [entry.replace(b"p01", f"p{number:02}".encode()) for number in range(1, 51)]
    tail = struct.pack("<4s4H2LH", END, 0, 0, 50, 50, 50 * len(entry), table, 0)
    return data[:table] + b"".join(entries) + tail


def without_entry() -> bytes:
    """Return a zip of two members whose table names only the second."""
    data = zipped(("p.csv", POSTS), ("u.csv", USERS))
    first, second, end = data.find(TABLE), data.rfind(TABLE), data.find(END)
    tail = struct.pack("<4s4H2LH", END, 0, 0, 1, 1, end - second, first, 0)
    return data[:first] + data[second:end] + tail


ONE = zipped(("p.csv", POSTS))
TWO = zipped(("p.csv", POSTS), ("u.csv", USERS))
BOTH = (POSTS, USERS)
LYING = in_table(zipped(("p.csv", b"a" * 1_000_000)), 24, lambda _: 1_000, 4)

ZIPS: dict[str, Packed] = {
    "sound": Packed(TWO, BOTH),
    "stored": Packed(zipped(("p.csv", POSTS), ("u.csv", USERS), stored=True), BOTH),
    "streamed": Packed(streamed(), BOTH),
    "zip64": Packed(large_form(), (POSTS,)),
    "with a comment": Packed(ONE[:-2] + b"\x05\x00hello", (POSTS,)),
    "names that lead elsewhere": Packed(
        zipped(("../../p.csv", POSTS), ("/etc/u.csv", USERS), ("a\\..\\b.csv", b"x")), (*BOTH, b"x")
    ),
    "hidden members, notes, folders": Packed(
        zipped(("__MACOSX/._p.csv", b"\0"), ("a/", b""), ("a/p.csv", POSTS), ("READ.txt", b"x")),
        (POSTS,),
    ),
    "2,000 members": Packed(
        zipped(*((f"{number:04}.csv", b"x") for number in range(2_000))), (b"x",) * 2_000
    ),
    "zip in a zip": Packed(zipped(("p.zip", ONE)), (ONE,)),  # refused as no CSV, not here
    "cut in half": Packed(TWO[: len(TWO) // 2], refused="p.zip is damaged"),
    "cut by five bytes": Packed(TWO[:-5], refused="p.zip is damaged"),
    "bit flipped in a member": Packed(flipped(ONE, 300), refused="p.zip (p.csv) is damaged"),
    "bit flipped in what is stored": Packed(
        flipped(zipped(("p.csv", POSTS), stored=True), 300),
        refused="p.zip (p.csv) is damaged (its sum differs): get the archive again.",
    ),
    "wrong sum in the table": Packed(
        in_table(ONE, 16, lambda old: old ^ 1, 4),
        refused="p.zip (p.csv) is damaged (its sum differs): get the archive again.",
    ),
    "bomb": Packed(
        zipped(("p.csv", b"a" * BOMB)),
        refused="p.zip (p.csv) would unpack to 67,108,865 bytes: not read.",
    ),
    "size that lies": Packed(
        LYING, refused="p.zip (p.csv) unpacks to more than the archive says: not read."
    ),
    "name twice": Packed(
        zipped(("p.csv", POSTS), ("p.csv", USERS)),
        refused="p.zip holds two files of the same name: it cannot be trusted.",
    ),
    "link": Packed(
        zipped((link(), b"/etc/passwd")),
        refused="p.zip (p.csv) is a link to another file: the archive cannot be trusted.",
    ),
    "overlap": Packed(
        overlapping(), refused="p.zip holds files that overlap: it cannot be trusted."
    ),
    "unknown method": Packed(
        in_table(ONE, 10, lambda _: 99),
        refused="p.zip (p.csv) is packed in a way that cannot be read: pack it again.",
    ),
    "version of the future": Packed(in_table(ONE, 6, lambda _: 99), refused="p.zip is damaged"),
    "encrypted": Packed(
        in_table(ONE, 8, lambda old: old | 1),
        refused="p.zip (p.csv) is encrypted: unpack it first.",
    ),
    "web page": Packed(
        b"<html>503</html>", refused="p.zip is a web page, not a data file: download it again."
    ),
    "no bytes": Packed(b"", refused="p.zip is not a zip file, whatever its name says."),
    "no members": Packed(zipped(), refused="p.zip is an empty archive."),
    "other data in front": Packed(
        b"PK\x03\x04" + b"x" * 99 + ONE, refused="p.zip holds data that its table does not name"
    ),
    "other data behind": Packed(
        ONE + b"x" * 99, refused="p.zip holds other data after its end: not read."
    ),
    "two in one": Packed(ONE + ONE, refused="p.zip holds data that its table does not name"),
    "one and a half": Packed(
        ONE + TWO[: len(ONE) // 2], refused="p.zip holds other data after its end: not read."
    ),
    "member not in the table": Packed(
        without_entry(), refused="p.zip holds data that its table does not name: not read."
    ),
    "entry lost": Packed(
        set_bytes(TWO, TWO.rfind(END) + 10, b"\x03"),
        refused="p.zip is damaged (its table lacks files): get it again.",
    ),
    "table that points into a member": Packed(
        in_table(TWO, 42, lambda old: old + 9, 4), refused="p.zip is damaged"
    ),
}

GZIP, ZSTD = gzip.compress(POSTS, mtime=0), world.zstd(POSTS)
# The words "a,b" and a line end, packed by the zstd program with its sum behind them.
SUMMED = bytes.fromhex("28b52ffd0458210000612c620a6d6b1332")
STREAMS: dict[str, Packed] = {
    "p.csv.gz": Packed(GZIP, (POSTS,)),
    "two members.gz": Packed(GZIP + gzip.compress(USERS, mtime=0), (POSTS + USERS,)),
    "zeros behind.gz": Packed(GZIP + b"\0" * 512, (POSTS,)),
    "cut.gz": Packed(GZIP[: len(GZIP) // 2], refused="cut.gz is damaged"),
    "sum cut.gz": Packed(GZIP[:-8], refused="sum cut.gz is damaged"),
    "second cut.gz": Packed(GZIP + GZIP[:-9], refused="second cut.gz is damaged"),
    "wrong sum.gz": Packed(flipped(GZIP, -6), refused="wrong sum.gz is damaged (CRC"),
    "wrong size.gz": Packed(flipped(GZIP, -2), refused="wrong size.gz is damaged"),
    "bit flipped.gz": Packed(flipped(GZIP, len(GZIP) // 2), refused="bit flipped.gz is damaged"),
    "junk behind.gz": Packed(GZIP + b"junk", refused="junk behind.gz is damaged"),
    "p.csv.zst": Packed(ZSTD, (POSTS,)),
    "two frames.zst": Packed(ZSTD + world.zstd(USERS), (POSTS + USERS,)),
    "cut.zst": Packed(ZSTD[:-1], refused="cut.zst is damaged"),
    "second cut.zst": Packed(ZSTD + ZSTD[:9], refused="second cut.zst is damaged"),
    "with its sum.zst": Packed(SUMMED, (b"a,b\n",)),
    "wrong sum.zst": Packed(flipped(SUMMED, -1), refused="wrong sum.zst is damaged"),
    "junk behind.zst": Packed(ZSTD + b"junk", refused="junk behind.zst is damaged"),
}
