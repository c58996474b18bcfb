"""Records to Kafka messages and back.

Values are JSON, or the untouched bytes for `raw` topics; headers carry
`content-type`, the CloudEvents attributes (`ce_*`, binary mode) and `traceparent`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple, Protocol, TypeVar, cast

import msgspec

from schemas.ids import digest
from schemas.records import DeadLetter, Record, WireItem
from schemas.times import (
    LEAST_MS,
    MILLISECOND,
    MOST_MS,
    from_header,
    from_ms,
    to_header,
    to_ms,
)
from schemas.topics import Topic

R = TypeVar("R", bound=Record)
Header = tuple[str, bytes | None]
Headers = tuple[Header, ...]

AHEAD: Final = timedelta(hours=1)
"""How far `ce_time` may be ahead of the message's timestamp, which is the broker's: clocks differ
by seconds, and an event time in the far future would expire all state at once.
"""
AHEAD_MS: Final = AHEAD // MILLISECOND
DEAD_LETTER_PREFIX: Final = "barq-"
DEAD_LETTER_FIELDS: Final = frozenset({"stage", "reason", "detail", "topic", "partition", "offset"})
"""What a dead letter tells of itself; any other header is its item's, whatever its prefix."""
TRACEPARENT: Final = re.compile(rb"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}\Z")

JSON: Final = b"application/json"
_ENCODER: Final = msgspec.json.Encoder()


class DecodeError(ValueError):
    """A message that is not the record that its topic carries; the text names the field."""


class Message(Protocol):
    """A consumed Kafka message; aiokafka's ConsumerRecord is one."""

    @property
    def topic(self) -> str:
        """Name of the topic."""

    @property
    def partition(self) -> int:
        """Number of the partition."""

    @property
    def offset(self) -> int:
        """Place in the partition."""

    @property
    def timestamp(self) -> int:
        """When the broker took it in, milliseconds since 1970."""

    @property
    def key(self) -> bytes | None:
        """Key as sent."""

    @property
    def value(self) -> bytes | None:
        """Value as sent; None is a tombstone."""

    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]:
        """Headers as sent; a name may come twice, and Kafka lets a value be null."""


class Outgoing(NamedTuple):
    """A message to be produced."""

    topic: str
    partition_key: str | None
    """Hashed to choose the partition; None: one copy to every partition."""
    key: bytes | None
    value: bytes | None
    headers: Headers
    timestamp_ms: int
    """Event time, also in `ce_time`; the broker puts its own time in its place."""


def encode(
    topic: Topic[R], record: R, *, timestamp_ms: int, producer: str, trace: bytes | None = None
) -> Outgoing:
    """Make the message for `record`.

    `timestamp_ms` is the event time; `producer` names who sends it, such as
    `/barq/parse`; `trace` is the `traceparent` of the message that it came from.
    """
    partition_key = topic.key(record)
    if isinstance(record, DeadLetter):
        own = (*_dead_letter_headers(record), *record.headers)
        return Outgoing(topic.name, partition_key, record.key, record.payload, own, timestamp_ms)
    key = None if partition_key is None else partition_key.encode()
    if isinstance(record, WireItem):
        content_type, value = record.content_type.encode(), record.body
    else:
        content_type, value = JSON, _ENCODER.encode(record)
    identity = topic.identity(record)
    parent = trace or trace_begun(identity)
    span = digest(topic.name, identity, size=8).encode()
    version, kind, source = _unchanging(topic.event, producer)
    headers: Headers = (
        ("content-type", content_type),
        version,
        ("ce_id", identity.encode()),
        source,
        kind,
        ("ce_time", to_header(timestamp_ms)),
        ("traceparent", parent[:36] + span + parent[52:]),
    )
    return Outgoing(topic.name, partition_key, key, value, headers, timestamp_ms)


@lru_cache(maxsize=256)
def _unchanging(event: str, producer: str) -> tuple[Header, Header, Header]:
    """Make the headers that all messages of a kind from one producer share."""
    return (
        ("ce_specversion", b"1.0"),
        ("ce_type", event.encode()),
        ("ce_source", producer.encode()),
    )


def wire_message(topic: Topic[WireItem], item: WireItem) -> Outgoing:
    """Make the message that brings `item` in; its `ce_source` is the item's own source."""
    return encode(topic, item, timestamp_ms=to_ms(item.received_at), producer=item.source)


def decode(topic: Topic[R], message: Message) -> R:
    """Read the record that `message` carries; raise DecodeError naming the field otherwise."""
    if topic.record is DeadLetter:
        return cast(R, _dead_letter(message))
    if topic.record is WireItem:
        return cast(R, _wire_item(message))
    if not LEAST_MS <= message.timestamp <= MOST_MS:
        raise DecodeError(_no_date(message))
    if message.value is None:
        raise DecodeError(f"{topic.record.__name__}: the value is null; send the JSON record")
    try:
        return cast(R, _decoder(topic.record).decode(message.value))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DecodeError(f"{topic.record.__name__}: {error}") from None


