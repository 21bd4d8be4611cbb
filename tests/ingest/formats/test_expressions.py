"""Lists, tags and hosts, the short way and the long way: both must say the same."""

import json
import string
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.ingest.formats import expressions as sql

ENGINE = duckdb.connect()


def made(expression: Callable[[str], str]) -> Callable[[str], object]:
    """Return a function that runs the SQL of `expression` on a text."""
    return lambda text: each(expression, [text])[0]


def each(expression: Callable[[str], str], texts: Sequence[str]) -> list[object]:
    """Run the SQL of `expression` on every text, in one query because parsing it takes longest."""
    query = f"SELECT {expression('told')} FROM (SELECT unnest(?::VARCHAR[]) AS told)"
    return [row[0] for row in ENGINE.execute(query, [list(texts)]).fetchall()]


listed, listed_tags, listed_hosts = map(made, (sql.listed, sql.listed_tags, sql.listed_hosts))


@pytest.mark.parametrize("read", [listed, listed_tags])
@pytest.mark.parametrize(
    "text, items",
    [
        ("", []),
        ("[]", []),
        ("[Ebola, global]", ["Ebola", "global"]),
        ("[Ebola,global]", ["Ebola", "global"]),
        ("[one]", ["one"]),
        ("['one']", ["one"]),
        ("['a', 'b']", ["a", "b"]),
        ("['a','b']", ["a", "b"]),
        ("['a', 'A', 'a']", ["a", "A", "a"]),
        ("[null, NULL]", ["null", "NULL"]),
        ("""["it's", 'b']""", ["it's", "b"]),
        ("""["it's", "b's"]""", ["it's", "b's"]),
        (r"""['it\'s "x"', 'b']""", ["""it's "x\"""", "b"]),
        (r"['\u0e01\u200c\xe9']", ["ก\u200cé"]),
        (r"['\U000e0067']", [r"\U000e0067"]),  # no tag has one; it stays as it is
        (r"['a\\b']", [r"a\b"]),
        ("['ทํางานวนไป', 'Çanakkale']", ["ทํางานวนไป", "Çanakkale"]),
        ("['a, b', 'c']", ["a, b", "c"]),
        ("['it's', 'b']", ["it's", "b"]),  # the mark inside was not marked as such
        ("['', 'a']", ["", "a"]),
        ("one", ["one"]),
    ],
)
def test_lists_as_the_files_write_them(read, text, items):
    assert read(text) == items


tags = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], max_codepoint=0xFFFF), min_size=1, max_size=8
)
plain_tags = st.text(st.characters(categories=["L", "M", "N"]), min_size=1, max_size=8)


@pytest.mark.parametrize("text", [r"\x00", r"a\'b", r"\\x41", r"\u0041", "\\", "'\\\"", "\x07é\\x"])
def test_an_escaped_backslash_begins_no_escape(text):
    assert each(sql.listed, [str([text, text])]) == [[text, text]]


@given(st.lists(st.lists(tags, max_size=4), min_size=1, max_size=40))
def test_any_list_that_python_writes_is_read_back(lists):
    told = [str(items) for items in lists]
    assert each(sql.listed, told) == lists
    # No tag begins with a bracket: a list that stands in quotation marks is refused.
    sound = [text for text, items in zip(told, lists, strict=True) if not starts(items, "[({")]
    unsigned = [[item.lstrip("#＃") for item in items] for items in lists]
    assert [tags for tags in each(sql.listed_tags, told) if tags is not None] == [
        items for items in unsigned if not starts(items, "[({")
    ]
    assert all(tags is not None for tags in each(sql.listed_tags, sound))


def starts(items: Sequence[str], signs: str) -> bool:
    return any(item.lstrip("#＃").startswith(tuple(signs)) for item in items)


