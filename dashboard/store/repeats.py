"""What a manifest says of records that repeat a post, or that are equal, in sentences."""

from collections.abc import Iterator

from dashboard.store.holdings import Manifest


def repeats(manifest: Manifest) -> Iterator[str]:
    """Yield a sentence on records that were counted once, and one on those that may be twice."""
    if repeated := manifest.repeated:
        verb = "record repeats" if repeated == 1 else "records repeat"
        once = f"counted once{_differing(manifest)}."
        yield f"{repeated:,} {verb} a post that was read before, {once}"
    if equal := manifest.equal:
        verb = "record has no post id and is" if equal == 1 else "records have no post id and are"
        yield (
            f"{equal:,} of {manifest.records:,} {verb} equal to one that was read before, up to"
            f" {manifest.most_equal} alike: all count, as nothing says that they are one post."
        )


def _differing(manifest: Manifest) -> str:
    if not manifest.differing:
        return ""
    if manifest.repeated == manifest.differing == 1:
        return "; it differs"
    verb = "differs" if manifest.differing == 1 else "differ"
    return f"; {manifest.differing:,} of them {verb}"
