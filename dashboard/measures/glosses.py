"""What a foreign hashtag means, where the lexicon has it as a term of a theme."""

from dashboard.catalogue.lexicon import Gloss
from dashboard.measures.world import World

ENGLISH = "en"


def term_of(world: World, item: str) -> Gloss | None:
    """Return the lexicon's gloss and language of a folded item, None where it has no such term."""
    return world.lexicon.gloss_of(item)


def gloss_of(world: World, item: str) -> str:
    """Return what a folded item in another language means in English, "" where nobody says."""
    term = term_of(world, item)
    return "" if term is None or term.language == ENGLISH else term.text
