"""SQL over text columns: what a file's record says, in the stage's own terms.

Every function returns SQL for DuckDB. NULL means "cannot be read". Lists and addresses are in every
record, so plain ones take a short way, and only the rest is taken apart item by item. Both ways
give the same.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dashboard.catalogue.languages import OLD_CODES

EARLIEST = "2006-03-21"  # the first tweet; an earlier time or account is a mistake in the file
PLATFORM_TIMES = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")
PLATFORM_DAYS = ("%Y-%m-%d", "%m/%d/%Y")  # a spreadsheet re-saved them as month/day/year

# Ids made since 4 November 2010 hold the millisecond they were made in ("snowflakes").
FIRST_SNOWFLAKE, SNOWFLAKE_EPOCH = 29_700_859_247, 1_288_834_974_657
SNOWFLAKES_SINCE = 21_480_480  # the minute that 2010-11-04 began, since 1970

# What programs that save a file again write for a missing value: R, pandas, MySQL, Excel.
MISSING = (
    *("NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NAN", "NaT"),
    *("None", "NULL", "Null", "null", r"\N"),
)
NO_VALUE = rf"[\s\x{{a0}}]*(?:{'|'.join(map(re.escape, MISSING))})?[\s\x{{a0}}]*"
SHORT = 7  # bytes: a missing value has fewer, or begins with a blank
# How long a text may be at most to be one, by its first byte.
LONGEST_MISSING = np.zeros(256, np.int32)
LONGEST_MISSING[[text.encode()[0] for text in (*MISSING, "\xa0")]] = SHORT - 1
LONGEST_MISSING[[*b" \t\n\f\r"]] = np.iinfo(np.int32).max
BLANKS = "chr(32) || chr(9) || chr(10) || chr(13) || chr(160)"
ZERO = "0+(?:[.,]0*)?(?:[eE][-+]?[0-9]+)?"
# A number that floats or a spreadsheet rounded: 1.35E+18, 9E+17, 1351082964189372416.0, or digits
# that end in nine zeros, as no id in a billion does.
ROUNDED = (
    "[-+]?[1-9][0-9]*(?:[.,][0-9]*(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)|[1-9][0-9]{6,}000000000"
)

# A quoted item of a list, as Python writes it, and a whole list of them.
ITEM = r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
ITEMS = f"(?s){ITEM}"
LITERAL = rf"(?s)\[\s*{ITEM}(?:\s*,\s*{ITEM})*\s*\]"
COMMA, BARE_COMMA = r"\s*,\s*", ", "  # an address may have a comma, but no blank behind it

# No hashtag holds one of these. So they part and wrap the items of a list, whatever wrote it.
NO_TAG = r"""\s,;|'"\\\[\](){}<>=:/#＃"""
TAG = f"[^{NO_TAG}]+"
QUOTED_TAGS = rf"\['{TAG}'(?:, '{TAG}')*\]"
BARE_TAGS = rf"\[{TAG}(?:, {TAG})*\]"
LOOSE_TAG = TAG.replace("'", "")  # a mark inside an item that was not escaped
LOOSE_TAGS = rf"\[\s*'{LOOSE_TAG}'(?:{COMMA}'{LOOSE_TAG}')*\s*\]"
SIGNED_TAG = f"[#＃]+{TAG}"
EACH_TAG = f"(?:{ITEM}|[#＃]*{TAG})"
# The items: parted by one of three marks, or in quotation marks (numpy) or behind signs by blanks.
TAG_ITEMS = "|".join(
    [rf"{EACH_TAG}(?:\s*{mark}\s*{EACH_TAG})*\s*{mark}?" for mark in (",", ";", r"\|")]
    + [rf"{ITEM}(?:\s+{ITEM})*", rf"{SIGNED_TAG}(?:\s*{SIGNED_TAG})*"]
)
WRAPS = (r"\[", r"\]"), (r"\(", r"\)"), (r"\{", r"\}"), ("", "")
TAG_LIST = "(?s)" + "|".join(rf"{a}\s*(?:{TAG_ITEMS})?\s*{b}" for a, b in WRAPS)
ARRAY = r"(?s)^array\((.*?)(?:,\s*dtype=\w+)?\)$"
DICTS = r"""(?s)[\[(]?\s*\{.*\}\s*,?\s*[\])]?"""
TAG_OF_DICT = rf"""(?s)['"](?:text|tag)['"]\s*:\s*({ITEM})"""

