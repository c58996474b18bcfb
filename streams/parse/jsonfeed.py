"""JSON Feed 1.0 and 1.1: each item becomes an article.

Source: jsonfeed.org, versions 1 and 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

import msgspec

from schemas.records import Link, Subject
from streams.outcome import Outcome, Reject
from streams.parse.abreast import Steps
from streams.parse.dates import parse_time
from streams.parse.feed import Entry, publisher_apart
from streams.parse.feed_outcome import publish_entries
from streams.parse.html import html_line
from streams.parse.jsontext import convert, parse_json, strings
from streams.parse.reading import UnreadableError, Wire

VERSION: Final = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/")


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who wrote an item or publishes the feed."""

    name: str | None = None


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """An item; `id` may be a number, which 1.0 asks readers to take as a string."""

    id: str | int | float
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    language: str | None = None
    author: Author | None = None
    authors: list[Author] | None = None
    tags: list[str] | str | None = None


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """The feed; its items are typed one by one, so that a bad one leaves the others."""

    version: str
    items: list[dict[str, Any]]
    title: str | None = None
    language: str | None = None
    author: Author | None = None
    authors: list[Author] | None = None


def read(wire: Wire) -> Steps[Outcome]:
    """Read every item of the feed; refused as `not_jsonfeed` with the field."""
    feed = convert(parse_json(wire.text), Feed, "jsonfeed")
    if not VERSION.match(feed.version):
        raise UnreadableError(
            "not_jsonfeed",
            "Not jsonfeed: `$.version` must begin with https://jsonfeed.org/version/.",
        )
    defects: list[Reject] = []
    entries = list(_entries(feed, defects))
    return publish_entries(entries, "jsonfeed", wire, defects)


def _entries(feed: Feed, defects: list[Reject]) -> Iterator[Entry]:
    for at, raw in enumerate(feed.items):
        try:
            item = convert(raw, Item, "jsonfeed", f"$.items[{at}]")
        except UnreadableError as error:
            defects.append(error.reject)
            continue
        yield _entry(item, feed)


def _entry(item: Item, feed: Feed) -> Entry:
    author = _names(item.authors or [item.author])
    titles = (feed.title or "",)
    elsewhere = item.external_url if item.url else None
    return Entry(
        title=html_line(escape(item.title or "")),
        content=item.content_html or _html(item.content_text or ""),
        summary=_html(item.summary or ""),
        id=str(item.id),
        link=item.url or item.external_url,
        author=author or publisher_apart(_names(feed.authors or [feed.author]), titles),
        language=item.language or feed.language,
        subjects=tuple(Subject(label=tag) for tag in strings(item.tags)),
        links=(Link(rel="external_url", href=elsewhere),) if elsewhere else (),
        titles=titles,
        published_at=parse_time(item.date_published) or parse_time(item.date_modified),
        updated_at=parse_time(item.date_modified) or parse_time(item.date_published),
    )


def _names(people: Sequence[Author | None]) -> str:
    return ", ".join(author.name for author in people if author and author.name)


def _html(text: str) -> str:
    """Write plain text as HTML, a paragraph for each line."""
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
