"""The brokers that a pipeline stands on, and the means to hurt them one by one."""

from __future__ import annotations

import io
import socket
import struct
from pathlib import Path
from typing import Final, Literal, Protocol

import confluent_kafka as ck
from confluent_kafka.admin import AdminClient
from kio.schema.describe_quorum.v0.request import DescribeQuorumRequest, PartitionData, TopicData
from kio.schema.describe_quorum.v0.response import DescribeQuorumResponse
from kio.schema.request_header.v2.header import RequestHeader
from kio.schema.response_header.v1.header import ResponseHeader
from kio.schema.types import TopicName
from kio.serial import entity_reader, entity_writer
from kio.static.primitive import i16, i32

from streams.dev.kafka import HOST, Kafka
from tests.brokers import EmbeddedBroker

Role = Literal["leader", "controller", "coordinator"]
ROLES: Final[tuple[Role, ...]] = ("leader", "controller", "coordinator")
HEAP_MB: Final = {1: 384, 3: 256}
ANSWER_S: Final = 10


class Ground(Protocol):
    """One broker or several."""

    bootstrap: str
    copies: int
    """Brokers that hold each record; the pipeline can go on without one of three."""

    def start(self) -> None:
        """Start every broker and wait until they serve."""

    def stop(self) -> None:
        """Stop every broker."""

    def kill(self, role: Role, group: str, topic: str) -> str:
        """Kill the broker that has the role for the group or topic; tell which it was."""

    def restart(self) -> None:
        """Start whichever was killed, and do not wait for it."""

    def whole(self) -> bool:
        """Whether every broker serves and has caught up."""


class Embedded:
    """The embedded broker, which has every role."""

    copies = 1

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._broker = EmbeddedBroker(folder)
        self.bootstrap = self._broker.address

    def start(self) -> None:
        self._broker.start()

    def stop(self) -> None:
        self._broker.stop()

    def kill(self, role: Role, group: str, topic: str) -> str:
        del role, group, topic
        self._broker.kill()
        return "the broker"

    def restart(self) -> None:
        self._broker.start()

    def whole(self) -> bool:
        return True


class ApacheKafka:
    """Apache Kafka with one broker or three."""

    def __init__(self, folder: Path, brokers: int) -> None:
        self._kafka = Kafka(folder, brokers=brokers, heap_mb=HEAP_MB[brokers])
        self.copies = brokers
        self.bootstrap = self._kafka.bootstrap

    def start(self) -> None:
        self._kafka.start()

    def stop(self) -> None:
        self._kafka.stop()

    def kill(self, role: Role, group: str, topic: str) -> str:
        number = {
            "leader": lambda: self._leader(topic),
            "coordinator": lambda: self._coordinator(group),
            "controller": self._controller,
        }[role]()
        self._kafka.kill_node(self._kafka.nodes[number - 1])
        of = {"leader": f" of {topic}/0", "coordinator": f" of {group}", "controller": ""}[role]
        return f"broker {number}, {role}{of}"

    def restart(self) -> None:
        for node in self._kafka.nodes:
            if not node.alive:
                self._kafka.start_node(node)

    def whole(self) -> bool:
        if not self._kafka.serves():
            return False
        topics = self._admin().list_topics(timeout=ANSWER_S).topics.values()
        partitions = [one for topic in topics for one in topic.partitions.values()]
        return all(len(one.isrs) == len(one.replicas) and one.leader > 0 for one in partitions)

    def _admin(self) -> AdminClient:
        """Make a client; one made earlier would go on asking who was coordinator then."""
        return AdminClient({"bootstrap.servers": self.bootstrap, "log_level": 0})

    def _leader(self, topic: str) -> int:
        return int(
            self._admin().list_topics(topic, timeout=ANSWER_S).topics[topic].partitions[0].leader
        )

    def _coordinator(self, group: str) -> int:
        admin = self._admin()
        described = admin.describe_consumer_groups([group], request_timeout=ANSWER_S)
        return int(described[group].result().coordinator.id)

    def _controller(self) -> int:
        alive = next(node for node in self._kafka.nodes if node.alive)
        return controller(alive.port)


def controller(port: int) -> int:
    """Ask the broker at `port` who leads the quorum of controllers."""
    asked = io.BytesIO()
    header = RequestHeader(
        request_api_key=i16(55),
        request_api_version=i16(0),
        correlation_id=i32(1),
        client_id="chaos",
    )
    topic = TopicData(
        topic_name=TopicName("__cluster_metadata"),
        partitions=(PartitionData(partition_index=i32(0)),),
    )
    entity_writer(RequestHeader)(asked, header)
    entity_writer(DescribeQuorumRequest)(asked, DescribeQuorumRequest(topics=(topic,)))
    frame = asked.getvalue()
    with socket.create_connection((HOST, port), ANSWER_S) as connection:
        connection.sendall(struct.pack(">i", len(frame)) + frame)
        with connection.makefile("rb") as answers:
            (size,) = struct.unpack(">i", answers.read(4))
            answer = answers.read(size)
    _, length = entity_reader(ResponseHeader)(answer, 0)
    told, _ = entity_reader(DescribeQuorumResponse)(answer, length)
    if told.error_code or told.topics[0].partitions[0].error_code:
        raise ck.KafkaException(ck.KafkaError(ck.KafkaError._WAIT_COORD))
    return int(told.topics[0].partitions[0].leader_id)
