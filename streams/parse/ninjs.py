"""ninjs, the IPTC's JSON for news: 1.x, 2.x and 3.x.

Items of another kind than text (pictures, events, planning) are articles when they have a
body, else dropped as `not_text_item`; text items that say nothing are dropped as
`no_content`, as the standard allows them. A cancelled item is a kill, whatever it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from schemas.records import Link, Parsed, Subject
from streams.outcome import Drop, Emit, Outcome
from streams.parse.abreast import Steps
from streams.parse.article import Draft, Part, assembling, finish
from streams.parse.captions import credit_of
from streams.parse.dates import parse_time
from streams.parse.feed import (
    MARKUP_FACTOR,
    adds,
    body_parts,
    plain_paragraphs,
    sources_of,
    squeezed,
)
from streams.parse.html import html_line, is_markup
from streams.parse.jsontext import parse_json
from streams.parse.media_topics import subject
from streams.parse.ninjs_item import Item, item_of
from streams.parse.ninjs_model import Concept
from streams.parse.ninjs_typed import NinjsWire
from streams.parse.reading import UnreadableError, Wire, too_large
from streams.parse.several import read_each

TEXT_KINDS: Final = frozenset({None, "text", "composite", "component"})
PICTURES: Final = frozenset({"picture", "graphic", "video"})
MARKUP_ROLES: Final = {"xhtml": 0, "html": 1, "html5": 2, "richhtml5": 3}
"""Roles of bodies in the order that they are tried, before any other."""

IDS: Final = frozenset({"uri", "guid"})
PAGES: Final = ("_items", "items", "item")
"""How APIs call the items in a page of results: Superdesk, Newsroom, PA."""

Body: TypeAlias = tuple[list[Part], Sequence[str]]
"""The parts of a text with markup, and the paragraphs of one without."""

CREDIT: Final = "creditline"
"""The description that is the credit of a picture."""


def read(wire: Wire) -> Steps[Outcome]:
    """Read one item, or each of an array or of a page of results.

    Refused as `not_json` with the place; what is no item is refused as `not_ninjs` with the field.
    """
    raw = parse_json(wire.text)
    items = _items(raw)
    wire.limits.check_articles(len(items))
    return read_each(
        items,
        lambda one: _article(item_of(one), wire),
        named=lambda number, _: f"Item {number}",
        empty=Drop("no_content"),
    )


def read_typed(wire: NinjsWire) -> Steps[Outcome]:
    """Read the item that the bytes were decoded to, as `read_each` reads one.

    Its functions for each item would wake the garbage collector: 3 µs more of 29.
    """
    try:
        one = yield from _article(wire.item, wire)
    except UnreadableError as error:
        return error.reject
    return one if isinstance(one, Drop) else Emit((one,))


def _items(raw: object) -> Sequence[object]:
    """Give the items: of an array, of a page of an API's results, or the one item itself."""
    if isinstance(raw, list) and raw:
        return raw
    if isinstance(raw, dict) and not (raw.keys() & IDS):
        for name in PAGES:
            found = raw.get(name)
            if isinstance(found, list) and found and all(isinstance(one, dict) for one in found):
                return found
    return [raw]


def _article(item: Item, wire: Wire) -> Steps[Parsed | Drop]:
    kill = item.status == "cancelled"
    if item.kind not in TEXT_KINDS and not item.bodies and not kill:
        return Drop("not_text_item")
    headline = item.headline
    yield
    parts, paragraphs = _parts(item, headline, wire)
    yield
    text, blocks, credited = yield from assembling(parts, paragraphs)
    if not text and not kill:
        return Drop("no_content")
    yield
    updated_at = parse_time(item.updated)
    draft = Draft(
        format="ninjs",
        headline=headline,
        text=text,
        blocks=blocks,
        provider_id=item.id,
        version=item.version,
        status=item.status,
        declared_language=item.language,
        sources=credited or sources_of(filter(None, item.sources)),
        cue=item.cue,
        slugline=item.slugline,
        subjects=_subjects(item.subjects),
        genre=_subjects(item.genres),
        keywords=tuple(item.keywords),
        places=_subjects(item.places),
        rights=_rights(item.rights),
        embargo_until=parse_time(item.embargo),
        links=_links(item),
        urgency=item.urgency,
        published_at=parse_time(item.created) or updated_at,
        updated_at=updated_at,
        url=item.id if item.id and item.id.startswith(("http://", "https://")) else None,
    )
    yield
    return finish(draft, wire)


