"""Messages as JSON lines."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from schemas.records import Enriched, WireItem
from streams.console.envelope import error_line, json_line
from streams.ingest.reading import Piece, Reading
from tests.console import articles
from tests.console.articles import Sent


def test_a_line_says_where_the_record_stands() -> None:
    message = Sent("articles.enriched", b"", key="خبر".encode())
    line = json.loads(json_line(message, articles.ENRICHED))
    record = line.pop("record")
    assert line == {
        "topic": "articles.enriched",
        "partition": 0,
        "offset": 7,
        "time": "2019-02-12T13:00:00.000Z",
        "key": "خبر",
    }
    assert msgspec.convert(record, Enriched) == articles.ENRICHED


def test_a_dead_letter_keeps_every_byte() -> None:
    record = json.loads(json_line(Sent("dead-letters", b""), articles.DEAD_LETTER))["record"]
    assert record["payload_base64"] == "/wA="
    assert record["headers"][1] == {"name": "odd", "value_base64": "/w=="}
    assert record["key"] is None


def test_a_wire_item_can_be_ingested_again(tmp_path: Path) -> None:
    for body in (b"Text", b"\xff\x00"):
        item = msgspec.structs.replace(articles.ITEM, body=body)
        record = json.loads(json_line(Sent("wire.items", body), item))["record"]
        (tmp_path / "again.jsonl").write_text(json.dumps(record))
        (piece,) = Reading(max_item_bytes=1000).read([str(tmp_path / "again.jsonl")])
        assert isinstance(piece, Piece)
        again: WireItem = piece.item(articles.NOW.replace(year=2030))
        assert again == item


def test_what_cannot_be_read_is_shown_with_the_error() -> None:
    line = json.loads(error_line(Sent("alerts", b"\xff"), "Alert: not UTF-8"))
    assert (line["error"], line["value_base64"]) == ("Alert: not UTF-8", "/w==")
