"""What RSS and Atom share: an entry, and the article that it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final
from urllib.parse import urljoin

import msgspec

from schemas.records import Format, Link, Source, Subject
from streams.outcome import Drop
from streams.parse.article import Assembled, Draft, Part
from streams.parse.captions import credit_of
from streams.parse.feed_lines import set_off
from streams.parse.html import is_markup
from streams.parse.html_captions import captioned_blocks
from streams.parse.reading import Wire, too_large
from streams.parse.wrapped import rejoined
from streams.text.agencies import agency, source_of, sources_in

MARKUP_FACTOR: Final = 8
"""HTML characters read for each character of text allowed; pages have 3 to 6 times their text."""

CUT_OFF: Final = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*\Z")
E_MAIL: Final = re.compile(r"\S{1,64}@\S{1,190}\s{0,3}(?:\(([^()]{1,100})\))?")
"""RSS authors: `jane@example.org (Jane Doe)`. Source: RSS 2.0 specification."""


SIGNS_OF_DIRECTION: Final = (
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
DIRECTIONS: Final = frozenset(SIGNS_OF_DIRECTION)
"""Signs that systems put around titles from right to left; a cue would stand behind them."""

SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:")

TITLE_PARTS: Final = re.compile(r"\s?[:|»«>]\s|\s[-–—]\s")
"""What stands between publisher and section in a feed's title."""
TITLE_CHARS: Final = 100
AUTHOR_CHARS: Final = 300
"""Longest author that agencies are looked for in, and that is remembered."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a feed, in the feed's own terms but decoded."""

    title: str = ""
    """One line of text."""
    content: str = ""
    """HTML of the whole article."""
    summary: str = ""
    """HTML of an abstract; often cut off, often all that there is."""
    id: str | None = None
    link: str | None = None
    author: str = ""
    language: str | None = None
    captions: tuple[Part, ...] = ()
    subjects: tuple[Subject, ...] = ()
    keywords: tuple[str, ...] = ()
    places: tuple[Subject, ...] = ()
    rights: str = ""
    links: tuple[Link, ...] = ()
    note: str = ""
    """What the feed tells its readers of the entry."""
    version: str | None = None
    embargo_until: datetime | None = None
    source: str = ""
    """Whom the entry names as its source."""
    titles: tuple[str, ...] = ()
    """What the feed is called, and who publishes it."""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    cancelled: bool = False
    document: Callable[[Entry, Format, Wire], Draft | Drop] | None = None
    """What reads an entry that conveys a news document of another format."""


def sound(entry: Entry, wire: Wire) -> Entry:
    """Give an entry without signs of direction around its title; raises `too_large`."""
    limit = wire.limits.max_text_chars * MARKUP_FACTOR
    size = max(len(entry.content), len(entry.summary))
    if size > limit:
        raise too_large("Characters of HTML", size, limit, "MAX_TEXT_CHARS")
    if entry.title[:1] in DIRECTIONS or entry.title[-1:] in DIRECTIONS:
        return msgspec.structs.replace(entry, title=entry.title.strip(SIGNS_OF_DIRECTION))
    return entry


def draft_of(entry: Entry, assembled: Assembled, fmt: Format) -> Draft:
    """Give what the entry says, with its text, blocks and credits as `assemble` gives them."""
    text, blocks, credited = assembled
    return Draft(
        format=fmt,
        headline=entry.title,
        text=text,
        blocks=blocks,
        provider_id=entry.id or entry.link,
        status="cancelled" if entry.cancelled else "usable",
        declared_language=entry.language,
        sources=credited or sources_said(entry),
        subjects=entry.subjects,
        keywords=entry.keywords,
        places=entry.places,
        rights=entry.rights or None,
        links=entry.links,
        version=entry.version,
        embargo_until=entry.embargo_until,
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        url=entry.link,
    )


def sources_said(entry: Entry) -> tuple[Source, ...]:
    """Give the sources that an entry names, and the agencies that wrote or publish it."""
    # What is longer names none, and is not remembered whole.
    titles = tuple([title[: TITLE_CHARS + 1] for title in entry.titles])
    return _sources(entry.source[: TITLE_CHARS + 1], entry.author[: AUTHOR_CHARS + 1], titles)


@lru_cache(maxsize=1_024)
def _sources(source: str, author: str, titles: tuple[str, ...]) -> tuple[Source, ...]:
    """Give the sources that these fields name: feeds say the same of many entries."""
    named = [publisher for name in titles if (publisher := _publisher(name))]
    return tuple(dict.fromkeys((*_source(source), *_writing(author), *named)))


def _publisher(name: str) -> Source | None:
    """Give the agency or publisher that a feed's title names: "BBC News - World"."""
    parts = (name, *TITLE_PARTS.split(name[:TITLE_CHARS]))
    return next((source_of(part) for part in parts if agency(part)), None)


def _source(name: str) -> tuple[Source, ...]:
    """Give the source that an entry names; an address alone names none that we do not know."""
    known = "/" not in name or agency(name)
    return (source_of(name),) if name.strip() and len(name) <= TITLE_CHARS and known else ()


def _writing(author: str) -> tuple[Source, ...]:
    """Give the agencies among the authors: "Le Figaro avec AFP", "AFP, agence"."""
    return tuple(source for source in sources_in(author) if source.id)


