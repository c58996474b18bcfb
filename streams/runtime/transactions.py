"""One transactional producer for each input partition, and transactions for its chunks.

The transactional id `<group>-<topic>-<partition>` stands for the ownership of the
partition: starting a producer with it aborts what an earlier owner left open and
shuts that owner out (InitProducerId).
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Final, NamedTuple, TypeAlias

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.structs import RecordMetadata

from schemas.codec import Headers, Outgoing
from streams.runtime import clients
from streams.settings import Settings

CLOSE_S: Final = 2.0
"""Seconds given to a producer to close: an open transaction of it is aborted by the next owner."""

RETRY_MS: Final = 20
"""Wait before a request is sent again: a broker still at the end of the last transaction may refuse
what begins the next (KIP-890), and aiokafka would wait 100 ms.
"""


class Change(NamedTuple):
    """An entry of state that was put or removed."""

    key: bytes | None
    value: bytes | None
    headers: Headers
    timestamp_ms: int


Record: TypeAlias = "Outgoing | Change"
"""What is appended to a batch."""


class Changes(NamedTuple):
    """The changelog records of a chunk, all for one place."""

    place: TopicPartition
    records: Sequence[Change]


class ChunkProducer:
    """Sends what the chunks of one input partition lead to, each chunk in one transaction."""

    def __init__(self, settings: Settings, *, group: str, topic: str, partition: int) -> None:
        self._group = group
        self._source = TopicPartition(topic, partition)
        self._limit_s = settings.transaction_timeout_s
        self._batches: defaultdict[TopicPartition, list[BatchBuilder]] = defaultdict(list)
        name = f"{group}-{topic}-{partition}"
        self._producer = clients.producer(
            settings,
            client_id=name,
            transactional_id=name,
            retry_backoff_ms=RETRY_MS,
            transaction_timeout_ms=int(settings.transaction_timeout_s * 1000),
        )

    async def fence(self) -> None:
        """Take the transactional id over, before anything of the partition is read."""
        await self._producer.start()

    async def close(self) -> None:
        """Let go of the connection; what is still open is left to the next owner to abort."""
        with suppress(KafkaError, TimeoutError, asyncio.CancelledError):
            await asyncio.wait_for(self._producer.stop(), CLOSE_S)

    async def add(self, outgoing: Iterable[Outgoing]) -> None:
        """Take in what is to be sent; it waits, written as it will be, for `commit`.

        Until then no transaction is open, which the broker would abort at its age. Raises as
        `commit` does when the partitions of a topic are not known in time.
        """
        async with asyncio.timeout(self._limit_s):
            placed = await self._placed(outgoing)
        for place, messages in placed.items():
            self._append(place, messages)

    async def commit(self, changes: Changes | None, next_offset: int) -> int | None:
        """Send all that was added, and commit; give the changelog's offset after `changes`.

        Raises KafkaError or TimeoutError when it did not come to pass or is not known
        to have: then only a restart is safe.
        """
        if changes is not None:
            self._append(changes.place, changes.records)
        batches = dict(self._batches)
        self._batches.clear()
        async with asyncio.timeout(self._limit_s):
            await self._producer.begin_transaction()
            # The offsets wait for the records: of two requests of one transaction at a time
            # Apache Kafka refuses one while it verifies the other (KIP-890), one time in ten.
            sent = await asyncio.gather(*(self._send(*one) for one in batches.items()))
            await self._producer.send_offsets_to_transaction(
                {self._source: next_offset}, self._group
            )
            await self._producer.commit_transaction()
        return None if changes is None else dict(zip(batches, sent, strict=True))[changes.place]

    async def _placed(self, outgoing: Iterable[Outgoing]) -> dict[TopicPartition, list[Record]]:
        counts: dict[str, int] = {}
        placed: defaultdict[tuple[str, int], list[Record]] = defaultdict(list)
        for message in outgoing:
            topic = message.topic
            if topic not in counts:
                counts[topic] = len(await self._producer.partitions_for(topic))
            for partition in clients.partitions_of(message.partition_key, counts[topic]):
                placed[topic, partition].append(message)
        return {TopicPartition(*place): records for place, records in placed.items()}

    def _append(self, place: TopicPartition, records: Iterable[Record]) -> None:
        batches = self._batches[place]
        for record in records:
            if not batches or not _fits(batches[-1], record):
                batches.append(self._producer.create_batch())
                _fits(batches[-1], record)  # the first record of a batch does, whatever its size

    async def _send(self, place: TopicPartition, batches: Sequence[BatchBuilder]) -> int:
        """Send the batches of one partition; give the offset after them, once they are there."""
        sent: list[asyncio.Future[RecordMetadata]] = [
            await self._producer.send_batch(batch, place.topic, partition=place.partition)
            for batch in batches
        ]
        placed = [await future for future in sent]
        last, count = placed[-1].offset, int(batches[-1].record_count())
        return int(last) + count


def _fits(batch: BatchBuilder, record: Record) -> bool:
    return (
        batch.append(
            key=record.key,
            value=record.value,
            headers=list(record.headers),
            timestamp=record.timestamp_ms,
        )
        is not None
    )
