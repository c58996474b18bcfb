"""HTML to paragraphs, in reading order, with inline text kept together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from streams.parse.reading import UnreadableError

HtmlKind = Literal["headline", "caption", "credit", "paragraph"]

SKIPPED: Final = frozenset(
    {"audio", "button", "canvas", "head", "iframe", "map", "math", "noscript", "object", "script"}
    | {"select", "style", "svg", "template", "textarea", "title", "video"}
)
"""Elements whose text is no part of the article."""

INLINE: Final = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em"}
    | {"font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s"}
    | {"samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)
"""Elements that do not end a paragraph. Source: HTML standard, phrasing content."""

CELLS: Final = frozenset({"td", "th"})
KINDS: Final[Mapping[str, HtmlKind]] = {"h1": "headline", "figcaption": "caption"}
"""What blocks are; others are what stands around them, in the end paragraphs."""

TEXT: Final = "-text"
UNREAD: Final = frozenset("-!")
"""How the parser's names begin of what is no element: comments, the type of the document."""
HTML_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
"""What HTML collapses to one space; a no-break space is text. Source: HTML standard, 2.3.1."""

FEW_TAGS: Final = 1_000
"""Tags up to which depth is not looked at."""
MOST_TOLD: Final = 2_000
"""Depth by the names of tags up to which a page is parsed to see how deep it is; the parser takes
4 to 12 ms for so many nested ones. Scripts of a page of news named a thousand without an end."""

MAX_TAGS: Final = 50_000
"""Tags of one article; reading them takes half a second. Long pages have some thousands."""

MAX_DEPTH: Final = 512
"""Elements within elements; the parser's time grows with its square. Chromium cuts here too.
Names of tags tell more than there are: scripts hold some, and `<path/>` ends by itself."""

TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
UNCLOSED: Final = frozenset(
    {"area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta"}
    | {"option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track"}
)
"""Elements that end by themselves, and so do not nest. Source: HTML standard, optional tags."""

RAW: Final = "title|textarea|style|script|iframe|noscript|noembed|noframes|xmp"
"""Elements that HTML reads to their end tag, whatever stands within. Source: HTML standard."""

CLOSED_AT_ONCE: Final = re.compile(rf"<({RAW})\b[^<>]*/>", re.IGNORECASE)
RAW_END: Final = re.compile(rf"</({RAW})\b", re.IGNORECASE)

MARKUP: Final = re.compile(r"<[A-Za-z/!?]|&[A-Za-z#]")


class HtmlBlock(NamedTuple):
    """A block of text, what it is, and how many of its characters are links."""

    kind: HtmlKind
    text: str
    linked: int
    last: LexborNode | None
    """The text node that it ends with."""


@dataclass(slots=True)
class _Blocks:
    """Collects text until a block ends."""

    done: list[HtmlBlock] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    linked: int = 0
    last: LexborNode | None = None

    def end(self, kind: HtmlKind) -> None:
        if not self.open:
            return
        if text := _even("".join(self.open)):
            self.done.append(HtmlBlock(kind, text, self.linked, self.last))
        self.open.clear()
        self.linked = 0

    def take(self, node: LexborNode, *, linked: bool) -> None:
        """Take a text node into the block that is open."""
        text = node.text_content or ""
        self.open.append(text)
        self.last = node
        if linked:
            self.linked += len(text)

    def say(self, kind: HtmlKind, node: LexborNode, *, linked: bool) -> None:
        """Take a block that is one text node and nothing else."""
        words = node.text_content or ""
        self.last = node
        if text := _even(words):
            self.done.append(HtmlBlock(kind, text, len(words) if linked else 0, node))


def _even(text: str) -> str:
    """Collapse spaces; empty when there is nothing else."""
    # To look for each of them first costs a tenth of what a regular expression does.
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:
        text = HTML_SPACE.sub(" ", text)
    text = text.strip(" ")
    return "" if text.isspace() else text


def is_markup(text: str) -> bool:
    """Tell whether `text` has tags or entities of HTML."""
    return ("<" in text or "&" in text) and MARKUP.search(text) is not None


def html_blocks(html: str) -> list[tuple[HtmlKind, str]]:
    """Give the blocks of text in `html`, each with what it is, empty ones left out.

    Raises UnreadableError `too_large` for more tags, or deeper ones, than articles have.

    `h1` is a headline, `figcaption` a caption; whatever else ends a line ends a paragraph.
    """
    if not is_markup(html):
        return [("paragraph", words) for words in lines_of(html)]
    root = parse_html(html).root
    return [block[:2] for block in blocks_of(root)] if root is not None else []


def lines_of(text: str) -> list[str]:
    """Give the lines of plain text, without the blank ones and the spaces around them."""
    return list(filter(None, map(str.strip, text.splitlines())))