def entry_parts(entry: Entry) -> list[Part]:
    """Give the parts of the article in reading order; a summary that the text says is left out."""
    parts = [Part(kind="headline", text=entry.title)]
    body = set_off(body_parts(entry.content, entry.title))
    summary = set_off(body_parts(entry.summary, entry.title))
    if not any(part.kind == "paragraph" for part in body):
        body = [*body, *summary]
    elif summary:
        said = squeezed_of(body)
        lead = [part.text for part in summary if part.kind == "paragraph"]
        if lead and adds("".join(lead), said):
            parts += [Part(kind="subheadline", text=words) for words in lead]
        around = [part for part in summary if part.kind != "paragraph"]
        body += [part for part in around if adds(part.text, said)]
    author = entry.author
    if byline := (_byline if len(author) <= AUTHOR_CHARS else _of_no_agency)(author):
        parts.append(Part(kind="byline", text=byline))
    if entry.note:
        parts.append(Part(kind="editor_note", text=entry.note))
    return [*parts, *entry.captions, *body]


@lru_cache(maxsize=1_024)
def _byline(author: str) -> str:
    """Give the same as `_of_no_agency`, from memory: few write all of a feed."""
    return _of_no_agency(author)


def _of_no_agency(author: str) -> str:
    """Give the names in an author that are of no agency."""
    names = author_name(author).split(", ")
    return ", ".join([name for name in names if not agency(name)])


def caption_part(text: str) -> Part:
    """Give what stands below a picture: a caption with its credit, or the credit alone."""
    credit = credit_of(text)
    alone = credit is not None and credit == text.strip(" .")
    return (
        Part(kind="credit", text=text) if alone else Part(kind="caption", text=text, credit=credit)
    )


def plain_paragraphs(text: str, headline: str) -> list[str]:
    """Give the paragraphs of a text without markup; the headline is not repeated."""
    lines = rejoined(text)
    first = 0
    while first < len(lines) and lines[first] == headline:
        first += 1
    return lines[first:] if first else lines


def body_parts(html: str, headline: str) -> list[Part]:
    """Give the parts of a body in HTML; the headline is not repeated."""
    if not html:
        return []
    if not is_markup(html):
        return [Part(kind="paragraph", text=words) for words in plain_paragraphs(html, headline)]
    parts: list[Part] = []
    for kind, text in captioned_blocks(html):
        if kind == "caption":
            parts.append(caption_part(text))
        elif kind == "credit":
            parts.append(Part(kind="credit", text=text))
        elif parts or text != headline:
            parts.append(Part(kind="paragraph", text=text))
    return parts


SAME_CHARS: Final = 80
"""Characters that begin a summary and are of the text as well when it is made of the text's
first paragraphs."""

JOINED_CHARS: Final = 40
"""Signs that such a summary may leave out: paragraphs are joined, quotes are undone."""

WITHOUT_SIGNS: Final = re.compile(r"[^\W_]{20,}")
"""Words enough to find a text by, where a summary has other dashes and quotes than the text."""

SPACES: Final = b" \t\n\v\f\r\x1c\x1d\x1e\x1f"
"""What `str.split` takes for spaces in ASCII; to leave them out as bytes takes a quarter."""

NO_SIGNS: Final = dict.fromkeys(map(ord, ".,;:!?…\"'«»“”„‘’()[]*-–—،؛؟"))


def adds(summary: str, said: str) -> bool:
    """Tell whether a summary says what `said`, squeezed, does not: it is no beginning, cut off."""
    cut = "…" in summary or "..." in summary
    text = squeezed(CUT_OFF.sub("", summary) if cut else summary)
    if not text or text in said:
        return False
    if len(text) <= SAME_CHARS:
        return True
    at = said.find(text[:SAME_CHARS])
    if at < 0 and (words := WITHOUT_SIGNS.search(text, 0, SAME_CHARS)):
        text = text[words.start() :]
        at = said.find(words[0])
    if at < 0:
        return True
    same = said[at : at + len(text) + JOINED_CHARS]
    return not same.translate(NO_SIGNS).startswith(text.translate(NO_SIGNS))


def squeezed(text: str) -> str:
    """Give `text` without any spaces, for comparison."""
    if text.isascii():
        return text.encode().translate(None, SPACES).decode()
    return "".join(text.replace(" ", "").split())


def squeezed_of(parts: Iterable[Part]) -> str:
    """Give the text of all `parts` without any spaces."""
    return squeezed("".join([part.text for part in parts]))


def absolute(link: str | None, base: str | None) -> str | None:
    """Give `link` as an address that stands by itself, where it is one relative to `base`."""
    if not link or not base or SCHEME.match(link):
        return link
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def publisher_apart(author: str, titles: Sequence[str]) -> str:
    """Give the author of a whole feed, but not the publisher, who is named in its title."""
    name = author.casefold()
    return "" if any(name in title.casefold() for title in titles) else author


def author_name(author: str) -> str:
    """Give the name in an RSS author, without its mail address."""
    match = E_MAIL.fullmatch(author.strip())
    return (match[1] or "") if match else " ".join(author.split())


def sources_of(names: Iterable[str]) -> tuple[Source, ...]:
    """Give the agencies and publishers called `names`, empty ones left out, once each."""
    return tuple(dict.fromkeys(source_of(name) for name in names if name.strip()))
