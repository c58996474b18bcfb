"""AP's JSON: the items of its Media API and of its WebFeeds, one or a feed of them.

The text of a story is a rendition that is fetched by itself; items that carry it, as NITF or
HTML, are read whole, the others as what their metadata says.
Source: AP Media API 1.1 and 2.2, "Content metadata fields".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import msgspec

from schemas.records import Cue, Link, Parsed, Status, Subject
from streams.outcome import Drop, Outcome, Reject
from streams.parse.abreast import Steps, known
from streams.parse.article import Draft, Part, assembling, finish
from streams.parse.dates import parse_time
from streams.parse.feed import MARKUP_FACTOR, adds, body_parts, sources_of, squeezed, squeezed_of
from streams.parse.html import html_line
from streams.parse.jsontext import convert, parse_json, strings
from streams.parse.media_topics import subject
from streams.parse.reading import Wire, too_large
from streams.parse.several import read_each

STATUSES: Final[Mapping[str, Status]] = MappingProxyType(
    {
        "withheld": "withheld",
        "embargoed": "usable",
        "canceled": "cancelled",
        "cancelled": "cancelled",
    }
)
"""Embargoed items are usable once `embargoed` has passed."""

CUES: Final[Sequence[tuple[str, Cue]]] = (
    ("Kill", "kill"),
    ("Elimination", "kill"),
    ("Disregard", "kill"),
    ("Withhold", "withhold"),
    ("HoldForRelease", "withhold"),
    ("Correction", "correction"),
    ("Corrective", "correction"),
    ("Clarification", "correction"),
    ("Takes", "take"),
    ("Add", "add"),
    ("Writethru", "writethru"),
    ("Lead", "lead"),
    ("Advisory", "advisory"),
    ("NewsAlert", "flash"),
    ("Alert", "flash"),
    ("Bulletin", "flash"),
    ("Flash", "flash"),
)
"""`editorialtypes`, the gravest first."""

HELD: Final = "HoldForRelease"
"""What is embargoed, mostly until a time that is said beside it."""

BODIES: Final = ("body_nitf", "body_html", "body", "story", "nitf")
"""Where those who fetch the text put it."""

DEFAULT_LANGUAGE: Final = "en"
"""AP leaves the language of many English items out; that of its other services is there."""


class AltIds(msgspec.Struct, frozen=True, kw_only=True):
    """The item's ids: `itemid` is the same for every version."""

    itemid: str | None = None
    friendlykey: str | None = None


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A subject, place or the like, by AP or IPTC."""

    code: str | None = None
    name: str | None = None
    scheme: str | None = None


class Byline(msgspec.Struct, frozen=True, kw_only=True):
    """Who wrote it, as published, and his title."""

    by: str | None = None
    name: str | None = None
    title: str | None = None


class Associated(msgspec.Struct, frozen=True, kw_only=True):
    """An item that goes with the story."""

    type: str | None = None
    uri: str | None = None
    headline: str | None = None
    altids: AltIds | None = None


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where the item is found elsewhere."""

    href: str | None = None
    rel: str | None = None


class Dateline(msgspec.Struct, frozen=True, kw_only=True):
    """Where the story was filed from."""

    city: str | None = None
    countryareaname: str | None = None
    countryname: str | None = None
    countrycode: str | None = None


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """An item, as far as it is read."""

    type: str
    uri: str | None = None
    altids: AltIds | None = None
    version: int | None = None
    versioncreated: str | None = None
    firstcreated: str | None = None
    embargoed: str | None = None
    pubstatus: str | None = None
    urgency: int | None = None
    language: str | None = None
    ednote: str | None = None
    editorialtypes: list[str] | None = None
    title: str | None = None
    headline: str | None = None
    headline_extended: str | None = None
    slugline: str | None = None
    description_summary: str | None = None
    bylines: list[Byline] | None = None
    located: str | None = None
    datelinelocation: Dateline | None = None
    copyrightnotice: str | None = None
    usageterms: str | list[str] | None = None
    keywords: str | list[str] | None = None
    provider: str | None = None
    infosource: list[Term] | None = None
    subject: list[Term] | None = None
    place: list[Term] | None = None
    fixture: Term | None = None
    associations: dict[str, Associated] | None = None
    derivedfrom: list[Associated] | None = None
    refersto: list[Associated] | None = None
    links: list[Address] | None = None


def read(wire: Wire) -> Steps[Outcome]:
    """Read one item or a feed of them; refused as `not_ap` with the field."""
    raw = parse_json(wire.text)
    items = list(_items(raw))
    if not items:
        return known(_without_items(raw))
    wire.limits.check_articles(len(items))
    return read_each(
        items,
        lambda one: _article(one[1], convert(one[1], Item, "ap", one[0]), wire),
        named=lambda number, _: f"Item {number}",
        empty=Drop("empty_feed"),
    )


def cue_of_types(types: Collection[str], *, released: bool) -> Cue | None:
    """Give the cue of an item's editorial types; one whose time of release is known is not held."""
    found = (cue for name, cue in CUES if name in types and not (released and name == HELD))
    return next(found, None)


