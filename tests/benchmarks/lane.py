"""The lane against loops on confluent-kafka and aiokafka and stock Faust: same work, one run.

python -m tests.benchmarks.lane --records 30000 --broker embedded
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import click
import confluent_kafka as ck
from confluent_kafka.admin import AdminClient

from schemas.codec import encode
from schemas.records import Delivery, Parsed
from schemas.topics import PARSED, VERSIONED
from streams.runtime import clients, topics
from streams.settings import Settings
from tests import brokers
from tests.benchmarks.contenders import CONTENDERS, RESULT
from tests.chaos.wire import START, Wire

TIMEOUT_S = 300


@click.command()
@click.option("--records", default=30_000, show_default=True, help="records in a run")
@click.option("--rounds", default=3, show_default=True, help="runs of each, in turn")
@click.option("--warm-up", default=3, show_default=True, help="rounds before, not counted")
@click.option(
    "--broker", type=click.Choice(["embedded", "kafka"]), default="embedded", show_default=True
)
@click.option("--partitions", default=4, show_default=True, help="partitions of each topic")
def main(records: int, rounds: int, warm_up: int, broker: brokers.Kind, partitions: int) -> None:
    """Let each transport do the same work in turn, and print rates and ratios.

    All use one broker and the same records. In the rounds before, Apache Kafka's code is compiled:
    for its first minutes a broker spends a core on that.
    """
    results: dict[str, list[dict[str, float]]] = {name: [] for name in CONTENDERS}
    with tempfile.TemporaryDirectory() as folder, brokers.running(broker, Path(folder)) as running:
        asyncio.run(_load(running.address, records, partitions))
        for turn in range(-warm_up, rounds):
            told = f"round {turn + 1}" if turn >= 0 else "warm-up"
            for name in CONTENDERS:
                one = _run(name, running.address, records, turn + warm_up)
                results[name] += [one] if turn >= 0 else []
                print(f"{told}, {name}: {one['records_per_s']:,.0f} records/s", flush=True)
                _clear(running.address, partitions)
    print(f"\n{broker} broker, {partitions} partitions, {records} articles, median of {rounds}:")
    for name, runs in results.items():
        rate = statistics.median(run["records_per_s"] for run in runs)
        cpu = statistics.median(run["cpu_us"] for run in runs)
        ratio = statistics.median(
            lane["records_per_s"] / run["records_per_s"]
            for lane, run in zip(results["lane"], runs, strict=True)
        )
        print(f"{name:14} {rate:8,.0f} records/s {cpu:6.0f} µs CPU; the lane is {ratio:.2f} x it")


def _clear(bootstrap: str, partitions: int) -> None:
    """Let go of what was sent."""
    client = AdminClient({"bootstrap.servers": bootstrap})
    places = [ck.TopicPartition(VERSIONED.name, p, ck.OFFSET_END) for p in range(partitions)]
    for cleared in client.delete_records(places).values():
        cleared.result()


async def _load(bootstrap: str, records: int, partitions: int) -> None:
    settings = Settings.read(bootstrap=bootstrap, instance="benchmark", partitions=partitions)
    await topics.create(settings)
    async with clients.producer(settings, linger_ms=5) as producer:
        sent = []
        for number, item in enumerate(Wire(1).items(records)):
            text = item.body.decode(errors="replace")
            article = Parsed(
                delivery=Delivery(
                    id=item.id, source=item.source, content_type="text/plain", received_at=START
                ),
                id=f"urn:benchmark:{number}",
                format="text",
                language="en",
                text=text,
                digest=item.id,
            )
            message = encode(PARSED, article, timestamp_ms=number, producer="/benchmark")
            sent.append(
                await producer.send(
                    message.topic,
                    message.value,
                    key=message.key,
                    headers=list(message.headers),
                    timestamp_ms=message.timestamp_ms,
                )
            )
        await asyncio.gather(*sent)


def _run(name: str, bootstrap: str, records: int, turn: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.contenders", name, str(records), str(turn)],
        env={**os.environ, "BARQ_BOOTSTRAP": bootstrap, "BARQ_LOG_LEVEL": "error"},
        stdout=subprocess.PIPE,
        text=True,
        timeout=TIMEOUT_S,
        check=True,
    )
    told = [line for line in done.stdout.splitlines() if line.startswith(RESULT)]
    result: dict[str, float] = json.loads(told[-1].removeprefix(RESULT))
    return result


if __name__ == "__main__":
    main()
