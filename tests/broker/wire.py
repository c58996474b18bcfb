"""A client that sends exactly the requests a test means, and makes the batches for them."""

from __future__ import annotations

import asyncio
import importlib
import io
import struct
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Self

from aiokafka.record.default_records import DefaultRecordBatch, DefaultRecordBatchBuilder
from aiokafka.record.memory_records import MemoryRecords
from kio.schema.add_offsets_to_txn.v0.request import AddOffsetsToTxnRequest
from kio.schema.add_partitions_to_txn.v0.request import (
    AddPartitionsToTxnRequest,
    AddPartitionsToTxnTopic,
)
from kio.schema.create_topics.v3.request import (
    CreatableTopic,
    CreatableTopicConfig,
    CreateTopicsRequest,
)
from kio.schema.end_txn.v0.request import EndTxnRequest
from kio.schema.errors import ErrorCode
from kio.schema.fetch.v11.request import FetchPartition, FetchRequest, FetchTopic
from kio.schema.find_coordinator.v1.request import FindCoordinatorRequest
from kio.schema.init_producer_id.v0.request import InitProducerIdRequest
from kio.schema.list_offsets.v2.request import (
    ListOffsetsPartition,
    ListOffsetsRequest,
    ListOffsetsTopic,
)
from kio.schema.offset_fetch.v3.request import OffsetFetchRequest, OffsetFetchRequestTopic
from kio.schema.produce.v7.request import PartitionProduceData, ProduceRequest, TopicProduceData
from kio.schema.txn_offset_commit.v0.request import (
    TxnOffsetCommitRequest,
    TxnOffsetCommitRequestPartition,
    TxnOffsetCommitRequestTopic,
)
from kio.serial import entity_reader, entity_writer

READ_UNCOMMITTED, READ_COMMITTED = 0, 1
LATEST, EARLIEST = -1, -2
RETRY = {ErrorCode.coordinator_not_available, ErrorCode.not_coordinator,
         ErrorCode.coordinator_load_in_progress, ErrorCode.concurrent_transactions}  # fmt: skip


async def until(happened: Callable[[], Awaitable[bool]]) -> None:
    """Ask again until it is so; the test's time-out is the limit."""
    while not await happened():  # noqa: ASYNC110 - what happens is in another process
        await asyncio.sleep(0.01)


def ms(count: int) -> Any:
    return timedelta(milliseconds=count)


def batch(
    *values: bytes | None,
    key: bytes | None = None,
    keys: Sequence[bytes | None] | None = None,
    producer: tuple[int, int] = (-1, -1),
    sequence: int = -1,
    txn: bool = False,
    timestamp: int = 1_700_000_000_000,
    compression: int = 0,
) -> bytes:
    builder = DefaultRecordBatchBuilder(
        magic=2,
        compression_type=compression,
        is_transactional=int(txn),
        producer_id=producer[0],
        producer_epoch=producer[1],
        base_sequence=sequence,
        batch_size=2**31 - 1,
    )
    for index, value in enumerate(values):
        of = keys[index] if keys is not None else key
        builder.append(index, timestamp + index, of, value, [])
    return bytes(builder.build())


def batches(records: bytes) -> list[DefaultRecordBatch]:
    memory = MemoryRecords(records)
    found = []
    while memory.has_next():
        one = memory.next_batch()
        assert isinstance(one, DefaultRecordBatch)
        assert one.validate_crc()
        found.append(one)
    return found


