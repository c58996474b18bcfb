"""Apache Kafka on this machine, without Docker: one broker or three, each one process.

Each broker is a KRaft controller too. Data and logs stay in one folder; brokers can be
killed and started again one by one, and keep their addresses.
"""

from __future__ import annotations

import asyncio
import base64
import re
import socket
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from aiokafka.errors import KafkaError as ClientError

from streams.dev.kafka_libs import KafkaError, find_java, find_libs
from streams.ports import free_ports
from streams.runtime import clients
from streams.settings import Settings

HOST: Final = "127.0.0.1"
CONTROLLERS: Final = 10_000
"""A broker's controller listens on the broker's port and this many more."""
START_S: Final = 90.0
"""Three brokers serve after 5 s on two idle cores; this is for a machine that does much else."""
STOP_S: Final = 20.0
LOOK_S: Final = 0.1
HEAP_MB: Final = 512
PROPERTIES: Final = """\
process.roles=broker,controller
node.id={node}
controller.quorum.voters={voters}
listeners=PLAINTEXT://{host}:{port},CONTROLLER://{host}:{controller}
advertised.listeners=PLAINTEXT://{host}:{port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={data}
default.replication.factor={copies}
min.insync.replicas={in_sync}
offsets.topic.replication.factor={copies}
offsets.topic.num.partitions=8
transaction.state.log.replication.factor={copies}
transaction.state.log.min.isr={in_sync}
transaction.state.log.num.partitions=8
share.coordinator.state.topic.replication.factor={copies}
share.coordinator.state.topic.min.isr={in_sync}
unclean.leader.election.enable=false
auto.create.topics.enable=false
# A rebalance begins at once, and a broker that was killed is missed soon.
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
broker.session.timeout.ms=6000
# The default, 128 MB, would take half of a small heap.
log.cleaner.dedupe.buffer.size=16777216
"""


