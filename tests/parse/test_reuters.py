"""Reuters' JSON: items and pages of results, fields, other kinds of items, what is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from schemas.records import Link, Parsed, Subject
from streams.outcome import Drop, Emit
from tests.parse.wires import article, outcome, rejection

FIRST = "SIDON, March 5 (Reuters) - The harbour of Sidon reopened on Tuesday after two years."
SECOND = "Two cranes were replaced, the minister said."
CREDIT = "(Reporting by Rana Khoury; Editing by Omar Haddad)"

ITEM: dict[str, Any] = {
    "versionedGuid": "tag:reuters.com,2024:newsml_L1N3AB0CD:2",
    "uri": "tag:reuters.com,2024:newsml_L1N3AB0CD:2",
    "usn": "L1N3AB0CD",
    "version": "2",
    "type": "TEXT",
    "profile": "SNI-Text",
    "headLine": "UPDATE 1-Harbour of Sidon reopens after two years",
    "slug": "LEBANON-HARBOUR/ (UPDATE 1)",
    "byLine": "By Rana Khoury",
    "dateLine": "SIDON, Lebanon",
    "located": "SIDON",
    "language": "en",
    "pubStatus": "stat:usable",
    "urgency": 4,
    "signal": ["edStat:U"],
    "firstCreated": "2024-03-05T08:15:00.000Z",
    "versionCreated": "20240305T091500+0000",
    "fragment": "SIDON, March 5 (Reuters) - The harbour of",
    "bodyXhtml": f"<html><head><title></title></head><body><p>{FIRST}</p><p>{SECOND}</p>"
    f"<p>{CREDIT}</p></body></html>",
    "copyrightNotice": "(c) Copyright Thomson Reuters 2024",
    "usageTerms": None,
    "credit": "Reuters",
    "keyword": ["harbour", "shipping"],
    "subject": [{"code": "N2:LB", "name": "Lebanon", "rel": None}],
    "genre": [{"code": "genre:Current", "name": "Current"}],
    "subjectLocation": {"city": "Sidon", "countryCode": "LB", "countryName": "Lebanon"},
    "associations": [{"uri": "tag:reuters.com,2024:newsml_RC2AB:1", "headLine": "Cranes"}],
    "evolvedFrom": {"uri": "tag:reuters.com,2024:newsml_L0:1"},
}  # fmt: skip


def read(**changes: object) -> Parsed:
    return article(json.dumps({"data": {"item": {**ITEM, **changes}}}))


def test_an_item_is_read_whole() -> None:
    parsed = read()
    assert (parsed.format, parsed.id) == ("reuters", "tag:reuters.com,2024:newsml_L1N3AB0CD")
    assert parsed.version == 2
    assert parsed.headline == "UPDATE 1-Harbour of Sidon reopens after two years"
    assert parsed.paragraphs == (FIRST, SECOND)
    assert parsed.parts("byline") == ("By Rana Khoury",)
    assert parsed.parts("footer") == (CREDIT,)
    assert (parsed.status, parsed.cue, parsed.revision) == ("usable", "update", "update")
    assert parsed.slugline == "LEBANON-HARBOUR/ (UPDATE 1)"
    assert parsed.subjects == (Subject(code="N2:LB", label="Lebanon"),)
    assert parsed.genre == (Subject(code="genre:Current", label="Current"),)
    assert parsed.places == (Subject(label="SIDON"), Subject(code="LB", label="Sidon, Lebanon"))
    assert parsed.keywords == ("harbour", "shipping")
    assert parsed.rights == "(c) Copyright Thomson Reuters 2024"
    assert parsed.links == (
        Link(rel="associated", id="tag:reuters.com,2024:newsml_RC2AB", title="Cranes"),
        Link(rel="evolvedFrom", id="tag:reuters.com,2024:newsml_L0"),
    )
    assert (parsed.urgency, parsed.language) == (4, "en")
    assert parsed.published_at == datetime(2024, 3, 5, 8, 15, tzinfo=UTC)
    assert parsed.updated_at == datetime(2024, 3, 5, 9, 15, tzinfo=UTC)
    assert [source.id for source in parsed.sources] == ["reuters"]


def test_the_rich_body_counts_if_it_holds_anything() -> None:
    rich = f"<html><body><p>{FIRST}</p></body></html>"
    assert read(bodyXhtmlRich=rich).paragraphs == (FIRST,)
    assert read(bodyXhtmlRich="<html><body></body></html>").paragraphs == (FIRST, SECOND)


@pytest.mark.parametrize(
    ("changes", "status", "cue"),
    [
        ({"signal": "edStat:C"}, "usable", "correction"),
        ({"signal": ["edStat:D"], "bodyXhtml": None}, "cancelled", "kill"),
        ({"signal": ["edStat:N"], "urgency": 1}, "usable", "flash"),
        ({"signal": None, "pubStatus": "stat:canceled"}, "cancelled", "kill"),
        ({"signal": None, "pubStatus": "withheld"}, "withheld", None),
    ],
)
def test_signals_and_statuses(changes: dict[str, object], status: str, cue: str | None) -> None:
    parsed = read(headLine="Harbour of Sidon reopens", slug="HARBOUR", **changes)
    assert (parsed.status, parsed.cue) == (status, cue)


def test_a_page_of_results_gives_beginnings_and_leaves_out_pictures() -> None:
    short = {"versionedGuid": "tag:reuters.com,2024:newsml_L2:1", "headLine": "Second"}
    items = [{**short, "fragment": FIRST}, {**ITEM, "type": "PICTURE"}, {**ITEM, "subject": 3}]
    result = outcome(json.dumps({"data": {"search": {"totalHits": 3, "items": items}}}))
    assert isinstance(result, Emit)
    (record,) = result.records
    assert isinstance(record, Parsed)
    assert record.paragraphs == (FIRST,)
    assert record.version == 1
    assert result.dropped == (Drop("picture_item"),)
    assert "$.data.search.items[2].subject" in result.defects[0].detail


def test_items_by_themselves_are_read() -> None:
    assert article(json.dumps(ITEM)) == read()
    assert article(json.dumps([ITEM])) == read()


@pytest.mark.parametrize(
    "text", ['{"data": [[[[[[[["versionedGuid"]]]]]]]]}', '{"item": {"bodyXhtml": 3}}']
)
def test_what_holds_no_item_is_refused(text: str) -> None:
    assert rejection(text).reason == "not_reuters"


def test_other_json_is_told_to_be_no_ninjs() -> None:
    assert rejection('{"data": {"item": {"headLine": "A"}}}').reason == "not_ninjs"
