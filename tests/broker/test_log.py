"""Append, fetch and look up: what is written is read, from any offset, in any portion."""

from __future__ import annotations

import asyncio
from typing import Any

from kio.schema.delete_records.v1.request import (
    DeleteRecordsPartition,
    DeleteRecordsRequest,
    DeleteRecordsTopic,
)
from kio.schema.errors import ErrorCode

from tests.broker.wire import EARLIEST, LATEST, Fetched, Wire, batch, ms


async def test_batches_get_consecutive_offsets_and_come_back(wire: Wire, name: str) -> None:
    await wire.create(name)
    assert (await wire.produce(name, batch(b"a", b"b"))).base_offset == 0
    assert (await wire.produce(name, batch(b"c"))).base_offset == 2
    got = await wire.fetch(name)
    assert got.records == [(0, None, b"a"), (1, None, b"b"), (2, None, b"c")]
    assert (got.high_watermark, got.log_start) == (3, 0)


async def test_a_fetch_may_begin_inside_a_batch(wire: Wire, name: str) -> None:
    await wire.create(name)
    await wire.produce(name, batch(b"a", b"b", b"c"))
    assert (await wire.fetch(name, 1)).values == [b"b", b"c"]


async def test_partitions_are_apart(wire: Wire, name: str) -> None:
    await wire.create(name, partitions=2)
    await wire.produce(name, batch(b"one"), partition=1)
    assert (await wire.fetch(name, partition=0)).values == []
    assert (await wire.fetch(name, partition=1)).values == [b"one"]


async def test_an_unknown_topic_is_said_to_be_unknown(wire: Wire, name: str) -> None:
    answer = await wire.produce(name, batch(b"a"))
    assert answer.error_code is ErrorCode.unknown_topic_or_partition
    assert (await wire.fetch(name)).error is ErrorCode.unknown_topic_or_partition


async def test_an_offset_beyond_the_end_is_out_of_range(wire: Wire, name: str) -> None:
    await wire.create(name)
    assert (await wire.fetch(name, 1)).error is ErrorCode.offset_out_of_range


async def test_a_batch_with_a_wrong_checksum_is_refused(wire: Wire, name: str) -> None:
    await wire.create(name)
    damaged = bytearray(batch(b"value"))
    damaged[-2] ^= 1
    assert (await wire.produce(name, bytes(damaged))).error_code is ErrorCode.corrupt_message
    assert (await wire.fetch(name)).values == []


async def test_a_batch_beyond_the_limit_of_its_topic_is_refused(wire: Wire, name: str) -> None:
    await wire.create(name, max_message_bytes="1000")
    answer = await wire.produce(name, batch(b"x" * 2000))
    assert answer.error_code is ErrorCode.message_too_large


async def test_the_first_batch_comes_whole_however_small_the_fetch(wire: Wire, name: str) -> None:
    await wire.create(name)
    for _ in range(3):
        await wire.produce(name, batch(b"x" * 1000))
    got = await wire.fetch(name, max_bytes=10, partition_max_bytes=10)
    assert len(got.values) == 1


async def test_a_fetch_takes_as_many_batches_as_fit(wire: Wire, name: str) -> None:
    await wire.create(name)
    for _ in range(5):
        await wire.produce(name, batch(b"x" * 1000))
    got = await wire.fetch(name, partition_max_bytes=2500)
    # Apache Kafka may cut the third one off in the middle, which readers throw away.
    assert len(got.values) == 2


async def test_the_limit_of_a_fetch_holds_over_its_partitions(own: Wire, name: str) -> None:
    await own.create(name, partitions=2)
    for number in (0, 1):
        await own.produce(name, batch(b"x" * 1000), partition=number)
    request = own.fetch_request([(name, 0, 0), (name, 1, 0)], max_bytes=1500)
    answer = await own.ask(request)
    assert [len(part.partitions[0].records) > 0 for part in answer.responses] == [True, False]


async def test_a_fetch_waits_for_the_next_batch(address: str, wire: Wire, name: str) -> None:
    await wire.create(name)
    request = wire.fetch_request([(name, 0, 0)], max_wait_ms=20_000)
    async with Wire(address) as reader:
        reader.send(request)
        waiting = asyncio.create_task(reader.answer(request))
        await wire.fetch(name)  # a whole round trip in which the other has begun to wait
        assert not waiting.done()
        await wire.produce(name, batch(b"now"))
        answer = (await asyncio.wait_for(waiting, 5)).responses[0].partitions[0]
    assert Fetched(answer, committed=False, offset=0).values == [b"now"]