class Node:
    """One broker: its properties, its process and its log file."""

    def __init__(self, number: int, port: int, controller: int, folder: Path) -> None:
        self.number: Final = number
        self.port: Final = port
        self.controller: Final = controller
        self.log: Final = folder / f"broker-{number}.log"
        self.properties: Final = folder / f"broker-{number}.properties"
        self.data: Final = folder / f"broker-{number}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self.process is not None and self.process.poll() is None

    def last_words(self) -> str:
        """Give the last line that tells of trouble in its log, or the last one."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        told = [line for line in lines if re.search(r"ERROR|FATAL|Exception|Error:", line)]
        return (told or lines or ["nothing"])[-1]


class Kafka:
    """A cluster in `folder`; with `port` 0 on free ports, else on that one and those after it.

    Raises KafkaError when it cannot be run here.
    """

    def __init__(
        self, folder: Path, *, brokers: int = 1, port: int = 0, heap_mb: int = HEAP_MB
    ) -> None:
        folder = folder.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        there = len(list(folder.glob("broker-*.properties")))
        if there not in (0, brokers):
            raise KafkaError(
                f"{folder} holds a cluster of {there}: start as many brokers, or name another "
                "folder with --data-dir"
            )
        self._java = [find_java(), f"-Xmx{heap_mb}m", "-XX:+UseSerialGC"]
        self._java += ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", f"{find_libs()}/*"]
        ports = _ports(brokers, port)
        self.nodes: Final = [
            Node(number, *ports[number - 1], folder) for number in range(1, brokers + 1)
        ]
        self.bootstrap: Final = ",".join(f"{HOST}:{node.port}" for node in self.nodes)

    def start(self) -> None:
        """Start every broker and wait until all serve."""
        self._configure()
        try:
            for node in self.nodes:
                self.start_node(node)
            self.wait()
        except BaseException:
            self.kill()
            raise

    def start_node(self, node: Node) -> None:
        """Start one broker, and do not wait for it."""
        with node.log.open("ab") as log:
            node.process = subprocess.Popen(  # noqa: S603 - the Java that was found, on Kafka's jars
                [*self._java, "kafka.Kafka", str(node.properties)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill_node(self, node: Node) -> None:
        """Kill one broker as a power cut would."""
        if node.process is not None:
            node.process.kill()
            node.process.wait()

    def wait(self) -> None:
        """Wait until every broker serves; raise KafkaError when one ends."""
        limit = time.monotonic() + START_S
        while not self.serves():
            for node in self.nodes:
                if not node.alive:
                    raise KafkaError(f"broker {node.number} ended: {node.last_words()}; {node.log}")
            if time.monotonic() > limit:
                raise KafkaError(
                    f"Kafka does not serve after {START_S:.0f} s; {self.nodes[0].log.parent} has "
                    "the brokers' logs"
                )
            time.sleep(LOOK_S)

    def serves(self) -> bool:
        """Tell whether each broker answers and knows of all."""
        listening = all(node.alive and _listens(node.port) for node in self.nodes)
        return listening and all(
            asyncio.run(_known(f"{HOST}:{node.port}")) >= len(self.nodes) for node in self.nodes
        )

    def stop(self) -> None:
        """Stop every broker in order, and kill whichever does not listen."""
        running = [node.process for node in self.nodes if node.process is not None and node.alive]
        for process in running:
            process.terminate()
        limit = time.monotonic() + STOP_S
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, limit - time.monotonic()))
        self.kill()

    def kill(self) -> None:
        """Kill every broker that is left."""
        for node in self.nodes:
            self.kill_node(node)

    def ended(self) -> Node | None:
        """Give a broker that has ended by itself."""
        return next((node for node in self.nodes if not node.alive), None)

    def _configure(self) -> None:
        copies = min(3, len(self.nodes))
        voters = ",".join(f"{node.number}@{HOST}:{node.controller}" for node in self.nodes)
        for node in self.nodes:
            node.properties.write_text(
                PROPERTIES.format(
                    node=node.number,
                    voters=voters,
                    host=HOST,
                    port=node.port,
                    controller=node.controller,
                    data=node.data,
                    copies=copies,
                    in_sync=max(1, copies - 1),
                )
            )
        cluster = base64.urlsafe_b64encode(b"B" + uuid.uuid4().bytes[1:]).decode().rstrip("=")
        formats = [
            (node, [*self._java, "kafka.tools.StorageTool", "format", "-t", cluster])
            for node in self.nodes
            if not (node.data / "meta.properties").exists()
        ]
        _run_all([[*command, "-c", str(node.properties)] for node, command in formats])


@contextmanager
def running(
    folder: Path,
    *,
    brokers: int,
    heap_mb: int = HEAP_MB,
    told: Callable[[str], None] = lambda _: None,
) -> Iterator[Kafka]:
    """Run a cluster on free ports for the length of a `with`."""
    kafka = Kafka(folder, brokers=brokers, heap_mb=heap_mb)
    kafka.start()
    told(kafka.bootstrap)
    try:
        yield kafka
    finally:
        kafka.stop()


def _ports(brokers: int, first: int) -> list[tuple[int, int]]:
    if first:
        return [(first + n, first + n + CONTROLLERS) for n in range(brokers)]
    free = free_ports(2 * brokers)
    return list(zip(free[::2], free[1::2], strict=True))


def _run_all(commands: Sequence[Sequence[str]]) -> None:
    started = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # noqa: S603 - as in start_node
        for command in commands
    ]
    for process in started:
        words, _ = process.communicate()
        if process.returncode:
            last = (words.strip().splitlines() or ["nothing"])[-1]
            raise KafkaError(f"Kafka could not format its folder: {last}")


def _listens(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), 0.5).close()
    except OSError:
        return False
    return True


async def _known(address: str) -> int:
    """Count the brokers that the one at `address` knows; 0 while it does not answer."""
    try:
        async with clients.admin(Settings.read(bootstrap=address)) as client:
            return len((await client.describe_cluster())["brokers"])
    except (ClientError, OSError, TimeoutError):
        return 0
