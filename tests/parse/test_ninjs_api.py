"""ninjs as APIs give it: pages of results, and what their stores keep with an item."""

from __future__ import annotations

import json
from typing import Any

import pytest

from streams.outcome import Reject
from tests.parse.wires import article, articles, outcome

ITEM: dict[str, Any] = {"headline": "Ministers meet", "body_html": "<p>They met in Moscow.</p>"}
STORED = {"_etag": "1", "_updated": "2018-12-29T15:00:00Z", "subscribers": ["a"]}


@pytest.mark.parametrize("name", ["_items", "items", "item"])
def test_each_item_of_a_page_of_results_is_read(name: str) -> None:
    items = [{"uri": f"urn:x:{number}", **ITEM} for number in (1, 2)]
    found = articles(json.dumps({name: items, "total": 2, "_meta": {"page": 1}}))
    assert [one.id for one in found] == ["urn:x:1", "urn:x:2"]


@pytest.mark.parametrize("key", ["guid", "_id"])
def test_what_the_store_keeps_with_an_item_is_passed_over(key: str) -> None:
    parsed = article(json.dumps({key: "urn:x:1", **ITEM, **STORED}))
    assert (parsed.id, parsed.paragraphs) == ("urn:x:1", ("They met in Moscow.",))


@pytest.mark.parametrize("more", [STORED, {"mime_type": "text/html"}, {"items": []}])
def test_an_item_of_the_standard_has_no_such_properties(more: dict[str, Any]) -> None:
    read = outcome(json.dumps({"uri": "urn:x:1", **ITEM, **more}))
    assert isinstance(read, Reject)
    assert read.reason == "not_ninjs"
