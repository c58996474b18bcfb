"""One consumer group: its members, its generation, and the rebalance between generations.

Follows Apache Kafka's classic protocol: members join until all are there or the
rebalance time-out is over, the leader among them assigns, everyone syncs. Times
are seconds, as the event loop counts them. Nothing here is durable: after a
restart of the broker the members join anew.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from uuid import uuid4

from kio.schema.errors import ErrorCode

from streams.broker.errors import RequestError
from streams.broker.members import Joined, Member, topics_of


class Phase(Enum):
    """The state of a group, in the words of Apache Kafka."""

    EMPTY = "Empty"
    JOINING = "PreparingRebalance"
    SYNCING = "CompletingRebalance"
    STABLE = "Stable"


@dataclass(slots=True, eq=False)
class Group:
    """A group with at least one member in its life."""

    id: str
    phase: Phase = Phase.EMPTY
    generation: int = 0
    protocol_type: str = ""
    protocol: str = ""
    leader: str | None = None
    members: dict[str, Member] = field(default_factory=dict)
    static: dict[str, str] = field(default_factory=dict)
    """Member ids by instance."""
    expected: dict[str, asyncio.TimerHandle] = field(default_factory=dict)
    """Ids given to newcomers who must come back with them."""
    timer: asyncio.TimerHandle | None = None

    def join(
        self, member: Member, protocol_type: str, *, comes_back: bool
    ) -> asyncio.Future[Joined]:
        """Take a member in, or back; its id is empty if it has none yet.

        A newcomer that `comes_back` is given an id and refused once, so that one that
        gives up and tries again is not taken for two. Raises RequestError.
        """
        if self.members and (protocol_type != self.protocol_type or not self._suits(member)):
            raise RequestError(ErrorCode.inconsistent_group_protocol)
        if member.instance is not None:
            return self._join_static(member, protocol_type)
        if not member.id:
            member.id = f"{member.client_id or 'member'}-{uuid4()}"
            if not comes_back:
                return self._add(member, protocol_type)
            self.expected[member.id] = asyncio.get_running_loop().call_later(
                member.session_s, self._forget_expected, member.id
            )
            raise RequestError(ErrorCode.member_id_required)
        if member.id in self.expected:
            self.expected.pop(member.id).cancel()
            return self._add(member, protocol_type)
        return self._rejoin(member)

    def sync(
        self, member_id: str, generation: int, instance: str | None, assignments: dict[str, bytes]
    ) -> asyncio.Future[bytes]:
        """Take the leader's assignments; give the member's own once the leader has spoken."""
        member = self.member(member_id, generation, instance)
        if self.phase is Phase.JOINING:
            raise RequestError(ErrorCode.rebalance_in_progress)
        self._restart_session(member)
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        if self.phase is Phase.STABLE:
            future.set_result(member.assignment)
            return future
        member.syncing = future
        if member.id == self.leader:
            self.phase = Phase.STABLE
            for other in self.members.values():
                other.assignment = assignments.get(other.id, b"")
                if other.syncing is not None and not other.syncing.done():
                    other.syncing.set_result(other.assignment)
                other.syncing = None
        return future

    def heartbeat(self, member_id: str, generation: int, instance: str | None) -> None:
        """Keep a session alive; raise RequestError when the member must do something else."""
        self._restart_session(self.member(member_id, generation, instance))
        if self.phase is Phase.JOINING:
            raise RequestError(ErrorCode.rebalance_in_progress)

    def heartbeat_for_commit(self, member_id: str, generation: int, instance: str | None) -> None:
        """Take a commit as a sign of life; raise RequestError when it must not count."""
        member = self.member(member_id, generation, instance)
        if self.phase is Phase.SYNCING:  # the member does not know yet what is its own
            raise RequestError(ErrorCode.rebalance_in_progress)
        self._restart_session(member)

    def leave(self, member_id: str) -> None:
        """Let a member go at once."""
        if member_id in self.expected:
            self._forget_expected(member_id)
            return
        self._remove(self._known(member_id))

    def member(self, member_id: str, generation: int, instance: str | None = None) -> Member:
        """Find a member of the present generation; raise RequestError for any other."""
        self._check_instance(member_id, instance)
        member = self._known(member_id)
        if generation != self.generation:
            raise RequestError(ErrorCode.illegal_generation)
        return member

    def stop(self) -> None:
        """Cancel all timers, and answer those who wait."""
        for member in self.members.values():
            member.stop()
            member.refuse(ErrorCode.coordinator_not_available)
        for timer in self.expected.values():
            timer.cancel()
        self._stop_timer()

    def _join_static(self, member: Member, protocol_type: str) -> asyncio.Future[Joined]:
        known = self.static.get(member.instance or "")
        if member.id:
            if known is None:
                raise RequestError(ErrorCode.unknown_member_id)
            if known != member.id:
                raise RequestError(ErrorCode.fenced_instance_id)
            return self._rejoin(member)
        member.id = f"{member.instance}-{uuid4()}"
        if known is None:
            return self._add(member, protocol_type)
        return self._replace(self.members[known], member)

    def _replace(self, old: Member, new: Member) -> asyncio.Future[Joined]:
        """Put a restarted static member in its own place; whoever was there is fenced."""
        old.stop()
        old.refuse(ErrorCode.fenced_instance_id)
        new.assignment = old.assignment
        self.members = {
            (new.id if id_ == old.id else id_): (new if member is old else member)
            for id_, member in self.members.items()
        }
        self.static[new.instance or ""] = new.id
        was_leader = self.leader == old.id
        if was_leader:
            self.leader = new.id
        if (
            self.phase is Phase.STABLE
            and self._elected_protocol() == self.protocol
            and topics_of(new, self.protocol) == topics_of(old, self.protocol)
        ):
            # Nothing changes for the others. The old leader's id in the answer keeps a
            # restarted leader from assigning anew (KIP-345).
            self._restart_session(new)
            leader = old.id if was_leader else self.leader or ""
            return self._answer(new, self._joined(new, leader=leader))
        return self._await_join(new)

    def _rejoin(self, member: Member) -> asyncio.Future[Joined]:
        known = self._known(member.id)
        changed = member.protocols != known.protocols
        known.protocols = member.protocols
        known.session_s, known.rebalance_s = member.session_s, member.rebalance_s
        if (self.phase is Phase.SYNCING and not changed) or (
            self.phase is Phase.STABLE and not changed and known.id != self.leader
        ):
            self._restart_session(known)
            return self._answer(known, self._joined(known))
        return self._await_join(known)

    def _add(self, member: Member, protocol_type: str) -> asyncio.Future[Joined]:
        if not self.members:
            self.protocol_type = protocol_type
        self.members[member.id] = member
        if member.instance is not None:
            self.static[member.instance] = member.id
        return self._await_join(member)

    def _await_join(self, member: Member) -> asyncio.Future[Joined]:
        """Begin a rebalance unless there is one, and let the member wait for its end."""
        if member.joining is not None and not member.joining.done():
            member.joining.set_exception(RequestError(ErrorCode.rebalance_in_progress))
        future = member.joining = asyncio.get_running_loop().create_future()
        self._restart_session(member)
        if self.phase is Phase.JOINING:
            self._end_joining_if_complete()
        else:
            self._begin_joining()
        return future

    def _begin_joining(self) -> None:
        for member in self.members.values():
            if member.syncing is not None and not member.syncing.done():
                member.syncing.set_exception(RequestError(ErrorCode.rebalance_in_progress))
            member.syncing = None
        self.phase = Phase.JOINING
        self._set_timer()
        self._end_joining_if_complete()

    def _end_joining_if_complete(self) -> None:
        if (
            self.phase is Phase.JOINING
            and not self.expected
            and all(member.joining is not None for member in self.members.values())
        ):
            self._end_joining()

    def _end_joining(self) -> None:
        """Begin a generation with those who came; static members who did not keep their place."""
        self._stop_timer()
        for member in list(self.members.values()):
            if member.joining is None and member.instance is None:
                self._drop(member)
        if not self.members:
            self._empty()
            return
        present = [member for member in self.members.values() if member.joining is not None]
        if not present:
            self._set_timer()
            return
        self.generation += 1
        self.protocol = self._elected_protocol()
        if self.leader not in {member.id for member in present}:
            self.leader = present[0].id
        self.phase = Phase.SYNCING
        for member in present:
            self._restart_session(member)
            if member.joining is not None and not member.joining.done():
                member.joining.set_result(self._joined(member))
            member.joining = None

    def _joined(self, member: Member, *, leader: str | None = None) -> Joined:
        leader = leader or self.leader or ""
        return Joined(
            generation=self.generation,
            protocol=self.protocol,
            leader=leader,
            member_id=member.id,
            members=tuple(
                (other.id, other.instance, other.protocols[self.protocol])
                for other in self.members.values()
            )
            if leader == member.id
            else (),
        )

    def _answer(self, member: Member, joined: Joined) -> asyncio.Future[Joined]:
        member.joining = None
        future: asyncio.Future[Joined] = asyncio.get_running_loop().create_future()
        future.set_result(joined)
        return future

    def _restart_session(self, member: Member) -> None:
        member.stop()
        member.timer = asyncio.get_running_loop().call_later(member.session_s, self._expire, member)

    def _expire(self, member: Member) -> None:
        if member.joining is not None:  # it waits for the others: that is a sign of life
            self._restart_session(member)
        else:
            self._remove(member)

    def _remove(self, member: Member) -> None:
        self._drop(member)
        if not self.members:
            self._empty()
        elif self.phase is Phase.JOINING:
            self._end_joining_if_complete()
        else:
            self._begin_joining()

    def _drop(self, member: Member) -> None:
        del self.members[member.id]
        if member.instance is not None:
            self.static.pop(member.instance, None)
        member.stop()
        member.refuse(ErrorCode.unknown_member_id)

    def _empty(self) -> None:
        self._stop_timer()
        if self.phase is not Phase.EMPTY:
            self.generation += 1
        self.phase = Phase.EMPTY
        self.leader = None
        self.protocol = ""

    def _forget_expected(self, member_id: str) -> None:
        timer = self.expected.pop(member_id, None)
        if timer is not None:
            timer.cancel()
        self._end_joining_if_complete()

    def _set_timer(self) -> None:
        self._stop_timer()
        self.timer = asyncio.get_running_loop().call_later(
            max(member.rebalance_s for member in self.members.values()), self._end_joining
        )

    def _stop_timer(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def _known(self, member_id: str) -> Member:
        member = self.members.get(member_id)
        if member is None:
            raise RequestError(ErrorCode.unknown_member_id)
        return member

    def _check_instance(self, member_id: str, instance: str | None) -> None:
        if instance is not None and self.static.get(instance, member_id) != member_id:
            raise RequestError(ErrorCode.fenced_instance_id)

    def _suits(self, member: Member) -> bool:
        others = [
            other
            for other in self.members.values()
            if other.id != member.id
            and (member.instance is None or other.instance != member.instance)
        ]
        return not others or any(
            all(name in other.protocols for other in others) for name in member.protocols
        )

    def _elected_protocol(self) -> str:
        """Give the protocol that most members put first among those that all of them know."""
        common = set.intersection(*(set(member.protocols) for member in self.members.values()))
        votes = Counter(
            next(name for name in member.protocols if name in common)
            for member in self.members.values()
        )
        return votes.most_common(1)[0][0]
