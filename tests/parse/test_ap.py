"""AP's JSON: single items and feeds, fields, other kinds of items, what is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from schemas.records import Link, Parsed, Subject
from streams.outcome import Drop, Emit
from tests.parse.wires import article, outcome, rejection

ITEM: dict[str, Any] = {
    "uri": "https://api.example.org/content/1a2b?qt=x",
    "altids": {"itemid": "1a2b", "etag": "1a2b_0", "friendlykey": "99"},
    "version": 4,
    "type": "text",
    "urgency": 3,
    "language": "en",
    "versioncreated": "2019-03-04T15:09:00Z",
    "firstcreated": "2019-03-04T14:00:00Z",
    "pubstatus": "usable",
    "ednote": "With AP Photos.",
    "editorialtypes": ["Lead", "Writethru"],
    "headline": "Ministers share river data",
    "headline_extended": "Ministers of three countries share data on rivers in drought",
    "slugline": "BC-XX--River Water, 2nd Ld-Writethru",
    "bylines": [{"by": "By JANE DOE", "title": "Associated Press"}],
    "datelinelocation": {"city": "Amman", "countryname": "Jordan", "countrycode": "JOR"},
    "copyrightnotice": "Copyright 2019",
    "usageterms": ["Editorial use only."],
    "keywords": ["water", "rivers"],
    "provider": "AP",
    "subject": [
        {"code": "06000000", "name": "environment",
         "scheme": "http://cv.iptc.org/newscodes/mediatopic/"},
        {"code": "i", "name": "International News", "rels": ["category"]},
    ],
    "associations": {"1": {"type": "picture", "uri": "https://api.example.org/p", "headline": "P",
                           "altids": {"itemid": "p1", "etag": "p1_0"}}},
    "body_nitf": "<p>AMMAN, Jordan (AP) — Ministers agreed Sunday.</p><p>They left.</p>",
}  # fmt: skip


def read(**changes: object) -> Parsed:
    return article(json.dumps({"api_version": "1.1", "data": {"item": {**ITEM, **changes}}}))


def test_an_item_is_read_whole() -> None:
    parsed = read()
    assert parsed.format == "ap"
    assert (parsed.id, parsed.version) == ("desk:1a2b", 4)
    assert parsed.headline == "Ministers share river data"
    assert parsed.paragraphs == ("AMMAN, Jordan (AP) — Ministers agreed Sunday.", "They left.")
    assert parsed.parts("subheadline") == (
        "Ministers of three countries share data on rivers in drought",
    )
    assert parsed.parts("byline") == ("By JANE DOE, Associated Press",)
    assert parsed.parts("editor_note") == ("With AP Photos.",)
    assert (parsed.cue, parsed.revision) == ("writethru", "update")
    assert parsed.subjects == (
        Subject(code="medtop:06000000", label="environment"),
        Subject(code="i", label="International News"),
    )
    assert parsed.places == (Subject(code="JOR", label="Amman, Jordan"),)
    assert parsed.keywords == ("water", "rivers")
    assert parsed.rights == "Copyright 2019\nEditorial use only."
    assert parsed.links == (
        Link(rel="associated", href="https://api.example.org/p", id="p1", title="P"),
    )
    assert parsed.published_at == datetime(2019, 3, 4, 14, tzinfo=UTC)
    assert [source.id for source in parsed.sources] == ["ap"]


def test_an_item_without_its_text_is_what_its_metadata_says() -> None:
    parsed = read(body_nitf=None)
    assert parsed.paragraphs == ("Ministers of three countries share data on rivers in drought",)


@pytest.mark.parametrize(
    ("changes", "status", "cue"),
    [
        ({"pubstatus": "canceled"}, "cancelled", "kill"),
        ({"editorialtypes": ["Kill"]}, "cancelled", "kill"),
        ({"editorialtypes": ["Correction", "Writethru"]}, "usable", "correction"),
        ({"pubstatus": "withheld", "editorialtypes": []}, "withheld", None),
        ({"editorialtypes": ["NewsAlert"], "ednote": None}, "usable", "flash"),
    ],
)
def test_status_and_editorial_types(
    changes: dict[str, object], status: str, cue: str | None
) -> None:
    parsed = read(slugline="River Water", **changes)
    assert (parsed.status, parsed.cue) == (status, cue)


def test_an_embargo_is_a_time() -> None:
    parsed = read(pubstatus="embargoed", embargoed="2019-03-05T05:00:00Z")
    assert parsed.embargo_until == datetime(2019, 3, 5, 5, tzinfo=UTC)


def test_what_is_held_for_release_is_free_at_its_time() -> None:
    held = {"pubstatus": "usable", "editorialtypes": ["HoldForRelease"]}
    assert read(**held).status == "withheld"
    parsed = read(**held, embargoed="2019-03-05T05:00:00Z")
    assert parsed.status == "usable"
    assert parsed.embargo_until == datetime(2019, 3, 5, 5, tzinfo=UTC)


def test_a_feed_gives_its_stories_and_leaves_out_pictures() -> None:
    items = [{"meta": {}, "item": ITEM}, {"item": {**ITEM, "type": "picture"}}, {"item": {}}]
    result = outcome(json.dumps({"api_version": "1.1", "data": {"items": items}}))
    assert isinstance(result, Emit)
    assert len(result.records) == 1
    assert "Item 3" in result.defects[0].detail


def test_an_item_by_itself_is_read() -> None:
    assert article(json.dumps(ITEM)).format == "ap"


def test_a_picture_is_dropped() -> None:
    assert outcome(json.dumps({**ITEM, "type": "picture"})) == Drop("not_text_item")


def test_an_empty_feed_is_dropped() -> None:
    assert outcome('{"api_version": "1.1", "data": {"items": []}}') == Drop("empty_feed")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"api_version": "1.1", "error": {"status": 401}}', "$.data.item"),
        (json.dumps({**ITEM, "subject": 3}), "$.subject"),
        (json.dumps({**ITEM, "type": None}), "$.type"),
    ],
)
def test_what_is_malformed_is_refused_with_its_field(text: str, field: str) -> None:
    refused = rejection(text)
    assert refused.reason == "not_ap"
    assert field in refused.detail


def test_readers_find_it_at_its_canonical_address() -> None:
    web = {"href": "https://news.example.org/1a2b", "rel": "canonical"}
    other = {"href": "https://example.org/x", "rel": "alternate"}
    assert read(links=[other, web]).url == "https://news.example.org/1a2b"
    assert read(links=[other]).url == "https://api.example.org/content/1a2b?qt=x"


def test_an_extended_headline_that_opens_the_summary_is_said_once() -> None:
    lead = "Ministers of three countries share data on rivers in drought"
    parsed = read(
        body_nitf="", headline_extended=lead, description_summary=f"{lead}. They left on Monday."
    )
    assert parsed.paragraphs == (f"{lead}. They left on Monday.",)