async def test_a_fetch_waits_for_enough(address: str, wire: Wire, name: str) -> None:
    await wire.create(name)
    request = wire.fetch_request([(name, 0, 0)], max_wait_ms=20_000, min_bytes=3000)
    async with Wire(address) as reader:
        reader.send(request)
        waiting = asyncio.create_task(reader.answer(request))
        await wire.produce(name, batch(b"x" * 1000))
        await wire.produce(name, batch(b"x" * 1000))
        assert not waiting.done()
        await wire.produce(name, batch(b"x" * 1000))
        answer = (await asyncio.wait_for(waiting, 5)).responses[0].partitions[0]
    assert len(Fetched(answer, committed=False, offset=0).values) == 3


async def test_a_fetch_gives_up_waiting_in_time(own: Wire, name: str) -> None:
    await own.create(name)
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert (await own.fetch(name, max_wait_ms=200)).values == []
    assert 0.15 < loop.time() - began < 5


async def test_offsets_are_found_by_place_and_time(wire: Wire, name: str) -> None:
    await wire.create(name)
    await wire.produce(name, batch(b"a", b"b", timestamp=1_700_000_000_000))
    await wire.produce(name, batch(b"c", b"d", timestamp=1_700_000_010_000))
    assert (await wire.offset(name, EARLIEST)).offset == 0
    assert (await wire.offset(name, LATEST)).offset == 4
    found = await wire.offset(name, 1_700_000_010_001)
    assert (found.offset, found.timestamp) == (3, 1_700_000_010_001)
    assert (await wire.offset(name, 1_700_000_000_002)).offset == 2
    assert (await wire.offset(name, 1_800_000_000_000)).offset == -1


async def test_a_topic_may_bear_the_time_of_arrival(wire: Wire, name: str) -> None:
    await wire.create(name, message_timestamp_type="LogAppendTime")
    await wire.produce(name, batch(b"a", b"b", timestamp=4_000_000_000_000))
    assert (await wire.fetch(name)).values == [b"a", b"b"]
    assert (await wire.offset(name, 1_700_000_000_000)).offset == 0
    assert (await wire.offset(name, 3_000_000_000_000)).offset == -1


async def deleted(wire: Wire, name: str, offset: int) -> Any:
    request: Any = DeleteRecordsRequest
    of: Any = DeleteRecordsTopic
    part: Any = DeleteRecordsPartition
    answer = await wire.ask(
        request(
            topics=(of(name=name, partitions=(part(partition_index=0, offset=offset),)),),
            timeout=ms(10_000),
        )
    )
    return answer.topics[0].partitions[0]


async def test_deleted_records_are_out_of_range(wire: Wire, name: str) -> None:
    await wire.create(name)
    await wire.produce(name, batch(b"a", b"b", b"c"))
    assert (await deleted(wire, name, 2)).low_watermark == 2
    assert (await wire.fetch(name, 1)).error is ErrorCode.offset_out_of_range
    assert (await wire.fetch(name, 2)).values == [b"c"]
    assert (await wire.offset(name, EARLIEST)).offset == 2
    assert (await deleted(wire, name, -1)).low_watermark == 3
    assert (await deleted(wire, name, 4)).error_code is ErrorCode.offset_out_of_range


async def test_a_record_of_20_mb_passes(own: Wire, name: str) -> None:
    await own.create(name)
    value = bytes(range(256)) * 4 * 20 * 1024
    assert (await own.produce(name, batch(value))).base_offset == 0
    assert (await own.fetch(name, max_bytes=1)).values == [value]


async def test_an_answer_that_nobody_wants_is_not_sent(own: Wire, name: str) -> None:
    await own.create(name)
    request: Any = own.fetch_request([(name, 0, 0)], max_wait_ms=5000)
    from kio.schema.produce.v7.request import (  # noqa: PLC0415 - used here alone
        PartitionProduceData,
        ProduceRequest,
        TopicProduceData,
    )

    produce: Any = ProduceRequest
    of: Any = TopicProduceData
    data: Any = PartitionProduceData
    own.send(
        produce(
            acks=0,
            timeout=ms(1000),
            topic_data=(of(name=name, partition_data=(data(index=0, records=batch(b"a")),)),),
        )
    )
    answer = await own.ask(request)
    assert len(answer.responses[0].partitions[0].records) > 0
