"""Who writes in which languages, and harmless words to write in them: data/simulation.toml."""

from dataclasses import dataclass
from functools import cache

from dashboard.catalogue.records import read_toml
from dashboard.settings import ROOT

FILE = ROOT / "data" / "simulation.toml"


@dataclass(frozen=True)
class Speech:
    """A language: its code as it is counted, the codes that files hold for it, and its words."""

    code: str
    words: tuple[str, ...]
    written: tuple[str, ...]  # each as likely as the others
    blank: str = " "  # between words


NOT_STATED = Speech("und", ("🙂", "🌧️", "👩‍👩‍👧", "…", "!!", "☕", "🌻", "12"), ("und", "", ""))
ELSEWHERE = {"en": 1.0}
UNSTATED = 0.08  # share of posts whose language the platform did not recognise


def spoken_in(country: str) -> tuple[tuple[Speech, ...], tuple[float, ...]]:
    """Return the languages of a country's operations and their shares, "not stated" last."""
    tables = read_toml(FILE)
    shares = tables["spoken"].get(country, ELSEWHERE)
    speeches = (*(_speech(code, **tables["languages"][code]) for code in shares), NOT_STATED)
    return speeches, (*(share * (1 - UNSTATED) for share in shares.values()), UNSTATED)


@cache
def ingredients(name: str) -> tuple[str, ...]:
    """Return a list of the texts, names or codes that accounts and posts are put together from."""
    return tuple(read_toml(FILE)["ingredients"][name])


def _speech(code: str, words: str, written: str = "", blank: str = " ") -> Speech:
    return Speech(code, tuple(words.split()), tuple((written or code).split()), blank)
