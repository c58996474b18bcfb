"""JSON Feed: both versions, bad items beside good ones."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from streams.outcome import Drop, Emit
from tests.parse.wires import article, outcome, rejection

ITEM: dict[str, Any] = {
    "id": "https://example.org/1",
    "url": "https://example.org/1",
    "title": "Ministers share <data> & numbers",
    "content_html": "<p>Ministers of three countries met.</p><p>They agreed &amp; left.</p>",
    "date_published": "2019-03-04T15:09:00+01:00",
    "date_modified": "2019-03-04T16:09:00+01:00",
    "authors": [{"name": "Jane Doe"}],
    "tags": ["water"],
}


def feed(*items: object, **more: object) -> str:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Desk",
            "language": "en",
            "items": items,
            **more,
        }
    )


def test_an_item_becomes_an_article() -> None:
    parsed = article(feed(ITEM), "application/feed+json")
    assert parsed.format == "jsonfeed"
    assert parsed.id == "https://example.org/1"
    assert parsed.headline == "Ministers share <data> & numbers"
    assert parsed.paragraphs == ("Ministers of three countries met.", "They agreed & left.")
    assert parsed.parts("byline") == ("Jane Doe",)
    assert [subject.label for subject in parsed.subjects] == ["water"]
    assert parsed.published_at == datetime(2019, 3, 4, 14, 9, tzinfo=UTC)
    assert parsed.updated_at == datetime(2019, 3, 4, 15, 9, tzinfo=UTC)
    assert parsed.language == "en"


def test_plain_text_is_not_taken_for_markup() -> None:
    item = {"id": 7, "content_text": "Five < six & <b> is no tag.\n\nThat is all there is."}
    parsed = article(feed(item, version="https://jsonfeed.org/version/1"))
    assert parsed.paragraphs == ("Five < six & <b> is no tag.", "That is all there is.")
    assert parsed.headline_from == "first_sentence"
    assert parsed.id == "desk:7"


def test_the_single_author_of_version_1_is_read() -> None:
    item = {**ITEM, "authors": None, "author": {"name": "Max Muster"}}
    assert article(feed(item)).parts("byline") == ("Max Muster",)


def test_a_bad_item_is_a_defect_beside_the_others() -> None:
    result = outcome(feed(ITEM, {"url": "https://example.org/2"}))
    assert isinstance(result, Emit)
    assert len(result.records) == 1
    assert "id" in result.defects[0].detail
    assert "$.items[1]" in result.defects[0].detail


def test_an_empty_feed_is_dropped() -> None:
    assert outcome(feed()) == Drop("empty_feed")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (feed(items=None), "$.items"),
        ('{"version": "https://jsonfeed.org/version/1.1"}', "items"),
    ],
)
def test_a_feed_that_is_none_is_refused_with_its_field(text: str, field: str) -> None:
    refused = rejection(text)
    assert refused.reason == "not_jsonfeed"
    assert field in refused.detail
