"""Reuters' JSON: what its content API answers, an item or a page of results.

Source: Reuters API guide (2024), fields of an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeVar

import msgspec

from schemas.records import Cue, Link, Parsed, Subject
from streams.outcome import Drop, Outcome, Reject
from streams.parse.abreast import Steps
from streams.parse.article import Draft, Part, assembling, finish
from streams.parse.dates import parse_time
from streams.parse.feed import MARKUP_FACTOR, body_parts, sources_of
from streams.parse.html import html_line
from streams.parse.item_terms import KINDS, status_of_code, term
from streams.parse.jsontext import convert, parse_json, strings
from streams.parse.news_item import ItemText, bare, parts_of
from streams.parse.reading import Wire, too_large
from streams.parse.several import read_each

SIGNS: Final = ('"versionedGuid"', '"bodyXhtml')
"""Keys that no other JSON has; every query asks for one of them."""

VERSIONED: Final = re.compile(r"(.*[:/]newsml_[^:]{1,100}):(\d{1,9})", re.DOTALL)
"""An id with its version behind it: "tag:reuters.com,2024:newsml_L1N3AB0CD:2"."""

SIGNALS: Final[Mapping[str, Cue]] = MappingProxyType(
    {"edStat:U": "update", "edStat:C": "correction", "edStat:D": "kill"}
)
T = TypeVar("T")

WRAPPERS: Final = ("data", "search", "items", "item")
MAX_DEPTH: Final = 6
"""Lists and objects around an item: a list of answers, `data`, `search`, `items` and no more."""

FLASH_URGENCY: Final = 1
"""What Reuters calls an alert."""


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A topic, genre or source, by Reuters' code or written out."""

    code: str | None = None
    name: str | None = None
    literal: str | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where the item was made."""

    city: str | None = None
    country_code: str | None = None
    country_name: str | None = None


class Other(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An item that goes with this one, or that it comes from."""

    versioned_guid: str | None = None
    uri: str | None = None
    head_line: str | None = None


