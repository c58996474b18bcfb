"""How far an agent is behind on a partition: pure."""

from __future__ import annotations

from typing import NamedTuple


class Standing(NamedTuple):
    """Where the consumer stands on a partition."""

    position: int
    """Offset that it will fetch next."""
    end: int | None
    """Offset after the last record that has come; None until the first answer to a fetch."""


class Pending(NamedTuple):
    """The first record that was fetched and is not committed as read."""

    offset: int
    came_ms: int
    """When it reached its topic."""


class Lag(NamedTuple):
    """How far behind."""

    topic: str
    partition: int
    records: int
    seconds: float


class Lags:
    """Measures lags, and remembers since when a partition is behind without a record at hand."""

    def __init__(self) -> None:
        self._since_s: dict[tuple[str, int], float] = {}

    def measure(
        self, topic: str, partition: int, standing: Standing, pending: Pending | None, now_s: float
    ) -> Lag | None:
        """Give the lag of a partition at `now_s`, seconds since 1970; None while not known.

        With nothing at hand the age of what waits cannot be known: it counts from when it was
        first seen to wait, as when another's open transaction keeps it from being read.
        """
        place = (topic, partition)
        if standing.end is None:
            return None
        begin = standing.position if pending is None else pending.offset
        records = max(0, standing.end - begin)
        if pending is None and records:
            since_s = self._since_s.setdefault(place, now_s)
        else:
            self._since_s.pop(place, None)
            since_s = now_s if pending is None else pending.came_ms / 1000
        return Lag(topic, partition, records, max(0.0, now_s - since_s))
