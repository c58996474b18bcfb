"""Wire items on a real broker: all there, once, in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import NewTopic
from aiokafka.errors import KafkaConnectionError

from schemas.codec import decode
from schemas.records import WireItem
from schemas.topics import WIRE
from streams.ingest.reading import Found, Piece, Refused
from streams.ingest.sending import NoTopicError, Sent, _patiently, send
from streams.ingest.sending import wire as open_wire
from streams.runtime.clients import admin, consumer
from streams.settings import Settings
from tests.brokers import free_port
from tests.console.own_broker import KINDS, own_broker

NOW = datetime(2019, 2, 12, 13, 0, tzinfo=UTC)


@pytest.fixture(scope="module", params=KINDS)
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with own_broker(request.param, tmp_path_factory.mktemp(request.param)) as address:
        yield address


@pytest.fixture
def settings(address: str) -> Settings:
    return Settings.read(bootstrap=address)


class Wire:
    """The topic, read from where it ended when the test began."""

    def __init__(self, settings: Settings) -> None:
        self._client = consumer(settings)
        self._partition = TopicPartition(WIRE.name, 0)

    async def start(self) -> None:
        await self._client.start()
        self._client.assign([self._partition])
        await self._client.seek_to_end()
        await self._client.position(self._partition)

    async def items(self, count: int) -> list[WireItem]:
        return [decode(WIRE, await self._client.getone()) for _ in range(count)]

    async def stop(self) -> None:
        await self._client.stop()


@pytest.fixture
async def wire(settings: Settings) -> AsyncIterator[Wire]:
    configs = {"max.message.bytes": str(settings.max_message_bytes)}
    async with admin(settings) as client:
        await client.create_topics([NewTopic(WIRE.name, 1, 1, topic_configs=configs)])
    wire = Wire(settings)
    await wire.start()
    yield wire
    await wire.stop()


def piece(number: int, body: bytes = b"text") -> Piece:
    return Piece(
        where=f"{number}.txt",
        source="north-wire",
        content_type="text/plain",
        body=body,
        received_at=NOW,
    )


async def test_first_a_broker_without_the_topic_is_told_with_the_command(
    settings: Settings,
) -> None:
    with pytest.raises(NoTopicError, match="barq topics --create"):
        await send(settings, [piece(1)], on_progress=lambda _: None)


async def test_items_arrive_as_they_were_read_and_in_order(settings: Settings, wire: Wire) -> None:
    pieces = [piece(n, b"%d \xff" % n) for n in range(300)]
    told: list[int] = []
    sent = await send(settings, pieces, on_progress=lambda sent: told.append(sent.items))
    assert (sent.items, sent.refused) == (300, [])
    assert sent.bytes == sum(len(one.body) for one in pieces)
    assert told == sorted(told)
    assert told[-1] == 300
    assert await wire.items(300) == [one.item(NOW) for one in pieces]


async def test_what_was_refused_is_kept_and_the_rest_is_sent(
    settings: Settings, wire: Wire
) -> None:
    found: list[Found] = [piece(1), Refused("big.txt", "too large"), piece(2, b"")]
    sent = await send(settings, found, on_progress=lambda _: None)
    assert sent.refused == [Refused("big.txt", "too large")]
    assert [item.body for item in await wire.items(2)] == [b"text", b""]


async def test_a_large_item_arrives_whole(settings: Settings, wire: Wire) -> None:
    noise = bytes(range(256)) * 4096 * 20
    sent = await send(settings, [piece(1, noise)], on_progress=lambda _: None)
    assert (sent.items, sent.bytes) == (1, len(noise))
    (item,) = await wire.items(1)
    assert item.body == noise


async def test_no_broker_is_a_connection_error() -> None:
    def never(_: Sent) -> None:
        raise AssertionError

    settings = Settings.read(bootstrap=f"127.0.0.1:{free_port()}")
    with pytest.raises(KafkaConnectionError):
        await send(settings, [piece(1)], on_progress=never)


async def test_the_cluster_is_known_wherever_it_is_reached(settings: Settings, wire: Wire) -> None:
    del wire
    async with open_wire(settings) as first, open_wire(settings) as second:
        assert first.cluster == second.cluster != settings.bootstrap
        assert await first.answers()


async def test_a_broker_that_takes_long_is_told_once() -> None:
    told: list[str] = []
    loop = asyncio.get_running_loop()
    quick, slow, slower = (loop.create_future() for _ in range(3))
    quick.set_result(None)
    loop.call_later(0.03, slow.set_result, None)
    loop.call_later(0.05, slower.set_exception, KafkaConnectionError("away"))
    await _patiently([quick], told.append, 0.01)
    assert told == []
    await _patiently([quick, slow, slower], told.append, 0.01)
    assert len(told) == 1
    assert slower.done()


async def test_what_the_broker_did_not_take_is_sent_again_as_a_delivery_of_its_own(
    settings: Settings, wire: Wire
) -> None:
    told: list[str] = []
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with open_wire(settings) as way:
        await way.close()
        too_large = b"x" * (settings.max_message_bytes + 1)
        given = [piece(1, b"one"), piece(2, too_large), piece(3, b"three")]
        refused = await way.deliver(given, tell=told.append, sleep=sleep)
    assert [one.where for one in refused] == [given[1].where]
    assert [item.body for item in await wire.items(2)] == [b"one", b"three"]
    assert slept == [1.0]
    assert "3 not taken by the broker" in told[0]
