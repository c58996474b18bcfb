"""The fields of a feed's entry by name, and what the common extensions say of it.

Source: Dublin Core; Media RSS; GeoRSS; PRISM 3; Google News sitemaps; RFC 4685 (threads).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from lxml import etree

from schemas.records import Link, Subject
from streams.parse.article import Part
from streams.parse.captions import credit_of
from streams.parse.dates import parse_time
from streams.parse.feed import author_name
from streams.parse.html import html_blocks
from streams.parse.safe_xml import inner_xml, text_of

PREFIXES: Final = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://dublincore.org/documents/dcmi-namespace/": "dc:",
    "http://purl.org/dc/elements/1.0/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://prismstandard.org/namespaces/basic/2.0/": "prism:",
    "http://prismstandard.org/namespaces/basic/2.1/": "prism:",
    "http://prismstandard.org/namespaces/basic/3.0/": "prism:",
    "http://prismstandard.org/namespaces/1.2/basic/": "prism:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.w3.org/2005/Atom": "atom:",
    "http://www.georss.org/georss": "georss:",
    "http://www.georss.org/georss/10": "georss:",
    "http://www.google.com/schemas/sitemap-news/0.9": "news:",
    "http://purl.org/syndication/thread/1.0": "thr:",
    "http://turbo.yandex.ru": "turbo:",
    "http://ap.org/schemas/03/2005/apcm": "apcm:",
    "http://ap.org/schemas/03/2005/apnm": "apnm:",
}
FULL_TEXTS: Final = frozenset({"full-text", "fulltext", "fullText"})
"""How aggregators call the text in extensions of their own: Yandex, Rambler, Mail.ru."""

RSS_NAMESPACES: Final = frozenset(
    {
        "http://purl.org/rss/1.0/",
        "http://www.sitemaps.org/schemas/sitemap/0.9",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
        "http://backend.userland.com/RSS2",
        "http://blogs.law.harvard.edu/tech/rss",
    }
)

MEDIA: Final = ("media:group", "media:content")
AUTHORS: Final = ("dc:creator", "author", "atom:author", "itunes:author")
RIGHTS: Final = ("dc:rights", "dcterms:rights", "atom:rights", "prism:copyright", "copyright")
KEYWORDS: Final = ("news:keywords", "media:keywords", "prism:keyword", "itunes:keywords")
PLACES: Final = (
    *("georss:featurename", "georss:featureName", "dcterms:spatial", "prism:location"),
    "dc:coverage",
)
"""Fields that name places; `dc:coverage` may name a time, and any a point in figures."""
CATEGORIES: Final = ("category", "dc:subject")
RELATED: Final = frozenset({"related", "via"})
"""Relations of Atom's links to other items. Source: RFC 4287, section 4.2.7.2."""

Fields: TypeAlias = "dict[str, list[etree._Element]]"  # noqa: SLF001 - lxml has no other name for it


class Terms(NamedTuple):
    """What extensions say of an entry."""

    rights: str
    keywords: tuple[str, ...]
    places: tuple[Subject, ...]
    links: tuple[Link, ...]
    version: str | None
    embargo_until: datetime | None


EXTENSIONS: Final = frozenset(
    {*RIGHTS, *KEYWORDS, *PLACES, "atom:link", "thr:in-reply-to"}
    | {"prism:versionIdentifier", "prism:embargoDate"}
)
NONE: Final = Terms("", (), (), (), None, None)


def subjects(fields: Fields) -> tuple[Subject, ...]:
    """Give what RSS files an entry under, with the scheme that it names."""
    if fields.keys().isdisjoint(CATEGORIES):
        return ()
    found = [e for name in CATEGORIES for e in fields.get(name, ())]
    return tuple(
        [Subject(code=e.get("domain"), label=text) for e in found if (text := text_of(e).strip())]
    )


def terms(fields: Fields) -> Terms:
    """Give what extensions say of the entry with `fields`."""
    if EXTENSIONS.isdisjoint(fields):
        return NONE
    keywords = [word.strip() for text in _texts(fields, KEYWORDS) for word in text.split(",")]
    places = [name for name in _texts(fields, PLACES) if not any(map(str.isdigit, name))]
    return Terms(
        rights=first(fields, *RIGHTS),
        keywords=tuple(dict.fromkeys(filter(None, keywords))),
        places=tuple([Subject(label=name) for name in dict.fromkeys(places)]),
        links=tuple(_links(fields)),
        version=first(fields, "prism:versionIdentifier") or None,
        embargo_until=parse_time(first(fields, "prism:embargoDate")),
    )


def _texts(fields: Fields, names: Sequence[str]) -> list[str]:
    found = [e for name in names if name in fields for e in fields[name]]
    return [text for e in found if (text := text_of(e).strip())]


def _links(fields: Fields) -> Iterator[Link]:
    for link in fields.get("atom:link", ()):
        href = link.get("href")
        if href and link.get("rel") in RELATED:
            yield Link(rel=link.get("rel", ""), href=href, title=link.get("title"))
    for other in fields.get("thr:in-reply-to", ()):
        href, place = other.get("href"), other.get("ref")
        if href or place:
            yield Link(rel="in-reply-to", href=href, id=place)


def authors(fields: Fields) -> str:
    """Give those who wrote an entry: the first field that names any, and all that it names."""
    for name in AUTHORS:
        people = fields.get(name)
        if people and name == "atom:author":
            people = [one for person in people for one in fields_of(person).get("atom:name", ())]
        if people and (said := [text for one in people if (text := text_of(one).strip())]):
            return said[0] if len(said) == 1 else ", ".join(map(author_name, dict.fromkeys(said)))
    return ""


def captions(fields: Fields) -> tuple[Part, ...]:
    """Give the descriptions of pictures with their credits, or credits alone (Media RSS)."""
    return () if fields.keys().isdisjoint(MEDIA) else tuple(_captions(fields))


def _captions(fields: Fields) -> Iterator[Part]:
    """Give them one by one; those of one picture in several sizes are given once."""
    told: set[tuple[str, str | None]] = set()
    for name in MEDIA:
        for media in fields.get(name, ()):
            inner = fields_of(media)
            for content in inner.pop("media:content", []):
                inner = {**fields_of(content), **inner}
            text = " ".join(t for _, t in html_blocks(first(inner, "media:description")))
            credit = first(inner, "media:credit") or (credit_of(text) if text else None)
            if (text, credit) in told or not (text or credit):
                continue
            told.add((text, credit))
            if text:
                yield Part(kind="caption", text=text, credit=credit)
            elif credit:
                yield Part(kind="credit", text=credit)


def fields_of(parent: etree._Element) -> Fields:
    """Give the children of `parent` by name, those of known extensions with a prefix."""
    found: Fields = {}
    for child in parent:
        tag = child.tag
        if isinstance(tag, str) and (key := _key(tag)):
            if key in found:
                found[key].append(child)
            else:
                found[key] = [child]
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


def first(fields: Fields, *names: str, markup: bool = False) -> str:
    """Give the first text that is not empty among the fields called `names`, in that order.

    With `markup`, elements within are kept as such: some feeds do not escape their HTML.
    """
    for name in names:
        if name not in fields:  # most are in few feeds
            continue
        for element in fields[name]:
            if not len(element):
                text = element.text
            else:
                text = inner_xml(element) if markup else text_of(element)
            if text and (text := text.strip()):
                return text
    return ""
