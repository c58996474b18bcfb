"""Brokers for tests: the embedded one, and Apache Kafka from its Maven artifacts."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

import confluent_kafka as ck
from confluent_kafka.admin import AdminClient

Kind = Literal["embedded", "kafka"]

LIBS_VARIABLE: Final = "BARQ_KAFKA_LIBS"
START_S: Final = 60
KAFKA: Final = """
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={folder}/log
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
auto.create.topics.enable=false
"""


class Unavailable(RuntimeError):
    """A broker that cannot be started here; the text says what to install."""


class Broker:
    """A broker with its data in `folder`; it keeps address and data from start to start."""

    def __init__(self, kind: Kind, folder: Path) -> None:
        port = free_port()
        self.address = f"127.0.0.1:{port}"
        self._log = folder / "broker.log"
        self._command = _embedded(folder, port) if kind == "embedded" else _kafka(folder, port)

    def start(self) -> None:
        """Start it, and wait until it answers."""
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
        """Kill it as a power cut would."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Stop it as a person would, or kill it when it does not listen."""
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def running(kind: Kind, folder: Path) -> Iterator[Broker]:
    """Run a broker."""
    broker = Broker(kind, folder)
    broker.start()
    try:
        yield broker
    finally:
        broker.stop()


def free_port() -> int:
    """Give a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _embedded(folder: Path, port: int) -> list[str]:
    data = folder / "data"
    return [sys.executable, "-m", "streams.broker", "--data", str(data), "--port", str(port)]


def _kafka(folder: Path, port: int) -> list[str]:
    java, libs = shutil.which("java"), os.environ.get(LIBS_VARIABLE, "")
    if java is None or not list(Path(libs or "/nonexistent").glob("kafka_2.13-*.jar")):
        raise Unavailable(
            f"Apache Kafka needs Java 17 or later, and {LIBS_VARIABLE} naming a folder with the "
            "jars of org.apache.kafka:kafka_2.13 and kafka-tools (mvn dependency:copy-dependencies)"
        )
    run = [java, "-Xmx384m", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"]
    run += ["-cp", f"{libs}/*"]
    properties = folder / "server.properties"
    properties.write_text(KAFKA.format(port=port, controller=free_port(), folder=folder))
    tool = [*run, "kafka.tools.StorageTool"]
    cluster = subprocess.run([*tool, "random-uuid"], check=True, capture_output=True, text=True)
    subprocess.run(
        [*tool, "format", "-t", cluster.stdout.split()[-1], "-c", str(properties)],
        check=True,
        capture_output=True,
    )
    return [*run, "kafka.Kafka", str(properties)]
