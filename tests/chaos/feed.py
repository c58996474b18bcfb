"""Send wire items as any client might: with librdkafka."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import confluent_kafka as ck

from schemas.codec import wire_message
from schemas.records import WireItem
from schemas.topics import WIRE

Delivered = Callable[[ck.KafkaError | None, ck.Message], None]


def produce(producer: ck.Producer, item: WireItem, delivered: Delivered | None = None) -> None:
    """Hand one item to `producer`, and let it tell of what came to pass meanwhile."""
    message = wire_message(WIRE, item)
    producer.produce(
        message.topic,
        value=message.value,
        key=message.key,
        headers=list(message.headers),
        timestamp=message.timestamp_ms,
        on_delivery=delivered,
    )
    producer.poll(0)


def feed(bootstrap: str, items: Sequence[WireItem], *, patience_s: int) -> None:
    """Send `items` in order, each once, waiting out brokers that are away."""
    producer = ck.Producer(
        {
            "bootstrap.servers": bootstrap,
            "enable.idempotence": True,
            "partitioner": "murmur2_random",
            "message.timeout.ms": patience_s * 1000,
            "log_level": 0,
        }
    )
    failed: list[ck.KafkaError] = []

    def delivered(error: ck.KafkaError | None, _: ck.Message) -> None:
        if error is not None:
            failed.append(error)

    for item in items:
        produce(producer, item, delivered)
    assert producer.flush(patience_s) == 0, "the broker did not take every item"
    assert not failed, failed
