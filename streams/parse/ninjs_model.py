"""ninjs 1.x, 2.x and 3.x as IPTC's schemas define them, typed as far as a reader needs.

2.x and 3.x differ in spelling (`versioncreated`, `versionCreated`) and in what 3.x adds, so
one model in small letters does for both. Properties outside the schemas are refused, as the
schemas ask; those that Superdesk and TT add to 1.x are known.
Sources: iptc/newsinjson, specification 1.0 to 3.1; ttab/ttspec, TTNinjs 1.0 to 1.8.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

Kind = Literal[
    "text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"
]
PubStatus = Literal["usable", "withheld", "canceled"]
Representation = Literal["complete", "incomplete", "full", "partial", "associated"]
Urgency = Annotated[int, Meta(ge=1, le=9)]
Percent = Annotated[int, Meta(ge=0, le=100)]
TruncatedDate = Annotated[
    str,
    Meta(
        pattern=r"^\d{4,9}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])"
        r"(T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?)?)?)?$"
    ),
]
GeoType = Literal[
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
    "Feature",
    "FeatureCollection",
]
Unread = tuple[dict[str, Any], ...]
"""A property that we only check to be a list of objects."""


class Loose(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An object of which more is allowed than is read."""


class Strict(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """An object that holds only what the schema lists."""


class Signals(Loose, frozen=True, kw_only=True):
    """What TT says of a version beside its number."""

    updatetype: str | None = None
    retransmission: bool = False


class GeoJson(Loose, frozen=True, kw_only=True):
    """A geometry, told by its type (RFC 7946)."""

    type: GeoType


class Concept(Loose, frozen=True, kw_only=True):
    """A person, place, subject, genre, event or source."""

    name: str | None = None
    rel: str | None = None
    role: str | None = None
    scheme: str | None = None
    code: str | None = None
    uri: str | None = None
    literal: str | None = None
    relevance: Percent | None = None
    confidence: Percent | None = None
    geojson: GeoJson | None = None


class Code(Loose, frozen=True, kw_only=True):
    """A code of a controlled vocabulary."""

    code: str


class Advice(Loose, frozen=True, kw_only=True):
    """Editorial advice on how long and how much an item matters (development versions)."""

    importance: Code | None = None
    lifetime: Code | None = None


class Standard(Loose, frozen=True, kw_only=True):
    """The version of ninjs that an item says it follows."""

    name: str | None = None
    version: str | None = None
    schema: str | None = None


class SourceType(Strict, frozen=True, kw_only=True):
    """How the content was made."""

    name: str | None = None
    uri: str | None = None
    literal: str | None = None


class Content(Strict, frozen=True, kw_only=True):
    """A headline, description or body of 2.x and 3.x."""

    role: str = ""
    contenttype: str = ""
    charcount: float | None = None
    wordcount: float | None = None
    value: str


class Rights(Loose, frozen=True, kw_only=True):
    """Terms of use: a link to them or the terms themselves."""

    langid: str | None = None
    linkedrights: str | None = None
    encodedrights: str | None = None

    def __post_init__(self) -> None:
        if (self.linkedrights is None) == (self.encodedrights is None):
            raise ValueError("give `linkedrights` or `encodedrights`, not both")


class Rendition(Loose, frozen=True, kw_only=True):
    """A file that the item comes as."""

    name: str
    href: str | None = None


class Dates(Loose, frozen=True, kw_only=True):
    """When an event takes place: exactly or as expected, not both."""

    startdate: str | None = None
    enddate: str | None = None
    expectedstartdate: TruncatedDate | None = None
    expectedenddate: TruncatedDate | None = None

    def __post_init__(self) -> None:
        for one, other, name in (
            (self.startdate, self.expectedstartdate, "startDate"),
            (self.enddate, self.expectedenddate, "endDate"),
        ):
            if one is not None and other is not None:
                raise ValueError(f"`{name}` is given both exactly and as expected")


class EventDetails(Loose, frozen=True, kw_only=True):
    """What an event item is about (3.x)."""

    dates: Dates | None = None


class Coverage(Loose, frozen=True, kw_only=True):
    """One planned item of coverage (3.x)."""

    urgency: Urgency | None = None


class Ninjs2(Strict, frozen=True, kw_only=True):
    """An item of ninjs 2.x, or of 3.x in the spelling of 2.x."""

    uri: str
    type: Kind | None = None
    representationtype: Representation | None = None
    profile: str | None = None
    version: str | None = None
    firstcreated: str | None = None
    versioncreated: str | None = None
    contentcreated: str | None = None
    embargoed: str | None = None
    embargoeduntil: str | None = None
    pubstatus: PubStatus | None = None
    urgency: Urgency | None = None
    copyrightholder: str | None = None
    copyrightnotice: str | None = None
    usageterms: str | None = None
    ednote: str | None = None
    language: str | None = None
    descriptions: tuple[Content, ...] = ()
    bodies: tuple[Content, ...] = ()
    headlines: tuple[Content, ...] = ()
    people: tuple[Concept, ...] = ()
    organisations: tuple[Concept, ...] = ()
    places: tuple[Concept, ...] = ()
    subjects: tuple[Concept, ...] = ()
    events: tuple[Concept, ...] = ()
    eventdetails: EventDetails | None = None
    plannedcoverage: tuple[Coverage, ...] = ()
    objects: tuple[Concept, ...] = ()
    infosources: tuple[Concept, ...] = ()
    title: str | None = None
    by: str | None = None
    slugline: str | None = None
    located: str | None = None
    renditions: tuple[Rendition, ...] = ()
    associations: tuple[Association, ...] = ()
    altids: Unread = ()
    trustindicators: Unread = ()
    standard: Standard | None = None
    genres: tuple[Concept, ...] = ()
    expires: str | None = None
    rightsinfo: Rights | None = None
    digitalsourcetype: SourceType | None = None
    advice: tuple[Advice, ...] = ()


class Association(Ninjs2, frozen=True, kw_only=True):
    """An item within an item (2.x and 3.x)."""

    name: str | None = None

    def __post_init__(self) -> None:
        if self.name is None:
            raise ValueError("Object missing required field `name`")


class Ninjs1(Strict, frozen=True, kw_only=True, rename={"standard": "$standard"}):
    """An item of ninjs 1.x, less its properties with free endings (`body_text`, …)."""

    uri: str | None = None
    """Required but for Superdesk's items, which have `guid`."""
    type: Kind | None = None
    mimetype: str | None = None
    representationtype: Representation | None = None
    profile: str | None = None
    version: str | None = None
    firstcreated: str | None = None
    versioncreated: str | None = None
    contentcreated: str | None = None
    embargoed: str | None = None
    pubstatus: PubStatus | None = None
    urgency: Urgency | None = None
    copyrightholder: str | None = None
    copyrightnotice: str | None = None
    usageterms: str | None = None
    ednote: str | None = None
    language: str | None = None
    person: tuple[Concept, ...] = ()
    organisation: tuple[Concept, ...] = ()
    place: tuple[Concept, ...] = ()
    subject: tuple[Concept, ...] = ()
    event: tuple[Concept, ...] = ()
    object: tuple[Concept, ...] = ()
    infosource: tuple[Concept, ...] = ()
    title: str | None = None
    byline: str | None = None
    headline: str | None = None
    slugline: str | None = None
    located: str | None = None
    charcount: float | None = None
    wordcount: float | None = None
    renditions: dict[str, dict[str, Any] | None] = {}
    associations: dict[str, dict[str, Any] | None] = {}
    altids: dict[str, Any] = {}
    trustindicator: Unread = ()
    standard: Standard | None = None
    genre: tuple[Concept, ...] = ()
    expires: str | None = None
    rightsinfo: Rights | None = None
    digitalsourcetype: SourceType | None = None
    advices: tuple[Advice, ...] = ()
    keywords: list[str] | None = None
    guid: str | None = None
    source: str | None = None
    priority: int | None = None
    service: Unread = ()
    authors: Unread = ()
    products: Unread = ()
    annotations: Unread = ()
    attachments: Unread = ()
    extra: dict[str, Any] = {}
    extra_items: dict[str, Any] = {}
    readtime: float | None = None
    order: float | None = None
    firstpublished: str | None = None
    evolvedfrom: str | None = None
    versionstored: str | None = None
    embargoedreason: str | None = None
    date: str | None = None
    datetime: str | None = None
    enddate: str | None = None
    enddatetime: str | None = None
    job: str | None = None
    week: float | None = None
    webprio: float | None = None
    newsvalue: float | None = None
    commissioncode: str | None = None
    commissionedby: tuple[str, ...] = ()
    bylines: Unread = ()
    slug: str | None = None
    originaltransmissionreference: str | None = None
    signals: Signals | None = None
    product: Unread = ()
    replacing: tuple[str, ...] = ()
    replacedby: str | None = None
    assignments: dict[str, Any] = {}
    revisions: Unread = ()
    sector: str | None = None
    fixture: Unread = ()
