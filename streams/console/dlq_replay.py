"""What `barq dlq replay` does: decide letter by letter, and send in transactions."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from streams.console.errors import quiet_clients
from streams.console.tail import follow
from streams.deadletters.letters import Letter
from streams.deadletters.redelivery import MARKERS, Redelivery, Refusal, decide, marker
from streams.deadletters.selection import Selection
from streams.runtime.clients import admin
from streams.runtime.redelivery import Sender, open_sender
from streams.settings import Settings

MOST_ITEMS: Final = 500
"""Items in one transaction, as many as a worker takes at a time."""
MOST_BYTES: Final = 16 * 2**20
"""Bytes in one transaction, unless one item has more."""


@dataclass(slots=True)
class Report:
    """What was sent, and what was not."""

    items: int = 0
    bytes: int = 0
    topics: Counter[str] = field(default_factory=Counter)
    left: Counter[Refusal] = field(default_factory=Counter)


async def replay(
    settings: Settings, letters: AsyncIterable[Letter], selection: Selection, *, really: bool
) -> Report:
    """Send the items of the letters that `selection` takes, or only say what that would be.

    `letters` must be all there are: a marker whose item has no letter any more is deleted.
    """
    there = await _partitions(settings)
    async with _sender(settings, really=really) as sender:
        replayed = {key async for key in _markers(settings)}
        unused = set(replayed)
        report, sent = Report(), set[bytes]()
        batch: list[Redelivery] = []
        async for letter in letters:
            unused.discard(marker(letter))
            if not selection.takes(letter):
                continue
            decision = decide(letter, replayed, sent, there)
            if not isinstance(decision, Redelivery):
                report.left[decision] += 1
                continue
            if batch and _full(batch, decision):
                await _send(sender, batch)
            batch.append(decision)
            sent.add(decision.marker)
            report.items += 1
            report.bytes += decision.size_bytes
            report.topics[decision.place.topic] += 1
        await _send(sender, batch)
        if sender is not None and unused:
            await sender.forget(unused)
    return report


def _full(batch: list[Redelivery], following: Redelivery) -> bool:
    size = sum(one.size_bytes for one in batch) + following.size_bytes
    return len(batch) >= MOST_ITEMS or size > MOST_BYTES


async def _send(sender: Sender | None, batch: list[Redelivery]) -> None:
    if sender is not None and batch:
        await sender.send(batch)
    batch.clear()


@asynccontextmanager
async def _sender(settings: Settings, *, really: bool) -> AsyncIterator[Sender | None]:
    if not really:
        yield None
        return
    async with open_sender(settings) as sender:
        yield sender


async def _markers(settings: Settings) -> AsyncIterator[bytes]:
    """Give the markers that stand, once whoever might write others is shut out."""
    latest: dict[bytes, bool] = {}
    async for message in follow(settings, MARKERS, "start", until_end=True):
        latest[message.key or b""] = message.value is not None
    for key, stands in latest.items():
        if stands:
            yield key


async def _partitions(settings: Settings) -> dict[str, int]:
    with quiet_clients():
        async with admin(settings) as questions:
            described = await questions.describe_topics(await questions.list_topics())
    return {one["topic"]: len(one["partitions"]) for one in described}