def _subjects(concepts: Sequence[Concept]) -> tuple[Subject, ...]:
    if not concepts:
        return ()
    found = [
        subject(one.name, code=one.code or one.literal, scheme=one.scheme, uri=one.uri)
        for one in concepts
        if one.code or one.literal or one.uri or one.name
    ]
    return tuple(found)


def _rights(terms: Sequence[str | None]) -> str | None:
    given = [one for one in terms if one]
    return "\n".join(dict.fromkeys(given)) if given else None


def _links(item: Item) -> tuple[Link, ...]:
    if not item.associations and not item.replaces:
        return ()
    within = [
        Link(rel=one.kind or "associated", id=one.id, title=one.headline or None)
        for one in item.associations
        if one.id
    ]
    return (*within, *[Link(rel="replaces", id=replaced) for replaced in item.replaces])


def _check_size(item: Item, wire: Wire) -> None:
    limit = wire.limits.max_text_chars * MARKUP_FACTOR
    for texts in (item.bodies, item.descriptions):
        for html in texts.values():
            if len(html) > limit:
                raise too_large("Characters of HTML", len(html), limit, "MAX_TEXT_CHARS")


def _parts(item: Item, headline: str, wire: Wire) -> Body:
    """Give all parts of the article; what is plain text comes as the paragraphs behind them."""
    _check_size(item, wire)
    parts = [Part(kind="headline", text=headline)]
    if item.note:
        parts.append(Part(kind="editor_note", text=html_line(item.note)))
    body = _body(item.bodies, headline)
    if item.descriptions:
        described = {role: text for role, text in item.descriptions.items() if role != CREDIT}
        summary = _body(described, headline)
        if not any(body):
            body = summary
        elif any(summary) and adds("".join(_texts(summary)), squeezed("".join(_texts(body)))):
            parts += [Part(kind="subheadline", text=text) for text in _texts(summary)]
    if item.byline:
        parts.append(Part(kind="byline", text=html_line(item.byline)))
    if item.located:
        parts.append(Part(kind="dateline", text=html_line(item.located)))
    captions = [caption for one in item.associations if (caption := _caption(one))]
    if captions:
        said = squeezed("".join(_texts(body)))
        parts += [caption for caption in captions if adds(caption.text, said)]
    marked_up, paragraphs = body
    return parts + marked_up, paragraphs


def _body(bodies: Mapping[str, str], headline: str) -> Body:
    """Give the first body that has text: markup before plain text, as it has paragraphs."""
    roles = (
        sorted(bodies, key=lambda role: MARKUP_ROLES.get(role, len(MARKUP_ROLES)))
        if len(bodies) > 1
        else bodies
    )
    for role in roles:
        text = bodies[role]
        if is_markup(text):
            if parts := body_parts(text, headline):
                return parts, ()
        elif paragraphs := plain_paragraphs(text, headline):
            return [], paragraphs
    return [], ()


def _texts(body: Body) -> Sequence[str]:
    parts, paragraphs = body
    return [*[part.text for part in parts], *paragraphs]


def _caption(item: Item) -> Part | None:
    """Give the caption of a picture that goes with the article."""
    described = item.descriptions
    first = next((text for role, text in described.items() if role != CREDIT), "")
    text = html_line(described.get("caption") or first)
    if item.kind not in PICTURES or not text:
        return None
    credit = described.get(CREDIT) or credit_of(text) or item.byline or None
    return Part(kind="caption", text=text, credit=credit)
