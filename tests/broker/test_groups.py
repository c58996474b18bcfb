"""Consumer groups: joining, rebalance, sessions, static members and committed offsets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from kio.schema.consumer_protocol_subscription.v0 import ConsumerProtocolSubscription
from kio.schema.errors import ErrorCode
from kio.schema.heartbeat.v1.request import HeartbeatRequest
from kio.schema.heartbeat.v3.request import HeartbeatRequest as HeartbeatOfInstance
from kio.schema.join_group.v5.request import JoinGroupRequest, JoinGroupRequestProtocol
from kio.schema.leave_group.v1.request import LeaveGroupRequest
from kio.schema.offset_commit.v3.request import (
    OffsetCommitRequest,
    OffsetCommitRequestPartition,
    OffsetCommitRequestTopic,
)
from kio.schema.sync_group.v3.request import SyncGroupRequest, SyncGroupRequestAssignment
from kio.serial import entity_writer

from tests.broker.wire import RETRY, Wire, ms, until


def subscription(*topics: str) -> bytes:
    from io import BytesIO  # noqa: PLC0415 - used here alone

    buffer = BytesIO(b"\0\0")
    buffer.seek(2)
    entity_writer(ConsumerProtocolSubscription)(
        buffer, ConsumerProtocolSubscription(topics=topics, user_data=None)
    )
    return buffer.getvalue()


class Member:
    """A member of a group, on a connection of its own."""

    def __init__(
        self,
        wire: Wire,
        group: str,
        *,
        instance: str | None = None,
        session_ms: int = 10_000,
        rebalance_ms: int = 10_000,
    ) -> None:
        self.wire = wire
        self.group = group
        self.instance = instance
        self.id = ""
        self.generation = -1
        self.leads = False
        self.members: list[str] = []
        self._session_ms = session_ms
        self._rebalance_ms = rebalance_ms

    async def join(self, *, protocol: str = "range", topics: tuple[str, ...] = ("t",)) -> ErrorCode:
        await self.wire.ask_coordinator(self.group, kind=0)
        request: Any = JoinGroupRequest
        of: Any = JoinGroupRequestProtocol
        while True:
            answer = await self.wire.ask(
                request(
                    group_id=self.group,
                    session_timeout=ms(self._session_ms),
                    rebalance_timeout=ms(self._rebalance_ms),
                    member_id=self.id,
                    group_instance_id=self.instance,
                    protocol_type="consumer",
                    protocols=(of(name=protocol, metadata=subscription(*topics)),),
                )
            )
            code: ErrorCode = answer.error_code
            if code is ErrorCode.none or code is ErrorCode.member_id_required:
                self.id = answer.member_id
            if code is ErrorCode.none:
                self.generation = answer.generation_id
                self.leads = answer.leader == self.id
                self.members = [member.member_id for member in answer.members]
            if code is not ErrorCode.member_id_required and code not in RETRY:
                return code

    async def sync(self, assignments: dict[str, bytes] | None = None) -> tuple[ErrorCode, bytes]:
        request: Any = SyncGroupRequest
        answer = await self.wire.ask(
            request(
                group_id=self.group,
                generation_id=self.generation,
                member_id=self.id,
                group_instance_id=self.instance,
                assignments=tuple(
                    SyncGroupRequestAssignment(member_id=id_, assignment=assignment)
                    for id_, assignment in (assignments or {}).items()
                ),
            )
        )
        return answer.error_code, answer.assignment

    async def heartbeat(self) -> ErrorCode:
        request: Any = HeartbeatRequest
        code: ErrorCode = (
            await self.wire.ask(
                request(group_id=self.group, generation_id=self.generation, member_id=self.id)
            )
        ).error_code
        return code

    async def must_rejoin(self) -> bool:
        code = await self.heartbeat()
        assert code in (ErrorCode.none, ErrorCode.rebalance_in_progress)
        return code is ErrorCode.rebalance_in_progress

    async def commit(self, topic: str, offset: int) -> ErrorCode:
        request: Any = OffsetCommitRequest
        part: Any = OffsetCommitRequestPartition
        of: Any = OffsetCommitRequestTopic
        answer = await self.wire.ask(
            request(
                group_id=self.group,
                generation_id_or_member_epoch=self.generation,
                member_id=self.id,
                topics=(
                    of(
                        name=topic,
                        partitions=(
                            part(
                                partition_index=0, committed_offset=offset, committed_metadata="m"
                            ),
                        ),
                    ),
                ),
            )
        )
        code: ErrorCode = answer.topics[0].partitions[0].error_code
        return code

    async def leave(self) -> ErrorCode:
        request: Any = LeaveGroupRequest
        code: ErrorCode = (
            await self.wire.ask(request(group_id=self.group, member_id=self.id))
        ).error_code
        return code


class Crew:
    """Makes members of one group."""

    def __init__(self, address: str, group: str, stack: AsyncExitStack) -> None:
        self._address = address
        self._stack = stack
        self.group = group

    async def member(self, **options: Any) -> Member:
        wire = await self._stack.enter_async_context(Wire(self._address))
        return Member(wire, self.group, **options)


@pytest.fixture
async def crew(address: str, name: str) -> AsyncIterator[Crew]:
    async with AsyncExitStack() as stack:
        yield Crew(address, f"g-{name}", stack)


@pytest.fixture
async def own_crew(broker: Any, name: str) -> AsyncIterator[Crew]:
    async with AsyncExitStack() as stack:
        yield Crew(broker.address, f"g-{name}", stack)


async def alone(crew: Crew, **options: Any) -> Member:
    """A member that is in its group alone, and stable."""
    member = await crew.member(**options)
    assert await member.join() is ErrorCode.none
    assert await member.sync({member.id: b"all"}) == (ErrorCode.none, b"all")
    return member


async def together(first: Member, second: Member) -> None:
    """Let a second member in, and both be stable."""
    joining = asyncio.create_task(second.join())
    await until(first.must_rejoin)
    assert await first.join() is ErrorCode.none
    assert await joining is ErrorCode.none
    leader, other = (first, second) if first.leads else (second, first)
    plan = {leader.id: b"leader", other.id: b"other"}
    led, followed = await asyncio.gather(leader.sync(plan), other.sync())
    assert (led, followed) == ((ErrorCode.none, b"leader"), (ErrorCode.none, b"other"))


async def test_a_lone_member_leads_and_gets_what_it_assigns(crew: Crew) -> None:
    member = await alone(crew)
    assert member.leads
    assert member.members == [member.id]
    assert await member.heartbeat() is ErrorCode.none


async def test_a_second_member_makes_a_new_generation_with_one_leader(crew: Crew) -> None:
    first, second = await alone(crew), await crew.member()
    generation = first.generation
    await together(first, second)
    assert first.generation == second.generation == generation + 1
    assert sorted([first.leads, second.leads]) == [False, True]
    leader = first if first.leads else second
    assert sorted(leader.members) == sorted([first.id, second.id])


async def test_who_leaves_makes_room_at_once(crew: Crew) -> None:
    first, second = await alone(crew), await crew.member()
    await together(first, second)
    assert await second.leave() is ErrorCode.none
    assert await first.heartbeat() is ErrorCode.rebalance_in_progress
    assert await first.join() is ErrorCode.none
    assert first.members == [first.id]
    assert await second.heartbeat() is ErrorCode.unknown_member_id


async def test_a_silent_member_is_dropped_when_its_session_ends(own_crew: Crew) -> None:
    first = await alone(own_crew)
    second = await own_crew.member(session_ms=200)
    await together(first, second)
    await until(first.must_rejoin)
    assert await first.join() is ErrorCode.none
    assert first.members == [first.id]
    assert await second.heartbeat() is ErrorCode.unknown_member_id


async def test_who_does_not_rejoin_in_time_is_left_behind(own_crew: Crew) -> None:
    first = await alone(own_crew, rebalance_ms=200)
    second = await own_crew.member(rebalance_ms=200)
    assert await second.join() is ErrorCode.none  # after the time-out: the first never rejoins
    assert second.members == [second.id]
    assert await first.heartbeat() is ErrorCode.unknown_member_id


async def test_an_old_generation_is_refused(crew: Crew) -> None:
    member = await alone(crew)
    member.generation -= 1
    assert await member.heartbeat() is ErrorCode.illegal_generation
    assert (await member.sync())[0] is ErrorCode.illegal_generation


async def test_a_protocol_that_others_do_not_speak_is_refused(crew: Crew) -> None:
    await alone(crew)
    other = await crew.member()
    assert await other.join(protocol="other") is ErrorCode.inconsistent_group_protocol


async def test_a_restarted_static_member_takes_its_place_without_a_rebalance(crew: Crew) -> None:
    old = await alone(crew, instance="worker-1")
    new = await crew.member(instance="worker-1")
    assert await new.join() is ErrorCode.none
    assert new.generation == old.generation
    assert new.id != old.id
    assert await new.sync() == (ErrorCode.none, b"all")
    assert (await old.sync())[0] is ErrorCode.fenced_instance_id
    assert await old.join() is ErrorCode.fenced_instance_id
    request: Any = HeartbeatOfInstance
    answer = await old.wire.ask(
        request(
            group_id=old.group,
            generation_id=old.generation,
            member_id=old.id,
            group_instance_id="worker-1",
        )
    )
    assert answer.error_code is ErrorCode.fenced_instance_id
    assert await old.heartbeat() is ErrorCode.unknown_member_id
    assert await new.heartbeat() is ErrorCode.none


async def test_a_static_member_that_waits_is_fenced_by_its_successor(crew: Crew) -> None:
    first = await alone(crew)
    old = await crew.member(instance="worker-1")
    waiting = asyncio.create_task(old.join())
    await until(first.must_rejoin)
    new = await crew.member(instance="worker-1")
    joining = asyncio.create_task(new.join())
    assert await waiting is ErrorCode.fenced_instance_id
    assert await first.join() is ErrorCode.none
    assert await joining is ErrorCode.none


async def test_a_static_member_with_other_topics_makes_a_new_generation(own_crew: Crew) -> None:
    old = await alone(own_crew, instance="worker-1")
    new = await own_crew.member(instance="worker-1")
    assert await new.join(topics=("t", "more")) is ErrorCode.none
    assert new.generation == old.generation + 1
    assert new.leads


async def test_members_commit_and_others_read_their_offsets(
    crew: Crew, wire: Wire, name: str
) -> None:
    await wire.create(name)
    member = await alone(crew)
    assert await member.commit(name, 7) is ErrorCode.none
    assert await wire.committed(crew.group, name) == 7


async def test_offsets_of_an_old_generation_or_a_stranger_are_refused(
    crew: Crew, wire: Wire, name: str
) -> None:
    await wire.create(name)
    member = await alone(crew)
    await member.commit(name, 7)
    member.generation -= 1
    assert await member.commit(name, 1) is ErrorCode.illegal_generation
    stranger = await crew.member()
    assert await stranger.commit(name, 2) is ErrorCode.unknown_member_id
    member.id, member.generation = "nobody", member.generation + 1
    assert await member.commit(name, 3) is ErrorCode.unknown_member_id
    assert await wire.committed(crew.group, name) == 7


async def test_a_consumer_outside_any_group_commits_too(crew: Crew, wire: Wire, name: str) -> None:
    await wire.create(name)
    simple = await crew.member()
    await wire.ask_coordinator(crew.group, kind=0)
    assert await simple.commit(name, 5) is ErrorCode.none
    assert await wire.committed(crew.group, name) == 5


async def test_an_offset_on_an_unknown_topic_is_refused(crew: Crew, name: str) -> None:
    member = await alone(crew)
    assert await member.commit(f"{name}-x", 5) is ErrorCode.unknown_topic_or_partition
