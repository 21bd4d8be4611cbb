"""Themes in words: the largest, how much none claims, and each column's hashtags."""

from itertools import combinations

import numpy as np

from dashboard.catalogue.releases import Operation
from dashboard.link.not_known import NotKnown
from dashboard.look import style
from dashboard.panels.listed import tag_of, top
from dashboard.panels.panel import (
    NO_POSTS,
    Cell,
    Explained,
    Table,
    Tags,
    credited,
    in_part,
    in_turn,
    listed,
    not_known,
    sentences,
)
from dashboard.panels.themes.draw import labels, shown
from dashboard.panels.themes.measure import (
    POSTS,
    TAG_USES,
    Claimed,
    ThemesAnswer,
    is_noise,
    share_differences,
)
from dashboard.snapshot.asking import whole_name
from dashboard.snapshot.used import used
from dashboard.tables import HASHTAG

TAGS = 8
MOST_USED = "Most used hashtags"
PAIRED = 4  # themes whose pairs are shown, where the reader chose fewer than two
UNITS = {POSTS: "posts", TAG_USES: "hashtag uses"}


def say(answer: ThemesAnswer) -> str:
    largest = [(o, words) for o in answer.known if (words := _largest(answer, o))]
    lead = in_turn(_lead(answer, largest), ((whole_name(o), words) for o, words in largest))
    nothing = "" if lead or not answer.known else "No theme claims a post here."
    parts = in_part((o, answer.part_of(o)) for o, _ in largest)
    return sentences(lead, nothing, parts, not_known(answer))


def _lead(answer: ThemesAnswer, largest: list[tuple[Operation, str]]) -> str:
    """Return how the sentence begins; that noise is left out where there is more of it."""
    every = [answer.claimed[o.slug] for o, _ in largest]
    above = any(c.is_noise_above(float(c.shares[_best(answer, c)])) for c in every)
    return "Apart from noise, the largest theme of" if above else "Largest theme of"


def _best(answer: ThemesAnswer, claimed: Claimed) -> int:
    """Return the number of the theme with the most uses apart from noise."""
    return int(np.where(is_noise(answer.world), 0, claimed.uses).argmax())


def _largest(answer: ThemesAnswer, operation: Operation) -> str:
    """Return the largest theme apart from noise, with its share; "" if none claims a post."""
    claimed = answer.claimed[operation.slug]
    best = _best(answer, claimed)
    if not claimed.uses[best]:
        return ""
    share = f"**{style.percent(claimed.shares[best])}** of {UNITS[claimed.unit]}"
    return f"{labels(answer.world, [best])[0]}, {share}"


def caption(answer: ThemesAnswer) -> str:
    """Say what the bars are: of posts, of hashtag uses, or of both."""
    units = {claimed.unit for claimed in answer.claimed.values()}
    if not units:
        return ""
    what = "Share of" if answer.view.scale == "share" else "Number of"
    counted = UNITS[TAG_USES] if units == {TAG_USES} else UNITS[POSTS]
    dotted = "; dotted: of hashtag uses" if len(units) > 1 else ""
    return f"{what} {counted} with each theme{dotted}. Coverage: with any theme."


def gestures(answer: ThemesAnswer) -> str:
    """Say what a hand can do in the figure, "" where there is none."""
    return "A click on a theme filters by it; a click on a chosen one takes it away." * bool(
        shown(answer)
    )


def explain(answer: ThemesAnswer) -> Explained:
    cannot = "A theme counts terms and not meaning: whether a post is for or against is not known."
    return Explained(_largest_difference(answer), cannot if answer.known else "")


def _largest_difference(answer: ThemesAnswer) -> str:
    """Say where two operations whose posts were read differ most."""
    same = [o for o in answer.known if answer.claimed[o.slug].unit == POSTS]
    if len(same) < 2:
        return ""
    table = np.nan_to_num([answer.claimed[o.slug].shares for o in same])
    best = int(np.ptp(table, axis=0).argmax())
    high, low = int(table[:, best].argmax()), int(table[:, best].argmin())
    return (
        f"Largest difference in posts: {labels(answer.world, [best])[0]}, {same[high].short} "
        f"{style.percent(table[high, best])} against {same[low].short} "
        f"{style.percent(table[low, best])}."
    )


def unit(answer: ThemesAnswer) -> str:
    units = {claimed.unit for claimed in answer.claimed.values()}
    of_tags = units == {TAG_USES}
    counted, each = (UNITS[TAG_USES], "hashtag") if of_tags else (UNITS[POSTS], "post")
    what = f"Share of {counted}" if answer.view.scale == "share" else counted.capitalize()
    mixed = "; dotted bars count hashtag uses, not posts" if len(units) > 1 else ""
    filtered = " Shares are of the posts before the theme filter." if answer.view.themes else ""
    return (
        f"{what} that a theme claims{mixed}. A {each} can have several themes, so shares "
        f"do not add up. The sentence above leaves out noise: follow trading, spam and "
        f"fan talk.{filtered}{_sorted(answer)}{_cut(answer)} "
        f"Version {answer.world.lexicon.version} of the lexicon."
    )


