"""The whole pipeline on a broker: articles a second, and CPU time a stage.

python -m tests.benchmarks.pipeline --items 20000 --broker kafka
"""

from __future__ import annotations

import time
from typing import Final

import click

from tests import brokers
from tests.benchmarks.upright import upright
from tests.chaos.feed import feed
from tests.chaos.wire import Wire

FEED_S: Final = 120


@click.command()
@click.option("--items", default=20_000, show_default=True, help="wire items to send")
@click.option("--warm-up", default=60_000, show_default=True, help="wire items before, not counted")
@click.option("--seed", default=1, show_default=True, help="seed of the wire")
@click.option(
    "--broker", type=click.Choice(["embedded", "kafka"]), default="embedded", show_default=True
)
@click.option("--partitions", default=1, show_default=True, help="partitions of each topic")
def main(items: int, warm_up: int, seed: int, broker: brokers.Kind, partitions: int) -> None:
    """Send ITEMS wire items at once to `barq up`, and print how long they take.

    With those before Apache Kafka's code is compiled: for its first minutes a broker spends most
    of its time on that.
    """
    wire = list(Wire(seed).items(warm_up + items))
    with upright(broker, partitions) as pipeline:
        feed(pipeline.address, wire[:warm_up], patience_s=FEED_S)
        pipeline.wait_until_done()
        before = pipeline.cpu_s()
        start = time.perf_counter()
        feed(pipeline.address, wire[warm_up:], patience_s=FEED_S)
        elapsed = pipeline.wait_until_done() - start
        after = pipeline.cpu_s()
    print(f"{broker}: {items / elapsed:,.0f} articles/s ({items} in {elapsed:.1f} s)")
    spent = {name: (seconds - before[name]) / items * 1e6 for name, seconds in after.items()}
    for name, each in {**spent, "all": sum(spent.values())}.items():
        print(f"{name:8} {each:8.0f} µs CPU an article")


if __name__ == "__main__":
    main()
