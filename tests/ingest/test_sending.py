"""Wire items on a real broker: all there, once, in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiokafka.admin import NewTopic
from aiokafka.errors import KafkaConnectionError

from schemas.codec import decode
from schemas.records import WireItem
from schemas.topics import WIRE
from streams.ingest.reading import Found, Piece, Refused
from streams.ingest.sending import NoTopicError, Sent, send
from streams.runtime.clients import admin, consumer
from streams.settings import Settings
from tests.brokers import free_port
from tests.console.own_broker import KINDS, own_broker

NOW = datetime(2019, 2, 12, 13, 0, tzinfo=UTC)


@pytest.fixture(params=KINDS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    with own_broker(request.param, tmp_path) as address:
        yield Settings.read(bootstrap=address)


async def create_wire(settings: Settings) -> None:
    async with admin(settings) as client:
        configs = {"max.message.bytes": str(settings.max_message_bytes)}
        await client.create_topics([NewTopic(WIRE.name, 1, 1, topic_configs=configs)])


async def items(settings: Settings, count: int) -> list[WireItem]:
    client = consumer(settings, WIRE.name)
    await client.start()
    try:
        return [decode(WIRE, await client.getone()) for _ in range(count)]
    finally:
        await client.stop()


def piece(number: int, body: bytes = b"text") -> Piece:
    return Piece(
        where=f"{number}.txt",
        source="north-wire",
        content_type="text/plain",
        body=body,
        received_at=NOW,
    )


async def test_items_arrive_as_they_were_read_and_in_order(settings: Settings) -> None:
    await create_wire(settings)
    pieces = [piece(n, b"%d \xff" % n) for n in range(300)]
    told: list[int] = []
    sent = await send(settings, pieces, on_progress=lambda sent: told.append(sent.items))
    assert (sent.items, sent.refused) == (300, [])
    assert sent.bytes == sum(len(one.body) for one in pieces)
    assert told == sorted(told)
    assert told[-1] == 300
    assert await items(settings, 300) == [one.item(NOW) for one in pieces]


async def test_what_was_refused_is_kept_and_the_rest_is_sent(settings: Settings) -> None:
    await create_wire(settings)
    found: list[Found] = [piece(1), Refused("big.txt", "too large"), piece(2, b"")]
    sent = await send(settings, found, on_progress=lambda _: None)
    assert sent.refused == [Refused("big.txt", "too large")]
    assert [item.body for item in await items(settings, 2)] == [b"text", b""]


async def test_a_large_item_arrives_whole(settings: Settings) -> None:
    await create_wire(settings)
    noise = bytes(range(256)) * 4096 * 20
    sent = await send(settings, [piece(1, noise)], on_progress=lambda _: None)
    assert (sent.items, sent.bytes) == (1, len(noise))
    (item,) = await items(settings, 1)
    assert item.body == noise


async def test_a_broker_without_the_topic_is_told_with_the_command(settings: Settings) -> None:
    with pytest.raises(NoTopicError, match="barq topics --create"):
        await send(settings, [piece(1)], on_progress=lambda _: None)


async def test_no_broker_is_a_connection_error() -> None:
    def never(_: Sent) -> None:
        raise AssertionError

    settings = Settings.read(bootstrap=f"127.0.0.1:{free_port()}")
    with pytest.raises(KafkaConnectionError):
        await send(settings, [piece(1)], on_progress=never)
