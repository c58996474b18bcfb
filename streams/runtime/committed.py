"""Where a group stands, asked of its coordinator so that no answer is never taken for nowhere."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import (
    GroupCoordinatorNotAvailableError,
    KafkaError,
    NotCoordinatorForGroupError,
    for_code,
)
from aiokafka.protocol.commit import OffsetFetchRequest

RETRY_S: Final = 0.1
"""Wait before a coordinator that is starting, or has moved, is asked again."""
NONE: Final = -1
"""The offset that stands for none."""


async def committed(
    consumer: AIOKafkaConsumer, partitions: Collection[TopicPartition]
) -> dict[TopicPartition, int]:
    """Give the consumer's group's committed offset of each partition that has one.

    Waits for as long as the coordinator is starting, moving or away; raises KafkaError
    when it refuses for good.

    aiokafka's own `committed` reads the errors of partitions, not that of the whole
    response, where brokers tell since KIP-88 that they are loading the group: it then
    says that nothing was ever committed, and all would be read again from the start.
    """
    coordinator = consumer._coordinator  # noqa: SLF001 - aiokafka's own question, see above
    while True:
        await coordinator.ensure_coordinator_known()
        try:
            return await _ask(consumer, partitions)
        except KafkaError as error:
            if not error.retriable:
                raise
            if isinstance(error, NotCoordinatorForGroupError | GroupCoordinatorNotAvailableError):
                coordinator.coordinator_dead()
            await asyncio.sleep(RETRY_S)


async def _ask(
    consumer: AIOKafkaConsumer, partitions: Collection[TopicPartition]
) -> dict[TopicPartition, int]:
    coordinator = consumer._coordinator  # noqa: SLF001 - see above
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for place in partitions:
        numbers[place.topic].append(place.partition)
    request = OffsetFetchRequest(coordinator.group_id, list(numbers.items()))
    response = await coordinator._send_req(request)  # noqa: SLF001 - see above
    offsets: dict[TopicPartition, int] = {}
    codes = [response.error_code]
    for topic, answers in response.topics:
        for partition, offset, _metadata, code in answers:
            codes.append(code)
            if offset != NONE:
                offsets[TopicPartition(topic, partition)] = offset
    for code in codes:
        if code:
            raise for_code(code)(f"the offsets of group {coordinator.group_id} cannot be told")
    return offsets
