"""The stage: any bytes give an outcome; the format is told by the bytes."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import Parsed
from streams.outcome import Drop, Emit, Outcome, Reject
from streams.parse.stage import DROPS, REJECTS, parse, step
from tests.parse.wires import (
    ARABIC,
    FIRST,
    LIMITS,
    SECOND,
    article,
    atom,
    item,
    outcome,
    rejection,
    rss,
)

TYPES = st.sampled_from(
    [
        "",
        "text/plain",
        "application/json",
        "application/rss+xml; charset=windows-1256",
        "text/xml; charset=utf-16",
        "text/plain; charset=zlib",
    ]
)
TEXTS = st.text(max_size=300)
LINES = st.lists(
    st.sampled_from(
        ["", " ", "(AFP)", "Source: Reuters", "By Jane Doe", "المصدر : وكالات", "صورة: لقاء"]
    )
    | st.text(max_size=40),
    max_size=12,
).map("\n".join)
HTML = st.lists(
    st.sampled_from(["<p>", "</p>", "<h1>", "<figcaption>", "<br/>", "<b>", "&amp;", "&nbsp;", "<"])
    | st.text(max_size=20),
    max_size=15,
).map("".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["uri", "headline", "body_html", "bodies", "associations", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
).map(json.dumps)


def ninjs(html: str) -> str:
    return json.dumps({"uri": "u", "headline": "Headline", "body_html": html})


def feed(html: str) -> str:
    return rss(f"<title>Headline</title><description><![CDATA[{html}]]></description>")


def holds(result: Outcome) -> None:
    if isinstance(result, Drop):
        assert result.reason in DROPS
    elif isinstance(result, Reject):
        assert result.reason in REJECTS
        assert result.detail
    else:
        assert all(defect.reason in REJECTS for defect in result.defects)
        assert result.records
        for record in result.records:
            assert isinstance(record, Parsed)
            well_formed(record)


def well_formed(parsed: Parsed) -> None:
    at = 0
    for block in parsed.blocks:
        assert at <= block.start < block.end <= len(parsed.text)
        words = parsed.text[block.start : block.end]
        assert words == words.strip()
        at = block.end
    assert parsed.parts("headline") in {(), (parsed.headline,)}


@given(st.binary(max_size=400), TYPES)
def test_any_bytes_give_an_outcome(body: bytes, content_type: str) -> None:
    holds(outcome(body, content_type))


@given(TEXTS | LINES | JSON | HTML.map(ninjs) | HTML.map(feed) | HTML.map(rss) | HTML.map(atom))
def test_any_text_gives_an_outcome_whose_blocks_are_exact(text: str) -> None:
    holds(outcome(text.encode("utf-8", "surrogatepass")))


@given(st.lists(LINES | HTML.map(feed), max_size=4))
def test_a_chunk_of_one_equals_a_chunk_of_many(texts: list[str]) -> None:
    items = [item(text) for text in texts]
    assert step(items, LIMITS) == [parse(one, LIMITS) for one in items]


@pytest.mark.parametrize("content_type", ["application/json", "text/html", "image/png", "nonsense"])
def test_a_wrong_content_type_does_not_mislead(content_type: str) -> None:
    assert article(ARABIC, content_type).format == "text"
    assert article(ninjs("<p>x</p>"), content_type).format == "ninjs"
    assert article(rss("<title>A</title>"), content_type).format == "rss"
    assert article(atom("<title>A</title>"), content_type).format == "atom"


@pytest.mark.parametrize("body", ["", " \n\t ", b"\xef\xbb\xbf"])
def test_nothing_is_empty(body: bytes | str) -> None:
    assert rejection(body).reason == "empty"


def test_noise_is_refused_by_its_first_bytes() -> None:
    noise = random.Random(1).randbytes(1_000_000)
    assert rejection(noise).reason == "not_text"
    assert rejection(noise, "text/plain; charset=iso-8859-1").reason == "not_text"


def test_a_long_text_is_too_large_and_names_the_setting() -> None:
    refused = rejection("a" * 200_001)
    assert refused.reason == "too_large"
    assert "BARQ_MAX_TEXT_CHARS" in refused.detail


def test_a_large_item_is_too_large_before_it_is_read() -> None:
    refused = parse(item(b"\xff" * 2000), replace(LIMITS, max_item_bytes=1024))
    assert isinstance(refused, Reject)
    assert refused.reason == "too_large"
    assert "BARQ_MAX_ITEM_BYTES" in refused.detail


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<iim><record/></iim>", "<iim>"),
    ],
)
def test_a_format_that_is_not_read_yet_is_named(body: str, what: str) -> None:
    refused = rejection(body)
    assert refused.reason == "unknown_format"
    assert what in refused.detail


def test_text_that_opens_with_a_bracket_is_text() -> None:
    assert article("<ABC.N> SETS QUARTERLY DIVIDEND\n\nNEW YORK - It did.").format == "text"
    assert article("<B> SETS QUARTERLY DIVIDEND\n\nNEW YORK - It did.").format == "text"


@pytest.mark.parametrize("before", ["", "<!DOCTYPE html>\n", "<!-- desk -->"])
@pytest.mark.parametrize("name", ["h2", "blockquote", "ul", "figure", "main", "strong", "B"])
def test_a_part_of_a_page_is_html_whatever_it_begins_with(name: str, before: str) -> None:
    parsed = article(
        f"{before}<{name}>Sidon harbour reopens.</{name}><p>{FIRST}</p><p>{SECOND}</p>"
    )
    assert parsed.format == "html"
    assert parsed.text.count("Sidon harbour reopens.") == 1
    assert parsed.paragraphs[-2:] == (FIRST, SECOND)
    declared = rejection(f'<?xml version="1.0"?><{name}>Sidon harbour reopens.</{name}>')
    assert declared.reason == "unknown_format"


@pytest.mark.parametrize("body", ["null", " 42\n", "-1.5e3", "true"])
def test_a_value_of_json_alone_is_no_article(body: str) -> None:
    assert rejection(body).reason == "not_ninjs"


def test_an_exact_resend_has_the_same_id_and_digest() -> None:
    first, again = article(ARABIC, source="one"), article(ARABIC, source="two")
    assert (first.id, first.digest) == (again.id, again.digest)


def test_other_line_ends_have_the_same_id() -> None:
    assert article(ARABIC).id == article(ARABIC.replace("\n", "\r\n")).id


def test_another_text_has_another_id() -> None:
    assert article(ARABIC).id != article(ARABIC + ".").id


def test_reading_twice_gives_the_same() -> None:
    for body in (ARABIC, ninjs("<p>x</p>"), feed("<p>x</p>")):
        assert outcome(body) == outcome(body)
        assert isinstance(outcome(body), Emit)


def test_whoever_knows_the_pipeline_has_not_loaded_the_formats() -> None:
    code = (
        "import sys, streams.topology as t; assert 'streams.parse.formats' not in sys.modules;"
        "from streams.settings import Settings; t.PIPELINE[0].agents[0].load(Settings.read());"
        "assert 'streams.parse.formats' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
