"""Topics and their settings: created, changed, checked, deleted; each refusal says what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from kio.schema.alter_configs.v0 import request as alter
from kio.schema.create_partitions.v0.request import CreatePartitionsRequest, CreatePartitionsTopic
from kio.schema.create_topics.v3.request import (
    CreatableTopic,
    CreatableTopicConfig,
    CreateTopicsRequest,
)
from kio.schema.delete_groups.v1.request import DeleteGroupsRequest
from kio.schema.delete_topics.v1.request import DeleteTopicsRequest
from kio.schema.describe_configs.v1.request import DescribeConfigsRequest, DescribeConfigsResource
from kio.schema.errors import ErrorCode
from kio.schema.incremental_alter_configs.v0 import request as incremental
from kio.schema.metadata.v4.request import MetadataRequest, MetadataRequestTopic

from tests.broker.wire import Wire, batch, ms


async def create(
    wire: Wire,
    name: str,
    *,
    partitions: int = 1,
    copies: int = 1,
    validate_only: bool = False,
    **config: str,
) -> Any:
    request: Any = CreateTopicsRequest
    topic: Any = CreatableTopic
    answer = await wire.ask(
        request(
            topics=(
                topic(
                    name=name,
                    num_partitions=partitions,
                    replication_factor=copies,
                    assignments=(),
                    configs=tuple(
                        CreatableTopicConfig(name=key.replace("_", "."), value=value)
                        for key, value in config.items()
                    ),
                ),
            ),
            timeout=ms(10_000),
            validate_only=validate_only,
        )
    )
    return answer.topics[0]


async def metadata(wire: Wire, *names: str) -> dict[str, Any]:
    request: Any = MetadataRequest
    topic: Any = MetadataRequestTopic
    answer = await wire.ask(
        request(
            topics=tuple(topic(name=name) for name in names) or None,
            allow_auto_topic_creation=True,
        )
    )
    return {one.name: one for one in answer.topics}


async def test_a_topic_cannot_be_made_twice(wire: Wire, name: str) -> None:
    await wire.create(name)
    assert (await create(wire, name)).error_code is ErrorCode.topic_already_exists


async def test_a_check_makes_no_topic(wire: Wire, name: str) -> None:
    assert (await create(wire, name, validate_only=True)).error_code is ErrorCode.none
    known = await metadata(wire)
    assert name not in known


@pytest.mark.parametrize(
    ("bad", "code", "hint"),
    [
        ({"partitions": 0}, ErrorCode.invalid_partitions, "take 1 to"),
        ({"copies": 3}, ErrorCode.invalid_replication_factor, "one broker"),
        ({"retention_ms": "soon"}, ErrorCode.invalid_config, "milliseconds"),
        ({"cleanup_policy": "keep"}, ErrorCode.invalid_config, "delete, compact"),
        ({"retention_parsecs": "12"}, ErrorCode.invalid_config, "known are"),
    ],
)
async def test_a_topic_that_cannot_be_is_refused_with_a_hint(
    own: Wire, name: str, bad: dict[str, Any], code: ErrorCode, hint: str
) -> None:
    answer = await create(own, name, **bad)
    assert answer.error_code is code
    assert hint in answer.error_message
    assert name not in await metadata(own)


@pytest.mark.parametrize("bad", ["", "a b", "خبر", "x" * 250, ".."])
async def test_a_bad_name_is_refused(wire: Wire, bad: str) -> None:
    assert (await create(wire, bad)).error_code is ErrorCode.invalid_topic_exception


async def test_asking_for_an_unknown_topic_does_not_make_it(own: Wire, name: str) -> None:
    answer = (await metadata(own, name))[name]
    assert answer.error_code is ErrorCode.unknown_topic_or_partition
    assert await metadata(own) == {}


async def test_a_deleted_topic_is_gone_with_its_offsets_and_can_be_made_anew(
    own: Wire, name: str
) -> None:
    await own.create(name)
    await own.produce(name, batch(b"old"))
    producer = await own.init_producer(name)
    await own.hold_offset(name, producer, "g", name, 1)
    await own.end_txn(name, producer, commit=True)
    request: Any = DeleteTopicsRequest
    answer = await own.ask(request(topic_names=(name, "missing"), timeout=ms(1000)))
    assert [one.error_code for one in answer.responses] == [
        ErrorCode.none, ErrorCode.unknown_topic_or_partition,
    ]  # fmt: skip
    assert (await own.fetch(name)).error is ErrorCode.unknown_topic_or_partition
    await own.create(name)
    assert (await own.fetch(name)).values == []
    assert await own.committed("g", name) == -1


async def test_a_topic_deleted_inside_a_transaction_does_not_stop_its_end(
    own: Wire, name: str
) -> None:
    await own.create(name)
    producer = await own.init_producer(name)
    await own.join_txn(name, producer, name)
    await own.produce(name, batch(b"x", producer=producer, sequence=0, txn=True), txn=name)
    request: Any = DeleteTopicsRequest
    await own.ask(request(topic_names=(name,), timeout=ms(1000)))
    assert await own.end_txn(name, producer, commit=True) is ErrorCode.none


async def test_partitions_can_be_added_but_not_taken_away(own: Wire, name: str) -> None:
    await own.create(name, partitions=2)
    request: Any = CreatePartitionsRequest
    topic: Any = CreatePartitionsTopic

    async def ask(count: int) -> Any:
        answer = await own.ask(
            request(
                topics=(topic(name=name, count=count, assignments=None),),
                timeout=ms(1000),
                validate_only=False,
            )
        )
        return answer.results[0]

    assert (await ask(3)).error_code is ErrorCode.none
    assert len((await metadata(own, name))[name].partitions) == 3
    assert (await own.produce(name, batch(b"x"), partition=2)).error_code is ErrorCode.none
    refused = await ask(1)
    assert refused.error_code is ErrorCode.invalid_partitions
    assert "only grow" in refused.error_message


async def settings(wire: Wire, name: str) -> dict[str, tuple[str, int]]:
    request: Any = DescribeConfigsRequest
    resource: Any = DescribeConfigsResource
    answer = await wire.ask(
        request(resources=(resource(resource_type=2, resource_name=name, configuration_keys=None),))
    )
    assert answer.results[0].error_code is ErrorCode.none, answer
    return {one.name: (one.value, one.config_source) for one in answer.results[0].configs}


async def shown(
    wire: Wire, name: str, condition: Callable[[dict[str, tuple[str, int]]], bool]
) -> None:
    """Wait for a change to show: Apache Kafka's controller tells its brokers a moment later."""
    async with asyncio.timeout(10):
        while not condition(await settings(wire, name)):
            pass


