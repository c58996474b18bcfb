"""The same work on four transports: the lane, loops on confluent-kafka and aiokafka, stock Faust.

Each reads parsed articles, decodes and encodes them, sends them on, and commits. Only the
lane does it exactly once: the others have no transactions. The loop on aiokafka runs twice, as
the client comes (batches of 16 KB) and with all that Barq sets (of 1 MB).
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import confluent_kafka as ck
import faust
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord

from schemas.codec import Message
from schemas.records import Parsed, Versioned
from schemas.topics import PARSED, VERSIONED
from streams.outcome import Emit, Outcome
from streams.replay import MemoryMessage
from streams.runtime import clients
from streams.runtime.app import run_worker
from streams.runtime.lane import Lane
from streams.runtime.work import Chunk
from streams.settings import Settings
from streams.stage import Agent, Processed, Stage, process


def pass_on(records: Sequence[Parsed], _resources: None, _state: None) -> list[Outcome]:
    """Wrap each article; the cost is that of decoding and encoding it."""
    return [Emit((Versioned(parsed=one, relation="new", shard=one.language),)) for one in records]


FETCH_RECORDS: Final = 500
"""What the loops take at a time; the lane has its own default."""
FLUSH_RECORDS: Final = 5000
FLUSH_S: Final = 60

RESULT: Final = "result: "
"""Begins the line that tells the result; Faust writes to standard output as well."""

AGENT: Final = Agent(name="pass_on", reads=PARSED, writes=(VERSIONED,), step=pass_on)


class Stopwatch:
    """Tells of the time from the first record to the last, and ends the process there."""

    def __init__(self, records: int, turn: int) -> None:
        self.turn: Final = turn
        """Which round it is: each reads from the start, in a group of its own."""
        self._left = records
        self._records = records
        self._start: tuple[float, float] | None = None

    def begin(self) -> None:
        """Note that records have come."""
        if self._start is None:
            self._start = (time.perf_counter(), _cpu_s())

    def done(self, records: int) -> None:
        """Note that `records` more are done with."""
        self._left -= records
        if self._left > 0 or self._start is None:
            return
        elapsed, cpu = time.perf_counter() - self._start[0], _cpu_s() - self._start[1]
        per_record = 1e6 / self._records
        result = {"records_per_s": self._records / elapsed, "cpu_us": cpu * per_record}
        print(f"\n{RESULT}{json.dumps(result)}", file=sys.__stdout__, flush=True)
        os._exit(0)


def lane(settings: Settings, watch: Stopwatch) -> None:
    """Run it as a stage: Faust on the lane, all in transactions; what is committed is done."""

    class Timed(Lane):
        async def work(self, chunk: Chunk) -> None:
            watch.begin()
            await super().work(chunk)
            watch.done(len(chunk.records))

    run_worker(Stage(name=f"benchmark-lane-{watch.turn}", agents=(AGENT,)), settings, lane=Timed)


def aiokafka(settings: Settings, watch: Stopwatch) -> None:
    """Run it as a loop with the same client as it comes, in batches, without transactions."""
    group = f"benchmark-aiokafka-{watch.turn}"
    reads = {"group_id": group, "auto_offset_reset": "earliest", "enable_auto_commit": False}
    at = {"bootstrap_servers": settings.bootstrap}
    asyncio.run(
        _aiokafka(
            lambda: AIOKafkaConsumer(PARSED.name, **reads, **at),
            lambda: AIOKafkaProducer(acks="all", **at),
            watch,
        )
    )


def aiokafka_tuned(settings: Settings, watch: Stopwatch) -> None:
    """Run that loop with the clients of the lane: large batches, an idempotent producer."""
    group = f"benchmark-aiokafka-tuned-{watch.turn}"
    asyncio.run(
        _aiokafka(
            lambda: clients.consumer(settings, PARSED.name, group_id=group),
            lambda: clients.producer(settings),
            watch,
        )
    )


async def _aiokafka(
    consume: Callable[[], AIOKafkaConsumer],
    produce: Callable[[], AIOKafkaProducer],
    watch: Stopwatch,
) -> None:
    consumer, producer = consume(), produce()
    async with consumer, producer:
        while True:
            fetched = await consumer.getmany(timeout_ms=1000, max_records=FETCH_RECORDS)
            for place, records in fetched.items():
                watch.begin()
                for future in await _send(producer, _work(records), place.partition):
                    await future
                await consumer.commit({place: records[-1].offset + 1})
                watch.done(len(records))


def confluent(settings: Settings, watch: Stopwatch) -> None:
    """Run it as a loop on librdkafka, which sends beside it, in batches, without transactions."""
    client = {"bootstrap.servers": settings.bootstrap}
    consumer = ck.Consumer(
        {
            **client,
            "group.id": f"benchmark-confluent-{watch.turn}",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    producer = ck.Producer(
        {**client, "acks": "all", "linger.ms": 5, "batch.size": clients.BATCH_BYTES}
    )
    consumer.subscribe([PARSED.name])
    waiting = 0
    while True:
        records = consumer.consume(FETCH_RECORDS, timeout=0.2)
        if not records:
            if waiting:
                waiting = _flushed(consumer, producer, watch, waiting)
            continue
        watch.begin()
        for record, one in zip(records, _work([_of_confluent(r) for r in records]), strict=True):
            for message in one.outgoing:
                producer.produce(
                    message.topic,
                    message.value,
                    message.key,
                    partition=record.partition() or 0,
                    headers=list(message.headers),
                    timestamp=message.timestamp_ms,
                    on_delivery=_delivered,
                )
        producer.poll(0)
        waiting += len(records)
        if waiting >= FLUSH_RECORDS:
            waiting = _flushed(consumer, producer, watch, waiting)


def _delivered(error: ck.KafkaError | None, _: ck.Message) -> None:
    """Hear of one record; `flush` counts those that failed as done."""
    assert error is None, error


def _flushed(consumer: ck.Consumer, producer: ck.Producer, watch: Stopwatch, waiting: int) -> int:
    """Wait until all is delivered, commit, and count it."""
    assert producer.flush(FLUSH_S) == 0
    consumer.commit(asynchronous=False)
    watch.done(waiting)
    return 0


def _of_confluent(message: ck.Message) -> MemoryMessage:
    pairs = cast(Sequence[tuple[str, bytes]], message.headers() or ())
    return MemoryMessage(
        topic=PARSED.name,
        partition=message.partition() or 0,
        offset=message.offset() or 0,
        timestamp=message.timestamp()[1],
        key=message.key(),
        value=message.value(),
        headers=tuple(pairs),
    )


async def _send(producer: Any, processed: Sequence[Processed], partition: int) -> list[Any]:
    futures = []
    batch = producer.create_batch()
    for one in processed:
        for message in one.outgoing:
            content = {
                "key": message.key,
                "value": message.value,
                "headers": list(message.headers),
                "timestamp": message.timestamp_ms,
            }
            if batch.append(**content) is None:
                sent = producer.send_batch(batch, VERSIONED.name, partition=partition)
                futures.append(await sent)
                batch = producer.create_batch()
                batch.append(**content)
    futures.append(await producer.send_batch(batch, VERSIONED.name, partition=partition))
    return futures


def stock_faust(settings: Settings, watch: Stopwatch) -> None:
    """Run it as Faust's documentation has it: an event a record, `send` without waiting."""
    with TemporaryDirectory() as folder:
        _run_faust(settings, watch, folder)


