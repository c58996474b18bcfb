"""What the broker does by itself, so that it can stay up for weeks.

Long work goes in slices: between two, whoever waits is served. Retention counts
from when a batch arrived here, not from the time its producer wrote on it: an old
article that is fed in today is kept as long as any other.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

import structlog

from streams.broker.compaction import Compactor
from streams.broker.errors import StorageError
from streams.broker.services import Services
from streams.broker.topics import OFFSET_BITS, Partition, Topic, now_ms

PERIOD_S: Final = 5.0
"""Between two rounds, s; what a power cut may cost (see `database`)."""
SLICE_BATCHES: Final = 200
"""Removed in one turn of the event loop; some milliseconds."""
SLICE_PAGES: Final = 500
"""Given back to the file system in one turn; 2 MB, some milliseconds."""
FREE_BYTES: Final = 16 * 2**20
"""Free space inside the file that is kept for what comes next, bytes."""
DAY_MS: Final = 24 * 3_600_000
PRODUCER_MS: Final = 7 * DAY_MS
"""How long the sequences of a silent producer are remembered, ms; Apache Kafka has one day."""
TRANSACTIONAL_ID_MS: Final = 30 * DAY_MS
"""How long an unused transactional id is remembered, ms; Apache Kafka has seven days."""
OFFSETS_MS: Final = 30 * DAY_MS
"""How long the offsets of a group without members are kept, ms; Apache Kafka has seven days."""
SETTLED_MS: Final = DAY_MS
"""How long the broker must be up before it takes a group without members for gone, ms."""

_log = structlog.get_logger(__name__)


class Janitor:
    """Rounds of retention, compaction and clearing up."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._db = services.database
        self._topics = services.log
        self._compactor = Compactor(services.database, services.log)
        self._started_ms = now_ms()

    async def run(self) -> None:
        """Go on for ever; a full disk ends a round, not the janitor."""
        while True:
            await asyncio.sleep(PERIOD_S)
            with contextlib.suppress(StorageError):  # logged where it happened
                await self.round(now_ms())

    async def round(self, time_ms: int) -> None:
        """Do once whatever is due."""
        for topic in list(self._topics.topics.values()):
            for partition in topic.partitions:
                self._retain(topic, partition, time_ms)
                await self._purge(partition.id, partition)
                if topic.config.compact:
                    await self._compactor.compact(topic, partition, time_ms)
        for (id_,) in self._db.read("SELECT id FROM dropped_partition").fetchall():
            await self._purge(id_, None)
        self._forget(time_ms)
        await self._db.settled()
        await self._give_back()
        await asyncio.to_thread(self._db.checkpoint)

    def _retain(self, topic: Topic, partition: Partition, time_ms: int) -> None:
        """Move the beginning past what is too old or too much, as far as it is stable."""
        start, end = partition.log_start, partition.stable_offset
        config = topic.config
        if config.retention_ms is not None:
            young = self._db.read(
                "SELECT id FROM batch WHERE id >= ? AND id < ? AND appended_ms >= ? "
                "ORDER BY id LIMIT 1",
                partition.row(start), partition.row(end), time_ms - config.retention_ms,
            ).fetchone()  # fmt: skip
            start = max(start, _offset(young[0]) if young else end)
        if config.retention_bytes is not None:
            excess = partition.bytes - config.retention_bytes
            for last_offset, size in self._db.read(
                "SELECT last_offset, size FROM batch WHERE id >= ? AND id < ? ORDER BY id",
                partition.row(0), partition.row(end),
            ):  # fmt: skip
                excess -= size
                if excess < 0:
                    break
                start = max(start, last_offset + 1)
        if start > partition.log_start:
            _log.info("log_trimmed", topic=topic.name, partition=partition.number, start=start)
            self._topics.truncate(partition, start)

    async def _purge(self, partition_id: int, partition: Partition | None) -> None:
        """Remove the batches before a partition's beginning, or all of a deleted one."""
        first = partition_id << OFFSET_BITS
        while True:
            if partition is not None and not self._topics.holds(partition):
                return
            end = (1 << OFFSET_BITS) - 1 if partition is None else partition.log_start
            rows = self._db.read(
                "SELECT id, size FROM batch WHERE id >= ? AND id < ? AND last_offset < ? "
                "ORDER BY id LIMIT ?",
                first, first + end, end, SLICE_BATCHES,
            ).fetchall()  # fmt: skip
            if not rows:
                break
            for table in ("batch", "batch_records"):
                self._db.write(
                    f"DELETE FROM {table} WHERE id BETWEEN ? AND ?",  # noqa: S608 - our tables
                    first, rows[-1][0],
                )  # fmt: skip
            if partition is not None:
                self._db.write(
                    "DELETE FROM aborted WHERE partition_id = ? AND last_offset < ?",
                    partition.id, end,
                )  # fmt: skip
                partition.bytes -= sum(size for _, size in rows)
                self._topics.touch(partition)
            await self._pause()
        if partition is None:
            self._db.write("DELETE FROM dropped_partition WHERE id = ?", partition_id)

    def _forget(self, time_ms: int) -> None:
        """Drop what nobody has used for long."""
        self._topics.forget_producers(time_ms - PRODUCER_MS)
        self._services.transactions.forget(time_ms - TRANSACTIONAL_ID_MS)
        groups = self._services.groups
        if time_ms - self._started_ms >= SETTLED_MS:
            for group_id, committed_ms in self._services.offsets.last_commit_ms().items():
                idle = group_id not in groups or not groups[group_id].members
                if idle and committed_ms < time_ms - OFFSETS_MS:
                    _log.info("group_forgotten", group=group_id)
                    self._services.offsets.delete_group(group_id)
        kept = set(self._services.offsets.groups())
        for group in list(groups.values()):
            if not group.members and not group.expected and group.id not in kept:
                del groups[group.id]

    async def _give_back(self) -> None:
        """Shrink the file as long as much of it is free."""
        (page_bytes,) = self._db.read("PRAGMA page_size").fetchone()
        while True:
            (free,) = self._db.read("PRAGMA freelist_count").fetchone()
            if free * page_bytes <= FREE_BYTES:
                return
            self._db.write(f"PRAGMA incremental_vacuum({SLICE_PAGES})").fetchall()
            await self._pause()

    async def _pause(self) -> None:
        await self._db.settled()
        await asyncio.sleep(0)


def _offset(row_id: int) -> int:
    return row_id & ((1 << OFFSET_BITS) - 1)
