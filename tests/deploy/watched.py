"""The whole pipeline on a broker and an edge, their metrics at own ports, and ways to hurt it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
import psutil

from schemas.records import WireItem
from streams.topology import STAGES
from tests.brokers import Broker, free_port, free_ports
from tests.chaos.feed import feed
from tests.chaos.wire import Wire

STOP_S: Final = 30
SEND_S: Final = 60
START_S: Final = 60


class Watched:
    """A `barq up` against a broker that is there already."""

    def __init__(self, folder: Path, broker: Broker) -> None:
        self.ports = dict(zip(STAGES, free_ports(len(STAGES)), strict=True))
        self.edge_port = free_port()
        self._broker = broker
        self._folder = folder
        self._environment = {
            **os.environ,
            "BARQ_METRICS_PORT": str(min(self.ports.values())),
            "BARQ_INGEST_METRICS_PORT": str(self.edge_port),
            "BARQ_INGEST_STATE": str(folder / "ingest.sqlite"),
        }
        self._log = (folder / "up.log").open("ab")

    def start(self) -> None:
        """Create the topics, start the workers, and an edge with a feed that never answers."""
        to = ["--bootstrap", self._broker.address]
        self._barq("topics", "--create", *to).wait(START_S)
        self._up = self._barq("up", *to)
        drop, feeds = self._folder / "drop", self._folder / "feeds.yaml"
        drop.mkdir()
        feeds.write_text(f"- source: silent\n  url: http://127.0.0.1:{free_port()}/\n")
        self._edge = self._barq("ingest", "--watch", str(drop), "--feeds", str(feeds), *to)

    def stop(self) -> None:
        """Stop all of it."""
        for process in (self._edge, self._up):
            process.send_signal(signal.SIGINT)
            process.wait(STOP_S)
        self._log.close()

    def feed(self, items: Sequence[WireItem]) -> None:
        """Send items to the wire, and wait until the broker has them."""
        feed(self._broker.address, items, patience_s=SEND_S)

    def worker(self, stage: str) -> psutil.Process | None:
        """Give the worker of a stage, if it runs."""
        for child in psutil.Process(self._up.pid).children():
            try:
                if child.cmdline()[-1:] == [stage] or stage in child.cmdline():
                    return child
            except psutil.Error:
                continue
        return None

    def _barq(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "streams.cli", *words],
            env=self._environment,
            stdout=self._log,
            stderr=self._log,
        )


@contextmanager
def frozen(process: psutil.Process | None) -> Iterator[None]:
    """Hold a process up, as a machine out of memory does."""
    assert process is not None
    process.suspend()
    try:
        yield
    finally:
        process.resume()


def items(seed: int, count: int) -> list[WireItem]:
    """Give items of all kinds that the wire has, received now."""
    now = datetime.now(UTC)
    return [msgspec.structs.replace(i, received_at=now) for i in Wire(seed).items(count)]


@contextmanager
def watched(folder: Path, broker: Broker) -> Iterator[Watched]:
    """Run the pipeline, and stop it in the end whatever happens between."""
    pipeline = Watched(folder, broker)
    pipeline.start()
    try:
        yield pipeline
    finally:
        pipeline.stop()
