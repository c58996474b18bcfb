"""Produce and the producers' side of transactions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from kio.schema.add_offsets_to_txn.v1.request import AddOffsetsToTxnRequest
from kio.schema.add_offsets_to_txn.v1.response import AddOffsetsToTxnResponse
from kio.schema.add_partitions_to_txn.v1.request import AddPartitionsToTxnRequest
from kio.schema.add_partitions_to_txn.v1.response import (
    AddPartitionsToTxnPartitionResult,
    AddPartitionsToTxnResponse,
    AddPartitionsToTxnTopicResult,
)
from kio.schema.end_txn.v1.request import EndTxnRequest
from kio.schema.end_txn.v1.response import EndTxnResponse
from kio.schema.errors import ErrorCode
from kio.schema.init_producer_id.v1.request import InitProducerIdRequest
from kio.schema.init_producer_id.v1.response import InitProducerIdResponse
from kio.schema.produce.v7.request import ProduceRequest
from kio.schema.produce.v7.response import (
    PartitionProduceResponse,
    ProduceResponse,
    TopicProduceResponse,
)
from kio.schema.txn_offset_commit.v3.request import TxnOffsetCommitRequest
from kio.schema.txn_offset_commit.v3.response import (
    TxnOffsetCommitResponse,
    TxnOffsetCommitResponsePartition,
    TxnOffsetCommitResponseTopic,
)
from kio.schema.types import ProducerId
from kio.static.primitive import i16, i64

from streams.broker import batches
from streams.broker.coordinator import group_of
from streams.broker.errors import RequestError, StorageError
from streams.broker.offsets import Commit
from streams.broker.protocol import NO_THROTTLE
from streams.broker.services import Client, Services

NOT_STORED = ErrorCode.kafka_storage_error
"""Clients take it for passing and send the batch again."""


async def produce(
    services: Services, request: ProduceRequest, _client: Client
) -> ProduceResponse | None:
    """Append each batch; answer once all are committed. None if no answer is wanted."""
    answers: dict[tuple[str, int], tuple[ErrorCode, int]] = {}
    try:
        for topic in request.topic_data:
            for data in topic.partition_data:
                try:
                    offset = _append(services, topic.name, data.index, data.records)
                except RequestError as error:
                    answers[topic.name, data.index] = error.code, -1
                else:
                    answers[topic.name, data.index] = ErrorCode.none, offset
        await services.database.settled()
    except StorageError:
        for topic in request.topic_data:
            for data in topic.partition_data:
                answers[topic.name, data.index] = NOT_STORED, -1
    if request.acks == 0:
        return None
    return ProduceResponse(
        responses=tuple(
            TopicProduceResponse(
                name=topic.name,
                partition_responses=tuple(
                    PartitionProduceResponse(
                        index=data.index,
                        error_code=answers[topic.name, data.index][0],
                        base_offset=i64(answers[topic.name, data.index][1]),
                    )
                    for data in topic.partition_data
                ),
            )
            for topic in request.topic_data
        )
    )


def _append(services: Services, topic: str, number: int, records: bytes | None) -> int:
    log = services.log
    partition = log.partition(topic, number)
    header = batches.check(records, log.topics[topic].config.max_message_bytes)
    known = log.known(partition, header)
    if known is not None:
        return known
    if header.is_transactional:
        services.transactions.check_append(partition, header.producer_id, header.producer_epoch)
    return log.append(partition, records or b"", header)


def init_producer_id(
    services: Services, request: InitProducerIdRequest, _client: Client
) -> InitProducerIdResponse:
    """Give a producer id; take over a transactional id."""
    timeout_ms = request.transaction_timeout // timedelta(milliseconds=1)
    try:
        producer_id, epoch = services.transactions.init_producer(
            request.transactional_id, timeout_ms
        )
        code = ErrorCode.none
    except RequestError as error:
        producer_id, epoch, code = -1, -1, error.code
    return InitProducerIdResponse(
        throttle_time=NO_THROTTLE,
        error_code=code,
        producer_id=ProducerId(producer_id),
        producer_epoch=i16(epoch),
    )


def add_partitions_to_txn(
    services: Services, request: AddPartitionsToTxnRequest, _client: Client
) -> AddPartitionsToTxnResponse:
    """Add all of these partitions to the transaction, or none."""
    asked = [
        (topic.name, number) for topic in request.v3_and_below_topics for number in topic.partitions
    ]
    codes = dict.fromkeys(asked, ErrorCode.none)
    try:
        txn = services.transactions.owned(
            request.v3_and_below_transactional_id,
            request.v3_and_below_producer_id,
            request.v3_and_below_producer_epoch,
        )
        partitions = []
        for name, number in asked:
            try:
                partitions.append(services.log.partition(name, number))
            except RequestError as error:
                codes[name, number] = error.code
        if len(partitions) == len(asked):
            services.transactions.join(txn, partitions)
        else:
            codes = {
                key: ErrorCode.operation_not_attempted if code is ErrorCode.none else code
                for key, code in codes.items()
            }
    except RequestError as error:
        codes = dict.fromkeys(asked, error.code)
    return AddPartitionsToTxnResponse(
        throttle_time=NO_THROTTLE,
        results_by_topic_v3_and_below=tuple(
            AddPartitionsToTxnTopicResult(
                name=topic.name,
                results_by_partition=tuple(
                    AddPartitionsToTxnPartitionResult(
                        partition_index=number, partition_error_code=codes[topic.name, number]
                    )
                    for number in topic.partitions
                ),
            )
            for topic in request.v3_and_below_topics
        ),
    )


def _outcome(action: Callable[[], None]) -> ErrorCode:
    try:
        action()
    except RequestError as error:
        return error.code
    return ErrorCode.none


def add_offsets_to_txn(
    services: Services, request: AddOffsetsToTxnRequest, _client: Client
) -> AddOffsetsToTxnResponse:
    """Announce that the transaction will commit offsets of a group."""
    transactions = services.transactions

    def join() -> None:
        transactions.join(
            transactions.owned(
                request.transactional_id, request.producer_id, request.producer_epoch
            )
        )

    return AddOffsetsToTxnResponse(throttle_time=NO_THROTTLE, error_code=_outcome(join))


def txn_offset_commit(
    services: Services, request: TxnOffsetCommitRequest, _client: Client
) -> TxnOffsetCommitResponse:
    """Hold offsets of a group until the transaction commits."""
    transactions = services.transactions
    commits = [
        Commit(topic.name, part.partition_index, part.committed_offset, part.committed_metadata)
        for topic in request.topics
        for part in topic.partitions
    ]

    def hold() -> None:
        txn = transactions.owned(
            request.transactional_id, request.producer_id, request.producer_epoch
        )
        if request.generation_id >= 0 or request.member_id:
            group_of(services, request.group_id).member(
                request.member_id, request.generation_id, request.group_instance_id
            )
        for commit in commits:
            services.log.partition(commit.topic, commit.number)
        transactions.hold_offsets(txn, request.group_id, commits)

    code = _outcome(hold)
    return TxnOffsetCommitResponse(
        throttle_time=NO_THROTTLE,
        topics=tuple(
            TxnOffsetCommitResponseTopic(
                name=topic.name,
                partitions=tuple(
                    TxnOffsetCommitResponsePartition(
                        partition_index=part.partition_index, error_code=code
                    )
                    for part in topic.partitions
                ),
            )
            for topic in request.topics
        ),
    )


def end_txn(services: Services, request: EndTxnRequest, _client: Client) -> EndTxnResponse:
    """Commit or abort."""
    transactions = services.transactions

    def end() -> None:
        txn = transactions.owned(
            request.transactional_id, request.producer_id, request.producer_epoch
        )
        transactions.end(txn, committed=request.committed)

    return EndTxnResponse(throttle_time=NO_THROTTLE, error_code=_outcome(end))
