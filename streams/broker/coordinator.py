"""Requests of consumer groups: joining, staying, leaving, and what groups there are."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final

from kio.schema.delete_groups.v1.request import DeleteGroupsRequest
from kio.schema.delete_groups.v1.response import DeletableGroupResult, DeleteGroupsResponse
from kio.schema.describe_groups.v3.request import DescribeGroupsRequest
from kio.schema.describe_groups.v3.response import (
    DescribedGroup,
    DescribedGroupMember,
    DescribeGroupsResponse,
)
from kio.schema.errors import ErrorCode
from kio.schema.heartbeat.v3.request import HeartbeatRequest
from kio.schema.heartbeat.v3.response import HeartbeatResponse
from kio.schema.join_group.v5.request import JoinGroupRequest
from kio.schema.join_group.v5.response import JoinGroupResponse, JoinGroupResponseMember
from kio.schema.leave_group.v1.request import LeaveGroupRequest
from kio.schema.leave_group.v1.response import LeaveGroupResponse
from kio.schema.list_groups.v1.request import ListGroupsRequest
from kio.schema.list_groups.v1.response import ListedGroup, ListGroupsResponse
from kio.schema.sync_group.v3.request import SyncGroupRequest
from kio.schema.sync_group.v3.response import SyncGroupResponse
from kio.schema.types import GroupId
from kio.static.primitive import i32

from streams.broker.errors import RequestError
from streams.broker.groups import Group, Phase
from streams.broker.members import Joined, Member
from streams.broker.protocol import NO_THROTTLE
from streams.broker.services import Client, Services

LONGEST_SESSION_S: Final = 1800.0
"""As Apache Kafka's group.max.session.timeout.ms."""
COMES_BACK_VERSION: Final = 4
"""From which on a new member is sent back once to join with the id it was given (KIP-394)."""
_SECOND: Final = timedelta(seconds=1)


async def join_group(
    services: Services, request: JoinGroupRequest, client: Client
) -> JoinGroupResponse:
    """Wait for the next generation of the group, and tell the member of it."""
    member = Member(
        id=request.member_id,
        instance=request.group_instance_id,
        client_id=client.id,
        host=client.host,
        session_s=request.session_timeout / _SECOND,
        rebalance_s=(request.session_timeout if client.version == 0 else request.rebalance_timeout)
        / _SECOND,
        protocols={protocol.name: protocol.metadata for protocol in request.protocols},
    )
    try:
        joined = await _joining(services, request, member, client)
    except RequestError as error:
        return JoinGroupResponse(
            throttle_time=NO_THROTTLE,
            error_code=error.code,
            protocol_name="",
            leader="",
            member_id=member.id,
            members=(),
        )
    return JoinGroupResponse(
        throttle_time=NO_THROTTLE,
        error_code=ErrorCode.none,
        generation_id=i32(joined.generation),
        protocol_name=joined.protocol,
        leader=joined.leader,
        member_id=joined.member_id,
        members=tuple(
            JoinGroupResponseMember(member_id=id_, group_instance_id=instance, metadata=metadata)
            for id_, instance, metadata in joined.members
        ),
    )


def _joining(
    services: Services, request: JoinGroupRequest, member: Member, client: Client
) -> asyncio.Future[Joined]:
    if not request.group_id:
        raise RequestError(ErrorCode.invalid_group_id)
    if not 0 < member.session_s <= LONGEST_SESSION_S:
        raise RequestError(ErrorCode.invalid_session_timeout)
    if not member.protocols or not request.protocol_type:
        raise RequestError(ErrorCode.inconsistent_group_protocol)
    group = services.groups.get(request.group_id)
    if group is None:
        if request.member_id:
            raise RequestError(ErrorCode.unknown_member_id)
        group = services.groups[request.group_id] = Group(request.group_id)
    return group.join(
        member, request.protocol_type, comes_back=client.version >= COMES_BACK_VERSION
    )


