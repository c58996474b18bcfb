"""What is too large to send becomes a dead letter that says where the record is."""

from __future__ import annotations

from aiokafka import ConsumerRecord

from schemas.codec import Outgoing
from streams.outcome import Emit
from streams.runtime.fitting import fitting
from streams.stage import Processed

MESSAGE: ConsumerRecord = ConsumerRecord(
    topic="wire.items",
    partition=2,
    offset=7,
    timestamp=1,
    timestamp_type=0,
    key=b"k",
    value=b"x" * 1000,
    checksum=None,
    serialized_key_size=1,
    serialized_value_size=1000,
    headers=(("ce_id", b"i"),),
)


def sent(size: int) -> Processed:
    return Processed(Emit(()), (Outgoing("out", "k", b"k", b"x" * size, (), 1),))


def test_what_fits_is_left_as_it_is() -> None:
    assert fitting("parse", [MESSAGE], [sent(999)], most_bytes=1000) == [sent(999)]


def test_what_does_not_fit_is_rejected_with_the_place_of_the_record() -> None:
    small, large = fitting("parse", [MESSAGE, MESSAGE], [sent(1), sent(1000)], most_bytes=1000)
    assert small == sent(1)
    (letter,) = large.outgoing
    headers = dict(letter.headers)
    assert letter.topic == "dead-letters"
    assert letter.value is None
    assert headers["barq-reason"] == b"too_large"
    assert headers["barq-offset"] == b"7"
    assert b"offset 7 of wire.items/2" in (headers["barq-detail"] or b"")
    assert headers["ce_id"] == b"i"
