"""schema.org articles in JSON-LD, as pages carry them and some feeds send them.

Source: schema.org 28, NewsArticle and its subtypes; JSON-LD 1.1, `@graph`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from streams.parse.jsontext import objects, strings

ARTICLES: Final = frozenset(
    {"NewsArticle", "AnalysisNewsArticle", "AskPublicNewsArticle", "BackgroundNewsArticle"}
    | {"OpinionNewsArticle", "ReportageNewsArticle", "ReviewNewsArticle", "LiveBlogPosting"}
    | {"Article", "BlogPosting", "Report", "AdvertiserContentArticle", "SatiricalArticle"}
)
MAX_DEPTH: Final = 6
"""Levels below the document at which an article is looked for: `@graph`, `mainEntity`."""

HIDDEN: Final = (("<![CDATA[", "]]>"), ("<!--", "-->"))
"""Between what pages hide a script from readers of old, often within comments of the script."""
COMMENT: Final = " \t\r\n/*"

PLACES: Final = ("contentLocation", "spatialCoverage", "locationCreated")
RIGHTS: Final = ("copyrightNotice", "usageInfo", "license")
"""Properties that say where an article is set, and who may use it; the first that does."""

POST_TEXTS: Final = ("articleBody", "text", "description")
"""Properties that hold the text of a post in a live blog, the first that does."""

HOLDERS: Final = ("@graph", "mainEntity", "hasPart", "itemListElement", "item")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedArticle:
    """What an article's JSON-LD says, empty where it says nothing."""

    types: Sequence[str] = ()
    headline: str = ""
    description: str = ""
    body: Sequence[str] = ()
    authors: Sequence[str] = ()
    publishers: Sequence[str] = ()
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    keywords: Sequence[str] = ()
    sections: Sequence[str] = ()
    places: Sequence[str] = ()
    url: str | None = None
    id: str | None = None
    rights: str = ""
    dateline: str = ""
    version: str | None = None
    correction: str | None = None
    """What was corrected, empty when it is only told that something was."""
    topics: Sequence[tuple[str | None, str]] = ()
    """What it is about: address and name."""
    genres: Sequence[str] = ()
    captions: Sequence[tuple[str, str | None]] = ()
    """Of its pictures, each with its credit."""
    based_on: Sequence[str] = ()


def articles_in(value: object) -> list[LinkedArticle]:
    """Give every article described in a JSON-LD document."""
    return [_article(raw) for raw in _found(value, 0)]


def article_in(scripts: Sequence[str]) -> LinkedArticle:
    """Give the article of a page from its JSON-LD scripts; malformed ones are passed over.

    The one with the longest body counts, then the one with a headline: pages also describe
    the articles that they link to.
    """
    found: list[LinkedArticle] = []
    for script in scripts:
        try:
            found += articles_in(json.loads(_bare(script), strict=False))
        except (ValueError, RecursionError):
            continue
    return max(found, key=_weight, default=LinkedArticle())


def _bare(script: str) -> str:
    """Give a script without what hides it: `//<![CDATA[ … //]]>`, `<!-- … -->`."""
    for opening, closing in HIDDEN:
        before, found, rest = script.partition(opening)
        if found and not before.strip(COMMENT):
            return (rest.rpartition(closing)[0] or rest).strip(COMMENT)
    return script


def _weight(article: LinkedArticle) -> tuple[int, bool, bool]:
    return sum(map(len, article.body)), bool(article.headline), bool(article.published)


