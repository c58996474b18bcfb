"""Every version that is advertised is served: asked in it, the broker answers in it."""

from __future__ import annotations

from typing import Any

import pytest
from kio.schema.add_offsets_to_txn.v1.request import AddOffsetsToTxnRequest
from kio.schema.alter_configs.v1.request import AlterConfigsRequest
from kio.schema.api_versions.v3.request import ApiVersionsRequest
from kio.schema.create_partitions.v1.request import CreatePartitionsRequest
from kio.schema.create_topics.v3.request import CreateTopicsRequest
from kio.schema.delete_groups.v1.request import DeleteGroupsRequest
from kio.schema.delete_records.v1.request import DeleteRecordsRequest
from kio.schema.delete_topics.v3.request import DeleteTopicsRequest
from kio.schema.describe_configs.v2.request import DescribeConfigsRequest, DescribeConfigsResource
from kio.schema.describe_groups.v3.request import DescribeGroupsRequest
from kio.schema.end_txn.v1.request import EndTxnRequest
from kio.schema.errors import ErrorCode
from kio.schema.find_coordinator.v1.request import FindCoordinatorRequest
from kio.schema.heartbeat.v3.request import HeartbeatRequest
from kio.schema.incremental_alter_configs.v0.request import IncrementalAlterConfigsRequest
from kio.schema.init_producer_id.v1.request import InitProducerIdRequest
from kio.schema.join_group.v5.request import JoinGroupRequest, JoinGroupRequestProtocol
from kio.schema.leave_group.v1.request import LeaveGroupRequest
from kio.schema.list_groups.v1.request import ListGroupsRequest
from kio.schema.list_offsets.v2.request import (
    ListOffsetsPartition,
    ListOffsetsRequest,
    ListOffsetsTopic,
)
from kio.schema.metadata.v5.request import MetadataRequest
from kio.schema.offset_commit.v7.request import (
    OffsetCommitRequest,
    OffsetCommitRequestPartition,
    OffsetCommitRequestTopic,
)
from kio.schema.offset_fetch.v3.request import OffsetFetchRequest, OffsetFetchRequestTopic
from kio.schema.produce.v7.request import PartitionProduceData, ProduceRequest, TopicProduceData
from kio.schema.sync_group.v3.request import SyncGroupRequest
from kio.schema.txn_offset_commit.v3.request import (
    TxnOffsetCommitRequest,
    TxnOffsetCommitRequestPartition,
    TxnOffsetCommitRequestTopic,
)

from streams.broker.protocol import SERVED, message_type
from streams.broker.versions import converted
from tests.broker.wire import Fetched, Wire, batch, ms

SECOND = ms(1000)


