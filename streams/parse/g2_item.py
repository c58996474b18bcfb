"""A news item or package of NewsML-G2 to an article.

Source: NewsML-G2 2.34 specification; its guidelines for implementers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from lxml import etree

from schemas.records import Cue, Link, Parsed, Status, Subject
from streams.outcome import Drop
from streams.parse.article import Draft, assemble, finish
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


def read_news(item: etree._Element, wire: Wire) -> Parsed | Drop:
    """Read a <newsItem>; pictures, video and data without a text of their own are dropped."""
    meta = meta_of(item)
    content = content_of(item.find("{*}contentSet"), wire)
    status = status_of_code(meta.code("pubStatus"))
    kind = term(meta.code("itemClass"))
    if kind in KINDS and status != "cancelled":
        return Drop(KINDS[kind])
    if not content.parts and content.kind and status != "cancelled":
        return Drop(content.kind)
    return _article(meta, content, status, wire, tuple(_links(meta)))


def read_package(item: etree._Element, wire: Wire) -> Parsed | Drop:
    """Read a <packageItem>: its headline, and what it holds as links."""
    meta = meta_of(item)
    status = status_of_code(meta.code("pubStatus"))
    links = (*_links(meta), *_members(item))
    if not (meta.lines("headline") or meta.lines("title")):
        return Drop("package_item")
    return _article(meta, Content(), status, wire, links)


def _article(
    meta: Meta, content: Content, status: Status, wire: Wire, links: tuple[Link, ...]
) -> Parsed | Drop:
    headline = bare(_headline(meta, content))
    notes = tuple(_notes(meta))
    item = ItemText(
        headline=headline,
        subheadlines=(
            *_of_role(meta, "headline", SUBHEADLINES),
            *meta.lines("subheadline"),
            *_ranked_lower(meta, headline),
            *content.text.subheadlines,
        ),
        summaries=(*_of_role(meta, "description", SEPARATE), *content.text.summaries),
        byline=", ".join(meta.lines("by") or meta.lines("byline")) or content.text.byline,
        dateline=next(iter(meta.lines("dateline")), "") or content.text.dateline,
        body=content.parts,
        captions=content.captions,
        notes=(*notes, *content.text.notes),
    )
    text, blocks, credited = assemble(parts_of(item, wire))
    if not text and status != "cancelled":
        return Drop("no_content")
    released = meta.first("embargoed")
    created = _time(meta, "firstCreated", "contentCreated", "versionCreated")
    embargo = None if released is None else parse_local(line_in(released), created)
    if released is not None and embargo is None and status == "usable":
        status = "withheld"
    draft = Draft(
        format="newsml-g2",
        headline=headline,
        text=text,
        blocks=blocks,
        provider_id=meta.guid,
        version=meta.version,
        status=status,
        cue=_cue(meta, notes),
        slugline=next(iter(meta.lines("slugline")), None),
        declared_language=_language(meta, content),
        sources=credited or sources_of(_sources(meta)),
        subjects=tuple(subjects_of(meta, "subject")),
        genre=tuple(subjects_of(meta, "genre")),
        keywords=tuple(dict.fromkeys((*meta.lines("keyword"), *content.keywords))),
        places=_places(meta),
        rights=" ".join(
            dict.fromkeys((*meta.in_language("copyrightNotice"), *meta.in_language("usageTerms")))
        )
        or next(
            iter(label for e in meta.all("copyrightHolder") if (label := label_of(e, meta))), None
        ),
        embargo_until=embargo,
        links=links,
        urgency=_urgency(meta),
        published_at=created,
        updated_at=_time(meta, "versionCreated", "contentModified"),
    )
    return finish(draft, wire)


def _headline(meta: Meta, content: Content) -> str:
    """Give the main headline in the item's language, else the content's own, else the title."""
    main = [
        e for e in meta.all("headline") if term(e.get("role")) not in SUBHEADLINES and line_in(e)
    ]
    main.sort(key=lambda e: term(e.get("role")) not in MAIN)
    chosen = meta.preferred(main)
    if chosen is not None:
        return line_in(chosen)
    return content.text.headline or next(iter(meta.lines("title")), "")


def _of_role(meta: Meta, name: str, roles: frozenset[str]) -> tuple[str, ...]:
    return tuple(
        text for e in meta.all(name) if term(e.get("role")) in roles and (text := line_in(e))
    )


def _ranked_lower(meta: Meta, headline: str) -> Iterator[str]:
    """Give the headlines of a lower rank than `headline`, in its language."""
    ranks = {line_in(e): (e.get("rank"), e.get(XML_LANG)) for e in meta.all("headline")}
    main, language = ranks.get(headline) or (None, None)
    lower = RANKS[RANKS.index(main) + 1 :] if main in RANKS else ()
    yield from (
        line for line, (rank, other) in ranks.items() if rank in lower and other == language
    )


def _notes(meta: Meta) -> Iterator[str]:
    """Give the notes to editors, each paragraph by itself."""
    for e in meta.all("edNote"):
        if len(e):
            yield from (part.text for part in parts_in(e))
        else:
            yield from (part.text for part in paragraphs_in(e.text or ""))


def _cue(meta: Meta, notes: Sequence[str]) -> Cue | None:
    signals = (
        cue_of_code(code_of(e)) for name in ("signal", "role", "genre") for e in meta.all(name)
    )
    kinds = (cue_of_code(label_of(e, meta)) for e in meta.all("genre"))
    told = gravest(*signals, *kinds, *map(cue_of_note, notes))
    urgent = _urgency(meta) in FLASH_URGENCY.get(term(meta.code("provider")), ())
    return told or ("flash" if urgent else None)


def _language(meta: Meta, content: Content) -> str | None:
    tagged = meta.first("language")
    declared = None if tagged is None else tagged.get("tag")
    lines = (e.get(XML_LANG) for e in meta.all("headline"))
    return (
        declared or content.language or meta.language or next((tag for tag in lines if tag), None)
    )


def _urgency(meta: Meta) -> int | None:
    given = next(iter(meta.lines("urgency")), "")
    return int(given) if given in set("123456789") else None


def _time(meta: Meta, *names: str) -> datetime | None:
    """Give the first of the times called `names` that is one."""
    lines = (line for name in names for line in meta.lines(name))
    return next((time for line in lines if (time := parse_time(line))), None)


def _places(meta: Meta) -> tuple[Subject, ...]:
    """Give where it was written and the places among its subjects, each code once."""
    found = (*subjects_of(meta, "located"), *subjects_of(meta, "subject", PLACES))
    return tuple({place.code or place.label: place for place in reversed(found)}.values())[::-1]


def _sources(meta: Meta) -> tuple[str, ...]:
    """Give who is credited: the credit line, else the sources named, else the provider."""
    for name in ("creditline", "infoSource", "provider"):
        found = tuple(
            dict.fromkeys(
                label.strip(" -–—/")
                for e in meta.all(name)
                if (label := line_in(e) if name == "creditline" else label_of(e, meta))
            )
        )
        if found:
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
