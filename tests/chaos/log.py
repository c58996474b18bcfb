"""What stands on the topics, read with another client than Barq's own: librdkafka."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, cast

import confluent_kafka as ck

POLL_S: Final = 0.5


class Row(NamedTuple):
    """One committed message, less its place and time: what must be equal in every run."""

    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


def read(
    bootstrap: str, topic: str, start: Mapping[int, int] | None = None
) -> dict[int, list[Row]]:
    """Give each partition's committed messages, from offset `start` (0) to the end."""
    consumer = _consumer(bootstrap, "reader")
    try:
        partitions = partitions_of(consumer, topic)
        consumer.assign([ck.TopicPartition(topic, p, (start or {}).get(p, 0)) for p in partitions])
        rows: dict[int, list[Row]] = {partition: [] for partition in partitions}
        for message in _until_end(consumer, len(partitions)):
            rows[message.partition() or 0].append(_row(message))
        return rows
    finally:
        consumer.close()


def waiting(bootstrap: str, group: str, topic: str) -> int:
    """Count the committed messages of `topic` that `group` has yet to take."""
    consumer = _consumer(bootstrap, group)
    try:
        partitions = [ck.TopicPartition(topic, p) for p in partitions_of(consumer, topic)]
        committed = consumer.committed(partitions, timeout=10)
        start = {one.partition: max(one.offset, 0) for one in committed}
    finally:
        consumer.close()
    return sum(len(rows) for rows in read(bootstrap, topic, start).values())


def last_values(rows: Iterable[Row]) -> dict[bytes | None, bytes]:
    """Give what a compacted topic holds in the end: the last value of each key, tombstones out."""
    latest = {row.key: row.value for row in rows}
    return {key: value for key, value in latest.items() if value is not None}


def partitions_of(consumer: ck.Consumer, topic: str) -> list[int]:
    """Give the numbers of the topic's partitions; none when there is no such topic."""
    found = consumer.list_topics(topic, timeout=10).topics[topic]
    return sorted(found.partitions) if found.error is None else []


def _row(message: ck.Message) -> Row:
    pairs = cast(Sequence[tuple[str, bytes]], message.headers() or ())
    return Row(message.key(), message.value(), tuple(pairs))


def _consumer(bootstrap: str, group: str) -> ck.Consumer:
    return ck.Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": group,
            "isolation.level": "read_committed",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "auto.offset.reset": "earliest",
            "fetch.message.max.bytes": 2**26,
            "log_level": 0,
        }
    )


def _until_end(consumer: ck.Consumer, partitions: int) -> Iterator[ck.Message]:
    ended: set[int | None] = set()
    while len(ended) < partitions:
        for message in consumer.consume(1000, POLL_S):
            error = message.error()
            if error is None:
                yield message
            elif error.code() == ck.KafkaError._PARTITION_EOF:
                ended.add(message.partition())
            elif error.fatal() or not error.retriable():
                raise ck.KafkaException(error)
