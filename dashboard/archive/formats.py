"""The file formats that can be read, each a record: how its header is known, what becomes of it.

Columns are found by name, in any order, and read as text, because ids, floats and blanks share
columns in the real files. A format's `columns` say in SQL what each column of the stage is made of;
a file may lack a format's `optional` columns, which then count as empty, but none that it `needs`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dashboard.archive.problem import IngestError
from dashboard.tables import KIND_UNKNOWN, NOT_STATED, ORIGINAL_OR_REPLY

POSTS, USERS, COUNTS, ASIDE = "posts", "users", "counts", "aside"

# The stage's columns: what is known of a post, or of a user, before anything is counted. A count
# made by others is staged as a post that stands for many. NULL means "cannot be read".
STAGES = {
    POSTS: {
        "userid": "VARCHAR",
        "minute": "INTEGER",  # since 1970-01-01 00:00 UTC
        "kind": "VARCHAR",
        "language": "VARCHAR",
        "client": "VARCHAR",
        "tags": "VARCHAR[]",  # as written, without the sign
        "hosts": "VARCHAR[]",
        "posts": "BIGINT",
        "text": "VARCHAR",
    },
    USERS: {"userid": "VARCHAR", "created": "VARCHAR", "followers": "BIGINT"},
}
STAGES[COUNTS] = STAGES[POSTS]

EARLIEST = "2006-03-21"  # the first tweet; an earlier time or account is a mistake in the file

# English names of languages, as Clemson's collection writes them, to BCP 47.
LANGUAGE_CODES = {
    "Albanian": "sq", "Arabic": "ar", "Bengali": "bn", "Bulgarian": "bg", "Catalan": "ca",
    "Croatian": "hr", "Czech": "cs", "Danish": "da", "Dutch": "nl", "English": "en",
    "Estonian": "et", "Farsi (Persian)": "fa", "Finnish": "fi", "French": "fr", "German": "de",
    "Greek": "el", "Gujarati": "gu", "Hebrew": "he", "Hindi": "hi", "Hungarian": "hu",
    "Icelandic": "is", "Indonesian": "id", "Italian": "it", "Japanese": "ja", "Kannada": "kn",
    "Korean": "ko", "Kurdish": "ku", "Latvian": "lv", "Lithuanian": "lt", "Macedonian": "mk",
    "Malay": "ms", "Malayalam": "ml", "Norwegian": "no", "Persian": "fa", "Polish": "pl",
    "Portuguese": "pt", "Pushto": "ps", "Romanian": "ro", "Russian": "ru", "Serbian": "sr",
    "Simplified Chinese": "zh", "Slovak": "sk", "Slovenian": "sl", "Somali": "so",
    "Spanish": "es", "Swedish": "sv", "Tagalog (Filipino)": "tl", "Tamil": "ta", "Telugu": "te",
    "Thai": "th", "Traditional Chinese": "zh", "Turkish": "tr", "Ukrainian": "uk", "Urdu": "ur",
    "Uzbek": "uz", "Vietnamese": "vi", "LANGUAGE UNDEFINED": NOT_STATED, "": NOT_STATED,
}  # fmt: skip
OLD_CODES = {"in": "id", "iw": "he", "ji": "yi", "": NOT_STATED}


@dataclass(frozen=True, eq=False)
class Format:
    """One kind of file. `lacks` tells it from another kind that has all the columns it needs."""

    name: str
    role: str
    collection: str
    needs: tuple[str, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    has: frozenset[str] = (
        frozenset()
    )  # of accounts, tags, domains, clients, profiles: what it tells of


def cases(column: str, values: Mapping[str, str], other: str = "NULL") -> str:
    """Return SQL that turns each key of `values` in `column` into its value."""
    whens = " ".join(f"WHEN {quote(key)} THEN {quote(value)}" for key, value in values.items())
    return f"CASE {column} {whens} ELSE {other} END"


def quote(text: str) -> str:
    """Return `text` as a string of SQL."""
    return "'" + text.replace("'", "''") + "'"


def minute(column: str) -> str:
    """Return SQL for the UTC minute of a time with or without seconds; NULL if it is impossible."""
    time = f"try_strptime({column}, ['%Y-%m-%d %H:%M', '%Y-%m-%d %H:%M:%S'])"
    whole = f"(epoch_us({time}) // 60_000_000)::INTEGER"
    return f"CASE WHEN {time} >= TIMESTAMP '{EARLIEST}' THEN {whole} END"


def month(column: str) -> str:
    """Return SQL for the month of a day; "" if there is none or it is impossible."""
    day = f"try_strptime({column}, '%Y-%m-%d')"
    return f"CASE WHEN {day} >= DATE '{EARLIEST}' THEN strftime({day}, '%Y-%m') ELSE '' END"


def listed(column: str) -> str:
    """Return SQL for the items of a list written as text, its items quoted or not, [] or blank.

    Items are parted at the comma, between quotation marks where the list has them, so that an
    apostrophe or a comma inside a quoted item does no harm.
    """
    inner = f"trim({column}, '[] ')"
    quoted = f"string_split_regex({inner}[2:-2], '[''\"]\\s*,\\s*[''\"]')"
    return f"""CASE WHEN {inner} = '' THEN []::VARCHAR[] WHEN {inner}[1] IN ('''', '"')
        THEN {quoted} ELSE string_split_regex({inner}, '\\s*,\\s*') END"""


def hosts(urls: str) -> str:
    """Return SQL for the distinct hosts of a list of addresses: lower case, no www., no port."""
    pattern = r"^[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?(?:www\.)?([^END]+\.[^END.]+)"
    pattern = pattern.replace("END", r"""/:?#\s"'<>(),""")
    each = f"regexp_extract(lower(address), {quote(pattern)}, 1)"
    return f"list_distinct([{each} FOR address IN {urls} IF {each} <> ''])"


def written_tags(text: str) -> str:
    """Return SQL for the hashtags in a text: # then letters, marks, digits and underscores.

    A sign in the middle of a word, in an address or in an HTML entity starts no tag, a tag needs a
    letter, and a tag that is cut (…) is left out, since it would be a wrong one.
    """
    pattern = r"(?:^|[^\p{L}\p{N}\p{M}_&/])[#＃]([\p{L}\p{N}\p{M}_]+…?)"
    letter = r"^[^…]*\p{L}[^…]*$"
    spread = f"replace({text}, '…', '… ')"  # or the mark would hide a sign right after it
    found = f"regexp_extract_all({spread}, {quote(pattern)}, 1)"
    return f"[tag FOR tag IN {found} IF regexp_matches(tag, {quote(letter)})]"


def written_urls(text: str) -> str:
    """Return SQL for the addresses in a text, but for those that its end cuts (…)."""
    return f"[url FOR url IN regexp_extract_all({text}, 'https?://\\S+') IF NOT contains(url, '…')]"


PRIMARY = "split_part(replace(lower(trim(tweet_language)), '_', '-'), '-', 1)"
PLATFORM_KIND = """CASE lower(is_retweet) WHEN 'true' THEN 'retweet' WHEN 'false' THEN
    CASE WHEN quoted_tweet_tweetid <> '' THEN 'quote'
    WHEN in_reply_to_tweetid <> '' OR in_reply_to_userid <> '' THEN 'reply'
    ELSE 'original' END END"""

FORMATS = (
    Format(
        name="platform posts",
        role=POSTS,
        collection="platform",
        needs=(
            *("tweetid", "userid", "tweet_text", "tweet_time", "tweet_client_name", "is_retweet"),
            *("in_reply_to_userid", "in_reply_to_tweetid", "quoted_tweet_tweetid"),
            *("hashtags", "urls"),
        ),
        optional=("tweet_language",),  # absent from the January 2019 issue
        columns={
            "userid": "userid",
            "minute": minute("tweet_time"),
            "kind": PLATFORM_KIND,
            "language": cases(PRIMARY, OLD_CODES, PRIMARY),
            "client": "tweet_client_name",
            "tags": listed("hashtags"),
            "hosts": hosts(listed("urls")),
            "posts": "1",
            "text": "tweet_text",
        },
        has=frozenset({"accounts", "tags", "domains", "clients"}),
    ),
    Format(
        name="platform users",
        role=USERS,
        collection="platform",
        needs=("userid", "user_screen_name", "follower_count", "account_creation_date"),
        lacks=("tweetid", "tweet_text", "tweet_time"),
        columns={
            "userid": "userid",
            "created": month("account_creation_date"),
            "followers": "coalesce(try_cast(try_cast(follower_count AS DOUBLE) AS BIGINT), -1)",
        },
        has=frozenset({"profiles"}),
    ),
    Format(
        name="Clemson posts",
        role=POSTS,
        collection="clemson",
        needs=("author_id", "content", "language", "publish_date", "post_type", "retweet"),
        columns={
            "userid": "author_id",
            "minute": minute("publish_date"),
            "kind": cases("post_type", {"R": "retweet", "Q": "quote", "": ORIGINAL_OR_REPLY}),
            "language": cases("language", LANGUAGE_CODES),
            "client": "''",
            "tags": written_tags("content"),
            "hosts": hosts(written_urls("content")),
            "posts": "1",
            "text": "content",
        },
        has=frozenset({"accounts", "tags", "domains"}),
    ),
    Format(
        name="Clemson authors",
        role=ASIDE,
        collection="clemson",
        needs=("author_id", "account_type", "account_category"),
        lacks=("content",),
    ),
    Format(
        name="counts by minute",
        role=COUNTS,
        collection="chua-2019",
        needs=("text_language_group", "minute_utc", "tweets"),
        columns={
            "userid": "'unknown'",
            "minute": minute("minute_utc"),
            "kind": quote(KIND_UNKNOWN),
            "language": cases("text_language_group", OLD_CODES, "text_language_group"),
            "client": "''",
            "tags": "[]::VARCHAR[]",
            "hosts": "[]::VARCHAR[]",
            "posts": "CASE WHEN try_cast(tweets AS BIGINT) >= 0 THEN tweets::BIGINT END",
            "text": "''",
        },
    ),
    Format(
        name="accounts created by month",
        role=ASIDE,
        collection="chua-2019",
        needs=("dataset", "year_month", "accounts_created"),
    ),
)
assert all(f.role == ASIDE or list(f.columns) == list(STAGES[f.role]) for f in FORMATS)


def recognise(header: Iterable[str], name: str) -> Format:
    """Return the format with this header; raise IngestError saying what `name` lacks."""
    found = set(header)
    for candidate in FORMATS:
        if found.issuperset(candidate.needs) and found.isdisjoint(candidate.lacks):
            return candidate
    possible = [form for form in FORMATS if found.isdisjoint(form.lacks)]
    near = max(possible, key=lambda form: len(found.intersection(form.needs)) / len(form.needs))
    missing = [column for column in near.needs if column not in found]
    if 2 * len(missing) > len(near.needs):
        raise IngestError(f"{name} is not a file of any format that can be read.")
    raise IngestError(f"{name} looks like {near.name} but has no column {', '.join(missing)}.")
