"""A news item or package of NewsML-G2 to an article.

Source: NewsML-G2 2.34 specification; its guidelines for implementers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from lxml import etree

from schemas.records import Cue, Link, Status, Subject
from streams.outcome import Drop
from streams.parse.abreast import Steps
from streams.parse.article import Draft, assembling
from streams.parse.cues import cue_of_note, gravest
from streams.parse.dates import parse_local, parse_time
from streams.parse.feed import sources_of
from streams.parse.g2_content import Content, content_of
from streams.parse.g2_meta import Meta, code_of, label_of, meta_of, subjects_of
from streams.parse.item_terms import KINDS, cue_of_code, status_of_code, term
from streams.parse.news_item import ItemText, bare, parts_of
from streams.parse.reading import Wire
from streams.parse.safe_xml import XML_LANG
from streams.parse.text_lines import paragraphs_in
from streams.parse.xml_text import line_in, parts_in

PLACES: Final = frozenset({"geoarea", "poi", "geo"})
"""Concept types of subjects that are places. Source: IPTC concept nature NewsCodes."""

RIGHTS: Final = ("copyrightNotice", "usageTerms")
URGENCIES: Final = frozenset("123456789")
RANKS: Final = ("1", "2", "3", "4", "5", "6", "7", "8", "9")
"""Of headlines, the main one first."""

SUBHEADLINES: Final = frozenset(
    {"subheadline", "subhead", "sub", "secondary", "deck", "kicker", "subtitle"}
    | {"catchline", "overline", "topline", "strapline"}
)
MAIN: Final = frozenset({"", "main", "headline", "title"})
"""Roles of the headline that goes before those for short messages, search engines and the like."""

CAPTIONS: Final = frozenset({"caption"})
FLASH_URGENCY: Final[Mapping[str, Collection[int]]] = {"dpa": (1, 2)}
"""By provider, urgencies that it gives to flashes alone: dpa's Blitz and Eilmeldung."""

SEPARATE: Final = frozenset({"summary", "abstract", "lead", "main", "description", "teaser", ""})


class Headline(NamedTuple):
    """A headline of the metadata that has a text."""

    element: etree._Element
    text: str
    role: str
    """Its role's last part, in small letters."""


def read_news(item: etree._Element, wire: Wire) -> Steps[Draft | Drop]:
    """Read a <newsItem>; pictures, video and data without a text of their own are dropped."""
    meta = meta_of(item)
    yield
    content = content_of(meta.content_set, wire)
    status = status_of_code(meta.code("pubStatus"))
    kind = term(meta.code("itemClass"))
    if kind in KINDS and status != "cancelled":
        return Drop(KINDS[kind])
    if not content.parts and content.kind and status != "cancelled":
        return Drop(content.kind)
    yield
    return (yield from _draft(meta, content, status, wire, tuple(_links(meta))))


def read_package(item: etree._Element, wire: Wire) -> Steps[Draft | Drop]:
    """Read a <packageItem>: its headline, and what it holds as links."""
    meta = meta_of(item)
    status = status_of_code(meta.code("pubStatus"))
    links = (*_links(meta), *_members(item))
    if not (meta.lines("headline") or meta.lines("title")):
        return Drop("package_item")
    return (yield from _draft(meta, Content(), status, wire, links))


def _draft(
    meta: Meta, content: Content, status: Status, wire: Wire, links: tuple[Link, ...]
) -> Steps[Draft | Drop]:
    headlines = [
        Headline(e, text, term(e.get("role"))) for e in meta.all("headline") if (text := line_in(e))
    ]
    headline = bare(_main(headlines, meta) or content.text.headline or meta.line("title"))
    notes = _notes(meta)
    item = ItemText(
        headline=headline,
        subheadlines=(
            *[one.text for one in headlines if one.role in SUBHEADLINES],
            *meta.lines("subheadline"),
            *_ranked_lower(headlines, headline),
            *content.text.subheadlines,
        ),
        summaries=(*_summaries(meta), *content.text.summaries),
        byline=", ".join(meta.lines("by") or meta.lines("byline")) or content.text.byline,
        dateline=meta.line("dateline") or content.text.dateline,
        body=content.parts,
        captions=content.captions,
        notes=(*notes, *content.text.notes),
    )
    yield
    parts = parts_of(item, wire)
    yield
    text, blocks, credited = yield from assembling(parts)
    if not text and status != "cancelled":
        return Drop("no_content")
    yield
    created = _time(meta, "firstCreated", "contentCreated", "versionCreated")
    embargo = None
    if "embargoed" in meta.properties:
        embargo = parse_local(line_in(meta.first("embargoed")), created)
        if embargo is None and status == "usable":
            status = "withheld"
    subjects = subjects_of(meta, "subject")
    genre = tuple([one for one, _ in subjects_of(meta, "genre")])
    urgency = _urgency(meta)
    return Draft(
        format="newsml-g2",
        headline=headline,
        text=text,
        blocks=blocks,
        provider_id=meta.guid,
        version=meta.version,
        status=status,
        cue=_cue(meta, genre, notes, urgency),
        slugline=meta.line("slugline") or None,
        declared_language=_language(meta, content),
        sources=credited or sources_of(_sources(meta)),
        subjects=tuple([one for one, _ in subjects]),
        genre=genre,
        keywords=tuple(dict.fromkeys((*meta.lines("keyword"), *content.keywords))),
        places=_places(meta, subjects),
        rights=_rights(meta),
        embargo_until=embargo,
        links=links,
        urgency=urgency,
        published_at=created,
        updated_at=_time(meta, "versionCreated", "contentModified"),
    )


