"""ninjs decoded straight into its type says what it says when it is decoded step by step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.outcome import Drop, Emit
from streams.parse.ninjs_model import Ninjs2
from streams.parse.ninjs_spelling import SPELLING
from streams.parse.ninjs_typed import in_utf8, typed_item
from tests.parse.samples import SAMPLES
from tests.parse.wires import article, outcome, rejection

ITEM = {
    "uri": "urn:example:1",
    "type": "text",
    "version": "3",
    "versioncreated": "2018-12-29T15:00:00Z",
    "headline": "Ministers meet",
    "body_text": "The ministers met in Moscow.\n\nThey talked & agreed. (Reuters)",
}

WORDS = (
    st.none() | st.text(max_size=40) | st.sampled_from(["UPDATE 1-Ministers", "<p>One &amp; two"])
)
ANYTHING: st.SearchStrategy[object] = (
    st.none() | st.integers(-1, 12) | WORDS | st.just([]) | st.just({}) | st.just([{}])
)
CONCEPTS = st.lists(st.fixed_dictionaries({}, optional={"name": WORDS, "code": WORDS}), max_size=2)
STANDARD = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["ninjs", "Ninjs", "ttninjs"]),
        "version": st.sampled_from([f"1.{minor}" for minor in range(8)] + ["2.0", "3.0", "x"]),
    },
)
PROPERTIES = {
    **dict.fromkeys(("body_text", "body_xhtml", "body_html", "description_text"), WORDS),
    **dict.fromkeys(("body_own", "description_caption", "headline_short", "byline"), WORDS),
    **dict.fromkeys(("located", "ednote", "slugline", "title", "source", "usageterms"), WORDS),
    **dict.fromkeys(("subject", "place", "genre", "infosource"), CONCEPTS | ANYTHING),
    **dict.fromkeys(("type", "pubstatus", "urgency", "embargoed", "associations"), ANYTHING),
    **dict.fromkeys(("digitalsourcetype", "altids", "expires", "bodies", "_id"), ANYTHING),
    **dict.fromkeys(("uri", "guid", "items", "api_version", "article_html"), ANYTHING),
    "$standard": STANDARD,
    "standard": STANDARD,
}


CONTENTS = st.lists(
    st.fixed_dictionaries(
        {"value": WORDS.filter(bool)},
        optional={
            "role": st.sampled_from(["main", "caption", "creditline"]),
            "contenttype": st.sampled_from(["text/plain", "text/html"]),
            "charcount": ANYTHING,
        },
    ),
    max_size=2,
)
LATER = {
    **dict.fromkeys(("bodies", "headlines", "descriptions"), CONTENTS | ANYTHING),
    **dict.fromkeys(("subjects", "places", "genres", "infosources"), CONCEPTS | ANYTHING),
    **dict.fromkeys(("by", "located", "ednote", "slugline", "title", "usageterms"), WORDS),
    **dict.fromkeys(("type", "pubstatus", "urgency", "embargoed", "embargoeduntil"), ANYTHING),
    **dict.fromkeys(("digitalsourcetype", "altids", "rightsinfo", "associations"), ANYTHING),
    **dict.fromkeys(("eventdetails", "plannedcoverage", "organisation", "uri"), ANYTHING),
    "standard": STANDARD,
    "$standard": STANDARD,
}
LATER_ITEM = {
    "uri": "urn:example:1",
    "versioncreated": "2018-12-29T15:00:00Z",
    "headlines": [{"value": "Ministers meet"}],
    "bodies": [{"value": "The ministers met in Moscow.\n\nThey talked & agreed."}],
}


def _spelled(value: object) -> object:
    """Give a value of 2.x as 3.x spells it, at every level."""
    if isinstance(value, dict):
        return {SPELLING.get(key, key): _spelled(one) for key, one in value.items()}
    return [_spelled(one) for one in value] if isinstance(value, list) else value


@given(properties=st.fixed_dictionaries({}, optional=PROPERTIES), in_ascii=st.booleans())
def test_both_ways_say_the_same_of_the_first(
    *, properties: dict[str, object], in_ascii: bool
) -> None:
    body = json.dumps({**ITEM, **properties}, ensure_ascii=in_ascii)
    # What a space stands before is not decoded straight into the type.
    assert outcome(body) == outcome(f" {body}")


@given(properties=st.fixed_dictionaries({}, optional=LATER), in_third=st.booleans())
def test_both_ways_say_the_same_of_the_later(
    *, properties: dict[str, object], in_third: bool
) -> None:
    item = {**LATER_ITEM, **properties}
    body = json.dumps(_spelled(item) if in_third else item)
    assert outcome(body) == outcome(f" {body}")


def test_every_name_of_the_third_is_one_of_the_model() -> None:
    names = {name for model in _models(Ninjs2) for name in model.__struct_fields__}
    assert set(SPELLING) <= names


def _models(kind: object) -> Iterator[type[msgspec.Struct]]:
    """Give the models within an annotation, and within those."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
        for field in msgspec.structs.fields(kind):
            if field.name != "associations":
                yield from _models(field.type)
    for part in get_args(kind):
        yield from _models(part)


