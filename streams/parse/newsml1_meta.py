"""Identification, management and metadata of a NewsML 1 item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec
from lxml import etree

from schemas.records import Link, Subject
from streams.parse.dates import parse_local, parse_time
from streams.parse.item_terms import term
from streams.parse.safe_xml import XML_LANG
from streams.parse.xml_text import Fields, by_name, first, line_in, name_of

SUBJECTS: Final = frozenset({"Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier"})
LINKED: Final[Mapping[str, str]] = {
    "DerivedFrom": "derivedFrom",
    "AssociatedWith": "associatedWith",
}
KEYWORDS_END: Final = re.compile(r"[,;、，；،؛]|/(?=\S)")
"""What stands between the words of a line of keywords."""

PROVIDER_ALONE: Final = re.compile(r"urn:newsml:[^:]{0,200}:{0,3}", re.IGNORECASE)

PLACE: Final = ("City", "Area", "Country")
"""Properties of a location, from the nearest to the widest."""


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who an item is, whatever its revision."""

    id: str | None
    revision: str | None
    replaces: bool
    """Whether it replaces an earlier revision."""
    label: str | None
    date: datetime | None
    """The day, or time, that is part of the id."""


class Management(msgspec.Struct, frozen=True, kw_only=True):
    """What NewsManagement says."""

    status: str | None
    usable_from: datetime | None
    urgency: int | None
    created: datetime | None
    revised: datetime | None
    codes: tuple[str, ...]
    """Of the item's type, instructions and properties: some say what the revision is."""
    notes: tuple[str, ...]
    links: tuple[Link, ...]


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """What the metadata of an item's main component say."""

    language: str | None
    subjects: tuple[Subject, ...]
    genre: tuple[Subject, ...]
    keywords: tuple[str, ...]
    places: tuple[Subject, ...]
    sources: tuple[str, ...]
    rights: tuple[str, ...]
    copyright: str | None
    """As notices have it: "© 2024 Example Agency"."""
    codes: tuple[str, ...]


def identity_of(item: Fields) -> Identity:
    """Read the identification; its id is None when it gives none, as some desks send texts."""
    identifications = [by_name(e) for e in item.get("Identification", ())]
    identifiers = (e for fields in identifications for e in fields.get("NewsIdentifier", ()))
    fields = {name_of(e): e for e in next(identifiers, ())}
    provider, date, given, public = (
        line_in(fields.get(name))
        for name in ("ProviderId", "DateId", "NewsItemId", "PublicIdentifier")
    )
    revision = fields.get("RevisionId")
    number = line_in(revision) or None
    earlier = "" if revision is None else (revision.get("PreviousRevision") or "")
    labels = (e for fields in identifications for e in fields.get("NameLabel", ()))
    return Identity(
        id=f"urn:newsml:{provider}:{date}:{given}" if given else _without(public, number) or None,
        revision=number,
        replaces=earlier.strip() not in {"", "0"},
        label=line_in(next(labels, None)) or None,
        date=parse_time(date),
    )


def _without(public: str, revision: str | None) -> str:
    """Give a public identifier without the revision that it ends with.

    One that names the provider and no item is none: `urn:newsml:example.org`.
    """
    if PROVIDER_ALONE.fullmatch(public):
        return ""
    start, colon, end = public.rpartition(":")
    return start if colon and revision and end.rstrip("ANU") == revision else public


def management_of(item: Fields) -> Management:
    """Read the news management; an item without any is usable."""
    fields = by_name(first(item, "NewsManagement"))
    will_change = first(fields, "StatusWillChange")
    future = None if will_change is None else will_change.find("{*}FutureStatus")
    release = None if will_change is None else will_change.find("{*}DateAndTime")
    usable = future is not None and term(formal_name(future)) == "usable"
    urgency = next(iter(_names(fields, "Urgency")), "")
    created = _time(fields, "FirstCreated")
    return Management(
        status=next(iter(_names(fields, "Status")), None),
        usable_from=parse_local(line_in(release), created) if usable else None,
        urgency=int(urgency) if urgency in set("123456789") else None,
        created=created,
        revised=_time(fields, "ThisRevisionCreated"),
        codes=(*_names(fields, "NewsItemType"), *_names(fields, "Instruction"), *_values(fields)),
        notes=tuple(
            text
            for name in ("Instruction", "SpecialNotice")
            for e in fields.get(name, ())
            if (text := line_in(e))
        ),
        links=tuple(
            Link(rel=rel, id=target)
            for name, rel in LINKED.items()
            for e in fields.get(name, ())
            if (target := e.get("NewsItem"))
        ),
    )


