"""What the handlers of requests share."""

from __future__ import annotations

from dataclasses import dataclass, field

from streams.broker.database import Database
from streams.broker.groups import Group
from streams.broker.log import Log
from streams.broker.offsets import GroupOffsets
from streams.broker.transactions import Transactions


@dataclass(slots=True)
class Services:
    """The parts of one broker."""

    database: Database
    log: Log
    offsets: GroupOffsets
    transactions: Transactions
    cluster_id: str
    groups: dict[str, Group] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks, in which version of the request, and at which of our addresses."""

    id: str
    host: str
    version: int
    reached: tuple[str, int]
    """Host and port to name to this client, which has just reached us there."""
