"""The transaction coordinator: producer ids, fencing, and what a transaction holds until its end.

Everything is written through to SQLite. The end of a transaction (its marks on
all partitions, its group offsets, its own state) is one commit there, so it
happened whole or not at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import structlog
from kio.schema.errors import ErrorCode

from streams.broker.database import Database
from streams.broker.errors import RequestError, StorageError
from streams.broker.log import Log
from streams.broker.offsets import Commit, GroupOffsets
from streams.broker.topics import Partition, now_ms

EMPTY: Final = "empty"
ONGOING: Final = "ongoing"
COMMITTED: Final = "committed"
ABORTED: Final = "aborted"

LAST_EPOCH: Final = 2**15 - 2
"""An owner at this epoch is followed by one with a new producer id."""
MAX_TIMEOUT_MS: Final = 900_000
"""Longest life of a transaction, ms; that of Apache Kafka (transaction.max.timeout.ms)."""
RECOVERY_MS: Final = 1000
"""Least time left to a transaction found open at start or after a fault of the disk, ms: its owner
may still end it, and a full disk is not tried in a loop."""

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Txn:
    """One transactional id and its present or last transaction."""

    id: str
    producer_id: int
    epoch: int
    timeout_ms: int
    state: str = EMPTY
    started_ms: int = 0
    updated_ms: int = 0
    partitions: set[int] = field(default_factory=set)
    """Ids of the partitions it has joined."""


class Transactions:
    """All transactional ids, and the numbering of producers."""

    def __init__(self, database: Database, log: Log, offsets: GroupOffsets) -> None:
        self._db = database
        self._topics = log
        self._offsets = offsets
        self._txns: dict[str, Txn] = {}
        self._by_producer: dict[int, Txn] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        database.after_rollback.append(self.load)

    def load(self) -> None:
        """Read the transactions anew, and set the timers of the open ones."""
        self.stop()
        self._txns.clear()
        self._by_producer.clear()
        for id_, *rest in self._db.read(
            "SELECT transactional_id, producer_id, epoch, timeout_ms, state, started_ms, "
            "updated_ms FROM txn"
        ):
            self._keep(Txn(id_, *rest))
        for id_, partition in self._db.read(
            "SELECT transactional_id, partition_id FROM txn_partition"
        ):
            self._txns[id_].partitions.add(partition)
        for txn in self._txns.values():
            if txn.state == ONGOING:
                self._set_timer(txn, at_least_ms=RECOVERY_MS)

    def stop(self) -> None:
        """Cancel the timers."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def init_producer(self, transactional_id: str | None, timeout_ms: int) -> tuple[int, int]:
        """Give a producer its id and epoch; fence the owner before it and abort what it left."""
        if transactional_id is None:
            return self._next_producer_id(), 0
        if not transactional_id:
            raise RequestError(ErrorCode.invalid_request)
        if not 0 < timeout_ms <= MAX_TIMEOUT_MS:
            raise RequestError(ErrorCode.invalid_transaction_timeout)
        txn = self._txns.get(transactional_id)
        if txn is None:
            txn = self._keep(Txn(transactional_id, self._next_producer_id(), 0, timeout_ms))
        else:
            txn.epoch += 1
            if txn.state == ONGOING:
                self._finish(txn, committed=False)
            txn.timeout_ms = timeout_ms
            txn.state = EMPTY
            if txn.epoch > LAST_EPOCH:
                del self._by_producer[txn.producer_id]
                txn.producer_id, txn.epoch = self._next_producer_id(), 0
                self._keep(txn)
        self._write(txn)
        return txn.producer_id, txn.epoch

    def owned(self, transactional_id: str, producer_id: int, epoch: int) -> Txn:
        """Find a transactional id; raise RequestError unless this producer still owns it."""
        txn = self._txns.get(transactional_id)
        if txn is None or txn.producer_id != producer_id:
            raise RequestError(ErrorCode.invalid_producer_id_mapping)
        if txn.epoch != epoch:
            raise RequestError(ErrorCode.invalid_producer_epoch)
        return txn

    def join(self, txn: Txn, partitions: Iterable[Partition] = ()) -> None:
        """Begin the transaction unless it is open, and add partitions to it."""
        if txn.state != ONGOING:
            txn.state = ONGOING
            txn.started_ms = now_ms()
            self._write(txn)
            self._set_timer(txn)
        for partition in partitions:
            if partition.id not in txn.partitions:
                txn.partitions.add(partition.id)
                self._db.write("INSERT INTO txn_partition VALUES (?, ?)", txn.id, partition.id)

    def hold_offsets(self, txn: Txn, group_id: str, commits: Iterable[Commit]) -> None:
        """Keep group offsets for the transaction's commit."""
        if txn.state != ONGOING:
            raise RequestError(ErrorCode.invalid_txn_state)
        for commit in commits:
            self._db.write(
                "INSERT OR REPLACE INTO txn_offset VALUES (?, ?, ?, ?, ?, ?)",
                txn.id, group_id, *commit,
            )  # fmt: skip

    def end(self, txn: Txn, *, committed: bool) -> None:
        """Commit or abort; a repeated request for the same end succeeds."""
        wanted = COMMITTED if committed else ABORTED
        if txn.state == ONGOING:
            self._finish(txn, committed=committed)
            self._write(txn)
        elif txn.state != wanted:
            raise RequestError(ErrorCode.invalid_txn_state)

    def check_append(self, partition: Partition, producer_id: int, epoch: int) -> None:
        """Raise RequestError unless this producer has an open transaction on the partition.

        Without this, a batch that was delayed beyond the end of its transaction
        would open one that nobody ends.
        """
        txn = self._by_producer.get(producer_id)
        if txn is None:
            raise RequestError(ErrorCode.invalid_producer_id_mapping)
        if txn.epoch != epoch:
            raise RequestError(ErrorCode.invalid_producer_epoch)
        if txn.state != ONGOING or partition.id not in txn.partitions:
            raise RequestError(ErrorCode.invalid_txn_state)

    def forget(self, before_ms: int) -> None:
        """Drop transactional ids unused since then."""
        for txn in [t for t in self._txns.values() if t.updated_ms < before_ms]:
            if txn.state != ONGOING:
                del self._txns[txn.id], self._by_producer[txn.producer_id]
                self._db.write("DELETE FROM txn WHERE transactional_id = ?", txn.id)

    def _finish(self, txn: Txn, *, committed: bool) -> None:
        for id_ in sorted(txn.partitions):
            partition = self._topics.partitions.get(id_)
            if partition is not None:
                self._topics.end_transaction(
                    partition, producer_id=txn.producer_id, epoch=txn.epoch, committed=committed
                )
        if committed:
            self._offsets.take_held(txn.id)
        for table in ("txn_partition", "txn_offset"):
            self._db.write(f"DELETE FROM {table} WHERE transactional_id = ?", txn.id)  # noqa: S608 - names of our tables
        txn.partitions.clear()
        txn.state = COMMITTED if committed else ABORTED
        timer = self._timers.pop(txn.id, None)
        if timer is not None:
            timer.cancel()

    def _expire(self, txn: Txn) -> None:
        """Abort a transaction at its time-out, and fence its owner."""
        _log.warning("transaction_timed_out", transactional_id=txn.id, timeout_ms=txn.timeout_ms)
        try:
            txn.epoch += 1
            self._finish(txn, committed=False)
            self._write(txn)
            self._db.commit()
        except StorageError:
            pass  # rolled back and read anew, timers included: it is tried again

    def _set_timer(self, txn: Txn, *, at_least_ms: int = 0) -> None:
        delay_ms = max(txn.started_ms + txn.timeout_ms - now_ms(), at_least_ms)
        self._timers[txn.id] = asyncio.get_running_loop().call_later(
            delay_ms / 1000, self._expire, txn
        )

    def _keep(self, txn: Txn) -> Txn:
        self._txns[txn.id] = self._by_producer[txn.producer_id] = txn
        return txn

    def _write(self, txn: Txn) -> None:
        txn.updated_ms = now_ms()
        self._db.write(
            "INSERT OR REPLACE INTO txn VALUES (?, ?, ?, ?, ?, ?, ?)",
            txn.id, txn.producer_id, txn.epoch, txn.timeout_ms, txn.state, txn.started_ms,
            txn.updated_ms,
        )  # fmt: skip

    def _next_producer_id(self) -> int:
        row = self._db.read("SELECT value FROM setting WHERE name = 'next_producer_id'").fetchone()
        producer_id: int = row[0] if row else 0
        self._db.write(
            "INSERT OR REPLACE INTO setting VALUES ('next_producer_id', ?)", producer_id + 1
        )
        return producer_id
