"""From publication to alert on a running pipeline, at steady rates: median and 99th percentile.

python -m tests.benchmarks.latency --rate 20 --rate 200 --rate 1000 --broker kafka
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

import click
import confluent_kafka as ck
import msgspec

from schemas.records import WireItem
from schemas.topics import ALERTS
from tests import brokers
from tests.benchmarks.upright import Upright, upright
from tests.chaos.feed import feed, produce
from tests.chaos.wire import Wire
from tests.reading import reader

WARM_UP: Final = 500
WARM_UP_RATE: Final = 150
FEED_S: Final = 120
LOOK_S: Final = 0.05
RATES: Final = (20, 200, 1000)
"""Articles a second."""
LEAD: Final = 0.2
"""Share of a rate's alerts, from its start, that is left out: the pipeline settles meanwhile."""


class Latency(NamedTuple):
    """What one rate came to."""

    rate: int
    sent: int
    alerts: int
    median_s: float
    p99_s: float
    worst_s: float


@click.command()
@click.option(
    "--rate", "rates", multiple=True, type=int, default=(20, 200, 1000), show_default=True
)
@click.option("--seconds", default=20, show_default=True, help="length of each rate")
@click.option("--warm-up", default=60, show_default=True, help="seconds before, not timed")
@click.option("--seed", default=1, show_default=True, help="seed of the wire")
@click.option(
    "--broker", type=click.Choice(["embedded", "kafka"]), default="embedded", show_default=True
)
def main(rates: Sequence[int], seconds: int, warm_up: int, seed: int, broker: brokers.Kind) -> None:
    """Send articles evenly at each RATE to `barq up`, and time the alerts that subscribers read.

    An alert of the starter rules is timed from when its article was handed to the client that
    sends it to when a subscriber to `alerts` has it. Before, Apache Kafka's code is compiled: for
    its first minute a broker spends a core on that.
    """
    wire = Wire(seed)
    items = wire.items(WARM_UP + warm_up * WARM_UP_RATE + seconds * sum(rates))
    print(f"{broker} broker, {seconds} s each after {warm_up} s")
    with upright(broker, partitions=1) as pipeline:
        feed(pipeline.address, [next(items) for _ in range(WARM_UP)], patience_s=FEED_S)
        pipeline.wait_until_done()
        _send(pipeline.address, items, WARM_UP_RATE, warm_up * WARM_UP_RATE)
        pipeline.wait_until_done()
        for rate in rates:
            print(_told(_measure(pipeline, items, rate, rate * seconds)), flush=True)


def _told(one: Latency) -> str:
    times = f"p50 {one.median_s * 1e3:.0f} ms, p99 {one.p99_s * 1e3:.0f} ms"
    return (
        f"{one.rate:5} articles/s: {times}, worst {one.worst_s * 1e3:.0f} ms "
        f"({one.alerts} alerts of {one.sent} articles)"
    )


def _measure(pipeline: Upright, items: Iterator[WireItem], rate: int, count: int) -> Latency:
    stop = threading.Event()
    listener = Listener(pipeline.address, stop)
    listener.start()
    listener.there.wait()
    _send(pipeline.address, items, rate, count)
    pipeline.wait_until_done()
    stop.set()
    listener.join()
    times = sorted(listener.latencies_s[int(len(listener.latencies_s) * LEAD) :])
    return Latency(
        rate, count, len(times), times[len(times) // 2], times[int(len(times) * 0.99)], times[-1]
    )


class Listener(threading.Thread):
    """A subscriber that notes how old each alert is when it comes."""

    def __init__(self, address: str, stop: threading.Event) -> None:
        super().__init__(name="listener")
        self._address = address
        self._stop_asked = stop
        self.there = threading.Event()
        self.latencies_s: list[float] = []

    def run(self) -> None:
        """Read alerts until asked to stop."""
        consumer = reader(self._address, "benchmark")
        try:
            place = ck.TopicPartition(ALERTS.name, 0)
            place.offset = consumer.get_watermark_offsets(place)[1]
            consumer.assign([place])
            self.there.set()
            while not self._stop_asked.is_set():
                message = consumer.poll(LOOK_S)
                if message is None or message.error() is not None:
                    continue
                sent_at = dict(message.headers() or [])["ce_time"]
                assert isinstance(sent_at, bytes)
                age = datetime.now(UTC) - datetime.fromisoformat(sent_at.decode())
                self.latencies_s.append(age / timedelta(seconds=1))
        finally:
            consumer.close()


def _send(address: str, items: Iterator[WireItem], rate: int, count: int) -> None:
    producer = ck.Producer({"bootstrap.servers": address, "linger.ms": 1, "log_level": 0})
    start = time.perf_counter()
    for number in range(count):
        time.sleep(max(0.0, start + number / rate - time.perf_counter()))
        produce(producer, msgspec.structs.replace(next(items), received_at=datetime.now(UTC)))
    assert producer.flush(FEED_S) == 0


if __name__ == "__main__":
    main()