def _run_faust(settings: Settings, watch: Stopwatch, folder: str) -> None:
    app = faust.App(
        f"benchmark-faust-{watch.turn}",
        broker=f"kafka://{settings.bootstrap}",
        store="memory://",
        datadir=folder,
        web_enabled=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        consumer_auto_offset_reset="earliest",
        key_serializer="raw",
        value_serializer="raw",
    )
    target = app.topic(VERSIONED.name, key_serializer="raw", value_serializer="raw")

    async def agent(stream: Any) -> None:
        async for event in stream.events():
            watch.begin()
            for message in _work([_message(event)])[0].outgoing:
                headers = [(name, value or b"") for name, value in message.headers]
                await target.send(key=message.key, value=message.value, headers=headers)
            watch.done(1)

    app.agent(app.topic(PARSED.name, key_type=bytes, value_type=bytes))(agent)
    worker = faust.Worker(app, loglevel="ERROR")
    worker.execute_from_commandline()


def _message(event: Any) -> MemoryMessage:
    message = event.message
    return MemoryMessage(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        timestamp=int(message.timestamp * 1000),
        key=message.key,
        value=message.value,
        headers=tuple(message.headers or ()),
    )


def _work(messages: Sequence[Message | ConsumerRecord]) -> list[Processed]:
    return process("benchmark", AGENT, list(messages), None, None)


def _cpu_s() -> float:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime


CONTENDERS: Final[dict[str, Callable[[Settings, Stopwatch], None]]] = {
    "lane": lane,
    "confluent": confluent,
    "aiokafka": aiokafka,
    "aiokafka-tuned": aiokafka_tuned,
    "faust": stock_faust,
}

if __name__ == "__main__":
    name, *numbers = sys.argv[1:]
    CONTENDERS[name](Settings.read(), Stopwatch(*map(int, numbers)))
