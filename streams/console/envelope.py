"""Messages as JSON lines: the record, and where it stands on the topic.

A line is `{"topic", "partition", "offset", "time", "key", "record"}`, or `"error"` and
the value in place of `"record"`. Bytes appear as text when they are UTF-8, else under
the field's name with `_base64` added; so a wire item's record can be ingested again.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
import orjson

from schemas.codec import Message
from schemas.records import DeadLetter, Record, WireItem

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def json_line(message: Message, record: Record) -> bytes:
    """Give `message` as one line of JSON, without the line's end."""
    return orjson.dumps({**_place(message), "record": record_fields(record)})


def error_line(message: Message, error: str) -> bytes:
    """Give a message that is not the record of its topic as one line of JSON."""
    value = {} if message.value is None else _bytes("value", message.value)
    return orjson.dumps({**_place(message), "error": error, **value})


def _place(message: Message) -> dict[str, Any]:
    time = EPOCH + timedelta(milliseconds=message.timestamp)
    return {
        "topic": message.topic,
        "partition": message.partition,
        "offset": message.offset,
        "time": time.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        **({} if message.key is None else _bytes("key", message.key)),
    }


def record_fields(record: Record) -> dict[str, Any]:
    """Give the fields of `record` as they appear in a line."""
    if isinstance(record, WireItem):
        item: dict[str, Any] = msgspec.to_builtins(record)
        del item["body"]
        return {**item, **_bytes("body", record.body)}
    if isinstance(record, DeadLetter):
        letter: dict[str, Any] = msgspec.to_builtins(record)
        del letter["payload"], letter["key"]
        letter["headers"] = [
            {"name": name, **({"value": None} if value is None else _bytes("value", value))}
            for name, value in record.headers
        ]
        for name, value in (("key", record.key), ("payload", record.payload)):
            letter |= {name: None} if value is None else _bytes(name, value)
        return letter
    others: dict[str, Any] = msgspec.to_builtins(record)
    return others


def _bytes(name: str, value: bytes) -> dict[str, str]:
    try:
        return {name: value.decode()}
    except UnicodeDecodeError:
        return {f"{name}_base64": b64encode(value).decode()}
