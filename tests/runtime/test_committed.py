"""Where a group stands: told only by a coordinator that knows it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import NewTopic
from aiokafka.errors import GroupAuthorizationFailedError
from aiokafka.protocol.commit import OffsetFetchResponse_v3

from streams.runtime import clients
from streams.runtime.committed import committed
from streams.settings import Settings
from tests import brokers

LOADING, MOVED, FORBIDDEN = 14, 16, 30
HERE, THERE = TopicPartition("articles", 0), TopicPartition("articles", 1)
STANDS = 7
PARTITIONS, COMMITS = 200, 600
"""So much to read again that Apache Kafka, once it serves, is seen loading it."""


class Coordinator:
    """Answers in turn with an offset of `HERE`, none of `THERE`, or an error of either kind."""

    group_id = "readers"

    def __init__(self, *errors: tuple[int, int]) -> None:
        self._answers = [answer(*error) for error in errors] + [answer(0, 0)]
        self.looked_up = self.dead = 0

    async def ensure_coordinator_known(self) -> None:
        self.looked_up += 1

    def coordinator_dead(self) -> None:
        self.dead += 1

    async def _send_req(self, _request: Any) -> Any:
        return self._answers.pop(0)

    async def told(self) -> dict[TopicPartition, int]:
        consumer: Any = SimpleNamespace(_coordinator=self)
        return await committed(consumer, [HERE, THERE])


def answer(whole: int, of_partition: int) -> OffsetFetchResponse_v3:
    places = [(0, -1 if of_partition else STANDS, "", of_partition), (1, -1, "", 0)]
    return OffsetFetchResponse_v3(0, [] if whole else [("articles", places)], whole)


@pytest.mark.parametrize("error", [(LOADING, 0), (0, LOADING)], ids=["whole", "partition"])
async def test_a_coordinator_that_loads_is_asked_again(error: tuple[int, int]) -> None:
    coordinator = Coordinator(error, error)
    assert await coordinator.told() == {HERE: STANDS}
    assert coordinator.dead == 0


@pytest.mark.parametrize("error", [(MOVED, 0), (0, MOVED)], ids=["whole", "partition"])
async def test_another_coordinator_is_looked_for_when_it_has_moved(error: tuple[int, int]) -> None:
    coordinator = Coordinator(error)
    assert await coordinator.told() == {HERE: STANDS}
    assert (coordinator.dead, coordinator.looked_up) == (1, 2)


@pytest.mark.parametrize("error", [(FORBIDDEN, 0), (0, FORBIDDEN)], ids=["whole", "partition"])
async def test_a_refusal_is_raised(error: tuple[int, int]) -> None:
    with pytest.raises(GroupAuthorizationFailedError, match="readers"):
        await Coordinator(error).told()


@pytest.fixture
def kafka(tmp_path: Path) -> Iterator[brokers.Broker]:
    try:
        with brokers.running("kafka", tmp_path) as broker:
            yield broker
    except brokers.Unavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@pytest.mark.kafka
async def test_a_broker_that_starts_again_never_says_that_nothing_was_committed(
    kafka: brokers.Broker,
) -> None:
    settings = Settings.read(bootstrap=kafka.address)
    stand = {TopicPartition("articles", number): STANDS for number in range(PARTITIONS)}
    async with clients.admin(settings) as admin:
        await admin.create_topics([NewTopic("articles", PARTITIONS, 1)])
    async with reading(settings, *stand) as consumer:
        for _ in range(COMMITS):
            await consumer.commit(stand)
        kafka.kill()
        starting = asyncio.create_task(asyncio.to_thread(kafka.start))
        while not starting.done():
            assert await committed(consumer, stand) == stand
        await starting


@asynccontextmanager
async def reading(settings: Settings, *places: TopicPartition) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = clients.consumer(settings, group_id="readers")
    await consumer.start()
    try:
        consumer.assign(places)
        yield consumer
    finally:
        await consumer.stop()
