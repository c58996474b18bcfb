"""How far a pipeline has come, seen from outside with librdkafka."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import confluent_kafka as ck
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._listoffsets import OffsetSpec

from schemas.topics import TOPICS
from streams.topology import PIPELINE
from tests.chaos.log import waiting

ANSWER_S: Final = 10
LATEST: Final = OffsetSpec.latest()  # type: ignore[no-untyped-call]  # untyped in librdkafka's client
READS: Final = {
    f"barq-{stage.name}": [agent.reads.name for agent in stage.agents] for stage in PIPELINE
}


class Watch:
    """Looks at topics and committed offsets; raises KafkaException while brokers are away."""

    def __init__(self, bootstrap: str, partitions: Mapping[str, int]) -> None:
        self._bootstrap = bootstrap
        self._partitions = partitions
        self._readers = {
            group: ck.Consumer({"bootstrap.servers": bootstrap, "group.id": group, "log_level": 0})
            for group in READS
        }

    def close(self) -> None:
        """Let go of the connections."""
        for reader in self._readers.values():
            reader.close()

    def taken(self, group: str | None = None) -> int:
        """Count the offsets that `group` has committed, or all: only work that counts moves it."""
        readers = self._readers if group is None else {group: self._readers[group]}
        return sum(
            max(place.offset, 0)
            for name, reader in readers.items()
            for place in reader.committed(
                [
                    ck.TopicPartition(topic, number)
                    for topic in READS[name]
                    for number in range(self._partitions[topic])
                ],
                timeout=ANSWER_S,
            )
        )

    def done(self) -> bool:
        """Whether no transaction is open and every stage has taken all there is for it."""
        return not self.left()

    def left(self) -> list[str]:
        """Say what is left to do: transactions that are open, and records to be taken."""
        ends, stable = self._ends(committed=False), self._ends(committed=True)
        opened = [
            f"{topic}/{number}: open from {stable[topic, number]} to {end}"
            for (topic, number), end in ends.items()
            if end != stable[topic, number]
        ]
        if opened:
            return opened
        untaken = {
            f"{group}, {topic}": waiting(self._bootstrap, group, topic)
            for group, topics in READS.items()
            for topic in topics
        }
        return [f"{name}: {count} to be taken" for name, count in untaken.items() if count]

    def _ends(self, *, committed: bool) -> dict[tuple[str, int], int]:
        places = [
            ck.TopicPartition(topic.name, number)
            for topic in TOPICS
            for number in range(self._partitions[topic.name])
        ]
        level = (
            ck.IsolationLevel.READ_COMMITTED if committed else ck.IsolationLevel.READ_UNCOMMITTED
        )
        # A client made earlier would ask with the epochs of leaders that are gone.
        admin = AdminClient({"bootstrap.servers": self._bootstrap, "log_level": 0})
        asked = admin.list_offsets(
            dict.fromkeys(places, LATEST),
            isolation_level=level,
            request_timeout=ANSWER_S,
        )
        return {
            (place.topic, place.partition): answer.result().offset
            for place, answer in asked.items()
        }
