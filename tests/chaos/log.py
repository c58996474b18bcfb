"""What stands on the topics, read with another client than Barq's own: librdkafka."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, cast

import confluent_kafka as ck

from tests.reading import committed_records, partitions_of, reader


class Row(NamedTuple):
    """One committed message, less its place and time: what must be equal in every run."""

    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


def read(
    bootstrap: str, topic: str, start: Mapping[int, int] | None = None
) -> dict[int, list[Row]]:
    """Give each partition's committed messages, from offset `start` (0) to the end."""
    rows: dict[int, list[Row]] = defaultdict(list)
    for message in committed_records(bootstrap, topic, start):
        rows[message.partition() or 0].append(_row(message))
    return dict(sorted(rows.items()))


def waiting(bootstrap: str, group: str, topic: str) -> int:
    """Count the committed messages of `topic` that `group` has yet to take."""
    consumer = reader(bootstrap, group)
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


def _row(message: ck.Message) -> Row:
    pairs = cast(Sequence[tuple[str, bytes]], message.headers() or ())
    return Row(message.key(), message.value(), tuple(pairs))
