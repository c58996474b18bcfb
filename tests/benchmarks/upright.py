"""A whole pipeline, `barq up` on a broker of either kind, for benchmarks to load and watch."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import confluent_kafka as ck
import psutil

from schemas.topics import TOPICS
from streams.runtime import topics
from streams.settings import Settings
from streams.topology import PIPELINE
from tests import brokers
from tests.chaos.watch import Watch

LOOK_S: Final = 0.05
PROGRESS_S: Final = 0.2
"""Between two looks at how far it has come: each asks the broker for the offsets of all stages."""
QUIET_S: Final = 1.0
"""Nothing taken for so long: time to look whether all is done."""
PATIENCE_S: Final = 600
STOP_S: Final = 30
BROKER: Final = {"embedded": "streams.broker", "kafka": "kafka.Kafka"}
"""Part of the command line of each kind of broker."""


class Upright:
    """A running pipeline."""

    def __init__(self, address: str, kind: brokers.Kind, up: psutil.Process, watch: Watch) -> None:
        self.address: Final = address
        self._watch = watch
        self._processes = {"broker": _broker(kind)} | {
            stage.name: _worker(up, stage.name) for stage in PIPELINE
        }

    def wait_until_done(self) -> float:
        """Wait until nothing is left to do; give when the last record was taken, `perf_counter`."""
        taken, moved = -1, time.perf_counter()
        limit = moved + PATIENCE_S
        while True:
            now = time.perf_counter()
            assert now < limit, "the pipeline did not come to its end"
            try:
                latest = self._watch.taken()
                if latest != taken:
                    taken, moved = latest, now
                elif now - moved > QUIET_S and self._watch.done():
                    return moved
            except ck.KafkaException:
                pass
            time.sleep(PROGRESS_S)

    def cpu_s(self) -> Mapping[str, float]:
        """Give the CPU time that broker and stages have used so far, seconds."""
        times = {name: process.cpu_times() for name, process in self._processes.items()}
        return {name: one.user + one.system for name, one in times.items()}


@contextmanager
def upright(kind: brokers.Kind, partitions: int, **settings: str) -> Iterator[Upright]:
    """Run a pipeline with topics of `partitions` on a broker of its own."""
    with tempfile.TemporaryDirectory() as made, brokers.running(kind, Path(made)) as broker:
        asyncio.run(topics.create(Settings.read(bootstrap=broker.address, partitions=partitions)))
        own = {"BARQ_LOG_LEVEL": "warning", "BARQ_METRICS_PORT": "0", **settings}
        command = [sys.executable, "-m", "streams.cli", "up", "--bootstrap", broker.address]
        up = subprocess.Popen(command, env={**os.environ, **own}, stdout=subprocess.DEVNULL)
        watch = Watch(broker.address, {topic.name: partitions for topic in TOPICS})
        try:
            yield Upright(broker.address, kind, psutil.Process(up.pid), watch)
        finally:
            watch.close()
            up.terminate()
            up.wait(STOP_S)


def _worker(up: psutil.Process, stage: str) -> psutil.Process:
    limit = time.monotonic() + STOP_S
    while time.monotonic() < limit:
        for child in up.children():
            if stage in child.cmdline():
                return child
        time.sleep(LOOK_S)
    raise AssertionError(f"no worker of {stage} came up")


def _broker(kind: brokers.Kind) -> psutil.Process:
    children = psutil.Process().children(recursive=True)
    return next(one for one in children if BROKER[kind] in " ".join(one.cmdline()))
