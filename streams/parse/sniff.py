"""What a wire item's text looks like, whatever its content type says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Shape = Literal["xml", "html", "json", "text"]

HEAD_CHARS: Final = 65_536
"""Characters in which the root element must begin; prologues with long comments are rare."""

JSON_START: Final = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*(?:[\[{\"\]]|-?\d))")
"""An object, or an array of values: not a text that begins with a bracket."""

XML_PROLOGUE: Final = re.compile(r"\s*<(?:\?|!--|!DOCTYPE\b|!doctype\b)")
MISC: Final = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!doctype\b[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE
)
ROOT: Final = re.compile(r"<(?:([\w.-]+):)?([\w.-]+)(?=[\s/>])")
HTML_TAGS: Final = frozenset(
    {"html", "head", "body", "div", "p", "article", "section", "h1", "span", "table", "br", "meta"}
)


@dataclass(frozen=True, slots=True)
class Look:
    """The shape of a text, and for XML the local name of its root element."""

    shape: Shape
    root: str = ""


def look(text: str) -> Look:
    """Tell XML, HTML, JSON and plain text apart by how the text begins."""
    head = text[:HEAD_CHARS]
    if JSON_START.match(head):
        return Look("json")
    if not head.lstrip().startswith("<"):
        return Look("text")
    at = 0
    while match := MISC.match(head, at):
        at = match.end()
    root = ROOT.match(head, at)
    name = root[2] if root else ""
    if name.lower() in HTML_TAGS:
        return Look("html", name.lower())
    if root or XML_PROLOGUE.match(head):
        return Look("xml", name)
    return Look("text")
