"""What a foreign hashtag means, where the lexicon has it as a term of a theme."""

from functools import lru_cache

from dashboard.lexicon import Term, fold
from dashboard.measures.items import HASHTAG
from dashboard.measures.world import World

ENGLISH = "en"


@lru_cache(maxsize=8)
def _terms(world: World) -> dict[str, Term]:
    """Return the first term of each folded text; hashtags come before words that are the same."""
    every = [term for theme in world.lexicon.themes.values() for term in theme.terms]
    found: dict[str, Term] = {}
    for term in sorted(every, key=lambda term: term.kind != HASHTAG):
        found.setdefault(fold(term.text), term)
    return found


def term_of(world: World, item: str) -> Term | None:
    """Return the lexicon's term for a folded item, None where it has none."""
    return _terms(world).get(item)


def gloss_of(world: World, item: str) -> str:
    """Return what a folded item in another language means in English, "" where nobody says."""
    term = term_of(world, item)
    return "" if term is None or term.language == ENGLISH else term.gloss