def _items(raw: object) -> Iterator[tuple[str, Any]]:
    """Give the items with their paths: in `data.items`, in `data.item`, or the item itself."""
    if not isinstance(raw, dict):
        return
    data = raw.get("data") if "data" in raw else raw
    if not isinstance(data, dict):
        return
    if isinstance(data.get("items"), list):
        for at, one in enumerate(data["items"]):
            yield f"$.data.items[{at}].item", one.get("item", one) if isinstance(one, dict) else one
    elif isinstance(data.get("item"), dict):
        yield "$.data.item", data["item"]
    elif "type" in data or "altids" in data:
        yield "$", data


def _without_items(raw: object) -> Outcome:
    data = raw.get("data") if isinstance(raw, dict) else None
    if isinstance(data, dict) and data.get("items") == []:
        return Drop("empty_feed")
    return Reject("not_ap", "Not ap: no item - at `$.data.item` or `$.data.items`")


def _article(fields: Mapping[str, Any], item: Item, wire: Wire) -> Steps[Parsed | Drop]:
    if item.type != "text":
        return Drop("not_text_item")
    status = STATUSES.get(item.pubstatus or "", "usable")
    headline = html_line(item.headline or item.title or "")
    yield
    parts = list(_parts(fields, item, headline, wire))
    yield
    text, blocks, credited = yield from assembling(parts)
    embargo = parse_time(item.embargoed)
    named = [*(source.name for source in item.infosource or ()), item.provider]
    yield
    draft = Draft(
        format="ap",
        headline=headline,
        text=text,
        blocks=blocks,
        provider_id=_id(item.altids) or item.uri,
        version=None if item.version is None else str(item.version),
        status=status,
        cue=cue_of_types(item.editorialtypes or (), released=embargo is not None),
        slugline=item.slugline,
        declared_language=item.language or DEFAULT_LANGUAGE,
        sources=credited or sources_of(name for name in named if name),
        subjects=tuple(map(_subject, item.subject or ())),
        genre=(_subject(item.fixture),) if item.fixture else (),
        keywords=tuple(strings(item.keywords)),
        places=(*_filed_from(item.datelinelocation), *map(_subject, item.place or ())),
        rights="\n".join([*strings(item.copyrightnotice), *strings(item.usageterms)]) or None,
        embargo_until=embargo,
        links=tuple(_links(item)),
        urgency=item.urgency if item.urgency and 1 <= item.urgency <= 9 else None,  # noqa: PLR2004 - as IPTC defines urgency
        published_at=parse_time(item.firstcreated) or parse_time(item.versioncreated),
        updated_at=parse_time(item.versioncreated),
        url=_address(item),
    )
    yield
    return finish(draft, wire)


def _parts(fields: Mapping[str, Any], item: Item, headline: str, wire: Wire) -> Iterator[Part]:
    markup = next((html for name in BODIES for html in strings(fields.get(name))), "")
    limit = wire.limits.max_text_chars * MARKUP_FACTOR
    if len(markup) > limit:
        raise too_large("Characters of NITF or HTML", len(markup), limit, "MAX_TEXT_CHARS")
    body = body_parts(markup, headline)
    yield Part(kind="slugline", text=item.slugline or "" if item.slugline != headline else "")
    yield Part(kind="headline", text=headline)
    if item.ednote:
        yield Part(kind="editor_note", text=html_line(item.ednote))
    summaries = [html_line(item.headline_extended or ""), html_line(item.description_summary or "")]
    said = squeezed_of(body) if any(summaries) else ""
    if summaries[0] and not adds(summaries[0], squeezed(summaries[1])):
        del summaries[0]
    for words in dict.fromkeys(summaries):
        part = Part(kind="paragraph" if not body else "subheadline", text=words)
        if words and words != headline and adds(words, said):
            yield part
    for one in item.bylines or ():
        yield Part(kind="byline", text=", ".join(filter(None, (one.by or one.name, one.title))))
    if item.located and not body:
        yield Part(kind="dateline", text=item.located)
    yield from body


def _id(altids: AltIds | None) -> str | None:
    return (altids.itemid or altids.friendlykey) if altids else None


def _address(item: Item) -> str | None:
    """Give where readers find the item, else where subscribers fetch it."""
    found = [one.href for one in item.links or () if one.rel == "canonical"]
    webs = (url for url in (*found, item.uri) if url and url.startswith(("http://", "https://")))
    return next(webs, None)


def _subject(term: Term) -> Subject:
    return subject(term.name, code=term.code, scheme=term.scheme)


def _filed_from(place: Dateline | None) -> tuple[Subject, ...]:
    if place is None:
        return ()
    names = filter(None, (place.city, place.countryareaname, place.countryname))
    label = ", ".join(names)
    return (Subject(code=place.countrycode, label=label),) if label else ()


def _links(item: Item) -> Iterable[Link]:
    groups = (
        ("associated", list((item.associations or {}).values())),
        ("derivedFrom", item.derivedfrom or []),
        ("refersTo", item.refersto or []),
    )
    for rel, found in groups:
        for one in found:
            if one.uri or _id(one.altids):
                yield Link(rel=rel, href=one.uri, id=_id(one.altids), title=one.headline)
