"""Watch folders, and take in each file once it is complete: `barq ingest --watch`.

A file is known by its path. One that has changed in place is a delivery of its own; of a file
of several items that has grown, only what is new is sent. What is remembered of a file that
is gone is forgotten after `FORGET_S`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from schemas.ids import digest
from streams.ingest.meter import Meter
from streams.ingest.reading import Found, Piece, Reading, Refused
from streams.ingest.settling import Partial, Seen, Settling, look, stamp_of
from streams.ingest.state import Stamp, State, Taken
from streams.ingest.stopping import ended

Deliver: TypeAlias = Callable[[Sequence[Piece]], Awaitable[list[Refused]]]
"""Sends, waits until the broker has all, and gives what it will never take."""

GROUP_BYTES: Final = 16 * 2**20
GROUP_ITEMS: Final = 500
"""Sent and remembered together: an acknowledgement takes milliseconds, a small item far less."""

FORGET_S: Final = 7 * 24 * 3600.0
"""A folder that is not there for a while, such as a share that is not mounted, has not been
emptied; and an agency that sends a file again does so within days."""

RETRY_S: Final = 60.0
"""Seconds until a file that cannot be read is tried again, though it looks as before; doubled
each time up to an hour, because a folder may hold thousands of them."""
LONGEST_RETRY_S: Final = 3600.0


FOREVER_S: Final = float("inf")
UNFINISHED: Final = Stamp(-1, 0, 0)
"""Of a file that is still being read: no file looks so, and it will be read on."""


class Step(NamedTuple):
    """Something found in a file, and what to remember once it is sent."""

    path: str
    found: Found | None
    taken: Taken | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read."""

    stamp: Stamp
    again_s: float
    pause_s: float


