"""Feeds that are not well-formed XML, where mending the common slips was not enough."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, Final

import feedparser  # type: ignore[import-untyped]  # the library ships no types
from feedparser.mixin import _FeedParserMixin  # type: ignore[import-untyped]

from schemas.records import Format, Subject
from streams.outcome import Outcome
from streams.parse.abreast import Steps, known
from streams.parse.dates import parse_time
from streams.parse.feed import Entry
from streams.parse.feed_outcome import publish_entries
from streams.parse.html import html_line
from streams.parse.reading import UnreadableError, Wire

MAX_CHARS: Final = 60_000
"""Longest malformed feed that feedparser reads: at 15 µs a character, that is a second."""

CLOSED: Final = re.compile(r"</(?:[\w.-]{1,40}:)?(?:rss|RDF|rdf|feed|channel)\s*>\s*\Z")
TAIL_CHARS: Final = 200

FIRST_ELEMENT: Final = re.compile(r"<\w")
SPACE: Final = re.compile(r"\s+")


_sync_author_detail = _FeedParserMixin._sync_author_detail  # noqa: SLF001 - see below


def _sync_named_author(parser: Any, key: str = "author") -> None:
    """Do what feedparser does with an author whose name and address stand apart, and no more.

    In any other it searches for an address, which takes the square of the author's length, and
    keeps what it finds where nothing of ours looks.
    """
    if any(parser._get_context().get(f"{key}s", ())[-1:]):  # noqa: SLF001 - as the method itself
        _sync_author_detail(parser, key)


_FeedParserMixin._sync_author_detail = _sync_named_author  # noqa: SLF001 - it offers no other way


def read_broken(wire: Wire, fmt: Format, error: UnreadableError) -> Steps[Outcome]:
    """Read the entries that feedparser finds; `error` stays with them as a defect.

    Where the feed breaks off before its end, the last entry may be half of one and is left out.
    """
    if error.reject.reason != "not_xml" or len(wire.text) > MAX_CHARS:
        return known(error.reject)
    try:
        entries = _entries(wire.text)
    except Exception:  # noqa: BLE001 - feedparser fails in many ways on what is no feed
        return known(error.reject)
    if not CLOSED.search(wire.text[-TAIL_CHARS:]):
        entries = entries[:-1]
    return publish_entries(entries, fmt, wire, (error.reject,))


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
