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
    host: str
    port: int
    cluster_id: str
    groups: dict[str, Group] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks, and in which version of the request."""

    id: str
    host: str
    version: int
