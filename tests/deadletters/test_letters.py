"""A letter is known by the place of its item, and says how often that was sent again."""

from __future__ import annotations

import pytest

from schemas.codec import encode
from schemas.topics import DEAD_LETTERS
from streams.deadletters.letters import Place, read
from tests.console.articles import Sent
from tests.deadletters.letters import letter


def test_a_place_is_written_as_it_is_read() -> None:
    assert str(Place.read("wire.items/0/17")) == "wire.items/0/17"
    assert Place.read("a.b-c_d/3/4") == ("a.b-c_d", 3, 4)


@pytest.mark.parametrize("text", ["", "17", "wire.items/0", "wire.items/0/x", "a b/0/1", "a/0/1/2"])
def test_what_is_no_place_is_told_with_what_one_looks_like(text: str) -> None:
    with pytest.raises(ValueError, match=r"wire\.items/0/17"):
        Place.read(text)


def test_an_item_that_was_not_sent_again_says_so() -> None:
    assert letter().replays == 0


def test_the_marks_of_an_item_sent_again_outlive_its_next_letter() -> None:
    marks = (("barq-replayed", b"wire.items/0/3"), ("barq-replays", b"2"))
    record = letter(headers=(("ce_id", b"d1"), *marks)).record
    sent = encode(DEAD_LETTERS, record, timestamp_ms=1, producer="/barq/parse")
    message = Sent(sent.topic, sent.value, sent.key, sent.headers)  # type: ignore[arg-type]  # no null among them
    again = read(message)
    assert again.replays == 2
    assert again.record == record
    assert str(again.place) == "wire.items/0/17"
    assert str(again.at) == "dead-letters/0/7"
