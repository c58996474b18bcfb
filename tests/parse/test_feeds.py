"""RSS and Atom: every entry an article, a defect for what is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from streams.outcome import Drop, Emit
from streams.parse import feed
from tests.parse.wires import article, articles, atom, outcome, rejection, rss
from tests.shared import shared

FULL = """<title>Talks in Moscow &amp;amp; Ankara</title>
<link>https://example.org/1</link><guid isPermaLink="false">1</guid>
<pubDate>Sat, 29 Dec 2018 18:00:00 +0300</pubDate>
<dc:creator>Jane Doe</dc:creator><category>Diplomacy</category>
<description>A short summary.</description>
<content:encoded><![CDATA[<figure><img/><figcaption>Ministers. (AFP)</figcaption></figure>
<p>The <i>ministers</i> met.</p><p>They talked.<br/>Source: Reuters</p>]]></content:encoded>
<media:content url="https://example.org/1.jpg"><media:description>A hall.</media:description>
<media:credit>Anadolu</media:credit></media:content>"""


def test_an_item_with_everything() -> None:
    parsed = article(rss(FULL), source="desk-feed")
    assert parsed.format == "rss"
    assert parsed.id == "desk-feed:1"
    assert parsed.url == "https://example.org/1"
    assert parsed.headline == "Talks in Moscow & Ankara"
    assert parsed.paragraphs == ("The ministers met.", "They talked.")
    assert parsed.parts("subheadline") == ("A short summary.",)
    assert parsed.parts("byline") == ("Jane Doe",)
    assert parsed.parts("source_line") == ("Source: Reuters",)
    captions = [(parsed.text[b.start : b.end], b.credit) for b in parsed.blocks if b.credit]
    assert captions == [("A hall.", "Anadolu"), ("Ministers. (AFP)", "AFP")]
    assert [source.id for source in parsed.sources] == ["reuters"]
    assert [subject.label for subject in parsed.subjects] == ["Diplomacy"]
    assert parsed.published_at == datetime(2018, 12, 29, 15, tzinfo=UTC)
    assert parsed.language == "en"


def test_rdf() -> None:
    parsed = article(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://example.org/"><title>Desk</title></channel>'
        '<item rdf:about="https://example.org/1"><title>Talks in Moscow</title>'
        "<dc:date>2018-12-29T15:00:00Z</dc:date></item></rdf:RDF>"
    )
    assert (parsed.format, parsed.id) == ("rss", "https://example.org/1")
    assert parsed.published_at == datetime(2018, 12, 29, 15, tzinfo=UTC)


def test_rss_091_with_its_doctype() -> None:
    parsed = article(
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>'
        "<item><title>Caf&eacute; talks</title></item></channel></rss>"
    )
    assert parsed.headline == "Café talks"


@pytest.mark.parametrize("date", ["Friday", "12:30", "yesterday", ""])
def test_no_date_is_made_up(date: str) -> None:
    parsed = article(rss(f"<title>Talks</title><guid>17</guid><pubDate>{date}</pubDate>"))
    assert parsed.published_at is None


def test_text_after_an_element_or_an_entity_is_kept() -> None:
    parsed = article(rss("<title>Talks <!-- x -->in <b>Moscow</b> end&nbsp;now</title>"))
    assert parsed.headline == "Talks in Moscow end now"


def test_an_item_without_an_id_has_one_from_its_link_or_its_text() -> None:
    linked, bare = articles(
        rss("<title>A</title><link>https://example.org/a</link>", "<title>B</title>")
    )
    assert linked.id == "https://example.org/a"
    assert bare.id == article("B").id


def test_two_feeds_with_the_same_guid_do_not_clash() -> None:
    item = rss("<title>A</title><guid>1</guid>")
    assert article(item, source="one").id != article(item, source="two").id


def test_an_item_that_is_repeated_is_one_article() -> None:
    item = "<title>A</title><guid>1</guid>"
    assert len(articles(rss(item, item))) == 1


def test_a_guid_that_two_items_share_is_no_id() -> None:
    first, second = articles(
        rss("<title>A</title><guid>1</guid>", "<title>B</title><guid>1</guid>")
    )
    assert (first.headline, second.headline) == ("A", "B")
    assert first.id != second.id


def test_an_entry_that_repeats_another_or_is_older_is_dropped_beside_the_rest() -> None:
    def entry(title: str, hour: int) -> str:
        return (
            f'<title>{title}</title><link href="https://x.org/1"/><id>1</id>'
            f"<updated>2024-03-05T{hour:02}:00:00Z</updated>"
        )

    result = outcome(atom(entry("A", 9), entry("B", 10), entry("B", 10), entry("A", 8)))
    assert isinstance(result, Emit)
    assert [record.headline for record in result.records] == ["B"]  # type: ignore[attr-defined]  # Parsed
    assert [drop.reason for drop in result.dropped] == [
        "older_version",
        "repeated_item",
        "older_version",
    ]


def test_an_item_with_nothing_in_it_is_a_defect_beside_the_others() -> None:
    result = outcome(rss("<title>A</title>", "<guid>2</guid>"))
    assert isinstance(result, Emit)
    assert len(result.records) == 1
    (defect,) = result.defects
    assert defect.reason == "no_content"
    assert "Entry 2" in defect.detail


def test_a_feed_without_items_is_dropped() -> None:
    assert outcome(rss()) == Drop("empty_feed")


def test_bare_ampersands_and_html_entities_are_mended() -> None:
    result = outcome(rss("<title>Q & A &mdash; the caf&eacute;</title>"))
    assert isinstance(result, Emit)
    assert result.defects == ()
    assert article(rss("<title>Q & A &mdash; the caf&eacute;</title>")).headline == (
        "Q & A — the café"
    )


def test_a_feed_that_breaks_off_gives_what_is_whole_and_a_defect() -> None:
    whole = rss("<title>A</title>", "<title>B is cut off here</title>")
    result = outcome(whole[: whole.index(" here")])
    assert isinstance(result, Emit)
    assert [record.headline for record in result.records] == ["A"]  # type: ignore[attr-defined]  # Parsed
    assert [defect.reason for defect in result.defects] == ["not_xml"]


def test_malformed_xml_is_refused_with_its_place() -> None:
    refused = rejection("<rss>\n<channel></rss>")
    assert refused.reason == "not_xml"
    assert "line 2" in refused.detail


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_declared_entities_are_refused(doctype: str) -> None:
    refused = rejection(
        f"{doctype}<rss><channel><item><title>&b;&x;</title></item></channel></rss>"
    )
    assert refused.reason == "unsafe_xml"


def test_deep_nesting_is_refused() -> None:
    assert rejection("<rss>" + "<a>" * 100_000).reason == "too_large"
    deep = "<![CDATA[" + "<div>" * 40_000 + "]]>"
    assert (
        rejection(rss(f"<title>A</title><description>{deep}</description>")).reason == "too_large"
    )


def test_a_feed_of_too_many_entries_is_refused() -> None:
    assert rejection(rss(*["<guid>1</guid>"] * 2_001)).reason == "too_large"


def test_a_feed_in_another_encoding() -> None:
    feed = rss("<title>Переговоры в Москве</title>", head="").replace("utf-8", "windows-1251")
    parsed = article(feed.encode("cp1251"), "text/xml")
    assert (parsed.headline, parsed.language) == ("Переговоры в Москве", "ru")


def test_an_atom_entry_with_everything() -> None:
    parsed = article(
        atom(
            "<id>tag:example.org,2018:1</id><title type='html'>Q &amp;amp; A</title>"
            "<link rel='self' href='https://example.org/self'/>"
            "<link href='https://example.org/1'/><author><name>Jane Doe</name></author>"
            "<published>2018-12-29T14:00:00Z</published><updated>2018-12-29T15:00:00Z</updated>"
            "<category term='dip' label='Diplomacy'/><summary>Short.</summary>"
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
            "<p>The <b>ministers</b> met.</p><p/><p>They talked.</p></div></content>"
        )
    )
    assert parsed.format == "atom"
    assert parsed.id == "tag:example.org,2018:1"
    assert parsed.url == "https://example.org/1"
    assert parsed.headline == "Q & A"
    assert parsed.paragraphs == ("The ministers met.", "They talked.")
    assert parsed.parts("subheadline") == ("Short.",)
    assert parsed.published_at == datetime(2018, 12, 29, 14, tzinfo=UTC)
    assert parsed.updated_at == datetime(2018, 12, 29, 15, tzinfo=UTC)
    assert [subject.label for subject in parsed.subjects] == ["Diplomacy"]


def test_atom_text_is_taken_literally() -> None:
    parsed = article(atom("<id>urn:a:1</id><title type='text'>Use &lt;b&gt; here</title>"))
    assert parsed.headline == "Use <b> here"


def test_a_deleted_entry_is_a_kill() -> None:
    feed = atom().replace(
        "</feed>", "<at:deleted-entry ref='urn:a:1' when='2018-12-29T15:00:00Z'/></feed>"
    )
    parsed = article(feed)
    assert (parsed.id, parsed.revision, parsed.status) == ("urn:a:1", "kill", "cancelled")


def test_of_two_versions_in_one_feed_the_newer_stands() -> None:
    entry = "<id>urn:a:1</id><title>{0}</title><updated>2018-12-{0}T00:00:00Z</updated>"
    assert article(atom(entry.format(28), entry.format(29))).headline == "29"
    assert article(atom(entry.format(29), entry.format(28))).headline == "29"


def test_an_agency_that_writes_is_a_source_and_no_byline() -> None:
    parsed = article(rss("<title>Talks</title><dc:creator>AFP</dc:creator>"))
    assert [source.id for source in parsed.sources] == ["afp"]
    assert parsed.parts("byline") == ()


def test_the_atom_sample() -> None:
    found = articles(shared("data", "wire", "superdesk-core", "wenn.xml").read_bytes())
    assert [parsed.headline[:10] for parsed in found] == ["Suge Knigh", "Jagged Edg"]
    assert all(parsed.published_at and parsed.paragraphs for parsed in found)


@pytest.mark.parametrize(
    "space",
    ["http://news.yandex.ru", "http://news.rambler.ru", "http://news.mail.ru/rss"],
)
def test_the_whole_text_for_an_aggregator_is_the_body(space: str) -> None:
    text = "Министры договорились.&lt;br/&gt;&lt;br/&gt;Встреча прошла в Аммане."
    item = (
        "<title>Вода</title><description>Министры договорились</description>"
        f"<x:full-text xmlns:x='{space}'>{text}</x:full-text>"
    )
    parsed = article(rss(item))
    assert parsed.paragraphs == ("Министры договорились.", "Встреча прошла в Аммане.")
    assert parsed.parts("subheadline") == ()


def test_what_the_syndication_of_dotnet_writes_in_atom_is_read() -> None:
    item = (
        "<title>Talks</title><description>Short.</description>"
        "<a:author xmlns:a='http://www.w3.org/2005/Atom'><a:name>Jane Doe</a:name></a:author>"
        "<a:content xmlns:a='http://www.w3.org/2005/Atom' type='html'>"
        "&lt;p&gt;They met.&lt;/p&gt;&lt;p&gt;They talked.&lt;/p&gt;</a:content>"
    )
    parsed = article(rss(item))
    assert parsed.paragraphs == ("They met.", "They talked.")
    assert parsed.parts("byline") == ("Jane Doe",)


def test_xhtml_with_a_prefix_is_xhtml() -> None:
    entry = (
        "<a:entry xmlns:a='http://www.w3.org/2005/Atom' xmlns:h='http://www.w3.org/1999/xhtml'>"
        "<a:id>urn:x:1</a:id><a:title>Talks</a:title><a:content type='xhtml'><h:div><h:p>An "
        "<h:abbr>UN</h:abbr> envoy came.</h:p><h:p>They met.</h:p></h:div></a:content></a:entry>"
    )
    assert article(entry).paragraphs == ("An UN envoy came.", "They met.")


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("ТАСС", "tass"),
        ("BBC News - World", "bbc"),
        ("Reuters: World News", "reuters"),
        ("Al Jazeera – Breaking News, World News and Video from Al Jazeera", "aljazeera"),
        ("The Daily Example - News", None),
    ],
)
def test_the_publisher_is_named_by_the_title_of_the_feed(title: str, key: str | None) -> None:
    feed = rss("<title>Talks</title><link>https://example.org/1</link>").replace(
        "<title>Desk</title>", f"<title>{title}</title>"
    )
    assert [source.id for source in article(feed).sources] == [key] * (key is not None)


def test_extensions_named_by_a_secure_address_are_the_same() -> None:
    secure = rss(FULL).replace('"http://', '"https://')
    assert article(secure).parts("byline") == ("Jane Doe",)
    assert article(secure).paragraphs == article(rss(FULL)).paragraphs


def test_no_long_author_is_remembered() -> None:
    author = ", ".join(f"Rana Khoury {number}" for number in range(1_000))
    item = f"<title>Harbour</title><author>{author}, AFP</author><description>Open.</description>"
    kept = feed._byline.cache_info().currsize
    assert article(rss(item)).parts("byline") == (author,)
    assert feed._byline.cache_info().currsize == kept
