"""RSS 0.9, 0.91, 0.92, 1.0 (RDF) and 2.0, with the common extensions.

Read by lxml itself: fastfeedparser 0.6 fills gaps in dates from the clock ("Friday", "12:30",
even a guid of "17" become days of the current month), and ends a title or a body at the
first element or unknown entity within it. It is neither deterministic nor whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Final, TypeAlias

from lxml import etree

from schemas.records import Subject
from streams.outcome import Outcome
from streams.parse.article import Part
from streams.parse.captions import credit_of
from streams.parse.dates import parse_time
from streams.parse.feed import Entry, absolute, publish_entries
from streams.parse.html import html_blocks, html_line
from streams.parse.mended_feed import read_broken
from streams.parse.mended_xml import parse_mended
from streams.parse.reading import UnreadableError, Wire
from streams.parse.safe_xml import XML_LANG, elements, inner_xml, local_name, text_of

ROOTS: Final = frozenset({"rss", "RDF", "rdf", "channel"})
PREFIXES: Final = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://dublincore.org/documents/dcmi-namespace/": "dc:",
    "http://purl.org/dc/elements/1.0/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://prismstandard.org/namespaces/basic/2.0/": "prism:",
    "http://prismstandard.org/namespaces/1.2/basic/": "prism:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.w3.org/2005/Atom": "atom:",
    "http://turbo.yandex.ru": "turbo:",
}
WHOLE_TEXTS: Final = ("content:encoded", "body", "full-text", "atom:content", "turbo:content")
"""Fields that hold the article whole, the first of them that is there."""

SUMMARIES: Final = (
    *("description", "atom:summary", "dc:description", "media:description"),
    *("itunes:summary", "itunes:subtitle"),
)
"""Fields that hold an abstract, the first of them that is there."""

PUBLISHED: Final = (
    *("pubDate", "pubdate", "dc:date", "atom:published", "prism:publicationDate"),
    *("dcterms:issued", "dcterms:created"),
)
"""Fields that say when an item was published, the first of them that does."""

FULL_TEXTS: Final = frozenset({"full-text", "fulltext", "fullText"})
"""How aggregators call the text in extensions of their own: Yandex, Rambler, Mail.ru."""

RSS_NAMESPACES: Final = frozenset(
    {
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
        "http://backend.userland.com/RSS2",
        "http://blogs.law.harvard.edu/tech/rss",
    }
)
ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
MEDIA: Final = ("media:group", "media:content")

Fields: TypeAlias = "dict[str, list[etree._Element]]"  # noqa: SLF001 - lxml has no other name for it


def read(wire: Wire) -> Outcome:
    """Read every item of the feed; a malformed feed is mended as far as it goes."""
    try:
        root = parse_mended(wire.text)
    except UnreadableError as error:
        return read_broken(wire, "rss", error)
    channel = _fields(next((e for e in elements(root) if local_name(e) == "channel"), root))
    language = _first(channel, "language", "dc:language") or root.get(XML_LANG)
    titles = (_first(channel, "title"),)
    base = _first(channel, "link")
    items = root.iter("{*}item")
    return publish_entries((_entry(e, language, titles, base) for e in items), "rss", wire)


def _entry(item: etree._Element, language: str | None, titles: tuple[str, ...], base: str) -> Entry:
    fields = _fields(item)
    guid = _first(fields, "guid", "atom:id") or item.get(ABOUT) or None
    source = _first(fields, "source", "dc:source")
    title = html_line(_first(fields, "title", "dc:title", "media:title"))
    updated = _time(fields, "atom:updated", "dcterms:modified")
    people = [
        name for e in fields.get("atom:author", ()) for name in _fields(e).get("atom:name", ())
    ]
    author = _first(
        {**fields, "atom:name": people}, "dc:creator", "author", "atom:name", "itunes:author"
    )
    return Entry(
        title=title.removesuffix(f" - {source}") if source else title,
        content=_first(fields, *WHOLE_TEXTS, markup=True),
        summary=_first(fields, *SUMMARIES, markup=True),
        id=guid,
        link=absolute(_link(fields, guid), item.base or base),
        author=author,
        language=item.get(XML_LANG) or _first(fields, "dc:language", "language") or language,
        captions=tuple(_captions(fields)),
        subjects=tuple(
            Subject(code=e.get("domain"), label=text)
            for e in (*fields.get("category", ()), *fields.get("dc:subject", ()))
            if (text := text_of(e).strip())
        ),
        source=source or _first(fields, "dc:publisher"),
        titles=titles,
        published_at=_time(fields, *PUBLISHED) or updated,
        updated_at=updated,
    )


def _link(fields: Fields, guid: str | None) -> str | None:
    link = _first(fields, "link")
    if not link:
        hrefs = (e.get("href") for e in fields.get("atom:link", ()) if e.get("rel") != "self")
        link = next((href for href in hrefs if href), "")
    if not link and guid and guid.startswith(("http://", "https://")):
        permalink = [e.get("isPermaLink", "true") for e in fields.get("guid", ())]
        link = "" if "false" in permalink else guid
    return link or None


def _time(fields: Fields, *names: str) -> datetime | None:
    """Give the first time among the fields called `names`, or in HTML's `time` within one."""
    for name in names:
        for element in fields.get(name, ()):
            times = [element.text or "", *(e.get("datetime", "") for e in elements(element))]
            if time := next(filter(None, map(parse_time, times)), None):
                return time
    return None


def _captions(fields: Fields) -> Iterator[Part]:
    """Give the descriptions of pictures, with their credits (Media RSS)."""
    for name in MEDIA:
        for media in fields.get(name, ()):
            inner = _fields(media)
            for content in inner.pop("media:content", []):
                inner = {**_fields(content), **inner}
            text = " ".join(t for _, t in html_blocks(_first(inner, "media:description")))
            if text:
                credit = _first(inner, "media:credit") or credit_of(text)
                yield Part(kind="caption", text=text, credit=credit)


def _fields(parent: etree._Element) -> Fields:
    """Give the children of `parent` by name, those of known extensions with a prefix."""
    found: Fields = {}
    for child in parent:
        tag = child.tag
        if isinstance(tag, str) and (key := _key(tag)):
            found.setdefault(key, []).append(child)
    return found


@lru_cache(maxsize=256)
def _key(tag: str) -> str:
    """Give the name of an element with its extension's prefix; empty for unknown extensions."""
    braced, _, name = tag.rpartition("}")
    space = braced[1:].replace("https:", "http:", 1)
    if name in FULL_TEXTS:
        return "full-text"
    if not space or space in RSS_NAMESPACES:
        return name
    return PREFIXES[space] + name if space in PREFIXES else ""


def _first(fields: Fields, *names: str, markup: bool = False) -> str:
    """Give the first text that is not empty among the fields called `names`, in that order.

    With `markup`, elements within are kept as such: some feeds do not escape their HTML.
    """
    for name in names:
        for element in fields.get(name, ()):
            inner = inner_xml if markup and len(element) else text_of
            text = inner(element).strip()
            if text:
                return text
    return ""
