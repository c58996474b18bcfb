"""IPTC 7901, the wire format of agencies outside North America.

The header has service and number, priority, category and word count, and below it the
keyword line; the text opens with the headline, which dpa and others end with `=`; the date
and time stand behind it or end it.
Source: IPTC 7901, version 5; dpa, "Textformat IPTC 7901".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from schemas.records import Parsed, Source, Subject
from streams.outcome import Outcome
from streams.parse.abreast import Steps
from streams.parse.article import Draft, Part, assembling, finish
from streams.parse.coded_head import CodedHead, coded_head
from streams.parse.credit_lines import is_byline
from streams.parse.cues import cue_of
from streams.parse.datelines import credits_in_dateline
from streams.parse.desk_lines import is_desk_line
from streams.parse.feed import sources_of
from streams.parse.framed import (
    DASHED_TIME,
    DAY_ONLY,
    DAY_TIME,
    ISO_TIME,
    Message,
    clean,
    publish_messages,
    time_in,
)
from streams.parse.iptc7901_head import (
    BELOW_HEADLINE,
    CUES,
    GENRE,
    keywords_of,
    marked_head,
    split_head,
    told_apart,
)
from streams.parse.reading import UnreadableError, Wire
from streams.parse.time_lines import is_time
from streams.parse.wrapped import unwrapped
from streams.text.agencies import agency

HEADER: Final = re.compile(
    r"\s*([A-Za-z]{2,4})\s?(\d{3,5})\s{1,6}([0-9])\s{1,3}([A-Za-z]{1,4})\b(?:\s{1,3}(\d{1,5})\b)?"
    r"(.{0,80})"
)
"""Service, its number, priority, category, words, and what the agency adds."""

AGENCY: Final = re.compile(r"/?([A-Za-z]{2,6})(?:[-/][A-Za-z0-9]{1,6})?(?: (\d{3,5}))?\b")
"""The agency and its own number: "dpa 0045", "USA /AFP-XX12"."""

CORRECTS: Final = re.compile(r"\bCOR \d{1,5}\b")
"""In the header, behind the agency's number: which message is corrected."""

SERVICE_LINES: Final = re.compile(
    r"\s{0,4}\d{1,5}/[A-Z0-9]{2,5}[ \t]*\r?\n"
    r"(?:[A-Z]{3,4}\d{0,6}(?:_[A-Z0-9]{2,6}){0,3}[ \t]*\r?\n)?"
    r"([A-Z]) ([A-Z]{3}) [A-Z0-9]{3} [A-Z0-9]{4}[ \t]*\r?\n"
)
"""What ANSA writes behind ZCZC: number and service, code, then priority and category."""

PRIORITIES: Final = {"F": "1", "B": "2", "U": "3", "R": "4"}
"""ANSA's letters for flash, bulletin, urgent and regular."""

ORDINAL: Final = re.compile(r"(\d{1,2})(?:ST|ND|RD|TH) (?:LEAD|UPDATE)")
CENTRAL_EUROPEAN: Final = frozenset({"dpa", "apa", "ots", "sda", "ansa"})
"""Agencies that write the time of their own country when they name no zone."""

LEAD_LINES: Final = 8
"""Paragraphs among which byline and dateline stand: key points may be before them."""

NOTES: Final = re.compile(
    r"#{1,3} |\* ?\* ?\* ?\*\s*\Z|(?:notes?|notice) to editors?\b|~\s*\Z|rückfragehinweis",
    re.IGNORECASE,
)
"""What begins the notes for desks: "# Notebook", "* * * *", in releases that APA sends "~"."""

CLOSING: Final = re.compile(
    r"\((?:Schluss|Ende|Fin|Fine|Forts(?:etzung)?\.?)[^()]{0,20}\)(?: \S{1,20}){0,3}", re.IGNORECASE
)
"""How a text or a take of it is closed, and by whom: "(Schluss) abc/def"."""

DATE_LINE: Final = re.compile(
    rf"(?:[A-Za-z/-]{{2,20}}\d{{0,5}}[ \t]{{1,9}})?(?:{DAY_TIME.pattern}|{DAY_ONLY.pattern}"
    rf"|{DASHED_TIME.pattern}|{ISO_TIME.pattern})(?:\s{{1,3}}NNNN)?\s*"
)
"""A line that is nothing but when and by whom it was sent: "AFP 291512 GMT DEC 18"."""


class Header(NamedTuple):
    """The fields of the header, empty when they are not there."""

    id: str = ""
    """The agency's number, which is the same in all its services, else the service's."""
    priority: str = ""
    category: str = ""
    agency: str = ""
    slug: str = ""
    corrects: bool = False


def read(wire: Wire) -> Steps[Outcome]:
    """Read every message of the transmission."""
    return publish_messages(wire, "IPTC 7901", _article)


