"""Reading takes time in proportion to the size, whatever stands in an item, and little memory."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

from schemas.records import Parsed
from streams.outcome import Emit, Reject
from streams.parse.item_terms import term
from streams.parse.stage import parse
from tests.parse import wires, xml_samples
from tests.parse.floods import FORMATS, flooded
from tests.parse.wires import outcome

CHARS = 30_000
MAX_S = 2.0
"""CPU time; each of these takes some 0.1 s, and took minutes where a search was quadratic."""

RUNS = (
    *(" ", "\n", "\t", "(", ")", "[", "<", ">", "-", "—", '"', "'", ".", ",", ":", "/", "=", "#"),
    *("a", "1", "_", "\n ", "a ", "A ", "1 ", "a-", "a/", "<a", "<!--", "<?", "\n--", " - ", "By "),
    *("a@", "a.a", "Photo ", "صورة ", "ab/cd ", "\x1b ", "12 GMT ", "1st ", "2nd-", "\u00a0", "ا "),
)


def took_s(body: str) -> float:
    start = time.process_time()
    outcome(body)
    return time.process_time() - start


@pytest.mark.parametrize("run", RUNS)
def test_a_long_run_of_anything_in_a_text(run: str) -> None:
    flood = run * (CHARS // len(run))
    assert took_s(f"Headline\n\n{flood}\n\nThe end.") < MAX_S
    assert took_s(flood) < MAX_S


@pytest.mark.parametrize("run", [run for run in RUNS if run[0] not in "<\x1b"])
def test_a_long_run_of_anything_in_codes_and_lines_of_newsml(run: str) -> None:
    flood = (run * (CHARS // len(run))).replace('"', "&quot;")
    meta = (
        f'<itemClass qcode="ninat:{flood}"/><edNote>{flood}</edNote><pubStatus qcode="{flood}"/>'
        f"<slugline>{flood}</slugline><versionCreated>{flood}</versionCreated>"
    )
    content = f'<by>{flood}</by><creditline>{flood}</creditline><genre qcode="{flood}"/>'
    assert took_s(xml_samples.g2(item_meta=meta, content_meta=content)) < MAX_S


FLOODS = (
    *(" ", "\n", "(", "<", "&", "-", ".", '"', "a", "1", "\u0640", "\u064e", "\u00a0", "«"),
    *("a-", "1.", "a. ", "a ", "A ", "a@", "a/", "a\n\n", "By ", "(Reuters)", "(Reuters) - "),
    *("LONDON (AP) - ", "المصدر : ", "عاجل ", "UPDATE 2-", ",lead ", "<p>", "<b><i>", "<a b='"),
    *("&amp;", "© ", "Photo: "),
)
FLOOD_CHARS = 15_000
"""In each of several places of an item: one search that is quadratic takes seconds."""


@pytest.mark.parametrize("run", FLOODS)
@pytest.mark.parametrize("name", FORMATS)
def test_a_long_run_of_anything_in_every_place_of_every_format(name: str, run: str) -> None:
    for body in flooded(name, run * (FLOOD_CHARS // len(run))):
        assert took_s(body) < MAX_S


@pytest.mark.parametrize("name", FORMATS)
def test_items_with_a_run_in_every_place_are_still_read_as_their_format(name: str) -> None:
    read = {
        record.format
        for body in flooded(name, "a ")
        if isinstance(told := outcome(body), Emit)
        for record in told.records
        if isinstance(record, Parsed)
    }
    assert name in read


def test_a_code_of_any_length_has_a_last_part() -> None:
    assert term("x" * 1_000_000 + ":correction") == "correction"
    assert term("a/" * 500_000 + "sig:Lead-Writethru") == "leadwritethru"


@pytest.mark.parametrize(
    "damage", ['xmlns:content="h\u00a0ttp://x/"', 'xmlns:link="x" link:="y"', "<link/>"]
)
def test_a_feed_that_feedparser_fails_on_is_refused_or_mended(damage: str) -> None:
    feed = wires.rss("<title>T</title><link>x</link>").replace("<rss ", f"<rss {damage} ", 1)
    assert isinstance(outcome(feed), Emit | Reject)


@pytest.mark.parametrize("run", ["\n", "\n ", " ", "<!-- -->\n", "&", "<?x ?>\n"])
def test_a_long_run_before_a_broken_feed(run: str) -> None:
    feed = wires.rss("<title>T & Co</title>", "<title><b>U</title>")
    assert took_s(run * (CHARS // len(run)) + feed) < MAX_S


@pytest.mark.parametrize("run", ["a", "9", "a.", "a@", "a@a."])
def test_long_authors_in_a_broken_feed(run: str) -> None:
    author = f"<author>{run * (CHARS // len(run))}</author><author/><author/>"
    assert took_s(wires.rss(f"<title>T & Co</title>{author}", "<title><b>U</title>")) < MAX_S


ELEVEN = 11
MANY = {
    "newsml-g2": xml_samples.message(*[xml_samples.g2()] * ELEVEN),
    "newsml-1.2": "<NewsML>" + "<NewsItem/>" * ELEVEN + "</NewsML>",
    "rss": wires.rss(*["<title>T</title>"] * ELEVEN),
    "atom": wires.atom(*["<title>T</title>"] * ELEVEN),
    "jsonfeed": json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "title": "T"}] * ELEVEN}
    ),
    "ap": json.dumps({"api_version": "1", "data": {"items": [{"item": {}}] * ELEVEN}}),
    "dpa": json.dumps({"entries": [{"format": "digitalwires@1.0.0"}] * ELEVEN}),
    "reuters": json.dumps({"data": {"search": {"items": [{"versionedGuid": "1"}] * ELEVEN}}}),
    "anpa": "\x01\x1f\x02^One<\n   Two.\x03\x04" * ELEVEN,
    "iptc7901": "\x01xyz0123 4 i 45 EXA\n\x02\nOne\n   Two.\n\x03\x04" * ELEVEN,
    "json-ld": json.dumps({"@context": "x", "@graph": [{"@type": "NewsArticle"}] * ELEVEN}),
    "email": "From: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    + "".join(
        f'--b\nContent-Type: application/json\n\n{{"uri": "u{at}", "headline": "T"}}\n'
        for at in range(ELEVEN)
    )
    + "--b--\n",
}


@pytest.mark.parametrize("name", MANY)
def test_more_articles_in_an_item_than_are_allowed(name: str) -> None:
    few = replace(wires.LIMITS, max_articles=10)
    refused = parse(wires.item(MANY[name]), few)
    assert isinstance(refused, Reject), refused
    assert refused.reason == "too_large"
    assert "BARQ_MAX_ARTICLES" in refused.detail


@pytest.mark.parametrize(
    "body",
    [
        "From: x\nMIME-Version: 1.0\n" + "X-A: b\n" * 500_000 + "\nHi",
        "<nitf><body><body.content>" + "<p/>" * 1_000_001 + "</body.content></body></nitf>",
        "\x01\x02" + "a\n" * 1_500_000 + "\x03",
        "\x01\x02\x03\x04" * 500_000,
        '{"uri": "u", "body_text": "' + "a" * 17_000_000 + '"}',
        "From: x\nMIME-Version: 1.0\nSubject: " + "a" * 2_000_000 + "\n\nHi",
        "대한민국 정부 ".encode("cp949") * 2_000_000,
    ],
    ids=["fields", "elements", "lines", "frames", "string", "field", "undeclared"],
)
def test_megabytes_of_anything_are_too_large(body: bytes | str) -> None:
    start = time.process_time()
    refused = outcome(body)
    assert isinstance(refused, Reject), refused
    assert refused.reason == "too_large"
    assert time.process_time() - start < MAX_S


def test_many_attributes_and_many_elements() -> None:
    attributes = " ".join(f'a{number}="x"' for number in range(20_000))
    assert took_s(f"<nitf {attributes}><body><body.content/></body></nitf>") < MAX_S
    assert took_s(xml_samples.nitf("<p>x</p>" * 20_001)) < MAX_S


def test_a_paragraph_wrapped_over_very_many_lines() -> None:
    text = "\n".join(["of"] * 250_000)
    kind = "<MediaType FormalName='Text'/>"
    item = xml_samples.newsml1(xml_samples.content_item(text, kind), kind="News")
    assert took_s(item) < MAX_S