def parse_html(html: str) -> LexborHTMLParser:
    """Parse `html`; raises UnreadableError `too_large` for what takes too long."""
    told = _depth_told(html)
    tree = LexborHTMLParser(_with_ends(html) if "/>" in html else html)
    if told > MAX_DEPTH and _is_deep(tree.root):
        raise _too_deep()
    return tree


def _with_ends(html: str) -> str:
    """Give an end tag to elements such as `<title/>`, as XHTML means them, where none follows.

    HTML would read all that is left as theirs.
    """
    if not CLOSED_AT_ONCE.search(html):
        return html
    last = {match[1].lower(): match.start() for match in RAW_END.finditer(html)}

    def ended(match: re.Match[str]) -> str:
        tag, name = match[0], match[1]
        open_for_good = last.get(name.lower(), -1) < match.start()
        return f"{tag[:-2]}></{name}>" if open_for_good else tag

    return CLOSED_AT_ONCE.sub(ended, html)


def blocks_of(
    root: LexborNode, leave_out: Callable[[LexborNode], bool] | None = None
) -> list[HtmlBlock]:
    """Give the blocks of text below `root`, but those in elements to leave out."""
    blocks = _Blocks()
    _walk(root, blocks, leave_out)
    blocks.end("paragraph")
    return blocks.done


def html_line(html: str) -> str:
    """Give the text of `html` as one line, for a headline."""
    if not is_markup(html):
        return " ".join(html.split())
    return " ".join(text for _, text in html_blocks(html))


def _walk(
    root: LexborNode, blocks: _Blocks, leave_out: Callable[[LexborNode], bool] | None
) -> None:
    """Visit all nodes in order without recursion, as HTML may nest without bound."""
    after: list[tuple[LexborNode | None, HtmlKind | None, bool]] = []
    kind: HtmlKind = "paragraph"
    linked = False
    node: LexborNode | None = root
    while node is not None or after:
        if node is None:
            node, around, linked = after.pop()
            if around is not None:
                blocks.end(kind)
                kind = around
            continue
        tag = node.tag or ""
        following = None if node is root else node.next
        if tag == TEXT:
            blocks.take(node, linked=linked)
            node = following
        elif _is_left_out(node, tag, leave_out):
            node = following
        elif tag in INLINE or tag in CELLS:
            if tag in CELLS:
                blocks.open.append(" ")
            after.append((following, None, linked))
            linked = linked or tag == "a"
            node = node.first_child
        elif (text := _only_text(node)) is not None:
            blocks.end(kind)
            blocks.say(KINDS.get(tag, kind), text, linked=linked)
            node = following
        else:
            blocks.end(kind)
            after.append((following, kind, linked))
            kind = KINDS.get(tag, kind)
            node = node.first_child


def _only_text(element: LexborNode) -> LexborNode | None:
    """Give the text that an element holds, if it holds one and nothing else, as most do."""
    child = element.first_child
    return child if child is not None and child.tag == TEXT and child.next is None else None


def _is_left_out(
    node: LexborNode, tag: str, leave_out: Callable[[LexborNode], bool] | None
) -> bool:
    return tag in SKIPPED or tag[:1] in UNREAD or (leave_out is not None and leave_out(node))


def _depth_told(html: str) -> int:
    """Give the depth that the names of tags tell, 0 for few; refuse what takes too long."""
    tags = html.count("<")
    if tags > MAX_TAGS:
        raise UnreadableError(
            "too_large", f"HTML with {tags:,} tags, more than {MAX_TAGS:,}; send the article alone."
        )
    told = _depth(html) if tags > FEW_TAGS else 0
    if told > MOST_TOLD:
        raise _too_deep()
    return told


def _too_deep() -> UnreadableError:
    return UnreadableError(
        "too_large", f"HTML nested more than {MAX_DEPTH} deep; send it with its tags closed."
    )


def _is_deep(root: LexborNode | None) -> bool:
    """Tell whether elements stand more than `MAX_DEPTH` deep, by visiting each."""
    node, depth = root, 0
    while node is not None:
        if node.first_child is not None:
            node, depth = node.first_child, depth + 1
            if depth > MAX_DEPTH:
                return True
        else:
            while node.next is None and node.parent is not None:
                node, depth = node.parent, depth - 1
            node = node.next
    return False


def _depth(html: str) -> int:
    """Give the greatest number of elements open at once, or more than that: never less.

    An end tag closes no more than one element of its name.
    """
    open_tags: dict[str, int] = {}
    depth = deepest = 0
    for closing, name in TAG.findall(html):
        tag = name.lower()
        if tag in UNCLOSED:
            continue
        if not closing:
            open_tags[tag] = open_tags.get(tag, 0) + 1
            depth += 1
            deepest = max(deepest, depth)
        elif open_tags.get(tag):
            open_tags[tag] -= 1
            depth -= 1
    return deepest
