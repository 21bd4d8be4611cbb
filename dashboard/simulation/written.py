"""Posts as numbers -> the columns of a file, written as the dialect writes them.

Since November 2010 a post's id says in which millisecond it was given.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dashboard.simulation.accounts import make_ids
from dashboard.simulation.dialects import COUNTS, USERS
from dashboard.simulation.posts import OUTSIDERS, QUOTE, REPLY, RETWEET, Mask, Posts, Simulation
from dashboard.simulation.rhythm import DAY, Ints
from dashboard.simulation.speech import ingredients

MOST = 9999  # likes and so on
OFTEN = 0.9  # share of posts with some number of likes, where a file leaves some out


class Writer:
    """Writes posts of one simulation; what is the same in every post is made ready once."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation, self.dialect = simulation, simulation.plan.dialect
        stock = simulation.stock
        self.texts, self.cuts = _texts(stock.texts), _texts(stock.cuts)
        self.shown = _texts(stock.shown)
        self.tools, self.numbers = (
            _texts(ingredients("tools")),
            _texts([*map(str, range(MOST + 1)), ""]),
        )
        self.codes = [_texts(speech.written) for speech in simulation.speeches]
        self.tags = self._lists(stock.tags, self.dialect.quotes_items)
        self.addresses = self._lists(stock.addresses, self.dialect.quotes_items)

    @cached_property
    def outsiders(self) -> pa.Array:
        """Ids of accounts outside the release, the first one standing for nobody."""
        dice = self.simulation.plan.dice(2)
        return _texts(["", *make_ids(OUTSIDERS, self.dialect.hex_ids, dice)])

    @cached_property
    def mentions(self) -> pa.Array:
        """Lists of one mentioned account."""
        named = self.dialect.mentions_names
        names = [f"SIMother{n}" for n in range(OUTSIDERS)]
        who = names if named else self.outsiders.to_pylist()[1:]
        return self._lists([(), *((name,) for name in who)], self.dialect.quotes_mentions)

    def _lists(self, lists: Sequence[tuple[str, ...]], is_quoted: bool) -> pa.Array:
        """Return the lists as text; the first, which is empty, in every way of writing that."""
        full = [str([*items]) if is_quoted else f"[{', '.join(items)}]" for items in lists[1:]]
        return _texts([*self.dialect.empty, *full])

    def table(self, posts: Posts) -> pa.Table:
        """Return the posts as a table of text, its columns in the dialect's order."""
        dice = self.simulation.plan.dice(3, int(posts.number[0]))
        columns = self._columns(posts, dice)
        return pa.table({name: columns[name] for name in self.dialect.posts})

    def _columns(self, posts: Posts, dice: np.random.Generator) -> Mapping[str, pa.Array]:
        ids = post_ids(posts.utc, posts.number, dice)
        return {
            **{name: self.simulation.accounts.columns[name].take(posts.account) for name in USERS},
            **self._relations(posts, ids, dice),
            **{name: self._numbers(len(ids), dice) for name in COUNTS},
            "tweetid": pc.cast(pa.array(ids), pa.string()),
            "tweet_language": _codes(self.codes, posts.language, dice),
            "tweet_text": self._text(posts),
            "tweet_time": _times(posts.utc),
            "tweet_client_name": self.tools.take(posts.client),
            "latitude": _one_of(("absent", "present"), 0.98, len(ids), dice),
            "longitude": _one_of(("absent", "present"), 0.98, len(ids), dice),
            "hashtags": self.tags.take(self._ways(posts.tags, dice)),
            "urls": self.addresses.take(self._ways(posts.addresses, dice)),
            "user_mentions": self.mentions.take(self._ways(_mentioned(posts), dice)),
            "poll_choices": _one_of(("", "نعم|لا", "tea|coffee, black"), 0.999, len(ids), dice),
        }

    def _ways(self, lists: Ints, dice: np.random.Generator) -> Ints:
        """Return for the number of each list in the stock that of a way to write it."""
        ways = len(self.dialect.empty)
        return np.where(lists, lists + ways - 1, dice.integers(0, ways, len(lists)))

    def _text(self, posts: Posts) -> pa.Array:
        """Return the texts: whom a post answers or repeats, what it says, its tags, a link."""
        handle = pc.binary_join_element_wise("@SIMother", _as_text(posts.outsider), "")
        repeated = pc.binary_join_element_wise("RT ", handle, ": ", "")
        answered = pc.binary_join_element_wise(handle, " ", "")
        before = pc.if_else(
            posts.kind == RETWEET, repeated, pc.if_else(posts.kind == REPLY, answered, "")
        )
        said = pc.if_else(posts.is_cut, self.cuts.take(posts.text), self.texts.take(posts.text))
        shown = self.shown.take(np.where(posts.shows_tags, posts.tags, 0))
        link = pc.binary_join_element_wise(" https://t.co/SIM", _as_text(posts.number), "")
        link = pc.if_else(posts.is_cut | (posts.number % 3 == 0), "", link)
        return pc.binary_join_element_wise(before, said, shown, link, "")

    def _relations(
        self, posts: Posts, ids: Ints, dice: np.random.Generator
    ) -> Mapping[str, pa.Array]:
        """Return the columns that say what kind of post it is, and which other post it is about.

        Some retweets are of a quote and some quotes are in a reply: the first kind counts.
        """
        is_reply, is_retweet = posts.kind == REPLY, posts.kind == RETWEET
        also = dice.random((4, len(ids))) < [[0.1], [0.1], [0.7], [0.7]]
        about = earlier(ids, dice)
        replies = is_reply | ((posts.kind == QUOTE) & also[0])
        quotes = (posts.kind == QUOTE) | (is_retweet & also[1])
        return {
            "is_retweet": self._booleans(is_retweet, dice),
            "in_reply_to_userid": self.outsiders.take(np.where(replies, posts.outsider + 1, 0)),
            "in_reply_to_tweetid": self._other(about, replies & also[2]),
            "quoted_tweet_tweetid": self._other(about, quotes),
            "retweet_userid": self.outsiders.take(
                np.where(is_retweet & also[3], posts.outsider + 1, 0)
            ),
            "retweet_tweetid": pc.if_else(is_retweet, _as_text(about), ""),
        }

    def _other(self, ids: Ints, stated: Mask) -> pa.Array:
        """Return ids of other posts, where they are stated; a float has 17 digits at most."""
        written = _as_text(ids.astype(np.float64) if self.dialect.float_ids else ids)
        return pc.if_else(stated, written, "")

    def _booleans(self, truths: Mask, dice: np.random.Generator) -> pa.Array:
        ways = self.dialect.booleans
        way = dice.integers(0, len(ways), len(truths))
        return _texts([word for pair in ways for word in pair]).take(2 * way + truths)

    def _numbers(self, count: int, dice: np.random.Generator) -> pa.Array:
        drawn = np.minimum(dice.pareto(1.0, count), MOST).astype(np.int64)
        if self.dialect.blank_counts:
            drawn = np.where(dice.random(count) < OFTEN, drawn, MOST + 1)
        return self.numbers.take(drawn)


