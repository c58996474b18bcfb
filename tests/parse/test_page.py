"""Web pages: main text, JSON-LD, metadata; and JSON-LD by itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from schemas.records import Parsed, Subject
from streams.outcome import Drop
from tests.parse.wires import article, articles, outcome, rejection

FIRST = "Ministers of three countries agreed on Sunday to share data on their rivers in drought."
SECOND = "The figures will be published every week, one of them told reporters in Amman."
THIRD = "A further meeting is planned for next month, and other countries may join it then."

LINKED: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Ministers share river data",
    "description": "Three countries work together.",
    "datePublished": "2019-03-04T15:09:00+01:00",
    "dateModified": "2019-03-04T16:09:00+01:00",
    "author": [{"@type": "Person", "name": "Jane Doe"}],
    "publisher": {"@type": "Organization", "name": "Reuters"},
    "articleSection": "World",
    "keywords": "water, rivers",
    "inLanguage": "en",
    "url": "https://example.org/a",
}


def page(head: str = "", body: str = "", html: str = "<html lang='en-GB'>") -> str:
    around = (
        '<nav><ul><li><a href="/">Home</a><li><a href="/w">World news of the day</a></ul></nav>'
    )
    aside = (
        '<aside class="related"><h2>Read also</h2><p>Something quite different happened elsewhere'
        " on the same day, as we reported.</p></aside>"
        '<div class="newsletter"><p>Subscribe to our newsletter and get the news every morning.</p>'
        "</div><footer><p>Copyright 2019 by the Example Publishing Company of Example.</p></footer>"
    )
    return f"<!doctype html>{html}<head>{head}</head><body>{around}{body}{aside}</body></html>"


def script(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


BODY = (
    f'<div id="x"><div class="story"><h1>Ministers share river data</h1><figure><img src="p.jpg">'
    f"<figcaption>The ministers. Photo: Max Muster/AP</figcaption></figure>"
    f"<p>{FIRST}</p><div class='ad'><p>Buy a very good car today at a low price.</p></div>"
    f'<p>{SECOND}</p><ul><li><a href="/b">Another story that one may want to read</a></ul>'
    f"<p>{THIRD}</p></div></div>"
)  # fmt: skip


def check(parsed: Parsed) -> None:
    assert parsed.format == "html"
    assert parsed.headline == "Ministers share river data"
    assert parsed.paragraphs == (FIRST, SECOND, THIRD)


def test_the_main_text_is_told_from_what_is_around_it() -> None:
    parsed = article(page("<title>Ministers share river data | Example</title>", BODY))
    check(parsed)
    assert parsed.language == "en"
    (caption,) = (block for block in parsed.blocks if block.kind == "caption")
    assert caption.credit == "Max Muster/AP"


@pytest.mark.parametrize("around", ["article", "main", "section", 'div itemprop="articleBody"'])
def test_the_elements_that_pages_mark_articles_with(around: str) -> None:
    body = f"<{around}><p>{FIRST}<p>{SECOND}<p>{THIRD}</{around.split(maxsplit=1)[0]}>"
    check(article(page('<meta property="og:title" content="Ministers share river data">', body)))


@pytest.mark.parametrize(
    "wrapper", ['div class="page with-sidebar"', "form", 'div id="content-nav-wide"']
)
def test_what_wraps_the_page_is_no_furniture(wrapper: str) -> None:
    body = f"<{wrapper}>{BODY}</{wrapper.split(maxsplit=1)[0]}>"
    check(article(page("<title>Ministers share river data</title>", body)))


def test_comments_are_left_out_however_long() -> None:
    comments = f'<div id="comments">{f"<p>I think that is so: {FIRST}</p>" * 40}</div>'
    check(article(page("<title>Ministers share river data</title>", BODY + comments)))


def test_metadata_of_the_page() -> None:
    head = (
        '<link rel="canonical" href="https://example.org/a">'
        '<meta property="article:published_time" content="2019-03-04T15:09:00+01:00">'
        '<meta name="author" content="Jane Doe"><meta name="keywords" content="water, rivers">'
        '<meta property="og:site_name" content="Reuters">'
    )
    parsed = article(page(head, BODY))
    assert parsed.published_at == datetime(2019, 3, 4, 14, 9, tzinfo=UTC)
    assert (parsed.id, parsed.url) == ("https://example.org/a", "https://example.org/a")
    assert parsed.parts("byline") == ("Jane Doe",)
    assert parsed.keywords == ("water", "rivers")
    assert [source.id for source in parsed.sources] == ["reuters"]


@pytest.mark.parametrize("wrap", [lambda x: x, lambda x: [x], lambda x: {"@graph": [{}, x]}])
def test_json_ld_goes_before_the_metadata(wrap: Any) -> None:
    head = '<title>Wrong | Example</title><meta property="og:title" content="Wrong">'
    parsed = article(page(head + script(wrap(LINKED)), BODY))
    check(parsed)
    assert parsed.parts("subheadline") == ("Three countries work together.",)
    assert parsed.parts("byline") == ("Jane Doe",)
    assert parsed.subjects == (Subject(label="World"),)
    assert parsed.published_at == datetime(2019, 3, 4, 14, 9, tzinfo=UTC)
    assert parsed.updated_at == datetime(2019, 3, 4, 15, 9, tzinfo=UTC)


def test_the_body_in_json_ld_tells_which_paragraphs_are_the_article() -> None:
    stray = (
        "<p>This paragraph is by the desk of the site and is no part of the article, really.</p>"
    )
    body = BODY.replace(f"<p>{SECOND}</p>", f"<p>{SECOND}</p>{stray}")
    linked = {**LINKED, "articleBody": f"{FIRST} {SECOND} {THIRD}"}
    check(article(page(script(linked), body)))


def test_what_the_page_does_not_show_is_read_from_json_ld() -> None:
    linked = {**LINKED, "articleBody": f"{FIRST}\n{SECOND}\n{THIRD}"}
    check(article(page(script(linked), "<p>Please enable JavaScript to read this article.</p>")))


def test_malformed_json_ld_is_passed_over() -> None:
    head = '<title>Ministers share river data</title><script type="application/ld+json">{</script>'
    check(article(page(head, BODY)))


def test_a_page_in_another_encoding() -> None:
    text = "اتفق وزراء المياه في ثلاث دول الأحد على تقاسم بيانات الأنهار خلال موسم الجفاف."
    html = f"<html><head><meta charset=windows-1256><title>لقاء</title></head><p>{text}</p></html>"
    parsed = article(html.encode("windows-1256"), "text/html; charset=utf-8")
    assert parsed.paragraphs == (text,)
    assert parsed.language == "ar"


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Ministers meet | World | Example", "Ministers meet"),
        ("Ministers meet - Reuters", "Ministers meet"),
        ("Ministers meet - at last", "Ministers meet - at last"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_headline(title: str, headline: str) -> None:
    assert article(page(f"<title>{title}</title>", f"<p>{FIRST}</p>")).headline == headline


def test_the_language_of_xhtml() -> None:
    html = "<html xmlns='http://www.w3.org/1999/xhtml' xml:lang='fr'>"
    assert article(page("<title>T</title>", f"<p>{FIRST}</p>", html)).declared_language == "fr"


def test_a_page_without_text_is_dropped() -> None:
    assert outcome("<html><body><nav><a href='/'>Home</a></nav></body></html>") == Drop(
        "no_content"
    )


def test_json_ld_by_itself_is_read() -> None:
    linked = {**LINKED, "articleBody": f"{FIRST}\n{SECOND}\n{THIRD}"}
    check(article(json.dumps(linked), "application/ld+json"))
    assert (
        len(articles(json.dumps({"@context": "x", "@graph": [linked, {**linked, "url": ""}]}))) == 2
    )


def test_more_json_ld_than_one_transaction_takes_is_refused_whole() -> None:
    graph = [{**LINKED, "url": str(number)} for number in range(2_001)]
    refused = rejection(json.dumps({"@context": "x", "@graph": graph}))
    assert refused.reason == "too_large"
    assert "2,001, more than 2,000; raise BARQ_MAX_ARTICLES" in refused.detail


def test_json_ld_of_something_else_is_refused() -> None:
    refused = rejection('{"@context": "https://schema.org", "@type": "Recipe", "name": "Soup"}')
    assert refused.reason == "not_news"
    assert "@type" in refused.detail


def test_a_page_of_many_paragraphs_is_read_in_time() -> None:
    body = "<div>" * 400 + f"<p>{FIRST}</p>" * 5_000 + "</div>" * 400
    with_text = outcome(page("<title>Long</title>", body))
    assert not isinstance(with_text, Drop)


@pytest.mark.parametrize(
    ("before", "after"),
    [("//<![CDATA[\n", "\n//]]>"), ("/* <![CDATA[ */", "/* ]]> */"), ("<!--", "-->")],
)
def test_json_ld_hidden_from_old_readers_is_read(before: str, after: str) -> None:
    hidden = f'<script type="application/ld+json">{before}{json.dumps(LINKED)}{after}</script>'
    parsed = article(page(hidden, BODY))
    assert parsed.parts("byline") == ("Jane Doe",)
    assert [source.id for source in parsed.sources] == ["reuters"]
