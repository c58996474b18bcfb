"""Brokers for tests: the embedded one, and Apache Kafka from its Maven artifacts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, Protocol

import confluent_kafka as ck
from confluent_kafka.admin import AdminClient

from streams import ports
from streams.dev.kafka import Kafka
from streams.dev.kafka_libs import KafkaError as Unavailable
from streams.ports import PORTS

__all__ = ["Broker", "Kind", "Unavailable", "broker", "free_port", "free_ports", "running"]

Kind = Literal["embedded", "kafka"]

START_S: Final = 60
HEAP_MB: Final = 384
AS_INSTALLED: Final = (
    "import sys; sys.modules['hypothesis'] = None; from streams.broker.__main__ import main; main()"
)
"""Starts the broker as where there is no Hypothesis: kio loads it wherever it finds it, which is
a third of what a start costs."""
MOST_WORKERS: Final = 32
"""Processes of pytest that share the ports."""


class Broker(Protocol):
    """A broker that keeps address and data from start to start."""

    address: str

    def start(self) -> None:
        """Start it, and wait until it answers."""

    def kill(self) -> None:
        """Kill it as a power cut would."""

    def stop(self) -> None:
        """Stop it as a person would, or kill it when it does not listen."""


class EmbeddedBroker:
    """The embedded broker as a process, with its data in `folder`."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.address = f"127.0.0.1:{port}"
        self._log = folder / "broker.log"
        self._command = [sys.executable, "-c", AS_INSTALLED, "--data", str(folder / "data")]
        self._command += ["--port", str(port)]

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        client = AdminClient({"bootstrap.servers": self.address, "log_level": 0})
        limit = time.monotonic() + START_S
        while time.monotonic() < limit and self._process.poll() is None:
            try:
                client.list_topics(timeout=0.5)
            except ck.KafkaException:
                continue
            return
        self.kill()
        raise AssertionError(f"the broker did not come up:\n{self._log.read_text()[-3000:]}")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()


class KafkaBroker:
    """One broker of Apache Kafka; raises Unavailable where it cannot run."""

    def __init__(self, folder: Path) -> None:
        self._kafka = Kafka(folder, heap_mb=HEAP_MB)
        self.address = self._kafka.bootstrap

    def start(self) -> None:
        self._kafka.start()

    def kill(self) -> None:
        self._kafka.kill()

    def stop(self) -> None:
        self._kafka.stop()


def broker(kind: Kind, folder: Path) -> Broker:
    """Make a broker that is not started yet."""
    return EmbeddedBroker(folder) if kind == "embedded" else KafkaBroker(folder)


@contextmanager
def running(kind: Kind, folder: Path) -> Iterator[Broker]:
    """Run a broker."""
    one = broker(kind, folder)
    one.start()
    try:
        yield one
    finally:
        one.stop()


def free_ports(count: int) -> range:
    """Give ports in a row that nothing listens on, and that no other process of pytest gives."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    share = len(PORTS) // MOST_WORKERS
    first = PORTS.start + worker % MOST_WORKERS * share
    return ports.free_ports(count, among=range(first, first + share))


def free_port() -> int:
    """Give a port that nothing listens on."""
    return free_ports(1)[0]
