"""Text marked up in XML to parts of an article: NITF, XHTML, and agencies' mixes of both."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeAlias

import msgspec
from lxml import etree

from schemas.records import BlockKind
from streams.parse.article import Part
from streams.parse.captions import credit_of
from streams.parse.html import html_blocks
from streams.parse.wrapped import BREAK, CJK_BREAK, paragraphs_within, parted
from streams.parse.xml_names import BLOCKS, CELLS, INLINE, LINES, SKIPPED, credit_within, kind_of

MARKED_UP: Final = re.compile(
    r"<(p|b|i|u|em|strong|a|div|span|h[1-6]|ul|ol|li|blockquote|table)\b[^<>]{0,400}>",
    re.IGNORECASE,
)
"""A tag of HTML in a text, which is HTML if the tag is closed: "the <b> tag" is none."""

ESCAPED: Final = re.compile(r"&(?:amp|quot|apos|lt|gt|nbsp|#\d{2,6}|#x[0-9A-Fa-f]{2,5});")
"""What is left of a text that was escaped twice."""


Fields: TypeAlias = "dict[str, list[etree._Element]]"  # noqa: SLF001 - lxml has no other name for it
"""Elements by name."""


@dataclass(slots=True)
class _Parts:
    """Collects text until a block ends."""

    done: list[Part] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def end(self, kind: BlockKind) -> None:
        words = "".join(self.open)
        self.open.clear()
        for line in parted(words) if BREAK in words else (words,):
            self.say(kind, line)

    def credit(self, first: int, credit: str) -> None:
        """Give what was said from `first` on, and has no credit, that one."""
        for at in range(first, len(self.done)):
            if self.done[at].credit is None:
                self.done[at] = msgspec.structs.replace(self.done[at], credit=credit)

    def say(self, kind: BlockKind, words: str) -> None:
        if text := collapsed(unescaped(words) if "&" in words else words):
            credit = credit_of(text) if kind == "caption" else None
            self.done.append(Part(kind=kind, text=text, credit=credit))


def collapsed(text: str) -> str:
    """Give `text` with runs of spaces and line ends as one space, as markup means them.

    A no-break space is text. XML has no other spaces of ASCII than those looked for here.
    """
    # Most texts have none of these: to look for each costs a tenth of a regular expression.
    if not ("  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text):
        return text.strip()
    if text.isascii():
        return " ".join(text.split())
    if "\n" in text:
        text = CJK_BREAK.sub("", text)
    for space in "\n\t\r\f":
        text = text.replace(space, " ")
    return " ".join([word for word in text.split(" ") if word]).strip()


def name_of(element: etree._Element) -> str:
    """Give an element's name without its namespace; empty for an entity reference."""
    return local(element.tag)


@lru_cache(maxsize=1_024)
def local(tag: object) -> str:
    """Give the name in the tag of an element without its namespace; `name_of` for many at once."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def by_name(parent: etree._Element | None) -> Fields:
    """Give the children of `parent` by name, in order: to search for each takes a path's time."""
    found: defaultdict[str, list[etree._Element]] = defaultdict(list)
    for child in () if parent is None else parent:
        found[local(child.tag)].append(child)
    return dict(found)


def first(fields: Fields, name: str) -> etree._Element | None:
    """Give the first child called `name`."""
    return fields[name][0] if name in fields else None


def parts_in(element: etree._Element, kind: BlockKind = "paragraph") -> list[Part]:
    """Give the parts within `element` in reading order, pictures' captions among them."""
    parts = _Parts()
    text = "" if len(element) else escaped_markup(element.text or "")
    if "<" in text and is_html(text):
        _markup(text, kind, parts)
    else:
        _inside(element, kind, parts)
    if parts.open:
        parts.end(kind)
    return parts.done


def line_in(element: etree._Element | None) -> str:
    """Give all text within `element` as one line."""
    if element is None:
        return ""
    text = element.text
    if len(element) or (text and "<" in text and is_html(text)):
        return " ".join(_texts(element))
    if not text:
        return ""
    return collapsed(unescaped(text) if "&" in text else text)


