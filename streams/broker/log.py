"""The log of every partition: batches appended, found and read in SQLite."""

from __future__ import annotations

import json
from collections.abc import Mapping

from kio.schema.errors import ErrorCode

from streams.broker import batches, configs
from streams.broker.batches import Header
from streams.broker.configs import TopicConfig
from streams.broker.database import Database
from streams.broker.errors import RequestError
from streams.broker.producers import Producer, duplicate_of
from streams.broker.topics import OFFSET_BITS, Aborted, Partition, Span, Topic, now_ms


class Log:
    """Every topic, and the batches of their partitions."""

    def __init__(self, database: Database, *, max_message_bytes: int) -> None:
        self._db = database
        self.max_message_bytes = max_message_bytes
        self.topics: dict[str, Topic] = {}
        self.partitions: dict[int, Partition] = {}
        self._changed: set[Partition] = set()
        self._changed_producers: set[tuple[Partition, int]] = set()
        database.before_commit.append(self._write_changed)
        database.after_commit.append(self._wake_changed)
        database.after_rollback.append(self.load)

    def load(self) -> None:
        """Read everything that is held in memory, anew."""
        for partition in self.partitions.values():
            partition.wake()
        self._changed.clear()
        self._changed_producers.clear()
        self.topics.clear()
        self.partitions.clear()
        by_id: dict[int, Topic] = {}
        for id_, name, config in self._db.read("SELECT id, name, config FROM topic"):
            overrides = json.loads(config)
            by_id[id_] = self.topics[name] = Topic(id_, name, overrides, self._parsed(overrides))
        for id_, topic_id, *bounds in self._db.read(
            "SELECT id, topic_id, number, log_start, next_offset, bytes, cleaned_to "
            "FROM partition ORDER BY topic_id, number"
        ):
            topic = by_id[topic_id]
            partition = self.partitions[id_] = Partition(id_, topic.name, *bounds)
            topic.partitions.append(partition)
        for id_, producer_id, epoch, recent, open_from, updated_ms in self._db.read(
            "SELECT partition_id, producer_id, epoch, recent, open_from, updated_ms FROM producer"
        ):
            producer = Producer(epoch=epoch, open_from=open_from, updated_ms=updated_ms)
            producer.recent.extend(tuple(batch) for batch in json.loads(recent))
            self.partitions[id_].producers[producer_id] = producer
            if open_from is not None:
                self.partitions[id_].open[producer_id] = open_from

    def partition(self, topic: str, number: int) -> Partition:
        """Find a partition; raise RequestError where there is none."""
        known = self.topics.get(topic)
        if known is None or not 0 <= number < len(known.partitions):
            raise RequestError(ErrorCode.unknown_topic_or_partition)
        return known.partitions[number]

    def readable(self, topic: str, number: int, offset: int) -> Partition:
        """Find a partition to read from an offset; raise RequestError if it has no such offset."""
        partition = self.partition(topic, number)
        if not partition.log_start <= offset <= partition.next_offset:
            raise RequestError(ErrorCode.offset_out_of_range)
        return partition

    def known(self, partition: Partition, header: Header) -> int | None:
        """Give the base offset of a batch that has come before; raise RequestError for a gap."""
        if header.producer_id < 0:
            return None
        return duplicate_of(partition.producers.get(header.producer_id), header)

    def append(self, partition: Partition, batch: bytes, header: Header) -> int:
        """Append a checked batch that is not `known`; give its base offset."""
        base_offset = partition.next_offset
        placed = batches.placed(batch, base_offset)
        if self.topics[partition.topic].config.append_time:
            placed = batches.stamped(placed, now_ms())
        self._insert(partition, placed)
        if header.producer_id >= 0:
            producer = self._producer(partition, header.producer_id, header.producer_epoch)
            producer.appended(header, base_offset)
            if producer.open_from is not None:
                partition.open[header.producer_id] = producer.open_from
        return base_offset

    def end_transaction(
        self, partition: Partition, *, producer_id: int, epoch: int, committed: bool
    ) -> None:
        """Append the mark that ends a producer's transaction here, and move the stable offset."""
        offset = partition.next_offset
        self._insert(
            partition,
            batches.marker(
                offset,
                producer_id=producer_id,
                epoch=epoch,
                committed=committed,
                timestamp=now_ms(),
            ),
        )
        producer = self._producer(partition, producer_id, epoch)
        producer.raise_epoch(epoch)
        producer.open_from = None
        first = partition.open.pop(producer_id, None)
        if first is not None and not committed:
            self._db.write(
                "INSERT INTO aborted VALUES (?, ?, ?, ?)",
                partition.id, offset, producer_id, first,
            )  # fmt: skip

    def find(
        self, partition: Partition, offset: int, *, upto: int, max_bytes: int, at_least_one: bool
    ) -> Span | None:
        """Find the batches from the one that holds `offset` on, below `upto`, as far as they fit.

        The first batch goes out whatever its size if `at_least_one`, so that no
        reader is ever stuck before it (KIP-74).
        """
        if offset >= upto:
            return None
        floor = self._db.read(
            "SELECT id, last_offset FROM batch WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1",
            partition.row(0), partition.row(offset),
        ).fetchone()  # fmt: skip
        start = floor[0] if floor and floor[1] >= offset else partition.row(offset)
        first = last = None
        total = 0
        for id_, size in self._db.read(
            "SELECT id, size FROM batch WHERE id >= ? AND id < ? ORDER BY id",
            start, partition.row(upto),
        ):  # fmt: skip
            if total + size > max_bytes and not (first is None and at_least_one):
                break
            first = id_ if first is None else first
            last = id_
            total += size
        if first is None or last is None:
            return None
        return Span(first, last, total)

    def load_span(self, span: Span) -> bytes:
        """Read the batches that `find` found."""
        rows = self._db.read(
            "SELECT records FROM batch_records WHERE id BETWEEN ? AND ? ORDER BY id",
            span.first, span.last,
        ).fetchall()  # fmt: skip
        return rows[0][0] if len(rows) == 1 else b"".join(row[0] for row in rows)

    def at_time(self, partition: Partition, timestamp: int, *, upto: int) -> tuple[int, int]:
        """Find the first record at or after a time: its time and offset, or (-1, -1)."""
        row = self._db.read(
            "SELECT id, max_timestamp FROM batch WHERE id >= ? AND id < ? AND max_timestamp >= ? "
            "ORDER BY id LIMIT 1",
            partition.row(partition.log_start), partition.row(upto), timestamp,
        ).fetchone()  # fmt: skip
        if row is None:
            return -1, -1
        id_, max_timestamp = row
        (batch,) = self._db.read("SELECT records FROM batch_records WHERE id = ?", id_).fetchone()
        try:
            for record in batches.records_of(batch):
                if record.timestamp >= timestamp and record.offset >= partition.log_start:
                    return record.timestamp, record.offset
        except batches.Unreadable:
            pass  # a codec that is not installed: the batch's own offset must do
        return max_timestamp, batches.header_of(batch).base_offset

    def aborted(self, partition: Partition, offset: int, span: Span) -> list[Aborted]:
        """List the aborted transactions with batches in a span read from `offset` on."""
        mask = (1 << OFFSET_BITS) - 1
        return [
            Aborted(*row)
            for row in self._db.read(
                "SELECT producer_id, first_offset FROM aborted WHERE partition_id = ? "
                "AND last_offset >= ? AND first_offset <= ? ORDER BY first_offset",
                partition.id, offset, span.last & mask,
            )
        ]  # fmt: skip

    def truncate(self, partition: Partition, upto: int) -> None:
        """Move the beginning of a partition; what lies before it is removed by and by."""
        if not 0 <= upto <= partition.next_offset:
            raise RequestError(ErrorCode.offset_out_of_range)
        if upto > partition.log_start:
            partition.log_start = upto
            partition.cleaned_to = max(partition.cleaned_to, upto)
            # A commit calls the hook that writes the bounds; this begins one.
            self._db.write("UPDATE partition SET log_start = ? WHERE id = ?", upto, partition.id)
            self._changed.add(partition)

    def create(self, name: str, partitions: int, overrides: Mapping[str, str]) -> Topic:
        """Create a topic whose name is free."""
        row = self._db.write(
            "INSERT INTO topic (name, config) VALUES (?, ?)", name, json.dumps(dict(overrides))
        )
        id_ = row.lastrowid or 0
        topic = Topic(id_, name, dict(overrides), self._parsed(overrides))
        self.topics[name] = topic
        self.add_partitions(topic, partitions)
        return topic

    def add_partitions(self, topic: Topic, count: int) -> None:
        """Add partitions until there are `count`."""
        for number in range(len(topic.partitions), count):
            row = self._db.write(
                "INSERT INTO partition (topic_id, number) VALUES (?, ?)", topic.id, number
            )
            id_ = row.lastrowid or 0
            partition = self.partitions[id_] = Partition(id_, topic.name, number)
            topic.partitions.append(partition)

    def delete(self, topic: Topic) -> None:
        """Delete a topic; its batches are removed by and by (`Janitor`)."""
        del self.topics[topic.name]
        for partition in topic.partitions:
            del self.partitions[partition.id]
            self._changed.discard(partition)
            self._db.write("INSERT INTO dropped_partition VALUES (?)", partition.id)
            for table in ("producer", "aborted", "txn_partition"):
                self._db.write(f"DELETE FROM {table} WHERE partition_id = ?", partition.id)  # noqa: S608 - names of our tables
            partition.wake()
        self._changed_producers = {
            (partition, id_)
            for partition, id_ in self._changed_producers
            if partition.id in self.partitions
        }
        self._db.write("DELETE FROM partition WHERE topic_id = ?", topic.id)
        self._db.write("DELETE FROM topic WHERE id = ?", topic.id)

    def configure(self, topic: Topic, overrides: Mapping[str, str]) -> None:
        """Replace the settings of a topic."""
        topic.overrides = dict(overrides)
        topic.config = self._parsed(overrides)
        self._db.write(
            "UPDATE topic SET config = ? WHERE id = ?", json.dumps(topic.overrides), topic.id
        )

    def holds(self, partition: Partition) -> bool:
        """Whether this is still what stands for the partition: not deleted, nor read anew."""
        return self.partitions.get(partition.id) is partition

    def touch(self, partition: Partition) -> None:
        """Have the bounds of a partition written with the next commit."""
        if self.holds(partition):
            self._changed.add(partition)

    def forget_producers(self, before_ms: int) -> None:
        """Drop the sequences of producers silent since then, except in open transactions."""
        for partition in self.partitions.values():
            for producer_id, producer in list(partition.producers.items()):
                if producer.updated_ms < before_ms and producer.open_from is None:
                    del partition.producers[producer_id]
                    self._changed_producers.discard((partition, producer_id))
                    self._db.write(
                        "DELETE FROM producer WHERE partition_id = ? AND producer_id = ?",
                        partition.id, producer_id,
                    )  # fmt: skip

    def _parsed(self, overrides: Mapping[str, str]) -> TopicConfig:
        return configs.parsed(overrides, self.max_message_bytes)

    def _insert(self, partition: Partition, batch: bytearray) -> None:
        header = batches.header_of(batch)
        id_ = partition.row(header.base_offset)
        self._db.write(
            "INSERT INTO batch VALUES (?, ?, ?, ?, ?, NULL)",
            id_, header.last_offset, len(batch), header.max_timestamp, now_ms(),
        )  # fmt: skip
        self._db.write("INSERT INTO batch_records VALUES (?, ?)", id_, batch)
        partition.next_offset = header.last_offset + 1
        partition.bytes += len(batch)
        self._changed.add(partition)

    def _producer(self, partition: Partition, producer_id: int, epoch: int) -> Producer:
        producer = partition.producers.get(producer_id)
        if producer is None:
            producer = partition.producers[producer_id] = Producer(epoch=epoch)
        producer.updated_ms = now_ms()
        self._changed_producers.add((partition, producer_id))
        return producer

    def _write_changed(self) -> None:
        for partition in self._changed:
            self._db.write(
                "UPDATE partition SET log_start = ?, next_offset = ?, bytes = ?, cleaned_to = ? "
                "WHERE id = ?",
                partition.log_start, partition.next_offset, partition.bytes, partition.cleaned_to,
                partition.id,
            )  # fmt: skip
        for partition, producer_id in self._changed_producers:
            producer = partition.producers[producer_id]
            self._db.write(
                "INSERT OR REPLACE INTO producer VALUES (?, ?, ?, ?, ?, ?)",
                partition.id, producer_id, producer.epoch, json.dumps(list(producer.recent)),
                producer.open_from, producer.updated_ms,
            )  # fmt: skip
        self._changed_producers.clear()

    def _wake_changed(self) -> None:
        for partition in self._changed:
            partition.wake()
        self._changed.clear()
