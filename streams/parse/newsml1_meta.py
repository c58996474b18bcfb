"""Identification, management and metadata of a NewsML 1 item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

import msgspec
from lxml import etree

from schemas.records import Link, Subject
from streams.parse.dates import parse_local, parse_time
from streams.parse.item_terms import term
from streams.parse.safe_xml import XML_LANG
from streams.parse.xml_text import line_in, name_of

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


def identity_of(item: etree._Element) -> Identity:
    """Read the identification; its id is None when it gives none, as some desks send texts."""
    identifier = item.find("{*}Identification/{*}NewsIdentifier")
    fields = {} if identifier is None else {name_of(e): e for e in identifier}
    provider, date, given, public = (
        line_in(fields.get(name))
        for name in ("ProviderId", "DateId", "NewsItemId", "PublicIdentifier")
    )
    revision = fields.get("RevisionId")
    number = line_in(revision) or None
    earlier = "" if revision is None else (revision.get("PreviousRevision") or "")
    label = item.find("{*}Identification/{*}NameLabel")
    return Identity(
        id=f"urn:newsml:{provider}:{date}:{given}" if given else _without(public, number) or None,
        revision=number,
        replaces=earlier.strip() not in {"", "0"},
        label=line_in(label) or None,
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


def management_of(item: etree._Element) -> Management:
    """Read the news management; an item without any is usable."""
    management = item.find("{*}NewsManagement")
    fields: dict[str, list[etree._Element]] = {}
    for child in () if management is None else management:
        fields.setdefault(name_of(child), []).append(child)
    will_change = next(iter(fields.get("StatusWillChange", ())), None)
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
    described = list(_outermost(component, "DescriptiveMetadata"))
    labels, topics = _topics(item)
    properties = [
        (e.get("FormalName"), e.get("Value")) for d in described for e in d.iterfind("{*}Property")
    ]
    subjects = (
        Subject(code=code, label=labels.get(code))
        for d in described
        for group in d.iterfind("{*}SubjectCode")
        for e in group
        if name_of(e) in SUBJECTS and (code := formal_name(e))
    )
    occurring = (
        topics[place]
        for d in described
        for e in d.iterfind("{*}TopicOccurrence")
        if (place := e.get("Topic")) in topics
    )
    keywords = (
        *(
            value.strip()
            for name, value in properties
            if term(name) in {"keyword", "keywords"} and value
        ),
        *(text for e in _newslines(component, "KeywordLine") for text in _split(line_in(e))),
    )
    genres = [formal_name(e) for d in described for e in d.iterfind("{*}Genre")]
    return Meta(
        language=next(
            (
                name
                for d in described
                for e in d.iterfind("{*}Language")
                if (name := formal_name(e))
            ),
            None,
        ),
        subjects=tuple(dict.fromkeys((*subjects, *occurring))),
        genre=tuple(Subject(code=name, label=labels.get(name, name)) for name in genres if name),
        keywords=tuple(dict.fromkeys(keywords)),
        places=tuple(dict.fromkeys(_places(described, properties))),
        sources=_parties(component),
        rights=tuple(_usage(component)),
        copyright=next(_copyright(component), None),
        codes=tuple(name for name in genres if name),
    )


def formal_name(element: etree._Element) -> str | None:
    """Give the name that an element has in its vocabulary; some write it as its text."""
    return (element.get("FormalName") or element.text or "").strip() or None


def _outermost(component: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Give the metadata of the component, else of those nearest within that have some."""
    level = [] if component is None else [component]
    while level:
        found = [e for one in level for e in one.iterfind(f"{{*}}{name}")]
        if found:
            yield from found
            return
        level = [e for one in level for e in one.iterfind("{*}NewsComponent")]


def _newslines(component: etree._Element | None, name: str) -> Iterator[etree._Element]:
    for lines in _outermost(component, "NewsLines"):
        yield from lines.iterfind(f"{{*}}{name}")


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
    described: list[etree._Element], properties: list[tuple[str | None, str | None]]
) -> Iterator[Subject]:
    groups = [
        {e.get("FormalName"): e.get("Value") for e in location.iterfind("{*}Property")}
        for d in described
        for location in d.iterfind("{*}Location")
    ]
    groups.append({name: value for name, value in properties if name in PLACE})
    for group in groups:
        label = ", ".join(dict.fromkeys(value for name in PLACE if (value := group.get(name))))
        if label:
            yield Subject(code=group.get("Country"), label=label)


def _parties(component: etree._Element | None) -> tuple[str, ...]:
    """Give the sources named, else the provider."""
    for name in ("Source", "Provider"):
        parties = (
            formal_name(party) or line_in(party)
            for administrative in _outermost(component, "AdministrativeMetadata")
            for party in administrative.iterfind(f"{{*}}{name}/{{*}}Party")
        )
        found = tuple(dict.fromkeys(party for party in parties if party))
        if found:
            return found
    return ()


def _usage(component: etree._Element | None) -> Iterator[str]:
    for rights in _outermost(component, "RightsMetadata"):
        yield from (
            text for e in rights.iter("{*}UsageType", "{*}Limitations") if (text := line_in(e))
        )


def _copyright(component: etree._Element | None) -> Iterator[str]:
    for rights in _outermost(component, "RightsMetadata"):
        for e in rights.iterfind("{*}Copyright"):
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