def _main(headlines: Sequence[Headline], meta: Meta) -> str:
    """Give the main headline in the item's language; empty without one."""
    main = [one for one in headlines if one.role not in SUBHEADLINES]
    if len(main) > 1:
        main.sort(key=lambda one: one.role not in MAIN)
    return meta.preferred([one.element for one in main])


def _ranked_lower(headlines: Sequence[Headline], headline: str) -> Sequence[str]:
    """Give the headlines of a lower rank than `headline`, in its language."""
    ranked = [(e, text) for e, text, _ in headlines if e.get("rank")]
    if len(ranked) < 2:  # noqa: PLR2004 - the one and another
        return ()
    ranks = {text: (e.get("rank"), e.get(XML_LANG)) for e, text, _ in headlines}
    main, language = ranks.get(headline) or (None, None)
    lower = RANKS[RANKS.index(main) + 1 :] if main in RANKS else ()
    return [line for line, (rank, other) in ranks.items() if rank in lower and other == language]


def _summaries(meta: Meta) -> Sequence[str]:
    """Give the descriptions of roles that a text is summed up in."""
    told = [e for e in meta.all("description") if term(e.get("role")) in SEPARATE]
    return [text for e in told if (text := line_in(e))]


def _notes(meta: Meta) -> Sequence[str]:
    """Give the notes to editors, each paragraph by itself."""
    notes = meta.all("edNote")
    parts = (parts_in(e) if len(e) else paragraphs_in(e.text or "") for e in notes)
    return [part.text for told in parts for part in told] if notes else ()


def _cue(
    meta: Meta, genre: Sequence[Subject], notes: Sequence[str], urgency: int | None
) -> Cue | None:
    told = gravest(
        *[cue_of_code(code_of(e)) for name in ("signal", "role") for e in meta.all(name)],
        *[cue_of_code(one.code) for one in genre],
        *[cue_of_code(one.label) for one in genre],
        *map(cue_of_note, notes),
    )
    if told is None and urgency in FLASH_URGENCY.get(term(meta.code("provider")), ()):
        return "flash"
    return told


def _language(meta: Meta, content: Content) -> str | None:
    tagged = meta.first("language")
    declared = None if tagged is None else tagged.get("tag")
    if declared or content.language or meta.language:
        return declared or content.language or meta.language
    lines = (e.get(XML_LANG) for e in meta.all("headline"))
    return next((tag for tag in lines if tag), None)


def _urgency(meta: Meta) -> int | None:
    given = meta.line("urgency")
    return int(given) if given in URGENCIES else None


def _time(meta: Meta, *names: str) -> datetime | None:
    """Give the first of the times called `names` that is one."""
    for name in names:
        for line in meta.lines(name):
            if time := parse_time(line):
                return time
    return None


def _places(meta: Meta, subjects: Sequence[tuple[Subject, str]]) -> tuple[Subject, ...]:
    """Give where it was written and the places among its subjects, each code once."""
    found = [one for one, _ in subjects_of(meta, "located")]
    found += [one for one, kind in subjects if kind in PLACES]
    return tuple({place.code or place.label: place for place in reversed(found)}.values())[::-1]


def _rights(meta: Meta) -> str | None:
    """Give the copyright notice and the terms of use, else who holds the copyright."""
    given = filter(meta.properties.__contains__, RIGHTS)
    said = [line for name in given if (line := meta.in_language(name))]
    holders = (label_of(e, meta) for e in meta.all("copyrightHolder"))
    return " ".join(dict.fromkeys(said)) or next((label for label in holders if label), None)


def _sources(meta: Meta) -> tuple[str, ...]:
    """Give who is credited: the credit line, else the sources named, else the provider."""
    for name in ("creditline", "infoSource", "provider"):
        labels = [line_in(e) if name == "creditline" else label_of(e, meta) for e in meta.all(name)]
        if found := tuple(dict.fromkeys([label.strip(" -–—/") for label in labels if label])):
            return found
    return ()


def _links(meta: Meta) -> Iterator[Link]:
    """Give the links of the item's metadata, by their relation's last part."""
    for name in ("link", "derivedFrom"):
        for e in meta.all(name):
            href, residref = (
                e.get("href"),
                e.get("residref") or (code_of(e) if name == "derivedFrom" else None),
            )
            if href or residref:
                rel = (e.get("rel") or name).rpartition(":")[2].rpartition("/")[2]
                title = e.find("{*}title")
                yield Link(rel=rel, href=href, id=residref, title=line_in(title) or None)


def _members(item: etree._Element) -> Iterator[Link]:
    """Give what a package holds, each by the role of its group."""
    for reference in item.iter("{*}itemRef"):
        href, residref = reference.get("href"), reference.get("residref")
        if not (href or residref):
            continue
        group = reference.getparent()
        role = "" if group is None else (group.get("role") or group.get("id") or "")
        titles = (reference.find(f"{{*}}{name}") for name in ("headline", "title"))
        title = next((text for e in titles if (text := line_in(e))), None)
        rel = role.rpartition(":")[2].rpartition("/")[2] or "member"
        yield Link(rel=rel, href=href, id=residref, title=title)
