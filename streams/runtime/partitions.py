"""Which partitions the broker has."""

from __future__ import annotations

from collections.abc import Collection

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient


async def partitions(
    client: AIOKafkaAdminClient, names: Collection[str]
) -> dict[str, list[TopicPartition]]:
    """Give the partitions of each topic of `names` that is there, in order."""
    there = set(await client.list_topics())
    wanted = [name for name in names if name in there]
    described = await client.describe_topics(wanted) if wanted else []
    return {
        one["topic"]: [
            TopicPartition(one["topic"], number)
            for number in sorted(partition["partition"] for partition in one["partitions"])
        ]
        for one in described
    }
