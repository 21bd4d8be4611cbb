"""Everything that can be configured, read once from the environment."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SITE = re.compile(r"https?://(?:\*\.)?[\w-]+(?:\.[\w-]+)*(?::\d+)?", re.ASCII)


@dataclass(frozen=True)
class Setting:
    """One row: the environment variable is TAKEDOWNS_<name>."""

    name: str
    default: Any
    help: str
    parse: Callable[[str], Any] = str


def _sites(text: str) -> str:
    """Return sites parted by a blank; what is no site could say more in a policy than it may."""
    sites = text.split()
    if not all(map(SITE.fullmatch, sites)):
        raise ValueError
    return " ".join(sites)


SETTINGS = (
    Setting("STORE", ROOT / "data" / "store", "Folder of the store that is served", Path),
    Setting(
        "ADDRESS",
        "",
        "Public address, as in https://org.example/takedowns: what pictures and JSON name",
    ),
    Setting("PREFIX", "", "Path of the host below which it is served, if not that of the address"),
    Setting("PROXIES", "127.0.0.1 ::1", "Addresses whose X-Forwarded-Prefix names that path"),
    Setting(
        "FRAMES",
        "",
        "Sites that may show it within a page of theirs, as in https://intranet.example; else none",
        _sites,
    ),
    Setting("CACHE_VIEWS", 500, "How many finished views each worker keeps in memory", int),
)


def read_settings(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return every setting, taking TAKEDOWNS_<name> from the environment where it is set.

    Raises ValueError with one sentence that names the variable if its text cannot be read.
    """
    environ = os.environ if environ is None else environ
    return {s.name: _read(s, environ.get(f"TAKEDOWNS_{s.name}")) for s in SETTINGS}


def _read(setting: Setting, text: str | None) -> Any:
    if not text:
        return setting.default
    try:
        return setting.parse(text)
    except ValueError:
        raise ValueError(f"TAKEDOWNS_{setting.name}={text} cannot be read.") from None
