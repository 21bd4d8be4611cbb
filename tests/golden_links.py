"""The links that tests/golden.py asks for, built from the parameters of a view.

Every parameter in PARAMS has values here. A parameter that has none stops the tool with a sentence,
so that what is new in a link is never left out of a proof.
"""

from collections.abc import Iterator, Mapping
from random import Random
from urllib.parse import quote_plus

from dashboard.link.parse import MAX_OPERATIONS, Vocabulary
from dashboard.link.view import DEFAULT_OPERATIONS, MAX_QUERY, PARAMS
from dashboard.snapshot.world import World
from dashboard.tables import KINDS

DRAWN = 90  # links of a world with values drawn for several parameters at once
CHANCE = 0.35  # that a drawn link sets a parameter
UNKNOWN = "ffffffffffff"  # a data version that nobody keeps

# Of all operations some post in each; nobody had posted in 2006.
PERIODS = (
    *("2019-07", "2014-10..2014-10", "2020-02-03..2020-02-29", "..2016-12", "2017-01.."),
    *("2015-01..2020-12", "2019-08-15..", "2006-04"),
)
TAGS = ("court", "#MAGA", "news.example", "twitter.com", "+1", "香港", "nobody-used-this")
WHATEVER = {
    "clock": ("operator", "utc", "UTC", "Asia/Tehran", "America/Sao_Paulo", "Asia/Kathmandu"),
    "audience": ("none", "utc", "Europe/London", "America/New_York"),
    "scale": ("share", "count"),
    "range": ("common", "own"),
    "per": ("post", "account"),
    "hours": ("9-18", "0-24", "8-16", "23-24"),
    "baseline": ("ordinary", "even", "control", "none"),
    "unit": ("auto", "week", "month"),
    "period": ("all", *PERIODS),
    "kind": ("all", *KINDS, "original~reply", "~".join(KINDS)),
    "phase": ("all", "operational"),
    "sort": ("share", "difference", "name"),
    "tag": ("", *TAGS),
    "panels": ("all", "none", "themes~size", "alike~moon"),
    "present": ("no", "yes"),
}

TWO = f"v=2&ops={'~'.join(DEFAULT_OPERATIONS[1:])}"
BAD = (
    *("v=3", "v=", "v=2&v=2", "&&&", "=", "?", "a[]=1", "%00", "%ff%fe", "nothing=here"),
    *("utm_source=mail&fbclid=x", f"utm_source=mail&{TWO}", "v=2&ops=", "v=2&ops=~~~"),
    *("v=2&ops=atlantis", f"{TWO}~atlantis", f"{TWO}&ops=china", "v=2&ops=%ed%a0%80"),
    *(f"{TWO}@2019-13", f"{TWO}@2020-02..2019-02", f"{TWO}@", f"{TWO}@2019-07@2019-08"),
    *(f"{TWO}&clock=Mars/Olympus", f"{TWO}&clock=", f"{TWO}&audience=operator"),
    *(f"{TWO}&scale=log", f"{TWO}&range=", f"{TWO}&per=week", f"{TWO}&sort=random"),
    *(f"{TWO}&hours=18-9", f"{TWO}&hours=9-25", f"{TWO}&hours=9", f"{TWO}&unit=day"),
    *(f"{TWO}&period=2019", f"{TWO}&period=2020-02-30", f"{TWO}&period=2020-03..2020-02"),
    *(f"{TWO}&kind=reply~like", f"{TWO}&lang=xx~th~th", f"{TWO}&theme=nothing~court"),
    *(f"{TWO}&phase=later", f"{TWO}&present=maybe", f"{TWO}&tag={'x' * 81}"),
    *(f"{TWO}&scale=count&scale=share", f"{TWO}&data={UNKNOWN}", f"{TWO}&data=<b>"),
    *(f"{TWO}&tag={'%20' * 90}", f"{TWO}&nothing={'x' * (MAX_QUERY + 1)}"),
)  # fmt: skip


