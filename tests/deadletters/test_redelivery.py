"""What is sent again for a letter, and why nothing is."""

from __future__ import annotations

from schemas.codec import Headers
from streams.deadletters.letters import Letter
from streams.deadletters.redelivery import Redelivery, decide, marker
from tests.deadletters.letters import letter

THERE = {"wire.items": 1, "articles.parsed": 2}


def sent(of: Letter) -> Redelivery:
    decision = decide(of, set(), set(), THERE)
    assert isinstance(decision, Redelivery)
    return decision


def test_key_payload_and_headers_go_back_to_where_they_came_from() -> None:
    headers: Headers = (("ce_id", b"p1"), ("odd", None), ("odd", b"\xff"))
    decision = sent(letter("articles.parsed/1/4", headers=headers))
    assert (decision.place.topic, decision.place.partition) == ("articles.parsed", 1)
    assert (decision.key, decision.payload) == (b"k", b"\xff\x00")
    marks = (("barq-replayed", b"articles.parsed/1/4"), ("barq-replays", b"1"))
    assert decision.headers == (*headers, *marks)


def test_an_item_of_the_wire_is_a_delivery_of_its_own() -> None:
    first, second = (
        dict(sent(letter(place)).headers) for place in ("wire.items/0/1", "wire.items/0/2")
    )
    assert len({first["ce_id"], second["ce_id"], b"d1"}) == 3
    assert first["ce_id"] == dict(sent(letter("wire.items/0/1")).headers)["ce_id"]


def test_an_item_that_failed_again_counts_on() -> None:
    marks: Headers = (("barq-replayed", b"wire.items/0/3"), ("barq-replays", b"2"))
    headers = sent(letter(headers=(("a", b"b"), *marks))).headers
    assert headers[0] == ("a", b"b")
    assert [value for name, value in headers if name == "barq-replayed"] == [b"wire.items/0/17"]
    assert [value for name, value in headers if name == "barq-replays"] == [b"3"]


def test_what_was_replayed_before_is_left_out() -> None:
    assert decide(letter(), {marker(letter())}, set(), THERE) == "replayed_before"


def test_an_item_with_several_letters_is_sent_once() -> None:
    other = letter(reason="too_large")
    assert decide(other, set(), {marker(letter())}, THERE) == "same_item"


def test_another_item_in_the_same_place_is_not_taken_for_the_first() -> None:
    sent(letter(payload=b"other"))
    assert marker(letter(payload=b"other")) != marker(letter())


def test_a_payload_that_the_letter_lacks_is_left_out() -> None:
    assert decide(letter(reason="too_large", payload=None), set(), set(), THERE) == (
        "payload_left_out"
    )


def test_a_null_value_is_sent_as_it_was() -> None:
    assert sent(letter(reason="undecodable", payload=None)).payload is None


def test_a_place_that_is_not_there_is_left_out() -> None:
    assert decide(letter("articles.parsed/2/0"), set(), set(), THERE) == "no_such_place"
    assert decide(letter("gone/0/0"), set(), set(), THERE) == "no_such_place"
