"""dpa digitalwires, the JSON that dpa delivers its services in.

One entry, or a list of them. Entries without a text of their own are pictures and the like.
Source: dpa-newslab on GitHub, digitalwires 0.9 and 1.0, as its converters to IPTC 7901 and
NewsML-G2 read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import Final

import msgspec
from selectolax.lexbor import LexborHTMLParser

from schemas.records import Cue, Link, Parsed, Status, Subject
from streams.outcome import Drop, Outcome
from streams.parse.abreast import Steps
from streams.parse.article import Draft, Part, assembling, finish
from streams.parse.captions import credit_of
from streams.parse.cues import cue_in_note, gravest
from streams.parse.dates import parse_time
from streams.parse.feed import MARKUP_FACTOR, adds, body_parts, sources_of, squeezed_of
from streams.parse.html import html_blocks, html_line
from streams.parse.jsontext import convert, parse_json
from streams.parse.reading import Wire, too_large
from streams.parse.several import read_each

SIGNALS: Final[Mapping[str, Cue]] = MappingProxyType(
    {"sig:correction": "correction", "sig:update": "update", "sig:repeat": "refile"}
)
STATUSES: Final[Mapping[str, Status]] = MappingProxyType(
    {"withheld": "withheld", "canceled": "cancelled", "cancelled": "cancelled"}
)
FLASH_URGENCY: Final = 2
"""Urgencies 1 ("Blitz") and 2 ("Eil") are flashes. Source: dpa, IPTC 7901 text format."""


ADDRESS: Final = re.compile(r"<([\w.+-]{1,64}@[\w.-]{1,64})>")
"""A mail address in a note, which is no element of HTML."""


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """A term that the entry is filed under; `type` says what kind."""

    type: str | None = None
    name: str | None = None
    qcode: str | None = None


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A note to desks."""

    role: str | None = None
    ednote: str | None = None


class Notepad(msgspec.Struct, frozen=True, kw_only=True):
    """The notes to desks, as HTML."""

    header_html: str | None = None
    public_html: str | None = None
    nonpublic_html: str | None = None


