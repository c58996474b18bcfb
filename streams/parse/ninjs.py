"""ninjs, the IPTC's JSON for news: 1.x, 2.x and 3.x.

Items of another kind than text (pictures, events, planning) are articles when they have a
body, else dropped as `not_text_item`; text items that say nothing are dropped as
`no_content`, as the standard allows them. A cancelled item is a kill, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import msgspec

from schemas.records import Status, Subject
from streams.outcome import Drop, Outcome
from streams.parse.article import Draft, Part, assemble, publish
from streams.parse.captions import credit_of
from streams.parse.dates import parse_time
from streams.parse.feed import MARKUP_FACTOR, adds, body_parts, sources_of
from streams.parse.html import html_line
from streams.parse.jsontext import parse_json
from streams.parse.ninjs_model import Concept, Ninjs1, Ninjs2
from streams.parse.reading import UnreadableError, Wire, too_large

FREE: Final = re.compile(r"(body|description|headline)_([a-zA-Z0-9_].*)", re.DOTALL)
"""1.x properties whose names end as the sender likes; the schemas check the first letter only."""

KEYS_1: Final = frozenset(Ninjs1.__struct_encode_fields__)
KEYS_2: Final = frozenset(Ninjs2.__struct_encode_fields__)
LISTS_SINCE_2: Final = ("associations", "renditions", "altids")
"""Properties that were objects in 1.x."""

MAX_DEPTH: Final = 8
"""Items within items; packages hold composites, which hold text with pictures: three."""

TEXT_KINDS: Final = frozenset({None, "text", "composite", "component"})
PICTURES: Final = frozenset({"picture", "graphic", "video"})
MARKUP_ROLES: Final = ("xhtml", "html", "html5")
"""Roles of bodies in the order that they are tried, before any other."""

STATUSES: Final[Mapping[str | None, Status]] = {"withheld": "withheld", "canceled": "cancelled"}
M = TypeVar("M", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of any generation in one shape; texts are keyed by their role."""

    id: str | None
    kind: str | None
    headlines: Mapping[str, str]
    descriptions: Mapping[str, str]
    bodies: Mapping[str, str]
    byline: str
    title: str
    status: Status
    version: str | None
    language: str | None
    urgency: int | None
    created: str | None
    updated: str | None
    subjects: Sequence[Concept]
    sources: Sequence[str | None]
    associations: tuple[Item, ...]

    @property
    def headline(self) -> str:
        """The main headline as one line, else the first of them, else the title."""
        main = self.headlines.get("main") or next(iter(self.headlines.values()), "")
        return html_line(main or self.title)


def read(wire: Wire) -> Outcome:
    """Read one item; refused as `not_json` with the place, or as `not_ninjs` with the field."""
    item = _item(parse_json(wire.text), "$", 0)
    kill = item.status == "cancelled"
    if item.kind not in TEXT_KINDS and not item.bodies and not kill:
        return Drop("not_text_item")
    text, blocks, credited = assemble(_parts(item, wire))
    if not text and not kill:
        return Drop("no_content")
    draft = Draft(
        format="ninjs",
        headline=item.headline,
        text=text,
        blocks=blocks,
        provider_id=item.id,
        version=item.version,
        status=item.status,
        declared_language=item.language,
        sources=credited or sources_of(name for name in item.sources if name),
        subjects=tuple(
            Subject(code=subject.code or subject.uri or subject.literal, label=subject.name)
            for subject in item.subjects
        ),
        urgency=item.urgency,
        published_at=parse_time(item.created) or parse_time(item.updated),
        updated_at=parse_time(item.updated),
        url=item.id if item.id and item.id.startswith(("http://", "https://")) else None,
    )
    return publish(draft, wire)


def _parts(item: Item, wire: Wire) -> list[Part]:
    limit = wire.limits.max_text_chars * MARKUP_FACTOR
    size = max(map(len, (*item.bodies.values(), *item.descriptions.values())), default=0)
    if size > limit:
        raise too_large("Characters of HTML", size, limit, "MAX_TEXT_CHARS")
    headline = item.headline
    parts = [Part(kind="headline", text=headline)]
    body = _body(item.bodies, headline)
    summary = _body({k: v for k, v in item.descriptions.items() if k != "creditline"}, headline)
    if not body:
        body = summary
    elif adds(summary, body):
        parts += [Part(kind="subheadline", text=part.text) for part in summary]
    if item.byline:
        parts.append(Part(kind="byline", text=html_line(item.byline)))
    captions = [caption for one in item.associations if (caption := _caption(one))]
    return [*parts, *(caption for caption in captions if adds([caption], body)), *body]


