"""Bytes to text, strictly: a wire item is decoded without a loss, or refused with the place."""

from __future__ import annotations

import codecs
import re
from typing import Final

from streams.parse.reading import UnreadableError

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16, whose mark it begins with. Source: Unicode 16, section 23.8."""

TEXT_ENCODINGS: Final = re.compile(
    r"utf-(8|16|32)(-[bl]e)?|ascii|iso8859-\d+|cp(125\d|437|85\d|86\d|720|737|775|866|932|949|950)"
    r"|koi8-[rut]|gb2312|gbk|gb18030|big5|big5hkscs|hz|shift_jis|euc_(jp|kr)|iso2022_(jp|kr)"
    r"|mac-(arabic|cyrillic|farsi|turkish)|kz1048|johab"
)
"""Python's names of the encodings that are text; the others (zlib, rot13, idna) are transforms."""

CHARSET: Final = re.compile(
    r""";\s{0,8}charset\s{0,8}=\s{0,8}["']?([^"';\s]{1,40})""", re.IGNORECASE
)
XML_ENCODING: Final = re.compile(
    rb"""<\?xml\s[^>]{0,200}?\bencoding\s{0,8}=\s{0,8}["']([A-Za-z0-9._-]{1,40})["']"""
)
HEAD_BYTES: Final = 4_096
"""Bytes looked at to tell binary data; enough for any file signature."""

CONTROL_SHARE: Final = 0.05
"""Share of control characters from which data is binary, a fraction of the head.

Random bytes have 0.11; the most that ANPA 1312 samples have in their frames is 0.03.
"""
FEW_CONTROLS: Final = 4
"""Control characters that even a short text may have."""

CONTROLS: Final = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1b"))


def decode(body: bytes, content_type: str) -> str:
    """Decode `body` by its byte order mark, else `charset=`, else XML declaration, else UTF-8.

    The order is RFC 7303, section 3.2. Raises UnreadableError: `empty`, `not_text` for
    binary data, `bad_encoding` naming the byte at which decoding failed.
    """
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return _strictly(body, encoding, "its byte order mark", skip=len(mark))
    if not body.strip():
        raise UnreadableError("empty", "The item has no content; nothing was sent, or only spaces.")
    declared = CHARSET.search(content_type)
    if declared:
        return _strictly(body, declared[1], f"content type {content_type[:80]!r}")
    if _binary(body[:HEAD_BYTES]):
        raise UnreadableError(
            "not_text",
            f"Binary data, beginning with {body[:8].hex(' ')}; send text, JSON or XML.",
        )
    in_xml = XML_ENCODING.match(body[:HEAD_BYTES].lstrip())
    if in_xml:
        return _strictly(body, in_xml[1].decode("ascii"), "its XML declaration")
    return _strictly(body, "utf-8", "the default, as nothing declares another")


def _strictly(body: bytes, encoding: str, why: str, *, skip: int = 0) -> str:
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        name = ""
    if not TEXT_ENCODINGS.fullmatch(name):
        raise UnreadableError(
            "bad_encoding", f"Unknown encoding {encoding!r} (from {why}); declare a known one."
        )
    try:
        text = body[skip:].decode(name)
    except UnicodeDecodeError as error:
        at = skip + error.start
        raise UnreadableError(
            "bad_encoding",
            f"Not {name.upper()} (from {why}): byte {at} is 0x{body[at]:02x}; "
            "declare the right charset in the content type, or send UTF-8.",
        ) from None
    except UnicodeError as error:
        raise UnreadableError(
            "bad_encoding", f"Not {name.upper()} (from {why}): {error}."
        ) from None
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise UnreadableError("empty", "The item has no content; nothing was sent, or only spaces.")
    head = text[:HEAD_BYTES].encode("utf-8", "surrogatepass")
    if _binary(head):
        raise UnreadableError(
            "not_text", f"Control characters where {name.upper()} text should be; send text."
        )
    return text


def _binary(head: bytes) -> bool:
    controls = len(head) - len(head.translate(None, CONTROLS))
    return b"\0" in head or controls > max(FEW_CONTROLS, CONTROL_SHARE * len(head))