class Fetched:
    """The answer of one partition, read as a consumer reads it."""

    def __init__(self, answer: Any, *, committed: bool, offset: int) -> None:
        self.error: ErrorCode = answer.error_code
        self.high_watermark: int = answer.high_watermark
        self.stable_offset: int = answer.last_stable_offset
        self.log_start: int = answer.log_start_offset
        self.size = len(answer.records or b"")
        self.aborted = [(a.producer_id, a.first_offset) for a in answer.aborted_transactions or ()]
        self.records: list[tuple[int, bytes | None, bytes | None]] = []
        self.next_offset = offset
        waiting = sorted(self.aborted, key=lambda one: one[1])
        hidden: set[int] = set()
        for one in batches(answer.records or b""):
            self.next_offset = one.next_offset
            while waiting and waiting[0][1] <= one.next_offset - 1:
                hidden.add(waiting.pop(0)[0])
            if one.is_control_batch:
                key = next(iter(one)).key
                assert key is not None
                if struct.unpack(">hh", key)[1] == 0:
                    hidden.discard(one.producer_id)
                continue
            if committed and one.is_transactional and one.producer_id in hidden:
                continue
            self.records += [(r.offset, r.key, r.value) for r in one if r.offset >= offset]

    @property
    def values(self) -> list[bytes | None]:
        return [value for _, _, value in self.records]


