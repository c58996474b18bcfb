"""Captions and credits of pictures in HTML, told by the names of the elements they stand in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from selectolax.lexbor import LexborNode

from streams.parse.html import HtmlBlock, HtmlKind, blocks_of, html_blocks, parse_html

EDGE: Final = r"(?:^|$|[\s_-]|(?-i:(?<=[a-z0-9])(?=[A-Z])))"
"""What is around a word in the names of elements: `right-rail`, `rightRail`."""

CAPTIONS: Final[Mapping[HtmlKind, re.Pattern[str]]] = {
    "credit": re.compile(rf"{EDGE}(?:credits?|photographer|copyright){EDGE}", re.IGNORECASE),
    "caption": re.compile(rf"{EDGE}(?:captions?|cutline|legende?){EDGE}", re.IGNORECASE),
}
"""Names of elements that hold what stands below a picture, the finer first."""
CAPTION_CHARS: Final[Mapping[HtmlKind, int]] = {"credit": 120, "caption": 800}
PICTURES: Final = "img, picture, video, amp-img, amp-video"
QUOTED: Final = "blockquote, table, pre"
CAPTION_LEVELS: Final = 3
"""Levels above its words at which such an element is looked for."""

WHOLE: Final = frozenset({"html", "body", "main", "article"})
"""Elements that are no furniture, whatever their names."""

MAY_HAVE: Final = ("caption", "credit", "<figure", "legend", "cutline")
"""What HTML with such elements holds."""


def captioned_blocks(html: str) -> Sequence[tuple[HtmlKind, str]]:
    """Give what `html.html_blocks` gives, with captions and credits told from paragraphs."""
    if not any(map(html.__contains__, MAY_HAVE)):
        return html_blocks(html)
    tree = parse_html(html)
    return [block[:2] for block in captioned(blocks_of(tree.root))] if tree.root else []


def captioned(blocks: Sequence[HtmlBlock]) -> list[HtmlBlock]:
    """Give `blocks` with captions and credits told from paragraphs."""
    names: dict[int, HtmlKind] = {}
    return [_named(block, names) for block in blocks]


def _named(block: HtmlBlock, names: dict[int, HtmlKind]) -> HtmlBlock:
    """Take for a caption or its credit what stands in an element that is called so.

    `names` keeps what each element is called, by `mem_id`.
    """
    above = block.last.parent if block.last is not None else None
    if block.kind != "paragraph" or len(block.text) > CAPTION_CHARS["caption"]:
        return block
    for _ in range(CAPTION_LEVELS):
        if above is None or above.tag in WHOLE:
            break
        if above.mem_id not in names:
            names[above.mem_id] = _called(above)
        kind = names[above.mem_id]
        if kind == "caption" and above.tag == "figure" and block.text.startswith("©"):
            kind = "credit"
        if len(block.text) <= CAPTION_CHARS.get(kind, 0):
            return block._replace(kind=kind)
        above = above.parent
    return block


def _called(element: LexborNode) -> HtmlKind:
    """Tell what an element holds: what is in the figure of a picture is said of it.

    Other figures hold tables, or quotes from the text.
    """
    if element.tag == "figure" and element.css_first(PICTURES) is not None:
        return "caption" if element.css_first(QUOTED) is None else "paragraph"
    name = (element.attributes or {}).get("class") or ""
    found = (kind for kind, words in CAPTIONS.items() if name and words.search(name))
    return next(found, "paragraph")
