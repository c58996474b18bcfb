"""What heads the article of a page: its headline, who wrote it, and its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from streams.parse.feed import author_name
from streams.parse.html import INLINE, HtmlBlock
from streams.parse.jsonld import LinkedArticle
from streams.parse.page_meta import Page
from streams.text.agencies import agency

BAR: Final = " | "
"""What parts a title from section and site, and stands in no headline."""

TITLE_SEPARATORS: Final = (" - ", " – ", " — ", " :: ", " « ")
"""What divides a title from the name of its site."""

ABOVE_HEADING: Final = 6
"""Blocks of a page above its heading, and `KICKER_CHARS` characters of the longest."""
KICKER_CHARS: Final = 100

ADDRESS: Final = ("http:", "https:", "//", "@")

AUTHORS: Final = (
    '[rel~="author"]',
    '[itemprop~="author"]',
    ".p-author, .author.vcard, .byline .author, .author-name, .byline-name",
    ".byline, .article-author, .post-author, .author",
)
"""Elements that name authors, the most exact first. Source: HTML standard, link types; schema.org
in microdata; microformats, hAtom and h-entry."""

MAX_AUTHORS: Final = 20
"""Elements of one kind looked at, and names looked for in a line: further down stand those of other
articles."""

BY: Final = re.compile(
    r"(?:by|par|von|por|de|door|di|av|af|od|przez|автор|текст|بقلم|كتب|كتبت|מאת|نویسنده)"
    r"(?:\s?[:：]\s?|\s+)",
    re.IGNORECASE,
)
"""What stands before a name."""

MAX_BYLINE_CHARS: Final = 200
WORDS: Final = re.compile(r"[^\W\d_]{4,}")
"""What is left of a line that says more than names; between them stand "and", "und", "et"."""

WORD: Final = r"[^\W\d_a-zß-ÿа-я][^\W\d_.]{0,20}"
PARTICLE: Final = (
    "(?:de|da|di|du|do|dos|das|del|della|der|den|ten|ter|van|von|zu|la|le|el|al|bin|ibn|y|e|af|av)"
)
NAME: Final = re.compile(
    rf"{WORD}(?:(?: {PARTICLE})*[ '’.-]{{1,2}}{WORD}\.?){{1,5}}|[一-鿿가-힣]{{2,8}}"
)
"""A name of two to six words, in capitals where letters have them; of Chinese, Japanese or Korean
without any spaces."""

RUN_ON: Final = re.compile(r"(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bLe)(?<!\bLa)(?<=[a-zß-ÿ])[A-ZÀ-Þ]")
"""Where two elements end and begin without a space: "Jane DoePolitical editor"."""


def headline_of(page: Page, linked: LinkedArticle, headline: str) -> str:
    """Give `headline`, which its JSON-LD says, or that of the page, without the site's name.

    It is the page's own heading if the title repeats that.
    """
    node = page.tree.css_first("title")
    said = headline or page.first("headline") or (node.text() if node else "")
    title = " ".join(said.split())
    for heading in page.tree.css("h1"):
        words = " ".join((heading.text() or "").split())
        if words and _repeats(title, words, whole=not headline):
            return words
    if not headline:
        title = title.partition(BAR)[0] or title
    site = page.first("site")
    for separator in (*TITLE_SEPARATORS, BAR):
        before, found, name = title.rpartition(separator)
        if found and (name == site or name in linked.publishers or agency(name)):
            return before.strip()
    return title


def _repeats(title: str, heading: str, *, whole: bool) -> bool:
    """Tell whether a title is the heading and more; of JSON-LD's, the name of a site behind it."""
    if whole:
        return heading in title
    behind = title.removeprefix(heading)
    return behind != title and behind.startswith((*TITLE_SEPARATORS, BAR))


def bylines(linked: LinkedArticle, page: Page | None) -> Sequence[str]:
    """Give who wrote the article: persons before the publisher itself; agencies are sources."""
    named = list(_writers(linked.authors))
    if page is None:
        return named
    own = {name.casefold() for name in (*linked.publishers, page.first("site"))}
    groups = (named, list(_writers(page.each("author"))), list(_writers(_shown(page.tree))))
    for names in groups:
        if persons := [name for name in names if name.casefold() not in own]:
            return persons
    return next(filter(None, groups), [])


def _writers(names: Iterable[str]) -> Iterator[str]:
    for name in dict.fromkeys(names):
        words = author_name(name)
        if words and not agency(words) and not words.startswith(ADDRESS):
            yield words


def _shown(tree: LexborHTMLParser) -> Sequence[str]:
    """Give the names that the first element for authors shows, and those beside it."""
    for selector in AUTHORS:
        named: dict[int, list[str]] = {}
        for node in tree.css(selector)[:MAX_AUTHORS]:
            if (name := _name(node)) and node.parent is not None:
                named.setdefault(node.parent.mem_id, []).append(name)
        if named:
            return next(iter(named.values()))
    return ()


def _name(node: LexborNode) -> str:
    """Give the name that an element shows, if it is nothing else."""
    words = " ".join((node.text() or node.attributes.get("content") or "").split())
    words = words[match.end() :] if (match := BY.match(words)) else words
    return words if NAME.fullmatch(words) and not RUN_ON.search(words) else ""


def heading_at(blocks: Sequence[HtmlBlock]) -> int:
    """Give where the heading stands among the blocks of an article; -1 when text is before it.

    Before it stand a kicker and what is of the page: the section, today's date.
    """
    for at, block in enumerate(blocks[: ABOVE_HEADING + 1]):
        if block.kind == "headline":
            return at
        if len(block.text) > KICKER_CHARS:
            return -1
    return -1


def is_kicker(words: str) -> bool:
    """Tell a line above the headline that says more than the name of a section."""
    return len(words.split()) > 1 and not any(map(str.isdecimal, words))


def element_of(block: HtmlBlock) -> str:
    """Give the name of the element that a block of text is."""
    above = block.last
    while above is not None and (above.tag == "-text" or above.tag in INLINE):
        above = above.parent
    return (above.tag if above is not None else None) or ""


def is_byline_of(line: str, names: Sequence[str]) -> bool:
    """Tell a line that says no more than who wrote the article: "By Jane Doe and John Roe"."""
    if len(line) > MAX_BYLINE_CHARS:
        return False
    small = line.casefold()
    said = [name for name in map(str.casefold, names[:MAX_AUTHORS]) if name in small]
    if not said:
        return False
    match = BY.match(small)
    rest = small[match.end() :] if match else small
    for name in said:
        rest = rest.replace(name, " ")
    return WORDS.search(rest) is None


def address_of(page: Page, linked: LinkedArticle) -> str | None:
    """Give the address of the article: JSON-LD's, unless the page is at home elsewhere."""
    address = page.attribute('link[rel="canonical"]', "href") or page.first("url")
    own = address if address.startswith(("http://", "https://")) else None
    if own and linked.url and _host(own) != _host(linked.url):
        return own
    return linked.url or own


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.removeprefix("www.")
    except ValueError:
        return ""