def is_html(text: str) -> bool:
    """Tell whether character data are HTML: one of its tags is opened and closed."""
    match = MARKED_UP.search(text)
    return match is not None and f"</{match[1]}" in text


def escaped_markup(text: str) -> str:
    """Give the HTML that a text is, if it was escaped twice; else the text."""
    if "&lt;" not in text or "<" in text:
        return text
    markup = html.unescape(text)
    return markup if is_html(markup) else text


def unescaped(text: str) -> str:
    """Undo what was escaped twice: no writer means "&amp;" in so many letters."""
    return html.unescape(text) if ESCAPED.search(text) else text


def _texts(element: etree._Element) -> list[str]:
    return [part.text for part in parts_in(element)]


def _inside(element: etree._Element, kind: BlockKind, parts: _Parts) -> None:
    text = element.text
    if text and (parts.open or not text.isspace()):
        parts.open.append(text)
    apart: bool | None = None
    for child in element:
        name = _small(child.tag)
        if name in BLOCKS:
            _block(child, kind, kind_of(child, name, kind), parts)
        elif name in INLINE or name in CELLS or name in SKIPPED:
            _element(child, name, kind, parts)
        elif name:
            apart = _is_apart(element) if apart is None else apart
            if apart:
                _block(child, kind, kind, parts)
            else:
                _inside(child, kind, parts)
        elif child.text:
            parts.open.append(html.unescape(child.text))
        tail = child.tail
        if tail and (parts.open or not tail.isspace()):
            parts.open.append(tail)


def _is_apart(element: etree._Element) -> bool:
    """Tell whether the elements within `element` are its blocks, in a vocabulary not known here.

    Nothing but spaces stands between them, and it is no line of text itself.
    """
    if _small(element.tag) in LINES:
        return False
    texts = (element.text, *(child.tail for child in element))
    return all(text is None or text.isspace() for text in texts)


def _block(element: etree._Element, kind: BlockKind, inner: BlockKind, parts: _Parts) -> None:
    if parts.open:
        parts.end(kind)
    if len(element):
        before = len(parts.done)
        _inside(element, inner, parts)
        if parts.open:
            parts.end(inner)
        if inner == "caption" != kind and (credit := credit_within(element)):
            parts.credit(before, credit)
    elif text := element.text:
        if "&" in text:
            text = escaped_markup(text)
        if "<" in text and is_html(text):
            _markup(text, inner, parts)
        elif "\n" in text:
            for words in paragraphs_within(text, preformatted=_small(element.tag) == "pre"):
                parts.say(inner, words)
        else:
            parts.say(inner, text)


def _markup(text: str, kind: BlockKind, parts: _Parts) -> None:
    for found, words in html_blocks(text):
        parts.say("caption" if found == "caption" else kind, words)


def _element(element: etree._Element, name: str, kind: BlockKind, parts: _Parts) -> None:
    if name == "media":
        if parts.open:
            parts.end(kind)
        parts.done.extend(_media(element))
    elif name == "br":
        _line_break(kind, parts)
    elif name not in SKIPPED:
        if name in CELLS or (name == "span" and _follows_field(element)):
            parts.open.append(" ")
        _inside(element, kind, parts)


def _follows_field(span: etree._Element) -> bool:
    """Tell a <span> that is a field of its own, right behind another: both have a class."""
    before = span.getprevious() if span.get("class") else None
    return before is not None and not before.tail and before.get("class") is not None


@lru_cache(maxsize=1_024)
def _small(tag: object) -> str:
    return local(tag).lower()


def _line_break(kind: BlockKind, parts: _Parts) -> None:
    """Take one break for a line wrapped by hand, two in a row for a paragraph."""
    if parts.open and next((one for one in reversed(parts.open) if not one.isspace()), "") == BREAK:
        parts.end(kind)
    elif parts.open:
        parts.open.append(BREAK)


def _media(media: etree._Element) -> list[Part]:
    """Give the caption of a NITF picture or video, with who made it."""
    captions = [text for e in media.iter("{*}media-caption") for text in _texts(e)]
    makers = [text for e in media.iter("{*}media-producer") for text in _texts(e)]
    credit = ", ".join(makers)
    return [Part(kind="caption", text=text, credit=credit or credit_of(text)) for text in captions]
