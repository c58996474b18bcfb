"""A web page with an article: its JSON-LD, its metadata and its main text.

Paragraphs come from the page, where they are apart; when the page shows less than its JSON-LD
says, they come from there. JSON-LD sent by itself is read the same way.
Source: schema.org; The Open Graph protocol; Dublin Core.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import unescape
from itertools import accumulate
from typing import Final

from schemas.records import BlockKind, Link, Parsed, Source, Subject
from streams.outcome import Drop, Outcome
from streams.parse.abreast import Steps, known
from streams.parse.article import Draft, Part, assemble, finish, publish
from streams.parse.dates import parse_time
from streams.parse.feed import MARKUP_FACTOR, adds, caption_part, sources_of, squeezed, squeezed_of
from streams.parse.html import html_blocks, html_line, parse_html
from streams.parse.jsonld import LinkedArticle, article_in, articles_in
from streams.parse.jsontext import parse_json
from streams.parse.main_text import main_blocks
from streams.parse.page_head import (
    address_of,
    bylines,
    element_of,
    heading_at,
    headline_of,
    is_byline_of,
    is_kicker,
)
from streams.parse.page_labels import is_prompt
from streams.parse.page_meta import FIELDS, Page, meta_of
from streams.parse.page_times import lines_of_dates, marked_time, time_on
from streams.parse.reading import UnreadableError, Wire, too_large
from streams.parse.several import read_each
from streams.text.agencies import agency

MAX_SCRIPTS: Final = 50
"""JSON-LD scripts read of one page; pages have up to ten."""

SHOWN_SHARE: Final = 0.7
"""Share of the body in JSON-LD that the page must show for its paragraphs to be taken: it may
leave out what needs a script, or money."""

EXCERPT_SHARE: Final = 0.67
"""Share of the page's text below which a body in JSON-LD that breaks off is an excerpt of it."""

ABSTRACT_CHARS: Final = 400
"""Letters of a body in JSON-LD that may be an abstract, where the page has other text, of
`ABSTRACT_PARTS` times as many."""
ABSTRACT_PARTS: Final = 3

BROKEN_OFF: Final = ("…", "...", "[…]", "[...]")
TAIL_CHARS: Final = 30
"""Characters at the end of a body in JSON-LD that tell where it ends on the page."""

PLACE: Final = re.compile(r"(?!(?:LAST|UPDATED|POSTED|PUBLISHED)\b)[A-Z]{4}")
"""What a line of a date opens with that is a dateline: "MUMBAI Tue Dec 30, 2014"."""

ENTITY: Final = re.compile(r"&(?:amp|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,4});")

LIVE: Final = "LiveBlogPosting"
"""A type of article whose JSON-LD has its last posts at best, of all that the page shows."""

HOUR: Final = re.compile(
    r"\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s?(?:[ap]\.?m\.?|[A-Z]{2,4}|Uhr|h))?", re.IGNORECASE
)
"""A line of nothing but when a post of it was written."""

OPINION: Final = {"OpinionNewsArticle": "opinion", "AnalysisNewsArticle": "analysis",
                  "ReviewNewsArticle": "review", "BackgroundNewsArticle": "background",
                  "ReportageNewsArticle": "reportage", LIVE: "live blog"}  # fmt: skip
"""Types of article that tell a genre."""


def read(wire: Wire) -> Steps[Outcome]:
    """Read a page; dropped as `no_content` when it holds no article."""
    limit = wire.limits.max_text_chars * MARKUP_FACTOR
    if len(wire.text) > limit:
        raise too_large("Characters of HTML", len(wire.text), limit, "MAX_TEXT_CHARS")
    tree = parse_html(wire.text)
    page = Page(tree, meta_of(tree), main_blocks(tree))
    scripts = tree.css('script[type="application/ld+json"]')[:MAX_SCRIPTS]
    linked = article_in([script.text() or "" for script in scripts])
    headline = headline_of(page, linked, html_line(linked.headline))
    shown = _shown(page, linked, headline)
    if not any(part.kind == "paragraph" for part in shown) and not linked.description:
        return known(Drop("no_content"))
    return publish(_draft(linked, page, headline, shown), wire)