def values_of(world: World, versions: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return by its key in the link the values that each parameter is tried with.

    Raises LookupError, one sentence, for a parameter that nobody has written values for.
    """
    values = WHATEVER | {
        "ops": tuple(sorted(world.words.operations)),
        "lang": ("all", *_languages(world.words)),
        "theme": ("all", *_themes(world.words)),
        "data": (*versions, UNKNOWN),
    }
    check(values)
    return values


def check(values: Mapping[str, tuple[str, ...]]) -> None:
    """Raise LookupError, one sentence, if a parameter has no values, or values no parameter."""
    keys = {param.key for param in PARAMS}
    if odd := sorted(keys ^ values.keys()):
        raise LookupError(f"tests/golden_links.py and PARAMS do not agree on: {', '.join(odd)}.")


def _languages(words: Vocabulary) -> Iterator[str]:
    names = sorted(words.languages)
    yield from sorted({"en", "ru", "th", "und", *names[::20]} & words.languages)
    yield "~".join(names[:2])
    yield "~".join(sorted({"en", "ru", "zh"} & words.languages))


def _themes(words: Vocabulary) -> Iterator[str]:
    names = sorted(words.themes)
    yield from names[:: max(1, len(names) // 8)]
    yield "~".join(names[:3])


def links(world: World, versions: tuple[str, ...], quick: bool = False) -> list[str]:
    """Return queries, each once: "" for the default view, else from the "?" on.

    `versions` are the data versions that the world's store keeps.
    """
    values, held = values_of(world, versions), held_by(world)
    if quick:
        chosen = [[], *six(held), *nothing(), *drawn(values, held, 4)]
        return [*map(spelled, chosen), f"?{BAD[15]}"]
    chosen = [[], *alone(values), *varied(values), *counted(held), *six(held), *nothing()]
    chosen += drawn(values, held, DRAWN)
    return list(dict.fromkeys([*map(spelled, chosen), *(f"?{query}" for query in BAD)]))


Pairs = list[tuple[str, str]]


def spelled(pairs: Pairs) -> str:
    """Return the query of these parts of a link."""
    parts = [f"{key}={quote_plus(text, safe='~/.-@')}" for key, text in pairs]
    return "?" + "&".join(["v=2", *parts]) if parts else ""


def held_by(world: World) -> list[str]:
    """Return the operations whose posts are counted here, or of which others' counts are."""
    names = sorted(world.words.operations)
    return [name for name in names if world.sources_of(name) or world.cited_of(name)]


def alone(values: Mapping[str, tuple[str, ...]]) -> list[Pairs]:
    """Return a link to each operation."""
    return [[("ops", name)] for name in values["ops"]]


def varied(values: Mapping[str, tuple[str, ...]]) -> list[Pairs]:
    """Return the default view with one parameter at each of its values."""
    return [[(key, text)] for key, texts in values.items() if key != "ops" for text in texts]


def counted(held: list[str]) -> list[Pairs]:
    """Return comparisons of one to six operations, and of seven, which is one too many."""
    return [[("ops", "~".join(held[:n]))] for n in range(1, MAX_OPERATIONS + 2)]


def six(held: list[str]) -> list[Pairs]:
    """Return the most columns: periods of their own, one operation twice and three times."""
    columns = [f"{name}@{period}" for name, period in zip(held, PERIODS, strict=False)]
    first, second = DEFAULT_OPERATIONS[:2]
    again = [f"{first}@2019-07", first, f"{first}@..2016-12", first]
    return [
        [("ops", "~".join(columns[:MAX_OPERATIONS]))],
        [("ops", "~".join([*again, second, f"{second}@2014-10..2014-10"]))],
    ]


def nothing() -> list[Pairs]:
    """Return filters that no post passes, one of them over periods that operations have."""
    dated = "~".join(f"{name}@2006-04" for name in DEFAULT_OPERATIONS)
    return [
        [("period", "2006-04"), ("kind", "reply"), ("scale", "count")],
        [("ops", dated), ("lang", "th"), ("per", "account"), ("unit", "week")],
    ]


def drawn(values: Mapping[str, tuple[str, ...]], held: list[str], count: int) -> list[Pairs]:
    """Return links with several parameters at once, the same ones each time.

    A parameter that is added changes nothing of the draws of the others.
    """
    every = values["ops"]
    return [[("ops", _columns(Random(f"ops {n}"), held, every)), *_others(values, n)]
            for n in range(count)]  # fmt: skip


def _others(values: Mapping[str, tuple[str, ...]], number: int) -> Iterator[tuple[str, str]]:
    for key, texts in values.items():
        chance = Random(f"{key} {number}")
        if key != "ops" and chance.random() < (CHANCE if key != "data" else CHANCE / 3):
            yield key, chance.choice(texts)


def _columns(chance: Random, held: list[str], every: tuple[str, ...]) -> str:
    names = [
        chance.choice(held if chance.random() < 0.75 else every)
        for _ in range(chance.randint(1, MAX_OPERATIONS))
    ]
    dated = [f"{n}@{chance.choice(PERIODS)}" if chance.random() < 0.25 else n for n in names]
    return "~".join(dated)
