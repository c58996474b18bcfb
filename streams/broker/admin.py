"""Requests about the broker and its topics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from kio.schema.create_partitions.v1.request import CreatePartitionsRequest, CreatePartitionsTopic
from kio.schema.create_partitions.v1.response import (
    CreatePartitionsResponse,
    CreatePartitionsTopicResult,
)
from kio.schema.create_topics.v3.request import CreatableTopic, CreateTopicsRequest
from kio.schema.create_topics.v3.response import CreatableTopicResult, CreateTopicsResponse
from kio.schema.delete_records.v1.request import DeleteRecordsRequest
from kio.schema.delete_records.v1.response import (
    DeleteRecordsPartitionResult,
    DeleteRecordsResponse,
    DeleteRecordsTopicResult,
)
from kio.schema.delete_topics.v3.request import DeleteTopicsRequest
from kio.schema.delete_topics.v3.response import DeletableTopicResult, DeleteTopicsResponse
from kio.schema.errors import ErrorCode
from kio.schema.find_coordinator.v1.request import FindCoordinatorRequest
from kio.schema.find_coordinator.v1.response import FindCoordinatorResponse
from kio.schema.metadata.v5.request import MetadataRequest
from kio.schema.metadata.v5.response import (
    MetadataResponse,
    MetadataResponseBroker,
    MetadataResponsePartition,
    MetadataResponseTopic,
)
from kio.schema.types import BrokerId, TopicName
from kio.static.primitive import i32, i64

from streams.broker import configs
from streams.broker.errors import RequestError
from streams.broker.protocol import NO_THROTTLE, NODE_ID
from streams.broker.services import Client, Services
from streams.broker.topics import Topic

Asked = TypeVar("Asked")

MOST_PARTITIONS: Final = 10_000
"""Of one topic. Each is held in memory; a slip of the keyboard must not fill it."""
_NODE: Final = BrokerId(NODE_ID)
_NAME_CHARS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
_LONGEST_NAME: Final = 249


def metadata(services: Services, request: MetadataRequest, client: Client) -> MetadataResponse:
    """Describe the one broker and the topics; nothing is created on the way."""
    host, port = client.reached
    topics = services.log.topics
    names = topics if request.topics is None else [topic.name for topic in request.topics]

    def describe(name: str) -> MetadataResponseTopic:
        topic = topics.get(name)
        return MetadataResponseTopic(
            error_code=ErrorCode.none
            if topic is not None
            else ErrorCode.unknown_topic_or_partition
            if _is_name(name)
            else ErrorCode.invalid_topic_exception,
            name=TopicName(name),
            partitions=tuple(
                MetadataResponsePartition(
                    error_code=ErrorCode.none,
                    partition_index=i32(partition.number),
                    leader_id=_NODE,
                    replica_nodes=(_NODE,),
                    isr_nodes=(_NODE,),
                )
                for partition in (topic.partitions if topic is not None else ())
            ),
        )

    return MetadataResponse(
        throttle_time=NO_THROTTLE,
        brokers=(MetadataResponseBroker(node_id=_NODE, host=host, port=i32(port)),),
        cluster_id=services.cluster_id,
        controller_id=_NODE,
        topics=tuple(describe(name) for name in names),
    )


def find_coordinator(
    _services: Services, _request: FindCoordinatorRequest, client: Client
) -> FindCoordinatorResponse:
    """Name the one broker."""
    host, port = client.reached
    return FindCoordinatorResponse(
        throttle_time=NO_THROTTLE,
        error_code=ErrorCode.none,
        error_message=None,
        node_id=_NODE,
        host=host,
        port=i32(port),
    )


def create_topics(
    services: Services, request: CreateTopicsRequest, _client: Client
) -> CreateTopicsResponse:
    """Create topics, or only check whether they could be."""

    def create(topic: CreatableTopic) -> None:
        if not _is_name(topic.name):
            raise RequestError(
                ErrorCode.invalid_topic_exception,
                f"{topic.name!r} is no topic name: use letters, digits, dot, dash, underscore.",
            )
        if topic.name in services.log.topics:
            raise RequestError(
                ErrorCode.topic_already_exists, f"Topic {topic.name!r} already exists."
            )
        if topic.assignments:
            count = len(topic.assignments)
            copies = max(len(one.broker_ids) for one in topic.assignments)
        else:
            count = 1 if topic.num_partitions == -1 else topic.num_partitions
            copies = topic.replication_factor
        _check_count(count)
        if copies not in (-1, 1):
            raise RequestError(
                ErrorCode.invalid_replication_factor,
                f"This is one broker: the replication factor is 1, not {copies}.",
            )
        overrides = configs.checked({config.name: config.value for config in topic.configs})
        if not request.validate_only:
            services.log.create(topic.name, count, overrides)

    def result(topic: CreatableTopic) -> CreatableTopicResult:
        code, message = outcome(create, topic)
        return CreatableTopicResult(name=topic.name, error_code=code, error_message=message)

    return CreateTopicsResponse(
        throttle_time=NO_THROTTLE, topics=tuple(result(topic) for topic in request.topics)
    )


def create_partitions(
    services: Services, request: CreatePartitionsRequest, _client: Client
) -> CreatePartitionsResponse:
    """Add partitions to topics."""

    def create(asked: CreatePartitionsTopic) -> None:
        topic = topic_of(services, asked.name)
        _check_count(asked.count)
        if asked.count <= len(topic.partitions):
            raise RequestError(
                ErrorCode.invalid_partitions,
                f"Topic {asked.name!r} has {len(topic.partitions)} partitions; "
                "their number can only grow.",
            )
        if not request.validate_only:
            services.log.add_partitions(topic, asked.count)

    def result(asked: CreatePartitionsTopic) -> CreatePartitionsTopicResult:
        code, message = outcome(create, asked)
        return CreatePartitionsTopicResult(name=asked.name, error_code=code, error_message=message)

    return CreatePartitionsResponse(
        throttle_time=NO_THROTTLE, results=tuple(result(asked) for asked in request.topics)
    )


def delete_topics(
    services: Services, request: DeleteTopicsRequest, _client: Client
) -> DeleteTopicsResponse:
    """Delete topics with all that groups have committed on them."""

    def delete(name: TopicName) -> None:
        services.log.delete(topic_of(services, name))
        services.offsets.delete_topic(name)

    return DeleteTopicsResponse(
        throttle_time=NO_THROTTLE,
        responses=tuple(
            DeletableTopicResult(name=name, error_code=outcome(delete, name)[0])
            for name in request.topic_names
        ),
    )


def delete_records(
    services: Services, request: DeleteRecordsRequest, _client: Client
) -> DeleteRecordsResponse:
    """Move the beginnings of partitions forward; -1 means to the end."""

    def delete(topic: str, number: int, offset: int) -> DeleteRecordsPartitionResult:
        try:
            partition = services.log.partition(topic, number)
            upto = partition.next_offset if offset == -1 else offset
            services.log.truncate(partition, upto)
        except RequestError as error:
            return DeleteRecordsPartitionResult(
                partition_index=i32(number), low_watermark=i64(-1), error_code=error.code
            )
        return DeleteRecordsPartitionResult(
            partition_index=i32(number),
            low_watermark=i64(partition.log_start),
            error_code=ErrorCode.none,
        )

    return DeleteRecordsResponse(
        throttle_time=NO_THROTTLE,
        topics=tuple(
            DeleteRecordsTopicResult(
                name=topic.name,
                partitions=tuple(
                    delete(topic.name, part.partition_index, part.offset)
                    for part in topic.partitions
                ),
            )
            for topic in request.topics
        ),
    )


def topic_of(services: Services, name: str) -> Topic:
    """Find a topic; raise RequestError where there is none."""
    topic = services.log.topics.get(name)
    if topic is None:
        raise RequestError(ErrorCode.unknown_topic_or_partition, f"There is no topic {name!r}.")
    return topic


def outcome(action: Callable[[Asked], None], asked: Asked) -> tuple[ErrorCode, str | None]:
    """Do what is asked; give the code and text of its answer."""
    try:
        action(asked)
    except RequestError as error:
        return error.code, error.detail
    return ErrorCode.none, None


def _check_count(count: int) -> None:
    if not 1 <= count <= MOST_PARTITIONS:
        raise RequestError(
            ErrorCode.invalid_partitions,
            f"{count} partitions are not possible: take 1 to {MOST_PARTITIONS}.",
        )


def _is_name(name: str) -> bool:
    return (
        0 < len(name) <= _LONGEST_NAME and name not in (".", "..") and _NAME_CHARS.issuperset(name)
    )
