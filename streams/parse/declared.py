"""What a wire item says that it is: its encoding, where it declares one, and whether it is text."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from streams.parse.reading import UnreadableError

CHARSET: Final = re.compile(
    r""";\s{0,8}charset\s{0,8}=\s{0,8}["']?([^"';\s]{1,40})""", re.IGNORECASE
)
XML_ENCODING: Final = re.compile(
    rb"""<\?xml\s[^>]{0,200}?\bencoding\s{0,8}=\s{0,8}["']([A-Za-z0-9._-]{1,40})["']"""
)
HTML_ENCODING: Final = re.compile(
    rb"""<meta\s[^>]{0,300}?\bcharset\s{0,8}=\s{0,8}["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE
)
UNMARKED_UTF_16: Final = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"), (b"{\0", "utf-16-le"))
"""How XML and JSON in UTF-16 begin without a mark. Source: XML 1.0, appendix F; RFC 4627."""

IN_HTML: Final = "its meta element"

PACKED: Final = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstandard"),
)
"""How packed data begin: nothing is unpacked here, where some bytes may become gigabytes."""

HEAD_BYTES: Final = 4_096
"""Bytes looked at to tell binary data; enough for any file signature."""

BYTES_A_CHAR: Final = 4
"""Bytes that a character has at most, in the encodings that are met."""

CONTROL_SHARE: Final = 0.05
"""Share of control characters from which data is binary, a fraction of the head.

Random bytes have 0.11.
"""
FEW_CONTROLS: Final = 4
"""Control characters that even a short text may have."""

FRAME: Final = re.compile(rb"[\s\0\x7f]{0,64}[\x01\x02\x16]")
FRAME_CONTROLS: Final = bytes(
    (0x01, 0x02, 0x03, 0x04, 0x07, 0x08, 0x10, 0x11, 0x12, 0x13, 0x14, 0x16, 0x1E, 0x1F, 0x7F)
)
"""Characters that ANPA 1312 and IPTC 7901 frame, ring and set type with: a flash has more of
them than words."""

CONTROLS: Final = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1b"))
AS_SPACES: Final = bytes.maketrans(CONTROLS, b" " * len(CONTROLS))
"""Control characters to spaces: bytes without them come back as they are."""


class Declaration(NamedTuple):
    """The encoding that is declared, where, and whether no control character was found."""

    encoding: str
    why: str
    plain: bool


UNDECLARED: Final = Declaration("utf-8", "the default, as nothing declares another", plain=True)


def declaration(body: bytes, content_type: str) -> Declaration:
    """Give what is declared; raises UnreadableError `not_text` for binary data."""
    in_type = CHARSET.search(content_type) if ";" in content_type else None
    if in_type:
        return Declaration(in_type[1], f"content type {content_type[:80]!r}", plain=False)
    if 0 in body[:2]:
        for start, encoding in UNMARKED_UTF_16:
            if body.startswith(start):
                return Declaration(encoding, "its first bytes", plain=False)
    head = body[:HEAD_BYTES]
    seen = head if body.isascii() else body[: BYTES_A_CHAR * HEAD_BYTES]
    plain = seen.translate(AS_SPACES) == seen
    if not plain and is_binary(head):
        packed = next((kind for start, kind in PACKED if body.startswith(start)), None)
        raise UnreadableError(
            "not_text",
            f"Data packed with {packed}; send each item unpacked."
            if packed
            else f"Binary data, beginning with {body[:8].hex(' ')}; send text, JSON or XML.",
        )
    start = head.lstrip()
    if start[:1] == b"<":
        if in_xml := XML_ENCODING.match(start):
            return Declaration(in_xml[1].decode("ascii"), "its XML declaration", plain=plain)
        if in_html := HTML_ENCODING.search(head):
            return Declaration(in_html[1].decode("ascii"), IN_HTML, plain=plain)
    return UNDECLARED if plain else UNDECLARED._replace(plain=False)


def is_binary(head: bytes) -> bool:
    """Tell whether data that begins so is no text, by its control characters."""
    if FRAME.match(head):
        head = head.translate(None, FRAME_CONTROLS)
    controls = len(head) - len(head.translate(None, CONTROLS))
    return b"\0" in head or controls > max(FEW_CONTROLS, CONTROL_SHARE * len(head))
