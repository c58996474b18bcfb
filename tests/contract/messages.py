"""Messages that an agent may meet: of its own records, and of no sense at all."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from schemas.records import WireItem
from streams.replay import MemoryMessage
from streams.stage import Agent
from tests.contract.promises import Bench
from tests.records import NEAR_TIMES, STRINGS, WORDS, strategy

MEDIA_TYPES = (
    "",
    "text/plain",
    "text/plain; charset=windows-1256",
    "application/json",
    "application/rss+xml",
    "application/atom+xml",
    "text/xml",
    "text/html; charset=iso-8859-1",
    "application/feed+json",
    "message/rfc822",
    "nonsense; charset=none",
)
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(("ce_id", "ce_source", "ce_time", "content-type", "traceparent"))
        | st.text(max_size=8),
        st.binary(max_size=30) | st.sampled_from((b"2018-12-29T15:00:00Z", b"text/plain")),
    ),
    max_size=5,
).map(tuple)

NINJS = """{"uri": "urn:x:1", "version": "2", "language": "en", "headline": "Lavrov in Ankara",
 "body_text": "Lavrov met Cavusoglu.\\nMore.", "pubstatus": "usable", "urgency": 3,
 "versioncreated": "2018-12-29T15:00:00Z"}"""
RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>F</title>
<item><title>Lavrov in Ankara</title><guid>1</guid><description>&lt;p&gt;Met.</description>
<pubDate>Sat, 29 Dec 2018 15:00:00 GMT</pubDate></item>
<item><title>لافروف في أنقرة</title><guid>2</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><id>urn:1</id>
<title>Lavrov</title><updated>2018-12-29T15:00:00Z</updated><content type="html">Met.</content>
</entry></feed>"""
ANPA = """\x16\x16\x01a0001\x1fxyz\nu i\x13\x11 BC-Talks 1stLd   12-29 0012
\x02^BC-Talks, 1st Ld,12<\n^Lavrov in Ankara<\n   ANKARA (AP) _ Lavrov met Cavusoglu.
\x03AP-WF-12-29-18 1500GMT<\n\x04"""
IPTC7901 = """\x01xyz0001 3 i 12  dpa 0042\n\nTurkey/Russia/\n\x02(Eil \x07)\nLavrov in Ankara =
\nAnkara (dpa) - Lavrov met\nCavusoglu.\n\x03291500 GMT Dec 18\n\x04"""
DPA = """{"format": "digitalwires@1.0.0", "urn": "urn:x:2", "version": 2, "language": "en",
 "headline": "Lavrov in Ankara", "article_html": "<p>Lavrov met Cavusoglu.</p>", "urgency": 2,
 "version_created": "2018-12-29T15:00:00Z",
 "categories": [{"type": "dnltype:keyword", "name": "x"}]}"""
AP = """{"api_version": "1.1", "data": {"items": [{"item": {"altids": {"itemid": "3"},
 "type": "text", "version": 1, "versioncreated": "2018-12-29T15:00:00Z",
 "headline": "Lavrov in Ankara",
 "description_summary": "Lavrov met Cavusoglu.", "editorialtypes": ["Lead"]}}]}}"""
REUTERS = """{"data": {"item": {"versionedGuid": "tag:reuters.com,2018:newsml_L1:2", "type": "TEXT",
 "headLine": "Lavrov in Ankara", "bodyXhtml": "<body><p>Lavrov met Cavusoglu.</p></body>",
 "language": "en", "urgency": 4, "versionCreated": "2018-12-29T15:00:00Z", "byLine": "By A"}}}"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [{"id": "4",
 "title": "Lavrov in Ankara", "content_text": "Lavrov met Cavusoglu.", "tags": ["x"]}]}"""
PAGE = """<!doctype html><html lang="en"><head><title>Lavrov in Ankara</title>
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
 "headline": "Lavrov in Ankara", "datePublished": "2018-12-29T15:00:00Z"}</script></head>
<body><article><p>Lavrov met Cavusoglu in Ankara on Saturday.</p></article></body></html>"""
MAIL = """From: Desk <desk@example.org>\nSubject: Lavrov in Ankara\nMIME-Version: 1.0
Date: Sat, 29 Dec 2018 15:00:00 +0000\nContent-Type: multipart/mixed; boundary="b"\n\n--b
Content-Type: text/plain; charset=windows-1256\nContent-Transfer-Encoding: quoted-printable\n
=C7=CA=DD=C7=DE\n--b\nContent-Type: application/json\n\n{"uri": "urn:x:5",
 "headline": "Met"}\n--b--\n"""
