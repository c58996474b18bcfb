"""NITF 3.x, the IPTC's News Industry Text Format.

Its `du-key` names a story that is sent again and again: with a version it identifies the
article, else `doc-id` does. Source: NITF 3.6 DTD and its documentation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from lxml import etree

from schemas.records import Cue, Link, Status
from streams.outcome import Drop, Outcome
from streams.parse.abreast import Steps
from streams.parse.article import Draft, assemble, publish
from streams.parse.cues import cue_of_note, gravest
from streams.parse.dates import parse_local, parse_time
from streams.parse.feed import sources_of
from streams.parse.item_terms import cue_of_code, status_of_code, term
from streams.parse.mended_xml import parse_mended
from streams.parse.news_item import ItemText, parts_of
from streams.parse.nitf_document import Nitf, document
from streams.parse.reading import UnreadableError, Wire
from streams.parse.xml_text import first, line_in, name_of

SLUG_NAMES: Final = frozenset({"slug", "slugline", "anpakeyword"})
"""Names of meta elements, letters only, in which agencies put the slugline."""

ROOTS: Final = frozenset({"nitf", "contentSet"})
"""NITF by itself, or in the element that NewsML-G2 conveys it in."""


def read(wire: Wire) -> Steps[Outcome]:
    """Read one document; refused as `not_nitf` when it holds no <nitf> with a body."""
    root = parse_mended(wire.text)
    found = root if name_of(root) == "nitf" else root.find(".//{*}nitf")
    if found is None:
        raise UnreadableError("not_nitf", f"<{name_of(root)}> holds no <nitf>; send one.")
    return _article(found, wire)


def _article(root: etree._Element, wire: Wire) -> Steps[Outcome]:
    nitf = document(root)
    yield
    draft = draft_of(root, nitf, nitf.text, wire)
    return draft if isinstance(draft, Drop) else (yield from publish(draft, wire))


def draft_of(root: etree._Element, nitf: Nitf, texts: ItemText, wire: Wire) -> Draft | Drop:
    """Give the article of a document that is read, with `texts` for its own."""
    text, blocks, credited = assemble(parts_of(texts, wire))
    issued = _time(nitf, "date.issue")
    revised = max((time for time, _ in nitf.revisions if time), default=None)
    updated = revised if revised and (issued is None or revised > issued) else None
    identity, version = _identity(nitf)
    status, embargo = _status(nitf, issued)
    if not text and status != "cancelled":
        return Drop("no_content")
    return Draft(
        format="nitf",
        headline=texts.headline,
        text=text,
        blocks=blocks,
        provider_id=identity,
        version=version,
        status=status,
        cue=_cue(nitf),
        declared_language=nitf.language,
        sources=credited or sources_of(nitf.sources),
        subjects=nitf.subjects,
        genre=nitf.genre,
        keywords=_keywords(nitf),
        places=nitf.places,
        rights=nitf.rights,
        embargo_until=embargo,
        links=tuple(_links(nitf)),
        urgency=_urgency(nitf),
        published_at=issued or _elsewhere(root),
        updated_at=updated,
        slugline=_slugline(nitf),
        url=_url(root),
    )


def _identity(nitf: Nitf) -> tuple[str | None, str | None]:
    key = first(nitf.docdata, "du-key")
    if key is not None and key.get("key") and key.get("version"):
        parts = (key.get("key"), key.get("generation"), key.get("part"))
        return "/".join(part for part in parts if part), key.get("version")
    doc = first(nitf.docdata, "doc-id")
    given = None if doc is None else doc.get("id-string")
    return given or (None if key is None else key.get("key")), None


def _status(nitf: Nitf, issued: datetime | None) -> tuple[Status, datetime | None]:
    """Give the status, and until when it is embargoed; an embargo without an end withholds."""
    docdata = first(nitf.docdata, "")
    given = "" if docdata is None else term(docdata.get("management-status"))
    released = first(nitf.docdata, "date.release")
    release = None if released is None else parse_local(released.get("norm"), issued)
    if given == "embargoed":
        return ("usable", release) if release else ("withheld", None)
    later = release if release and issued and release > issued else None
    return status_of_code(given), later


def _cue(nitf: Nitf) -> Cue | None:
    messages = nitf.docdata.get("ed-msg", ())
    meta = nitf.docdata.get("meta", ())
    newest = max(nitf.revisions, key=lambda one: one[0].timestamp() if one[0] else 0, default=None)
    return gravest(
        "correction" if nitf.docdata.get("correction") else None,
        *(cue_of_code(e.get("msg-type")) for e in messages),
        *(cue_of_code(e.get("content")) for e in meta if term(e.get("name")) in {"cue", "status"}),
        *(cue_of_code(code) for code in (nitf.kind, *(genre.code for genre in nitf.genre))),
        cue_of_note(newest[1]) if newest else None,
    )


def _keywords(nitf: Nitf) -> tuple[str, ...]:
    found = (
        e.get("key") or line_in(e)
        for keys in nitf.docdata.get("key-list", ())
        for e in keys.iter("{*}keyword")
    )
    return tuple(dict.fromkeys(word.strip() for word in found if word and word.strip()))


def _slugline(nitf: Nitf) -> str | None:
    """Give the slugline: of a meta element, else a title of one word, such as "Harbour-Reopens"."""
    for e in nitf.docdata.get("meta", ()):
        content = " ".join((e.get("content") or "").split())
        if content and term(e.get("name")) in SLUG_NAMES:
            return content
    title = line_in(first(nitf.docdata, "title"))
    named = title if title and " " not in title and title != nitf.text.headline else None
    return named or nitf.text.slug


def _links(nitf: Nitf) -> Iterator[Link]:
    docdata = first(nitf.docdata, "")
    earlier = None if docdata is None else docdata.get("management-doc-idref")
    if earlier:
        yield Link(rel="replaces", id=earlier)
    for e in nitf.docdata.get("correction", ()):
        if corrected := e.get("id-string"):
            yield Link(rel="corrects", id=corrected)


def _urgency(nitf: Nitf) -> int | None:
    element = first(nitf.docdata, "urgency")
    given = "" if element is None else (element.get("ed-urg") or "").strip()
    return int(given) if given in set("123456789") else None


def _time(nitf: Nitf, name: str) -> datetime | None:
    element = first(nitf.docdata, name)
    return None if element is None else parse_time(element.get("norm"))


def _url(root: etree._Element) -> str | None:
    pubdata = root.find("{*}head/{*}pubdata")
    given = "" if pubdata is None else (pubdata.get("ex-ref") or "").strip()
    return given if given.startswith(("http://", "https://")) else None


def _elsewhere(root: etree._Element) -> datetime | None:
    """Give the time of publication, else of the dateline, where there is none of issue."""
    pubdata, story = root.find("{*}head/{*}pubdata"), root.find(".//{*}dateline/{*}story.date")
    published = None if pubdata is None else parse_time(pubdata.get("date.publication"))
    return published or (None if story is None else parse_time(story.get("norm")))