def _article(message: Message, wire: Wire) -> Steps[Parsed]:
    header = _header(message.header)
    lines, date_lines = _without_date(message.text.splitlines())
    if not message.header and (service := SERVICE_LINES.match(message.text)):
        header = Header(priority=PRIORITIES.get(service[1], ""), category=service[2])
        lines = lines[service[0].count("\n") :]
    coded = None if message.header else coded_head(lines)
    if coded:
        header = Header(category=coded.category, agency=coded.agency, slug="/".join(coded.slugs))
        head, rest = ([coded.headline], coded.text) if coded.headline else marked_head(coded.text)
    else:
        slug, lines = ("", lines) if header.slug else keywords_of(lines)
        header = header._replace(slug=slug) if slug else header
        head, rest = split_head(lines)
        if len(head) > 1 and _letters(head[0]) == _letters(header.slug):
            head = head[1:]
    body, footer = _split_footer(rest)
    headline, notes, bylines = told_apart(head)
    headline, _, below = headline.partition(BELOW_HEADLINE)
    headline = headline.strip()
    paragraphs = list(unwrapped(body))
    if not (head or paragraphs):
        raise UnreadableError("no_content", "IPTC 7901: nothing between STX and ETX; send a text.")
    yield
    text, blocks, credited = yield from assembling(
        [
            Part(kind="slugline", text=header.slug),
            *(Part(kind="editor_note", text=words) for words in notes),
            Part(kind="headline", text=headline),
            Part(kind="subheadline", text=below),
            *(Part(kind="byline", text=words) for words in bylines),
            *(
                Part(
                    kind="byline" if at < LEAD_LINES and is_byline(words) else "paragraph",
                    text=words,
                )
                for at, words in enumerate(paragraphs)
            ),
            *(Part(kind="footer", text=words) for words in unwrapped(footer)),
        ]
    )
    sources = credited or _filed_by(paragraphs) or sources_of([header.agency])
    sender = agency(header.agency) or next((source.id for source in sources), None)
    time = time_in(
        (message.trailer, *date_lines, *filter(is_desk_line, footer[-2:])),
        wire.delivery.received_at,
        central_europe=sender in CENTRAL_EUROPEAN,
    )
    told = " ".join(notes)
    ordinal = ORDINAL.search(told)
    draft = Draft(
        format="iptc7901",
        headline=headline,
        text=text,
        blocks=blocks,
        provider_id=f"{header.id} {time:%Y-%m-%d}" if header.id and time else None,
        version=ordinal[1] if ordinal else None,
        cue=next((cue for cue, words in CUES if words.search(told)), None)
        or ("correction" if header.corrects else None)
        or (cue_of(paragraphs[0]) if paragraphs and not headline else None),
        slugline=header.slug or None,
        genre=tuple(Subject(label=kind[1]) for note in notes if (kind := GENRE.fullmatch(note))),
        keywords=tuple(word.strip() for word in re.split("[/,;]", header.slug) if word.strip()),
        sources=sources,
        subjects=_subjects(header, coded),
        places=(Subject(label=coded.place),) if coded and coded.place else (),
        urgency=int(header.priority) if header.priority not in {"", "0"} else None,
        published_at=time,
        updated_at=time,
    )
    yield
    return finish(draft, wire)


def _letters(words: str) -> str:
    """Give letters and digits alone, in small letters: keywords are set in several ways."""
    return "".join(filter(str.isalnum, words)).lower()


def _subjects(header: Header, coded: CodedHead | None) -> tuple[Subject, ...]:
    codes = (
        f"iptc7901:{header.category}" if header.category else "",
        coded.subject if coded else "",
    )
    return tuple(Subject(code=code) for code in codes if code)


def _filed_by(paragraphs: Sequence[str]) -> tuple[Source, ...]:
    """Give the agency in the first dateline, which key points may stand before."""
    found = (credits_in_dateline(words) for words in paragraphs[:LEAD_LINES])
    return next((sources for sources in found if sources), ())


def _header(header: str) -> Header:
    lines = [words for line in header.splitlines() if (words := clean(line))]
    match = HEADER.match(lines[0]) if lines else None
    slug = " ".join(lines[1:] if match else lines).strip("/ ")
    if match is None:
        return Header(slug=slug)
    service, number, priority, category, _, more = match.groups()
    named = [(found[1], found[2] or "") for found in AGENCY.finditer(more) if agency(found[1])]
    name, own_number = named[0] if named else (service if agency(service) else "", "")
    given = f"{name}{own_number}" if own_number.strip("0") else f"{service}{number}"
    named_by = given if given.strip("0") != service else ""
    corrects = CORRECTS.search(more) is not None
    return Header(named_by, priority, category, name, slug, corrects)


def _without_date(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Take the date and time out of the last lines."""
    rest = list(lines)
    dates: list[str] = []
    while rest and (not (last := rest[-1].strip()) or DATE_LINE.fullmatch(last) or is_time(last)):
        line = rest.pop()
        if line.strip():
            dates.append(line)
    return rest, dates


def _split_footer(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Take off notes for desks and the initials of the desk."""
    end = next((at for at, line in enumerate(lines) if NOTES.match(line.strip())), len(lines))
    begins = end
    while end and (not (last := clean(lines[end - 1])) or _is_closing(last)):
        end -= 1
        begins = end if last else begins
    return lines[:end], lines[begins:]


def _is_closing(line: str) -> bool:
    return is_desk_line(line) or CLOSING.fullmatch(line) is not None
