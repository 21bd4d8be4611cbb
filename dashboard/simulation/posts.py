"""Posts as numbers: who, when, in which language, what kind, which text, tags and addresses.

Every number here is drawn, not read, and the truth is made from these numbers alone.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from dashboard.catalogue.lexicon import Lexicon
from dashboard.clock.local_time import EPOCH
from dashboard.simulation.accounts import SimulatedAccounts, make_accounts
from dashboard.simulation.plan import SimulationPlan
from dashboard.simulation.rhythm import DAY, Clock, Floats, Ints, PlantedRhythm, days_of
from dashboard.simulation.speech import Speech, spoken_in
from dashboard.simulation.stock import Stock, Stretch, make_stock

Mask = NDArray[np.bool_]

KINDS = ("original", "quote", "reply", "retweet")
ORIGINAL, QUOTE, REPLY, RETWEET = range(4)
# Running shares of the kinds, for accounts that write and for those that mostly repeat.
KINDS_UNTIL = np.array([[0.55, 0.62, 0.75, 1.0], [0.1, 0.12, 0.2, 1.0]])
FAITHFUL = 0.85  # share of posts in an account's main language
TAGGED, RETWEETS_TAGGED, LINKED, CUT = 0.25, 0.4, 0.3, 0.7
OUTSIDERS = 2000  # accounts outside the release that are answered, repeated or mentioned
CROWDED = 2.5  # how much likelier a list early in the stock is


@dataclass(frozen=True)
class Posts:
    """Some posts, one entry for each in every array; minutes count from 1970."""

    number: Ints  # of the post in the whole archive
    account: Ints
    local: Ints
    utc: Ints
    life: Ints  # of the account: 0 before it changed hands, 1 after; 0 if it never did
    language: Ints
    kind: Ints
    client: Ints
    text: Ints
    is_cut: Mask
    tags: Ints
    shows_tags: Mask
    addresses: Ints
    outsider: Ints
    themes: Ints  # the number of its set of themes in the stock

    def chosen(self, which: Mask) -> "Posts":
        """Return some of the posts."""
        return Posts(**{field.name: getattr(self, field.name)[which] for field in fields(self)})


@dataclass(frozen=True)
class Simulation:
    """One simulated release: everything that its posts are drawn from."""

    plan: SimulationPlan
    speeches: tuple[Speech, ...]
    shares: Floats  # running shares of the languages
    accounts: SimulatedAccounts
    stock: Stock
    rhythm: PlantedRhythm
    clock: Clock


def make_simulation(plan: SimulationPlan, lexicon: Lexicon) -> Simulation:
    """Return what the plan's posts are drawn from."""
    dice = plan.dice(0)
    speeches, shares = spoken_in(plan.release.countries[0])
    return Simulation(
        plan=plan,
        speeches=speeches,
        shares=np.cumsum(shares) / sum(shares),
        accounts=make_accounts(plan, dice),
        stock=make_stock(plan, lexicon, dice),
        rhythm=PlantedRhythm(plan.first, days_of(plan.country, plan.first, plan.last), dice),
        clock=Clock(plan.release.zone),
    )


def draw_posts(simulation: Simulation, start: int, count: int) -> Posts:
    """Return the `count` posts from number `start` on, the same ones whenever asked for."""
    dice = simulation.plan.dice(1, start)
    accounts, stock = simulation.accounts, simulation.stock
    account = np.searchsorted(accounts.loudness, dice.random(count), "right")
    drawn = simulation.rhythm.draw(*_stretches(accounts, account, dice), dice)
    local, utc = simulation.clock.to_utc(drawn)
    day = local // DAY - (simulation.plan.first - EPOCH).days
    life = (day >= accounts.switch[account]).astype(np.int64)
    kind = _kinds(accounts.amplifies[account], dice)
    language = _languages(simulation, accounts.languages[account, life], dice)
    themed = dice.random((2, count)) < simulation.plan.themed
    text = _pick(stock.texts_of, language, themed[0], 1.0, dice)
    is_cut = (kind == RETWEET) & (dice.random(count) < CUT)
    has_tags = dice.random(count) < np.where(kind == RETWEET, RETWEETS_TAGGED, TAGGED)
    tags = np.where(has_tags, _pick(stock.tags_of, language, themed[1], CROWDED, dice), 0)
    addresses = (len(stock.addresses) * dice.random(count) ** CROWDED).astype(np.int64)
    return Posts(
        number=np.arange(start, start + count),
        account=account,
        local=local,
        utc=utc,
        life=life,
        language=language,
        kind=kind,
        client=accounts.clients[account, life],
        text=text,
        is_cut=is_cut,
        tags=tags,
        shows_tags=~is_cut,
        addresses=np.where(dice.random(count) < LINKED, addresses, 0),
        outsider=dice.integers(0, OUTSIDERS, count),
        themes=_themes(stock, text, is_cut, tags),
    )


def _stretches(
    accounts: SimulatedAccounts, account: Ints, dice: np.random.Generator
) -> tuple[Ints, Ints]:
    """Return the days [start, stop) in which each post lies: in one of its account's two lives."""
    starts, stops = accounts.starts[account], accounts.stops[account]
    quiet, switch = accounts.quiet[account], accounts.switch[account]
    earlier, later = quiet - starts, stops - switch
    is_later = dice.random(len(account)) * (earlier + later) >= earlier
    return np.where(is_later, switch, starts), np.where(is_later, stops, quiet)


def _kinds(amplifies: Mask, dice: np.random.Generator) -> Ints:
    until = KINDS_UNTIL[amplifies.astype(np.int64)]
    return np.asarray((dice.random(len(amplifies))[:, None] >= until).sum(axis=1))


def _languages(simulation: Simulation, usual: Ints, dice: np.random.Generator) -> Ints:
    other = np.searchsorted(simulation.shares, dice.random(len(usual)), "right")
    return np.where(dice.random(len(usual)) < FAITHFUL, usual, other)


def _pick(
    stretches: tuple[Stretch, ...],
    language: Ints,
    themed: Mask,
    crowded: float,
    dice: np.random.Generator,
) -> Ints:
    """Return a piece of the stock for each post, in its language, with a theme if there is one."""
    edges = np.array([(s.start, s.themed, s.stop) for s in stretches]).T
    starts, middles, stops = edges[:, language]
    themed = themed & (stops > middles)
    lo, hi = np.where(themed, middles, starts), np.where(themed, stops, middles)
    return np.asarray(lo + ((hi - lo) * dice.random(len(language)) ** crowded).astype(np.int64))


def _themes(stock: Stock, text: Ints, is_cut: Mask, tags: Ints) -> Ints:
    """Return each post's set of themes: of its text, its tags, its tags as words of the text."""
    of_text = np.where(is_cut, stock.cut_finds[text], stock.text_finds[text])
    of_tags = np.where(is_cut, stock.tag_finds[tags], stock.shown_finds[tags])
    return np.asarray(stock.themes[of_text, of_tags])
