"""Entries of Atom that convey news documents: NITF, AP's or items of NewsML-G2; AP's metadata.

Source: RFC 4287, section 4.1.3.3 (content of XML media types); AP's schemas `apcm` and `apnm`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, TypeAlias

import msgspec
from lxml import etree

from schemas.records import Format
from streams.outcome import Drop
from streams.parse import appl, newsml_g2
from streams.parse.abreast import finished
from streams.parse.ap_meta import ApMeta, meta_of
from streams.parse.article import Draft, assemble
from streams.parse.feed import Entry, author_name, body_parts, sources_said
from streams.parse.feed_fields import Fields
from streams.parse.html import html_line
from streams.parse.news_item import ItemText, bare, parts_of
from streams.parse.nitf import draft_of as draft_of_nitf
from streams.parse.nitf_document import as_nitf, document
from streams.parse.reading import Wire
from streams.parse.xml_text import name_of

SECTIONS: Final = ("apcm:ContentMetadata", "apnm:NewsManagement")

Reader: TypeAlias = Callable[[Entry, Format, Wire], Draft | Drop]


def documents_in(fields: Fields, contents: Sequence[etree._Element]) -> Sequence[Reader]:
    """Give what reads each document that an entry conveys; nothing for one that is but an entry."""
    nitf = None
    for content in contents:
        if len(content):
            name = name_of(content[0])
            if name in appl.ROOTS:
                return (partial(_whole, partial(appl.draft_of, content[0])),)
            if name in newsml_g2.ROOTS and (items := newsml_g2.items_of(content[0])):
                return [partial(_whole, partial(_item, item)) for item in items]
            nitf = content[0] if name == "nitf" else nitf
        elif "nitf" in content.get("type", ""):
            nitf = as_nitf(content.text)
    if nitf is None and not (SECTIONS[0] in fields or SECTIONS[1] in fields):
        return ()
    said = [section for name in SECTIONS for section in fields.get(name, ())]
    return (partial(_draft, nitf, meta_of(said) if said else None),)


def _item(item: etree._Element, wire: Wire) -> Draft | Drop:
    return finished(newsml_g2.draft_of(item, wire))


def _whole(
    draft_of: Callable[[Wire], Draft | Drop], entry: Entry, fmt: Format, wire: Wire
) -> Draft | Drop:
    """Read a document that has an id, the same for all versions, and times of its own.

    An entry's may be those of the feed.
    """
    found = draft_of(wire)
    if isinstance(found, Drop):
        return found
    draft = _with_entry(found, entry, fmt)
    return msgspec.structs.replace(
        draft,
        provider_id=found.provider_id or draft.provider_id,
        published_at=found.published_at or draft.published_at,
        updated_at=found.updated_at or draft.updated_at,
    )


def _draft(
    nitf: etree._Element | None, meta: ApMeta | None, entry: Entry, fmt: Format, wire: Wire
) -> Draft | Drop:
    """Read the document; the entry says what neither it nor AP's metadata do."""
    if meta is not None and meta.dropped:
        return Drop(meta.dropped)
    said = None if nitf is None else document(nitf)
    own = _texts(entry) if said is None else said.text
    texts = meta.texts(own) if meta else own
    headline = bare(texts.headline or entry.title)
    texts = msgspec.structs.replace(texts, headline=headline)
    if nitf is None or said is None:
        text, blocks, credited = assemble(parts_of(texts, wire))
        found: Draft | Drop = Draft(format=fmt, text=text, blocks=blocks, sources=credited)
    else:
        found = draft_of_nitf(nitf, said, texts, wire)
    if isinstance(found, Drop):
        return found
    draft = _with_entry(found, entry, fmt)
    return msgspec.structs.replace(meta.told(draft) if meta else draft, headline=headline)


def _texts(entry: Entry) -> ItemText:
    """Give the texts of an entry whose own content is no document."""
    return ItemText(
        headline=entry.title,
        summaries=tuple(filter(None, [html_line(entry.summary)])),
        byline=author_name(entry.author),
        body=tuple(body_parts(entry.content, entry.title)),
        captions=entry.captions,
    )


def _with_entry(draft: Draft, entry: Entry, fmt: Format) -> Draft:
    return msgspec.structs.replace(
        draft,
        format=fmt,
        provider_id=entry.id or draft.provider_id or entry.link,
        version=draft.version or entry.version,
        declared_language=draft.declared_language or entry.language,
        sources=draft.sources or sources_said(entry),
        subjects=draft.subjects or entry.subjects,
        keywords=draft.keywords or entry.keywords,
        places=draft.places or entry.places,
        rights=draft.rights or entry.rights or None,
        embargo_until=draft.embargo_until or entry.embargo_until,
        links=(*draft.links, *entry.links),
        published_at=entry.published_at or draft.published_at,
        updated_at=entry.updated_at or draft.updated_at,
        url=entry.link or draft.url,
    )
