"""Which counts there are of an operation, whatever the filters: looked up, and nothing measured."""

from dashboard.snapshot.asking import cited_posts
from dashboard.snapshot.kept import kept
from dashboard.snapshot.used import cited_items, read
from dashboard.snapshot.world import World
from dashboard.tables import CLIENT, DOMAIN, HASHTAG

DAYS = "days"  # posts by day and hour
HOURS = "hours"  # these, or posts by weekday and hour without dates
POSTS = "posts"  # all posts, by day or month and by language
TEXTS = "texts"  # posts by theme
KINDS, ACCOUNTS = "kinds", "accounts"
ITEMS = (HASHTAG, DOMAIN, CLIENT)  # what was used, of rows or as others counted it


@kept(256)
def evidence(world: World, column: str) -> frozenset[str]:
    """Return which counts there are of an operation, ours or of a source that is named."""
    days, counted = bool(world.sources_of(column)), cited_posts(world, world.column(column))
    there = {
        DAYS: days,
        HOURS: days or bool(world.grids_of(column)),
        POSTS: days or bool(counted),
        TEXTS: bool(read(world, column)),
        KINDS: days or bool(world.cited_kinds_of(column)),
        ACCOUNTS: _has_accounts(world, column),
    }
    items = {k: bool(read(world, column) or cited_items(world, column, k)) for k in ITEMS}
    return frozenset(name for name, is_there in (there | items).items() if is_there)


def _has_accounts(world: World, column: str) -> bool:
    """Whether a users file is held, or was counted: by a source that is not named it is folded."""
    return bool(world.users_of(column)) or any(c.accounts for c in world.cited_of(column))


def tables_counted(world: World, column: str) -> tuple[str, ...]:
    """Return the names of what others counted of an operation; those not named do not count."""
    cited = world.cited_of(column)
    named = {c.name for c in world.collections_of(cited) if not c.withheld} if cited else set()
    every = (pair for counts in cited for pair in counts.collections.items())
    return tuple(dict.fromkeys(table for table, name in every if name in named))