def meta_of(component: etree._Element | None, item: etree._Element) -> Meta:
    """Read administrative, descriptive and rights metadata of the outermost components."""
    levels = [] if component is None else [[by_name(component)]]
    described = [by_name(e) for e in _outermost(levels, "DescriptiveMetadata")]
    labels, topics = _topics(item)
    properties = [(e.get("FormalName"), e.get("Value")) for e in _all(described, "Property")]
    subjects = (
        Subject(code=code, label=labels.get(code))
        for group in _all(described, "SubjectCode")
        for e in group
        if name_of(e) in SUBJECTS and (code := formal_name(e))
    )
    occurring = (
        topics[place]
        for e in _all(described, "TopicOccurrence")
        if (place := e.get("Topic")) in topics
    )
    keywords = (
        *(
            value.strip()
            for name, value in properties
            if term(name) in {"keyword", "keywords"} and value
        ),
        *(
            text
            for lines in _outermost(levels, "NewsLines")
            for e in by_name(lines).get("KeywordLine", ())
            for text in _split(line_in(e))
        ),
    )
    genres = [formal_name(e) for e in _all(described, "Genre")]
    rights = _outermost(levels, "RightsMetadata")
    return Meta(
        language=next(
            (name for e in _all(described, "Language") if (name := formal_name(e))), None
        ),
        subjects=tuple(dict.fromkeys((*subjects, *occurring))),
        genre=tuple(Subject(code=name, label=labels.get(name, name)) for name in genres if name),
        keywords=tuple(dict.fromkeys(keywords)),
        places=tuple(dict.fromkeys(_places(described, properties))),
        sources=_parties(_outermost(levels, "AdministrativeMetadata")),
        rights=tuple(_usage(rights)),
        copyright=next(_copyright(rights), None),
        codes=tuple(name for name in genres if name),
    )


def formal_name(element: etree._Element) -> str | None:
    """Give the name that an element has in its vocabulary; some write it as its text."""
    return (element.get("FormalName") or element.text or "").strip() or None


def _outermost(levels: list[list[Fields]], name: str) -> Sequence[etree._Element]:
    """Give the metadata of the component, else of those nearest within that have some.

    `levels` are the children of the component, of those within it and so on, as far as they
    were looked at; it grows here.
    """
    for level in levels:  # goes on through what is appended
        if found := _all(level, name):
            return found
        if level is levels[-1] and (within := _all(level, "NewsComponent")):
            levels.append([by_name(e) for e in within])
    return ()


def _all(parents: Sequence[Fields], name: str) -> list[etree._Element]:
    return [e for fields in parents for e in fields.get(name, ())]


def _topics(item: etree._Element) -> tuple[dict[str, str], dict[str, Subject]]:
    """Give the names of topics by their formal name, and the topics by their place, as `#T1`."""
    labels: dict[str, str] = {}
    places: dict[str, Subject] = {}
    for topic in item.iter("{*}Topic"):
        named = [e for e in topic.iterfind("{*}Description") if e.get("Variant", "Name") == "Name"]
        named.sort(key=lambda e: (e.get(XML_LANG) or "en") != "en")
        label = line_in(named[0]) if named else None
        codes = [code for e in topic.iterfind("{*}FormalName") if (code := line_in(e))]
        if label:
            labels.update({code: label for code in codes if code not in labels})
        if place := topic.get("Duid"):
            places[f"#{place}"] = Subject(code=next(iter(codes), None), label=label)
    return labels, places


def _places(
    described: Sequence[Fields], properties: list[tuple[str | None, str | None]]
) -> Iterator[Subject]:
    groups = [
        {e.get("FormalName"): e.get("Value") for e in by_name(location).get("Property", ())}
        for location in _all(described, "Location")
    ]
    groups.append({name: value for name, value in properties if name in PLACE})
    for group in groups:
        label = ", ".join(dict.fromkeys(value for name in PLACE if (value := group.get(name))))
        if label:
            yield Subject(code=group.get("Country"), label=label)


def _parties(administrative: Sequence[etree._Element]) -> tuple[str, ...]:
    """Give the sources named, else the provider."""
    within = [by_name(e) for e in administrative]
    for name in ("Source", "Provider"):
        named = [by_name(e).get("Party", ()) for e in _all(within, name)]
        parties = (formal_name(party) or line_in(party) for group in named for party in group)
        found = tuple(dict.fromkeys(party for party in parties if party))
        if found:
            return found
    return ()


def _usage(rights: Sequence[etree._Element]) -> Iterator[str]:
    for one in rights:
        yield from (
            text for e in one.iter("{*}UsageType", "{*}Limitations") if (text := line_in(e))
        )


def _copyright(rights: Sequence[etree._Element]) -> Iterator[str]:
    for one in rights:
        for e in one.iterfind("{*}Copyright"):
            holder, date = (line_in(e.find(f"{{*}}Copyright{name}")) for name in ("Holder", "Date"))
            if holder:
                yield " ".join(part for part in ("©", date, holder) if part)


def _split(line: str) -> list[str]:
    words = KEYWORDS_END.split(line)
    return [word.strip() for word in words if word.strip()]


def _names(fields: Mapping[str, list[etree._Element]], name: str) -> tuple[str, ...]:
    return tuple(found for e in fields.get(name, ()) if (found := formal_name(e)))


def _values(fields: Mapping[str, list[etree._Element]]) -> tuple[str, ...]:
    return tuple(value for e in fields.get("Property", ()) if (value := e.get("Value")))


def _time(fields: Mapping[str, list[etree._Element]], name: str) -> datetime | None:
    return next((time for e in fields.get(name, ()) if (time := parse_time(line_in(e)))), None)
