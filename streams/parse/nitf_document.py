"""What a NITF document says, by itself or within NewsML.

Source: NITF 3.6 DTD and its documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

import msgspec
from lxml import etree

from schemas.records import Subject
from streams.parse.article import Part
from streams.parse.dates import parse_time
from streams.parse.mended_xml import parse_mended
from streams.parse.news_item import ItemText, bare
from streams.parse.reading import UnreadableError
from streams.parse.safe_xml import XML_LANG
from streams.parse.sniff import look
from streams.parse.xml_text import Fields, first, line_in, local, name_of, parts_in
from streams.text.agencies import agency

WORD: Final = re.compile(r"\w+")
BY: Final = frozenset({"by", "von", "par", "por", "di", "door", "av", "af"})


OF_HEAD: Final = frozenset(
    {"urgency", "revision-history", "meta", "title", "key-list", "doc-id", "date.issue"}
)
"""What stands in the head itself, by its DTD or in some documents, and says as docdata do."""

NO_CONTENT: Final = frozenset(
    {"", "abstract", "body.end", "body.head", "byline", "dateline", "distributor", "headline"}
    | {"hedline", "note", "rights", "series"}
)
"""What stands in a body without being its text."""

NAME_CHARS: Final = 1_000
"""Characters in which the name of a document's root stands, behind its declarations."""

FEW_PARTS: Final = 2
"""Elements of a line from which commas may be wanting between them."""


class Nitf(msgspec.Struct, frozen=True, kw_only=True):
    """What a NITF document says; each is empty or None when it does not."""

    text: ItemText
    docdata: Fields
    """Children of <docdata> by name, and those of <head> that say more of the document; <docdata>
    itself by the empty name."""
    language: str | None
    kind: str | None
    """The type of news object: news, or an alert, an advisory."""
    genre: tuple[Subject, ...]
    subjects: tuple[Subject, ...]
    places: tuple[Subject, ...]
    sources: tuple[str, ...]
    rights: str | None
    revisions: tuple[tuple[datetime | None, str], ...]
    """Times and comments of the revision history."""


def as_nitf(text: str | None) -> etree._Element | None:
    """Give the document that a text is where NITF is carried as characters; None for others."""
    words = text.strip() if text and "nitf" in text[:NAME_CHARS] else ""
    if not words.endswith("nitf>") or look(words).root != "nitf":
        return None
    try:
        return parse_mended(words)
    except UnreadableError:
        return None


def document(root: etree._Element) -> Nitf:
    """Read a <nitf> element whole."""
    within = _by_name(root)
    in_head = _by_name(first(within, "head"))
    fields = _fields(_by_name(first(within, "body")))
    docdata = _by_name(first(in_head, "docdata"))
    for name in in_head.keys() & OF_HEAD:
        docdata[name] = [*docdata.get(name, ()), *in_head[name]]
    tobject = first(in_head, "tobject")
    text, language = text_in(root)
    return Nitf(
        text=text,
        docdata=docdata,
        language=language,
        kind=None if tobject is None else tobject.get("tobject.type"),
        genre=tuple(_genre(tobject)),
        subjects=tuple(dict.fromkeys((*_subjects(tobject), *_identified(docdata)))),
        places=tuple(dict.fromkeys(_places(docdata, first(fields, "dateline")))),
        sources=_sources(fields, docdata),
        rights=_rights(fields, docdata),
        revisions=tuple(
            (parse_time(e.get("norm")), e.get("comment") or line_in(e))
            for e in docdata.get("revision-history", ())
        ),
    )


def text_in(root: etree._Element) -> tuple[ItemText, str | None]:
    """Give the texts of a <nitf> element, and its language."""
    within = _by_name(root)
    body = first(within, "body")
    in_body = within if "body.content" in within else _by_name(body)
    fields = _fields(in_body)
    headline, subheadlines = _headlines(fields)
    if not headline:
        headline = line_in(first(_by_name(first(within, "head")), "title"))
    if headline.startswith(">"):
        headline = _without_marks(headline)
    in_heads = (child for head in within.get("head", ()) for child in head)
    docdata = next((e for e in in_heads if name_of(e) == "docdata"), None)
    messages = () if docdata is None else docdata.iterchildren("{*}ed-msg", "{*}correction")
    parts: list[Part] = []
    for e in _content(in_body):
        parts += parts_in(e)
    for e in in_body.get("body.end", ()):
        parts += parts_in(e, "footer")
    text = ItemText(
        headline=bare(headline),
        subheadlines=subheadlines,
        summaries=_lines(fields, "abstract"),
        byline=", ".join(_bylines(fields)),
        dateline=_dateline(first(fields, "dateline")),
        body=tuple(parts),
        notes=(*_lines(fields, "note"), *(info for e in messages if (info := _info(e)))),
    )
    language = root.get("baselang") or root.get(XML_LANG)
    return text, language or (None if body is None else body.get(XML_LANG))


def _fields(in_body: Fields) -> Fields:
    """Give what stands in the head of a body, or in the body itself where it has no head."""
    return _by_name(first(in_body, "body.head")) or in_body


def _content(in_body: Fields) -> Iterator[etree._Element]:
    """Give what holds the text: the content, else all in the body that is none of its head."""
    if content := in_body.get("body.content"):
        yield from content
    else:
        body = first(in_body, "")
        yield from (e for e in (() if body is None else body) if name_of(e) not in NO_CONTENT)


def _without_marks(headline: str) -> str:
    """Give a headline without the desk's marks before it: ">>>ANSA/Harbour open"."""
    words = headline.lstrip("> ")
    name, stroke, rest = words.partition("/")
    return (rest.strip() if stroke and agency(name) else words) or headline


