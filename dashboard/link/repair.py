"""Read a link that mail, chat or a word processor changed on its way, as it was meant.

Such programs escape `&` and `%` once more, wrap the link into one of their own, break it into
lines, put it in capitals, take the signs behind it for a part of it, or its last signs for none.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote, unquote_plus

# Marks that other sites hang on links, to follow who opens them.
TRACKING = (
    "__twitter_impression _branch_match_id _ga _gl _hsenc _hsmi amp at_campaign at_medium "
    "cmpid dclid fb_action_ids fb_source fbclid feature gad_source gbraid gclid gclsrc "
    "guccounter guce_referrer igsh igshid li_fat_id mc_cid mc_eid mibextid mkt_tok msclkid "
    "ncid oly_anon_id oly_enc_id rcm ref ref_src ref_url referrer reserved s scid sdata sfnsn "
    "share si source spm srsltid t trk ttclid twclid vero_id wbraid wt_mc xtor yclid "
)
TRACKING_KEYS = frozenset(TRACKING.split())
WRAPPED = re.compile("(?:url|u|q|a|target)=https?(?::|%3A)", re.IGNORECASE)  # a link within a link
ENDS = ".,;:!?)]}>'\"*"  # what follows a link in a text, and never ends one that a page wrote
AMPERSANDS = re.compile("&(?:(?:amp|#38|#x26)(?:;|%3B))*", re.IGNORECASE)
WITHIN = re.compile("[&?](?:amp;)*", re.IGNORECASE)  # between parts, once unescaped
ESCAPED = re.compile("%[0-9A-Fa-f]{2}")
BROKEN = re.compile("[\\s\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")  # lines, or invisible
QUOTED = "\"'<>()[]{}\u201c\u201d\u2018\u2019\u00ab\u00bb"
FREE_TEXT = "tag"  # the one part of a link that may be any text
PERIODS = ("ops", "period")
OPEN_END = re.compile(r"(?:[0-9]|@|^)\.\.$")
MOST_ROUNDS = 5


def parts_of(query: str, keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield key and text of each part of a query, without tracking marks; `keys` are ours.

    A query that wraps a link stands for that link.
    """
    query, is_open = _ended(query.removeprefix("?"))
    query += ".." if is_open else ""
    ours = re.compile(f"[&?](?:amp;)*(?:{'|'.join(keys)})=", re.IGNORECASE)
    if is_quoted_printable := re.match("v=3D", query, re.IGNORECASE):
        query = re.sub("=(?:%0D|%0A|\\s)+", "", query)
    for escaped in AMPERSANDS.split(query):
        if WRAPPED.match(escaped) and (within := unquote(escaped).partition("?")[2]):
            yield from parts_of(within, keys)
            return  # what follows is the other program's
        plain = _plain(escaped)
        for piece in filter(None, WITHIN.split(plain) if ours.search(f"&{plain}", 1) else [plain]):
            key, _, text = piece.partition("=")
            key = BROKEN.sub("", key)
            key = key.lower() if key.lower() in keys else key
            text = text.removeprefix("3D") if is_quoted_printable else text
            if not (key.startswith("utm_") or key.lower() in TRACKING_KEYS):
                yield key, text if key == FREE_TEXT else _clean(key, text)


def cut_period(query: str) -> str:
    """Return the month or day at the end of a query whose open end may have been cut off.

    Pages of version 1 wrote an open end as two dots, which programs take for the end of a sentence.
    "" where the query does not end in a single month or day.
    """
    kept, is_open = _ended(query)
    cut = re.search("(?:period=|@)([0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)$", _plain(kept))
    is_whole = is_open or not re.search("v=1(?:&|$)", query)
    return "" if is_whole or not cut else cut[1]


def _ended(query: str) -> tuple[str, bool]:
    """Return a query without the signs of the sentence that it stood in, and if its end is open.

    Only two dots that follow at once were a part of the link: `2020-02..)` is open, `2020-02)..`
    stood in brackets, and dots that come after these are the sentence's.
    """
    kept = query.rstrip(ENDS)
    return kept, query.startswith("..", len(kept))


def _plain(text: str) -> str:
    """Return a part of a query unescaped, however often it was escaped."""
    every = [unquote_plus(text, errors="replace")]
    while ESCAPED.search(every[-1]) and len(every) < MOST_ROUNDS:
        every.append(unquote(every[-1], errors="replace"))
    # A text that anybody may choose can have a % of its own, but not letters that are escaped.
    return every[0] if text.startswith(FREE_TEXT) and every[-1].isascii() else every[-1]


def _clean(key: str, text: str) -> str:
    """Return a text as pages write it: it has no blanks and ends in a letter or digit."""
    text = BROKEN.sub("", text).lstrip(QUOTED).partition("#")[0]
    while text and not text[-1].isalnum():
        if key in PERIODS and OPEN_END.search(text):
            break
        text = text[:-1]
    return text
