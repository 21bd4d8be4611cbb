"""What a question answers where there is no number: that it is not known, and why."""

from collections.abc import Mapping
from typing import Self, TypeVar

T = TypeVar("T")
MOST_WORDS = 12


class NotKnown(str):
    """The reason why something is not known, a sentence: never zero, and never taken for a text.

    `plain` says it in at most MOST_WORDS, for a column; where it says less, the rest is folded.
    """

    __slots__ = ("plain",)
    plain: str

    def __new__(cls, reason: str, plain: str = "") -> Self:
        made = super().__new__(cls, reason)
        made.plain = plain or reason
        return made


class NeedsAnother(NotKnown):
    """The reason of a question that compares operations, where only one is chosen."""

    __slots__ = ()


def parted(answers: Mapping[str, T | NotKnown]) -> tuple[dict[str, NotKnown], dict[str, T]]:
    """Return what is not known, with its reason, and what is known, each by slug and in order."""
    unknown = {slug: answer for slug, answer in answers.items() if isinstance(answer, NotKnown)}
    answered = {slug: a for slug, a in answers.items() if not isinstance(a, NotKnown)}
    return unknown, answered
