"""What a question answers where there is no number: that it is not known, and why."""

from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")


class NotKnown(str):
    """The reason why something is not known, a sentence: never zero, and never taken for a text."""

    __slots__ = ()


def parted(answers: Mapping[str, T | NotKnown]) -> tuple[dict[str, NotKnown], dict[str, T]]:
    """Return what is not known, with its reason, and what is known, each by slug and in order."""
    unknown = {slug: answer for slug, answer in answers.items() if isinstance(answer, NotKnown)}
    answered = {slug: a for slug, a in answers.items() if not isinstance(a, NotKnown)}
    return unknown, answered
