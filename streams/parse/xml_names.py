"""What the elements of NITF and XHTML are: blocks, parts of lines, and the parts of an article."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from lxml import etree

from schemas.records import BlockKind

SKIPPED: Final = frozenset(
    {"head", "media-reference", "media-metadata", "media-object", "object", "script", "style"}
    | {"iframe", "svg", "video", "audio", "nitf-table-metadata", "virtloc", "frac-sep"}
)
"""Elements whose text is no part of the article."""

KINDS: Final[Mapping[str, BlockKind]] = {
    "editor_note": "editor_note",
    "note": "editor_note",
    "datasource": "credit",
    "credit": "credit",
    "copyrite": "footer",
    "tagline": "footer",
    "bibliography": "footer",
    "figcaption": "caption",
    "byline": "byline",
    "dateline": "dateline",
}
"""What blocks of NITF and HTML are; others are what stands around them, in the end paragraphs."""

BLOCKS: Final = frozenset(
    {"address", "article", "aside", "block", "blockquote", "body", "body.content", "body.end", "bq"}
    | {"block", "caption", "dd", "div", "dl", "dt", "figure", "fn", "footer", "h1", "h2", "h3"}
    | {"h4", "h5", "h6", "header", "hl1", "hl2", "hr", "html", "li", "main", "nav", "nitf", "ol"}
    | {"nitf-table", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul"}
    | KINDS.keys()
)
"""Elements that end a paragraph before and after. Sources: NITF 3.6 DTD, enriched text; HTML."""

INLINE: Final = frozenset(
    {"a", "abbr", "acronym", "alt-code", "b", "bdi", "bdo", "big", "br", "chron", "cite"}
    | {"city", "classifier", "code", "country", "data", "del", "dfn", "em", "event", "font"}
    | {"frac", "frac-den", "frac-num", "function", "i", "img", "ins", "kbd", "label", "lang"}
    | {"location", "mark", "media", "money", "name.family", "name.given", "nobr", "num"}
    | {"object.title", "org", "person", "postaddr", "pronounce", "q", "region", "s", "samp"}
    | {"small", "span", "state", "story.date", "strike", "strong", "sub", "sublocation", "sup"}
    | {"time", "tt", "u", "var", "wbr"}
)
"""Elements within a line. Sources: NITF 3.6 DTD, enriched text; HTML standard, phrasing content."""

LINES: Final = frozenset(
    {"byline", "byttl", "caption", "dateline", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4"}
    | {"h5", "h6", "hl1", "hl2", "li", "p", "pre", "td", "th"}
    | INLINE
)
"""Elements that hold a line or part of one: what stands within is no paragraph by itself."""

CELLS: Final = frozenset({"td", "th"})

CLASSES: Final[Mapping[str, BlockKind]] = {
    **dict.fromkeys(("byline", "author"), "byline"),
    **dict.fromkeys(("dateline", "dat"), "dateline"),
    **dict.fromkeys(("caption", "photo-caption", "image-caption", "picture-caption"), "caption"),
    **dict.fromkeys(("credit", "photo-credit", "image-credit"), "credit"),
    **dict.fromkeys(("subheadline", "subtitle", "kicker", "catchline"), "subheadline"),
    **dict.fromkeys(("ednote", "editornote", "editor-note", "editors-note"), "editor_note"),
    **dict.fromkeys(("footer", "signature", "tagline", "copyright", "contact"), "footer"),
}
"""What blocks are by a class of theirs. Source: hNews 0.1; agencies' XHTML within NewsML;
TT's specification ("dat")."""


CLASS_CHARS: Final = 500
"""Characters of an element's class that are looked at, and remembered."""


def kind_of(element: etree._Element, name: str, around: BlockKind) -> BlockKind:
    """Give what a block called `name` is, by its name or class; else what is `around` it."""
    kind = KINDS.get(name, around)
    if kind == "paragraph" and (classes := element.get("class")):
        return _of_class(classes[:CLASS_CHARS]) or kind
    return kind


def credit_within(caption: etree._Element) -> str:
    """Give the credit of a caption that an element within it is marked as, by its class."""
    for e in caption.iterdescendants():
        if (classes := e.get("class")) and _of_class(classes[:CLASS_CHARS]) == "credit":
            return " ".join("".join(map(str, e.itertext())).split())
    return ""


@lru_cache(maxsize=1_024)
def _of_class(classes: str) -> BlockKind | None:
    names = classes.lower().replace("_", "-").split()
    return next((CLASSES[name] for name in names if name in CLASSES), None)
