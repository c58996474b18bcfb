"""Watch a running pipeline: every record that comes, and whether all are accounted for."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from schemas.codec import Message
from schemas.topics import TOPICS, WIRE
from streams.runtime.clients import admin, consumer
from streams.runtime.partitions import partitions
from streams.settings import Settings
from streams.topology import PIPELINE

POLL_MS: Final = 200
"""How long to wait for more records before asking whether all are accounted for."""


async def watch(settings: Settings, items: int) -> AsyncGenerator[Message, None]:
    """Give every message on every topic, and end when `items` wire items are accounted for.

    That is when, from the wire down the pipeline, each agent's group has committed past
    the last record on the topic that it reads, and everything has been read here. An
    agent's outputs are committed with its offsets, so what is behind it cannot grow.
    """
    client = consumer(settings)
    await client.start()
    try:
        async with admin(settings) as questions:
            reading = _Reading(client, questions)
            await reading.begin()
            while not await reading.accounted_for(items):
                for batch in (await client.getmany(timeout_ms=POLL_MS)).values():
                    for message in batch:
                        reading.note(message)
                        yield message
    finally:
        await client.stop()


class _Reading:
    def __init__(self, client: AIOKafkaConsumer, questions: AIOKafkaAdminClient) -> None:
        self._client = client
        self._questions = questions
        self._partitions: dict[str, list[TopicPartition]] = {}
        self._next: dict[TopicPartition, int] = {}
        """Offset after the last record read: commit markers behind it do not count."""
        self._items = 0

    async def begin(self) -> None:
        self._partitions = await partitions(self._questions, [topic.name for topic in TOPICS])
        assigned = [one for group in self._partitions.values() for one in group]
        self._client.assign(assigned)
        await self._client.seek_to_beginning(*assigned)

    def note(self, message: Message) -> None:
        self._next[TopicPartition(message.topic, message.partition)] = message.offset + 1
        self._items += message.topic == WIRE.name

    async def accounted_for(self, items: int) -> bool:
        if self._items < items:
            return False
        for stage in PIPELINE:
            committed = await self._committed(f"barq-{stage.name}")
            for agent in stage.agents:
                for one in self._partitions[agent.reads.name]:
                    if not await self._read_up([one]):
                        return False
                    if committed.get(one, 0) < self._next.get(one, 0):
                        return False
        return all([await self._read_up(group) for group in self._partitions.values()])

    async def _committed(self, group: str) -> Mapping[TopicPartition, int]:
        found = await self._questions.list_consumer_group_offsets(group)
        return {one: place.offset for one, place in found.items()}

    async def _read_up(self, group: Sequence[TopicPartition]) -> bool:
        ends = await self._client.end_offsets(group)
        return all([await self._client.position(one) >= end for one, end in ends.items()])
