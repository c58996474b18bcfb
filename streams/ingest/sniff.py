"""Tell a wire item's media type from its name and its first bytes."""

from __future__ import annotations

import re
from typing import Final

HEAD_BYTES: Final = 2048
"""Enough for an XML declaration, comments and style sheets before the root element, in practice."""

BY_SUFFIX: Final = {
    ".json": "application/json",
    ".ninjs": "application/json",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
}
BY_ROOT: Final = {
    b"rss": "application/rss+xml",
    b"rdf": "application/rss+xml",
    b"feed": "application/atom+xml",
    b"html": "text/html",
}
ROOT: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
NOT_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def content_type(suffix: str, head: bytes) -> str:
    """Give the media type by `suffix` (with its dot), else by `head`, the first bytes.

    Empty when neither tells: the pipeline then decides by the whole item.
    """
    return BY_SUFFIX.get(suffix.lower()) or _by_bytes(head[:HEAD_BYTES])


def _by_bytes(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in {b"{", b"["}:
        return "application/json"
    if start[:1] == b"<":
        root = ROOT.search(start)
        return BY_ROOT.get(root[1].lower() if root else b"", "application/xml")
    if not start or NOT_TEXT.search(start):
        return ""
    return "text/plain"