NITF = """<nitf><head><docdata management-status="usable"><doc-id id-string="6"/>
<urgency ed-urg="3"/><date.issue norm="20181229T150000Z"/><ed-msg info="Eds: UPDATES"/>
</docdata></head><body><body.head><hedline><hl1>Lavrov in Ankara</hl1></hedline>
</body.head><body.content><media media-type="image">
<media-caption>Lavrov</media-caption></media><p>Lavrov met Cavusoglu.</p></body.content>
</body></nitf>"""
NEWSML_1 = """<NewsML Version="1.2"><NewsItem><Identification><NewsIdentifier>
<NewsItemId>7</NewsItemId><RevisionId PreviousRevision="0" Update="N">1</RevisionId>
</NewsIdentifier></Identification><NewsManagement><Status FormalName="Usable"/>
</NewsManagement><NewsComponent><NewsLines><HeadLine/></NewsLines><ContentItem>
<DataContent><p>لافروف في أنقرة</p><p>ا ب/ج د</p></DataContent></ContentItem>
</NewsComponent></NewsItem></NewsML>"""
NEWSML_G2 = """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:x:8" version="1"><itemMeta><itemClass qcode="ninat:text"/>
<versionCreated>2018-12-29T15:00:00Z</versionCreated><embargoed/></itemMeta><contentMeta>
<headline>Lavrov in Ankara</headline></contentMeta><contentSet><inlineXML><html><body>
<p>Lavrov met Cavusoglu.</p></body></html></inlineXML></contentSet></newsItem>
<conceptItem guid="urn:x:9"/><newsItem/></itemSet></newsMessage>"""
PLAIN = "\n".join(("Headline of a story", *WORDS))
TEXTS = (
    NINJS,
    RSS,
    ATOM,
    ANPA,
    IPTC7901,
    DPA,
    AP,
    JSON_FEED,
    PAGE,
    MAIL,
    PLAIN,
    NITF,
    NEWSML_1,
    NEWSML_G2,
)
DOCUMENTS = tuple(text.encode() for text in TEXTS)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Take a sound document and put arbitrary bytes in place of a piece of it."""
    document = draw(st.sampled_from(DOCUMENTS))
    start = draw(st.integers(0, len(document)))
    end = draw(st.integers(start, min(len(document), start + 40)))
    return document[:start] + draw(st.binary(max_size=10)) + document[end:]


BODIES = st.sampled_from(DOCUMENTS) | damaged() | st.binary() | st.text().map(str.encode)
WIRE_ITEMS = st.builds(
    WireItem,
    id=st.uuids().map(str),
    source=st.sampled_from(("afp", "my-feed")) | STRINGS,
    content_type=st.sampled_from(MEDIA_TYPES) | STRINGS,
    received_at=NEAR_TIMES,
    body=BODIES,
)


def noise(agent: Agent) -> st.SearchStrategy[list[MemoryMessage]]:
    """Make messages of any bytes, any headers, at any time."""
    one = st.builds(
        MemoryMessage,
        topic=st.just(agent.reads.name),
        offset=st.integers(0, 2**63 - 1),
        timestamp=st.integers(-(2**63), 2**63 - 1) | st.integers(0, 2**42),
        key=st.none() | st.binary(max_size=10),
        value=st.none() | BODIES,
        headers=HEADERS,
    )
    return st.lists(one, min_size=1, max_size=4)


def records(bench: Bench, *, near: bool) -> st.SearchStrategy[list[MemoryMessage]]:
    """Make messages of the agent's own records, each there once, in any order of time."""
    topic = bench.agent.reads
    one: st.SearchStrategy[Any] = strategy(topic.record, near=near)
    if topic.record is WireItem:
        one = WIRE_ITEMS
    lists = st.lists(one, min_size=1, max_size=6, unique_by=topic.identity)
    return lists.map(
        lambda found: [bench.message(record, offset) for offset, record in enumerate(found)]
    )
