"""XML with the common slips that make it malformed, mended without a loss."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Final
from xml.sax.saxutils import escape

from lxml import etree

from streams.parse.reading import UnreadableError
from streams.parse.safe_xml import parse_xml

MAX_AMPERSANDS: Final = 200_000
"""Ampersands up to which a document is mended, at 1 µs each."""


LOOSE_AMPERSAND: Final = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)(?:([A-Za-z][A-Za-z0-9]{1,31};))?"
)
"""An ampersand that begins no reference of XML; with the name of an HTML entity, if it is one."""

CONTROLS: Final = {code: None for code in range(0x20) if code not in b"\t\n\r"}
"""Characters that XML 1.0 forbids (section 2.2); they print as nothing."""


def parse_mended(text: str) -> etree._Element:
    """Parse XML, mending what can be mended without a loss.

    That is HTML entities, bare ampersands and control characters. Raises UnreadableError
    as `parse_xml` does, telling of the text as it came.
    """
    try:
        return parse_xml(text)
    except UnreadableError as error:
        if error.reject.reason != "not_xml" or text.count("&") > MAX_AMPERSANDS:
            raise
        mended = LOOSE_AMPERSAND.sub(_reference, text).translate(CONTROLS)
        if mended == text:
            raise
        try:
            return parse_xml(mended)
        except UnreadableError:
            raise error from None


def _reference(match: re.Match[str]) -> str:
    name = match[1] or ""
    return escape(html5[name]) if name in html5 else "&amp;" + name
