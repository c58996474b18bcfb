"""Compaction: of each key the last record stays, as Apache Kafka does it.

- Only below the last stable offset; records of aborted transactions go, and so do
  the marks of transactions, each abort mark together with its entry in `aborted`.
- Offsets, producers and sequences stay as they are. A key is known by its digest.
- A tombstone stays `delete.retention.ms` after the pass that removed what it
  deletes, so that a reader who has seen the old value sees that it went.
- The last batch of each pass stays, so that no reader waits for an end offset
  that no batch reaches. A batch in a codec that is not installed stays whole, and
  with one about, all tombstones.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final, NamedTuple

import structlog

from streams.broker import batches
from streams.broker.batches import Header
from streams.broker.database import Database
from streams.broker.log import Log
from streams.broker.topics import OFFSET_BITS, Partition, Topic

LEAST_DIRTY_BYTES: Final = 2**20
"""A partition is left alone until so much of it is new, bytes, or it is `segment.ms` old: a pass
reads all of it."""
MOST_KEYS: Final = 500_000
"""Held in memory by one pass, about 100 MB; the rest is for the next one."""
KEY_BYTES: Final = 16
"""Of a key's digest: two of a billion keys are alike with a chance below 1e-20."""
_MASK: Final = (1 << OFFSET_BITS) - 1

_log = structlog.get_logger(__name__)


class _Row(NamedTuple):
    id: int
    header: Header
    batch: bytes


@dataclass(slots=True)
class _Pass:
    """One pass over a partition."""

    partition: Partition
    end: int
    """Offset up to which it cleans."""
    time_ms: int
    tombstone_ms: int
    last_of: dict[bytes, int] = field(default_factory=dict)
    """Offset of the last record of each key that is new since the last pass."""
    aborted: list[tuple[int, int, int]] = field(default_factory=list)
    """Producer, first and last offset of each aborted transaction."""
    unreadable: bool = False

    def is_aborted(self, header: Header) -> bool:
        """Whether a batch belongs to an aborted transaction."""
        return header.is_transactional and any(
            producer_id == header.producer_id and first <= header.base_offset <= last
            for producer_id, first, last in self.aborted
        )


