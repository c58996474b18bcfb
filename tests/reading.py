"""Read a topic's committed records to its end, with another client than Barq's own: librdkafka."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Final

import confluent_kafka as ck

__all__ = ["committed_records", "partitions_of", "reader"]

PATIENCE_S: Final = 60
POLL_S: Final = 0.5
LARGEST: Final = 80 * 2**20


def reader(bootstrap: str, group: str) -> ck.Consumer:
    """Make a reader of committed records that tells when it comes to the end of a partition."""
    return ck.Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": group,
            "isolation.level": "read_committed",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "auto.offset.reset": "earliest",
            "fetch.wait.max.ms": 10,  # the end is told by an empty answer
            "fetch.message.max.bytes": LARGEST,
            "fetch.max.bytes": 2 * LARGEST,
            "receive.message.max.bytes": 2 * LARGEST + 2**20,
            "log_level": 0,
        }
    )


def committed_records(
    bootstrap: str, topic: str, start: Mapping[int, int] | None = None
) -> Iterator[ck.Message]:
    """Give what is committed, from offset `start` of each partition (0) to its end as it is now."""
    consumer = reader(bootstrap, "reader")
    try:
        partitions = partitions_of(consumer, topic)
        consumer.assign([ck.TopicPartition(topic, p, (start or {}).get(p, 0)) for p in partitions])
        ended: set[int | None] = set()
        limit = time.monotonic() + PATIENCE_S
        while len(ended) < len(partitions):
            assert time.monotonic() < limit, f"{topic} could not be read to its end"
            message = consumer.poll(POLL_S)
            if message is None:
                continue
            error = message.error()
            if error is None:
                yield message
            elif error.code() == ck.KafkaError._PARTITION_EOF:
                ended.add(message.partition())
            elif error.fatal() or not error.retriable():
                raise ck.KafkaException(error)
    finally:
        consumer.close()


def partitions_of(consumer: ck.Consumer, topic: str) -> list[int]:
    """Give the numbers of the topic's partitions; none when there is no such topic."""
    found = consumer.list_topics(topic, timeout=10).topics[topic]
    return sorted(found.partitions) if found.error is None else []
