"""Sound items of every format with a long run of something put into each place that holds text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from tests.fuzz.mutate import FORMATS, SMALL

JSON: Final = frozenset({"ninjs", "ap", "dpa", "reuters", "jsonfeed"})
MARKUP: Final = frozenset({"nitf", "newsml-1.2", "newsml-g2", "rss", "atom", "html"})
KINDS: Final = frozenset({"type", "format", "version", "api_version", "pubstatus"})
"""Fields that say what kind of item it is: another kind is not read at all."""

PLACE: Final = re.compile(r">[^<>]*[^<>\s][^<>]*(?=<)|(?<=\w=\")(?<!xmlns=\")[^\"]*(?=\")")
"""A text between tags, or the value of an attribute; a namespace is no text."""

CODING: Final = re.compile(r"MIME|Content-|--|\x02|\x01|\x03")
"""Lines that a message's parts and frames are told by."""

FIELDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "ninjs": {"byline": "By A", "slugline": "a-b", "located": "Sidon", "ednote": "EDS: a"},
    "ap": {"data": {"item": {"slugline": "a-b", "body_nitf": "<p>a</p>", "ednote": "a",
                             "bylines": [{"by": "By A"}], "type": "text", "headline": "A",
                             "altids": {"itemid": "1"}, "keywords": ["a"], "usageterms": "a",
                             "datelinelocation": {"city": "Sidon"}}}},
    "dpa": {"dateline": "Sidon (dpa) - ", "byline": "Von A", "creditline": "dpa", "subhead": "a",
            "ednotes": [{"note": "a"}], "copyrightnotice": "a", "teaser": "a"},
    "reuters": {"data": {"item": {"versionedGuid": "tag:reuters.com,2018:newsml_L1:2",
                                  "headLine": "A", "bodyXhtml": "<p>a</p>", "byLine": "By A",
                                  "slug": "a-b", "intro": "a", "keyword": ["a"], "located": "Sidon",
                                  "credit": "a", "usageTerms": "a", "signal": "edStat:U"}}},
    "jsonfeed": {"items": [{"id": "1", "title": "A", "content_html": "<p>a</p>", "summary": "a",
                            "author": {"name": "a"}, "tags": ["a"], "url": "https://x.org/1"}]},
}  # fmt: skip
"""Fields that the small items have not, so that every reader of text is met."""


def flooded(name: str, flood: str) -> Iterator[str]:
    """Give items of a format, each with `flood` in half of its places, behind what was there.

    In half, as what stands in one place may keep others from being read.
    """
    if name in JSON:
        document = {**json.loads(SMALL[name]), **FIELDS[name]}
        for half in (0, 1):
            numbers = iter(range(10_000))
            yield json.dumps(_filled(document, flood, numbers, half), ensure_ascii=False)
    elif name in MARKUP:
        for text in (escape(flood), flood):
            yield from (_replaced(SMALL[name], text, half) for half in (0, 1))
    else:
        lines = SMALL[name].split("\n")
        for half in (0, 1):
            yield "\n".join(
                line if number % 2 == half or CODING.match(line) else line + flood
                for number, line in enumerate(lines)
            )
    yield SMALL[name] + flood
    yield flood + SMALL[name]


def _replaced(text: str, flood: str, half: int) -> str:
    numbers = iter(range(10_000))

    def fill(place: re.Match[str]) -> str:
        return place[0] + flood if next(numbers) % 2 == half else place[0]

    return PLACE.sub(fill, text)


def _filled(value: Any, flood: str, numbers: Iterator[int], half: int) -> Any:
    if isinstance(value, dict):
        return {
            key: one if key in KINDS else _filled(one, flood, numbers, half)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_filled(one, flood, numbers, half) for one in value]
    if isinstance(value, str) and not value.startswith("http"):
        return value + flood if next(numbers) % 2 == half else value
    return value


__all__ = ["FORMATS", "flooded"]
