"""What a text is to an earlier one: the thresholds, each with its reason, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from streams.dedup.sketch import Sketch, common

Finding: TypeAlias = Literal["duplicate", "brief", "expansion", "related", "look_alike", "other"]

BRIEF_SIZE: Final = 0.8
"""Size against the earlier text below which a repeat is a brief cut from it. Re-sends of Reuters
stay within a tenth of the first length; cuts drop a paragraph or more."""
ADDED_SHINGLES: Final = 25
"""Growth from which a text adds to the one it contains: a sentence of a wire has 20 to 25 words.
Measured on pairs of one story with both texts nearly whole: edits grew it by 17 at most,
added paragraphs by 32 at least."""
ADDED_SHARE: Final = 0.1
"""Share of the new text that growth must be of as well: in a thousand words, 25 are edits."""
SHORT_SHINGLES: Final = 30
"""Size below which one changed word matters: it takes three shingles, a tenth of the text."""
SHORT_SHARE: Final = 0.9
"""Containment from which a text so short is a repeat; at 0.7 one name could be another."""
TEMPLATE_SHARE: Final = 0.5
"""Share of a text's numbers that the earlier one lacks from which the two are one form filled in
twice (bond issues, closing prices, weekly series) and two events, however alike the words."""

TEMPLATE_NUMBERS: Final = 2
"""Numbers that must differ at least: of the pairs of one story with one number, and that another,
five in seven were one text edited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What the settings decide."""

    duplicate_share: float
    related_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What a new text and an earlier one share."""

    of_new: float
    """Share of the new text's shingles that the earlier one has."""
    of_earlier: float
    """Share of the earlier text's shingles that the new one has."""
    new_size: int
    earlier_size: int
    numbers: int
    """How many numbers the new text gives in digits."""
    new_numbers: int
    """How many of them the earlier text does not give."""
    lost_numbers: int
    """How many of the earlier text's numbers the new one does not give."""
    earlier_numbers: int

    @property
    def new_share(self) -> float:
        """Share of the new text that the earlier one does not have."""
        return 1.0 - self.of_new


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: the finding if `holds`, and why, for a person."""

    finding: Finding
    why: str
    holds: Callable[[Overlap, Thresholds], bool]


def overlap(new: Sketch, earlier: Sketch, of_new: float, of_earlier: float) -> Overlap:
    """Put together what `new` and `earlier` share, given what `containments` says of them."""
    same_numbers = common(new.numbers, earlier.numbers)
    return Overlap(
        of_new=of_new,
        of_earlier=of_earlier,
        new_size=new.size,
        earlier_size=earlier.size,
        numbers=len(new.numbers),
        new_numbers=len(new.numbers) - same_numbers,
        lost_numbers=len(earlier.numbers) - same_numbers,
        earlier_numbers=len(earlier.numbers),
    )


def judge(seen: Overlap, limits: Thresholds) -> Rule:
    """Say what the new text is to the earlier one: the first rule of the table that holds."""
    return next(rule for rule in RULES if rule.holds(seen, limits))


def _apart(seen: Overlap, limits: Thresholds) -> bool:
    return max(seen.of_new, seen.of_earlier) < limits.related_share


def _look_alike(seen: Overlap, _limits: Thresholds) -> bool:
    if seen.new_size <= seen.earlier_size:
        foreign, numbers = seen.new_numbers, seen.numbers
    else:
        foreign, numbers = seen.lost_numbers, seen.earlier_numbers
    return foreign >= TEMPLATE_NUMBERS and foreign >= TEMPLATE_SHARE * numbers


def _expansion(seen: Overlap, limits: Thresholds) -> bool:
    growth = seen.new_size - seen.earlier_size
    adds = growth >= ADDED_SHINGLES and seen.new_share >= ADDED_SHARE
    return adds and seen.of_earlier >= _repeat_share(seen, limits)


def _partly(seen: Overlap, limits: Thresholds) -> bool:
    return seen.of_new < _repeat_share(seen, limits)


def _new_number(seen: Overlap, _limits: Thresholds) -> bool:
    return seen.new_numbers > 0


def _brief(seen: Overlap, _limits: Thresholds) -> bool:
    return seen.new_size < BRIEF_SIZE * seen.earlier_size


def _otherwise(_seen: Overlap, _limits: Thresholds) -> bool:
    return True


def _repeat_share(seen: Overlap, limits: Thresholds) -> float:
    short = min(seen.new_size, seen.earlier_size) < SHORT_SHINGLES
    return max(limits.duplicate_share, SHORT_SHARE) if short else limits.duplicate_share


RULES: Final = (
    Rule("other", "too little of either text is in the other", _apart),
    Rule("look_alike", "the words are alike, but most of the numbers differ", _look_alike),
    Rule("expansion", "it has the earlier text and at least a sentence more", _expansion),
    Rule("related", "it has words that the earlier text does not", _partly),
    Rule("related", "it gives a number that the earlier text does not", _new_number),
    Rule("brief", "it is cut from the longer earlier text", _brief),
    Rule("duplicate", "it says what the earlier text says", _otherwise),
)
"""The first that holds counts; only `duplicate` and `brief` are not sent on as news."""
