"""What is held back: under which terms, until when, and how the holding ends.

IPTC's standards say what to do. An embargo is of the item, "all versions" of it, until its time,
and one without a time is until further notice. So is what is withheld, whatever time it gives.
"""

from __future__ import annotations

import heapq
from typing import Final

import msgspec

from schemas.records import Held, HeldReason, HeldState, Parsed, Relation, Time
from schemas.times import EPOCH, MILLISECOND, to_ms
from streams.dedup.version import Version

LATEST_MS: Final = 253_402_300_799_999
"""The end of the year 9999: a record holds no later time."""
SPARE: Final = 64
"""Outdated places in the heap of due times that are let be."""


class Terms(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Why an article is held, and until when; until None: further notice."""

    reason: HeldReason
    until: Time | None

    @property
    def due_ms(self) -> int | None:
        """The first millisecond that is not before `until`."""
        if self.until is None:
            return None
        return min(-((EPOCH - self.until) // MILLISECOND), LATEST_MS)


class Holding(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The article that is held, and what it is released as."""

    parsed: Parsed
    terms: Terms
    said: Version
    """The version that had the last word on the terms."""
    relation: Relation

    def has_text_of(self, parsed: Parsed) -> bool:
        """Tell whether `parsed` is the same to a reader, whatever it says of its use."""
        mine = self.parsed
        return (mine.headline, mine.text) == (parsed.headline, parsed.text)

    def ended(self, state: HeldState, supersedes: str | None, by: str | None = None) -> Held:
        """Tell how it ended."""
        told = held(self.parsed, self.terms, supersedes)
        return msgspec.structs.replace(told, state=state, by=by, parsed=None)


def terms_of(parsed: Parsed, longest_ms: int) -> Terms | None:
    """Give the terms under which an article that is no kill is held; None when it is free.

    An embargo that ends more than `longest_ms` after the receipt is until further notice.
    """
    if parsed.status == "withheld":
        return Terms("withheld", None)
    until, received_at = parsed.embargo_until, parsed.delivery.received_at
    if until is None or until <= received_at:
        return None
    far = to_ms(until) - to_ms(received_at) > longest_ms
    return Terms("embargo", None if far else until)


def held(parsed: Parsed, terms: Terms, supersedes: str | None) -> Held:
    """Tell that `parsed` is held from now on."""
    return Held(
        id=parsed.id,
        delivery=parsed.delivery.id,
        state="held",
        reason=terms.reason,
        until=terms.until,
        since=parsed.delivery.received_at,
        supersedes=supersedes,
        parsed=parsed,
    )


class DueTimes:
    """The keys at which something falls due, the earliest first; derived, never stored."""

    def __init__(self) -> None:
        self._due: dict[str, int] = {}
        self._heap: list[tuple[int, str]] = []

    def __len__(self) -> int:
        return len(self._due)

    def set(self, key: str, due_ms: int) -> None:
        """Let `key` fall due at `due_ms`."""
        self._due[key] = due_ms
        heapq.heappush(self._heap, (due_ms, key))
        if len(self._heap) > 2 * len(self._due) + SPARE:
            self._heap = [(due, one) for one, due in self._due.items()]
            heapq.heapify(self._heap)

    def clear(self, key: str) -> None:
        """Let `key` not fall due."""
        self._due.pop(key, None)

    def first(self) -> tuple[int, str] | None:
        """Give the earliest due time and its key."""
        while self._heap and self._due.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        return self._heap[0] if self._heap else None
