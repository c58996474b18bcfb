"""Records to messages and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.codec import DecodeError, decode, encode, event_time_ms, trace_of, wire_message
from schemas.ids import digest
from schemas.records import Alert, ArticleRef, DeadLetter, WireItem
from schemas.times import from_ms, to_ms
from schemas.topics import ALERTS, DEAD_LETTERS, PARSED, TOPICS, WIRE, Topic
from streams.replay import MemoryMessage
from tests.records import NOON, TIMES, strategy

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-00".encode()
JSON_TOPICS = pytest.mark.parametrize(
    "topic", [topic for topic in TOPICS if topic.body == "json"], ids=lambda topic: topic.name
)


def message(**fields: Any) -> MemoryMessage:
    made = {"topic": "t", "offset": 7, "timestamp": to_ms(NOON), "key": None, "value": None}
    return MemoryMessage(**{**made, **fields})


def sent(topic: Topic[Any], record: Any, **options: Any) -> MemoryMessage:
    made = {"timestamp_ms": to_ms(NOON), "producer": "/barq/test", **options}
    return MemoryMessage.of(encode(topic, record, **made), 0)


def item(**fields: Any) -> WireItem:
    made = {"id": "i", "source": "afp", "content_type": "text/plain", "received_at": NOON}
    return WireItem(**{**made, "body": b"x", **fields})


def alert() -> Alert:
    article = ArticleRef(
        id="a",
        delivery="d",
        story="s",
        relation="new",
        headline="لافروف وتشاووش أوغلو في موسكو",
        language="ar",
        source="aljazeera",
        received_at=NOON,
    )
    return Alert(id="i", rule="r", severity="info", kind="alert", story="s", article=article)


@JSON_TOPICS
@settings(max_examples=30)
@given(st.data())
def test_a_record_comes_back_as_sent(topic: Topic[Any], data: st.DataObject) -> None:
    record = data.draw(strategy(topic.record))
    assert decode(topic, sent(topic, record)) == record


@given(strategy(WireItem, near=True).filter(lambda item: bool(item.id and item.source)))
def test_a_wire_item_comes_back_as_sent(item: WireItem) -> None:
    assert decode(WIRE, MemoryMessage.of(wire_message(WIRE, item), 0)) == item


@given(strategy(DeadLetter))
def test_a_dead_letter_comes_back_as_sent(letter: DeadLetter) -> None:
    assert decode(DEAD_LETTERS, sent(DEAD_LETTERS, letter)) == letter


def test_a_dead_letter_of_a_dead_letter_keeps_both_reasons() -> None:
    inner = DeadLetter(
        stage="parse", reason="a", detail="", topic="t", partition=0, offset=1, payload=b"x"
    )
    carried = sent(DEAD_LETTERS, inner)
    outer = DeadLetter(
        stage="retry",
        reason="b",
        detail="",
        topic="dead-letters",
        partition=0,
        offset=2,
        headers=carried.headers,
        payload=carried.value,
    )
    back = decode(DEAD_LETTERS, sent(DEAD_LETTERS, outer))
    assert back == outer
    assert ("barq-reason", b"a") in back.headers


def test_a_dead_letter_keeps_the_key_and_a_null_value() -> None:
    letter = DeadLetter(
        stage="s",
        reason="r",
        detail="d",
        topic="t",
        partition=3,
        offset=9,
        key=b"\xff",
        payload=None,
    )
    carried = sent(DEAD_LETTERS, letter)
    assert (carried.key, carried.value) == (b"\xff", None)
    assert decode(DEAD_LETTERS, carried) == letter


def test_a_wire_item_is_its_bytes_with_the_rest_in_headers() -> None:
    carried = MemoryMessage.of(wire_message(WIRE, item(body=b"\xff\x00")), 0)
    headers = dict(carried.headers)
    assert carried.value == b"\xff\x00"
    assert carried.key == b"afp"
    assert headers["content-type"] == b"text/plain"
    assert headers["ce_id"] == b"i"
    assert headers["ce_source"] == b"afp"
    assert headers["ce_time"] == b"2018-12-29T12:00:00.000+00:00"
    assert headers["ce_type"] == b"barq.wire.item"
    assert headers["ce_specversion"] == b"1.0"


def test_any_kafka_client_can_send_a_wire_item_without_headers() -> None:
    carried = message(topic="wire.items", key=b"my-feed", value=b"news")
    assert decode(WIRE, carried) == WireItem(
        id=digest("wire.items/0/7"),
        source="my-feed",
        content_type="",
        received_at=NOON,
        body=b"news",
    )


def test_a_wire_item_without_a_value_is_empty_and_without_a_source_unknown() -> None:
    decoded = decode(WIRE, message())
    assert (decoded.body, decoded.source) == (b"", "unknown")


def test_a_null_header_is_as_good_as_none() -> None:
    null = cast("tuple[tuple[str, bytes], ...]", (("ce_id", None), ("traceparent", None)))
    carried = message(headers=null)
    assert decode(WIRE, carried) == decode(WIRE, message())
    assert trace_of(carried) == trace_of(message())


@pytest.mark.parametrize(
    ("carried", "named"),
    [
        (message(headers=(("ce_time", b"yesterday"),)), "header ce_time: b'yesterday' is not an"),
        (message(headers=(("ce_time", b"2018-12-29T15:00:00"),)), "header ce_time: the time zone"),
        (message(headers=(("ce_time", b"\xff"),)), "header ce_time"),
        (message(headers=(("ce_time", b"0001-01-01T00:00:00+14:00"),)), "header ce_time: .* UTC"),
        (
            message(headers=(("ce_time", b"2018-12-29T13:00:01Z"),)),
            "header ce_time: .* over an hour",
        ),
        (message(headers=(("ce_source", b"\xff"),)), "header ce_source: not UTF-8"),
        (message(headers=(("content-type", b"\xff"),)), "header content-type: not UTF-8"),
        (message(key=b"\xff"), "header key: not UTF-8"),
        (message(timestamp=2**62), "timestamp: 4611686018427387904 ms"),
    ],
)
def test_a_wire_item_that_cannot_be_read_names_the_header(
    carried: MemoryMessage, named: str
) -> None:
    with pytest.raises(DecodeError, match=named):
        decode(WIRE, carried)


@JSON_TOPICS
def test_a_null_value_is_refused_by_name(topic: Topic[Any]) -> None:
    with pytest.raises(DecodeError, match=f"^{topic.record.__name__}: the value is null"):
        decode(topic, message())


def test_a_wrong_field_is_named() -> None:
    value = json.loads(sent(ALERTS, alert()).value or b"")
    value["article"]["received_at"] = "2018-12-29T15:00:00"
    with pytest.raises(DecodeError, match=r"^Alert: .*\$\.article\.received_at"):
        decode(ALERTS, message(value=json.dumps(value).encode()))


@pytest.mark.parametrize("value", [b"", b"{", b"\xff", b"[]", b"[" * 100_000, b'{"id": "\\ud800"}'])
def test_what_is_not_the_record_is_refused(value: bytes) -> None:
    with pytest.raises(DecodeError, match=r"^Parsed: "):
        decode(PARSED, message(value=value))


def test_fields_of_a_later_version_are_no_fault() -> None:
    first = alert()
    value = json.loads(sent(ALERTS, first).value or b"") | {"later": 1}
    assert decode(ALERTS, message(value=json.dumps(value).encode())) == first


@pytest.mark.parametrize(
    ("missing", "value"), [("stage", None), ("offset", b"far"), ("partition", b"")]
)
def test_what_is_not_a_dead_letter_names_the_header(missing: str, value: bytes | None) -> None:
    letter = DeadLetter(
        stage="s", reason="r", detail="d", topic="t", partition=3, offset=9, payload=None
    )
    headers = dict(sent(DEAD_LETTERS, letter).headers)
    if value is None:
        del headers[f"barq-{missing}"]
    else:
        headers[f"barq-{missing}"] = value
    with pytest.raises(DecodeError, match=f"header barq-.*{missing}"):
        decode(DEAD_LETTERS, message(headers=tuple(headers.items())))


def test_a_trace_goes_on_with_a_span_of_its_own() -> None:
    carried = message(headers=(("traceparent", PARENT),))
    assert trace_of(carried) == PARENT
    headers = dict(sent(ALERTS, alert(), trace=trace_of(carried)).headers)
    assert headers["content-type"] == b"application/json"
    version, trace, span, flags = (headers["traceparent"] or b"").decode().split("-")
    assert (version, trace, flags) == ("00", TRACE, "00")
    assert span not in PARENT.decode()


@pytest.mark.parametrize("bad", [b"", b"nonsense", PARENT.upper(), PARENT + b"-more"])
def test_a_message_without_a_sound_trace_gets_one_of_its_place(bad: bytes) -> None:
    made = trace_of(message(headers=(("traceparent", bad),)))
    assert made == trace_of(message())
    assert made != trace_of(message(offset=8))
    assert made.startswith(b"00-")
    assert len(made) == len(PARENT)


def test_the_same_record_gives_the_same_message() -> None:
    first = alert()
    assert sent(ALERTS, first) == sent(ALERTS, first)


@given(TIMES)
def test_times_are_milliseconds_rounded_down(time: datetime) -> None:
    try:
        utc = time.astimezone(UTC)
    except OverflowError:
        return
    back = from_ms(to_ms(time))
    assert back <= utc
    assert (utc - back).microseconds < 1000
    assert back.microsecond % 1000 == 0


@pytest.mark.parametrize("timestamp", [253_402_300_799_999, to_ms(NOON), -62_135_596_800_000])
def test_the_event_time_is_ce_time_whenever_the_message_came(timestamp: int) -> None:
    carried = message(timestamp=timestamp, headers=(("ce_time", b"0001-01-01T00:00:00Z"),))
    assert event_time_ms(carried) == -62_135_596_800_000


def test_an_unsound_ce_time_gives_way_to_the_timestamp() -> None:
    for time in (b"yesterday", b"9999-12-31T23:59:59Z", b"0001-01-01T00:00:00+14:00"):
        assert event_time_ms(message(headers=(("ce_time", time),))) == to_ms(NOON)
    late = message(timestamp=2**62, headers=(("ce_time", b"2018-12-29T12:00:00Z"),))
    assert event_time_ms(late) == 2**62
