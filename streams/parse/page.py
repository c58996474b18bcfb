"""A web page with an article: its JSON-LD, its metadata and its main text.

Paragraphs come from the page, where they are apart; when the page shows less than its JSON-LD
says, they come from there. JSON-LD sent by itself is read the same way.
Source: schema.org; The Open Graph protocol; Dublin Core.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from schemas.records import Link, Parsed, Subject
from streams.outcome import Drop, Outcome
from streams.parse.article import Draft, Part, assemble, finish, publish
from streams.parse.captions import credit_of
from streams.parse.dates import parse_time
from streams.parse.feed import MARKUP_FACTOR, adds, author_name, sources_of, squeezed, squeezed_of
from streams.parse.html import HtmlBlock, html_line, parse_html
from streams.parse.jsonld import LinkedArticle, article_in, articles_in
from streams.parse.jsontext import parse_json
from streams.parse.main_text import main_blocks
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

BROKEN_OFF: Final = ("…", "...", "[…]", "[...]")
TAIL_CHARS: Final = 30
"""Characters at the end of a body in JSON-LD that tell where it ends on the page."""

FIELDS: Final[Mapping[str, Sequence[str]]] = {
    "headline": ("og:title", "twitter:title", "dc.title", "title"),
    "description": ("og:description", "description", "dc.description", "twitter:description"),
    "published": ("article:published_time", "article:published", "datepublished", "date",
                  "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "pubdate",
                  "pub_date", "publish-date",
                  "parsely-pub-date", "sailthru.date", "originalpublicationdate",
                  "article_date_original", "og:published_time", "dcterms.issued",
                  "publication_date", "publishdate", "cxenseparse:recs:publishtime"),
    "modified": ("article:modified_time", "article:modified", "og:updated_time", "datemodified",
                 "dcterms.modified", "last-modified", "revision_date", "article_date_updated"),
    "author": ("article:author", "author", "dc.creator", "parsely-author", "byl"),
    "site": ("og:site_name", "dc.publisher", "application-name"),
    "language": ("og:locale", "content-language", "dc.language", "language"),
    "keywords": ("news_keywords", "keywords", "article:tag"),
    "section": ("article:section",),
    "url": ("og:url",),
}  # fmt: skip
"""Names of `meta` elements, in small letters, that say each field; the first that is there."""

PLACE: Final = re.compile(r"(?!(?:LAST|UPDATED|POSTED|PUBLISHED)\b)[A-Z]{4}")
"""What a line of a date opens with that is a dateline: "MUMBAI Tue Dec 30, 2014"."""

ENTITY: Final = re.compile(r"&(?:amp|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,4});")

BAR: Final = " | "
"""What parts a title from section and site, and stands in no headline."""

TITLE_SEPARATORS: Final = (" - ", " – ", " — ", " :: ", " « ")
"""What divides a title from the name of its site."""

OPINION: Final = {"OpinionNewsArticle": "opinion", "AnalysisNewsArticle": "analysis",
                  "ReviewNewsArticle": "review", "BackgroundNewsArticle": "background",
                  "ReportageNewsArticle": "reportage", "LiveBlogPosting": "live blog"}  # fmt: skip
"""Types of article that tell a genre."""


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page and what its `meta` elements say, by name in small letters."""

    tree: LexborHTMLParser
    meta: Mapping[str, Sequence[str]]
    blocks: Sequence[HtmlBlock]
    """Of its main text."""

    def first(self, field: str) -> str:
        """Give the first value of the elements that say `field`."""
        values = (value for name in FIELDS[field] for value in self.meta.get(name, ()))
        return next(values, "")

    def attribute(self, selector: str, name: str) -> str:
        """Give an attribute of the first element that `selector` finds."""
        node = self.tree.css_first(selector)
        return ((node.attributes.get(name) if node else "") or "").strip()


def read(wire: Wire) -> Outcome:
    """Read a page; dropped as `no_content` when it holds no article."""
    limit = wire.limits.max_text_chars * MARKUP_FACTOR
    if len(wire.text) > limit:
        raise too_large("Characters of HTML", len(wire.text), limit, "MAX_TEXT_CHARS")
    tree = parse_html(wire.text)
    page = Page(tree, _meta(tree), main_blocks(tree))
    scripts = tree.css('script[type="application/ld+json"]')[:MAX_SCRIPTS]
    linked = article_in([script.text() or "" for script in scripts])
    headline = html_line(linked.headline) or _headline(page, linked)
    shown = _shown(page, linked, headline)
    if not any(part.kind == "paragraph" for part in shown):
        return Drop("no_content")
    return publish(_draft(linked, page, headline, shown), wire)


def read_jsonld(wire: Wire) -> Outcome:
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


def _spoken_article(linked: LinkedArticle, wire: Wire) -> Parsed:
    headline = html_line(linked.headline)
    return finish(_draft(linked, None, headline, _spoken(linked, headline)), wire)


