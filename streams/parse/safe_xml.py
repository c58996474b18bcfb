"""XML to a tree, with nothing fetched, nothing expanded, and bounded depth."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import Final
from xml.sax.saxutils import escape

from lxml import etree

from streams.parse.reading import UnreadableError

ENTITY_DECLARATION: Final = re.compile(
    r"<!ENTITY\s+(?!%\s+[\w.:-]{1,80}\s+(?:SYSTEM|PUBLIC)\s)", re.IGNORECASE
)
"""Any but those of parts of the DTD elsewhere, which NewsML 1 takes NITF in by: none is loaded."""

CHARACTER: Final = re.compile(r"<!ENTITY\s{1,9}(\w{2,31})\s{1,9}([\"'])([^\"'%<>]{1,16})\2\s{0,9}>")
"""The declaration of an entity that may be a character."""

PROLOGUE_CHARS: Final = 65_536
"""Characters in which entities can be declared: before the root element."""

MAX_TAGS: Final = 1_000_000
"""Tags of one item, at 1 µs each; a message of 2,000 articles has about 400,000."""

MESSAGE_CHARS: Final = 200
"""Characters of the parser's message that are told: it may quote the document at length."""

OF_NAMESPACES: Final = re.compile(r"prefix|is not a valid URI")
"""What the parser says of faults in namespaces, which leave a document well-formed."""

XHTML: Final = "http://www.w3.org/1999/xhtml"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_xml(text: str) -> etree._Element:
    """Parse well-formed XML; raises UnreadableError `not_xml` with line and column.

    A prefix that is not declared, which XML itself allows, is part of the name. Blank lines
    before the XML declaration, which it forbids, are passed over.

    Elements nested more than 256 deep and texts beyond 10 MB are refused as `too_large`;
    declared entities are refused as `unsafe_xml`: expanding them is how a small document
    grows without bound, and leaving them out would lose words. HTML's own, declared as the
    characters that they are, do neither.
    """
    if ENTITY_DECLARATION.search(text, 0, PROLOGUE_CHARS) and not _declares_characters(text):
        raise UnreadableError(
            "unsafe_xml", "The document declares entities (<!ENTITY); send it without them."
        )
    # Shorter texts cannot have so many: to count them takes as long as a third of parsing.
    if len(text) > MAX_TAGS and (tags := text.count("<")) > MAX_TAGS:
        raise UnreadableError(
            "too_large", f"XML with {tags:,} tags, more than {MAX_TAGS:,}; send it in parts."
        )
    if text[:1].isspace():
        text = text.lstrip()
    data = text.encode("utf-8", "surrogatepass")
    try:
        return etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        if OF_NAMESPACES.search(error.msg) and (root := _with_prefixes(data)) is not None:
            return root
        line, column = error.position
        place = f"at line {line}, column {column}"
        what = error.msg.partition("\n")[0][:MESSAGE_CHARS]
        if "XML_PARSE_HUGE" in error.msg:
            raise UnreadableError(
                "too_large", f"XML beyond libxml2's bounds {place}: {what}"
            ) from None
        raise UnreadableError("not_xml", f"Malformed XML {place}: {what}") from None


def _declares_characters(text: str) -> bool:
    """Tell whether each entity is declared as the character that HTML has for its name."""
    declarations = ENTITY_DECLARATION.finditer(text, 0, PROLOGUE_CHARS)
    return all(_is_character(text, match.start()) for match in declarations)


def _is_character(text: str, at: int) -> bool:
    """Tell the declaration of a character by the name that HTML has for it: `&nbsp;`."""
    match = CHARACTER.match(text, at)
    if match is None:
        return False
    meant = html.unescape(f"&{match[1]};")
    return len(meant) == 1 and html.unescape(html.unescape(match[3])) == meant


def _with_prefixes(data: bytes) -> etree._Element | None:
    """Parse XML with faults in its namespaces alone, such as prefixes not declared; else None."""
    parser = _parser(recover=True)
    root = etree.fromstring(data, parser)
    faults = (entry.domain for entry in parser.error_log)
    return root if all(domain == etree.ErrorDomains.NAMESPACE for domain in faults) else None


@cache
def _parser(*, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover,
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def local_name(element: etree._Element) -> str:
    """Give an element's name without its namespace; a prefix that is not declared stays."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: etree._Element) -> str:
    """Give all text within `element`, in order."""
    if not len(element):
        return element.text or ""
    return "".join(map(str, element.itertext()))


def inner_xml(element: etree._Element) -> str:
    """Give what stands within `element` as markup that HTML parsers read as it is meant.

    In canonical form no element closes itself: HTML would read `<p/>` as an opening tag.
    """
    pieces = [escape(element.text or "")]
    for child in element:
        pieces.append(_markup(child) if isinstance(child.tag, str) else str(child.text or ""))
        pieces.append(escape(child.tail or ""))
    return "".join(pieces)


def _markup(element: etree._Element) -> str:
    try:
        data: bytes = etree.tostring(element, method="c14n", with_tail=False)
    except etree.C14NError:  # a namespace that is no full address has no canonical form
        data = etree.tostring(element, method="html", encoding="utf-8", with_tail=False)
    markup = data.decode()
    for prefix, space in element.nsmap.items():
        if prefix and space == XHTML:
            markup = markup.replace(f"<{prefix}:", "<").replace(f"</{prefix}:", "</")
    return markup


def elements(parent: etree._Element) -> Iterator[etree._Element]:
    """Give the child elements of `parent`, without entity references."""
    return (child for child in parent if isinstance(child.tag, str))
