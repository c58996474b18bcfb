"""Atom 1.0 (RFC 4287) and 0.3, a single entry or a feed, with deleted entries (RFC 6721)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec
from lxml import etree

from schemas.records import Subject
from streams.outcome import Outcome
from streams.parse.abreast import Steps
from streams.parse.atom_document import documents_in
from streams.parse.dates import parse_time
from streams.parse.feed import Entry, absolute, publisher_apart
from streams.parse.feed_fields import captions, fields_of, terms
from streams.parse.feed_outcome import publish_entries
from streams.parse.html import html_line
from streams.parse.mended_feed import read_broken
from streams.parse.mended_xml import parse_mended
from streams.parse.reading import UnreadableError, Wire
from streams.parse.safe_xml import XML_LANG, elements, inner_xml, local_name, text_of

ROOTS: Final = frozenset({"feed", "entry"})
NAMESPACES: Final = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "")
DESCRIPTION: Final = "{http://search.yahoo.com/mrss/}description"

AS_HTML: Final = re.compile(
    r"</[A-Za-z][A-Za-z0-9]{0,10}>|<(?:br|hr|img|p)\b[^<>]{0,2000}>|&(?:[A-Za-z]{2,8}|#\d{2,6});",
    re.IGNORECASE,
)
"""Tags or entities within characters."""

PUBLISHED: Final = ("published", "issued", "created", "updated")
UPDATED: Final = ("updated", "modified")
"""Elements that say when, the first of them that does."""

TOMBSTONE: Final = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
COMMENT: Final = "{http://purl.org/atompub/tombstones/1.0}comment"


class Feed(NamedTuple):
    """What a feed says for entries that do not. Source: RFC 4287, sections 4.2.1 and 4.2.10."""

    language: str | None
    titles: tuple[str, ...]
    base: str | None
    author: str
    rights: str


def read(wire: Wire) -> Steps[Outcome]:
    """Read every entry of the feed; a malformed feed is mended as far as it goes."""
    try:
        root = parse_mended(wire.text)
    except UnreadableError as error:
        return read_broken(wire, "atom", error)
    return publish_entries(_entries(root), "atom", wire)


def _entries(root: etree._Element) -> Iterator[Entry]:
    about = _children(root)
    titles = (_line(about.get("title", [])),)
    rights = _line(about.get("rights", []))
    links = about.get("link", [])
    at = _link(links, "self")
    base = absolute(_link(links), at) or at
    feed = Feed(
        root.get(XML_LANG),
        titles,
        base,
        publisher_apart(_name(about.get("author", [])), titles),
        rights,
    )
    for element in [root] if local_name(root) == "entry" else elements(root):
        if element.tag == TOMBSTONE:
            yield Entry(
                id=element.get("ref"),
                cancelled=True,
                note=_line(element.findall(COMMENT)),
                updated_at=parse_time(element.get("when")),
            )
        elif local_name(element) == "entry":
            yield from _entry(element, feed)


def _entry(element: etree._Element, feed: Feed) -> Iterator[Entry]:
    """Give an entry, once for each document that it conveys."""
    fields = _children(element)
    origin = next((_children(source) for source in fields.get("source", ())), {})
    source = _line(origin.get("title", []))
    author = _name(fields.get("author", [])) or _name(origin.get("author", []))
    extensions = fields_of(element)
    said = terms(extensions)
    rights = said.rights or _line(origin.get("rights", []))
    links = fields.get("link", [])
    content = fields.get("content", [])
    published, updated = _plain(fields, *PUBLISHED), _plain(fields, *UPDATED)
    time = parse_time(published)
    entry = Entry(
        title=_line(fields.get("title", [])),
        content=_html(content),
        summary=_html(fields.get("summary", [])) or ("" if content else _described(element)),
        id=_plain(fields, "id") or None,
        link=absolute(_link(links), links[0].base or feed.base if links else feed.base),
        author=author or feed.author,
        language=_language(element, *content) or feed.language,
        captions=captions(extensions),
        subjects=tuple(
            [
                Subject(code=e.get("scheme"), label=label)
                for e in fields.get("category", ())
                if (label := e.get("label") or e.get("term"))
            ]
        ),
        keywords=said.keywords,
        places=said.places,
        rights=rights or feed.rights,
        links=said.links,
        version=said.version,
        embargo_until=said.embargo_until,
        source=source,
        titles=feed.titles,
        published_at=time,
        updated_at=time if updated == published else parse_time(updated),
    )
    documents = documents_in(extensions, content)
    if not documents:
        yield entry
    for document in documents:
        yield msgspec.structs.replace(entry, document=document)


def _html(constructs: list[etree._Element]) -> str:
    """Give a text construct as HTML; one of another media type, or held elsewhere, gives none.

    What does not say its type is text (RFC 4287, section 3.1.1), but many who leave it out
    send HTML.
    """
    for element in constructs:
        kind = element.get("type", "").lower()
        if not kind and not len(element):
            text = text_of(element)
            signs = "<" in text or "&" in text  # without one of these, most have nothing to find
            kind = "html" if signs and AS_HTML.search(text) else "text"
        if kind in {"xhtml", "application/xhtml+xml"} or (len(element) and kind != "text"):
            return inner_xml(element)
        if kind in {"html", "text/html"}:
            return text_of(element)
        if kind in {"text", "text/plain"}:
            return _escaped(text_of(element))
    return ""


def _described(entry: etree._Element) -> str:
    """Give what is said of a video or picture that is all that an entry has (Media RSS)."""
    described = next(entry.iter(DESCRIPTION), None)
    return _escaped(text_of(described)) if described is not None else ""


def _escaped(text: str) -> str:
    """Give plain text as HTML, its lines as paragraphs."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"<p>{line}</p>" for line in safe.splitlines() if line.strip())


def _line(constructs: list[etree._Element]) -> str:
    return html_line(_html(constructs)) if constructs else ""


def _name(people: list[etree._Element]) -> str:
    names = (_plain(_children(person), "name") for person in people)
    return ", ".join(name for name in names if name)


def _link(links: list[etree._Element], rel: str = "alternate") -> str | None:
    hrefs = [e.get("href") for e in links if e.get("rel", "alternate") == rel]
    return next((href for href in hrefs if href), None)


def _language(*holders: etree._Element) -> str | None:
    return next((code for e in reversed(holders) if (code := e.get(XML_LANG))), None)


def _plain(fields: dict[str, list[etree._Element]], *names: str) -> str:
    for name in names:
        for e in fields.get(name, ()):
            if text := text_of(e).strip():
                return text
    return ""


def _children(parent: etree._Element) -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {}
    for child in parent:
        if name := _own(child.tag):
            if name in found:
                found[name].append(child)
            else:
                found[name] = [child]
    return found


@lru_cache(maxsize=256)
def _own(tag: object) -> str:
    """Give the name of an element of Atom; empty for those of extensions, and entity references."""
    space, _, name = tag.rpartition("}") if isinstance(tag, str) else ("", "", "")
    return name if space[1:] in NAMESPACES else ""
