"""Feeds that are not well-formed XML: the common slips mended, the rest left to feedparser."""

from __future__ import annotations

import re
from html.entities import html5
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

import feedparser  # type: ignore[import-untyped]  # the library ships no types
from lxml import etree

from schemas.records import Format, Subject
from streams.outcome import Outcome
from streams.parse.dates import parse_time
from streams.parse.feed import Entry, publish_entries
from streams.parse.html import html_line
from streams.parse.reading import UnreadableError, Wire
from streams.parse.safe_xml import parse_xml

MAX_CHARS: Final = 60_000
"""Longest malformed feed that feedparser reads: at 15 µs a character, that is a second."""

MAX_AMPERSANDS: Final = 200_000
"""Ampersands up to which a feed is mended, at 1 µs each."""

CLOSED: Final = re.compile(r"</(?:[\w.-]{1,40}:)?(?:rss|RDF|rdf|feed|channel)\s*>\s*\Z")
TAIL_CHARS: Final = 200

LOOSE_AMPERSAND: Final = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)(?:([A-Za-z][A-Za-z0-9]{1,31};))?"
)
"""An ampersand that begins no reference of XML; with the name of an HTML entity, if it is one."""

FIRST_ELEMENT: Final = re.compile(r"<\w")
SPACE: Final = re.compile(r"\s+")
CONTROLS: Final = {code: None for code in range(0x20) if code not in b"\t\n\r"}
"""Characters that XML 1.0 forbids (section 2.2); they print as nothing."""


def parse_feed(text: str) -> etree._Element:
    """Parse a feed, mending what can be mended without a loss.

    That is HTML entities, bare ampersands and control characters. Raises UnreadableError
    as `parse_xml` does, telling of the text as it came.
    """
    try:
        return parse_xml(text)
    except UnreadableError as error:
        if error.reject.reason != "not_xml" or text.count("&") > MAX_AMPERSANDS:
            raise
        mended = LOOSE_AMPERSAND.sub(_reference, text).translate(CONTROLS)
        if mended == text:
            raise
        try:
            return parse_xml(mended)
        except UnreadableError:
            raise error from None


def read_broken(wire: Wire, fmt: Format, error: UnreadableError) -> Outcome:
    """Read the entries that feedparser finds; `error` stays with them as a defect.

    Where the feed breaks off before its end, the last entry may be half of one and is left out.
    """
    if error.reject.reason != "not_xml" or len(wire.text) > MAX_CHARS:
        return error.reject
    try:
        entries = _entries(wire.text)
    except Exception:  # noqa: BLE001 - feedparser fails in many ways on what is no feed
        return error.reject
    if not CLOSED.search(wire.text[-TAIL_CHARS:]):
        entries = entries[:-1]
    return publish_entries(entries, fmt, wire, (error.reject,))


def _reference(match: re.Match[str]) -> str:
    name = match[1] or ""
    return escape(html5[name]) if name in html5 else "&amp;" + name


def _entries(text: str) -> list[Entry]:
    # A stream, as feedparser takes a string for a URL or a path; no dates of its own, as it
    # fills gaps in them from the clock; no sanitising, as html.py reads text only.
    # What stands before the first element is searched for entities in the square of its lines.
    element = FIRST_ELEMENT.search(text)
    start = element.start() if element else 0
    sound = SPACE.sub(" ", text[:start].strip()) + text[start:]
    feed: dict[str, Any] = feedparser.parse(
        BytesIO(sound.encode("utf-8", "surrogatepass")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    language = feed["feed"].get("language")
    return [_entry(found, language) for found in feed["entries"]]


def _entry(found: dict[str, Any], language: str | None) -> Entry:
    contents = found.get("content") or [{}]
    updated = parse_time(found.get("updated") if "updated" in found else None)
    return Entry(
        title=html_line(found.get("title") or ""),
        content=contents[0].get("value") or "",
        summary=found.get("summary") or "",
        id=found.get("id"),
        link=found.get("link"),
        author=found.get("author") or "",
        language=found.get("language") or language,
        subjects=tuple(
            Subject(code=tag.get("scheme"), label=tag["term"])
            for tag in found.get("tags", ())
            if tag.get("term")
        ),
        published_at=parse_time(found.get("published")) or updated,
        updated_at=updated,
    )
