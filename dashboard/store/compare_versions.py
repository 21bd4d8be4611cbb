"""What changed from one data version to another: public counts alone, with signs."""

from collections.abc import Iterator
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path

import pandas as pd

from dashboard.catalogue.published import NUMBERS
from dashboard.store.holdings import Holding, Manifest
from dashboard.store.versions import (
    Contents,
    check_texts,
    existing_pointer,
    read_contents,
    read_holdings,
    read_pointer,
)
from dashboard.tables import EVERY_PHASE, WHOLE, IngestError

SHOWN = 5  # items named, by uses; the others are counted
OTHER_NUMBERS = {
    "posts_rejected": "posts set aside",
    "repeated": "records that repeat a post",
    "themes_version": "lexicon",
}
ITEMS = ("tags", "domains", "clients")


@dataclass(frozen=True)
class Version:
    """A version, by its name and the store that it is in."""

    store: Path
    contents: Contents

    def holdings(self, names: set[str]) -> dict[str, Holding]:
        chosen = {name: self.contents.holdings[name] for name in names}
        holdings = read_holdings(self.store, Contents(chosen, {}))
        return {"/".join(key): holding for key, holding in holdings.items()}

    def text(self, name: str) -> Path:
        return self.contents.texts_folder(self.store) / name


def compare(before: str, after: str, store: Path) -> list[str]:
    """Return what is other in `after` than in `before`: versions of `store`, or stores' folders.

    Raises IngestError or TableError if one of them is not there, or is damaged.
    """
    old, new = (_version(name, store) for name in (before, after))
    lines = [*_texts(old, new), *_holdings(old, new)]
    sentence = f"from {old.contents.version} to {new.contents.version}:"
    return [sentence, *(f"  {line}" for line in lines or ["nothing changed."])]


def _version(name: str, store: Path) -> Version:
    """Return the version that `name` names, checked; of a store's folder, the current one."""
    pointer = read_pointer(store) if store.is_dir() else None
    if pointer is None or name not in pointer.names:
        if not Path(name).is_dir():
            kept = ", ".join(pointer.names) if pointer else "no version"
            raise IngestError(f"{name} is not kept in {store} (only {kept}), nor is it a folder.")
        store = Path(name)
        name = existing_pointer(store).current
    version = Version(store, read_contents(store, name))
    check_texts(store, version.contents)
    return version


def _texts(old: Version, new: Version) -> Iterator[str]:
    ours, theirs = old.contents.texts, new.contents.texts
    for name in sorted(ours.keys() | theirs.keys()):
        if name not in ours or name not in theirs:
            yield f"{name}: {'taken away' if name in ours else 'new'}."
        elif ours[name] != theirs[name]:
            yield f"{name}: {_lines(old.text(name), new.text(name))}."


def _lines(old: Path, new: Path) -> str:
    """Say how many lines came and went."""
    ours, theirs = (path.read_text(encoding="utf-8").splitlines() for path in (old, new))
    before, after = set(ours), set(theirs)
    came, went = sum(line not in before for line in theirs), sum(line not in after for line in ours)
    return f"+{came:,} and -{went:,} lines" if came or went else "changed, in the order of lines"


# ---- Holdings ------------------------------------------------------------------------------------


def _holdings(old: Version, new: Version) -> Iterator[str]:
    ours, theirs = old.contents.holdings, new.contents.holdings
    changed = {name for name in ours.keys() & theirs.keys() if ours[name] != theirs[name]}
    before = old.holdings((ours.keys() - theirs.keys()) | changed)
    after = new.holdings((theirs.keys() - ours.keys()) | changed)
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield f"{name}: taken away, {before[name].manifest.posts:,} posts."
        elif name not in before:
            yield f"{name}: new, {after[name].manifest.posts:,} posts."
        else:
            yield f"{name}:"
            lines = [*_changed(before[name], after[name])]
            yield from (f"  {line}" for line in lines or ["the same numbers, by other files."])


def _changed(old: Holding, new: Holding) -> Iterator[str]:
    for field, name in (NUMBERS | OTHER_NUMBERS).items():
        ours, theirs = getattr(old.manifest, field), getattr(new.manifest, field)
        if ours != theirs:
            yield f"{name}: {_shown(ours)} to {_shown(theirs)}{change(ours, theirs)}."
    yield from _files(old.manifest, new.manifest)
    yield from _slots(old, new)
    for name in ITEMS:
        yield from _items(name, old, new)


def _shown(value: object) -> str:
    if value is None:
        return "not known"
    return f"{value:,}" if isinstance(value, int) else str(value)


def change(before: object, after: object) -> str:
    """Return " (+5)" or " (-5)" of whole numbers, "" of anything else."""
    if isinstance(before, Integral) and isinstance(after, Integral):
        return f" ({int(after) - int(before):+,})"
    return ""


def _files(old: Manifest, new: Manifest) -> Iterator[str]:
    ours, theirs = ({file.sha256 for file in manifest.files} for manifest in (old, new))
    came, went = len(theirs - ours), len(ours - theirs)
    if came or went:
        yield f"files: +{came:,} and -{went:,}."


def _slots(old: Holding, new: Holding) -> Iterator[str]:
    """Say in how many quarter-hours the posts are other ones, though they may add up alike."""
    ours, theirs = (holding.posts.groupby("slot")["posts"].sum() for holding in (old, new))
    other = theirs.sub(ours, fill_value=0)
    if count := int((other != 0).sum()):
        more, fewer = int(other[other > 0].sum()), int(other[other < 0].sum())
        span = f"{count:,} quarter-{'hour' if count == 1 else 'hours'}"
        yield f"posts by quarter-hour: +{more:,} and -{-fewer:,} in {span}."


def _items(name: str, old: Holding, new: Holding) -> Iterator[str]:
    ours, theirs = (_uses(getattr(holding, name)) for holding in (old, new))
    came, went = theirs.keys() - ours.keys(), ours.keys() - theirs.keys()
    if came:
        yield f"{name} that came: {_named({item: theirs[item] for item in came}, '+')}."
    if went:
        yield f"{name} that went: {_named({item: ours[item] for item in went}, '-')}."
    other = [item for item in ours.keys() & theirs.keys() if ours[item] != theirs[item]]
    if other:
        sign = sum(theirs[item] - ours[item] for item in other)
        yield f"{name} used more or less: {len(other):,}, in all {sign:+,} uses."


def _uses(items: pd.DataFrame) -> dict[str, int]:
    """Return the uses of each item in the whole collection, by its label."""
    whole = items[(items["month"] == WHOLE) & (items["phase"] == EVERY_PHASE)]
    return dict(zip(whole["label"], whole["uses"].astype(int), strict=True))


def _named(uses: dict[str, int], sign: str) -> str:
    """Return the most used first, each with its uses."""
    ordered = sorted(uses, key=lambda item: (-uses[item], item))
    lines = [f"{item} ({sign}{uses[item]:,})" for item in ordered[:SHOWN]]
    more = len(ordered) - len(lines)
    return ", ".join(lines) + (f" and {more:,} more" if more else "")
