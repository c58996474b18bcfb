"""What the generated schemas say, and that the records keep to them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from schemas.codec import encode
from schemas.describe import PUBLIC, asyncapi, documents, field_docs, json_schema
from schemas.records import Record
from schemas.times import to_ms
from schemas.topics import Topic
from tests.records import NOON, strategy

EACH_TOPIC = pytest.mark.parametrize("topic", PUBLIC, ids=lambda topic: topic.name)
REFERENCE = {
    "type": "object",
    "properties": {"$ref": {"type": "string", "pattern": "^#/"}},
    "required": ["$ref"],
    "additionalProperties": False,
}
ASYNCAPI = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["asyncapi", "info", "channels", "operations", "components"],
    "properties": {
        "asyncapi": {"const": "3.0.0"},
        "info": {"type": "object", "required": ["title", "version"]},
        "defaultContentType": {"type": "string"},
        "channels": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["address", "messages"],
                "properties": {
                    "address": {"type": "string"},
                    "messages": {"type": "object", "additionalProperties": REFERENCE},
                    "bindings": {"type": "object"},
                },
                "additionalProperties": False,
            },
        },
        "operations": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["action", "channel"],
                "properties": {"action": {"enum": ["send", "receive"]}, "channel": REFERENCE},
                "additionalProperties": False,
            },
        },
        "components": {
            "type": "object",
            "propertyNames": {"enum": ["messages", "schemas"]},
            "additionalProperties": {
                "type": "object",
                "propertyNames": {"pattern": r"^[A-Za-z0-9_.-]+$"},
            },
            "properties": {
                "messages": {
                    "additionalProperties": {
                        "type": "object",
                        "required": ["name", "title", "contentType", "payload", "headers"],
                        "properties": {"headers": {"properties": {"type": {"const": "object"}}}},
                    }
                }
            },
        },
    },
    "additionalProperties": False,
}
"""The shape of the AsyncAPI 3.0 objects that we use. Source: the specification, 3.0.0."""


def references(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        if isinstance(document.get("$ref"), str):
            yield document["$ref"]
        for value in document.values():
            yield from references(value)
    elif isinstance(document, list):
        for value in document:
            yield from references(value)


def resolve(document: Any, reference: str) -> Any:
    for part in reference.removeprefix("#/").split("/"):
        document = document[part]
    return document


@cache
def record_validator(topic: Topic[Any]) -> Draft202012Validator:
    return Draft202012Validator(json_schema(topic))


@cache
def header_validator(topic: Topic[Any]) -> Draft202012Validator:
    message = asyncapi("1.0.0")["components"]["messages"][topic.record.__name__]
    return Draft202012Validator(message["headers"])


@EACH_TOPIC
@settings(max_examples=30)
@given(st.data())
def test_every_record_keeps_to_its_schema(topic: Topic[Any], data: st.DataObject) -> None:
    record = data.draw(strategy(topic.record))
    record_validator(topic).validate(json.loads(msgspec.json.encode(record)))


@EACH_TOPIC
@settings(max_examples=30)
@given(st.data())
def test_the_headers_of_every_message_keep_to_theirs(
    topic: Topic[Any], data: st.DataObject
) -> None:
    record = data.draw(strategy(topic.record))
    message = encode(topic, record, timestamp_ms=to_ms(NOON), producer="/barq/test")
    first: dict[str, str] = {}
    for name, value in message.headers:
        first.setdefault(name, (value or b"").decode("utf-8", "replace"))
    validator = header_validator(topic)
    validator.validate(first)
    if topic.body == "json":
        assert set(first) == set(validator.schema["properties"])  # type: ignore[index]  # no bool


def test_asyncapi_has_the_shape_of_asyncapi_3() -> None:
    Draft202012Validator(ASYNCAPI).validate(asyncapi("1.0.0"))


@pytest.mark.parametrize("path", documents("1.0.0"))
def test_every_reference_leads_somewhere_and_every_schema_is_one(path: str) -> None:
    document = documents("1.0.0")[path]
    for reference in set(references(document)):
        resolve(document, reference)
    for schema in document.get("$defs", document.get("components", {}).get("schemas")).values():
        Draft202012Validator.check_schema(schema)


def test_every_public_topic_is_a_channel_with_its_message() -> None:
    document = asyncapi("1.0.0")
    assert [
        resolve(document, message["$ref"])["title"]
        for channel in document["channels"].values()
        for message in channel["messages"].values()
    ] == [topic.record.__name__ for topic in PUBLIC]


def test_internal_topics_are_no_contract() -> None:
    assert {"Versioned", "Match"}.isdisjoint(asyncapi("1.0.0")["components"]["schemas"])


def test_fields_are_described_by_what_stands_after_them() -> None:
    described = json_schema(PUBLIC[1])["$defs"]["Parsed"]["properties"]
    assert described["language"]["description"].startswith("ISO 639-1 code")
    assert described["digest"]["description"] == (
        "Digest of headline, text and status: equal for the same version sent again."
    )


def test_only_fields_are_described() -> None:
    for name, docs in field_docs().items():
        record = getattr(__import__("schemas.records", fromlist=[name]), name)
        assert issubclass(record, Record)
        assert set(docs) <= set(record.__struct_fields__)
