"""An item of ninjs of any generation, checked against its schema and brought into one shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import filterfalse
from typing import Any, Final, TypeVar

import msgspec

from schemas.records import Cue, Status
from streams.parse.html import html_line
from streams.parse.ninjs_model import Concept, Ninjs1, Ninjs2, Rights, Signals
from streams.parse.ninjs_version import hold_to_its_version
from streams.parse.reading import UnreadableError

FREE: Final = re.compile(r"(?:body|description|headline)_[a-zA-Z0-9_]")
"""1.x properties whose names end as the sender likes; the schemas check the first letter only."""

UNREAD_BODIES: Final = frozenset({"body_event", "body_pages"})
"""Bodies of TT's variant that are data, not text."""

KEYS_1: Final = frozenset(Ninjs1.__struct_encode_fields__)
KEYS_2: Final = frozenset(Ninjs2.__struct_encode_fields__)
LISTS_SINCE_2: Final = frozenset({"associations", "renditions", "altids"})
"""Properties that were objects in 1.x."""

MAX_DEPTH: Final = 8
"""Items within items; packages hold composites, which hold text with pictures: three."""

OF_THE_STORE: Final = frozenset(
    {"_id", "_type", "_etag", "_links", "_created", "_updated", "_current_version", "_version"}
    | {"_latest_version", "_status", "_hits", "ancestors", "nextversion", "subscribers"}
    | {"original_id", "mime_type"}
)
"""What Superdesk's content API and Newsroom keep with an item beside its properties."""

STATUSES: Final[Mapping[str | None, Status]] = {"withheld": "withheld", "canceled": "cancelled"}
UPDATES: Final[Mapping[str | None, Cue]] = {
    "KORR": "correction",
    "RÄ": "correction",
    "UV": "update",
    "AVPUB": "kill",
}
"""Types of update in TT's variant: words corrected, facts corrected, developed, unpublished."""


M = TypeVar("M", bound=msgspec.Struct)


