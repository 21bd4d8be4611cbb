"""First bytes of files that are no CSV but may hold one, and what to do with such a file."""

from dashboard.tables import IngestError

TAR_AT, TAR = 257, b"ustar"
SIGNATURES = {
    # A pointer is a short text that stands for a file whose bytes lie elsewhere.
    b"version https://git-lfs.github.com/spec/": (
        "a pointer of Git LFS, not the file itself: get that with git lfs pull"
    ),
    b"/annex/objects/": "a pointer of git-annex, not the file itself: get that with git annex get",
    b"\xfd7zXZ\0": "packed by xz: unpack it first, with xz -d",
    b"BZh": "packed by bzip2: unpack it first, with bzip2 -d",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive: unpack it first, with 7z x",
    b"Rar!\x1a\x07": "a rar archive: unpack it first, with unrar x",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "a spreadsheet's own file: save it as CSV in UTF-8",
}


def check_signature(start: bytes, name: str) -> None:
    """Raise IngestError, saying what to do, if a file's first 512 bytes are of something else."""
    what = next((text for sign, text in SIGNATURES.items() if start.startswith(sign)), "")
    if start[TAR_AT:].startswith(TAR):
        what = "a tar archive: unpack it first, with tar -xf"
    if what:
        raise IngestError(f"{name} is {what}.")