class Wire:
    def __init__(self, address: str, client_id: str = "wire") -> None:
        self.address = address
        self._client_id = client_id
        self._correlation_id = 0
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def __aenter__(self) -> Self:
        host, port = self.address.rsplit(":", 1)
        self._reader, self._writer = await asyncio.open_connection(host, int(port), limit=2**26)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def ask(self, request: Any) -> Any:
        """Send a request and read its answer."""
        self.send(request)
        return await self.answer(request)

    def send(self, request: Any) -> None:
        self._correlation_id += 1
        buffer = io.BytesIO()
        header = request.__header_schema__(
            request_api_key=request.__api_key__,
            request_api_version=request.__version__,
            correlation_id=self._correlation_id,
            client_id=self._client_id,
        )
        entity_writer(type(header))(buffer, header)
        entity_writer(type(request))(buffer, request)
        self.send_frame(buffer.getvalue())

    def send_frame(self, frame: bytes) -> None:
        self._writer.write(struct.pack(">i", len(frame)) + frame)

    def send_bytes(self, raw: bytes) -> None:
        self._writer.write(raw)

    async def frame(self) -> bytes:
        (size,) = struct.unpack(">i", await self._reader.readexactly(4))
        return await self._reader.readexactly(size)

    async def answer(self, request: Any) -> Any:
        frame = await self.frame()
        module = importlib.import_module(type(request).__module__.replace(".request", ".response"))
        response: Any = getattr(module, type(request).__name__.replace("Request", "Response"))
        header, read = entity_reader(response.__header_schema__)(frame, 0)
        assert header.correlation_id == self._correlation_id
        body, body_read = entity_reader(response)(frame, read)
        assert read + body_read == len(frame)
        return body

    async def closed(self) -> bool:
        """Whether the broker has closed this connection, waiting until it has."""
        return await self._reader.read(1) == b""

    # --- what tests ask again and again ---

    async def create(self, name: str, partitions: int = 1, **config: str) -> None:
        """Create a topic that, unless told, keeps what it has: batches of tests are years old."""
        answer = await self.ask(
            CreateTopicsRequest(
                topics=(
                    CreatableTopic(
                        name=name,  # type: ignore[arg-type]  # kio's own name for str
                        num_partitions=partitions,  # type: ignore[arg-type]  # likewise int
                        replication_factor=1,  # type: ignore[arg-type]  # likewise
                        assignments=(),
                        configs=tuple(
                            CreatableTopicConfig(name=key.replace("_", "."), value=value)
                            for key, value in {"retention_ms": "-1", **config}.items()
                        ),
                    ),
                ),
                timeout=ms(10_000),
            )
        )
        assert answer.topics[0].error_code is ErrorCode.none, answer

        async def there() -> bool:  # Apache Kafka answers before it is, partition by partition
            asked = [await self.offset(name, LATEST, number) for number in range(partitions)]
            return all(one.error_code is ErrorCode.none for one in asked)

        await until(there)

    async def produce(
        self,
        topic: str,
        records: bytes,
        partition: int = 0,
        *,
        txn: str | None = None,
    ) -> Any:
        """Append; the answer of the one partition."""
        request: Any = ProduceRequest
        data: Any = PartitionProduceData
        of: Any = TopicProduceData
        answer = await self.ask(
            request(
                transactional_id=txn,
                acks=-1,
                timeout=ms(10_000),
                topic_data=(
                    of(name=topic, partition_data=(data(index=partition, records=records),)),
                ),
            )
        )
        return answer.responses[0].partition_responses[0]

    async def fetch(
        self,
        topic: str,
        offset: int = 0,
        partition: int = 0,
        *,
        isolation: int = READ_UNCOMMITTED,
        max_wait_ms: int = 0,
        min_bytes: int = 1,
        max_bytes: int = 2**26,
        partition_max_bytes: int = 2**26,
    ) -> Fetched:
        request = self.fetch_request(
            [(topic, partition, offset)],
            isolation=isolation,
            max_wait_ms=max_wait_ms,
            min_bytes=min_bytes,
            max_bytes=max_bytes,
            partition_max_bytes=partition_max_bytes,
        )
        answer = await self.ask(request)
        return Fetched(
            answer.responses[0].partitions[0],
            committed=isolation == READ_COMMITTED,
            offset=offset,
        )

    def fetch_request(
        self,
        asked: Sequence[tuple[str, int, int]],
        *,
        isolation: int = READ_UNCOMMITTED,
        max_wait_ms: int = 0,
        min_bytes: int = 1,
        max_bytes: int = 2**26,
        partition_max_bytes: int = 2**26,
    ) -> Any:
        request: Any = FetchRequest
        of: Any = FetchTopic
        part: Any = FetchPartition
        return request(
            max_wait=ms(max_wait_ms),
            min_bytes=min_bytes,
            max_bytes=max_bytes,
            isolation_level=isolation,
            topics=tuple(
                of(
                    topic=topic,
                    partitions=(
                        part(
                            partition=number,
                            fetch_offset=offset,
                            partition_max_bytes=partition_max_bytes,
                        ),
                    ),
                )
                for topic, number, offset in asked
            ),
            forgotten_topics_data=(),
        )

    async def stable(self, topic: str) -> None:
        """Wait for the marks of ended transactions; Apache Kafka writes them after its answer."""

        async def stable() -> bool:
            got = await self.fetch(topic, isolation=READ_COMMITTED)
            return got.stable_offset == got.high_watermark

        await until(stable)

    async def read_all(self, topic: str, partition: int = 0, *, committed: bool) -> list[bytes]:
        """Read from the beginning to the end that readers of this kind have."""
        isolation = READ_COMMITTED if committed else READ_UNCOMMITTED
        offset = (await self.offset(topic, EARLIEST, partition)).offset
        values: list[bytes] = []
        while True:
            got = await self.fetch(topic, offset, partition, isolation=isolation)
            assert got.error is ErrorCode.none
            end = got.stable_offset if committed else got.high_watermark
            values += [value for value in got.values if value is not None]
            if got.next_offset >= end:
                return values
            assert got.next_offset > offset, "a reader is stuck before the end"
            offset = got.next_offset

    async def offset(
        self, topic: str, timestamp: int, partition: int = 0, *, isolation: int = READ_UNCOMMITTED
    ) -> Any:
        request: Any = ListOffsetsRequest
        of: Any = ListOffsetsTopic
        part: Any = ListOffsetsPartition
        answer = await self.ask(
            request(
                replica_id=-1,
                isolation_level=isolation,
                topics=(
                    of(
                        name=topic,
                        partitions=(part(partition_index=partition, timestamp=timestamp),),
                    ),
                ),
            )
        )
        return answer.topics[0].partitions[0]

    async def init_producer(
        self, transactional_id: str | None = None, timeout_ms: int = 30_000
    ) -> tuple[int, int]:
        request: Any = InitProducerIdRequest
        if transactional_id is not None:
            await self.ask_coordinator(transactional_id, kind=1)
        while True:
            answer = await self.ask(
                request(transactional_id=transactional_id, transaction_timeout=ms(timeout_ms))
            )
            if answer.error_code not in RETRY:
                assert answer.error_code is ErrorCode.none, answer
                return answer.producer_id, answer.producer_epoch
            await asyncio.sleep(0.02)

    async def ask_coordinator(self, key: str, kind: int) -> None:
        request: Any = FindCoordinatorRequest

        async def found() -> bool:
            answer = await self.ask(request(key=key, key_type=kind))
            return answer.error_code is ErrorCode.none

        await until(found)

    async def join_txn(
        self, transactional_id: str, producer: tuple[int, int], *topics: str
    ) -> set[ErrorCode]:
        request: Any = AddPartitionsToTxnRequest
        of: Any = AddPartitionsToTxnTopic
        codes = RETRY
        while codes & RETRY:
            answer = await self.ask(
                request(
                    v3_and_below_transactional_id=transactional_id,
                    v3_and_below_producer_id=producer[0],
                    v3_and_below_producer_epoch=producer[1],
                    v3_and_below_topics=tuple(of(name=name, partitions=(0,)) for name in topics),
                )
            )
            codes = {
                result.partition_error_code
                for topic in answer.results_by_topic_v3_and_below
                for result in topic.results_by_partition
            }
            await asyncio.sleep(0.02 if codes & RETRY else 0)
        return codes

    async def end_txn(
        self, transactional_id: str, producer: tuple[int, int], *, commit: bool
    ) -> ErrorCode:
        request: Any = EndTxnRequest
        while True:
            answer = await self.ask(
                request(
                    transactional_id=transactional_id,
                    producer_id=producer[0],
                    producer_epoch=producer[1],
                    committed=commit,
                )
            )
            code: ErrorCode = answer.error_code
            if code not in RETRY:
                return code
            await asyncio.sleep(0.02)

    async def hold_offset(
        self, transactional_id: str, producer: tuple[int, int], group: str, topic: str, offset: int
    ) -> ErrorCode:
        """Add an offset of a group to the transaction, as producers do in two requests."""
        add: Any = AddOffsetsToTxnRequest
        ids: dict[str, Any] = {
            "transactional_id": transactional_id,
            "group_id": group,
            "producer_id": producer[0],
            "producer_epoch": producer[1],
        }
        while True:
            code: ErrorCode = (await self.ask(add(**ids))).error_code
            if code not in RETRY:
                break
            await asyncio.sleep(0.02)
        if code is not ErrorCode.none:
            return code
        await self.ask_coordinator(group, kind=0)
        commit: Any = TxnOffsetCommitRequest
        of: Any = TxnOffsetCommitRequestTopic
        part: Any = TxnOffsetCommitRequestPartition
        request = commit(
            **ids,
            topics=(
                of(
                    name=topic,
                    partitions=(
                        part(partition_index=0, committed_offset=offset, committed_metadata=""),
                    ),
                ),
            ),
        )
        while True:
            answer = await self.ask(request)
            result: ErrorCode = answer.topics[0].partitions[0].error_code
            if result not in RETRY:
                return result
            await asyncio.sleep(0.02)

    async def committed(self, group: str, topic: str) -> int:
        request: Any = OffsetFetchRequest
        of: Any = OffsetFetchRequestTopic
        await self.ask_coordinator(group, kind=0)
        while True:
            answer = await self.ask(
                request(group_id=group, topics=(of(name=topic, partition_indexes=(0,)),))
            )
            if answer.error_code not in RETRY:
                offset: int = answer.topics[0].partitions[0].committed_offset
                return offset
            await asyncio.sleep(0.02)