def _headlines(fields: Fields) -> tuple[str, tuple[str, ...]]:
    """Give the headline and those below it; an hl2 stands in for an hl1 that is empty."""
    lines = [
        (name_of(e), text)
        for hedline in (*fields.get("hedline", ()), *fields.get("headline", ()))
        for e in hedline
        if (text := line_in(e))
    ]
    lines.sort(key=lambda line: line[0] != "hl1")
    if not lines:
        return next(iter(_lines(fields, "hedline")), ""), ()
    return lines[0][1], tuple(text for _, text in lines[1:])


def _bylines(fields: Fields) -> Iterator[str]:
    """Give the bylines, but one that is another turned round: "By Jane Doe", "Doe, Jane"."""
    said: set[frozenset[str]] = set()
    for element in fields.get("byline", ()):
        if written := _byline(element):
            names = frozenset(WORD.findall(written.casefold())) - BY
            if names not in said:
                yield written
            said.add(names)


def _byline(element: etree._Element) -> str:
    """Give a byline with the writer's title, or agency, and what else stands apart by a comma."""
    titles = [text for e in element.iter("{*}byttl") if (text := line_in(e))]
    written = line_in(element) if len(element) < FEW_PARTS else _with_commas(element)
    for title in titles:
        before = written.removesuffix(title).rstrip(" ,")
        if before and written.endswith(title):
            written = f"{before}, {title}"
    return written


def _with_commas(element: etree._Element) -> str:
    """Give the text of a line with commas where one element follows another at once."""
    parts = [f"{line_in(e)}{e.tail or ', '}" for e in element]
    lead = element.text or ""
    return " ".join("".join((lead, " " * lead[-1:].isalpha(), *parts)).split()).rstrip(" ,")


def _dateline(element: etree._Element | None) -> str:
    """Give the place of a dateline as written, without the date in its machine form."""
    if element is None:
        return ""
    written = line_in(element) if len(element) < FEW_PARTS else _with_commas(element)
    for date in element.iter("{*}story.date"):
        if line_in(date) == date.get("norm"):
            written = written.replace(line_in(date), "")
    places = [line_in(e) for e in element.iter("{*}city", "{*}state", "{*}region", "{*}country")]
    glued = "".join(places) == "".join(written.split(" ")) or written == " ".join(places)
    return ", ".join(place for place in places if place) if glued and places else written.strip()


def _genre(tobject: etree._Element | None) -> Iterator[Subject]:
    for e in () if tobject is None else tobject.iter("{*}tobject.property"):
        if given := e.get("tobject.property.type"):
            yield Subject(code=given, label=given)


def _subjects(tobject: etree._Element | None) -> Iterator[Subject]:
    for e in () if tobject is None else tobject.iter("{*}tobject.subject"):
        names = (
            e.get(f"tobject.subject.{level}") for level in ("detail", "matter", "type", "code")
        )
        label = next((name for name in names if name), None)
        code = e.get("tobject.subject.refnum") or None
        if code or label:
            yield Subject(code=code, label=label)


def _identified(docdata: Fields) -> Iterator[Subject]:
    """Give what the content is identified as, each with the kind of its code."""
    for content in docdata.get("identified-content", ()):
        for e in content.iterfind("{*}classifier"):
            value, kind, label = e.get("value"), e.get("type"), line_in(e)
            code = ":".join(part for part in (kind, value) if part) if value else None
            if code or label:
                yield Subject(code=code, label=label or None)


def _places(docdata: Fields, dateline: etree._Element | None) -> Iterator[Subject]:
    for e in docdata.get("evloc", ()):
        names = (e.get(name) for name in ("city", "county-dist", "state-prov", "iso-cc"))
        label = ", ".join(dict.fromkeys(name for name in names if name))
        if label:
            yield Subject(code=e.get("iso-cc"), label=label)
    for content in docdata.get("identified-content", ()):
        for e in content.iterfind("{*}location"):
            if label := _dateline(e):
                yield Subject(code=e.get("location-code"), label=label)
    for e in () if dateline is None else dateline.iter("{*}location"):
        if label := _dateline(e):
            yield Subject(label=label)


def _sources(fields: Fields, docdata: Fields) -> tuple[str, ...]:
    moved = (e.get("src-name") for d in docdata.get("del-list", ()) for e in d.iter("{*}from-src"))
    holders = (e.get("holder") for e in docdata.get("doc.copyright", ()))
    registered = (e.get("regsrc") for e in docdata.get("doc-id", ()))
    named = (*_lines(fields, "distributor"), *(name for name in moved if name))
    other = (name for names in (holders, registered) for name in names if name)
    return named or tuple(other)[:1]


def _rights(fields: Fields, docdata: Fields) -> str | None:
    notices = [
        " ".join(part for part in ("©", e.get("year"), e.get("holder")) if part)
        for e in docdata.get("doc.copyright", ())
    ]
    terms = [e.get(name) for e in docdata.get("doc.rights", ()) for name in ("type", "limitations")]
    written = _lines(fields, "rights")
    return " ".join(dict.fromkeys(text for text in (*written, *notices, *terms) if text)) or None


def _info(message: etree._Element) -> str:
    return " ".join((message.get("info") or line_in(message)).split())


def _by_name(parent: etree._Element | None) -> Fields:
    """Give the children of `parent` by name, and `parent` itself by the empty name."""
    found: Fields = {}
    if parent is not None:
        found[""] = [parent]
        for child in parent:
            name = local(child.tag)
            if name in found:
                found[name].append(child)
            else:
                found[name] = [child]
    return found


def _lines(fields: Fields, name: str) -> tuple[str, ...]:
    if name not in fields:
        return ()
    return tuple([text for e in fields[name] if (text := line_in(e))])