def _found(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    for raw in objects(value):
        if ARTICLES.intersection(map(_local, strings(raw.get("@type")))):
            yield raw
        elif depth < MAX_DEPTH:
            for holder in HOLDERS:
                yield from _found(raw.get(holder), depth + 1)


def _local(name: str) -> str:
    """Give a type's name without its vocabulary: `schema:NewsArticle`, an address."""
    return name.replace(":", "/").rpartition("/")[2]


def _article(raw: Mapping[str, Any]) -> LinkedArticle:
    return LinkedArticle(
        types=[_local(name) for name in strings(raw.get("@type"))],
        headline=_first(raw, "headline") or _first(raw, "name"),
        description=_first(raw, "description") or _first(raw, "alternativeHeadline"),
        body=list(_bodies(raw)),
        authors=_names(raw.get("author")),
        publishers=[*_names(raw.get("sourceOrganization")), *_names(raw.get("publisher"))],
        published=_first(raw, "datePublished") or _first(raw, "dateCreated") or None,
        modified=_first(raw, "dateModified") or None,
        language=next(iter(_names(raw.get("inLanguage"), "alternateName")), None),
        keywords=list(_keywords(raw.get("keywords"))),
        sections=strings(raw.get("articleSection")),
        places=next(filter(None, (list(_places(raw.get(key))) for key in PLACES)), []),
        url=_address(raw.get("url")) or _address(raw.get("mainEntityOfPage")),
        id=_address(raw.get("identifier")) or _address(raw.get("@id")),
        rights=next(filter(None, (_first(raw, key) for key in RIGHTS)), ""),
        dateline=_first(raw, "dateline"),
        version=_version(raw.get("version")),
        correction=_correction(raw.get("correction")),
        topics=[
            (_address(one) or _address(one.get("sameAs")), name)
            for one in objects(raw.get("about"))
            for name in _names(one)
        ],
        genres=[name for name in strings(raw.get("genre")) if not name.startswith("http")],
        captions=list(_captions(raw)),
        based_on=[link for one in _listed(raw.get("isBasedOn")) if (link := _address(one))],
    )


def _bodies(raw: Mapping[str, Any]) -> Iterator[str]:
    yield from strings(raw.get("articleBody"))
    for post in objects(raw.get("liveBlogUpdate")):
        headline, texts = _first(post, "headline"), (_first(post, key) for key in POST_TEXTS)
        body = next(filter(None, texts), "")
        again = body.startswith(headline.rstrip(".… "))
        yield "\n".join(filter(None, ("" if again else headline, body))) or headline


def _captions(raw: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Give the captions of pictures that are the article's own."""
    for image in (*objects(raw.get("image")), *objects(raw.get("associatedMedia"))):
        if caption := _first(image, "caption"):
            credit = _first(image, "creditText") or next(iter(_names(image.get("creator"))), None)
            yield caption, credit


def _places(value: object) -> Iterator[str]:
    """Give the names of places, or the towns of their addresses."""
    for one in _listed(value):
        names = _names(one)
        if not names and isinstance(one, dict):
            towns = (_first(a, "addressLocality") for a in objects(one.get("address")))
            names = list(filter(None, towns))
        yield from names


def _version(value: object) -> str | None:
    number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if number or isinstance(value, str) else None


def _correction(value: object) -> str | None:
    """Give the text of a correction; of one at another address it is empty. None without one."""
    for one in _listed(value):
        if isinstance(one, dict):
            return _first(one, "text") or _first(one, "description")
        if isinstance(one, str) and one.strip():
            return "" if one.startswith(("http:", "https:")) else one.strip()
    return None


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else () if value is None else (value,)


def _first(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    if isinstance(value, dict):
        value = value.get("@value")
    return next(iter(strings(value)), "").strip()


def _names(value: object, key: str = "name") -> list[str]:
    """Give the names of persons, organisations or places, written out or as objects."""
    found = []
    for one in _listed(value):
        name = (_first(one, key) or _first(one, "name")) if isinstance(one, dict) else one
        if isinstance(name, str) and name.strip():
            found.append(name.strip())
    return found


def _keywords(value: object) -> Iterator[str]:
    """Give keywords, which are a list or one string with commas."""
    for one in _listed(value):
        words = _first(one, "name") if isinstance(one, dict) else one
        if isinstance(words, str):
            yield from filter(None, (word.strip() for word in words.split(",")))


def _address(value: object) -> str | None:
    """Give an address or identifier, written out or as an object."""
    for one in _listed(value):
        if isinstance(one, dict):
            found = _first(one, "@id") or _first(one, "url") or _first(one, "value")
        else:
            found = one.strip() if isinstance(one, str) else ""
        if found:
            return found
    return None
