"""Feeds with slips that senders make again and again, read as they were meant."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schemas.records import Parsed
from streams.outcome import Emit
from streams.parse.html import MAX_TAGS
from streams.parse.reading import MAX_LINES
from tests.parse.wires import article, atom, outcome, rss

ITEM = "<item><title>Talks in Moscow</title><guid>1</guid></item>"


def test_blank_lines_before_the_declaration_are_passed_over() -> None:
    parsed = article(f'\n\n<?xml version="1.0"?><rss><channel>{ITEM}</channel></rss>')
    assert parsed.headline == "Talks in Moscow"


def test_an_entry_with_a_prefix_that_is_not_declared_is_read() -> None:
    parsed = article(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>Talks in Moscow</title>'
        "<wfw:commentRss>https://example.org/1/feed</wfw:commentRss></entry></feed>"
    )
    assert (parsed.format, parsed.headline) == ("atom", "Talks in Moscow")


def test_a_namespace_that_is_no_address_does_no_harm() -> None:
    read = outcome(f'<rss xmlns:geo="http://example.org/geo "><channel>{ITEM}</channel></rss>')
    assert isinstance(read, Emit)
    assert not read.defects


@pytest.mark.parametrize(
    "line",
    [
        "The post Talks in Moscow appeared first on Example News.",
        "L’article Talks in Moscow est apparu en premier sur Exemple.",
        "Der Beitrag Talks in Moscow erschien zuerst auf Beispiel.",
        "Сообщение Talks in Moscow появились сначала на Пример.",
        "ظهرت المقالة Talks in Moscow أولاً على مثال.",
        "Continue reading…",
        "Lire la suite - En bref",
        "Читать далее",
        "اقرأ المزيد",
        "続きを読む",
        "Talks was published on Medium, where people are continuing the conversation.",
        "Moskova görüşmeleri yazısı ilk önce Örnek üzerinde ortaya çıktı.",
    ],
)
def test_where_it_appeared_and_how_to_read_on_is_no_text(line: str) -> None:
    read = article(
        rss(
            "<title>Talks in Moscow</title><description><![CDATA[<p>A summary.</p>"
            f"<p>{line}</p>]]></description><content:encoded><![CDATA[<p>The ministers met in "
            f"Moscow.</p><p>They talked for hours.</p><p>{line}</p>]]></content:encoded>"
        )
    )
    assert read.paragraphs == ("The ministers met in Moscow.", "They talked for hours.")
    assert read.parts("subheadline") == ("A summary.",)
    assert read.parts("footer") == (line,)


@pytest.mark.parametrize(
    "line", ["The rumour appeared first on a television channel.", "Reading more is his plan."]
)
def test_a_sentence_at_the_end_is_text(line: str) -> None:
    read = article(rss(f"<title>A</title><description>&lt;p&gt;B.&lt;/p&gt;{line}</description>"))
    assert read.paragraphs == ("B.", line)


WRAPPED = """The ministers of three countries that share the river
    met on Sunday in Moscow, and spoke for hours with
    Turkish and Iraqi engineers.

    They meet again in May."""


def test_lines_that_were_wrapped_are_one_paragraph() -> None:
    read = article(rss(f"<title>Talks</title><description>{WRAPPED}</description>"))
    assert [line.split()[0] for line in read.paragraphs] == ["The", "They"]
    assert read.paragraphs[0].endswith(
        "river met on Sunday in Moscow, and spoke for hours with Turkish and Iraqi engineers."
    )


def test_lines_that_end_are_paragraphs() -> None:
    lines = ("Oil falls by two per cent on Monday in London trade", "Gold rises to a new record")
    text = "\n".join(lines)
    read = article(rss(f"<title>Markets</title><description>{text}</description>"))
    assert read.paragraphs == lines


@pytest.mark.parametrize(
    "markup", ["&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One.&lt;br&gt;Two."]
)
def test_html_in_atom_that_does_not_say_so_is_html(markup: str) -> None:
    read = article(atom(f"<id>1</id><title>Talks</title><content>{markup}</content>"))
    assert read.paragraphs == ("One.", "Two.")


def test_an_address_is_relative_to_that_of_the_feed() -> None:
    item = "<title>Talks</title><link>/news/1</link>"
    assert (
        article(rss(item, head="<link>https://example.org/</link>")).url
        == "https://example.org/news/1"
    )
    entry = '<id>1</id><title>Talks</title><link href="../1"/>'
    feed = atom(entry).replace("<title>Desk", '<link href="https://example.org/a/b/"/><title>Desk')
    assert article(feed).url == "https://example.org/a/1"
    own = feed.replace("https://example.org/a/b/", "/c/d/").replace(
        "<entry>", '<link rel="self" href="https://example.com/feed"/><entry>'
    )
    assert article(own).url == "https://example.com/c/1"
    based = feed.replace("<entry>", '<entry xml:base="https://example.net/x/">')
    assert article(based).url == "https://example.net/1"


def test_whom_an_item_names_as_its_source_is_its_source() -> None:
    read = article(
        rss(
            "<title>Talks - The Town Crier</title>"
            '<source url="https://example.org">The Town Crier</source>'
        )
    )
    assert [(one.name, one.id) for one in read.sources] == [("The Town Crier", None)]
    assert read.headline == "Talks"


@pytest.mark.parametrize("author", ["Le Figaro avec AFP", "AFP, agence", "Jane Doe/AFP"])
def test_an_agency_among_the_authors_is_a_source(author: str) -> None:
    read = article(rss(f"<title>Talks</title><dc:creator>{author}</dc:creator>"))
    assert [one.id for one in read.sources][-1] == "afp"


def test_a_time_in_html_is_a_time() -> None:
    read = article(
        rss(
            "<title>Talks</title><pubDate><time datetime='2018-12-29T18:00:00+03:00'>"
            "Sat, 12/29/2018 - 18:00</time></pubDate>"
        )
    )
    assert read.published_at == datetime(2018, 12, 29, 15, tzinfo=UTC)


def test_a_malformed_feed_gives_the_times_of_dublin_core() -> None:
    feed = rss("<title>Talks</title><dc:date>2018-12-29T15:00:00Z</dc:date><x>")
    read = outcome(feed.replace("</item>", "</item><item><title>Half"))
    assert isinstance(read, Emit)
    assert [one.published_at for one in read.records if isinstance(one, Parsed)][:1] == [
        datetime(2018, 12, 29, 15, tzinfo=UTC)
    ]


def test_what_is_said_of_a_video_is_the_text_of_an_entry_without_another() -> None:
    group = (
        '<media:group xmlns:media="http://search.yahoo.com/mrss/">'
        "<media:description>Ministers leave.</media:description></media:group>"
    )
    read = article(atom(f"<id>1</id><title>Talks</title>{group}"))
    assert read.paragraphs == ("Ministers leave.",)
    read = article(atom(f"<id>1</id><title>Talks</title>{group}<content>They met.</content>"))
    assert read.paragraphs == ("They met.",)


def test_a_podcast_tells_who_speaks_of_what() -> None:
    item = (
        '<title>Talks</title><itunes:author xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.'
        'dtd">Jane Doe</itunes:author><itunes:subtitle xmlns:itunes="http://www.itunes.com/dtds/'
        'podcast-1.0.dtd">On the river.</itunes:subtitle>'
    )
    read = article(rss(item))
    assert (read.parts("byline"), read.paragraphs) == (("Jane Doe",), ("On the river.",))


def test_signs_of_direction_around_a_title_hide_no_cue() -> None:
    read = article(rss("<title>&#8235;عاجل: لقاء في موسكو&#8236;</title><guid>1</guid>"))
    assert (read.headline, read.cue) == ("عاجل: لقاء في موسكو", "flash")


def test_markup_in_a_namespace_that_is_no_full_address_is_read() -> None:
    markup = '<content type="xhtml"><x:div xmlns:x="here"><p>One.</p><p>Two.</p></x:div></content>'
    read = article(atom(f"<id>1</id><title>Talks</title>{markup}"))
    assert read.paragraphs == ("One.", "Two.")


def test_what_is_wrong_is_told_in_the_order_of_the_entries_whatever_step_it_is_found_in() -> None:
    lines = "".join(f"line {number}.\n" for number in range(MAX_LINES + 1))
    result = outcome(
        rss(
            "<guid>nothing</guid>",
            f"<guid>tags</guid><description>{'&lt;b&gt;' * (MAX_TAGS + 1)}x</description>",
            "<guid>sound</guid><title>Ships come in</title>",
            f"<guid>lines</guid><description>{lines}</description>",
        )
    )
    assert isinstance(result, Emit)
    assert [record.id for record in result.records] == ["desk:sound"]  # type: ignore[attr-defined]  # Parsed
    found = [(one.reason, one.detail.partition(":")[0]) for one in result.defects]
    assert found == [
        ("no_content", "Entry 1 (nothing)"),
        ("too_large", "Entry 2 (tags)"),
        ("too_large", "Entry 4 (lines)"),
    ]
