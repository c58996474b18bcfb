"""Workers with a bug, for the suite to catch: `python -m tests.chaos.bugs BUG STAGE`."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from typing import Any, Final
from unittest.mock import patch

from aiokafka import AIOKafkaProducer

from schemas.ids import digest
from streams.runtime import clients
from streams.runtime.app import run_worker
from streams.runtime.lane import Lane
from streams.runtime.transactions import Changes, ChunkProducer
from streams.runtime.work import Chunk
from streams.settings import Settings
from streams.topology import STAGES

OPEN_S: Final = 0.3
"""Seconds for which a chunk lies open to the fault that the bug is about: without them it would be
chance whether a fault met one."""
FLUSH_MS: Final = 5000
"""Milliseconds that changes of state wait: most kills find some waiting."""


_work = Lane.work


async def _work_offsets_first(lane: Lane, chunk: Chunk) -> None:
    """Commit the offsets of a chunk when it comes, before what it leads to is written."""
    await lane._producers[chunk.partition].commit(None, chunk.next_offset)
    await asyncio.sleep(OPEN_S)
    await _work(lane, chunk)


class Unfenced(ChunkProducer):
    """Has a transactional id of this process alone, which shuts out nobody."""

    def __init__(self, settings: Settings, **names: Any) -> None:
        super().__init__(settings, **names)
        self._producer = clients.producer(
            settings,
            transactional_id=f"{settings.instance}-{os.getpid()}-{names}",
            transaction_timeout_ms=int(settings.transaction_timeout_s * 1000),
        )

    async def commit(self, changes: Changes | None, next_offset: int) -> int | None:
        await asyncio.sleep(OPEN_S)
        return await super().commit(changes, next_offset)


class StateOutside(ChunkProducer):
    """Logs changes of state through a producer of its own, and late, as tables do."""

    def __init__(self, settings: Settings, **names: Any) -> None:
        super().__init__(settings, **names)
        self._settings = settings
        self._outside: AIOKafkaProducer | None = None

    async def close(self) -> None:
        await super().close()
        if self._outside is not None:
            await self._outside.stop()

    async def commit(self, changes: Changes | None, next_offset: int) -> int | None:
        await super().commit(None, next_offset)
        if changes is None:
            return None
        if self._outside is None:
            self._outside = clients.producer(self._settings, linger_ms=FLUSH_MS)
            await self._outside.start()
        for record in changes.records:
            await self._outside.send(
                changes.place.topic,
                key=record.key,
                value=record.value,
                partition=changes.place.partition,
                timestamp_ms=record.timestamp_ms,
            )
        return None


def _clock_id(rule: str, story: str, *_: Any) -> str:
    return digest("alert", rule, story, str(time.time_ns()))


BUGS: Final[dict[str, tuple[str, Any]]] = {
    "offsets first": ("streams.runtime.lane.Lane.work", _work_offsets_first),
    "no fence": ("streams.runtime.lane.ChunkProducer", Unfenced),
    "state outside": ("streams.runtime.lane.ChunkProducer", StateOutside),
    "clock id": ("streams.alert.evaluate._nth_id", _clock_id),
}
"""What each puts in the place of the right thing."""


def command(bug: str) -> tuple[str, ...]:
    """Give what runs a worker with the bug, less the stage's name."""
    return ("tests.chaos.bugs", bug)


if __name__ == "__main__":
    bug, stage = sys.argv[1:]
    with patch(*BUGS[bug]):
        sys.exit(run_worker(STAGES[stage], Settings.read()))
