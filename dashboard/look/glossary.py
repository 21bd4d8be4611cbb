"""The words of this site that a reader cannot know, each with what it means in plain English.

The page /glossary lists them, and beside a text the first use of a word opens its meaning.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Term:
    """A word and its meaning. `spelled` are the spellings that are explained beside a text.

    `method` is the section of the method page that says more, "" for none.
    """

    id: str
    word: str
    meaning: str
    spelled: tuple[str, ...] = ()
    method: str = ""


GLOSSARY = (
    Term(
        "active",
        "Active accounts",
        "Accounts with at least one post in the published files.",
        ("active accounts",),
        "accounts",
    ),
    Term(
        "amplifier",
        "Amplifier accounts",
        "Accounts that the platform counted beside an operation, mostly for spreading its posts, "
        "and did not publish. Only their number is known.",
        ("amplifier accounts", "amplifiers"),
        "accounts",
    ),
    Term(
        "announced",
        "Announced accounts",
        "The number of accounts in the platform's announcement. It can differ from how many "
        "were published.",
        ("announced accounts",),
        "accounts",
    ),
    Term(
        "basis",
        "Basis",
        "What a number rests on: which files were read or whose counts are cited, and of how many "
        "posts.",
        ("basis",),
        "depth",
    ),
    Term(
        "clock",
        "Clock",
        "Whose time of day is shown. Files give times in UTC; a clock turns them into local time, "
        "with its summer time.",
        (),
        "clocks",
    ),
    Term(
        "counts",
        "Counts",
        "Others read the files and published what they counted. Their numbers are cited here; "
        "what they did not count is not known.",
        ("counts:",),
        "depth",
    ),
    Term(
        "coverage",
        "Coverage",
        "The share of posts that any theme fits. The rest may be about anything.",
        ("coverage",),
        "themes",
    ),
    Term(
        "data-version",
        "Data version",
        "A short code for the state of all numbers on the site. A link keeps it, so that what was "
        "shared can be checked later.",
        ("data version",),
        "versions",
    ),
    Term(
        "disclosure",
        "Disclosure",
        "What a platform announced on one day: that it removed accounts which it links to a state.",
    ),
    Term(
        "earlier-life",
        "Earlier life",
        "What an account posted before the operation had it. Some accounts were bought or hacked, "
        "and their old posts are in the files, too.",
        ("earlier life", "earlier lives"),
        "earlier",
    ),
    Term(
        "even",
        "Even posting",
        "The same number of posts in each hour of the week. It is what a machine without a clock "
        "would do, and no people's habit.",
        ("even posting",),
        "rhythm-tests",
    ),
    Term(
        "facts",
        "Facts",
        "Only what the platform announced is known. Questions about posts have no answer.",
        ("facts:",),
        "depth",
    ),
    Term(
        "indicative",
        "Indicative",
        "The direction is right and the number rough, because it rests on a small part of the "
        "posts or was read from a chart.",
        ("indicative",),
    ),
    Term(
        "interval",
        "Interval",
        "How far chance could move a number: with other weeks of the same kind, the number would "
        "lie in it in 95 of 100 cases.",
        ("interval", "intervals"),
        "rhythm-tests",
    ),
    Term(
        "kinds",
        "Kinds of post",
        "An original is written new, a reply answers a post, a retweet passes one on, and a quote "
        "passes one on with words of its own.",
        (),
        "kinds",
    ),
    Term(
        "lexicon",
        "Lexicon",
        "The list of terms that make the themes. It has numbered versions.",
        ("lexicon",),
        "themes",
    ),
    Term(
        "make-up-day",
        "Make-up day",
        "A day of the weekend that was made a working day, to make up for days off before or after "
        "a holiday.",
        ("make-up days", "make-up day"),
        "weekends",
    ),
    Term(
        "noise",
        "Noise theme",
        "A theme that says nothing of politics: trading follows and retweets, spam, and the talk "
        "of fans.",
        ("noise themes", "noise theme", "noise"),
        "themes",
    ),
    Term(
        "not-known",
        "Not known",
        "No file and no count that we know answers the question. It never means zero.",
        (),
        "depth",
    ),
    Term(
        "office-hours",
        "Office hours",
        "From 09:00 to 18:00 on the working days of the country's own week, unless other hours are "
        "chosen.",
        ("office hours",),
        "rhythm-tests",
    ),
    Term(
        "operation",
        "Operation",
        "What is compared here: one release, all releases of a country, or a named group of them. "
        "It is not all of what a state did.",
    ),
    Term(
        "operators-clock",
        "Operator's clock",
        "The local time of the place from where, as the platform says, an operation was run.",
        ("operator's own clock", "operator's clock"),
        "clocks",
    ),
    Term(
        "ordinary",
        "Ordinary posts",
        "Posts of everyday users in the same languages. An operation's week is compared with "
        "theirs.",
        ("ordinary posts", "ordinary users"),
        "rhythm-tests",
    ),
    Term("post", "Post", "One line in a published file of posts: a tweet of any kind."),
    Term(
        "published",
        "Published accounts",
        "Accounts that stand in the users file which the platform published.",
        ("published accounts", "users file"),
        "accounts",
    ),
    Term(
        "release",
        "Release",
        "One set of files that was published with a disclosure. A disclosure can have several.",
        (),
        "depth",
    ),
    Term(
        "rows",
        "Rows",
        "The posts themselves were read here, line by line, and every number was counted from "
        "them.",
        ("rows:",),
        "depth",
    ),
    Term(
        "theme",
        "Theme",
        "A named list of words, hashtags and phrases. A post has a theme if it uses one of them, "
        "so it can have several, or none.",
        ("a theme", "each theme", "the theme"),
        "themes",
    ),
    Term(
        "utc",
        "UTC",
        "Coordinated Universal Time, the world's reference. London keeps it in winter; it has no "
        "summer time.",
        ("UTC",),
        "clocks",
    ),
    Term(
        "withheld",
        "Withheld",
        "Known to exist and not published: accounts that the platform kept back, or a source that "
        "would give away who the accounts were.",
        ("withheld",),
        "accounts",
    ),
    Term(
        "working-week",
        "Working week",
        "The days on which offices are open in a country, as they were in that year: Sunday to "
        "Thursday in some.",
        ("working week", "working weekdays"),
        "weekends",
    ),
)


def pieces(text: str) -> Iterator[tuple[str, Term | None]]:
    """Cut a text into pieces, and name the term of each piece that is the first use of one."""
    seen, end = set[str](), 0
    for match in _spellings().finditer(text):
        term = _by_spelling()[match.group().lower()]
        if term.id not in seen:
            seen.add(term.id)
            yield text[end : match.start()], None
            yield match.group(), term
            end = match.end()
    yield text[end:], None


@cache
def _by_spelling() -> dict[str, Term]:
    return {spelling.lower(): term for term in GLOSSARY for spelling in term.spelled}


@cache
def _spellings() -> re.Pattern[str]:
    """Return what finds a spelling as a word of its own, of two that begin alike the longer."""
    longest = sorted(_by_spelling(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)
