"""Through to the disk: what must outlast a loss of power, not only the end of a process."""

import os
from pathlib import Path


def through(path: Path) -> None:
    """Write a file, or a folder and all in it, through to the disk."""
    for inner in path.rglob("*"):
        to_disk(inner)
    to_disk(path)


def to_disk(path: Path) -> None:
    """Write a file's contents, or which names a folder has, through to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
