"""When a page says that it was published, where its `meta` elements and JSON-LD do not.

Source: HTML standard, microdata and `time`; microformats, hAtom and h-entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import dropwhile, islice, takewhile
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from streams.parse.dates import parse_time
from streams.parse.html import HtmlBlock
from streams.parse.shown_times import is_line_of_date, shown_time

MARKED: Final = (
    '[itemprop~="datePublished"], article time[datetime], time[pubdate]',
    ".dt-published, abbr.published, time.published, time[datetime]",
    '[itemprop~="dateModified"]',
)
"""Elements for the time of an article, the most exact first."""

ATTRIBUTES: Final = ("datetime", "content", "title")

SHOWN: Final = ", ".join(
    f'[class*="{name}" i]'
    for name in (
        *("publish", "pubdate", "pub-date", "pub_date", "article-date", "article_date"),
        *("articledate", "post-date", "post_date", "entry-date", "story-date", "storydate"),
        *("date-posted", "news-date", "news_date", "newsdate", "tarih", "fecha", "datum"),
    )
)
"""Elements whose class says that they show when the article was published."""

HEADING: Final = "h1"
BELOW_HEADING: Final = f'{HEADING}, time, [class*="date" i], [class*="time" i], [id*="date" i]'
"""Elements that show some time, and the heading: above it stands what day it is today."""

MAX_SHOWN: Final = 20
"""Elements of these looked at; lists of other articles have more."""

MAX_LINES: Final = 3
"""Lines of dates before the text: published, updated, printed."""

SENTENCE_ENDS: Final = (".", "!", "?", "。", "؟", ":")

TEXT_CHARS: Final = 120
"""Characters of the first paragraph that is text: lines of dates stand before it."""


def marked_time(tree: LexborHTMLParser, language: str) -> datetime | None:
    """Give when a page was published by the elements that say so to programs."""
    for selector in MARKED:
        node = tree.css_first(selector)
        if node is not None and (time := _marked(node, language)):
            return time
    return None


def time_on(
    tree: LexborHTMLParser, blocks: Iterable[HtmlBlock], language: str, modified: datetime | None
) -> datetime | None:
    """Give when a page with the main `blocks` says to readers that it was published.

    It is `modified` if that is of the same day: readers are seldom told of which zone a time is.
    """
    places = (_named(tree), _below(tree), _before(blocks, language), _with_clock(blocks, language))
    lines = (line for found in places for line in found)
    shown = next((time for line in lines if (time := shown_time(line, language))), None)
    same_day = shown and modified and abs(shown - modified) < timedelta(days=1)
    return modified if same_day else shown


def lines_of_dates(blocks: Iterable[HtmlBlock], language: str) -> list[HtmlBlock]:
    """Give the blocks before the text that only show when it was published.

    A list of dates, of events or other articles, is none of this.
    """
    found: list[HtmlBlock] = []
    for block in blocks:
        if len(found) > MAX_LINES:
            return []
        if block.kind == "paragraph" and len(block.text) >= TEXT_CHARS:
            break
        if block.kind == "paragraph" and is_line_of_date(block.text, language):
            found.append(block)
    return found if len(found) <= MAX_LINES else []


def _named(tree: LexborHTMLParser) -> Iterator[str]:
    return map(_line, tree.css(SHOWN)[:MAX_SHOWN])


def _below(tree: LexborHTMLParser) -> Iterator[str]:
    """Give the lines of the elements below the heading that show a time."""
    nodes = dropwhile(lambda node: node.tag != HEADING, tree.css(BELOW_HEADING))
    return map(_line, islice(nodes, 1, 1 + MAX_SHOWN))


def _before(blocks: Iterable[HtmlBlock], language: str) -> Iterator[str]:
    """Give the lines between heading and text that are no sentences: who wrote it, and when."""
    below = list(dropwhile(lambda block: block.kind != "headline", blocks)) or blocks
    words = (block.text for block in below if block.kind == "paragraph")
    lines = takewhile(lambda line: len(line) < TEXT_CHARS, words)
    return (
        line
        for line in islice(lines, MAX_SHOWN)
        if not line.endswith(SENTENCE_ENDS) or is_line_of_date(line, language)
    )


def _with_clock(blocks: Iterable[HtmlBlock], language: str) -> Iterator[str]:
    """Give the lines of dates and times before the text; what day it is today has no time."""
    return (block.text for block in lines_of_dates(blocks, language) if ":" in block.text)


def _marked(node: LexborNode, language: str) -> datetime | None:
    """Read an element's attributes, else its text."""
    values = (node.attributes.get(name) for name in ATTRIBUTES)
    times = (parse_time(value) or shown_time(value, language) for value in values if value)
    return next(filter(None, times), None) or shown_time(_line(node), language)


def _line(node: LexborNode) -> str:
    return " ".join((node.text() or "").split())