class Association(msgspec.Struct, frozen=True, kw_only=True):
    """A picture or the like that goes with the entry."""

    type: str | None = None
    urn: str | None = None
    headline: str | None = None
    caption: str | None = None
    creditline: str | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry, as far as it is read."""

    urn: str
    version: int | None = None
    version_created: str | None = None
    content_created: str | None = None
    updated: str | None = None
    pubstatus: str | None = None
    signal: str | None = None
    embargoed: str | None = None
    language: str | None = None
    urgency: int | None = None
    kicker: str | None = None
    headline: str | None = None
    subhead: str | None = None
    teaser: str | None = None
    byline: str | None = None
    dateline: str | None = None
    article_html: str | None = None
    infobox_html: str | None = None
    linkbox_html: str | None = None
    creditline: str | None = None
    copyrightnotice: str | None = None
    usageterms: str | None = None
    notepad: Notepad | None = None
    ednotes: list[Note] | None = None
    associations: list[Association] | None = None
    categories: list[Category] | None = None


def read(wire: Wire) -> Steps[Outcome]:
    """Read one entry or a list of them; refused as `not_dpa` with the field."""
    raw = parse_json(wire.text)
    if isinstance(raw, dict) and isinstance(raw.get("entries"), list):
        raw = raw["entries"]
    found = raw if isinstance(raw, list) else [raw]
    wire.limits.check_articles(len(found))
    paths = [f"$[{at}]" for at in range(len(found))] if len(found) > 1 else ["$"]
    return read_each(
        zip(paths, found, strict=False),
        lambda one: _article(convert(one[1], Entry, "dpa", one[0]), wire),
        named=lambda number, _: f"Entry {number}",
        empty=Drop("empty_feed"),
    )


def _article(entry: Entry, wire: Wire) -> Steps[Parsed | Drop]:
    status = STATUSES.get(entry.pubstatus or "", "usable")
    if not entry.article_html and entry.associations and status != "cancelled":
        return Drop("not_text_item")
    _check_size(entry, wire)
    yield
    parts = _parts(entry)
    yield
    text, blocks, credited = yield from assembling(parts)
    yield
    draft = Draft(
        format="dpa",
        headline=html_line(entry.headline or ""),
        text=text,
        blocks=blocks,
        provider_id=entry.urn,
        version=None if entry.version is None else str(entry.version),
        status=status,
        cue=_cue(entry),
        slugline=entry.kicker,
        declared_language=entry.language,
        sources=credited or sources_of([entry.creditline or "dpa"]),
        subjects=_subjects(entry, "dnltype:dpasubject"),
        genre=_subjects(entry, "dnltype:genre"),
        keywords=tuple(_names(entry, "dnltype:keyword")),
        places=_subjects(entry, "dnltype:geosubject"),
        rights="\n".join(filter(None, (entry.copyrightnotice, entry.usageterms))) or None,
        embargo_until=parse_time(entry.embargoed),
        links=_links(entry),
        urgency=entry.urgency,
        published_at=parse_time(entry.content_created) or parse_time(entry.version_created),
        updated_at=parse_time(entry.version_created) or parse_time(entry.updated),
    )
    yield
    return finish(draft, wire)


def _check_size(entry: Entry, wire: Wire) -> None:
    limit = wire.limits.max_text_chars * MARKUP_FACTOR
    size = max(len(html or "") for html in (entry.article_html, entry.infobox_html, entry.teaser))
    if size > limit:
        raise too_large("Characters of HTML", size, limit, "MAX_TEXT_CHARS")


def _cue(entry: Entry) -> Cue | None:
    notes = (cue_in_note(note.ednote) for note in entry.ednotes or () if note.ednote)
    told = gravest(SIGNALS.get(entry.signal or ""), *notes)
    flash = entry.urgency is not None and 1 <= entry.urgency <= FLASH_URGENCY
    return told or ("flash" if flash else None)


def _parts(entry: Entry) -> Iterable[Part]:
    headline = html_line(entry.headline or "")
    body = body_parts(entry.article_html or "", headline)
    said = squeezed_of(body)
    yield Part(kind="slugline", text=html_line(entry.kicker or ""))
    yield Part(kind="headline", text=headline)
    for line in (entry.subhead, entry.teaser):
        words = html_line(line or "")
        if words and words != headline and adds(words, said):
            yield Part(kind="subheadline", text=words)
    yield Part(kind="byline", text=html_line(entry.byline or ""))
    for picture in entry.associations or ():
        caption = html_line(picture.caption or "")
        credit = picture.creditline or credit_of(caption)
        yield Part(kind="caption", text=caption, credit=credit)
    yield from _with_dateline(body, html_line(entry.dateline or ""))
    yield from body_parts(entry.infobox_html or "", headline)
    for html in _notes(entry):
        for _, words in html_blocks(html):
            yield Part(kind="footer", text=words)


def _with_dateline(body: Sequence[Part], dateline: str) -> Iterable[Part]:
    """Put the dateline before the first paragraph, where it is published."""
    first = next((at for at, part in enumerate(body) if part.kind == "paragraph"), None)
    for at, part in enumerate(body):
        joined = dateline and at == first and not part.text.startswith(dateline)
        yield Part(kind="paragraph", text=f"{dateline} {part.text}") if joined else part
    if first is None and dateline:
        yield Part(kind="dateline", text=dateline)


def _notes(entry: Entry) -> Iterable[str]:
    """Give the notepad and what of the notes it leaves out, such as initials, as HTML."""
    pad = entry.notepad or Notepad()
    sections = [html for html in (pad.header_html, pad.public_html, pad.nonpublic_html) if html]
    yield from sections
    whole = " ".join(map(html_line, sections))
    for note in entry.ednotes or ():
        words = html_line(ADDRESS.sub(r"&lt;\1&gt;", note.ednote or ""))
        if words and words not in whole:
            yield escape(words, quote=False)


def _of_type(entry: Entry, kind: str) -> Iterable[Category]:
    return (term for term in entry.categories or () if term.type == kind)


def _subjects(entry: Entry, kind: str) -> tuple[Subject, ...]:
    return tuple(Subject(code=term.qcode, label=term.name) for term in _of_type(entry, kind))


def _names(entry: Entry, kind: str) -> Iterable[str]:
    return (term.name for term in _of_type(entry, kind) if term.name)


def _links(entry: Entry) -> tuple[Link, ...]:
    related = [
        Link(rel=one.type or "associated", id=one.urn, title=one.headline)
        for one in entry.associations or ()
        if one.urn
    ]
    if entry.linkbox_html:
        html_blocks(entry.linkbox_html)  # refuses what takes too long
        for anchor in LexborHTMLParser(entry.linkbox_html).css("a[href]"):
            href = anchor.attributes.get("href")
            if href:
                related.append(Link(rel="seeAlso", href=href, title=anchor.text(strip=True)))
    return tuple(related)
