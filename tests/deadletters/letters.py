"""Dead letters: only what a test names differs."""

from __future__ import annotations

from schemas.codec import Headers
from schemas.records import DeadLetter
from streams.deadletters.letters import Letter, Place
from streams.deadletters.redelivery import Redelivery, decide


def letter(
    place: str = "wire.items/0/17",
    *,
    stage: str = "parse",
    reason: str = "not_json",
    time_ms: int = 1_000,
    payload: bytes | None = b"\xff\x00",
    headers: Headers = (("ce_id", b"d1"), ("odd", None)),
) -> Letter:
    of = Place.read(place)
    return Letter(
        place=of,
        at=Place("dead-letters", 0, 5),
        time_ms=time_ms,
        record=DeadLetter(
            stage=stage,
            reason=reason,
            detail="line 3: cut off",
            topic=of.topic,
            partition=of.partition,
            offset=of.offset,
            key=b"k",
            headers=headers,
            payload=payload,
        ),
    )


def redelivery(place: str) -> Redelivery:
    """Give what is sent for a letter of `place`, as decided elsewhere."""
    decision = decide(letter(place), set(), set(), {Place.read(place).topic: 1})
    assert isinstance(decision, Redelivery)
    return decision
