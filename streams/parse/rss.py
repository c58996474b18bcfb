"""RSS 0.9, 0.91, 0.92, 1.0 (RDF) and 2.0, with the common extensions; and sitemaps of news.

Read by lxml itself: fastfeedparser 0.6 fills gaps in dates from the clock ("Friday", "12:30",
even a guid of "17" become days of the current month), and ends a title or a body at the
first element or unknown entity within it. It is neither deterministic nor whole.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from lxml import etree

from streams.outcome import Outcome
from streams.parse.abreast import Steps
from streams.parse.dates import parse_time
from streams.parse.feed import Entry, absolute
from streams.parse.feed_fields import (
    RIGHTS,
    Fields,
    authors,
    captions,
    fields_of,
    first,
    subjects,
    terms,
)
from streams.parse.feed_outcome import publish_entries
from streams.parse.html import html_line
from streams.parse.mended_feed import read_broken
from streams.parse.mended_xml import parse_mended
from streams.parse.reading import UnreadableError, Wire
from streams.parse.safe_xml import XML_LANG, elements, local_name

ROOTS: Final = frozenset({"rss", "RDF", "rdf", "channel", "urlset"})
WHOLE_TEXTS: Final = ("content:encoded", "body", "full-text", "atom:content", "turbo:content")
"""Fields that hold the article whole, the first of them that is there."""

SUMMARIES: Final = (
    *("description", "atom:summary", "dc:description", "media:description"),
    *("itunes:summary", "itunes:subtitle"),
)
"""Fields that hold an abstract, the first of them that is there."""

PUBLISHED: Final = (
    *("pubDate", "pubdate", "dc:date", "atom:published", "prism:publicationDate"),
    *("dcterms:issued", "dcterms:created", "news:publication_date"),
)
"""Fields that say when an item was published, the first of them that does."""

ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def read(wire: Wire) -> Steps[Outcome]:
    """Read every item of the feed; a malformed feed is mended as far as it goes."""
    try:
        root = parse_mended(wire.text)
    except UnreadableError as error:
        return read_broken(wire, "rss", error)
    channel = fields_of(next((e for e in elements(root) if local_name(e) == "channel"), root))
    language = first(channel, "language", "dc:language") or root.get(XML_LANG)
    titles = (first(channel, "title"),)
    base = first(channel, "link")
    rights = first(channel, *RIGHTS)
    items = root.iter("{*}url" if local_name(root) == "urlset" else "{*}item")
    return publish_entries((_entry(e, language, titles, base, rights) for e in items), "rss", wire)


def _entry(
    item: etree._Element, language: str | None, titles: tuple[str, ...], base: str, rights: str
) -> Entry:
    fields = fields_of(item)
    for news in fields.get("news:news", ()):
        fields |= fields_of(news)
    named = fields.get("news:publication")
    publication = fields_of(named[0]) if named else {}
    guid = first(fields, "guid", "atom:id") or item.get(ABOUT) or None
    source = first(fields, "source", "dc:source")
    title = html_line(first(fields, "title", "dc:title", "media:title", "news:title"))
    updated = _time(fields, "atom:updated", "dcterms:modified", "lastmod")
    said = terms(fields)
    return Entry(
        title=title.removesuffix(f" - {source}") if source else title,
        content=first(fields, *WHOLE_TEXTS, markup=True),
        summary=first(fields, *SUMMARIES, markup=True),
        id=guid,
        link=absolute(_link(fields, guid), item.base or base),
        author=authors(fields),
        language=item.get(XML_LANG)
        or first(fields, "dc:language", "language")
        or first(publication, "news:language")
        or language,
        captions=captions(fields),
        subjects=subjects(fields),
        keywords=said.keywords,
        places=said.places,
        rights=said.rights or rights,
        links=said.links,
        version=said.version,
        embargo_until=said.embargo_until,
        source=source or first(fields, "dc:publisher"),
        titles=(first(publication, "news:name"), *titles) if publication else titles,
        published_at=_time(fields, *PUBLISHED) or updated,
        updated_at=updated,
    )


def _link(fields: Fields, guid: str | None) -> str | None:
    link = first(fields, "link", "loc")
    if not link:
        hrefs = (e.get("href") for e in fields.get("atom:link", ()) if e.get("rel") != "self")
        link = next((href for href in hrefs if href), "")
    if not link and guid and guid.startswith(("http://", "https://")):
        permalink = [e.get("isPermaLink", "true") for e in fields.get("guid", ())]
        link = "" if "false" in permalink else guid
    return link or None


def _time(fields: Fields, *names: str) -> datetime | None:
    """Give the first time among the fields called `names`, or in HTML's `time` within one."""
    for name in filter(fields.__contains__, names):
        for element in fields[name]:
            if time := parse_time(element.text):
                return time
            times = (parse_time(e.get("datetime")) for e in elements(element))
            if time := next(filter(None, times), None):
                return time
    return None
