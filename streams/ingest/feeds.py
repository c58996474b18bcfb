"""Poll feeds, and send each that has changed as one wire item: `barq ingest --feeds`.

The parse stage makes articles of it, and the dedup stage knows which of them are new.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from streams.ingest.feedlist import Feed
from streams.ingest.fetching import Fetcher, FetchError
from streams.ingest.meter import Meter, Result
from streams.ingest.polling import (
    LONGEST_RETRY_AFTER_S,
    Answer,
    Failure,
    Verdict,
    conditions,
    judge,
)
from streams.ingest.reading import Piece
from streams.ingest.sniff import content_type
from streams.ingest.state import Polled, State
from streams.ingest.stopping import ended
from streams.ingest.watching import Deliver

AT_ONCE: Final = 8
"""Feeds polled at a time: each may hold a body of the largest size in memory."""
MAX_TYPE_CHARS: Final = 200


@dataclass(slots=True, kw_only=True)
class Poller:
    """Polls a list of feeds."""

    fetcher: Fetcher
    state: State
    deliver: Deliver
    tell: Callable[[str], None]
    warn: Callable[[str], None]
    interval_s: float
    """For feeds that are listed without one."""
    stop_s: float
    """Time that what is being sent has to be acknowledged in, when told to stop."""
    meter: Meter = field(default_factory=Meter)
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _troubles: dict[str, str] = field(default_factory=dict)

    async def run(
        self, feeds: Sequence[Feed], changes: AsyncIterator[Sequence[Feed]] | None = None
    ) -> None:
        """Poll `feeds`, each when it is due, until cancelled.

        `changes` gives the list anew when it has changed. Without, ends when all are gone.
        """
        self._listed(feeds)
        async with asyncio.TaskGroup() as group:
            polled = {feed: group.create_task(self._follow(feed)) for feed in feeds}
            if changes is None:
                return
            async for listed in changes:
                left = {feed: polled.pop(feed) for feed in [*polled] if feed not in listed}
                for feed, task in left.items():
                    task.cancel()
                    self._troubles.pop(feed.shown, None)
                if left:
                    await asyncio.wait(left.values())
                self._listed(listed)
                new = [feed for feed in listed if feed not in polled]
                polled |= {feed: group.create_task(self._follow(feed)) for feed in new}
                self.tell(f"the list has changed: {len(new)} to poll anew, {len(left)} no more")

    def _listed(self, feeds: Sequence[Feed]) -> None:
        self.meter.listed(feeds, lambda feed: self.state.feed(feed.shown).failures)

    async def _follow(self, feed: Feed) -> None:
        if self.state.feed(feed.shown).gone:
            self.warn(f"{feed.shown}: not polled, it was gone for good; take it off the list")
        while not (known := self.state.feed(feed.shown)).gone:
            longest_s = LONGEST_RETRY_AFTER_S
            if feed.interval_s is not None and not known.failures:
                longest_s = feed.interval_s  # shorter than when it was polled last
            wait_s = min(known.due_s - self.wall(), longest_s)
            if wait_s > 0:
                await self.sleep(wait_s)
            async with self._at_once:
                await self.poll(feed)

    async def poll(self, feed: Feed) -> None:
        """Poll one feed now; what is remembered is written when what was sent has arrived."""
        before = self.state.feed(feed.shown)
        answer: Answer | Failure
        host, moved_to = "", ""
        try:
            fetched = await self.fetcher.fetch(feed.url, conditions(before))
        except FetchError as error:
            answer = Failure(str(error))
        else:
            answer, host, moved_to = fetched.answer, fetched.host, fetched.moved_to
        verdict = judge(feed, before, answer, now_s=self.wall(), interval_s=self.interval_s)
        if verdict.hold_host_s:
            self.fetcher.hosts.hold(host, verdict.hold_host_s)
        await ended(self._follow_up(feed, before, answer, verdict, moved_to), self.stop_s)

    async def _follow_up(
        self, feed: Feed, before: Polled, answer: Answer | Failure, verdict: Verdict, moved_to: str
    ) -> None:
        polled, trouble = verdict.polled, verdict.trouble
        result: Result = "gone" if polled.gone else "failed" if polled.failures else "unchanged"
        if verdict.send and isinstance(answer, Answer):
            with self.meter.waiting("feeds", 1):
                refused = await self.deliver([_piece(feed, answer)])
            if refused:
                result, trouble = "refused", refused[0].why
                polled = replace(before, due_s=polled.due_s)
                self.meter.refused("feeds", refused[0].reason)
            else:
                result = "sent"
                self.meter.sent("feeds", 1, len(answer.body))
                self.tell(f"sent {feed.shown}: {len(answer.body):,} bytes")
        self.state.put_feed(feed.shown, polled)
        self.meter.polled(feed, result, polled.failures)
        if not trouble and moved_to:
            trouble = f"has moved for good; write {moved_to} into the list"
        if polled.failures:
            trouble += f"; again in {polled.due_s - self.wall():.0f} s"
        self._tell_trouble(feed, trouble)

    def _tell_trouble(self, feed: Feed, trouble: str) -> None:
        before = self._troubles.get(feed.shown, "")
        self._troubles[feed.shown] = trouble
        if trouble and trouble != before:
            self.warn(f"{feed.shown}: {trouble}")
        elif before and not trouble:
            self.tell(f"{feed.shown}: answers again")


def _piece(feed: Feed, answer: Answer) -> Piece:
    declared = answer.headers.get("Content-Type", "").strip()[:MAX_TYPE_CHARS]
    return Piece(
        where=feed.shown,
        source=feed.source,
        content_type=declared or content_type("", answer.body),
        body=answer.body,
    )
