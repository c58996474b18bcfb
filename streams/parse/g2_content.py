"""The content of a news item of NewsML-G2: NITF, XHTML or plain text within it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from lxml import etree

from streams.parse.article import Part
from streams.parse.inline_text import inline_parts
from streams.parse.news_item import ItemText
from streams.parse.nitf_document import as_nitf, text_in
from streams.parse.reading import Wire
from streams.parse.safe_xml import XML_LANG
from streams.parse.xml_text import name_of, parts_in

DATA: Final[Mapping[str, str]] = {
    "sports-content": "sports_data",
    "sports-content-set": "sports_data",
    "sportsMetadata": "sports_data",
    "concept": "event_item",
    "conceptSet": "event_item",
    "event": "event_item",
    "events": "event_item",
    "newsCoverageSet": "planning_item",
}
"""Inline XML that is data, not text, by its root element, and why it is dropped."""

MEDIA: Final[Mapping[str, str]] = {
    "image": "picture_item",
    "video": "video_item",
    "audio": "audio_item",
}
"""Remote content by the first half of its media type."""

HTML: Final = frozenset({"html", "body", "div", "article", "section", "p", "h1", "ul", "table"})


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What the content set of an item holds."""

    text: ItemText = msgspec.field(default_factory=ItemText)
    """From NITF: headline, byline and the like, which the item's metadata go before."""
    parts: tuple[Part, ...] = ()
    captions: tuple[Part, ...] = ()
    keywords: tuple[str, ...] = ()
    language: str | None = None
    kind: str | None = None
    """Why an item without a text is dropped; None when it is a text item."""


def content_of(content_set: etree._Element | None, wire: Wire) -> Content:
    """Read the first alternative that holds text; NITF and XHTML go before plain text."""
    kind: str | None = None
    for element in () if content_set is None else sorted(content_set, key=_preference):
        name = name_of(element)
        if name == "inlineXML":
            found = _inline_xml(element, wire)
        elif name == "inlineData":
            found = _inline_data(element, wire)
        else:
            found = Content(kind=MEDIA.get((element.get("contenttype") or "").partition("/")[0]))
        if found.parts or found.text.headline:
            return found
        kind = kind or found.kind
    return Content(kind=kind)


def _preference(element: etree._Element) -> int:
    return {"inlineXML": 0, "inlineData": 1}.get(name_of(element), 2)


def _inline_xml(element: etree._Element, wire: Wire) -> Content:
    language = element.get(XML_LANG)
    root = next((child for child in element if isinstance(child.tag, str)), None)
    root = as_nitf(element.text) if root is None else root
    if root is None:
        return Content(
            parts=tuple(inline_parts(element.text or "", "", "", wire)), language=language
        )
    name = name_of(root)
    if name in DATA:
        return Content(kind=DATA[name])
    language = root.get(XML_LANG) or language
    if name != "nitf":
        return Content(parts=tuple(parts_in(element)), language=language)
    return _nitf(root, language)


def _nitf(root: etree._Element, language: str | None) -> Content:
    text, own = text_in(root)
    only_captions = all(part.kind == "caption" for part in text.body)
    return Content(
        text=text,
        parts=() if only_captions else text.body,
        captions=text.body if only_captions else (),
        language=own or language,
    )


def _inline_data(element: etree._Element, wire: Wire) -> Content:
    media_type = (element.get("contenttype") or "").lower()
    kind = MEDIA.get(media_type.partition("/")[0])
    if kind:
        return Content(kind=kind)
    language = element.get(XML_LANG)
    if (root := as_nitf(element.text)) is not None:
        return _nitf(root, language)
    encoding = element.get("encoding") or element.get("encodinguri") or ""
    parts = inline_parts(element.text or "", media_type, encoding, wire)
    return Content(parts=tuple(parts), language=language)