def _body(bodies: Mapping[str, str], headline: str) -> list[Part]:
    """Give the first body that has text: markup before plain text, as it has paragraphs."""
    for role in (*MARKUP_ROLES, *(role for role in bodies if role not in MARKUP_ROLES)):
        parts = body_parts(bodies.get(role, ""), headline)
        if parts:
            return parts
    return []


def _caption(item: Item) -> Part | None:
    """Give the caption of a picture that goes with the article."""
    described = item.descriptions
    first = next((text for role, text in described.items() if role != "creditline"), "")
    text = html_line(described.get("caption") or first)
    if item.kind not in PICTURES or not text:
        return None
    credit = described.get("creditline") or credit_of(text) or item.byline or None
    return Part(kind="caption", text=text, credit=credit)


def _item(raw: object, path: str, depth: int) -> Item:
    if not isinstance(raw, dict):
        raise _refusal(f"expected an object (one item), got {_json_type(raw)}", path)
    if depth > MAX_DEPTH:
        raise _refusal(f"items within items more than {MAX_DEPTH} deep", path)
    try:
        return _of_either_shape(raw, path, depth)
    except RecursionError:
        raise _refusal("nested too deep", path) from None


def _of_either_shape(raw: dict[str, Any], path: str, depth: int) -> Item:
    free = {match: value for key, value in raw.items() if (match := FREE.fullmatch(key))}
    strange = len(raw.keys() - KEYS_1) - len(free)
    if strange or any(isinstance(raw.get(name), list) for name in LISTS_SINCE_2):
        later = _lower(raw)
        if len(later.keys() - KEYS_2) <= strange:
            return _later(_convert(later, Ninjs2, path))
    plain = {key: value for key, value in raw.items() if not FREE.fullmatch(key)}
    texts: dict[str, dict[str, str]] = {"body": {}, "description": {}, "headline": {}}
    for match, value in free.items():
        if not isinstance(value, str | None):
            raise _refusal(f"expected `str`, got {_json_type(value)}", f"{path}.{match[0]}")
        texts[match[1]][match[2]] = value or ""
    return _first(_convert(plain, Ninjs1, path), texts, path, depth)


def _lower(raw: Any) -> Any:
    """Spell the properties of 3.x as 2.x does, at every level."""
    if isinstance(raw, dict):
        return {key.lower(): _lower(value) for key, value in raw.items()}
    return [_lower(value) for value in raw] if isinstance(raw, list) else raw


def _first(item: Ninjs1, texts: dict[str, dict[str, str]], path: str, depth: int) -> Item:
    """Bring an item of 1.x into the common shape."""
    headline = {"main": item.headline} if item.headline else {}
    return Item(
        id=item.uri or item.guid,
        kind=item.type,
        headlines={**texts["headline"], **headline},
        descriptions=texts["description"],
        bodies=texts["body"],
        byline=item.byline or "",
        title=item.title or "",
        status=STATUSES.get(item.pubstatus, "usable"),
        version=item.version,
        language=item.language,
        urgency=item.urgency,
        created=item.firstcreated,
        updated=item.versioncreated,
        subjects=item.subject,
        sources=[item.source, *(source.name for source in item.infosource)]
        if item.source or item.infosource
        else [item.copyrightholder],
        associations=tuple(
            _item(value, f"{path}.associations.{name}", depth + 1)
            for name, value in item.associations.items()
            if value is not None
        ),
    )


def _later(item: Ninjs2) -> Item:
    """Bring an item of 2.x or 3.x into the common shape."""
    bodies = {
        ("html" if "html" in body.contenttype else body.role): body.value
        for body in reversed(item.bodies)
    }
    return Item(
        id=item.uri,
        kind=item.type,
        headlines={headline.role: headline.value for headline in item.headlines},
        descriptions={text.role: text.value for text in item.descriptions},
        bodies=bodies,
        byline=item.by or "",
        title=item.title or "",
        status=STATUSES.get(item.pubstatus, "usable"),
        version=item.version,
        language=item.language,
        urgency=item.urgency,
        created=item.firstcreated,
        updated=item.versioncreated,
        subjects=item.subjects,
        sources=[source.name for source in item.infosources] or [item.copyrightholder],
        associations=tuple(_later(association) for association in item.associations),
    )


def _convert(raw: dict[str, Any], model: type[M], path: str) -> M:
    try:
        return msgspec.convert(raw, model)
    except msgspec.ValidationError as error:
        raise UnreadableError("not_ninjs", f"Not ninjs at {path}: {error}") from None


def _refusal(what: str, path: str) -> UnreadableError:
    return UnreadableError("not_ninjs", f"Not ninjs: {what} - at `{path}`")


def _json_type(value: object) -> str:
    names: Iterator[tuple[type, str]] = iter(
        ((bool, "bool"), (dict, "object"), (list, "array"), (str, "str"), (int, "int"))
    )
    return next((name for kind, name in names if isinstance(value, kind)), "number or null")