def _draft(linked: LinkedArticle, page: Page | None, headline: str, shown: Sequence[Part]) -> Draft:
    parts = [Part(kind="headline", text=headline)]
    summary = html_line(linked.description or (page.first("description") if page else ""))
    body = list(shown)
    if summary and not body:
        body = [Part(kind="paragraph", text=summary)]
    bylines = [Part(kind="byline", text=name) for name in _bylines(linked, page)]
    if summary and shown and summary != headline and adds(summary, squeezed_of([*bylines, *body])):
        parts.append(Part(kind="subheadline", text=summary))
    parts += bylines
    if linked.dateline:
        parts.append(Part(kind="dateline", text=linked.dateline))
    text, blocks, credited = assemble([*parts, *body])
    url = linked.url or (_url(page) if page else None)
    modified = parse_time(linked.modified or (page.first("modified") if page else None))
    published = parse_time(linked.published) or (_published(page, modified) if page else None)
    sections = linked.sections or ([page.first("section")] if page else [])
    return Draft(
        format="html",
        headline=headline,
        text=text,
        blocks=blocks,
        provider_id=url or linked.id,
        declared_language=linked.language or (_language(page) if page else None),
        sources=credited or sources_of(linked.publishers or [page.first("site") if page else ""]),
        subjects=tuple(Subject(label=name) for name in sections if name),
        genre=tuple(Subject(label=OPINION[name]) for name in linked.types if name in OPINION),
        keywords=tuple(linked.keywords or (_keywords(page) if page else ())),
        places=tuple(Subject(label=name) for name in linked.places),
        rights=linked.rights or None,
        links=tuple(Link(rel="isBasedOn", href=address) for address in linked.based_on),
        published_at=published or modified,
        updated_at=modified or published,
        url=url,
    )


def _shown(page: Page, linked: LinkedArticle, headline: str) -> list[Part]:
    """Give the paragraphs and captions of the page, or of its JSON-LD if that says more."""
    parts = list(_parts(page, {headline, *_bylines(linked, page)}))
    whole = squeezed("".join(map(_decoded, linked.body)))
    if not whole or _is_excerpt(whole, parts):
        return parts
    told = [part for part in parts if part.kind == "caption" or squeezed(part.text) in whole]
    shown = sum(len(squeezed(part.text)) for part in told if part.kind == "paragraph")
    return told if shown >= SHOWN_SHARE * len(whole) else _spoken(linked, headline)


def _parts(page: Page, said: set[str]) -> Iterator[Part]:
    """Give paragraphs and captions but what is `said`: headline and authors stand elsewhere.

    A caption that a gallery says again is given once.
    """
    captions: set[str] = set()
    dates = {block.text for block in lines_of_dates(page.blocks, _language(page))}
    for block in page.blocks:
        words = block.text
        if block.kind == "headline" or words in said:
            continue
        if words in dates:
            if PLACE.match(words):
                yield Part(kind="dateline", text=words)
        elif block.kind == "paragraph":
            yield Part(kind="paragraph", text=words)
        elif words not in captions:
            captions.add(words)
            credit = credit_of(words) if block.kind == "caption" else None
            yield Part(kind=block.kind, text=words, credit=credit)


def _is_excerpt(whole: str, parts: Sequence[Part]) -> bool:
    """Tell a body in JSON-LD that breaks off where the page goes on: teasers for aggregators."""
    shown = [squeezed(part.text) for part in parts if part.kind == "paragraph"]
    if len(whole) >= EXCERPT_SHARE * sum(map(len, shown)):
        return False
    tail = whole.rstrip(".…[]")[-TAIL_CHARS:]
    return whole.endswith(BROKEN_OFF) or any(
        tail in text and not text.rstrip(".").endswith(tail) for text in shown
    )


def _decoded(text: str) -> str:
    """Give text of JSON-LD without markup; some write entities for the signs of entities."""
    line = html_line(text)
    return unescape(line) if "&" in line and ENTITY.search(line) else line


def _spoken(linked: LinkedArticle, headline: str) -> list[Part]:
    """Give the paragraphs of the body in JSON-LD, which has a line for each at best."""
    lines = (_decoded(line) for text in linked.body for line in text.splitlines())
    return [Part(kind="paragraph", text=line) for line in lines if line and line != headline]


def _meta(tree: LexborHTMLParser) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        names = (attributes.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
        name = next((name for name in names if name), "").lower()
        value = (attributes.get("content") or "").strip()
        if name and value:
            found.setdefault(name, []).append(value)
    return found


def _headline(page: Page, linked: LinkedArticle) -> str:
    """Give the headline: the page's own heading if its title repeats it, else its title."""
    node = page.tree.css_first("title")
    title = page.first("headline") or (node.text() if node else "") or linked.headline
    title = " ".join(title.split())
    for heading in page.tree.css("h1"):
        words = " ".join((heading.text() or "").split())
        if words and words in title:
            return words
    title = title.partition(BAR)[0] or title
    for separator in TITLE_SEPARATORS:
        before, found, site = title.rpartition(separator)
        if found and (site == page.first("site") or agency(site)):
            return before.strip()
    return title


def _bylines(linked: LinkedArticle, page: Page | None) -> Iterator[str]:
    names = linked.authors or ([page.first("author")] if page else [])
    for name in dict.fromkeys(names):
        words = author_name(name)
        if words and not agency(words) and not words.startswith(("http:", "https:")):
            yield words


def _url(page: Page) -> str | None:
    address = page.attribute('link[rel="canonical"]', "href") or page.first("url")
    return address if address.startswith(("http://", "https://")) else None


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
