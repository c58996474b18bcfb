"""The near-duplicate state at size: restored from its changelog, and emptied by event time.

python -m tests.benchmarks.restore --entries 300000 --broker embedded

Entries are those of real articles of the chaos suite's wire, their hashes drawn anew so that
no two are alike; they are written by the lane's own producer, `--chunk` a transaction.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final

import click
import confluent_kafka as ck
import msgspec
import numpy as np
import psutil
from aiokafka import TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from schemas.codec import encode
from schemas.records import Block, Delivery, Parsed, Versioned
from schemas.times import to_ms
from schemas.topics import VERSIONED
from streams.console.errors import quiet_clients
from streams.dedup import near
from streams.dedup.sketch import sketch_all
from streams.dedup.stories import Answer, Text, stored
from streams.runtime import clients, topics
from streams.runtime.transactions import Change, Changes, ChunkProducer
from streams.settings import Settings
from tests import brokers
from tests.chaos.log import waiting
from tests.chaos.wire import Wire
from tests.runtime.harness import until

STATE: Final = near.STATE.topic
START: Final = datetime(2026, 1, 5, tzinfo=UTC)
WINDOW: Final = timedelta(hours=72)
MODELS: Final = 2000
PATIENCE_S: Final = 600
QUICK_CLEANING: Final = {
    "cleanup.policy": "compact",
    "delete.retention.ms": "1000",
    "segment.ms": "2000",
    "min.cleanable.dirty.ratio": "0.01",
}
"""So that compaction, and the end of tombstones, can be waited for."""


@click.command()
@click.option("--entries", default=300_000, show_default=True, help="articles in the window")
@click.option("--chunk", default=50, show_default=True, help="entries in one transaction")
@click.option("--steps", default=12_000, show_default=True, help="articles that bring time forward")
@click.option(
    "--broker", type=click.Choice(["embedded", "kafka"]), default="embedded", show_default=True
)
def main(entries: int, chunk: int, steps: int, broker: brokers.Kind) -> None:
    """Fill a changelog, restore a worker from it, and let event time empty it again."""
    with (
        quiet_clients(),  # Kafka 4 lets older clients retry while it checks a transaction
        tempfile.TemporaryDirectory() as folder,
        brokers.running(broker, Path(folder)) as running,
    ):
        measure(Path(folder), running.address, entries, chunk, steps)


def measure(folder: Path, address: str, entries: int, chunk: int, steps: int) -> None:
    """Print each number as it is known."""
    create(address)
    settings = Settings.read(bootstrap=address)
    with worker(folder, address) as process:
        until(lambda: told(folder, "partitions flow"), within_s=PATIENCE_S)
        empty, started_s = usage(process)
    size = asyncio.run(fill(settings, entries, chunk))
    print(f"filled: {entries:,} entries, {size / entries:,.0f} bytes each, {chunk} a transaction")
    with worker(folder, address) as process:
        until(lambda: told(folder, "partitions flow"), within_s=PATIENCE_S)
        full, restored_s = usage(process)
        for line in told(folder, "state restoring"):
            print(f"progress line: {line}")
        (line,) = told(folder, "state restored")
        print(
            f"restored: {line['entries']:,} entries in {line['seconds']:.1f} s, "
            f"{line['records_per_s']:,} records/s, "
            f"{(restored_s - started_s) / entries * 1e6:,.0f} µs CPU each"
        )
        print(
            f"memory: {empty / 2**20:,.0f} MB empty, {full / 2**20:,.0f} MB full, "
            f"{(full - empty) / entries:,.0f} bytes an entry"
        )
        began = time.monotonic()
        asyncio.run(forward(settings, steps))
        until(lambda: drained(address), within_s=PATIENCE_S)
        print(f"expired: {steps:,} articles over {WINDOW} in {time.monotonic() - began:.1f} s")
    (line,) = told(folder, "stopped")
    print(f"counted: {line['near.emitted']:,} emitted of {line['near.consumed']:,}")
    live, records = standing(address)
    print(f"changelog before compaction: {live:,} live entries in {records:,} records")
    assert live <= steps
    began = time.monotonic()
    with worker(folder, address):
        for days in count(2):  # Apache Kafka compacts a segment once another was begun
            asyncio.run(forward(settings, 1, after=days * WINDOW))
            until(lambda: drained(address), within_s=PATIENCE_S)
            live, records = standing(address)
            if records <= max(entries // 100, 100) or time.monotonic() - began > PATIENCE_S:
                break
    print(
        f"changelog after {time.monotonic() - began:.0f} s: "
        f"{live:,} live entries in {records:,} records"
    )
    assert records <= max(entries // 100, 100)


@contextmanager
def worker(folder: Path, address: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a dedup worker, and stop it at the end."""
    with (folder / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streams.cli", "worker", "dedup"],
            env={**os.environ, "BARQ_BOOTSTRAP": address, "BARQ_LOG_FORMAT": "json"},
            stderr=log,
        )
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()


