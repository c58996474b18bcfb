"""Items within a wire item: none is lost, none hides another, none comes twice."""

from __future__ import annotations

import json

import pytest

from schemas.records import Parsed
from streams.outcome import Drop, Emit, Reject
from streams.parse.abreast import Steps, finished
from streams.parse.reading import UnreadableError
from streams.parse.several import once, read_each
from tests.parse.wires import article, outcome

ONE = article("Ferry sails again\n\nThe ferry sails again on Monday, the harbour office said.")
OTHER = article("Port opens\n\nThe port opens on Friday, the minister said in the morning.")
EMPTY = Drop("empty_message")


def read(item: Parsed | Drop | str) -> Steps[Parsed | Drop]:
    yield
    if isinstance(item, str):
        raise UnreadableError(item, "Wrong.")
    return item


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([ONE, OTHER], Emit((ONE, OTHER))),
        (
            [Drop("video_item"), ONE, Drop("picture_item"), Drop("video_item")],
            Emit((ONE,), (), (Drop("video_item"), Drop("picture_item"), Drop("video_item"))),
        ),
        ([ONE, "not_news"], Emit((ONE,), (Reject("not_news", "Item 2: Wrong."),))),
        ([Drop("picture_item"), "not_news"], Reject("not_news", "Item 2: Wrong.")),
        ([Drop("picture_item"), Drop("video_item")], Drop("picture_item")),
        (["not_news"], Reject("not_news", "Wrong.")),
        ([], EMPTY),
    ],
)
def test_each_item_is_read(
    items: list[Parsed | Drop | str], expected: Emit | Drop | Reject
) -> None:
    told = read_each(items, read, named=lambda number, _: f"Item {number}", empty=EMPTY)
    assert finished(told) == expected


def test_what_an_item_holds_twice_comes_once_and_in_order() -> None:
    assert once(Emit((ONE, OTHER, ONE))) == Emit((ONE, OTHER), (), (Drop("repeated_item"),))


def test_what_is_no_item_in_a_list_is_a_defect() -> None:
    entry = {"urn": "urn:newsml:dpa.com:1", "article_html": "<p>Der Hafen ist offen.</p>"}
    told = outcome(json.dumps({"entries": [{**entry, "headline": "Hafen offen"}, 5]}))
    assert isinstance(told, Emit)
    assert [fault.reason for fault in told.defects] == ["not_dpa"]
    assert "$[1]" in told.defects[0].detail