def _sorted(answer: ThemesAnswer) -> str:
    if answer.view.sort != "difference":
        return ""
    if share_differences(answer) is None:
        return " There are no two operations whose shares can be compared: sorted by share."
    return " Sorted by the largest difference between two operations."


def _cut(answer: ThemesAnswer) -> str:
    """Say whose numbers leave out what was counted, so that all stand on one basis."""
    if not answer.cut:
        return ""
    names = listed([operation.short for operation in answer.cut])
    return (
        f" All hashtags of {names} were counted, of others in view those used 100 times or more: "
        "here all shares are of these."
    )


def cell(answer: ThemesAnswer, operation: Operation) -> Cell:
    claimed, world = answer.claimed[operation.slug], answer.world
    unit, is_cited = UNITS[claimed.unit], claimed.unit == TAG_USES
    return Cell(
        operation,
        (_without(claimed, unit), *_much_used(claimed)),
        (_tags(answer, operation),),
        details=(
            f"n = {claimed.total:,} {unit}." + (f" Basis: {claimed.basis}." if is_cited else ""),
            *_shares(claimed, unit),
            *_whole(claimed),
            _lexicon(claimed, world.lexicon.version),
        ),
        sources=credited(answer, operation, is_cited, not is_cited),
        fold=_overlap(answer, claimed),
    )


def _without(claimed: Claimed, unit: str) -> str:
    """Say how much has no theme at all: what the bars leave unsaid."""
    if not claimed.total:
        return NO_POSTS
    return f"No theme fits **{style.percent(1 - claimed.coverage)}** of its {unit}."


def _much_used(claimed: Claimed) -> list[str]:
    """Say why the shares are other ones than where an operation is seen without the others."""
    if claimed.whole is None:
        return []
    return ["Only hashtags used 100 times or more count here, as beside it."]


def _tags(answer: ThemesAnswer, operation: Operation) -> Tags:
    """Return the most used hashtags, or why they are not known under the filters."""
    world = answer.world
    tags = used(world, operation.slug, answer.view, HASHTAG)
    if isinstance(tags, NotKnown):
        return Tags(MOST_USED, (), missing=tags)
    return Tags(MOST_USED, tuple(tag_of(world, HASHTAG, tag) for tag in top(world, tags, TAGS)))


def _shares(claimed: Claimed, unit: str) -> list[str]:
    if not claimed.total:
        return []
    noise = f"noise **{style.percent(claimed.noise_share)}**"
    unstated = f"; language not stated **{style.percent(claimed.unstated_share)}**"
    covered = f"Any theme claims **{style.percent(claimed.coverage)}** of {unit}; {noise}"
    return [f"{covered}{'' if claimed.unstated is None else unstated}."]


def _whole(claimed: Claimed) -> list[str]:
    if claimed.whole is None:
        return []
    return [f"Seen without the others, it is counted over all {claimed.whole:,} uses of hashtags."]


def _lexicon(claimed: Claimed, current: str) -> str:
    """Say which lexicon the themes are of: posts keep the one that they were read with."""
    line = f"Lexicon: version {' and '.join(claimed.lexicons)}."
    if claimed.lexicons == (current,):
        return line
    return f"{line} It is at version {current} by now: themes that came since are not counted here."


def _overlap(answer: ThemesAnswer, claimed: Claimed) -> Table | None:
    """Return the posts with both themes, for every two of those chosen, else of the largest."""
    if claimed.both is None or not claimed.total:
        return None
    chosen = list(answer.world.theme_numbers(answer.view.themes) or ())
    others = [i for i in shown(answer) if i not in chosen]
    picked = chosen if len(chosen) > 1 else [*chosen, *others][:PAIRED]
    names = dict(zip(picked, labels(answer.world, picked), strict=True))
    body = [
        [
            f"{names[first]} and {names[second]}",
            f"{claimed.both[first, second]:,}",
            style.percent(claimed.both[first, second] / claimed.total),
        ]
        for first, second in combinations(picked, 2)
    ]
    return Table("Posts with two themes", ("Themes", "Posts", "Share"), body) if body else None


def table(answer: ThemesAnswer) -> Table:
    names = labels(answer.world, list(range(len(answer.world.theme_ids))))
    body = [
        [o.short, name, f"{uses:,}", UNITS[claimed.unit], style.percent(share)]
        for o in answer.known
        for claimed in [answer.claimed[o.slug]]
        for name, uses, share in zip(
            names, claimed.uses.tolist(), claimed.shares.tolist(), strict=True
        )
        if uses
    ]
    return Table("Uses by theme", ("Operation", "Theme", "Uses", "Unit", "Share"), body)
