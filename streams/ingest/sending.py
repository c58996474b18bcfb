"""Send wire items to the broker, each once, and wait until all are there."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError, KafkaError, MessageSizeTooLargeError

from schemas.codec import wire_message
from schemas.records import WireItem
from schemas.topics import WIRE
from streams.ingest.reading import Found, Piece, Refused
from streams.runtime.clients import admin, producer
from streams.settings import Settings

IN_FLIGHT_BYTES: Final = 64 * 2**20
"""Bytes handed to the producer and not yet acknowledged: bounds memory, and fills the pipe."""
LINGER_MS: Final = 5
"""Wait for more items to fill a batch: one file after another comes faster than this."""
FIRST_PAUSE_S: Final = 1.0
"""Seconds before a second attempt, doubled with each one: a broker starts again in about that."""
LONGEST_PAUSE_S: Final = 30.0
NOTICE_S: Final = 5.0
"""Seconds without an acknowledgement until that is told; a change of leader takes about as long."""


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
    async with wire(settings) as way:
        for one in found:
            if isinstance(one, Refused):
                sent.refused.append(one)
                continue
            waiting.append((await way.hand_over(one.item(datetime.now(UTC))), one))
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
async def wire(settings: Settings) -> AsyncIterator[Wire]:
    """Give the way to the wire for as long as it is needed.

    Raises aiokafka's KafkaConnectionError when no broker answers, and NoTopicError.
    """
    async with admin(settings) as client:
        if WIRE.name not in await client.list_topics():
            raise NoTopicError(
                f"{settings.bootstrap} has no topic {WIRE.name}: create it with"
                " `barq topics --create`"
            )
        cluster = await client.describe_cluster()
    one = Wire(settings, cluster.get("cluster_id") or settings.bootstrap)
    try:
        await one.renew()
        yield one
    finally:
        await one.close()


class Wire:
    """Sends wire items; what is handed over is there when its future is done."""

    def __init__(self, settings: Settings, cluster: str) -> None:
        self.cluster: Final = cluster
        """Which brokers these are, wherever they may be reached."""
        self._settings = settings
        self._client: AIOKafkaProducer | None = None
        self._renewing = asyncio.Lock()

    @property
    def client(self) -> AIOKafkaProducer | None:
        """The present connection; None when there is none."""
        return self._client

    async def hand_over(self, item: WireItem) -> asyncio.Future[object]:
        """Queue `item`; the future is done once all replicas have it, or raises KafkaError."""
        message = wire_message(WIRE, item)
        future: asyncio.Future[object]
        try:
            if self._client is None:
                raise KafkaConnectionError("not connected")
            future = await self._client.send(
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

    async def deliver(
        self,
        pieces: Sequence[Piece],
        *,
        tell: Callable[[str], None],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> list[Refused]:
        """Send `pieces` and wait until the broker has them, however long it is away.

        Gives those that it will never take.
        """
        found_at = datetime.now(UTC)
        refused: list[Refused] = []
        pause_s = FIRST_PAUSE_S
        left = list(pieces)
        while left:
            client = self._client
            now = datetime.now(UTC)
            items = [piece.delivery(now, found_at) for piece in left]
            queued = asyncio.create_task(self._queue(items))
            await _patiently([queued], tell)
            futures = queued.result()
            await _patiently(futures, tell)
            failed: list[Piece] = []
            why = ""
            for piece, future in zip(left, futures, strict=True):
                try:
                    await future
                except MessageSizeTooLargeError as error:
                    refused.append(_not_taken(piece, error))
                except KafkaError as error:
                    failed.append(piece)
                    why = str(error) or type(error).__name__
            left = failed
            if left:
                tell(f"{len(left)} not taken by the broker ({why}); again in {pause_s:.0f} s")
                await sleep(pause_s)
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
                with suppress(KafkaError):
                    await self.renew(client)
        return refused

    async def _queue(self, items: Sequence[WireItem]) -> list[asyncio.Future[object]]:
        return [await self.hand_over(item) for item in items]

    async def renew(self, broken: AIOKafkaProducer | None = None) -> None:
        """Connect anew, unless that has been done since `broken` was found to be."""
        async with self._renewing:
            if self._client is not broken:
                return
            await self.close()
            client = producer(self._settings, linger_ms=LINGER_MS)
            try:
                await client.start()
            except BaseException:
                await client.stop()
                raise
            self._client = client

    async def answers(self) -> bool:
        """Tell whether the broker answers now."""
        return self._client is not None and bool(await self._client.client.force_metadata_update())

    async def close(self) -> None:
        """Send what is handed over, as far as the broker takes it in time, and disconnect."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._settings.stop_timeout_s):
                    await client.stop()


async def _patiently(
    futures: Sequence[asyncio.Future[Any]],
    tell: Callable[[str], None],
    notice_s: float = NOTICE_S,
) -> None:
    """Wait until all are done, and say so once when it takes long."""
    if futures:
        _, pending = await asyncio.wait(futures, timeout=notice_s)
        if pending:
            tell("the broker has not confirmed what was sent to it: waits for it")
            await asyncio.wait(pending)


async def _acknowledged(pair: tuple[asyncio.Future[object], Piece], sent: Sent) -> int:
    future, piece = pair
    try:
        await future
    except KafkaError as error:
        sent.refused.append(_not_taken(piece, error))
    else:
        sent.items += 1
        sent.bytes += len(piece.body)
    return len(piece.body)


def _not_taken(piece: Piece, error: KafkaError) -> Refused:
    return Refused(piece.where, f"not taken by the broker: {error}", reason="not_taken")