# How programs write lists of tags; what they write where there is none is missing.
SPELLINGS: dict[str, Callable[[Sequence[str]], str]] = {
    "Python": lambda items: str(list(items)),
    "JSON": json.dumps,
    "JSON, not only ASCII": lambda items: json.dumps(items, ensure_ascii=False),
    "JSON, close": lambda items: json.dumps(items, separators=(",", ":")),
    "a tuple": lambda items: str(tuple(items)),
    "a set": lambda items: f"{{{', '.join(map(repr, items))}}}" if items else "{}",
    "numpy": lambda items: f"[{' '.join(map(repr, items))}]",
    "numpy, on lines": lambda items: "[" + "\n ".join(map(repr, items)) + "]",
    "numpy, in full": lambda items: f"array([{', '.join(map(repr, items))}], dtype=object)",
    "braces": lambda items: f"{{{','.join(items)}}}",
    "bare brackets": lambda items: f"[{', '.join(items)}]",
    "bare brackets, close": lambda items: f"[{','.join(items)}]",
    "bars": "|".join,
    "bars and blanks": " | ".join,
    "semicolons": ";".join,
    "semicolons and blanks": "; ".join,
    "commas": ",".join,
    "commas and blanks": ", ".join,
    "dicts": lambda items: str([{"text": item, "indices": [0, len(item)]} for item in items]),
    "dicts, JSON": lambda items: json.dumps([{"indices": [0], "text": item} for item in items]),
    "dicts of the newer interface": lambda items: json.dumps([{"tag": item} for item in items]),
}
some_tags = st.lists(plain_tags.filter(lambda tag: tag not in sql.MISSING), max_size=4)
# For each spelling: an example has up to 20 lists, and there are many spellings.
few = settings(max_examples=settings().max_examples // 3)
every_spelling = pytest.mark.parametrize("write", SPELLINGS.values(), ids=SPELLINGS.keys())


@every_spelling
@few
@given(st.lists(some_tags, min_size=1, max_size=20))
def test_any_list_of_tags_is_read_back_whatever_wrote_it(write, lists):
    signed = [[f"#{item}" for item in items] for items in lists]
    assert each(sql.listed_tags, [write(items) for items in lists + signed]) == lists * 2


@pytest.mark.parametrize(
    "text, items",
    [
        ("#one #two", ["one", "two"]),
        ("#one#two", ["one", "two"]),
        ("＃one", ["one"]),
        (" ['one', 'two'] ", ["one", "two"]),
        ("['one', None, 'two', nan]", ["one", "two"]),
        ("{'text': 'one'}", ["one"]),
        ('{one,"two"}', ["one", "two"]),
        ("{}", []),
        ("()", []),
        ("[#NA, #none]", ["NA", "none"]),
        ("NA|none", ["NA", "none"]),
        ("#NA", ["NA"]),
        ("a|b|", ["a", "b"]),
    ],
)
def test_lists_in_other_spellings(text, items):
    assert listed_tags(text) == items


@pytest.mark.parametrize(
    "text",
    [
        *(
            "{one",
            "one}",
            "[one",
            "('one'",
            "one two",
            "[New York, Rome]",
            "a|b;c",
            "a,b;c",
            "a||b",
        ),
        *("[['one'], ['two']]", '"[\\"one\\"]"', "{'tags': ['one']}", "[{'name': 'one'}]"),
        *("[{'text': None}]", "one: 1", "a=b", "http://a.example", "'one' two", "<one>", "['a' b]"),
        *("[{'text': 'one'}, {'indices': [1]}]", "a..b/c", "['one', 'two", "array(['one'], dtype"),
    ],
)
def test_lists_that_cannot_be_read_are_not_guessed(text):
    assert listed_tags(text) is None


@given(st.lists(st.lists(plain_tags, max_size=4), min_size=1, max_size=40))
def test_any_list_of_tags_is_read_back_with_and_without_quotation_marks(lists):
    bare = [f"[{', '.join(items)}]" for items in lists]
    assert each(sql.listed_tags, [*map(str, lists), *bare]) == lists * 2


ADDRESSES = [
    ("https://www.Example.ORG/path?q=http://no.example", ["example.org"]),
    ("http://user:word@news.example:8080", ["news.example"]),
    ("http://user@www.news.example/", ["news.example"]),
    ("http://a@b@c.example", ["c.example"]),
    ("https://blog.example/@somebody", ["blog.example"]),
    ("https://blog.example?to=@x", ["blog.example"]),
    ("http://example.org.", ["example.org"]),
    ("http://example.org./x", ["example.org"]),
    ("http://example.org.:80/x", ["example.org"]),
    ("http://example.org/x.", ["example.org"]),
    ("http://example.org/../x.php?", ["example.org"]),
    ("HTTP://EXAMPLE.org#x", ["example.org"]),
    ("http://ПРИМЕР.рф/а", ["пример.рф"]),
    ("http://xn--e1afmkfd.xn--p1ai", ["xn--e1afmkfd.xn--p1ai"]),
    ("http://under_score.example", ["under_score.example"]),
    ("http://www.www.example", ["www.example"]),
    ("http://localhost/x", []),
    ("http://localhost/http://b.example", []),
    ("http://.example.org", []),
    ("http:///x.example", []),
    ("not an address", []),
    ("//no.scheme.example", []),
    ("ftp://files.example/a,b", ["files.example"]),
    (r"http://a.example\@b.example", ["a.example"]),
]
every_address = pytest.mark.parametrize("url, hosts", ADDRESSES)


@every_address
def test_hosts_of_addresses(url, hosts):
    alone, among = f"['{url}']", f"['http://x.example/a,b', '{url}', 'http://y.example']"
    assert listed_hosts(alone.replace("\\", r"\\")) == hosts
    assert listed_hosts(among.replace("\\", r"\\")) == ["x.example", *hosts, "y.example"]
    assert listed_hosts(str([url, "http://it.example/it's"])) == [*hosts, "it.example"]


@every_address
def test_hosts_of_addresses_without_quotation_marks(url, hosts):
    assert listed_hosts(f"[{url}]") == hosts
    assert listed_hosts(f"[http://x.example/a,b, {url}, http://y.example]") == [
        *("x.example", *hosts, "y.example")
    ]


@pytest.mark.parametrize("text", ["", "[]", "['']", "[ ]"])
def test_no_addresses_no_hosts(text):
    assert listed_hosts(text) == []


WRITTEN = {**SPELLINGS, "dicts": lambda urls: str([{"expanded_url": url} for url in urls])}
NOT_OF_URLS = ("dicts, JSON", "dicts of the newer interface", "bare brackets, close", "commas")


@pytest.mark.parametrize("spelling", [name for name in WRITTEN if name not in NOT_OF_URLS])
def test_addresses_in_other_spellings(spelling):
    urls = ["https://www.One.example/a?b=c", "http://two.example:80", "http://three.example/x/"]
    assert listed_hosts(WRITTEN[spelling](urls)) == ["one.example", "two.example", "three.example"]
    assert listed_hosts(WRITTEN[spelling](urls[:1])) == ["one.example"]
    assert listed_hosts(WRITTEN[spelling]([])) == []


def test_an_address_of_a_dict_is_the_expanded_one():
    text = "[{'url': 'https://t.example/x', 'expanded_url': 'http://long.example/y'}]"
    assert listed_hosts(text) == ["long.example"]


def test_an_address_within_another_has_no_host_of_its_own():
    inner = "https://a.example/?u=https://b.example,https://c.example"
    assert listed_hosts(f"['{inner}']") == ["a.example"]
    assert listed_hosts(f"[{inner}]") == ["a.example"]
    assert listed_hosts(f"['{inner}', \"http://d.example/it's\"]") == ["a.example", "d.example"]


def test_repeats_are_kept():
    assert listed_hosts("['http://a.example/1', 'http://a.example/2']") == ["a.example"] * 2


label = st.text(string.ascii_letters + string.digits + "-яĞ漢", min_size=1, max_size=5)
host = st.builds(".".join, st.lists(label, min_size=2, max_size=4))
user = st.sampled_from(["", "", "", "u@", "u:w@"])
port = st.sampled_from(["", "", ":80", ":8080"])
tail = st.text("ab/?#=&.:@,%+~'()[]", max_size=12).map(lambda text: f"/{text}")
urls = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    user,
    host,
    port,
    st.one_of(st.just(""), tail, tail.map(lambda text: f"{text}http://in.example")),
)