def usage(process: subprocess.Popen[bytes]) -> tuple[int, float]:
    """Give the bytes that the process holds, and the CPU time that it has taken, s."""
    seen = psutil.Process(process.pid)
    times = seen.cpu_times()
    return seen.memory_info().rss, times.user + times.system


def told(folder: Path, event: str) -> list[dict[str, Any]]:
    """Give the worker's log lines of `event`."""
    lines = (folder / "worker.log").read_text().splitlines()
    found = [json.loads(line) for line in lines if line.endswith("}")]
    wanted = [line for line in found if line["event"] == event]
    return [line for line in wanted if line.get("partitions") != 0]


def create(address: str) -> None:
    """Create the topics, the changelog with quick cleaning."""
    state = NewTopic(STATE, 1, 1, config=QUICK_CLEANING)
    client = AdminClient({"bootstrap.servers": address})
    for made in client.create_topics([state]).values():
        made.result(30)
    asyncio.run(topics.create(Settings.read(bootstrap=address)))


async def fill(settings: Settings, entries: int, chunk: int) -> int:
    """Write the changelog; give its bytes."""
    source = VERSIONED.name
    producer = ChunkProducer(settings, group="barq-dedup", topic=source, partition=0)
    await producer.fence()
    encoder = msgspec.json.Encoder()
    size = 0
    batch: list[Change] = []
    place = TopicPartition(STATE, 0)
    for key, text in texts(entries):
        batch.append(Change(key.encode(), encoder.encode(text), (), text.time_ms))
        size += len(batch[-1].key or b"") + len(batch[-1].value or b"")
        if len(batch) == chunk:
            await producer.commit(Changes(place, batch), 0)
            batch = []
    if batch:
        await producer.commit(Changes(place, batch), 0)
    await producer.close()
    return size


def texts(entries: int) -> Iterator[tuple[str, Text]]:
    """Give entries as the agent makes them, evenly over the window."""
    articles = [parsed(number, START) for number in range(MODELS)]
    sketches = sketch_all([near.body(one) for one in articles], ["en"] * MODELS)
    chance = np.random.default_rng(1)
    for number in range(entries):
        sketch = sketches[number % MODELS]
        hashes = np.unique(
            chance.integers(0, 2**32 // sketch.modulus, len(sketch.hashes), dtype=np.uint32)
        )
        answer = Answer(f"{number:016x}", "new")
        text = Text(
            time_ms=to_ms(START + WINDOW * (number / entries)),
            source="north",
            answers=(answer,),
            hashes=stored(hashes),
            modulus=sketch.modulus,
            numbers=stored(sketch.numbers),
        )
        yield f"urn:benchmark:{number:08d}", text


async def forward(settings: Settings, steps: int, *, after: timedelta = WINDOW) -> None:
    """Send articles that bring event time forward by the window's length."""
    async with clients.producer(settings, linger_ms=5) as producer:
        for step in range(steps):
            at = START + after + WINDOW * ((step + 1) / steps)
            article = parsed(MODELS + step, at)
            record = Versioned(parsed=article, relation="new", shard="en")
            message = encode(VERSIONED, record, timestamp_ms=to_ms(at), producer="/benchmark")
            await producer.send(
                message.topic,
                message.value,
                key=message.key,
                headers=list(message.headers),
                timestamp_ms=message.timestamp_ms,
            )


_BODIES: list[str] = []


def parsed(number: int, at: datetime) -> Parsed:
    """Give an article with the text of the wire's item of that number."""
    while len(_BODIES) <= number:
        _BODIES.extend(
            item.body.decode(errors="replace") for item in Wire(len(_BODIES)).items(MODELS)
        )
    text = _BODIES[number]
    return Parsed(
        delivery=Delivery(id=f"d{number}", source="north", content_type="", received_at=at),
        id=f"urn:forward:{at.isoformat()}:{number}",
        format="text",
        language="en",
        text=text,
        blocks=(Block(kind="paragraph", start=0, end=len(text)),),
        digest=f"{number:032x}",
    )


def drained(address: str) -> bool:
    """Tell whether the worker has taken all articles."""
    return waiting(address, "barq-dedup", VERSIONED.name) == 0


def standing(address: str) -> tuple[int, int]:
    """Read the changelog: how many keys live, in how many records."""
    reader = ck.Consumer(
        {
            "bootstrap.servers": address,
            "group.id": "standing",
            "isolation.level": "read_committed",
            "enable.partition.eof": True,
        }
    )
    live: dict[bytes | None, bool] = {}
    records = 0
    reader.assign([ck.TopicPartition(STATE, 0, 0)])
    try:
        while True:
            for message in reader.consume(5000, 1.0):
                if message.error() is not None:
                    return sum(live.values()), records
                live[message.key()] = message.value() is not None
                records += 1
    finally:
        reader.close()


if __name__ == "__main__":
    main()