def event_time_ms(message: Message) -> int:
    """Give the event time: `ce_time` as its producer set it, else when the broker took it in.

    The timestamp on a topic is the broker's own, so that retention counts from arrival and an
    old article is not deleted before it is read.
    """
    for name, value in message.headers:
        if name == "ce_time" and value is not None:
            try:
                return _time_ms(value, message)
            except DecodeError:
                break
    return message.timestamp


def trace_begun(identity: str) -> bytes:
    """Give the `traceparent` that whatever has this identity begins, having none to go on."""
    return f"00-{digest(identity)}-{'0' * 15}1-01".encode()


def trace_of(message: Message) -> bytes:
    """Give the message's `traceparent`, or one derived from its place when it has none."""
    for name, value in message.headers:
        if name == "traceparent" and value is not None and TRACEPARENT.match(value):
            return value
    place = f"{message.topic}/{message.partition}/{message.offset}"
    return f"00-{digest(place)}-{digest(place, size=8)}-01".encode()


def _no_date(message: Message) -> str:
    """Say what is wrong with a timestamp: what follows from the message carries it on."""
    return f"timestamp: {message.timestamp} ms since 1970 is not a date; send milliseconds"


def _received_at(message: Message) -> datetime:
    """Give when the broker took the message in."""
    try:
        return from_ms(message.timestamp)
    except OverflowError:
        raise DecodeError(_no_date(message)) from None


def _wire_item(message: Message) -> WireItem:
    received_at = _received_at(message)
    headers = {name: value for name, value in message.headers if value is not None}
    place = f"{message.topic}/{message.partition}/{message.offset}"
    key = _text("key", message.key or b"")
    if "ce_time" in headers:
        received_at = _time(headers["ce_time"], message)
    return WireItem(
        id=_text("ce_id", headers.get("ce_id", b"")) or digest(place),
        source=_text("ce_source", headers.get("ce_source", b"")) or key or "unknown",
        content_type=_text("content-type", headers.get("content-type", b"")),
        received_at=received_at,
        body=message.value or b"",
    )


def _time_ms(header: bytes, message: Message) -> int:
    """Read `ce_time`; in the form that we write, and not ahead, there is nothing to look into."""
    time_ms = from_header(header)
    if time_ms is not None and max(LEAST_MS, time_ms - AHEAD_MS) <= message.timestamp <= MOST_MS:
        return time_ms
    return to_ms(_time(header, message))


def _time(header: bytes, message: Message) -> datetime:
    try:
        time = datetime.fromisoformat(_text("ce_time", header))
    except ValueError:
        raise DecodeError(
            f"header ce_time: {header[:64]!r} is not an RFC 3339 time, such as 2018-12-29T15:00:00Z"
        ) from None
    if time.tzinfo is None:
        raise DecodeError("header ce_time: the time zone is missing; add Z or an offset")
    try:
        time.astimezone(UTC)
    except OverflowError:
        raise DecodeError(f"header ce_time: {time.isoformat()} is no date in UTC") from None
    arrived_at = _received_at(message)
    if time - arrived_at > AHEAD:
        raise DecodeError(
            f"header ce_time: {time.isoformat()} is over an hour later than the broker's time "
            f"{arrived_at.isoformat()}; set the sender's clock right"
        )
    return time


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise DecodeError(f"header {name}: not UTF-8") from None


def _dead_letter_headers(letter: DeadLetter) -> Headers:
    values = {
        "stage": letter.stage,
        "reason": letter.reason,
        "detail": letter.detail,
        "topic": letter.topic,
        "partition": str(letter.partition),
        "offset": str(letter.offset),
    }
    return tuple(
        (DEAD_LETTER_PREFIX + name, value.encode("utf-8", "replace"))
        for name, value in values.items()
    )


def _dead_letter(message: Message) -> DeadLetter:
    own: dict[str, str] = {}
    others: list[tuple[str, bytes | None]] = []
    for name, value in message.headers:
        short = name.removeprefix(DEAD_LETTER_PREFIX)
        is_own = short != name and short in DEAD_LETTER_FIELDS and short not in own
        if value is not None and is_own:
            own[short] = _text(name, value)
        else:
            others.append((name, value))
    try:
        return DeadLetter(
            stage=own["stage"],
            reason=own["reason"],
            detail=own["detail"],
            topic=own["topic"],
            partition=int(own["partition"]),
            offset=int(own["offset"]),
            key=message.key,
            headers=tuple(others),
            payload=message.value,
        )
    except KeyError as error:
        name = DEAD_LETTER_PREFIX + str(error.args[0])
        raise DecodeError(f"header {name} is missing: not a dead letter") from None
    except ValueError as error:
        raise DecodeError(f"header {DEAD_LETTER_PREFIX}partition or offset: {error}") from None


@cache
def _decoder(record: type[Record]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(record)
