"""Wakes partitions when something that they remember falls due, by the wall clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar

P = TypeVar("P")

LONGEST_S: Final = 60.0
"""Seconds after which the clock is looked at again: it may have been set, or the machine slept."""


def now_ms() -> int:
    """Give the time, milliseconds since 1970."""
    return time.time_ns() // 1_000_000


class Alarms(Generic[P]):
    """At most one alarm a partition; each rings once, in the loop in which it was set."""

    def __init__(self, wake: Callable[[P], None], *, clock: Callable[[], int] = now_ms) -> None:
        self._wake = wake
        self._clock = clock
        self._set: dict[P, tuple[int, asyncio.TimerHandle]] = {}

    def set(self, partition: P, due_ms: int | None) -> None:
        """Wake `partition` at `due_ms`, and at no other time; None: not at all."""
        before = self._set.get(partition)
        if before is None and due_ms is None:
            return
        if before is not None:
            if before[0] == due_ms:
                return
            before[1].cancel()
            del self._set[partition]
        if due_ms is not None:
            self._wait(partition, due_ms)

    def clear(self) -> None:
        """Wake nobody."""
        for _, handle in self._set.values():
            handle.cancel()
        self._set.clear()

    def _wait(self, partition: P, due_ms: int) -> None:
        left_s = max(0, due_ms - self._clock()) / 1000
        loop = asyncio.get_running_loop()
        handle = loop.call_later(min(left_s, LONGEST_S), self._ring, partition, due_ms)
        self._set[partition] = due_ms, handle

    def _ring(self, partition: P, due_ms: int) -> None:
        if self._clock() < due_ms:
            self._wait(partition, due_ms)
            return
        del self._set[partition]
        self._wake(partition)
