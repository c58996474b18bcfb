"""A text that an XML format carries as characters: plain, HTML, or either in Base64."""

from __future__ import annotations

import base64
import binascii
import html
import re
from typing import Final

from streams.parse.article import Part
from streams.parse.feed import MARKUP_FACTOR, body_parts
from streams.parse.html import is_markup
from streams.parse.reading import UnreadableError, Wire, too_large
from streams.parse.text_lines import paragraphs_in
from streams.parse.xml_text import escaped_markup

BASE64: Final = "base64"
ALONE: Final = re.compile(r"\s{0,99}<(p|pre)>([^<]*)</\1>\s{0,99}", re.IGNORECASE)
"""A story that is one element: a wire's text, whose paragraphs its lines tell."""
ALONE_CHARS: Final = 400
"""Characters in which the first line of a wire's text ends."""


def inline_parts(text: str, media_type: str, encoding: str, wire: Wire) -> list[Part]:
    """Give the parts of a text; what is not text gives none.

    Raises UnreadableError `bad_encoding` for Base64 that is none, or no UTF-8.
    """
    if BASE64 in encoding.lower():
        text = _decoded(text, media_type)
    limit = wire.limits.max_text_chars * MARKUP_FACTOR
    if len(text) > limit:
        raise too_large("Characters of HTML", len(text), limit, "MAX_TEXT_CHARS")
    text = escaped_markup(text)
    if "html" in media_type.lower() or is_markup(text):
        alone = ALONE.fullmatch(text) if "\n" in text[:ALONE_CHARS] else None
        if alone is None:
            return body_parts(text, "")
        text = html.unescape(alone[2]).strip("\r\n")
    return paragraphs_in(text)


def _decoded(text: str, media_type: str) -> str:
    if media_type and not media_type.lower().startswith(("text/", "application/xhtml")):
        return ""
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8-sig")
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise UnreadableError(
            "bad_encoding", f"Inline data said to be Base64 of UTF-8 is not: {error}."
        ) from None
