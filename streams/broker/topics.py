"""Topics, partitions and what a look into their batches gives, in memory."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from streams.broker.configs import TopicConfig
from streams.broker.producers import Producer

OFFSET_BITS: Final = 40
"""A trillion records a partition; 23 bits are left for partitions over the file's life."""


def now_ms() -> int:
    """Give the wall clock, milliseconds since 1970."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True, eq=False)
class Partition:
    """One partition: its bounds, its producers, and the fetches that wait for it."""

    id: int
    topic: str
    number: int
    log_start: int = 0
    next_offset: int = 0
    bytes: int = 0
    cleaned_to: int = 0
    producers: dict[int, Producer] = field(default_factory=dict)
    open: dict[int, int] = field(default_factory=dict)
    """First offsets of open transactions, by producer id."""
    waiters: set[asyncio.Future[None]] = field(default_factory=set)

    @property
    def stable_offset(self) -> int:
        """The last stable offset: below it, every transaction has ended."""
        return min(self.open.values(), default=self.next_offset)

    def row(self, offset: int) -> int:
        """Give the id of a batch that begins at this offset."""
        return self.id << OFFSET_BITS | offset

    def wake(self) -> None:
        """Let the fetches that wait for this partition look again."""
        for waiter in self.waiters:
            if not waiter.done():
                waiter.set_result(None)
        self.waiters.clear()


@dataclass(slots=True, eq=False)
class Topic:
    """A topic, its settings as set, and as they are acted on."""

    id: int
    name: str
    overrides: dict[str, str]
    config: TopicConfig
    partitions: list[Partition] = field(default_factory=list)


class Span(NamedTuple):
    """Consecutive batches that answer a fetch."""

    first: int
    last: int
    bytes: int


class Aborted(NamedTuple):
    """An aborted transaction that readers must hide."""

    producer_id: int
    first_offset: int