def requests(wire: Wire, topic: str) -> dict[str, Any]:
    """Give one request of each kind, in its newest version; kio's types are its own."""
    made: dict[str, tuple[Any, dict[str, Any]]] = {
        "produce": (
            ProduceRequest,
            {
                "acks": -1,
                "timeout": SECOND,
                "topic_data": (
                    _any(TopicProduceData)(
                        name=topic,
                        partition_data=(
                            _any(PartitionProduceData)(index=0, records=batch(b"again")),
                        ),
                    ),
                ),
            },
        ),
        "list_offsets": (
            ListOffsetsRequest,
            {
                "replica_id": -1,
                "isolation_level": 0,
                "topics": (
                    _any(ListOffsetsTopic)(
                        name=topic,
                        partitions=(_any(ListOffsetsPartition)(partition_index=0, timestamp=-2),),
                    ),
                ),
            },
        ),
        "metadata": (MetadataRequest, {"topics": None, "allow_auto_topic_creation": False}),
        "offset_commit": (
            OffsetCommitRequest,
            {
                "group_id": "simple",
                "member_id": "",
                "topics": (
                    _any(OffsetCommitRequestTopic)(
                        name=topic,
                        partitions=(
                            _any(OffsetCommitRequestPartition)(
                                partition_index=0, committed_offset=1, committed_metadata=""
                            ),
                        ),
                    ),
                ),
            },
        ),
        "offset_fetch": (
            OffsetFetchRequest,
            {
                "group_id": "simple",
                "topics": (_any(OffsetFetchRequestTopic)(name=topic, partition_indexes=(0,)),),
            },
        ),
        "find_coordinator": (FindCoordinatorRequest, {"key": "g"}),
        "join_group": (
            JoinGroupRequest,
            {
                "group_id": "g",
                "session_timeout": SECOND,
                "rebalance_timeout": SECOND,
                "member_id": "",
                "protocol_type": "consumer",
                "protocols": (JoinGroupRequestProtocol(name="range", metadata=b""),),
            },
        ),
        "heartbeat": (HeartbeatRequest, {"group_id": "g", "generation_id": 1, "member_id": "m"}),
        "leave_group": (LeaveGroupRequest, {"group_id": "g", "member_id": "m"}),
        "sync_group": (
            SyncGroupRequest,
            {"group_id": "g", "generation_id": 1, "member_id": "m", "assignments": ()},
        ),
        "describe_groups": (
            DescribeGroupsRequest,
            {"groups": ("g",), "include_authorized_operations": False},
        ),
        "list_groups": (ListGroupsRequest, {}),
        "api_versions": (
            ApiVersionsRequest,
            {"client_software_name": "test", "client_software_version": "1"},
        ),
        "create_topics": (CreateTopicsRequest, {"topics": (), "timeout": SECOND}),
        "delete_topics": (DeleteTopicsRequest, {"topic_names": ("missing",), "timeout": SECOND}),
        "delete_records": (DeleteRecordsRequest, {"topics": (), "timeout": SECOND}),
        "init_producer_id": (
            InitProducerIdRequest,
            {"transactional_id": None, "transaction_timeout": SECOND},
        ),
        "add_offsets_to_txn": (
            AddOffsetsToTxnRequest,
            {"transactional_id": "t", "producer_id": 1, "producer_epoch": 0, "group_id": "g"},
        ),
        "end_txn": (
            EndTxnRequest,
            {"transactional_id": "t", "producer_id": 1, "producer_epoch": 0, "committed": True},
        ),
        "txn_offset_commit": (
            TxnOffsetCommitRequest,
            {
                "transactional_id": "t",
                "group_id": "g",
                "producer_id": 1,
                "producer_epoch": 0,
                "member_id": "",
                "topics": (
                    _any(TxnOffsetCommitRequestTopic)(
                        name=topic,
                        partitions=(
                            _any(TxnOffsetCommitRequestPartition)(
                                partition_index=0, committed_offset=1, committed_metadata=""
                            ),
                        ),
                    ),
                ),
            },
        ),
        "describe_configs": (
            DescribeConfigsRequest,
            {
                "resources": (
                    _any(DescribeConfigsResource)(
                        resource_type=2, resource_name=topic, configuration_keys=None
                    ),
                )
            },
        ),
        "alter_configs": (AlterConfigsRequest, {"resources": (), "validate_only": True}),
        "incremental_alter_configs": (
            IncrementalAlterConfigsRequest,
            {"resources": (), "validate_only": True},
        ),
        "create_partitions": (
            CreatePartitionsRequest,
            {"topics": (), "timeout": SECOND, "validate_only": True},
        ),
        "delete_groups": (DeleteGroupsRequest, {"groups_names": ("missing",)}),
    }
    return {
        "fetch": wire.fetch_request([(topic, 0, 0)]),
        **{name: request(**fields) for name, (request, fields) in made.items()},
    }


def _any(kind: Any) -> Any:
    return kind


@pytest.mark.parametrize("api", SERVED, ids=lambda api: api.name)
async def test_each_version_is_answered_in_kind(own: Wire, name: str, api: Any) -> None:
    if api.name == "add_partitions_to_txn":
        pytest.skip("every test of transactions asks for it")
    await own.create(name)
    await own.produce(name, batch(b"x"))
    for version in range(api.first, api.last + 1):
        request = converted(
            requests(own, name)[api.name], message_type(api.name, version, "request")
        )
        answer = await own.ask(request)
        assert answer.__version__ == version
        if api.name == "fetch":
            part = answer.responses[0].partitions[0]
            got = Fetched(part, committed=False, offset=0) if version >= 5 else None
            assert got is None or got.values == [b"x"]
            assert len(part.records) > 0
        if api.name == "api_versions":
            assert len(answer.api_keys) == len(SERVED)


async def test_a_member_that_joins_in_an_old_version_is_let_in_at_once(own: Wire) -> None:
    request = converted(requests(own, "")["join_group"], message_type("join_group", 0, "request"))
    answer = await own.ask(request)
    assert answer.error_code is ErrorCode.none
    assert answer.leader == answer.member_id
