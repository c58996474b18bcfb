"""The names of Media Topics that come as a code alone."""

from __future__ import annotations

import re

import orjson
import pytest

from schemas.records import Subject
from streams.parse.media_topics import labelled, labels
from tests.parse.wires import article

ITEM = {
    "uri": "urn:x:1",
    "type": "text",
    "language": "en",
    "headline": "Talks",
    "body_text": "They met.",
}
BY_CODE = Subject(code="medtop:20000639", label="diplomacy")


@pytest.mark.parametrize(
    "said",
    [
        {"code": "medtop:20000639"},
        {"code": "20000639", "scheme": "http://cv.iptc.org/newscodes/mediatopic/"},
        {"uri": "http://cv.iptc.org/newscodes/mediatopic/20000639"},
    ],
)
def test_a_topic_that_comes_as_a_code_has_its_name(said: dict[str, str]) -> None:
    assert article(orjson.dumps({**ITEM, "subject": [said]})).subjects == (BY_CODE,)


def test_so_has_one_of_newsml_g2() -> None:
    item = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:2" version="1">
        <itemMeta><itemClass qcode="ninat:text"/></itemMeta>
        <contentMeta><headline>Talks</headline><subject qcode="medtop:20000639"/></contentMeta>
        <contentSet><inlineData contenttype="text/plain">They met.</inlineData></contentSet>
        </newsItem>"""
    assert article(item).subjects == (BY_CODE,)


def test_the_senders_own_name_stands() -> None:
    own = (Subject(code="medtop:20000639", label="Diplomatie"), Subject(code="medtop:11000000"))
    assert labelled(own, "ninjs") == (own[0], Subject(code="medtop:11000000", label="politics"))


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("subj:16002000", "armed conflict"),
        ("subj:16009000", "war"),
        ("subj:08000000", "human interest"),
    ],
)
def test_a_subject_code_has_the_name_of_its_topic(code: str, label: str) -> None:
    assert labelled((Subject(code=code),), "newsml-g2") == (Subject(code=code, label=label),)


def test_a_bare_subject_code_is_known_where_formats_have_them_so() -> None:
    bare = (Subject(code="16002000"),)
    assert labelled(bare, "newsml-1.2")[0].label == "armed conflict"
    assert labelled(bare, "ninjs") == bare


@pytest.mark.parametrize("code", ["medtop:99999999", "subj:99999999", "20000639", "MCC:SPO", None])
def test_what_is_not_in_the_table_has_no_name(code: str | None) -> None:
    given = (Subject(code=code), Subject(code="medtop:11000000"))
    assert labelled(given, "newsml-g2")[0] == given[0]


def test_the_table_is_whole() -> None:
    known = labels()
    assert len(known) > 2_000
    assert all(re.fullmatch(r"(?:medtop|subj):\d{8}", code) for code in known)
    assert all(map(str.strip, known.values()))