@pytest.mark.parametrize("name", ["ninjs", "ninjs-3", "ninjs-arabic"])
def test_an_item_as_most_desks_send_it_is_decoded_at_once(name: str) -> None:
    assert typed_item(SAMPLES[name]) is not None
    assert outcome(SAMPLES[name]) == outcome(b" " + SAMPLES[name])


def test_a_later_item_is_held_to_the_version_that_it_names() -> None:
    source = {"digitalsourcetype": {"uri": "http://example.org/photo"}}
    for version, spelled in (("3.0", _spelled), ("2.1", dict)):
        item = {**LATER_ITEM, "standard": {"name": "ninjs", "version": version}}
        assert article(json.dumps(spelled(item))).headline == "Ministers meet"
        refused = rejection(json.dumps(spelled({**item, **source})))
        assert "digitalsourcetype" in refused.detail.lower()


@pytest.mark.parametrize("name", ["ap", "dpa", "jsonfeed", "reuters", "rss", "text"])
def test_an_item_of_another_format_is_not(name: str) -> None:
    assert typed_item(SAMPLES[name]) is None


@pytest.mark.parametrize("before", ["", " "])
@pytest.mark.parametrize(
    "words", ["https://jsonfeed.org/version/1.1", "digitalwires@1.0.0", '"api_version": 1']
)
def test_what_a_text_quotes_makes_no_other_format_of_it(words: str, before: str) -> None:
    parsed = article(before + json.dumps({**ITEM, "body_text": words}))
    assert parsed.format == "ninjs"
    assert parsed.paragraphs == (words,)


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_an_item_is_held_to_the_version_that_it_names(version: str) -> None:
    refused = rejection(json.dumps({**ITEM, "$standard": {"name": "ninjs", "version": version}}))
    assert refused.reason == "not_ninjs"
    assert "`$standard`" in refused.detail


@pytest.mark.parametrize("more", [{}, {"body_own": "More."}])
def test_a_property_that_is_null_is_as_good_as_none(more: dict[str, str]) -> None:
    item = {**ITEM, **more, "$standard": {"name": "ninjs", "version": "1.5"}}
    assert isinstance(outcome(json.dumps({**item, "digitalsourcetype": None})), Emit)
    source = {"name": "photo", "uri": "http://example.org/photo"}
    refused = rejection(json.dumps({**item, "digitalsourcetype": source}))
    assert refused.reason == "not_ninjs"
    assert "digitalsourcetype" in refused.detail


def test_an_empty_body_drops_an_item_that_is_no_text() -> None:
    picture = {"uri": "urn:example:2", "type": "picture"}
    assert outcome(json.dumps(picture)) == Drop("not_text_item")
    assert outcome(json.dumps({**picture, "body_text": None})) == Drop("no_content")


def test_the_encoding_that_is_declared_is_heeded() -> None:
    body = json.dumps({**ITEM, "headline": "لقاء الوزراء في موسكو"}, ensure_ascii=False)
    kind = "application/json; charset=windows-1256"
    assert article(body.encode("windows-1256"), kind).headline == "لقاء الوزراء في موسكو"
    assert article(body.encode(), "application/json; charset=UTF-8").headline[:4] == "لقاء"


@pytest.mark.parametrize(
    "content_type",
    [
        *("", "application/json", "application/ninjs+json; version=1.4"),
        *("application/json; Charset=UTF-8", 'application/json; charset="utf-8"'),
    ],
)
def test_json_is_in_utf_8_where_nothing_else_is_declared(content_type: str) -> None:
    assert in_utf8(content_type)
    assert not in_utf8(f"{content_type}; charset=windows-1252")
