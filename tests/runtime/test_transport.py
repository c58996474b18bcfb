"""The fetch loop: what comes late is put back, and counts for nothing."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from faust.types import TP

from streams.runtime.feed import Life
from streams.runtime.transport import Consumer

PLACE, OTHER = TP("wire", 0), TP("wire", 1)


class Thread:
    """Stands for the consumer's thread: gives what it is told to, and remembers seeks."""

    def __init__(self, consumer: Any, meanwhile: Life[TP, Any] | None) -> None:
        self._consumer = consumer
        self._meanwhile = meanwhile
        self.put: dict[TP, int] = {}

    async def fetch(self, partitions: set[TP], most: int) -> dict[TP, tuple[list[Any], int]]:
        del most
        if self._meanwhile is not None:
            self._consumer._life.over = True
            self._consumer._life = self._meanwhile
            self._consumer.app.consumer_generation_id = self._meanwhile.generation
        record = SimpleNamespace(
            topic="wire", partition=0, offset=5, timestamp=1, timestamp_type=0,
            serialized_value_size=1,
        )  # fmt: skip
        return {tp: ([record], 6) for tp in partitions}

    async def put_back(self, offsets: dict[TP, int]) -> None:
        self.put = offsets


class Work:
    def __init__(self) -> None:
        self.late: list[TP] = []

    async def fetched(self) -> None:
        await asyncio.sleep(0)

    def stale(self, partitions: Any) -> None:
        self.late.extend(partitions)


def consumer(offsets: dict[TP, int]) -> Any:
    made = cast(Any, Consumer.__new__(Consumer))
    made.__dict__["app"] = SimpleNamespace(consumer_generation_id=1)
    made.work = Work()
    made._life = Life(1, offsets, most=10)
    made._most = 10
    made._delivered = []

    async def callback(message: Any) -> None:
        made._delivered.append(message.value)

    made.callback = callback
    return made


async def test_what_is_fetched_in_the_present_life_is_delivered() -> None:
    made = consumer({PLACE: 5})
    made._thread = Thread(made, None)
    await made._fetch_once()
    (chunk,) = made._delivered
    assert (chunk.partition, chunk.next_offset) == (PLACE, 6)


async def test_what_comes_in_a_later_life_is_put_back_to_where_that_began() -> None:
    made = consumer({PLACE: 5, OTHER: 5})
    later: Life[TP, Any] = Life(2, {PLACE: 3}, most=10)
    made._thread = Thread(made, later)
    await made._fetch_once()
    assert made._delivered == []
    assert made._thread.put == {PLACE: 3}
    assert sorted(made.work.late) == [PLACE, OTHER]
    assert later.offset(PLACE) == 3


@pytest.mark.parametrize("generation", [1, 2])
async def test_a_seek_within_a_generation_ends_a_life_too(generation: int) -> None:
    made = consumer({PLACE: 5})
    made._thread = Thread(made, Life(generation, {PLACE: 5}, most=10))
    await made._fetch_once()
    assert made._delivered == []
    assert made._thread.put == {PLACE: 5}


async def test_a_chunk_of_an_earlier_life_is_not_begun() -> None:
    made = consumer({PLACE: 5})
    made._running = set()
    chunk = made._life.take(PLACE, [SimpleNamespace(offset=5, serialized_value_size=1)], 6)
    made._life = Life(2, {PLACE: 5}, most=10)
    made.begin(chunk)
    assert not made._running