SCHEME = "[a-z][a-z0-9+.-]*://"
OUTSIDE = r"""/:?#@\s"'<>(),\[\]\\"""  # what no host contains
HOST = rf"([^{OUTSIDE}.]+\.[^{OUTSIDE}]*)"
QUOTED_HOST, BARE_HOST = f"'{SCHEME}{HOST}", rf"(?:^\[?|, ){SCHEME}{HOST}"
ANY_HOST = rf"^{SCHEME}(?:[^/?#\\]*@)?(?:www\.)?([^{OUTSIDE}]+)"
# A list of addresses in another spelling: wrapped in ( or {, or parted by | or ; without marks.
OTHERWISE = rf"""^\s*\[?\s*[({{]|^\s*array\(|^[^'"\[]*[|;]\s*{SCHEME}"""
ANY_ADDRESS = rf"""(?:^|[\s,;|'"({{\[])({SCHEME}[^/?#\s'"|;,)}}\]]+)"""
ADDRESS_OF_DICT = rf"""['"]expanded_url['"]\s*:\s*({ITEM})"""
# What needs the long way: a user's name, another kind of quote, an escape, a dot after the host.
TANGLED = rf"""(?i)[@"\\]|\.(?:[{OUTSIDE}]|$)|{OTHERWISE}"""


def quote(text: str) -> str:
    """Return `text` as a string of SQL."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return `name` as the name of a column, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def cases(column: str, values: Mapping[str, str], other: str = "NULL") -> str:
    """Return SQL that turns each key of `values` in `column` into its value."""
    whens = " ".join(f"WHEN {quote(key)} THEN {quote(value)}" for key, value in values.items())
    return f"CASE {column} {whens} ELSE {other} END"


def filled(column: str) -> str:
    """Return SQL for what a column holds; "" for blanks and for words that mean a missing value."""
    # Only what is short, or begins with a blank, is looked at: this is done to every cell.
    maybe = f"strlen({column}) > 0 AND (strlen({column}) < {SHORT} OR {column} < '!')"
    is_none = f"{maybe} AND regexp_full_match({column}, {quote(NO_VALUE)})"
    return f"CASE WHEN {is_none} THEN '' ELSE {column} END"


def may_be_missing(sizes: NDArray[np.int32], firsts: NDArray[np.uint8]) -> bool:
    """Return whether a text of these sizes, with these first bytes, may be a missing value.

    If not, `filled` leaves all of them as they are.
    """
    return bool(((sizes > 0) & (sizes <= LONGEST_MISSING[firsts])).any())


def is_zero(column: str) -> str:
    """Return SQL for whether an id is 0 or 0.0, which is the id of nothing."""
    # A CASE, as both sides of an AND would be worked out for every record.
    zero = f"regexp_full_match({column}, {quote(ZERO)})"
    return f"(CASE WHEN starts_with({column}, '0') THEN {zero} ELSE false END)"


def is_rounded(column: str) -> str:
    """Return SQL for whether an id was rounded, so that several share it."""
    rounded = f"regexp_full_match({column}, {quote(ROUNDED)})"
    # A CASE, as in `is_zero`; a hash is longer.
    return f"(CASE WHEN strlen({column}) BETWEEN 3 AND 32 THEN {rounded} ELSE false END)"


def how_many(tests: Iterable[str]) -> str:
    """Return SQL for how many of the tests are true."""
    return f"({' + '.join(f'{test}::INTEGER' for test in tests)})"


def minute(column: str, formats: Sequence[str] = PLATFORM_TIMES) -> str:
    """Return SQL for the minute since 1970 of a stated time; NULL if it is impossible."""
    time = _parsed(column, formats)
    whole = f"(epoch_us({time}) // 60_000_000)::INTEGER"
    return f"CASE WHEN {time} >= TIMESTAMP '{EARLIEST}' THEN {whole} END"


def local_minute(local: str, starts: Sequence[int], shifts: Sequence[int]) -> str:
    """Return SQL for the UTC minute of a minute on a clock that is `shifts[i]` from `starts[i]` on.

    Both count quarter-hours, as `clock.offsets` does. Of an hour that the clock shows twice, it is
    the first; one that it skips is no time: NULL.
    """
    ends = [15 * (start + shift) for start, shift in zip(starts[1:], shifts, strict=False)]
    begins = [15 * (start + shift) for start, shift in zip(starts, shifts, strict=True)]
    whens = ""
    for end, begin, shift in zip(ends, begins[1:], shifts, strict=False):
        whens += f" WHEN here < {end} THEN here - {15 * shift}"
        whens += f" WHEN here < {begin} THEN NULL" if begin > end else ""
    last = f"here - {15 * shifts[-1]}"
    return f"[{f'CASE{whens} ELSE {last} END' if whens else last} FOR here IN [{local}]][1]"


def month(column: str) -> str:
    """Return SQL for the month of a day; "" if there is none or it is impossible."""
    day = _parsed(column, PLATFORM_DAYS)
    return f"CASE WHEN {day} >= DATE '{EARLIEST}' THEN strftime({day}, '%Y-%m') ELSE '' END"


def _parsed(column: str, formats: Sequence[str]) -> str:
    return f"try_strptime({column}, [{', '.join(map(quote, formats))}])"


def number(column: str) -> str:
    """Return SQL for the number of an id that is written in digits alone; else NULL."""
    # A cast also takes 1e18, +1, blanks; only digits come back as they were.
    cast = f"try_cast({column} AS UBIGINT)"
    return f"CASE WHEN {cast}::VARCHAR = {column} THEN {cast} END"


def drift(number: str, stated: str) -> str:
    """Return SQL for the minutes from an id's own to the stated one; NULL if the id tells none."""
    own = f"((({number} >> 22) + {SNOWFLAKE_EPOCH}) // 60_000)::INTEGER"
    tells = f"{number} >= {FIRST_SNOWFLAKE}"  # older ids tell none
    return f"CASE WHEN {tells} AND {stated} >= {SNOWFLAKES_SINCE} THEN {stated} - {own} END"


