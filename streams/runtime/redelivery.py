"""Send items of dead letters again, each with its marker in one transaction.

One transactional id stands for the right to do so: `open_sender` takes it over, which
aborts what an earlier run left open and shuts that run out. The markers must be read
after that, or they could still change.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import IllegalOperation, KafkaError, ProducerFenced

from streams.deadletters.redelivery import MARKERS, Redelivery
from streams.runtime import clients
from streams.settings import Settings

TRANSACTIONAL_ID: Final = "barq-dlq-replay"
CLOSE_S: Final = 2.0
"""Seconds to close in: what a run leaves open is aborted by the next one, or by its time-out."""
SHUT_OUT: Final = (
    "another `barq dlq replay` has begun meanwhile: this one sends nothing more; run it again "
    "when that one has ended"
)


class RedeliveryError(RuntimeError):
    """Nothing of the last transaction was sent; the text says why and what to do."""


class Sender:
    """Sends, as long as nobody else has begun to.

    After a failure nothing is aborted: aiokafka waits for ever to do so once it was shut out.
    """

    def __init__(self, producer: AIOKafkaProducer, limit_s: float) -> None:
        self._producer = producer
        self._limit_s = limit_s

    async def send(self, items: Iterable[Redelivery]) -> None:
        """Send `items` and their markers in one transaction."""
        await self._transact(
            message
            for item in items
            for message in (
                (item.place.topic, item.payload, item.key, item.place.partition, item.headers),
                (MARKERS, str(item.place).encode(), item.marker, 0, ()),
            )
        )

    async def forget(self, markers: Iterable[bytes]) -> None:
        """Delete markers whose letters have expired."""
        await self._transact((MARKERS, None, marker, 0, ()) for marker in markers)

    async def _transact(
        self,
        messages: Iterable[
            tuple[str, bytes | None, bytes | None, int, Iterable[tuple[str, bytes | None]]]
        ],
    ) -> None:
        try:
            async with asyncio.timeout(self._limit_s):
                await self._producer.begin_transaction()
                sent = [
                    await self._producer.send(
                        topic, value, key=key, partition=partition, headers=list(headers)
                    )
                    for topic, value, key, partition, headers in messages
                ]
                await asyncio.gather(*sent)
                await self._producer.commit_transaction()
        except (ProducerFenced, IllegalOperation):  # the latter once the client knows of it
            raise RedeliveryError(SHUT_OUT) from None
        except TimeoutError:
            raise RedeliveryError(
                f"a transaction took more than {self._limit_s:g} s, and is not known to have come "
                f"to pass: run the command again, what was sent is not sent twice; or {SHUT_OUT}"
            ) from None


@asynccontextmanager
async def open_sender(settings: Settings) -> AsyncIterator[Sender]:
    """Take over the right to send, and give it back at the end."""
    producer = clients.producer(
        settings,
        client_id=TRANSACTIONAL_ID,
        transactional_id=TRANSACTIONAL_ID,
        transaction_timeout_ms=int(settings.transaction_timeout_s * 1000),
    )
    await producer.start()
    try:
        yield Sender(producer, settings.transaction_timeout_s)
    finally:
        with suppress(KafkaError, TimeoutError):
            await asyncio.wait_for(producer.stop(), CLOSE_S)
