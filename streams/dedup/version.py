"""One version of an article, and which of two is newer."""

from __future__ import annotations

from typing import Final, TypeAlias

import msgspec

from schemas.records import Parsed
from schemas.times import to_ms

_NEVER_MS: Final = -(2**62)
"""Sorts before every date."""

Order: TypeAlias = tuple[bool, int, int, int, int, str]
Stamps: TypeAlias = tuple[bool, int, int, int]


class Version(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One version of an article: the provider's stamps, and which text."""

    number: int | None
    updated_ms: int | None
    published_ms: int | None
    digest: str
    received_ms: int
    """First receipt."""
    delivery: str
    """The delivery that brought it."""

    @classmethod
    def of(cls, parsed: Parsed) -> Version:
        """Take it from the article as it was received."""
        return cls(
            number=parsed.version,
            updated_ms=None if parsed.updated_at is None else to_ms(parsed.updated_at),
            published_ms=None if parsed.published_at is None else to_ms(parsed.published_at),
            digest=parsed.digest,
            received_ms=to_ms(parsed.delivery.received_at),
            delivery=parsed.delivery.id,
        )

    @property
    def stamps(self) -> Stamps:
        """Sorts versions by what the provider says of them, the newest last."""
        stamp_ms = self.published_ms if self.updated_ms is None else self.updated_ms
        numbered = self.number is not None
        unstamped = _NEVER_MS if numbered else self.received_ms
        return (
            numbered,
            self.number or 0,
            unstamped if stamp_ms is None else stamp_ms,
            _NEVER_MS if self.published_ms is None else self.published_ms,
        )

    @property
    def order(self) -> Order:
        """Sorts the versions of an article, the newest last."""
        first = -self.received_ms if self.number is not None else self.received_ms
        return (*self.stamps, first, self.digest)

    @property
    def word(self) -> tuple[Stamps, int, str]:
        """Sorts what the provider says of one text, its last word last."""
        return self.stamps, self.received_ms, self.delivery

    def same(self, other: Version) -> bool:
        """Tell whether both are one version, however received."""
        return self.digest == other.digest and (
            self.number,
            self.updated_ms,
            self.published_ms,
        ) == (other.number, other.updated_ms, other.published_ms)

    def takes_back(self, kill: Version) -> bool:
        """Tell whether the provider reinstated the article with this version after `kill`."""
        return self.number is not None and kill.number is not None and self.number > kill.number
