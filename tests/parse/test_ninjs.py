"""ninjs of three generations: what is read, what is dropped, what is refused and where."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from schemas.records import Parsed, Subject
from streams.outcome import Drop, Emit, Reject
from tests.parse.wires import article, outcome, rejection
from tests.shared import shared

HTML = "<p>The <b>ministers</b> met&nbsp;in Moscow.</p><p>They talked &amp; agreed.</p>"
PARAGRAPHS = ("The ministers met\u00a0in Moscow.", "They talked & agreed.")

FIRST = {
    "uri": "urn:example:1",
    "type": "text",
    "version": "3",
    "firstcreated": "2018-12-29T14:00:00Z",
    "versioncreated": "2018-12-29T15:00:00Z",
    "pubstatus": "usable",
    "urgency": 2,
    "language": "en-GB",
    "headline": "Ministers meet",
    "byline": "Jane Doe",
    "body_text": "The ministers met in Moscow. They talked & agreed.",
    "body_xhtml": HTML,
    "subject": [{"name": "diplomacy", "scheme": "medtop", "code": "20000593"}],
    "infosource": [{"name": "Reuters"}],
    "associations": {
        "picture": {
            "uri": "urn:example:2",
            "type": "picture",
            "description_text": "Ministers shake hands. (AP Photo/Max Muster)",
        }
    },
}
SECOND = {
    "uri": "urn:example:1",
    "type": "text",
    "version": "3",
    "firstcreated": "2018-12-29T14:00:00Z",
    "versioncreated": "2018-12-29T15:00:00Z",
    "pubstatus": "usable",
    "urgency": 2,
    "language": "en-GB",
    "headlines": [{"role": "main", "value": "Ministers meet"}],
    "by": "Jane Doe",
    "bodies": [
        {"role": "text", "contenttype": "text/plain", "value": "The ministers met in Moscow."},
        {"role": "main", "contenttype": "text/html", "value": HTML},
    ],
    "subjects": [{"name": "diplomacy", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000593"}],
    "infosources": [{"name": "Reuters"}],
    "associations": [
        {
            "name": "picture",
            "uri": "urn:example:2",
            "type": "picture",
            "descriptions": [
                {"role": "caption", "value": "Ministers shake hands. (AP Photo/Max Muster)"}
            ],
        }
    ],
}
CAMEL = {
    "firstcreated": "firstCreated",
    "versioncreated": "versionCreated",
    "pubstatus": "pubStatus",
    "infosources": "infoSources",
}
CAMEL_2 = {
    "copyrightnotice": "copyrightNotice",
    "usageterms": "usageTerms",
    "ednote": "edNote",
    "embargoeduntil": "embargoedUntil",
}
THIRD = {
    **{CAMEL.get(key, key): value for key, value in SECOND.items() if key != "bodies"},
    "bodies": [{"role": "main", "contentType": "text/html", "value": HTML}],
}


def read(item: dict[str, Any]) -> Parsed:
    return article(json.dumps(item))


@pytest.mark.parametrize("item", [FIRST, SECOND, THIRD], ids=["1.x", "2.x", "3.x"])
def test_every_generation_gives_the_same_article(item: dict[str, Any]) -> None:
    parsed = read(item)
    assert parsed.format == "ninjs"
    assert parsed.id == "urn:example:1"
    assert parsed.version == 3
    assert parsed.urgency == 2
    assert (parsed.language, parsed.declared_language) == ("en", "en")
    assert parsed.headline == "Ministers meet"
    assert parsed.paragraphs == PARAGRAPHS
    assert parsed.parts("byline") == ("Jane Doe",)
    assert parsed.published_at == datetime(2018, 12, 29, 14, tzinfo=UTC)
    assert parsed.updated_at == datetime(2018, 12, 29, 15, tzinfo=UTC)
    assert [(s.code, s.label) for s in parsed.subjects] == [("medtop:20000593", "diplomacy")]
    assert [source.id for source in parsed.sources] == ["reuters"]
    (caption,) = (block for block in parsed.blocks if block.kind == "caption")
    assert caption.credit == "AP Photo/Max Muster"


MORE = {
    "slugline": "river-water",
    "ednote": "CORRECTION: second paragraph",
    "located": "Moscow",
    "copyrightnotice": "Copyright 2018",
    "usageterms": "Editorial use",
}
MORE_1 = {
    **MORE,
    "genre": [{"name": "Analysis", "code": "Analysis"}],
    "place": [{"name": "Moscow", "code": "MOW"}],
    "embargoed": "2018-12-30T06:00:00Z",
}
MORE_2 = {
    **MORE,
    "genres": [{"name": "Analysis", "literal": "Analysis"}],
    "places": [{"name": "Moscow", "literal": "MOW"}],
    "embargoeduntil": "2018-12-30T06:00:00Z",
}
MORE_3 = {CAMEL_2.get(key, key): value for key, value in MORE_2.items()}


@pytest.mark.parametrize(
    "item", [{**FIRST, **MORE_1}, {**SECOND, **MORE_2}, {**THIRD, **MORE_3}], ids=["1", "2", "3"]
)
def test_what_desks_need_besides_the_text(item: dict[str, Any]) -> None:
    parsed = read(item)
    assert parsed.slugline == "river-water"
    assert (parsed.cue, parsed.revision) == ("correction", "correction")
    assert parsed.parts("editor_note") == ("CORRECTION: second paragraph",)
    assert parsed.parts("dateline") == ("Moscow",)
    assert parsed.genre == (Subject(code="Analysis", label="Analysis"),)
    assert parsed.places == (Subject(code="MOW", label="Moscow"),)
    assert parsed.rights == "Copyright 2018\nEditorial use"
    assert parsed.embargo_until == datetime(2018, 12, 30, 6, tzinfo=UTC)
    assert [(link.rel, link.id) for link in parsed.links] == [("picture", "urn:example:2")]


def test_the_keywords_that_superdesk_adds_are_read() -> None:
    assert read({**FIRST, "keywords": ["water", "rivers"]}).keywords == ("water", "rivers")


def test_what_tt_adds_is_known() -> None:
    extra = {"signals": {"updatetype": "KORR"}, "slug": "vatten", "replacing": ["urn:example:0"],
             "body_event": {"city": "Amman"}, "sector": "UTR", "newsvalue": 3}  # fmt: skip
    parsed = read({**FIRST, **extra})
    assert parsed.slugline == "vatten"
    assert parsed.cue == "correction"
    assert ("replaces", "urn:example:0") in [(link.rel, link.id) for link in parsed.links]


def test_what_is_null_is_not_given() -> None:
    nulls = dict.fromkeys(("place", "subject", "genre", "keywords", "associations", "infosource"))
    parsed = read({**FIRST, **nulls})
    assert (parsed.headline, parsed.subjects, parsed.sources) == ("Ministers meet", (), ())


def test_a_null_where_a_value_must_be_is_refused() -> None:
    assert "uri" in rejection(json.dumps({**FIRST, "uri": None})).detail


def test_a_cancelled_item_is_a_kill_even_without_a_text() -> None:
    parsed = read({"uri": "urn:example:1", "pubstatus": "canceled"})
    assert (parsed.revision, parsed.status, parsed.text) == ("kill", "cancelled", "")


def test_a_withheld_item_says_so() -> None:
    assert read({**FIRST, "pubstatus": "withheld"}).status == "withheld"


def test_a_description_that_adds_something_is_a_subheadline() -> None:
    parsed = read({**FIRST, "description_text": "Talks on water ended."})
    assert parsed.parts("subheadline") == ("Talks on water ended.",)


def test_a_description_that_repeats_the_body_is_left_out() -> None:
    parsed = read({**FIRST, "description_text": "The ministers met in …"})
    assert parsed.parts("subheadline") == ()


def test_a_description_stands_for_a_body_that_is_missing() -> None:
    parsed = read({"uri": "u", "headline": "Ministers meet", "description_text": "They met."})
    assert parsed.paragraphs == ("They met.",)


def test_a_declared_language_that_the_script_contradicts_is_not_believed() -> None:
    parsed = read({"uri": "u", "language": "en", "body_text": "اتفق الوزراء على تبادل البيانات."})
    assert (parsed.language, parsed.declared_language) == ("ar", "en")


def test_a_picture_is_dropped() -> None:
    item = {"uri": "u", "type": "picture", "headline": "Picture", "description_text": "A hill."}
    assert outcome(json.dumps(item)) == Drop("not_text_item")


def test_an_item_that_says_nothing_is_dropped() -> None:
    assert outcome('{"uri": "u", "type": "text"}') == Drop("no_content")


@pytest.mark.parametrize(
    ("item", "named"),
    [
        ({}, "`uri`"),
        ({"uri": "u", "random": 1}, "`random`"),
        ({"uri": "u", "urgency": 11}, "`$.urgency`"),
        ({"uri": "u", "headline": 42}, "`$.headline`"),
        ({"uri": "u", "body_text": 42}, "`$.body_text`"),
        ({"uri": "u", "pubstatus": "cancelled"}, "`$.pubstatus`"),
        ({"uri": "u", "associations": {"a": {"uri": "v", "strange": 1}}}, "`strange`"),
        ({"uri": "u", "headlines": [{"role": "main"}]}, "`value`"),
        (["uri"], "one item"),
    ],
)
def test_json_that_is_not_ninjs_is_refused_with_its_field(item: object, named: str) -> None:
    refused = rejection(json.dumps(item))
    assert refused.reason == "not_ninjs"
    assert named in refused.detail


def test_malformed_json_is_refused_with_its_place() -> None:
    refused = rejection('{"uri": "u",\n "headline": @}')
    assert refused.reason == "not_json"
    assert "line 2, column 14" in refused.detail


@pytest.mark.parametrize("depth", [10, 300, 600, 900, 990, 50_000])
def test_json_nested_without_end_is_refused(depth: int) -> None:
    nested = '{"associations": {"a": ' * depth + "1" + "}}" * depth
    assert rejection(nested).reason in {"not_json", "not_ninjs"}
    listed = '{"uri": "u", "headlines": ' + "[" * depth + "]" * depth + "}"
    assert rejection(listed).reason in {"not_json", "not_ninjs"}


STATED = {"name": "ninjs", "version": "1.3"}


@pytest.mark.parametrize(
    ("standard", "changes", "field"),
    [
        ({"$standard": STATED}, {"expires": "2024-03-05T08:15:00Z"}, "$.expires"),
        (
            {"standard": {**STATED, "version": "2.1"}},
            {"embargoeduntil": "2024"},
            "$.embargoeduntil",
        ),
        ({"standard": {**STATED, "version": "2.0"}}, {"digitalsourcetype": {}}, "$.digital"),
        ({"standard": {**STATED, "version": "3.0"}}, {"headline": "One"}, "$.headline"),
        (
            {"standard": {"schema": "https://iptc.org/std/ninjs/ninjs-schema_2.0.json"}},
            {"expires": "2024-03-05T08:15:00Z"},
            "$.expires",
        ),
    ],
)
def test_an_item_is_held_to_the_version_that_it_names(
    standard: dict[str, object], changes: dict[str, object], field: str
) -> None:
    refused = rejection(json.dumps({"uri": "u", **standard, **changes}))
    assert refused.reason == "not_ninjs"
    assert f"`{field}" in refused.detail


def test_a_version_in_the_spelling_of_another_says_nothing() -> None:
    item = {"uri": "u", "headlines": [{"value": "One"}], "standard": STATED}
    assert article(json.dumps(item)).headline == "One"


def test_another_standard_holds_an_item_to_nothing() -> None:
    item = {"uri": "u", "headline": "One", "expires": "2024-03-05T08:15:00Z"}
    assert article(json.dumps({**item, "$standard": {**STATED, "name": "TTNINJS"}})).headline
    assert article(json.dumps({**item, "$standard": {**STATED, "version": "1.4"}})).headline


UNTOLD = {
    # Nothing in these says that they follow 1.0 or 1.1; since 1.2 they are right.
    "1.0/should_fail/014_type_component.json",
    "1.0/should_fail/016_infosource.json",
    "1.1/should_fail/001_type_component.json",
    "1.1/should_fail/002_infosource.json",
}


def test_the_suites_of_iptc() -> None:
    suite = shared("data", "wire", "iptc-ninjs", "validation", "test_suite")
    wrong = set()
    for path in sorted(suite.glob("*/should_*/*.json")):
        result = outcome(path.read_bytes(), "application/json")
        refused = isinstance(result, Reject)
        if isinstance(result, Reject):
            assert re.search(r"`[\w.$*%&^]+", result.detail), result.detail
        if refused != (path.parent.name == "should_fail"):
            wrong.add(path.relative_to(suite).as_posix())
    assert wrong == UNTOLD


def test_the_examples_of_iptc() -> None:
    folder = shared("data", "wire", "iptc-ninjs", "examples")
    outcomes = {
        path.relative_to(folder).as_posix(): outcome(path.read_bytes())
        for path in sorted(folder.glob("*/*.json"))
    }
    assert {name for name, result in outcomes.items() if isinstance(result, Reject)} == set()
    read_ones = [result for result in outcomes.values() if isinstance(result, Emit)]
    assert len(read_ones) > len(outcomes) / 2


def test_an_array_holds_several_items_and_a_defect_for_what_is_none() -> None:
    second = {**FIRST, "uri": "urn:example:2", "headline": "Ministers part"}
    result = outcome(json.dumps([FIRST, second, {"headline": "No id"}]))
    assert isinstance(result, Emit)
    found = [one for one in result.records if isinstance(one, Parsed)]
    assert [one.headline for one in found] == ["Ministers meet", "Ministers part"]
    (defect,) = result.defects
    assert defect.detail.startswith("Item 3: Not ninjs at $: Object missing required field `uri`")


def test_a_picture_of_a_slideshow_has_its_place() -> None:
    picture = {"uri": "urn:example:3", "type": "picture", "description_text": "A hall.", "order": 1}
    shown = {**FIRST, "associations": {"slideshow1--1": picture}}
    assert article(json.dumps(shown)).parts("caption") == ("A hall.",)
