"""A dead letter, known by the place of the item that it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from schemas.codec import Message, decode
from schemas.records import DeadLetter
from schemas.topics import DEAD_LETTERS

REPLAYED: Final = "barq-replayed"
"""Header of an item that was sent again: the place of the item whose letter it was sent for."""
REPLAYS: Final = "barq-replays"
"""Header of an item that was sent again: how often by now, so that a loop can be seen."""

PLACE: Final = re.compile(r"([A-Za-z0-9._-]{1,249})/(\d{1,9})/(\d{1,18})")


class Place(NamedTuple):
    """Where an item stands, or stood: the id of its dead letters.

    A feed with several bad entries has a letter for each, all with one place.
    """

    topic: str
    partition: int
    offset: int

    @classmethod
    def read(cls, text: str) -> Place:
        """Read `topic/partition/offset`; raise ValueError saying what one looks like."""
        found = PLACE.fullmatch(text)
        if found is None:
            raise ValueError(
                f"{text!r} is no id of a dead letter, such as wire.items/0/17: "
                "`barq dlq list` gives them"
            )
        return cls(found[1], int(found[2]), int(found[3]))

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A dead letter as it stands on its topic."""

    place: Place
    """Of the item."""
    at: Place
    """Of the letter itself."""
    time_ms: int
    """When the letter reached its topic, milliseconds since 1970."""
    record: DeadLetter

    @property
    def replays(self) -> int:
        """How often the item had been sent again when it failed; 0 for the first time."""
        for name, value in reversed(self.record.headers):
            if name == REPLAYS and value is not None and value.isdigit():
                return int(value)
        return 0


def read(message: Message) -> Letter:
    """Read the letter that `message` carries; raise DecodeError when it is none."""
    record = decode(DEAD_LETTERS, message)
    return Letter(
        place=Place(record.topic, record.partition, record.offset),
        at=Place(message.topic, message.partition, message.offset),
        time_ms=message.timestamp,
        record=record,
    )