def post_id(column: str, number: str) -> str:
    """Return SQL for a post's id in 64 bits: its `number`, another text hashed.

    NULL for what is no id: blanks, a word without a digit, 0, -1, and a rounded one (1.01421E+18).
    """
    text = f"trim({column})"
    hashed, rounded = f"hash({text})", "-?[0-9]+([.][0-9]*)?([eE][+]?[0-9]+)?"
    return f"""CASE WHEN {number} IS NOT NULL THEN nullif({number}, 0)
        WHEN regexp_full_match({text}, '[0-9]+')
        THEN coalesce(try_cast({text} AS UBIGINT), {hashed})
        WHEN regexp_full_match({text}, '{rounded}') THEN NULL
        WHEN regexp_matches({text}, '[0-9]') THEN {hashed} END"""


def account(column: str) -> str:
    """Return SQL for an account's id; NULL for a rounded one (1.01421E+18), which several share."""
    return f"CASE WHEN NOT contains({column}, '.') AND NOT {is_rounded(column)} THEN {column} END"


def member(column: str) -> str:
    """Return SQL for the id of an account that may be any name; NULL for one such as 9.06E+17."""
    rounded = f"contains({column}, '+') AND {is_rounded(column)}"
    return f"CASE WHEN NOT ({rounded}) THEN {column} END"


def followers(column: str) -> str:
    """Return SQL for a number of followers, also written as 12.0; -1 = not stated."""
    return f"coalesce(greatest(try_cast(try_cast({column} AS DOUBLE) AS BIGINT), -1), -1)"


def hashed(userid: str, followers: str) -> str:
    """Return SQL for whether the id of an account with 1 to 4,999 followers is hashed; else NULL.

    A release keeps the ids of accounts with more, and of some that were emptied and state none.
    """
    small = f"try_cast({followers} AS DOUBLE) BETWEEN 1 AND 4999"
    return f"CASE WHEN {small} THEN NOT regexp_full_match({userid}, '[0-9]+') END"


def language(column: str) -> str:
    """Return SQL for the primary code of a language: zh for zh-cn, zh-CN and zh_Hant."""
    lower = f"lower({column})"
    first = f"split_part(replace(trim({lower}), '_', '-'), '-', 1)"
    short, long = cases(lower, OLD_CODES, lower), cases(first, OLD_CODES, first)
    # Most are codes of two letters, and need no look for what may stand between two parts.
    has_parts = f"CASE WHEN strlen({column}) > 2 THEN regexp_matches({column}, '[-_ ]') END"
    return f"CASE WHEN {has_parts} THEN {long} ELSE {short} END"


