"""JSON Schema and AsyncAPI 3 of the public topics, made from the records."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import msgspec

from schemas import records
from schemas.topics import TOPICS, Topic

Json = dict[str, Any]

PUBLIC: Final = tuple(topic for topic in TOPICS if topic.public)
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
TRACEPARENT: Final = "^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"
TEXT: Final[Json] = {"type": "string"}
BYTES: Final[Json] = {"type": "string", "format": "binary"}


def documents(version: str) -> dict[str, Json]:
    """Give every document by its path below `schemas/`; `version` is that of the API."""
    schemas = {f"json/{topic.record.__name__}.json": json_schema(topic) for topic in PUBLIC}
    return {**schemas, "asyncapi.json": asyncapi(version)}


def json_schema(topic: Topic[Any]) -> Json:
    """Describe the record of one topic; of a `raw` one, what its value and headers make up."""
    name = topic.record.__name__
    _, defs = msgspec.json.schema_components([topic.record], ref_template="#/$defs/{name}")
    return {"$schema": DIALECT, "$ref": f"#/$defs/{name}", "$defs": _documented(defs)}


def asyncapi(version: str) -> Json:
    """Describe all public topics, their messages and headers, as AsyncAPI 3."""
    as_json = [topic.record for topic in PUBLIC if topic.body == "json"]
    _, schemas = msgspec.json.schema_components(as_json, ref_template="#/components/schemas/{name}")
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Barq",
            "version": version,
            "description": "News wires in, enriched articles and alerts out, as Kafka topics. "
            "Messages are CloudEvents 1.0 in binary mode.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in PUBLIC},
        "operations": dict(_operation(topic) for topic in PUBLIC),
        "components": {
            "messages": {topic.record.__name__: _message(topic) for topic in PUBLIC},
            "schemas": _documented(schemas),
        },
    }


@cache
def field_docs() -> dict[str, dict[str, str]]:
    """Read what records.py says of each field: the string after it, by record and field."""
    tree = ast.parse(Path(records.__file__).read_text("utf-8"))
    return {
        node.name: dict(_docs_in(node.body)) for node in tree.body if isinstance(node, ast.ClassDef)
    }


def _docs_in(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for field, after in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            match after:
                case ast.Expr(value=ast.Constant(value=str(doc))):
                    yield field.target.id, " ".join(doc.split())


def _documented(schemas: Mapping[str, Json]) -> dict[str, Json]:
    docs = field_docs()
    for name, schema in schemas.items():
        for field, doc in docs[name].items():
            written = field.removesuffix("_")  # from_: what is a keyword in Python has one
            schema["properties"][written]["description"] = doc
    return dict(schemas)


def _channel(topic: Topic[Any]) -> Json:
    name = topic.record.__name__
    return {
        "address": topic.name,
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
        "bindings": {
            "kafka": {
                "topicConfiguration": {
                    "cleanup.policy": ["delete"],
                    "retention.ms": topic.retention_ms,
                },
                "bindingVersion": "0.5.0",
            }
        },
    }


def _operation(topic: Topic[Any]) -> tuple[str, Json]:
    incoming = topic.record is records.WireItem
    action = "receive" if incoming else "send"
    channel = {"$ref": f"#/channels/{topic.name}"}
    return f"{action}{topic.record.__name__}", {"action": action, "channel": channel}


def _message(topic: Topic[Any]) -> Json:
    record = topic.record
    message: Json = {
        "name": topic.event,
        "title": record.__name__,
        "summary": (record.__doc__ or "").partition("\n")[0],
        "headers": _headers(topic),
        "bindings": {"kafka": {"key": _key(topic), "bindingVersion": "0.5.0"}},
    }
    if topic.body == "json":
        payload = {"$ref": f"#/components/schemas/{record.__name__}"}
        return {**message, "contentType": "application/json", "payload": payload}
    doc = field_docs()[record.__name__]
    raw = "body" if record is records.WireItem else "payload"
    payload = {**BYTES, "description": doc.get(raw, "The bytes as they were, untouched.")}
    return {**message, "contentType": "application/octet-stream", "payload": payload}


def _key(topic: Topic[Any]) -> Json:
    if topic.record is records.DeadLetter:
        return {**BYTES, "description": "The key of the message that failed."}
    return TEXT


def _headers(topic: Topic[Any]) -> Json:
    if topic.record is records.DeadLetter:
        return _dead_letter_headers()
    properties: Json = {
        "content-type": {"const": "application/json"},
        "ce_specversion": {"const": "1.0"},
        "ce_id": {**TEXT, "description": "The same for the same record, sent anew or not."},
        "ce_source": {**TEXT, "description": "The stage that sent it, such as /barq/parse."},
        "ce_type": {"const": topic.event},
        "ce_time": {**TEXT, "format": "date-time", "description": "Event time."},
        "traceparent": {**TEXT, "pattern": TRACEPARENT, "description": "W3C Trace Context."},
    }
    if topic.record is not records.WireItem:
        return {"type": "object", "properties": properties, "required": list(properties)}
    doc = field_docs()["WireItem"]
    properties |= {
        "content-type": {**TEXT, "description": doc["content_type"]},
        "ce_id": {**TEXT, "description": doc["id"] + " Default: one made from the offset."},
        "ce_source": {**TEXT, "description": doc["source"] + " Default: the message's key."},
        "ce_time": {
            **properties["ce_time"],
            "description": doc["received_at"] + " Default: the message's timestamp.",
        },
    }
    return {"type": "object", "properties": properties}


def _dead_letter_headers() -> Json:
    doc = field_docs()["DeadLetter"]
    own = ("stage", "reason", "detail", "topic", "partition", "offset")
    properties = {
        f"barq-{name}": {**TEXT, **({"description": doc[name]} if name in doc else {})}
        for name in own
    }
    return {
        "type": "object",
        "description": "Beside these, every header of the message that failed.",
        "properties": properties,
        "required": list(properties),
    }