def _texts(texts: Sequence[str]) -> pa.Array:
    return pa.array(texts, pa.string())


def _as_text(numbers: NDArray[np.generic]) -> pa.Array:
    return pc.cast(pa.array(numbers), pa.string())


def _times(minutes: Ints) -> pa.Array:
    """Return "2020-06-11 23:59"."""
    seconds = pc.cast(pa.array(minutes * 60, pa.timestamp("s")), pa.string())
    return pc.utf8_slice_codeunits(seconds, 0, 16)


def _one_of(texts: Sequence[str], usual: float, count: int, dice: np.random.Generator) -> pa.Array:
    """Return mostly the first of the texts, sometimes another."""
    other = dice.integers(1, len(texts), count)
    return _texts(texts).take(np.where(dice.random(count) < usual, 0, other))


def _codes(codes: Sequence[pa.Array], language: Ints, dice: np.random.Generator) -> pa.Array:
    """Return a code for each language, one of those that files hold for it."""
    starts = np.cumsum([0, *map(len, codes)])
    lengths = np.diff(starts)[language]
    place = starts[language] + (lengths * dice.random(len(language))).astype(np.int64)
    return pa.concat_arrays(codes).take(place)


def _mentioned(posts: Posts) -> Ints:
    """Return whom each post mentions, counted from 1; 0 = nobody."""
    mentions = (posts.kind == RETWEET) | (posts.kind == REPLY)
    return np.where(mentions, posts.outsider + 1, 0)


BEGINNING = 1_288_834_974_657  # milliseconds since 1970; ids count from here
BITS = 22  # below the milliseconds
CHANGE = 21_480_480  # 2010-11-04 00:00 in minutes; posts before it were numbered one by one
NUMBERED_SINCE, NUMBERED_A_MINUTE = 19_000_000, 11_000  # from early 2006; stays below 29.7e9
OLDEST_NEW = 1 << 40


def post_ids(utc: Ints, number: Ints, dice: np.random.Generator) -> Ints:
    """Return an id for each post that lies in its minute; older posts have smaller, plain ones."""
    milliseconds = utc * 60_000 + dice.integers(0, 60_000, len(utc)) - BEGINNING
    new = (np.maximum(milliseconds, 0) << BITS) | (number & ((1 << BITS) - 1))
    old = (utc - NUMBERED_SINCE) * NUMBERED_A_MINUTE + number % NUMBERED_A_MINUTE
    # The day of the change belongs to the old ids: no id may say a time before the beginning.
    return np.where(utc >= CHANGE + DAY, new, old)


def earlier(ids: Ints, dice: np.random.Generator) -> Ints:
    """Return ids of other posts, given a little before these."""
    back = dice.integers(1, 1 << 20, len(ids)) << BITS
    return np.where(ids >= OLDEST_NEW, ids - back, ids - 1)
