"""The breaker: stop a worker that rejects nearly everything.

A broken deployment or a changed feed would otherwise move the whole wire to the dead
letters, article by article. Stopping keeps it where it is until someone has looked.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field


class BreakerError(RuntimeError):
    """Nearly everything was rejected; the text says how much and what to do."""


@dataclass(slots=True)
class Breaker:
    """Opens when at least `share` of the last `records` records or more were rejected."""

    share: float
    records: int
    _chunks: deque[tuple[int, int]] = field(default_factory=deque)
    _consumed: int = 0
    _rejected: int = 0

    def add(self, consumed: int, rejected: int) -> None:
        """Take in one chunk; raise BreakerError when it is too much."""
        self._chunks.append((consumed, rejected))
        self._consumed += consumed
        self._rejected += rejected
        while self._consumed - self._chunks[0][0] >= self.records:
            oldest = self._chunks.popleft()
            self._consumed -= oldest[0]
            self._rejected -= oldest[1]
        if self._consumed >= self.records and self._rejected >= self.share * self._consumed:
            raise BreakerError(
                f"{self._rejected} of the last {self._consumed} records were rejected: look at "
                "the newest dead letters, mend what is wrong, and start again "
                "(BARQ_BREAKER_SHARE and BARQ_BREAKER_RECORDS set the limit)"
            )
