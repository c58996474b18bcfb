"""Fetch, which waits for what is not there yet, and the look-up of offsets."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from kio.schema.errors import ErrorCode
from kio.schema.fetch.v11.request import FetchPartition, FetchRequest
from kio.schema.fetch.v11.response import (
    AbortedTransaction,
    FetchableTopicResponse,
    FetchResponse,
    PartitionData,
)
from kio.schema.list_offsets.v2.request import ListOffsetsRequest
from kio.schema.list_offsets.v2.response import (
    ListOffsetsPartitionResponse,
    ListOffsetsResponse,
    ListOffsetsTopicResponse,
)
from kio.schema.types import ProducerId
from kio.static.primitive import Records, i32, i64

from streams.broker.errors import RequestError
from streams.broker.protocol import NO_THROTTLE
from streams.broker.services import Client, Services
from streams.broker.topics import Partition, Span

READ_COMMITTED: Final = 1
LATEST: Final = -1
EARLIEST: Final = -2


@dataclass(slots=True)
class _Found:
    """What a look at the log gave for a fetch."""

    spans: dict[tuple[str, int], Span | ErrorCode] = field(default_factory=dict)
    partitions: list[Partition] = field(default_factory=list)
    bytes: int = 0
    failed: bool = False


async def fetch(services: Services, request: FetchRequest, _client: Client) -> FetchResponse:
    """Answer with what there is; wait up to `max_wait` for `min_bytes` of it."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + request.max_wait / timedelta(seconds=1)
    while True:
        found = _find(services, request)
        left_s = deadline - loop.time()
        if found.failed or found.bytes >= request.min_bytes or left_s <= 0:
            break
        await _change(loop, found.partitions, left_s)
    return FetchResponse(
        throttle_time=NO_THROTTLE,
        error_code=ErrorCode.none,
        responses=tuple(
            FetchableTopicResponse(
                topic=topic.topic,
                partitions=tuple(
                    _answer(
                        services,
                        topic.topic,
                        part,
                        found.spans.get((topic.topic, part.partition)),
                        committed=request.isolation_level == READ_COMMITTED,
                    )
                    for part in topic.partitions
                ),
            )
            for topic in request.topics
        ),
    )


async def _change(
    loop: asyncio.AbstractEventLoop, partitions: list[Partition], timeout_s: float
) -> None:
    """Wait until one of the partitions has changed, or the time is over."""
    woken: asyncio.Future[None] = loop.create_future()
    for partition in partitions:
        partition.waiters.add(woken)
    try:
        await asyncio.wait((woken,), timeout=timeout_s)
    finally:
        for partition in partitions:
            partition.waiters.discard(woken)


def _find(services: Services, request: FetchRequest) -> _Found:
    found = _Found()
    committed = request.isolation_level == READ_COMMITTED
    for topic in request.topics:
        for part in topic.partitions:
            try:
                partition = services.log.readable(topic.topic, part.partition, part.fetch_offset)
            except RequestError as error:
                found.spans[topic.topic, part.partition] = error.code
                found.failed = True
                continue
            found.partitions.append(partition)
            span = services.log.find(
                partition,
                part.fetch_offset,
                upto=partition.stable_offset if committed else partition.next_offset,
                max_bytes=min(part.partition_max_bytes, request.max_bytes - found.bytes),
                at_least_one=found.bytes == 0,
            )
            if span is not None:
                found.spans[topic.topic, part.partition] = span
                found.bytes += span.bytes
    return found


def _answer(
    services: Services,
    topic: str,
    part: FetchPartition,
    found: Span | ErrorCode | None,
    *,
    committed: bool,
) -> PartitionData:
    if isinstance(found, ErrorCode):
        return PartitionData(
            partition_index=part.partition,
            error_code=found,
            high_watermark=i64(-1),
            aborted_transactions=None,
            records=Records(b""),
        )
    log = services.log
    partition = log.partition(topic, part.partition)
    aborted: tuple[AbortedTransaction, ...] | None = None
    if committed:
        aborted = (
            ()
            if found is None
            else tuple(
                AbortedTransaction(
                    producer_id=ProducerId(one.producer_id), first_offset=i64(one.first_offset)
                )
                for one in log.aborted(partition, part.fetch_offset, found)
            )
        )
    return PartitionData(
        partition_index=part.partition,
        error_code=ErrorCode.none,
        high_watermark=i64(partition.next_offset),
        last_stable_offset=i64(partition.stable_offset),
        log_start_offset=i64(partition.log_start),
        aborted_transactions=aborted,
        records=Records(b"" if found is None else log.load_span(found)),
    )


def list_offsets(
    services: Services, request: ListOffsetsRequest, _client: Client
) -> ListOffsetsResponse:
    """Look up the first offset, the last, or the first at or after a time."""
    committed = request.isolation_level == READ_COMMITTED

    def answer(topic: str, number: i32, timestamp: int) -> ListOffsetsPartitionResponse:
        found_at, offset, code = -1, -1, ErrorCode.none
        try:
            partition = services.log.partition(topic, number)
            upto = partition.stable_offset if committed else partition.next_offset
            if timestamp == LATEST:
                offset = upto
            elif timestamp == EARLIEST:
                offset = partition.log_start
            else:
                found_at, offset = services.log.at_time(partition, timestamp, upto=upto)
        except RequestError as error:
            code = error.code
        return ListOffsetsPartitionResponse(
            partition_index=number, error_code=code, timestamp=i64(found_at), offset=i64(offset)
        )

    return ListOffsetsResponse(
        throttle_time=NO_THROTTLE,
        topics=tuple(
            ListOffsetsTopicResponse(
                name=topic.name,
                partitions=tuple(
                    answer(topic.name, part.partition_index, part.timestamp)
                    for part in topic.partitions
                ),
            )
            for topic in request.topics
        ),
    )