def _stands(column: str) -> str:
    return f"({column} <> '' AND NOT {is_zero(column)})"


# A retweet of a quote is a retweet. Ids are rounded in some files, but still say that there is one.
PLATFORM_KIND = f"""CASE WHEN is_retweet IN ('true', 'True', 'TRUE') THEN 'retweet'
    WHEN is_retweet NOT IN ('false', 'False', 'FALSE') THEN NULL
    WHEN {_stands("quoted_tweet_tweetid")} THEN 'quote'
    WHEN {_stands("in_reply_to_tweetid")} OR {_stands("in_reply_to_userid")} THEN 'reply'
    ELSE 'original' END"""


def listed(column: str, comma: str = COMMA) -> str:
    """Return SQL for the items of a list written as text: ['a', "b"], [a, b], [] or blank.

    Quoted items are read as Python writes them, or parted at a comma between two marks where a mark
    inside an item was not escaped; items without marks are parted at `comma`.
    """
    inner = f"trim({column}, '[] ')"
    items = f"regexp_extract_all({column}, {quote(ITEMS)})"
    literal = f"[{_unescaped('item[2:-2]')} FOR item IN {items}]"
    loose = f"string_split_regex({inner}[2:-2], '[''\"]\\s*,\\s*[''\"]')"
    return f"""CASE WHEN {inner} = '' THEN []::VARCHAR[]
        WHEN {inner}[1] NOT IN ('''', '"') THEN string_split_regex({inner}, {quote(comma)})
        WHEN regexp_full_match(trim({column}), {quote(LITERAL)})
        THEN {literal} ELSE {loose} END"""


def _unescaped(item: str) -> str:
    r"""Return SQL for an item with its escapes, such as \' and \u200c, written out."""
    # What is itself escaped begins no escape. A raw chr(1) is in nothing that was escaped.
    apart = f"replace({item}, '\\\\', chr(1))"
    plain = f"""replace(replace({apart}, '\\''', ''''), '"', '\\"')"""
    json = f"regexp_replace({plain}, '\\\\x(..)', '\\\\u00\\1', 'g')"
    json = f"replace({json}, chr(1), '\\\\')"
    decoded = f"coalesce(TRY(json_extract_string('\"' || {json} || '\"', '$')), {item})"
    return f"CASE WHEN contains({item}, '\\') THEN {decoded} ELSE {item} END"


def listed_tags(column: str) -> str:
    """Return SQL for the tags in a list written as text; NULL if it cannot be read.

    One rule for all that programs write. In [ ], ( ), { } or nothing stand items, parted by commas,
    semicolons or bars; items in quotation marks, as Python or JSON has them, or with a sign # may
    be parted by blanks. Of records in braces their `text` (or `tag`) is an item. A sign before an
    item is taken off. Beside items in quotation marks, bare None, null or nan is nothing.
    """
    quoted, bare = f"regexp_full_match({column}, {quote(QUOTED_TAGS)})", quote(BARE_TAGS)
    cell = rf"regexp_replace(trim({column}, {BLANKS}), {quote(ARRAY)}, '\1')"
    return f"""CASE WHEN {column} IN ('', '[]') THEN []
        WHEN {quoted} THEN string_split(substr({column}, 3, length({column}) - 4), ''', ''')
        WHEN regexp_full_match({column}, {bare})
        THEN string_split(substr({column}, 2, length({column}) - 2), ', ')
        ELSE [{_any_tags("cell")} FOR cell IN [{cell}]][1] END"""


