"""Compare what was read with what was published: equal, different for a known reason, or not.

A difference counts as known only if it is exactly one that somebody explained: our number is that
of another copy, the records set aside here make it up, or a users file lists accounts twice.
"""

from collections.abc import Iterable, Iterator

from dashboard.catalogue.published import (
    EQUAL,
    KNOWN,
    NUMBERS,
    TIMES,
    UNEXPLAINED,
    Count,
    Reconciled,
    sentence,
)
from dashboard.catalogue.releases import Collection, total
from dashboard.store.holdings import Manifest, Subject

OF_USERS = ("users_rows", "published")


def reconcile(
    manifest: Manifest, about: Subject, collection: Collection, published: Iterable[Count]
) -> tuple[Reconciled, ...]:
    """Return each number of `manifest` beside every one that was published for the same files.

    Where nobody counted a users file, its accounts are set beside those announced. Rows were
    counted by others whether or not they could be read: records set aside are part of our number.
    """
    counts = _counts(about, collection, published)
    named = [(NUMBERS[count.number], count) for count in counts]
    if not any(c.number in OF_USERS and c.is_of_whole for c in counts) and _is_whole(collection):
        named += _announced(manifest, about)
    named = [(name, c) for name, c in named if _ours(manifest, c.number) is not None]
    compared = [count for _, count in named]
    return tuple(_judged(name, count, compared, manifest) for name, count in named)


def report(manifest: Manifest) -> Iterator[str]:
    """Yield a sentence for each comparison, and one for each number without a published one."""
    if not manifest.posts:
        yield "posts: none read; what a users file alone tells becomes known."
    yield from map(sentence, manifest.reconciled)
    names = [comparison.name for comparison in manifest.reconciled]
    for number, name in NUMBERS.items():
        ours = _ours(manifest, number)
        alike = [NUMBERS[n] for n in OF_USERS] if number in OF_USERS else [name]
        if isinstance(ours, int) and not any(n.startswith(tuple(alike)) for n in names):
            yield f"{name}: {ours:,}, with no published number to compare."


def _is_whole(collection: Collection) -> bool:
    """Return whether its files are a release's own, not what somebody else collected or counted."""
    return collection.depth == "rows" and collection.covers_posts is None


def _counts(about: Subject, collection: Collection, published: Iterable[Count]) -> list[Count]:
    """Return what was published on these files; of several releases together, the sums."""
    names = {collection.name, ""} if _is_whole(collection) else {collection.name}
    counts = [count for count in published if count.collection in names]
    direct = [count for count in counts if count.release == about.slug]
    if len(about.releases) == 1:
        return direct
    have = {count.number for count in direct}
    return direct + [c for n in NUMBERS if n not in have for c in _joined(n, about, counts)]


def _joined(number: str, about: Subject, counts: list[Count]) -> Iterator[Count]:
    """Yield the releases' numbers as one, if each of them has one that its files should have."""
    parts = {c.release: c for c in reversed(counts) if c.number == number and c.is_of_whole}
    counts = [parts[r.slug] for r in about.releases if r.slug in parts]
    if counts and len(counts) == len(about.releases):
        source = _source(count.source for count in counts)
        yield Count(about.slug, "", number, _join(number, [c.figure for c in counts]), source)


def _join(number: str, parts: list[int | str]) -> int | str:
    """Return the sum of what was counted, or the first or last of several times."""
    if number in TIMES:
        return min(map(str, parts)) if number == "first" else max(map(str, parts))
    return sum(map(int, parts))


def _source(sources: Iterable[str]) -> str:
    every = list(dict.fromkeys(sources))
    return every[0] if len(every) == 1 else "The sources named with each release."


def _announced(manifest: Manifest, about: Subject) -> Iterator[tuple[str, Count]]:
    """Yield the accounts of a users file beside those announced; its rows, too, if they differ."""
    announced = total(about.releases, "accounts")
    accounts, is_sum = announced.number, not announced.missing and not announced.shared_with
    if manifest.published is None or accounts is None or not is_sum:
        return
    source = _source(r.accounts_source or r.source_url for r in about.releases)
    for number in OF_USERS if manifest.users_rows != manifest.published else ("published",):
        count = Count(about.slug, "", number, accounts, source)
        yield f"{NUMBERS[number]}, beside the accounts announced", count


def _ours(manifest: Manifest, number: str) -> int | str | None:
    """Return a number of ours, rows with those that could not be read; None = nothing was read."""
    ours: int | str | None = getattr(manifest, number)
    aside = _set_aside(manifest, number)
    if number == "posts" and not ours and not aside:
        return None
    return ours + aside if isinstance(ours, int) else ours


def _set_aside(manifest: Manifest, number: str) -> int:
    """Return how many records of the files that `number` counts could not be read."""
    if number == "posts":
        return manifest.posts_rejected
    rejected = sum(manifest.rejected.values()) - manifest.posts_rejected
    return rejected if number == "users_rows" else 0


def _judged(name: str, count: Count, compared: list[Count], manifest: Manifest) -> Reconciled:
    ours = _ours(manifest, count.number)
    assert ours is not None
    verdict, reason = EQUAL, ""
    if ours != count.figure:
        reason = _stated(ours, count, compared) or _own_records(count, manifest)
        verdict = KNOWN if reason else UNEXPLAINED
    aside = _set_aside(manifest, count.number)
    return Reconciled(name, ours, count.figure, count.source, verdict, reason, aside)


def _stated(ours: int | str, count: Count, compared: list[Count]) -> str:
    """Return the published reason for a difference, of this count or one like it; "" = none."""
    if count.our_figure is not None and count.our_figure == ours:
        return count.why
    same = [c for c in compared if _kind(c) == _kind(count) and c.figure == ours]
    return (
        next((c.why for c in (count, *same) if c.why and c.our_figure is None), "") if same else ""
    )


def _kind(count: Count) -> str:
    """Return what was counted: accounts are counted by rows of a users file, too."""
    return "accounts" if count.number in OF_USERS else count.number


def _rows(manifest: Manifest) -> int:
    """Return the rows of posts: others count them however often they tell of a post."""
    return manifest.posts + manifest.posts_rejected + (manifest.repeated or 0)


def _own_records(count: Count, manifest: Manifest) -> str:
    """Return a sentence if quarantined or repeated records are exactly the difference, else ""."""
    aside = _set_aside(manifest, count.number)
    if aside and count.figure == getattr(manifest, count.number):
        return f"Equal without the {aside:,} quarantined here."
    if count.number == "posts" and manifest.repeated and count.figure == _rows(manifest):
        return f"Equal with the {manifest.repeated:,} that repeat a post."
    if count.number == "users_rows" and count.figure == manifest.published:
        repeats = (manifest.users_rows or 0) - (manifest.published or 0)
        return f"{repeats:,} {'row repeats' if repeats == 1 else 'rows repeat'} an account."
    return ""