def long_hosts(column: str) -> str:
    """The hosts by the long way alone."""
    return sql.hosts(sql.listed(column, sql.BARE_COMMA))


def plain_host(url: str) -> str:
    """The host of an address by Python's own rules."""
    return (urlsplit(url).hostname or "").lower().removeprefix("www.")


def without_brackets(url: str) -> bool:
    """Python takes [ for the start of an IPv6 address; the ends of a bare list are brackets."""
    return not set("[]") & set(url)


named = st.lists(
    urls.filter(without_brackets).filter(lambda url: "." in plain_host(url)), min_size=1, max_size=4
)


@given(st.lists(named, min_size=1, max_size=40))
def test_hosts_are_what_python_finds(lists):
    hosts = [[plain_host(url) for url in addresses] for addresses in lists]
    quoted = [str(addresses) for addresses in lists]
    bare = [f"[{', '.join(addresses)}]" for addresses in lists]
    assert each(sql.listed_hosts, quoted + bare) == hosts * 2
    assert each(long_hosts, quoted) == hosts


def test_long_lists_take_the_same_way():
    many = [f"http://h{number}.example/{'x' * 50}" for number in range(500)]
    assert listed_hosts(str(many)) == [f"h{number}.example" for number in range(500)]


@pytest.mark.parametrize(
    "text, tags",
    [
        ("#One two #three", ["One", "three"]),
        ("#a#b", ["a"]),  # the second sign stands in a word
        ("it&#39;s x#no http://a.example/#no", []),
        ("#2016 #1st #_", ["1st"]),  # a tag needs a letter
        ("#Trum… #kept…#too", ["too"]),
        ("＃全角 #ไทย #İstanbul, (#end)", ["全角", "ไทย", "İstanbul", "end"]),
    ],
)
def test_tags_written_in_a_text(text, tags):
    assert made(sql.written_tags)(text) == tags