class Compactor:
    """Compacts partitions when enough of them is new."""

    def __init__(self, database: Database, log: Log) -> None:
        self._db = database
        self._topics = log

    async def compact(self, topic: Topic, partition: Partition, time_ms: int) -> None:
        """Make one pass over a partition if it is due."""
        end = self._end(topic, partition, time_ms)
        if not self._is_due(topic, partition, end, time_ms):
            return
        a_pass = _Pass(
            partition=partition,
            end=end,
            time_ms=time_ms,
            tombstone_ms=topic.config.delete_retention_ms,
            aborted=self._aborted(partition),
        )
        before = partition.bytes
        if not await self._index(a_pass):
            return
        last = self._db.read(
            "SELECT max(id) FROM batch WHERE id >= ? AND id < ?",
            partition.row(partition.log_start), partition.row(a_pass.end),
        ).fetchone()[0]  # fmt: skip
        async for row in self._rows(partition, partition.log_start, a_pass.end):
            if row.id != last:
                self._clean(a_pass, row)
        if not self._topics.holds(partition):
            return
        partition.cleaned_to = max(a_pass.end, partition.cleaned_to)
        self._topics.touch(partition)
        self._db.write(
            "UPDATE partition SET cleaned_to = ? WHERE id = ?", partition.cleaned_to, partition.id
        )
        await self._db.settled()
        _log.info(
            "log_compacted",
            topic=topic.name,
            partition=partition.number,
            upto=a_pass.end,
            bytes_before=before,
            bytes_after=partition.bytes,
        )

    def _end(self, topic: Topic, partition: Partition, time_ms: int) -> int:
        end = partition.stable_offset
        if topic.config.compaction_lag_ms:
            young = self._db.read(
                "SELECT id FROM batch WHERE id >= ? AND id < ? AND appended_ms > ? "
                "ORDER BY id LIMIT 1",
                partition.row(partition.cleaned_to), partition.row(end),
                time_ms - topic.config.compaction_lag_ms,
            ).fetchone()  # fmt: skip
            if young:
                end = young[0] & _MASK
        return end

    def _is_due(self, topic: Topic, partition: Partition, end: int, time_ms: int) -> bool:
        if end > partition.cleaned_to:
            dirty, oldest_ms = self._db.read(
                "SELECT coalesce(sum(size), 0), coalesce(min(appended_ms), 0) FROM batch "
                "WHERE id >= ? AND id < ?",
                partition.row(partition.cleaned_to), partition.row(end),
            ).fetchone()  # fmt: skip
            aged = dirty > 0 and oldest_ms <= time_ms - topic.config.segment_ms
            enough = dirty >= LEAST_DIRTY_BYTES or aged
            if enough and dirty >= topic.config.dirty_ratio * partition.bytes:
                return True
        due = self._db.read(
            "SELECT 1 FROM batch WHERE id >= ? AND id < ? AND tombstones_until_ms <= ? LIMIT 1",
            partition.row(partition.log_start), partition.row(partition.cleaned_to), time_ms,
        ).fetchone()  # fmt: skip
        return due is not None

    def _aborted(self, partition: Partition) -> list[tuple[int, int, int]]:
        return self._db.read(
            "SELECT producer_id, first_offset, last_offset FROM aborted WHERE partition_id = ?",
            partition.id,
        ).fetchall()

    async def _index(self, a_pass: _Pass) -> bool:
        """Note the last record of each new key; give False if the partition went meanwhile."""
        partition = a_pass.partition
        async for row in self._rows(partition, partition.cleaned_to, a_pass.end):
            if row.header.is_control or a_pass.is_aborted(row.header):
                continue
            try:
                for record in batches.records_of(row.batch):
                    if record.key is not None:
                        a_pass.last_of[_digest(record.key)] = record.offset
            except batches.Unreadable:
                a_pass.unreadable = True
            if len(a_pass.last_of) >= MOST_KEYS:
                a_pass.end = row.header.last_offset + 1
                break
        return self._topics.holds(partition)

    def _clean(self, a_pass: _Pass, row: _Row) -> None:
        """Drop from one batch what is superseded."""
        if row.header.is_control:
            self._replace(a_pass, row, None, keeps_tombstones=False)
            self._db.write(
                "DELETE FROM aborted WHERE partition_id = ? AND last_offset = ?",
                a_pass.partition.id, row.header.base_offset,
            )  # fmt: skip
            return
        if a_pass.is_aborted(row.header):
            self._replace(a_pass, row, None, keeps_tombstones=False)
            return
        until_ms = self._db.read(
            "SELECT tombstones_until_ms FROM batch WHERE id = ?", row.id
        ).fetchone()[0]
        over = until_ms is not None and until_ms <= a_pass.time_ms and not a_pass.unreadable
        dropped: set[int] = set()
        keeps_tombstones = False
        try:
            for record in batches.records_of(row.batch):
                if record.key is None:
                    continue
                last = a_pass.last_of.get(_digest(record.key), record.offset)
                if last > record.offset or (record.value is None and over):
                    dropped.add(record.offset)
                elif record.value is None:
                    keeps_tombstones = True
        except batches.Unreadable:
            a_pass.unreadable = True
            return
        if dropped:
            new = batches.without(row.batch, dropped)
            self._replace(a_pass, row, new, keeps_tombstones=keeps_tombstones)
        if keeps_tombstones and until_ms is None:
            self._db.write(
                "UPDATE batch SET tombstones_until_ms = ? WHERE id = ?",
                a_pass.time_ms + a_pass.tombstone_ms, row.id,
            )  # fmt: skip

    def _replace(
        self, a_pass: _Pass, row: _Row, new: bytearray | None, *, keeps_tombstones: bool
    ) -> None:
        if new is None:
            for table in ("batch", "batch_records"):
                self._db.write(f"DELETE FROM {table} WHERE id = ?", row.id)  # noqa: S608 - our tables
        else:
            self._db.write(
                "UPDATE batch SET size = ?, max_timestamp = ?, tombstones_until_ms = "
                "CASE WHEN ? THEN tombstones_until_ms END WHERE id = ?",
                len(new), batches.header_of(new).max_timestamp, int(keeps_tombstones), row.id,
            )  # fmt: skip
            self._db.write("UPDATE batch_records SET records = ? WHERE id = ?", new, row.id)
        a_pass.partition.bytes -= len(row.batch) - (0 if new is None else len(new))
        self._topics.touch(a_pass.partition)

    async def _rows(self, partition: Partition, start: int, end: int) -> AsyncIterator[_Row]:
        """Read batches one after the other, with a turn of the event loop between them."""
        next_id = partition.row(start)
        while self._topics.holds(partition):
            found = self._db.read(
                "SELECT id, records FROM batch_records WHERE id >= ? AND id < ? "
                "ORDER BY id LIMIT 1",
                next_id, partition.row(end),
            ).fetchone()  # fmt: skip
            if found is None:
                return
            id_, batch = found
            yield _Row(id_, batches.header_of(batch), batch)
            next_id = id_ + 1
            await self._db.settled()
            await asyncio.sleep(0)


def _digest(key: bytes) -> bytes:
    return blake2b(key, digest_size=KEY_BYTES).digest()
