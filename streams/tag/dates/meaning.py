"""What an expression means: which days, how finely told, and by what it was found out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, NamedTuple

from schemas.records import DateBasis, DateGrain, DatePart
from streams.tag.dates.lexicon import Word
from streams.tag.dates.periods import Period

AHEAD_DAYS: Final = 122
"""How far a day without a year may lie ahead to be meant rather than the year before's.

Chosen: wires announce months ahead, but tell of what was; a third of a year is where a
reader would expect the year to be written.
"""
AHEAD_MONTH_DAYS: Final = 62
"""Likewise for a month."""


NO_UNITS: Final[frozenset[str]] = frozenset()


class Meaning(NamedTuple):
    """The days that are meant."""

    period: Period
    grain: DateGrain
    basis: DateBasis
    part: DatePart | None = None
    hijri: bool = False
    approximate: bool = False


class UntoldError(Exception):
    """The meaning depends on the tense, which was not looked at yet."""


class Around(NamedTuple):
    """What the words around a wording say."""

    direction: int = 0
    """Of a number of units: 1 for from now, -1 for ago; 0 where it is not asked for."""
    future: bool | None = None
    """Whether they speak of what is to come; None until it is asked for."""


class Wording:
    """The words of one reading, and all else that their meaning depends on."""

    __slots__ = ("_by_kind", "all", "anchor", "around", "kinds", "language")

    def __init__(
        self, kinds: str, words: tuple[Word, ...], anchor: date, language: str, around: Around
    ) -> None:
        """Take the kinds with the marks between them, and the day of publication."""
        self.kinds = kinds
        self.all = words
        self.anchor = anchor
        self.language = language
        self.around = around
        self._by_kind = {word.kind: word for word in reversed(words)}

    def words(self, kinds: str) -> list[Word]:
        """Give its words of some kinds, in order."""
        return [word for word in self.all if word.kind in kinds]

    def word(self, kinds: str) -> Word | None:
        """Give its first word of a kind; of several kinds the first kind that it has."""
        for kind in kinds:
            if (found := self._by_kind.get(kind)) is not None:
                return found
        return None

    def units(self) -> frozenset[str]:
        """Give the units that it names."""
        if "U" not in self._by_kind:
            return NO_UNITS
        return frozenset(word.name for word in self.all if word.kind == "U")

    def is_future(self) -> bool:
        """Tell whether the words around it speak of what is to come."""
        if self.around.future is None:
            raise UntoldError
        return self.around.future


def choose(
    candidates: Iterable[Period],
    wording: Wording,
    ahead_days: int,
    direction: int | None = None,
) -> Period | None:
    """Give the period that is meant of those that the wording fits, which are in order.

    With a `direction` (-1, 0, 1: last, this, next) that one; without, the one of today,
    the next one where the tense or nearness speaks for it, else the last.
    """
    anchor = wording.anchor
    past = now = coming = of_year = None
    for period in candidates:
        if period.start.year == anchor.year:
            of_year = period
        if period.until <= anchor:
            past = period
        elif period.start <= anchor:
            now = period
        elif coming is None:
            coming = period
    if direction is not None:
        return past if direction < 0 else coming if direction else now or of_year
    if now is not None or coming is None:
        return now or past
    near = past is None or (coming.start - anchor).days <= ahead_days
    return coming if near or wording.is_future() else past


def around(year: int, make: Callable[[int], Period]) -> list[Period]:
    """Make a period in each of three years, those left out in which there is none (29 February)."""
    found: list[Period] = []
    for number in (year - 1, year, year + 1):
        try:
            found.append(make(number))
        except (ValueError, OverflowError):
            continue
    return found
