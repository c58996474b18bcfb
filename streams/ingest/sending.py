"""Send wire items to the broker, each once, and wait until all are there."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from schemas.codec import wire_message
from schemas.topics import WIRE
from streams.ingest.reading import Found, Piece, Refused
from streams.runtime.clients import admin, producer
from streams.settings import Settings

IN_FLIGHT_BYTES: Final = 64 * 2**20
"""Bytes handed to the producer and not yet acknowledged: bounds memory, and fills the pipe."""
LINGER_MS: Final = 5
"""Wait for more items to fill a batch: one file after another comes faster than this."""


class NoTopicError(RuntimeError):
    """The topic for wire items is not on the broker; the text says how to create it."""


@dataclass(slots=True)
class Sent:
    """What was sent so far."""

    items: int = 0
    bytes: int = 0
    seconds: float = 0.0
    refused: list[Refused] = field(default_factory=list)


async def send(
    settings: Settings, found: Iterable[Found], *, on_progress: Callable[[Sent], None]
) -> Sent:
    """Send every piece `found` and wait until the broker has them all.

    Raises aiokafka's KafkaConnectionError when no broker answers, and NoTopicError.
    """
    started = time.monotonic()
    sent = Sent()
    waiting: deque[tuple[asyncio.Future[object], Piece]] = deque()
    in_flight = 0
    async with _ready_producer(settings) as client:
        for one in found:
            if isinstance(one, Refused):
                sent.refused.append(one)
                continue
            waiting.append((await _send(client, one), one))
            in_flight += len(one.body)
            while waiting and (in_flight > IN_FLIGHT_BYTES or waiting[0][0].done()):
                in_flight -= await _acknowledged(waiting.popleft(), sent)
            sent.seconds = time.monotonic() - started
            on_progress(sent)
        while waiting:
            await _acknowledged(waiting.popleft(), sent)
            on_progress(sent)
    sent.seconds = time.monotonic() - started
    return sent


@asynccontextmanager
async def _ready_producer(settings: Settings) -> AsyncIterator[AIOKafkaProducer]:
    async with admin(settings) as client:
        if WIRE.name not in await client.list_topics():
            raise NoTopicError(
                f"{settings.bootstrap} has no topic {WIRE.name}: create it with"
                " `barq topics --create`"
            )
    sender = producer(settings, linger_ms=LINGER_MS)
    try:
        await sender.start()
        yield sender
    finally:
        await sender.stop()


async def _send(client: AIOKafkaProducer, piece: Piece) -> asyncio.Future[object]:
    message = wire_message(WIRE, piece.item(datetime.now(UTC)))
    future: asyncio.Future[object]
    try:
        future = await client.send(
            message.topic,
            value=message.value,
            key=message.key,
            headers=list(message.headers),
            timestamp_ms=message.timestamp_ms,
        )
    except KafkaError as error:
        future = asyncio.get_running_loop().create_future()
        future.set_exception(error)
    return future


async def _acknowledged(pair: tuple[asyncio.Future[object], Piece], sent: Sent) -> int:
    future, piece = pair
    try:
        await future
    except KafkaError as error:
        sent.refused.append(Refused(piece.where, f"not taken by the broker: {error}"))
    else:
        sent.items += 1
        sent.bytes += len(piece.body)
    return len(piece.body)