class Item(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An item, as far as it is read; each query names the fields that it wants."""

    versioned_guid: str | None = None
    uri: str | None = None
    usn: str | None = None
    version: str | int | None = None
    type: str | None = None
    head_line: str | None = None
    slug: str | None = None
    intro: str | None = None
    fragment: str | None = None
    caption: str | None = None
    body_xhtml: str | None = None
    body_xhtml_rich: str | None = None
    by_line: str | None = None
    date_line: str | None = None
    located: str | None = None
    language: str | None = None
    pub_status: str | None = None
    urgency: int | None = None
    version_created: str | None = None
    first_created: str | None = None
    credit: str | None = None
    copyright_notice: str | None = None
    usage_terms: str | list[str] | None = None
    keyword: str | list[str] | None = None
    signal: str | list[str] | None = None
    subject: list[Term] | None = None
    genre: list[Term] | None = None
    info_source: list[Term] | None = None
    subject_location: list[Place] | Place | None = None
    associations: list[Other] | None = None
    derived_from: list[Other] | Other | None = None
    evolved_from: list[Other] | Other | None = None


def is_reuters(text: str) -> bool:
    """Tell Reuters' JSON, of what is no other, by its keys."""
    return any(map(text.__contains__, SIGNS))


def read(wire: Wire) -> Steps[Outcome]:
    """Read one item or a page of them; refused as `not_reuters` with the field."""
    items = list(_items(parse_json(wire.text), "$"))
    wire.limits.check_articles(len(items))
    return read_each(
        items,
        lambda one: _article(convert(one[1], Item, "reuters", one[0]), wire),
        named=lambda number, _: f"Item {number}",
        empty=Reject("not_reuters", "Not reuters: no item - at `$.data.item` or `$.data.search`"),
    )


def _items(raw: object, path: str, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Give the items with their paths, below what answers of GraphQL wrap them in."""
    if depth > MAX_DEPTH:
        return
    if isinstance(raw, list):
        for at, one in enumerate(raw):
            yield from _items(one, f"{path}[{at}]", depth + 1)
    elif isinstance(raw, dict):
        inner = next((key for key in WRAPPERS if raw.get(key)), None)
        if inner:
            yield from _items(raw[inner], f"{path}.{inner}", depth + 1)
        else:
            yield path, raw


def _article(item: Item, wire: Wire) -> Steps[Parsed | Drop]:
    kind = KINDS.get(term(item.type))
    if kind:
        return Drop(kind)
    headline = bare(html_line(item.head_line or ""))
    yield
    parts = parts_of(_texts(item, headline, wire), wire)
    yield
    text, blocks, credited = yield from assembling(parts)
    cue = _cue(item)
    status = "cancelled" if cue == "kill" else status_of_code(item.pub_status)
    if not text and status != "cancelled":
        return Drop("no_content")
    identity, version = _identity(item)
    sources = (*(one.literal or one.name for one in item.info_source or ()), item.credit)
    rights = [*strings(item.copyright_notice), *strings(item.usage_terms)]
    yield
    draft = Draft(
        format="reuters",
        headline=headline,
        text=text,
        blocks=blocks,
        provider_id=identity,
        version=version,
        status=status,
        cue=cue,
        slugline=item.slug,
        declared_language=item.language,
        sources=credited or sources_of([name for name in sources if name] or ["Reuters"]),
        subjects=tuple(map(_subject, item.subject or ())),
        genre=tuple(map(_subject, item.genre or ())),
        keywords=tuple(strings(item.keyword)),
        places=tuple(_places(item)),
        rights="\n".join(rights) or None,
        links=tuple(_links(item)),
        urgency=item.urgency if item.urgency in range(1, 10) else None,
        published_at=parse_time(item.first_created) or parse_time(item.version_created),
        updated_at=parse_time(item.version_created),
    )
    yield
    return finish(draft, wire)


def _texts(item: Item, headline: str, wire: Wire) -> ItemText:
    """Give the texts; without a body its beginning, which a search answers, stands for it."""
    body: list[Part] = []
    for markup in filter(None, (item.body_xhtml_rich, item.body_xhtml)):
        limit = wire.limits.max_text_chars * MARKUP_FACTOR
        if len(markup) > limit:
            raise too_large("Characters of XHTML", len(markup), limit, "MAX_TEXT_CHARS")
        body = body or body_parts(markup, headline)
    told = filter(None, (item.intro, "" if body else item.fragment or item.caption))
    return ItemText(
        headline=headline,
        summaries=tuple(map(html_line, told)),
        byline=html_line(item.by_line or ""),
        dateline="" if body else item.date_line or item.located or "",
        body=tuple(body),
    )


def _cue(item: Item) -> Cue | None:
    cue = next((SIGNALS[one] for one in strings(item.signal) if one in SIGNALS), None)
    return cue or ("flash" if item.urgency == FLASH_URGENCY else None)


def _identity(item: Item) -> tuple[str | None, str | None]:
    """Give the id that all versions of an item share, and the version."""
    given = item.versioned_guid or item.uri
    match = VERSIONED.fullmatch(given) if given else None
    said = None if item.version is None else str(item.version)
    return (match[1], said or match[2]) if match else (given or item.usn, said)


def _subject(topic: Term) -> Subject:
    return Subject(code=topic.code, label=topic.name or topic.literal)


def _places(item: Item) -> Iterator[Subject]:
    if item.located:
        yield Subject(label=item.located)
    for place in _listed(item.subject_location):
        if label := ", ".join(filter(None, (place.city, place.country_name))):
            yield Subject(code=place.country_code, label=label)


def _links(item: Item) -> Iterator[Link]:
    groups = (
        ("associated", item.associations),
        ("derivedFrom", item.derived_from),
        ("evolvedFrom", item.evolved_from),
    )
    for rel, found in groups:
        for one in _listed(found):
            if given := one.versioned_guid or one.uri:
                match = VERSIONED.fullmatch(given)
                yield Link(rel=rel, id=match[1] if match else given, title=one.head_line)


def _listed(value: list[T] | T | None) -> list[T]:
    return value if isinstance(value, list) else [] if value is None else [value]
