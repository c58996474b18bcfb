"""Records the metrics of one process that takes items in, and how it is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, Literal, get_args

from aiokafka.errors import KafkaError

from streams.ingest.feedlist import Feed
from streams.ingest.reading import RefusedReason
from streams.runtime.edge_metrics import (
    BYTES,
    EDGE_METRICS,
    FEED_FAILURES,
    FEED_POLLS,
    FEED_SUCCESS,
    ITEMS,
    WAITING,
)
from streams.runtime.series import Labels, Series

Edge = Literal["watch", "feeds", "push"]
Result = Literal["sent", "unchanged", "refused", "failed", "gone"]

ANSWERED: Final = frozenset({"sent", "unchanged", "refused"})

ASKED_EVERY_S: Final = 5.0
"""Seconds between two times that Kafka is asked whether it answers: as often as one scrapes."""
ANSWERS_S: Final = 3.0
HUNG_S: Final = 60.0
"""Seconds without a turn of the loop after which it is said to hang, as of a worker."""


class Meter:
    """The metrics of one process of the edges."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self.series: Final = Series(EDGE_METRICS)
        self._clock = clock
        self._connected = False
        self._turned_s = time.monotonic()
        self._feeds: dict[Feed, tuple[float, int]] = {}

    def begin(self, edge: Edge) -> None:
        """Let what an edge counts be seen before anything has come."""
        with self.series.lock:
            self.series.add(ITEMS, (edge, "sent", ""), 0)
            for reason in () if edge == "push" else get_args(RefusedReason):
                self.series.add(ITEMS, (edge, "refused", reason), 0)
            self.series.add(BYTES, (edge,), 0)
            self.series.set(WAITING, (edge,), 0)

    def sent(self, edge: Edge, items: int, size: int) -> None:
        """Count what Kafka has confirmed."""
        with self.series.lock:
            self.series.add(ITEMS, (edge, "sent", ""), items)
            self.series.add(BYTES, (edge,), size)

    def refused(self, edge: Edge, reason: str) -> None:
        """Count an item that is not sent."""
        with self.series.lock:
            self.series.add(ITEMS, (edge, "refused", reason))

    def known(self, edge: Edge) -> None:
        """Count an item that was sent before."""
        with self.series.lock:
            self.series.add(ITEMS, (edge, "known", ""))

    @contextmanager
    def waiting(self, edge: Edge, items: int) -> Iterator[None]:
        """Count items as waiting while in the context."""
        self._wait(edge, items)
        try:
            yield
        finally:
            self._wait(edge, -items)

    def listed(self, feeds: Sequence[Feed], failures: Callable[[Feed], int]) -> None:
        """Hear which feeds are polled now, and how often in a row each has failed before."""
        now_s = self._clock()
        self._feeds = {feed: self._feeds.get(feed, (now_s, failures(feed))) for feed in feeds}
        with self.series.lock:
            for metric in (FEED_SUCCESS, FEED_FAILURES):
                self.series.keep(metric, [_labels(feed) for feed in feeds])
            for feed in feeds:
                self._show(feed)
                for result in get_args(Result):
                    self.series.add(FEED_POLLS, (*_labels(feed), result), 0)

    def polled(self, feed: Feed, result: Result, failures: int) -> None:
        """Hear what came of a poll."""
        before_s, _ = self._feeds.get(feed, (self._clock(), 0))
        self._feeds[feed] = self._clock() if result in ANSWERED else before_s, failures
        with self.series.lock:
            self.series.add(FEED_POLLS, (*_labels(feed), result))
            self._show(feed)

    async def watch_over(self, answers: Callable[[], Awaitable[bool]]) -> None:
        """Note that the loop turns and whether Kafka answers, until cancelled."""
        while True:
            try:
                async with asyncio.timeout(ANSWERS_S):
                    self._connected = await answers()
            except (TimeoutError, KafkaError):
                self._connected = False
            self._turned_s = time.monotonic()
            await asyncio.sleep(ASKED_EVERY_S)

    def readiness(self) -> tuple[bool, str]:
        """Tell whether what comes can be sent."""
        return self._connected, "takes items in" if self._connected else "Kafka does not answer"

    def hangs_s(self) -> float | None:
        """Give for how long the loop has not turned, when it is too long."""
        seconds = time.monotonic() - self._turned_s
        return seconds if seconds > HUNG_S else None

    def _wait(self, edge: Edge, items: int) -> None:
        with self.series.lock:
            now = self.series.value(WAITING, (edge,)) or 0.0
            self.series.set(WAITING, (edge,), now + items)

    def _show(self, feed: Feed) -> None:
        """Let a feed's series stand at the worst of the feeds that share its labels."""
        alike = [one for own, one in self._feeds.items() if _labels(own) == _labels(feed)]
        self.series.set(FEED_SUCCESS, _labels(feed), min(at_s for at_s, _ in alike))
        self.series.set(FEED_FAILURES, _labels(feed), max(failures for _, failures in alike))


def _labels(feed: Feed) -> Labels:
    """Give source and address of a feed, less what may hold a key."""
    return feed.source, str(feed.url.with_user(None).with_query(None).with_fragment(None))
