"""The one table of topics on the broker: created from it, and checked against it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiokafka.admin import NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import TopicAlreadyExistsError, for_code

from schemas.topics import TOPICS
from streams.deadletters.redelivery import MARKERS
from streams.runtime.clients import admin
from streams.settings import Settings
from streams.topology import PIPELINE

MISSING: Final = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPlan:
    """A topic as it should stand on the broker."""

    name: str
    kind: str
    """`public`, a contract for subscribers; `internal`, between agents; `state`, a changelog."""
    partitions: int
    replication_factor: int
    configs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something about a topic that is not as planned."""

    topic: str
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        if self.found == MISSING:
            return f"{self.topic}: missing"
        return f"{self.topic}: {self.what} is {self.found}, expected {self.expected}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A topic as the broker describes it."""

    partitions: int
    replication_factor: int
    configs: Mapping[str, str]


class TopicError(RuntimeError):
    """The broker would not create or describe a topic; the text says which and why."""


def plan(settings: Settings) -> tuple[TopicPlan, ...]:
    """List every topic that the pipeline needs, in the order of the pipeline."""
    size = {"max.message.bytes": str(settings.max_message_bytes)}
    records = (
        (
            topic.name,
            "public" if topic.public else "internal",
            {
                "cleanup.policy": "delete",
                "retention.ms": str(topic.retention_ms),
                "message.timestamp.type": "LogAppendTime",
            },
        )
        for topic in TOPICS
    )
    states = (
        (agent.state.topic, "state", {"cleanup.policy": "compact"})
        for stage in PIPELINE
        for agent in stage.agents
        if agent.state is not None
    )
    markers = (MARKERS, "state", {"cleanup.policy": "compact"})
    return tuple(
        TopicPlan(
            name=name,
            kind=kind,
            partitions=1 if name == MARKERS else settings.partitions,
            replication_factor=settings.replication_factor,
            configs={**configs, **size},
        )
        for name, kind, configs in (*records, *states, markers)
    )


def differences(
    planned: Collection[TopicPlan], found: Mapping[str, Found]
) -> tuple[Difference, ...]:
    """Compare what is planned with what stands on the broker."""
    told: list[Difference] = []
    for topic in planned:
        there = found.get(topic.name)
        if there is None:
            told.append(Difference(topic.name, "topic", "present", MISSING))
            continue
        pairs = [
            ("partitions", str(topic.partitions), str(there.partitions)),
            ("replication factor", str(topic.replication_factor), str(there.replication_factor)),
            *((name, value, there.configs.get(name, "")) for name, value in topic.configs.items()),
        ]
        told += [Difference(topic.name, *pair) for pair in pairs if pair[1] != pair[2]]
    return tuple(told)


async def create(settings: Settings) -> tuple[str, ...]:
    """Create the topics that are missing and give their names; raise TopicError if one fails.

    What exists is left as it is: `check` tells where it differs.
    """
    async with admin(settings) as client:
        there = set(await client.list_topics())
        missing = [topic for topic in plan(settings) if topic.name not in there]
        if not missing:
            return ()
        answer = await client.create_topics(
            [
                NewTopic(t.name, t.partitions, t.replication_factor, topic_configs=dict(t.configs))
                for t in missing
            ]
        )
        created: list[str] = []
        for name, code, *message in answer.topic_errors:
            error = for_code(code)
            if code == 0:
                created.append(name)
            elif error is not TopicAlreadyExistsError:
                raise TopicError(f"{name}: {error.__name__} {(message or [''])[0] or ''}".rstrip())
        return tuple(created)


async def check(settings: Settings) -> tuple[Difference, ...]:
    """Tell where the broker's topics differ from the table."""
    planned = plan(settings)
    async with admin(settings) as client:
        there = set(await client.list_topics())
        names = [topic.name for topic in planned if topic.name in there]
        described = await client.describe_topics(names) if names else []
        configs = await _configs(client, names) if names else {}
    found = {
        one["topic"]: Found(
            partitions=len(one["partitions"]),
            replication_factor=max((len(p["replicas"]) for p in one["partitions"]), default=0),
            configs=configs[one["topic"]],
        )
        for one in described
    }
    return differences(planned, found)


async def _configs(client: Any, names: Collection[str]) -> dict[str, dict[str, str]]:
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    found: dict[str, dict[str, str]] = {}
    for answer in await client.describe_configs(resources):
        for code, message, _, name, entries in answer.resources:
            if code != 0:
                raise TopicError(f"{name}: {for_code(code).__name__} {message or ''}".rstrip())
            found[name] = {entry[0]: entry[1] for entry in entries}
    return found
