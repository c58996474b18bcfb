"""The members of consumer groups, what they wait for and what they are told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from kio.schema.consumer_protocol_subscription.v0 import ConsumerProtocolSubscription
from kio.schema.errors import ErrorCode
from kio.serial import entity_reader
from kio.serial.errors import SerialError

from streams.broker.errors import RequestError

_read_subscription = entity_reader(ConsumerProtocolSubscription)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What a member learns when a generation begins."""

    generation: int
    protocol: str
    leader: str
    member_id: str
    members: tuple[tuple[str, str | None, bytes], ...] = ()
    """Id, instance and metadata of every member; for the leader alone."""


@dataclass(slots=True, eq=False, kw_only=True)
class Member:
    """A member, and what it waits for."""

    id: str
    instance: str | None
    client_id: str
    host: str
    session_s: float
    rebalance_s: float
    protocols: dict[str, bytes]
    assignment: bytes = b""
    joining: asyncio.Future[Joined] | None = None
    syncing: asyncio.Future[bytes] | None = None
    timer: asyncio.TimerHandle | None = None

    def refuse(self, code: ErrorCode) -> None:
        """Answer whatever the member waits for with an error."""
        for waiting in (self.joining, self.syncing):
            if waiting is not None and not waiting.done():
                waiting.set_exception(RequestError(code))
        self.joining = self.syncing = None

    def stop(self) -> None:
        """Cancel the session's timer."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


def topics_of(member: Member, protocol: str) -> object:
    """Give what a restarted member must keep for its assignment to hold: its topics.

    A consumer's metadata begins with a version and its topics; what follows may
    change from start to start. Of other protocols we know nothing, so all of it counts.
    """
    metadata = member.protocols[protocol]
    try:
        subscription, _ = _read_subscription(metadata, 2)
    except (SerialError, ValueError):
        return metadata
    return sorted(subscription.topics)