async def test_settings_are_shown_set_unset_and_replaced(wire: Wire, name: str) -> None:
    await wire.create(name, retention_ms="1000")
    await shown(wire, name, lambda now: now["retention.ms"] == ("1000", 1))

    async def change(operation: int, key: str, value: str | None) -> ErrorCode:
        of: Any = incremental.AlterableConfig
        resource: Any = incremental.AlterConfigsResource
        request: Any = incremental.IncrementalAlterConfigsRequest
        answer = await wire.ask(
            request(
                resources=(
                    resource(
                        resource_type=2,
                        resource_name=name,
                        configs=(of(name=key, config_operation=operation, value=value),),
                    ),
                ),
                validate_only=False,
            )
        )
        code: ErrorCode = answer.responses[0].error_code
        return code

    assert await change(0, "max.message.bytes", "5000") is ErrorCode.none
    assert await change(0, "retention.ms", "x") is ErrorCode.invalid_config
    await shown(wire, name, lambda now: now["max.message.bytes"] == ("5000", 1))
    assert (await settings(wire, name))["retention.ms"] == ("1000", 1)
    assert await change(1, "max.message.bytes", None) is ErrorCode.none
    await shown(wire, name, lambda now: now["max.message.bytes"][1] != 1)
    resource: Any = alter.AlterConfigsResource
    request: Any = alter.AlterConfigsRequest
    await wire.ask(
        request(
            resources=(
                resource(
                    resource_type=2,
                    resource_name=name,
                    configs=(alter.AlterableConfig(name="retention.bytes", value="9"),),
                ),
            ),
            validate_only=False,
        )
    )
    await shown(wire, name, lambda now: now["retention.bytes"] == ("9", 1))
    assert (await settings(wire, name))["retention.ms"][1] != 1


async def test_only_groups_that_exist_and_are_empty_can_be_deleted(own: Wire, name: str) -> None:
    await own.create(name)
    producer = await own.init_producer(name)
    await own.hold_offset(name, producer, "g", name, 1)
    await own.end_txn(name, producer, commit=True)
    request: Any = DeleteGroupsRequest
    answer = await own.ask(request(groups_names=("g", "missing")))
    assert [one.error_code for one in answer.results] == [
        ErrorCode.none, ErrorCode.group_id_not_found,
    ]  # fmt: skip
    assert await own.committed("g", name) == -1