async def sync_group(
    services: Services, request: SyncGroupRequest, _client: Client
) -> SyncGroupResponse:
    """Wait for the leader's assignment, and give the member its part."""
    assignment, code = b"", ErrorCode.none
    try:
        assignment = await group_of(services, request.group_id).sync(
            request.member_id,
            request.generation_id,
            request.group_instance_id,
            {one.member_id: one.assignment for one in request.assignments},
        )
    except RequestError as error:
        code = error.code
    return SyncGroupResponse(throttle_time=NO_THROTTLE, error_code=code, assignment=assignment)


def heartbeat(services: Services, request: HeartbeatRequest, _client: Client) -> HeartbeatResponse:
    """Keep a member alive."""
    code = ErrorCode.none
    try:
        group_of(services, request.group_id).heartbeat(
            request.member_id, request.generation_id, request.group_instance_id
        )
    except RequestError as error:
        code = error.code
    return HeartbeatResponse(throttle_time=NO_THROTTLE, error_code=code)


def leave_group(
    services: Services, request: LeaveGroupRequest, _client: Client
) -> LeaveGroupResponse:
    """Let a member go at once."""
    code = ErrorCode.none
    try:
        group_of(services, request.group_id).leave(request.member_id)
    except RequestError as error:
        code = error.code
    return LeaveGroupResponse(throttle_time=NO_THROTTLE, error_code=code)


def group_of(services: Services, group_id: str) -> Group:
    """Find a group; raise RequestError where nobody has joined it."""
    group = services.groups.get(group_id)
    if group is None:
        raise RequestError(ErrorCode.unknown_member_id)
    return group


def list_groups(
    services: Services, _request: ListGroupsRequest, _client: Client
) -> ListGroupsResponse:
    """List the groups that have members or offsets."""
    ids = dict.fromkeys([*services.groups, *services.offsets.groups()])
    return ListGroupsResponse(
        throttle_time=NO_THROTTLE,
        error_code=ErrorCode.none,
        groups=tuple(
            ListedGroup(
                group_id=GroupId(id_),
                protocol_type=services.groups[id_].protocol_type if id_ in services.groups else "",
            )
            for id_ in ids
        ),
    )


def describe_groups(
    services: Services, request: DescribeGroupsRequest, _client: Client
) -> DescribeGroupsResponse:
    """Describe groups with their members and what each is assigned."""
    with_offsets = set(services.offsets.groups())

    def describe(group_id: GroupId) -> DescribedGroup:
        group = services.groups.get(group_id)
        if group is None:
            return DescribedGroup(
                error_code=ErrorCode.none,
                group_id=group_id,
                group_state=Phase.EMPTY.value if group_id in with_offsets else "Dead",
                protocol_type="",
                protocol_data="",
                members=(),
            )
        return DescribedGroup(
            error_code=ErrorCode.none,
            group_id=group_id,
            group_state=group.phase.value,
            protocol_type=group.protocol_type,
            protocol_data=group.protocol,
            members=tuple(
                DescribedGroupMember(
                    member_id=member.id,
                    client_id=member.client_id,
                    client_host=member.host,
                    member_metadata=member.protocols.get(group.protocol, b""),
                    member_assignment=member.assignment,
                )
                for member in group.members.values()
            ),
        )

    return DescribeGroupsResponse(
        throttle_time=NO_THROTTLE, groups=tuple(describe(id_) for id_ in request.groups)
    )


def delete_groups(
    services: Services, request: DeleteGroupsRequest, _client: Client
) -> DeleteGroupsResponse:
    """Delete groups without members, and their offsets."""
    with_offsets = set(services.offsets.groups())

    def delete(group_id: GroupId) -> ErrorCode:
        group = services.groups.get(group_id)
        if group is not None and group.members:
            return ErrorCode.non_empty_group
        if group is None and group_id not in with_offsets:
            return ErrorCode.group_id_not_found
        if group is not None:
            group.stop()
            del services.groups[group_id]
        services.offsets.delete_group(group_id)
        return ErrorCode.none

    return DeleteGroupsResponse(
        throttle_time=NO_THROTTLE,
        results=tuple(
            DeletableGroupResult(group_id=id_, error_code=delete(id_))
            for id_ in request.groups_names
        ),
    )