def read_jsonld(wire: Wire) -> Steps[Outcome]:
    """Read the articles of a JSON-LD document; refused as `not_news` when it has none."""
    found = articles_in(parse_json(wire.text))
    if not found:
        raise UnreadableError(
            "not_news", "JSON-LD without an article: `@type` must be NewsArticle or the like."
        )
    wire.limits.check_articles(len(found))
    return read_each(
        found,
        lambda linked: _spoken_article(linked, wire),
        named=lambda number, _: f"Article {number}",
        empty=Drop("no_content"),
    )


def _spoken_article(linked: LinkedArticle, wire: Wire) -> Steps[Parsed]:
    headline = html_line(linked.headline)
    body = _spoken(linked, headline)
    if body:
        body[:0] = [
            Part(kind="caption", text=html_line(text), credit=credit)
            for text, credit in linked.captions
        ]
    yield
    draft = _draft(linked, None, headline, body)
    yield
    return finish(draft, wire)


def _draft(linked: LinkedArticle, page: Page | None, headline: str, shown: Sequence[Part]) -> Draft:
    parts = [Part(kind="headline", text=headline)]
    summary = html_line(linked.description or (page.first("description") if page else ""))
    body = list(shown)
    if summary and not body:
        body = [Part(kind="paragraph", text=summary)]
    authors = [Part(kind="byline", text=name) for name in bylines(linked, page)]
    if summary and shown and summary != headline and adds(summary, squeezed_of([*authors, *body])):
        parts.append(Part(kind="subheadline", text=summary))
    parts += authors
    if linked.dateline:
        parts.append(Part(kind="dateline", text=linked.dateline))
    if linked.correction:
        parts.append(Part(kind="editor_note", text=linked.correction))
    text, blocks, credited = assemble([*parts, *body])
    url = address_of(page, linked) if page else linked.url
    modified = parse_time(linked.modified or (page.first("modified") if page else None))
    published = parse_time(linked.published) or (_published(page, modified) if page else None)
    told = [OPINION[name] for name in linked.types if name in OPINION]
    sections = linked.sections or ([page.first("section")] if page else [])
    return Draft(
        format="html",
        headline=headline,
        text=text,
        blocks=blocks,
        provider_id=url or linked.id,
        declared_language=linked.language or (_language(page) if page else None),
        sources=credited or _sources(linked, page),
        subjects=(
            *map(_labelled, filter(None, sections)),
            *(Subject(code=code, label=name) for code, name in linked.topics),
        ),
        genre=tuple(map(_labelled, dict.fromkeys([*told, *linked.genres]))),
        version=linked.version,
        revision="original" if linked.correction is None else "correction",
        cue=None if linked.correction is None else "correction",
        keywords=tuple(linked.keywords or (_keywords(page) if page else ())),
        places=tuple(map(_labelled, linked.places)),
        rights=linked.rights or None,
        links=tuple(Link(rel="isBasedOn", href=address) for address in linked.based_on),
        published_at=published or modified,
        updated_at=modified or published,
        url=url,
    )


def _labelled(name: str) -> Subject:
    return Subject(label=name)


def _sources(linked: LinkedArticle, page: Page | None) -> tuple[Source, ...]:
    """Give the agencies among the authors, and the publisher."""
    agencies = [name for name in linked.authors if agency(name)]
    return sources_of([*agencies, *(linked.publishers or [page.first("site") if page else ""])])


