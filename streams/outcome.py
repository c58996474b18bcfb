"""What a stage may answer to a record: exactly one of three."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from schemas.records import Record


class Reject(msgspec.Struct, frozen=True, gc=False):
    """The record can never be processed; it goes, whole, to the dead letters."""

    reason: str
    """A short code from a bounded set: it becomes a metric's label."""
    detail: str
    """A sentence for a person: what is wrong, where, and what to do."""


class Emit(msgspec.Struct, frozen=True, gc=False):
    """The records to send on; each goes to the topic of its type."""

    records: tuple[Record, ...]
    defects: tuple[Reject, ...] = ()
    """Parts that could not be used; for each the whole item is dead-lettered beside the rest."""
    dropped: tuple[Drop, ...] = ()
    """Parts with nothing to send, and nothing wrong, beside the rest: counted by reason."""


class Drop(msgspec.Struct, frozen=True, gc=False):
    """Nothing to send, and nothing wrong."""

    reason: str


Outcome: TypeAlias = Emit | Drop | Reject
