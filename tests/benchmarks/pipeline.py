"""The whole pipeline on the embedded broker: articles a second, and CPU time a stage.

python -m tests.benchmarks.pipeline --items 20000
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import click

from streams.topology import PIPELINE
from tests.chaos.harness import Pipeline, running
from tests.chaos.wire import Wire

WARM_UP: int = 500


@click.command()
@click.option("--items", default=20_000, show_default=True, help="wire items to send")
@click.option("--seed", default=1, show_default=True, help="seed of the wire")
def main(items: int, seed: int) -> None:
    """Feed ITEMS wire items at once to `barq up`, and print how long they take."""
    wire = list(Wire(seed).items(WARM_UP + items))
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Pipeline(Path(folder))) as pipeline,
    ):
        pipeline.feed(wire[:WARM_UP])
        pipeline.wait_until_drained()
        before = _cpu_s(pipeline)
        start = time.perf_counter()
        pipeline.feed(wire[WARM_UP:])
        pipeline.wait_until_drained()
        elapsed = time.perf_counter() - start
        after = _cpu_s(pipeline)
    print(f"whole pipeline: {items / elapsed:,.0f} articles/s ({items} in {elapsed:.1f} s)")
    for name, seconds in after.items():
        print(f"{name:8} {(seconds - before[name]) / items * 1e6:8.0f} µs CPU an article")


def _cpu_s(pipeline: Pipeline) -> dict[str, float]:
    names = ("broker", *(stage.name for stage in PIPELINE))
    spent = {}
    for name in names:
        times = pipeline.process(name).cpu_times()
        spent[name] = times.user + times.system
    return spent


if __name__ == "__main__":
    main()