def test_addresses_cut_by_the_end_of_a_text_are_left_out():
    hosts = made(lambda column: sql.hosts(sql.written_urls(column)))
    text = "see https://a.example/x and (http://b.example) https://t.c…"
    assert hosts(text) == ["a.example", "b.example"]


@pytest.mark.parametrize(
    "time, minute",
    [
        ("2020-03-01 00:14", 26_383_694),  # 18,322 days x 1,440 minutes and 14
        ("2020-03-01 00:14:59", 26_383_694),
        ("2020-02-30 00:00", None),
        ("2020-03-01 24:00", None),
        ("3/1/2020 0:14", None),
        ("2006-03-20 23:59", None),
        ("infinity", None),
        ("", None),
    ],
)
def test_times_are_whole_minutes_of_utc(time, minute):
    assert made(sql.minute)(time) == minute


@pytest.mark.parametrize("name", ["a", 'a"b', "a; DROP TABLE x --", "select", "ü b", "'", "%s"])
def test_any_name_can_be_a_column(name):
    query = f"SELECT {sql.identifier(name)} FROM (SELECT 7 AS {sql.identifier(name)})"
    assert ENGINE.execute(query).fetchone() == (7,)


@pytest.mark.parametrize("text", ["a", "it's", "'; DROP TABLE x --", "\\", "%s", "", "\n"])
def test_any_text_can_be_a_string(text):
    assert ENGINE.execute(f"SELECT {sql.quote(text)}").fetchone() == (text,)