@dataclass(slots=True, kw_only=True)
class Watch:
    """Watches one folder, or one file that grows."""

    root: Path
    reading: Reading
    partial: Partial
    settling: Settling
    state: State
    deliver: Deliver
    tell: Callable[[str], None]
    """Told what was taken, a line each."""
    warn: Callable[[str], None]
    """Told what was not, and what to do."""
    stop_s: float
    """Time that what is being sent has to be acknowledged in, when told to stop."""
    meter: Meter = field(default_factory=Meter)
    clock: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    _taken: dict[str, Taken] = field(default_factory=dict)
    _gone_s: dict[str, float] = field(default_factory=dict)
    _unread: dict[str, Unread] = field(default_factory=dict)
    _told: frozenset[str] = frozenset()

    def recall(self) -> None:
        """Take up what was remembered."""
        for path, (taken, gone_s) in self.state.files(str(self.root)).items():
            self._taken[path] = taken
            if gone_s is not None:
                self._gone_s[path] = gone_s

    async def run(self, poll_s: float) -> None:
        """Look every `poll_s` seconds, until cancelled."""
        self.recall()
        while True:
            await self.turn()
            await asyncio.sleep(poll_s)

    async def turn(self) -> int:
        """Look once, and take in what is complete; give the number of items sent."""
        found = await asyncio.to_thread(lambda: list(look(self.root, self.partial)))
        seen = [one for one in found if isinstance(one, Seen)]
        faults = [one for one in found if isinstance(one, Refused)]
        self._warn_once(faults)
        self._note_gone({one.path for one in seen}, [one.where for one in faults])
        known = {path: one.stamp for path, one in self._taken.items()}
        now_s = self.clock()
        known |= {p: one.stamp for p, one in self._unread.items() if one.again_s > now_s}
        return await self._take(self.settling.complete(seen, known, now_s))

    async def _take(self, files: Sequence[Seen]) -> int:
        steps = self._steps(files)
        items = 0
        while group := await asyncio.to_thread(_group, steps):
            items += await ended(self._send(group), self.stop_s)
        return items

    async def _send(self, group: Sequence[Step]) -> int:
        """Send what was found, then remember it; give the number of items sent."""
        refused = [one.found for one in group if isinstance(one.found, Refused)]
        pieces = [one.found for one in group if isinstance(one.found, Piece)]
        with self.meter.waiting("watch", len(pieces)):
            never = await self.deliver(pieces)
        for one in (*refused, *never):
            self.meter.refused("watch", one.reason)
            self.warn(f"refused {one.where}: {one.why}")
        outside = {one.where for one in never}
        done: dict[str, Taken] = {}
        sent: dict[str, list[int]] = {}
        for path, found, taken in group:
            if isinstance(found, Piece) and found.where not in outside:
                sent.setdefault(path, []).append(len(found.body))
            if taken is not None and path in outside:
                self._unread[path] = Unread(taken.stamp, FOREVER_S, 0.0)
            elif taken is not None:
                done[path] = taken
        self.state.take(done)
        self._taken |= done
        for path, sizes in sent.items():
            self.meter.sent("watch", len(sizes), sum(sizes))
            self.tell(f"sent {path}: {counted(len(sizes))}, {sum(sizes):,} bytes")
        return sum(map(len, sent.values()))

    def _steps(self, files: Sequence[Seen]) -> Iterator[Step]:
        for one in files:
            yield from self._file(one)

    def _file(self, seen: Seen) -> Iterator[Step]:
        """Read one file: what is in it that was not sent, and in the end how it looked."""
        before = self._taken.get(seen.path)
        mark = None if before is None else before.mark
        own = ""
        for found in self.reading.read_on(Path(seen.path), mark):
            if found.mark is not None:
                mark = found.mark
                yield Step(seen.path, found, Taken(UNFINISHED, "", mark))
            elif isinstance(found, Refused):
                self._unread[seen.path] = self._pause(seen, found)
                yield Step(seen.path, found, None)
                return
            elif _stamp(seen.path) != seen.stamp:
                return
            else:
                mark = None
                own = digest(found.content_type, found.body)
                if before is None or before.digest != own:
                    yield Step(seen.path, found, None)
        self._unread.pop(seen.path, None)
        yield Step(seen.path, None, Taken(seen.stamp, own, mark))

    def _pause(self, seen: Seen, refused: Refused) -> Unread:
        """Say when to try again to read a file that stays as it is."""
        if not refused.again:
            return Unread(seen.stamp, FOREVER_S, 0.0)
        last = self._unread.get(seen.path)
        same = last is not None and last.stamp == seen.stamp
        pause_s = min(last.pause_s * 2, LONGEST_RETRY_S) if last and same else RETRY_S
        return Unread(seen.stamp, self.clock() + pause_s, pause_s)

    def _note_gone(self, there: Collection[str], unseen: Sequence[str]) -> None:
        """Note which of the files taken are gone, and forget those that have been for long.

        `unseen` could not be looked at: what is in them may be there.
        """
        now_s = self.wall()
        back = {path: None for path in self._gone_s if path in there}
        left = {
            path: now_s
            for path in self._taken
            if path not in there and path not in self._gone_s and not _within(path, unseen)
        }
        self.state.mark_gone({**back, **left})
        self._gone_s = {p: s for p, s in self._gone_s.items() if p not in back} | left
        past = [
            path
            for path, since_s in self._gone_s.items()
            if now_s - since_s > FORGET_S and not _within(path, unseen)
        ]
        self.state.forget(past)
        for path in past:
            del self._gone_s[path], self._taken[path]
        self._unread = {path: one for path, one in self._unread.items() if path in there}

    def _warn_once(self, faults: Sequence[Refused]) -> None:
        lines = frozenset(f"{one.where}: {one.why}" for one in faults)
        for line in sorted(lines - self._told):
            self.warn(line)
        self._told = lines


def _within(path: str, places: Sequence[str]) -> bool:
    return any(path == place or path.startswith(place.rstrip("/") + "/") for place in places)


def counted(items: int) -> str:
    """Say how many items."""
    return f"{items} item{'' if items == 1 else 's'}"


def _group(steps: Iterator[Step]) -> list[Step]:
    """Take the next steps, as many as are sent together; none at the end."""
    group: list[Step] = []
    size = 0
    for step in steps:
        group.append(step)
        size += len(step.found.body) if isinstance(step.found, Piece) else 0
        if len(group) >= GROUP_ITEMS or size >= GROUP_BYTES:
            break
    return group


def _stamp(path: str) -> Stamp | None:
    try:
        return stamp_of(Path(path).stat())
    except OSError:
        return None
