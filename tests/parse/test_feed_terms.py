"""What the extensions of feeds say of their entries: rights, places, links, versions, pictures."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from schemas.records import Link, Parsed, Subject
from tests.parse.wires import FIRST, article, articles

SPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in (
        ("atom", "http://www.w3.org/2005/Atom"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("dcterms", "http://purl.org/dc/terms/"),
        ("media", "http://search.yahoo.com/mrss/"),
        ("georss", "http://www.georss.org/georss"),
        ("prism", "http://prismstandard.org/namespaces/basic/2.0/"),
        ("thr", "http://purl.org/syndication/thread/1.0"),
        ("at", "http://purl.org/atompub/tombstones/1.0"),
    )
)


def rss(item: str, channel: str = "") -> Parsed:
    told = f"<title>Nine wells</title><description>{FIRST}</description>{item}"
    return article(
        f'<rss version="2.0" {SPACES}><channel><title>Post</title>{channel}'
        f"<item>{told}</item></channel></rss>"
    )


def atom(entries: str, feed: str = "") -> list[Parsed]:
    head = f"<title>The Valley Post</title>{feed}"
    return articles(f'<feed xmlns="http://www.w3.org/2005/Atom" {SPACES}>{head}{entries}</feed>')


def entry(fields: str = "") -> str:
    named = "<id>urn:x:1</id><title>Nine wells</title>"
    return f"<entry>{named}<summary>{FIRST}</summary>{fields}</entry>"


def test_all_who_are_named_wrote_it_and_agencies_are_sources() -> None:
    names = ("Rana Haddad", "AFP", "Omar Said")
    parsed = rss("".join(f"<dc:creator>{name}</dc:creator>" for name in names))

    assert parsed.parts("byline") == ("Rana Haddad, Omar Said",)
    assert [source.id for source in parsed.sources] == ["afp"]


def test_rights_are_those_of_the_item_or_of_its_feed() -> None:
    channel = "<copyright>© The Valley Post</copyright>"

    assert rss("<dc:rights>© Rana Haddad</dc:rights>", channel).rights == "© Rana Haddad"
    assert rss("", channel).rights == "© The Valley Post"
    assert rss("").rights is None


def test_what_an_item_is_about() -> None:
    parsed = rss(
        "<georss:featurename>Irbid</georss:featurename><georss:point>32.5 35.8</georss:point>"
        "<dc:coverage>Jordan</dc:coverage><dcterms:spatial>east=35.8; north=32.5</dcterms:spatial>"
        "<media:keywords>water, wells,</media:keywords>"
    )

    assert parsed.places == (Subject(label="Irbid"), Subject(label="Jordan"))
    assert parsed.keywords == ("water", "wells")


def test_a_version_and_an_embargo_in_prism() -> None:
    parsed = rss(
        "<prism:versionIdentifier>2</prism:versionIdentifier>"
        "<prism:embargoDate>2024-05-14T08:00:00Z</prism:embargoDate>"
    )

    assert parsed.version == 2
    assert parsed.embargo_until == datetime(2024, 5, 14, 8, tzinfo=UTC)


def test_links_to_other_items() -> None:
    related = '<{0}link rel="related" href="https://v.example/0" title="Wells"/>'
    reply = '<thr:in-reply-to ref="urn:x:0" href="https://v.example/0"/>'
    expected = (
        Link(rel="related", href="https://v.example/0", title="Wells"),
        Link(rel="in-reply-to", href="https://v.example/0", id="urn:x:0"),
    )
    (of_atom,) = atom(entry(related.format("") + reply))

    assert of_atom.links == expected
    assert rss(related.format("atom:") + reply).links == expected


def test_a_picture_in_several_sizes_has_one_caption_and_one_without_has_its_credit() -> None:
    sizes = "".join(
        f'<media:content url="{size}.jpg"><media:description>A well.</media:description>'
        "<media:credit>O. Said/AFP</media:credit></media:content>"
        for size in (140, 460)
    )
    alone = (
        '<media:content url="b.jpg"><media:credit>Photo: R. Haddad</media:credit></media:content>'
    )
    parsed = rss(sizes + alone * 2)
    (caption,) = (block for block in parsed.blocks if block.kind == "caption")

    assert (parsed.parts("caption"), caption.credit) == (("A well.",), "O. Said/AFP")
    assert parsed.parts("credit") == ("Photo: R. Haddad",)


@pytest.mark.parametrize(
    "picture",
    [
        "<div class='wp-caption'><img src='w.jpg'><p class='wp-caption-text'>A well.</p></div>",
        "<figure><img src='w.jpg'><p>A well.</p></figure>",
    ],
)
def test_a_caption_in_the_text_is_told_by_its_element(picture: str) -> None:
    (parsed,) = atom(entry(f'<content type="html"><![CDATA[{picture}<p>{FIRST}</p>]]></content>'))

    assert parsed.parts("caption") == ("A well.",)
    assert parsed.paragraphs == (FIRST,)


def test_a_credit_alone_below_a_picture_is_no_caption() -> None:
    picture = "<figure><img><p>Omar Said/AFP</p><figcaption>A well.</figcaption></figure>"
    (parsed,) = atom(entry(f'<content type="html"><![CDATA[{picture}<p>{FIRST}</p>]]></content>'))

    assert parsed.parts("credit") == ("Omar Said/AFP",)
    assert parsed.parts("caption") == ("A well.",)


def test_author_and_rights_of_an_atom_feed_hold_for_its_entries() -> None:
    feed = "<author><name>Rana Haddad</name></author><rights>© The Valley Post</rights>"
    origin = (
        "<source><title>Reuters</title><author><name>Jane Doe</name></author>"
        "<rights>© Reuters</rights></source>"
    )
    (own,) = atom(entry(), feed)
    (taken,) = atom(entry(origin), feed)

    assert (own.parts("byline"), own.rights) == (("Rana Haddad",), "© The Valley Post")
    assert (taken.parts("byline"), taken.rights) == (("Jane Doe",), "© Reuters")


def test_the_publisher_of_a_feed_wrote_none_of_its_entries() -> None:
    (parsed,) = atom(entry(), "<author><name>The Valley Post</name></author>")

    assert parsed.parts("byline") == ()


def test_why_an_entry_was_deleted_is_a_note() -> None:
    (parsed,) = atom(
        '<at:deleted-entry ref="urn:x:1" when="2024-05-14T09:00:00Z">'
        "<at:comment>The figures were wrong.</at:comment></at:deleted-entry>"
    )

    assert (parsed.id, parsed.status, parsed.headline) == ("urn:x:1", "cancelled", "")
    assert parsed.parts("editor_note") == ("The figures were wrong.",)


def test_a_page_elsewhere_that_an_item_of_json_feed_tells_of_is_a_link() -> None:
    item = {"id": "1", "url": "https://v.example/1", "content_text": FIRST}
    parsed = article(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "Post",
                "items": [{**item, "external_url": "https://w.example/"}],
            }
        )
    )

    assert parsed.links == (Link(rel="external_url", href="https://w.example/"),)


def test_a_sitemap_of_news_gives_its_headlines() -> None:
    parsed = article(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        "<url><loc>https://v.example/1</loc><news:news><news:publication>"
        "<news:name>Reuters</news:name><news:language>fr</news:language></news:publication>"
        "<news:publication_date>2024-05-14T08:00:00Z</news:publication_date>"
        "<news:title>Neuf puits &amp; plus</news:title><news:keywords>eau</news:keywords>"
        "</news:news></url></urlset>"
    )

    assert (parsed.headline, parsed.url) == ("Neuf puits & plus", "https://v.example/1")
    assert (parsed.declared_language, parsed.keywords) == ("fr", ("eau",))
    assert parsed.published_at == datetime(2024, 5, 14, 8, tzinfo=UTC)
    assert [source.id for source in parsed.sources] == ["reuters"]
