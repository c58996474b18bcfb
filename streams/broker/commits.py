"""Requests that commit a group's offsets and look them up."""

from __future__ import annotations

from typing import Final

from kio.schema.errors import ErrorCode
from kio.schema.offset_commit.v7.request import OffsetCommitRequest
from kio.schema.offset_commit.v7.response import (
    OffsetCommitResponse,
    OffsetCommitResponsePartition,
    OffsetCommitResponseTopic,
)
from kio.schema.offset_fetch.v3.request import OffsetFetchRequest, OffsetFetchRequestTopic
from kio.schema.offset_fetch.v3.response import (
    OffsetFetchResponse,
    OffsetFetchResponsePartition,
    OffsetFetchResponseTopic,
)
from kio.schema.types import TopicName
from kio.static.primitive import i32, i64

from streams.broker.errors import RequestError
from streams.broker.offsets import Commit
from streams.broker.protocol import NO_THROTTLE
from streams.broker.services import Client, Services

MOST_METADATA_CHARS: Final = 4096
"""As Apache Kafka's offset.metadata.max.bytes."""


def offset_commit(
    services: Services, request: OffsetCommitRequest, _client: Client
) -> OffsetCommitResponse:
    """Store offsets for a member of the present generation, or for a consumer without group."""
    refused = ErrorCode.none
    try:
        _check_committer(services, request)
    except RequestError as error:
        refused = error.code
    codes: dict[tuple[str, int], ErrorCode] = {}
    commits = []
    for topic in request.topics:
        for part in topic.partitions:
            code = refused
            if code is ErrorCode.none:
                try:
                    services.log.partition(topic.name, part.partition_index)
                except RequestError as error:
                    code = error.code
            if len(part.committed_metadata or "") > MOST_METADATA_CHARS:
                code = ErrorCode.offset_metadata_too_large
            if code is ErrorCode.none:
                commits.append(
                    Commit(
                        topic.name,
                        part.partition_index,
                        part.committed_offset,
                        part.committed_metadata,
                    )
                )
            codes[topic.name, part.partition_index] = code
    services.offsets.commit(request.group_id, commits)
    return OffsetCommitResponse(
        throttle_time=NO_THROTTLE,
        topics=tuple(
            OffsetCommitResponseTopic(
                name=topic.name,
                partitions=tuple(
                    OffsetCommitResponsePartition(
                        partition_index=part.partition_index,
                        error_code=codes[topic.name, part.partition_index],
                    )
                    for part in topic.partitions
                ),
            )
            for topic in request.topics
        ),
    )


def _check_committer(services: Services, request: OffsetCommitRequest) -> None:
    group = services.groups.get(request.group_id)
    generation, member_id = request.generation_id_or_member_epoch, request.member_id
    if generation < 0 and not member_id:
        if group is not None and group.members:
            raise RequestError(ErrorCode.unknown_member_id)
        return
    if group is None:
        raise RequestError(ErrorCode.illegal_generation)
    group.heartbeat_for_commit(member_id, generation, request.group_instance_id)


def offset_fetch(
    services: Services, request: OffsetFetchRequest, _client: Client
) -> OffsetFetchResponse:
    """Give the committed offsets; -1 where there is none."""
    known = services.offsets.of(request.group_id)
    topics = request.topics
    if topics is None:
        by_topic: dict[str, list[i32]] = {}
        for topic, number in known:
            by_topic.setdefault(topic, []).append(i32(number))
        topics = tuple(
            OffsetFetchRequestTopic(name=TopicName(name), partition_indexes=tuple(numbers))
            for name, numbers in by_topic.items()
        )

    def answer(topic: str, number: i32) -> OffsetFetchResponsePartition:
        commit = known.get((topic, number))
        return OffsetFetchResponsePartition(
            partition_index=number,
            committed_offset=i64(-1 if commit is None else commit.offset),
            metadata="" if commit is None else commit.metadata,
            error_code=ErrorCode.none,
        )

    return OffsetFetchResponse(
        throttle_time=NO_THROTTLE,
        topics=tuple(
            OffsetFetchResponseTopic(
                name=topic.name,
                partitions=tuple(answer(topic.name, number) for number in topic.partition_indexes),
            )
            for topic in topics
        ),
    )
