"""What the `meta` elements of a page say of its article.

Source: The Open Graph protocol; Dublin Core.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from streams.parse.html import HtmlBlock

FIELDS: Final[Mapping[str, Sequence[str]]] = {
    "headline": ("og:title", "twitter:title", "dc.title", "title"),
    "description": ("og:description", "description", "dc.description", "twitter:description"),
    "published": ("article:published_time", "article:published", "article:published:time",
                  "datepublished", "date",
                  "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "pubdate",
                  "pub_date", "publish-date",
                  "parsely-pub-date", "sailthru.date", "originalpublicationdate",
                  "article_date_original", "og:published_time", "dcterms.issued",
                  "publication_date", "publishdate", "cxenseparse:recs:publishtime"),
    "modified": ("article:modified_time", "article:modified", "article:modified:time",
                 "og:updated_time", "datemodified",
                 "dcterms.modified", "last-modified", "revision_date", "article_date_updated"),
    "author": ("article:author", "author", "dc.creator", "dcterms.creator", "sailthru.author",
               "cxenseparse:author", "parsely-author", "byl"),
    "site": ("og:site_name", "dc.publisher", "application-name"),
    "language": ("og:locale", "content-language", "dc.language", "language"),
    "keywords": ("news_keywords", "keywords", "article:tag"),
    "section": ("article:section",),
    "url": ("og:url",),
}  # fmt: skip
"""Names of `meta` elements, in small letters, that say each field; the first that is there."""


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page and what its `meta` elements say, by name in small letters."""

    tree: LexborHTMLParser
    meta: Mapping[str, Sequence[str]]
    blocks: Sequence[HtmlBlock]
    """Of its main text."""

    def first(self, field: str) -> str:
        """Give the first value of the elements that say `field`."""
        return next(self.each(field), "")

    def each(self, field: str) -> Iterator[str]:
        """Give the values of the elements that say `field`, by the order of their names."""
        return (value for name in FIELDS[field] for value in self.meta.get(name, ()))

    def attribute(self, selector: str, name: str) -> str:
        """Give an attribute of the first element that `selector` finds."""
        node = self.tree.css_first(selector)
        return ((node.attributes.get(name) if node else "") or "").strip()


def meta_of(tree: LexborHTMLParser) -> dict[str, list[str]]:
    """Give what the `meta` elements say, by name in small letters."""
    found: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        names = (attributes.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
        name = next((name for name in names if name), "").lower()
        value = (attributes.get("content") or "").strip()
        if name and value:
            found.setdefault(name, []).append(value)
    return found
