"""The state of one agent on one partition: in memory, its changes on a compacted changelog.

The runtime restores it (`load`), runs a chunk, writes `changes()` in the chunk's
own transaction, and then calls `commit()`. `rollback(mark)` undoes what a step
that raised has done since `mark()`.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar

import msgspec

EXPIRED_A_RECORD: Final = 32
"""Most entries that one record lets expire. It adds one or two, so memory stays bounded; and after
a pause of days a chunk of 500 writes 16,000 tombstones, not all of 300,000 in one transaction.
"""


class Entry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of what a store remembers under a key: values without cycles."""

    time_ms: int
    """Event time, milliseconds since 1970."""

    @property
    def lasts_ms(self) -> int | None:
        """Event time after which, and `ttl_ms` more, the entry expires; None: it does not."""
        return self.time_ms


E = TypeVar("E", bound=Entry)
E_contra = TypeVar("E_contra", bound=Entry, contravariant=True)


class Index(Protocol[E_contra]):
    """Something derived from the entries, told of each change; never stored itself."""

    def added(self, key: str, entry: E_contra) -> None:
        """`key` now holds `entry`; it held nothing."""

    def removed(self, key: str, entry: E_contra) -> None:
        """`key` held `entry`; it now holds nothing."""


class Store(Generic[E]):
    """Entries of one type by key, expired by event time."""

    def __init__(self, entry: type[E], *, ttl_ms: int, index: Index[E] | None = None) -> None:
        self._entries: dict[str, E] = {}
        self._journal: list[tuple[str, E | None]] = []
        self._by_time: list[tuple[int, str]] = []
        self._ttl_ms = ttl_ms
        self._watermark_ms = 0
        self._logged_bytes = 0
        self._growth_bytes = 0
        self._index = index
        self._decoder = msgspec.json.Decoder(entry)
        self._encoder = msgspec.json.Encoder()

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def logged_bytes(self) -> int:
        """Bytes of the keys and values that the changelog has of the live entries.

        Of what was loaded, and of the changes that were asked for before a commit.
        """
        return self._logged_bytes

    @property
    def watermark_ms(self) -> int:
        """The latest event time that it has heard of."""
        return self._watermark_ms

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def items(self) -> Iterator[tuple[str, E]]:
        """Iterate over the live entries, in no order that matters."""
        return iter(self._entries.items())

    def get(self, key: str) -> E | None:
        """Give what is remembered under `key`."""
        return self._entries.get(key)

    def put(self, key: str, entry: E) -> None:
        """Remember `entry` under `key`; an equal entry is no change."""
        before = self._entries.get(key)
        if before is None or before != entry:
            self._journal.append((key, before))
            self._set(key, entry)

    def remove(self, key: str) -> None:
        """Forget `key`."""
        before = self._entries.get(key)
        if before is not None:
            self._journal.append((key, before))
            self._unset(key)

    def advance(self, event_time_ms: int) -> None:
        """Expire what is older than the latest event time less the time to live, the oldest first.

        At most `EXPIRED_A_RECORD` entries, the rest with the next records. Call it once a
        record, before looking anything up, so that the size of a chunk cannot change an answer.
        """
        self._watermark_ms = max(self._watermark_ms, event_time_ms)
        horizon = self._watermark_ms - self._ttl_ms
        expired = 0
        while expired < EXPIRED_A_RECORD and self._by_time and self._by_time[0][0] < horizon:
            time_ms, key = heapq.heappop(self._by_time)
            entry = self._entries.get(key)
            if entry is not None and entry.lasts_ms == time_ms:
                self.remove(key)
                expired += 1

    def load(self, key: str, value: bytes | None) -> None:
        """Restore one changelog record; None is a tombstone."""
        if value is None:
            self._logged_bytes -= self._bytes(key, self._entries.get(key))
            self._unset(key)
        else:
            entry = self._decoder.decode(value)
            before = self._entries.get(key)
            self._logged_bytes += _bytes(key, value) - self._bytes(key, before)
            self._set(key, entry)
            self._watermark_ms = max(self._watermark_ms, entry.time_ms)

    def changes(self) -> list[tuple[str, bytes | None]]:
        """Give the changelog records of all changes since the last commit, in order."""
        first: dict[str, E | None] = {}
        for key, before in self._journal:
            first.setdefault(key, before)
        changed: list[tuple[str, bytes | None]] = []
        growth = 0
        for key, before in first.items():
            now = self._entries.get(key)
            if now != before:
                value = None if now is None else self._encoder.encode(now)
                growth += _bytes(key, value) - self._bytes(key, before)
                changed.append((key, value))
        self._growth_bytes = growth
        return changed

    def commit(self) -> None:
        """Take the changes as logged, and start anew."""
        self._journal.clear()
        self._logged_bytes += self._growth_bytes
        self._growth_bytes = 0

    def mark(self) -> int:
        """Give a point to roll back to; it is good until the next commit."""
        return len(self._journal)

    def rollback(self, mark: int) -> None:
        """Undo every change since `mark`, the newest first."""
        while len(self._journal) > mark:
            key, before = self._journal.pop()
            if before is None:
                self._unset(key)
            else:
                self._set(key, before)

    def _set(self, key: str, entry: E) -> None:
        self._unset(key)
        self._entries[key] = entry
        if (lasts_ms := entry.lasts_ms) is not None:
            heapq.heappush(self._by_time, (lasts_ms, key))
        if self._index is not None:
            self._index.added(key, entry)

    def _unset(self, key: str) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None and self._index is not None:
            self._index.removed(key, entry)

    def _bytes(self, key: str, entry: E | None) -> int:
        """Give what `entry` takes on the changelog: encoding it again costs no memory."""
        return 0 if entry is None else _bytes(key, self._encoder.encode(entry))


def _bytes(key: str, value: bytes | None) -> int:
    return 0 if value is None else len(key.encode()) + len(value)


class State(Protocol):
    """What the runtime needs of an agent's state: to restore it and to log its changes."""

    @property
    def store(self) -> Store[Any]:
        """The entries; whatever else the state holds is derived from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateSpec:
    """An agent's state: the changelog topic `state.<name>`, and how to make an empty one."""

    name: str
    new: Callable[[Any], State]
    """Makes the empty state of one partition from the agent's resources."""

    @property
    def topic(self) -> str:
        """The changelog topic: compacted, with as many partitions as the topic read."""
        return f"state.{self.name}"