def _any_tags(cell: str) -> str:
    """Return SQL for the tags in a list in any spelling."""
    dicts = f"regexp_extract_all({cell}, {quote(TAG_OF_DICT)}, 1)"
    braces = f"length({cell}) - length(replace({cell}, '{{', ''))"
    items = f"regexp_extract_all({cell}, {quote(f'(?s){EACH_TAG}')})"
    is_quoted = f"regexp_matches({cell}, {quote(ITEM)})"
    missing = ", ".join(map(quote, MISSING))
    kept = f"[item FOR item IN {items} IF NOT ({is_quoted} AND item IN ({missing}))]"
    loose = f"string_split_regex(trim({cell}, '[] ')[2:-2], '''{COMMA}''')"
    every = f"""CASE WHEN regexp_full_match({cell}, {quote(TAG_LIST)}) THEN {kept}
        WHEN regexp_full_match({cell}, {quote(DICTS)}) AND length({dicts}) = {braces} THEN {dicts}
        WHEN regexp_full_match({cell}, {quote(LOOSE_TAGS)}) THEN {loose} END"""
    tag = f"CASE WHEN item[1] IN ('''', '\"') THEN {_unescaped('item[2:-2]')} ELSE item END"
    tags = f"[ltrim({tag}, '#＃') FOR item IN {every}]"
    # A list within quotation marks was written twice over: what its items are is not certain.
    twice = "len([tag FOR tag IN tags IF tag[1] IN ('[', '(', '{')]) > 0"
    return f"[CASE WHEN NOT {twice} THEN tags END FOR tags IN [{tags}]][1]"


def listed_hosts(column: str) -> str:
    """Return SQL for the hosts of the addresses in a list written as text, as `hosts` has them.

    An address stands behind a quotation mark, or behind [ or a comma and a blank where the list
    has none: one inside another address does not count. In other spellings it stands behind any
    sign that wraps or parts the items.
    """
    every = f"regexp_extract_all({column}, {quote(f'(?si){ADDRESS_OF_DICT}')}, 1)"
    of_dicts = f"[{_unescaped('item[2:-2]')} FOR item IN {every}]"
    behind = f"regexp_extract_all(lower({column}), {quote(ANY_ADDRESS)}, 1)"
    long = f"""CASE WHEN contains({column}, 'expanded_url') THEN {of_dicts}
        WHEN regexp_matches({column}, {quote(f"(?i){OTHERWISE}")}) THEN {behind}
        ELSE {listed(column, BARE_COMMA)} END"""
    lower = f"replace(lower({column}), '://www.', '://')"
    return f"""CASE WHEN {column} IN ('', '[]') THEN []
        WHEN regexp_matches({column}, {quote(TANGLED)}) THEN {hosts(long)}
        WHEN starts_with({column}, '[''')
        THEN regexp_extract_all({lower}, {quote(QUOTED_HOST)}, 1)
        WHEN contains({column}, '''') THEN {hosts(listed(column, BARE_COMMA))}
        ELSE regexp_extract_all({lower}, {quote(BARE_HOST)}, 1) END"""


def hosts(urls: str) -> str:
    """Return SQL for the hosts of a list of addresses: lower case, no www., no port."""
    each = f"rtrim(regexp_extract(lower(address), {quote(ANY_HOST)}, 1), '.')"
    every = f"[{each} FOR address IN {urls}]"
    # A host without a dot is no place on the web.
    return f"[host FOR host IN {every} IF contains(host, '.') AND NOT starts_with(host, '.')]"


def written_tags(text: str) -> str:
    """Return SQL for the hashtags in a text: # then letters, marks, digits and underscores.

    A sign in the middle of a word, in an address or in an HTML entity starts no tag, a tag needs a
    letter, and a tag that is cut (…) is left out, since it would be a wrong one.
    """
    pattern = r"(?:^|[^\p{L}\p{N}\p{M}_&/])[#＃]([\p{L}\p{N}\p{M}_]+…?)"
    letter = r"^[^…]*\p{L}[^…]*$"
    spread = f"replace({text}, '…', '… ')"  # or the mark would hide a sign right after it
    tags = f"regexp_extract_all({spread}, {quote(pattern)}, 1)"
    return f"[tag FOR tag IN {tags} IF regexp_matches(tag, {quote(letter)})]"


def written_urls(text: str) -> str:
    """Return SQL for the addresses in a text, but for those that its end cuts (…)."""
    return f"[url FOR url IN regexp_extract_all({text}, 'https?://\\S+') IF NOT contains(url, '…')]"


def followed_urls(columns: Sequence[str], text: str) -> str:
    """Return SQL for the addresses that `columns` hold; those in the text where all are blank."""
    stated = f"[url FOR url IN [{', '.join(columns)}] IF url <> '']"
    return f"CASE WHEN {' || '.join(columns)} = '' THEN {written_urls(text)} ELSE {stated} END"
