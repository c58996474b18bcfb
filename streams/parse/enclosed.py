"""News documents within other XML: answers of services, SOAP, several documents in a file."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from lxml import etree

from streams.outcome import Outcome
from streams.parse import appl, newsml1, newsml_g2, nitf
from streams.parse.decode import decode
from streams.parse.mended_xml import parse_mended
from streams.parse.reading import UnreadableError, Wire
from streams.parse.several import joined
from streams.parse.sniff import look
from streams.parse.xml_text import name_of

ROOTS: Final = newsml_g2.ROOTS | newsml1.ROOTS | nitf.ROOTS | appl.ROOTS
"""Root elements of the documents that are looked for."""

BEGIN_WITH: Final = frozenset({"head", "body", "Identification", "NewsEnvelope", "NewsItem"})
"""What documents hold that other vocabularies' elements of the same names do not."""

MENDABLE: Final = frozenset({"unknown_format", "not_xml"})
"""Why an item is refused that may hold documents all the same."""

BASE64_XML: Final = "PD94bWw"
"""How an XML declaration begins in Base64, as SOAP conveys bytes."""

Reader = Callable[[Wire], Outcome]


def read(wire: Wire, error: UnreadableError, read_any: Reader) -> Outcome:
    """Read the documents that `wire` holds, with `read_any`; `error` is why it is none itself.

    Raises UnreadableError: `error` when it holds none, or `too_large`.
    """
    found = _documents(wire) if error.reject.reason in MENDABLE else ()
    if not found:
        raise error
    wire.limits.check_articles(len(found))
    return joined((wire.holding(text) for text in found), read_any, wire.limits)


def _documents(wire: Wire) -> Sequence[str]:
    seen = look(wire.text)
    if seen.shape != "xml":
        return ()
    try:
        root = parse_mended(wire.text)
    except UnreadableError:
        return _one_by_one(wire.text, seen.root) if seen.root in ROOTS else ()
    return list(_within(root))


def _one_by_one(text: str, root: str) -> Sequence[str]:
    """Give the documents that follow one another in a text, each with the same root element."""
    found: list[str] = []
    start = 0
    for end in re.finditer(rf"</(?:[\w.-]{{1,40}}:)?{re.escape(root)}\s*>", text):
        found.append(text[start : end.end()].strip())
        start = end.end()
    rest = text[start:].strip()
    return [*found, rest] if rest and found else found if len(found) > 1 else ()


def _within(root: etree._Element) -> Iterator[str]:
    """Give the outermost documents below `root`, as elements or as the text of one."""
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if _is_document(element):
            walk.skip_subtree()
            yield etree.tostring(element, encoding="unicode", with_tail=False)
        elif not len(element) and (text := element.text):
            words = text.strip()
            if words.startswith(BASE64_XML):
                words = _decoded(words)
            if _is_markup(words):
                yield words


def _decoded(text: str) -> str:
    """Give what a text is in Base64; empty when it is none, or no text."""
    try:
        return decode(base64.b64decode("".join(text.split()), validate=True), "").strip()
    except (binascii.Error, UnreadableError):
        return ""


def _is_markup(text: str) -> bool:
    if not (text.startswith("<") and text.endswith(">")):
        return False
    seen = look(text)
    return seen.shape == "xml" and seen.root in ROOTS


def _is_document(element: etree._Element) -> bool:
    name = name_of(element)
    if name not in ROOTS:
        return False
    if element.get("guid") or element.get("itemid"):
        return True
    return name == "newsMessage" or any(name_of(child) in BEGIN_WITH for child in element)
