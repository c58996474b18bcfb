"""What AP's XML says of an item: in a Publication (APPL), and in what AP adds to Atom.

Both have the same fields; what an element of APPL holds stands in attributes within Atom.
Source: AP's schemas `appl` 5 and `apcm`, `apnm`; AP Media API, how its fields follow from those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, TypeAlias

import msgspec
from lxml import etree

from schemas.records import Cue, Link, Source, Status, Subject
from streams.parse.ap import STATUSES, cue_of_types
from streams.parse.article import Draft
from streams.parse.dates import parse_time
from streams.parse.feed import sources_of
from streams.parse.item_terms import KINDS, term
from streams.parse.news_item import ItemText
from streams.parse.xml_text import line_in, name_of

Fields: TypeAlias = "dict[str, list[etree._Element]]"  # noqa: SLF001 - lxml has no other name for it

OF_ATOM: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ManagementId": "ItemId",
        "ManagementSequenceNumber": "RecordSequenceNumber",
        "PublishingStatus": "Status",
        "PublishingReleaseDateTime": "ReleaseDateTime",
        "PublishingSpecialInstructions": "SpecialInstructions",
        "Keywords": "KeywordLine",
        "Language": "DefaultLanguage",
    }
)
"""What fields of APPL are called in Atom."""

HELD: Final = frozenset({"Advance", "HoldForRelease"})
"""Editorial types of items that are embargoed until their time of release."""

PLACES: Final = frozenset({"AP Geography", "AP Country", "AP Region"})
"""Authorities of entities that are places; others are of persons, companies and the like."""
NO_SUBJECTS: Final = frozenset({"AP Alert Category"})

NO_WRITERS: Final = frozenset({"editedby", "captionwriter", "photographer"})
"""What bylines are marked as that name no writer of the text."""

CITY: Final = ("City", "CountryAreaName", "CountryName")
NOTHING: Final = frozenset("0")
"""An associated item that is none has an id of noughts."""


class ApMeta(msgspec.Struct, frozen=True, kw_only=True):
    """What the metadata say; each is empty or None where they do not."""

    dropped: str | None
    """Why an item that is no text is dropped; None for texts."""
    id: str | None
    version: str | None
    status: Status
    cue: Cue | None
    embargo_until: datetime | None
    headline: str
    summary: str
    byline: str
    dateline: str
    notes: tuple[str, ...]
    slugline: str | None
    language: str | None
    sources: tuple[Source, ...]
    subjects: tuple[Subject, ...]
    genre: tuple[Subject, ...]
    keywords: tuple[str, ...]
    places: tuple[Subject, ...]
    rights: str | None
    links: tuple[Link, ...]
    urgency: int | None
    created: datetime | None
    updated: datetime | None
    url: str | None

    def texts(self, own: ItemText) -> ItemText:
        """Give the texts of an item: those that the metadata have go before its `own`."""
        return msgspec.structs.replace(
            own,
            headline=self.headline or own.headline,
            summaries=tuple(filter(None, (self.summary, *own.summaries))),
            byline=self.byline or own.byline,
            dateline=self.dateline or own.dateline,
            notes=(*self.notes, *own.notes),
        )

    def told(self, draft: Draft) -> Draft:
        """Give `draft` with what the metadata say, in whose place that says nothing its own."""
        return msgspec.structs.replace(
            draft,
            headline=self.headline or draft.headline,
            provider_id=self.id or draft.provider_id,
            version=self.version or draft.version,
            status=draft.status if self.status == "usable" else self.status,
            cue=self.cue or draft.cue,
            slugline=self.slugline or draft.slugline,
            declared_language=self.language or draft.declared_language,
            sources=draft.sources or self.sources,
            subjects=tuple(dict.fromkeys((*self.subjects, *draft.subjects))),
            genre=self.genre or draft.genre,
            keywords=self.keywords or draft.keywords,
            places=tuple(dict.fromkeys((*self.places, *draft.places))),
            rights=self.rights or draft.rights,
            embargo_until=self.embargo_until or draft.embargo_until,
            links=(*self.links, *draft.links),
            urgency=self.urgency or draft.urgency,
            published_at=self.created or draft.published_at,
            updated_at=self.updated or draft.updated_at,
            url=self.url or draft.url,
        )


def meta_of(sections: Iterable[Iterable[etree._Element]]) -> ApMeta:
    """Read the metadata, whose elements stand in `sections`, whichever each of them is."""
    fields: Fields = {}
    for section in sections:
        for child in section:
            name = name_of(child)
            fields.setdefault(OF_ATOM.get(name, name), []).append(child)
    types = {line_in(e) for kinds in fields.get("Editorial", ()) for e in kinds.iter("{*}Type")}
    status, embargo = _status(fields, types)
    media = term(_first(fields, "MediaType"))
    return ApMeta(
        dropped=None if media in {"", "text"} else KINDS.get(media, "not_text_item"),
        id=_first(fields, "ItemId", "FriendlyKey") or None,
        version=_first(fields, "RecordSequenceNumber") or None,
        status=status,
        cue=cue_of_types(types, released=embargo is not None),
        embargo_until=embargo,
        headline=_first(fields, "HeadLine", "Title"),
        summary=_first(fields, "ExtendedHeadLine"),
        byline=", ".join(_bylines(fields)),
        dateline=_first(fields, "DateLine"),
        notes=tuple(_lines(fields, "SpecialInstructions")),
        slugline=_first(fields, "SlugLine", "Title") or None,
        language=_first(fields, "DefaultLanguage") or None,
        sources=sources_of(_lines(fields, "Source") or _lines(fields, "Provider")),
        subjects=tuple(dict.fromkeys((*_subjects(fields), *_entities(fields, places=False)))),
        genre=tuple(
            Subject(code=e.get("Id"), label=line_in(e))
            for e in fields.get("ItemContentType", ())
            if line_in(e)
        ),
        keywords=tuple(dict.fromkeys(_lines(fields, "KeywordLine"))),
        places=tuple(dict.fromkeys((*_filed_from(fields), *_entities(fields, places=True)))),
        rights="\n".join((*_lines(fields, "CopyrightLine"), *_lines(fields, "RightsLine")))
        or _holder(fields),
        links=tuple(_links(fields)),
        urgency=_urgency(fields),
        created=_created(fields),
        updated=parse_time(_first(fields, "ArrivalDateTime", "LastModifiedDateTime")),
        url=_address(fields),
    )


def _status(fields: Fields, types: set[str]) -> tuple[Status, datetime | None]:
    """Give the status, and until when it is embargoed; an embargo without an end withholds."""
    given = term(_first(fields, "Status"))
    if given != "embargoed" and HELD.isdisjoint(types):
        return STATUSES.get(given, "usable"), None
    changes = (e.get("statusChangeOn") for e in fields.get("Status", ()))
    times = map(parse_time, (*changes, _first(fields, "ReleaseDateTime")))
    release = next(filter(None, times), None)
    status = STATUSES.get(given, "usable")
    return ("withheld" if given == "embargoed" and release is None else status), release


def _bylines(fields: Fields) -> Iterator[str]:
    """Give the writers as published, each with his title, else their names."""
    names = [
        e
        for e in fields.get("ByLine", ())
        if NO_WRITERS.isdisjoint((term(e.get("Title")), term(e.get("Parametric"))))
    ]
    title = next((e.get("Title") for e in names if e.get("Title")), None)
    for e in fields.get("ByLineOriginal") or names:
        if written := line_in(e):
            yield ", ".join(filter(None, (written, e.get("Title") or title)))


def _subjects(fields: Fields) -> Iterator[Subject]:
    for e in fields.get("SubjectClassification", ()):
        if e.get("Authority") not in NO_SUBJECTS:
            yield from _occurrences(e)


def _entities(fields: Fields, *, places: bool) -> Iterator[Subject]:
    for e in fields.get("EntityClassification", ()):
        if (e.get("Authority") in PLACES) == places:
            yield from _occurrences(e)


def _occurrences(classified: etree._Element) -> Iterator[Subject]:
    """Give what is classified: elements within it in APPL, its own attributes in Atom."""
    for e in (classified, *classified.iterchildren("{*}Occurrence")):
        code, label = e.get("Id"), e.get("Value")
        if code or label:
            yield Subject(code=code, label=label if label != code else None)


def _filed_from(fields: Fields) -> Iterator[Subject]:
    for e in fields.get("DateLineLocation", ()):
        names = (e.get(name) or line_in(e.find(f"{{*}}{name}")) for name in CITY)
        if label := ", ".join(filter(None, names)):
            yield Subject(
                code=e.get("Country") or line_in(e.find("{*}Country")) or None, label=label
            )


def _holder(fields: Fields) -> str | None:
    for e in fields.get("Copyright", ()):
        if e.get("Holder"):
            return " ".join(filter(None, ("©", e.get("Date"), e.get("Holder"))))
    return None


def _links(fields: Fields) -> Iterator[Link]:
    for rel, name in (("associated", "AssociatedWith"), ("refersTo", "RefersTo")):
        for one in _lines(fields, name):
            if not NOTHING.issuperset(one):
                yield Link(rel=rel, id=one)


def _urgency(fields: Fields) -> int | None:
    given = next((e.get("Numeric") or line_in(e) for e in fields.get("Priority", ())), "")
    return int(given) if given in set("123456789") else None


def _created(fields: Fields) -> datetime | None:
    """Give when it was first written, in UTC as all of AP's times that say no zone."""
    for e in fields.get("FirstCreated", ()):
        month, day = ((e.get(name) or "").zfill(2) for name in ("Month", "Day"))
        return parse_time(f"{e.get('Year')}-{month}-{day}T{e.get('Time') or '00:00:00'}")
    return None


def _address(fields: Fields) -> str | None:
    """Give where readers find the item."""
    for e in fields.get("SourceMaterial", ()):
        url = line_in(e.find("{*}Url"))
        if e.get("Name") == "alternate" and url.startswith(("http://", "https://")):
            return url
    return None


def _first(fields: Fields, *names: str) -> str:
    return next((line for name in names for line in _lines(fields, name)), "")


def _lines(fields: Fields, name: str) -> list[str]:
    return [line for e in fields.get(name, ()) if (line := line_in(e))]