def _shown(page: Page, linked: LinkedArticle, headline: str) -> list[Part]:
    """Give the paragraphs and captions of the page, or of its JSON-LD if that says more."""
    parts = list(_parts(page, headline, bylines(linked, page)))
    whole = squeezed("".join(map(_decoded, linked.body)))
    if not whole or _is_excerpt(whole, parts):
        return parts
    told = [part for part in parts if part.kind != "paragraph" or squeezed(part.text) in whole]
    shown, page_chars = _letters(told), _letters(parts)
    enough = shown >= SHOWN_SHARE * len(whole)
    if LIVE in linked.types and (enough or (shown and page_chars >= len(whole))):
        return [part for part in parts if not HOUR.fullmatch(part.text)]
    if enough:
        return told
    if len(whole) <= ABSTRACT_CHARS and page_chars >= ABSTRACT_PARTS * len(whole):
        return parts
    return _spoken(linked, headline)


def _letters(parts: Sequence[Part]) -> int:
    return sum(len(squeezed(part.text)) for part in parts if part.kind == "paragraph")


def _parts(page: Page, headline: str, authors: Sequence[str]) -> Iterator[Part]:
    """Give paragraphs and captions but what says headline or authors, which stand elsewhere.

    A caption that a gallery says again is given once.
    """
    captions: set[str] = set()
    dates = {block.text for block in lines_of_dates(page.blocks, _language(page))}
    heading = heading_at(page.blocks)
    for at, block in enumerate(page.blocks):
        words = block.text
        if block.kind == "headline" or words == headline or is_byline_of(words, authors):
            continue
        if words in dates:
            if PLACE.match(words):
                yield Part(kind="dateline", text=words)
        elif at < heading:
            if is_kicker(words):
                yield Part(kind="subheadline", text=words)
        elif block.kind == "paragraph":
            below = at == heading + 1 and heading >= 0 and element_of(block) == "h2"
            kind: BlockKind = "footer" if is_prompt(words) else "paragraph"
            yield Part(kind="subheadline" if below else kind, text=words)
        elif words not in captions:
            captions.add(words)
            yield (
                caption_part(words) if block.kind == "caption" else Part(kind="credit", text=words)
            )


def _is_excerpt(whole: str, parts: Sequence[Part]) -> bool:
    """Tell a body in JSON-LD that breaks off where the page goes on: teasers for aggregators."""
    shown = [squeezed(part.text) for part in parts if part.kind == "paragraph"]
    if len(whole) >= EXCERPT_SHARE * sum(map(len, shown)):
        return False
    if whole.endswith(BROKEN_OFF):
        return True
    tail = whole.rstrip(".…[]")[-TAIL_CHARS:]
    at = "".join(shown).find(tail) + len(tail)
    ends = accumulate(map(len, shown))
    return at >= len(tail) and not any(end - 1 <= at <= end for end in ends)


def _decoded(text: str) -> str:
    """Give text of JSON-LD without markup; some write entities for the signs of entities."""
    line = html_line(text)
    return unescape(line) if "&" in line and ENTITY.search(line) else line


def _spoken(linked: LinkedArticle, headline: str) -> list[Part]:
    """Give the paragraphs of the body in JSON-LD, which has a line for each at best."""
    lines = [line for text in linked.body for line in _lines(text)]
    return [Part(kind="paragraph", text=line) for line in lines if line and line != headline]


def _lines(text: str) -> Iterator[str]:
    """Give the lines of a body, or its paragraphs if it holds those of HTML."""
    if "</p>" in text or "<br" in text:
        return (words for _, words in html_blocks(text))
    return map(_decoded, text.splitlines())


def _published(page: Page, modified: datetime | None) -> datetime | None:
    language = _language(page)
    said = parse_time(page.first("published")) or marked_time(page.tree, language)
    return said or time_on(page.tree, page.blocks, language, modified)


def _language(page: Page) -> str:
    declared = page.attribute("html", "lang") or page.attribute("html", "xml:lang")
    return declared or page.first("language").replace("_", "-")


def _keywords(page: Page) -> Iterator[str]:
    for name in FIELDS["keywords"]:
        for value in page.meta.get(name, ()):
            yield from filter(None, (word.strip() for word in value.split(",")))
        if name in page.meta:
            return