class Item(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An item of any generation in one shape; texts are keyed by their role."""

    id: str | None
    kind: str | None
    main_headline: str
    """As it is sent: the main one, else the first of them, else the title."""
    descriptions: Mapping[str, str]
    bodies: Mapping[str, str]
    byline: str
    status: Status
    version: str | None
    language: str | None
    urgency: int | None
    created: str | None
    updated: str | None
    subjects: Sequence[Concept]
    genres: Sequence[Concept]
    keywords: Sequence[str]
    places: Sequence[Concept]
    sources: Sequence[str | None]
    slugline: str | None
    note: str | None
    located: str | None
    rights: Sequence[str | None]
    embargo: str | None
    replaces: Sequence[str]
    cue: Cue | None
    associations: tuple[Item, ...]

    @property
    def headline(self) -> str:
        """The main headline as one line."""
        return html_line(self.main_headline)


def item_of(raw: object, path: str = "$", depth: int = 0) -> Item:
    """Read one item; raises UnreadableError `not_ninjs` with the field, at its `path`."""
    if not isinstance(raw, dict):
        raise _refusal(f"expected an object (one item), got {_json_type(raw)}", path)
    if depth > MAX_DEPTH:
        raise _refusal(f"items within items more than {MAX_DEPTH} deep", path)
    try:
        return _of_either_shape(_without_bookkeeping(raw), path, depth)
    except RecursionError:
        raise _refusal("nested too deep", path) from None


def _of_either_shape(raw: dict[str, Any], path: str, depth: int) -> Item:
    if "standard" in raw or "$standard" in raw:
        hold_to_its_version(raw, path)
    plain = raw
    free: list[tuple[str, Any]] = []
    strange = 0
    more = list(filterfalse(KEYS_1.__contains__, raw))
    if more:
        plain = raw.copy()
        for key in more:
            if FREE.match(key):
                free.append((key, plain.pop(key)))
            else:
                strange += 1
    if strange or list in map(type, map(raw.get, LISTS_SINCE_2)):
        later = _lower(raw)
        if len(later.keys() - KEYS_2) <= strange:
            return later_generation(_convert(later, Ninjs2, path))
    texts: dict[str, dict[str, str]] = {"body": {}, "description": {}, "headline": {}}
    for key, value in free:
        if isinstance(value, dict) and key in UNREAD_BODIES:
            continue
        if value is not None and not isinstance(value, str):
            raise _refusal(f"expected `str`, got {_json_type(value)}", f"{path}.{key}")
        kind, _, role = key.partition("_")
        texts[kind][role] = value or ""
    return first_generation(_convert(plain, Ninjs1, path), texts, path, depth)


def _without_bookkeeping(raw: dict[str, Any]) -> dict[str, Any]:
    """Give an item of Superdesk without what its store keeps beside; its key may be the only id."""
    if "_id" not in raw and ("uri" in raw or "guid" not in raw):
        return raw
    item = {key: value for key, value in raw.items() if key not in OF_THE_STORE}
    return item if item.keys() & {"uri", "guid"} else {**item, "guid": raw.get("_id")}


def _lower(raw: Any) -> Any:
    """Spell the properties of 3.x as 2.x does, at every level."""
    if isinstance(raw, dict):
        return {key.lower(): _lower(value) for key, value in raw.items()}
    return [_lower(value) for value in raw] if isinstance(raw, list) else raw


def first_generation(item: Ninjs1, texts: dict[str, dict[str, str]], path: str, depth: int) -> Item:
    """Bring an item of 1.x into the common shape; `texts` are by kind, then by role.

    Raises UnreadableError `not_ninjs` with the field.
    """
    if item.uri is None and item.guid is None:
        raise UnreadableError(
            "not_ninjs", f"Not ninjs at {path}: Object missing required field `uri`"
        )
    return Item(
        id=item.uri or item.guid,
        kind=item.type,
        main_headline=item.headline or _main(texts["headline"]) or item.title or "",
        descriptions=texts["description"],
        bodies=texts["body"],
        byline=item.byline or "",
        status=STATUSES.get(item.pubstatus, "usable"),
        version=item.version,
        language=item.language,
        urgency=item.urgency,
        created=item.firstcreated,
        updated=item.versioncreated,
        subjects=item.subject,
        genres=item.genre,
        keywords=item.keywords or (),
        places=item.place,
        slugline=item.slugline or item.slug,
        note=item.ednote,
        located=item.located,
        rights=(item.copyrightnotice, item.usageterms),
        embargo=item.embargoed,
        cue=_cue(item.signals),
        replaces=[*item.replacing, item.evolvedfrom] if item.evolvedfrom else item.replacing,
        sources=[item.source, *[source.name for source in item.infosource]]
        if item.source or item.infosource
        else [item.copyrightholder],
        associations=_within(item.associations, path, depth) if item.associations else (),
    )


def _within(named: Mapping[str, object], path: str, depth: int) -> tuple[Item, ...]:
    return tuple(
        item_of(value, f"{path}.associations.{name}", depth + 1)
        for name, value in named.items()
        if value is not None
    )


def _main(headlines: Mapping[str, str]) -> str:
    """Give the main headline, else the first of them."""
    return (headlines.get("main") or next(iter(headlines.values()))) if headlines else ""


def later_generation(item: Ninjs2) -> Item:
    """Bring an item of 2.x or 3.x into the common shape."""
    headlines = {headline.role: headline.value for headline in item.headlines}
    bodies = {
        ("html" if "html" in body.contenttype else body.role): body.value
        for body in reversed(item.bodies)
    }
    return Item(
        id=item.uri,
        kind=item.type,
        main_headline=_main(headlines) or item.title or "",
        descriptions={text.role: text.value for text in item.descriptions}
        if item.descriptions
        else {},
        bodies=bodies,
        byline=item.by or "",
        status=STATUSES.get(item.pubstatus, "usable"),
        version=item.version,
        language=item.language,
        urgency=item.urgency,
        created=item.firstcreated,
        updated=item.versioncreated,
        subjects=item.subjects,
        genres=item.genres,
        keywords=(),
        places=item.places,
        slugline=item.slugline,
        note=item.ednote,
        located=item.located,
        rights=(item.copyrightnotice, item.usageterms, *_terms(item.rightsinfo)),
        embargo=item.embargoeduntil or item.embargoed,
        replaces=(),
        cue=None,
        sources=[source.name for source in item.infosources]
        if item.infosources
        else [item.copyrightholder],
        associations=tuple(map(later_generation, item.associations)),
    )


def _cue(signals: Signals | None) -> Cue | None:
    if signals is None:
        return None
    return "refile" if signals.retransmission else UPDATES.get(signals.updatetype)


def _terms(rights: Rights | None) -> Sequence[str | None]:
    return (rights.linkedrights, rights.encodedrights) if rights else ()


def _convert(raw: dict[str, Any], model: type[M], path: str) -> M:
    try:
        return msgspec.convert(raw, model)
    except msgspec.ValidationError as error:
        if "got `null`" in str(error) and None in raw.values():
            given = {key: value for key, value in raw.items() if value is not None}
            return _convert(given, model, path)
        raise UnreadableError("not_ninjs", f"Not ninjs at {path}: {error}") from None


def _refusal(what: str, path: str) -> UnreadableError:
    return UnreadableError("not_ninjs", f"Not ninjs: {what} - at `{path}`")


def _json_type(value: object) -> str:
    names: Iterator[tuple[type, str]] = iter(
        ((bool, "bool"), (dict, "object"), (list, "array"), (str, "str"), (int, "int"))
    )
    return next((name for kind, name in names if isinstance(value, kind)), "number or null")
