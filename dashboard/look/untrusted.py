"""Texts of others in our lines: cut, and without signs that could disturb what is beside them."""

import re
import unicodedata
from functools import lru_cache

MOST = 40  # characters shown of a hashtag, domain or client
MARKS = 3  # combining marks in a row; written languages need no more
JOINERS = "\u200c\u200d"  # letters and signs are joined by them
WORD_JOINER = "\u2060"  # not seen
STARS = re.compile(r"\*(?=\*)")
ISOLATE, END = "\u2068", "\u2069"  # a direction of their own, whatever stands between them


@lru_cache(maxsize=8192)
def shown(text: str) -> str:
    """Return at most MOST characters of a text, without controls and without towers of marks.

    Signs that turn the direction of what follows are controls, too.
    """
    signs, marks = "", 0
    for sign in text[: 20 * MOST]:
        kind = unicodedata.category(sign)
        marks = marks + 1 if kind.startswith("M") else 0
        if marks <= MARKS and (not kind.startswith(("C", "Zl", "Zp")) or sign in JOINERS):
            signs += sign
    whole = len(text) <= 20 * MOST and len(signs) <= MOST
    return signs if whole else signs[: MOST - 1] + "…"


def isolated(text: str) -> str:
    """Return a text as `shown`, for a sentence whose numbers stand between two stars.

    It is set apart, so that right-to-left letters move nothing else, and two stars in it are kept
    from being read as such.
    """
    return f"{ISOLATE}{STARS.sub(f'*{WORD_JOINER}', shown(text))}{END}"
