"""The main text of an HTML page, told from what stands around it.

Paragraphs weigh by their length outside of links; the smallest element that holds nearly all
of the weight is the article. Source: the idea is that of Readability (Arc90, 2009), and of
Kohlschütter et al. 2010, "Boilerplate detection using shallow text features".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from streams.parse.html import INLINE, HtmlBlock, blocks_of
from streams.parse.html_captions import EDGE, WHOLE, captioned
from streams.parse.page_labels import is_label

SCOPES: Final = (
    '[itemprop~="articleBody"]',
    '[property~="articleBody"]',
    "article",
    "main",
    '[role="main"]',
)
"""Where pages say that their article is, the most exact first."""

AROUND: Final = frozenset(
    {"aside", "dialog", "footer", "form", "menu", "nav", "amp-ad", "amp-consent", "amp-embed"}
    | {"amp-lightbox", "amp-list", "amp-next-page", "amp-sidebar", "amp-sticky-ad"}
    | {"amp-user-notification"}
)
"""Elements that stand around an article. Source: HTML standard, sections; AMP components."""

AROUND_NAMES: Final = re.compile(
    rf"{EDGE}(?:ad|ads|advert\w*|banner|breadcrumbs?|byline-share|comments?|cookies?|consent"
    r"|carousel|swiper|next-?prev|prev-?next|(?:left|right)-?rail"
    r"|disqus|footer|menu|modal|most-?read|most-?popular|nav|navbar|newsletter|popup|promo"
    r"|recommend\w*|related\w*|share|sharing|sidebar|social|sponsor\w*|subscribe|tags?|teasers?"
    r"|toolbar|trending|widget|read-?more|see-?also|outbrain|taboola|sign-?(?:up|in)|login|regwall"
    r"|subscription|tooltip|lightbox|table-of-contents|donation|(?:author|writer)-?bio"
    r"|about-?(?:the-?)?author|author-?(?:box|card|profile)"
    rf"|(?<=[_-])paywall|paywall(?=[_-])){EDGE}",
    re.IGNORECASE,
)
"""Words in `class` and `id` of what stands around an article. What is just `paywall` is the part
of its text that is paid for. Source: Google Search Central, Paywalled content."""

COMMENTS: Final = re.compile(r"(?:^|[\s_-])(?:comments?|disqus\w*)(?:$|[\s_-])", re.IGNORECASE)
COMMENTED: Final = frozenset({"div", "section", "ol", "ul"})
"""Elements that hold readers' comments."""

HEADED: Final = frozenset({"main", "article"})

FOR_EARS: Final = re.compile(
    rf"{EDGE}(?:visually-?hidden|hidden-visually|sr-only|screen-?reader(?:-?(?:text|only))?"
    rf"|a11y-hidden|assistive-?text){EDGE}",
    re.IGNORECASE,
)
"""Names in `class` of what is read aloud and not shown: "opens in a new window"."""

UNSEEN: Final = frozenset({"hidden", "hide", "is-hidden", "d-none"})
"""Classes of what is not shown, unless another shows it on some screens: `hidden md:block`,
`d-none d-md-block`. Source: Bootstrap, Tailwind, Foundation."""
SHOWN_AGAIN: Final = re.compile(r":|\bd-\w{2}-")

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
"""Elements whose `id` is made of their words, to link to them: "social-media"."""

HIDDEN: Final = re.compile(r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden")
PARAGRAPHS: Final = frozenset({"p", "blockquote", "li", "pre", "td", "h1", "h2", "h3"})
"""Elements that are text themselves: an article is what holds them."""

MIN_CHARS: Final = 25
"""Shorter paragraphs are labels and buttons as often as text; they don't weigh."""

SCOPE_SHARE: Final = 0.4
"""Share of the page's weight that a scope must hold: teasers are `article` elements too."""

HEADED_SHARE: Final = 0.2
"""The same for a scope with the page's first heading: others' openings may follow below it, or
another article with a heading of its own."""

MOST_SHARE: Final = 0.5
"""Share of the page's weight above which an element is no furniture, whatever its name."""

WHOLE_SHARE: Final = 0.85
"""Share of its scope's weight that the article's element holds; the rest are stray paragraphs."""

LINKED_SHARE: Final = 0.6
"""Share of link text from which a block is a list of links."""

MAX_WEIGHED: Final = 2_000
"""Paragraphs weighed, each at the cost of its depth; longer pages are told by their first."""

MAX_SCOPES: Final = 100
"""Elements of one kind looked at as scopes; pages with more are lists."""


def main_blocks(page: LexborHTMLParser) -> list[HtmlBlock]:
    """Give the blocks of the article on `page`; empty when there is none."""
    body = page.body
    if body is None:
        return []
    whole = _held(blocks_of(body))
    leave_out = _judge(whole, _weights(page, body, whole), by_name=True)
    held = _held(blocks_of(body, leave_out))
    if whole and not held:
        leave_out = _judge(whole, {}, by_name=False)
        held = _held(blocks_of(body, leave_out))
    blocks = blocks_of(_narrowed(_scope(page, body, held), held), leave_out)
    told = captioned(blocks)
    if not any(block.kind == "paragraph" for block in told):
        told = list(blocks)  # a page that sets its whole text in the figure of a picture
    return [block for block in told if not (_is_linked(block) or is_label(block.text))]


def _weights(
    page: LexborHTMLParser, body: LexborNode, whole: Mapping[int, int]
) -> Mapping[int, float]:
    """Give the most weight of furniture, by the `mem_id` of what it stands in.

    That is the page, and the article that its first heading heads, else the longest: forms of
    consent and comments may be longer.
    """
    headed = _around(page.css_first("h1"), lambda above: above.tag in HEADED)
    if headed is None:
        articles = page.css("article")[:MAX_SCOPES]
        headed = max(articles, key=lambda node: whole.get(node.mem_id, 0), default=None)
    holders = [body] if headed is None else [body, headed]
    return {node.mem_id: MOST_SHARE * whole.get(node.mem_id, 0) for node in holders}


def _around(node: LexborNode | None, is_meant: Callable[[LexborNode], bool]) -> LexborNode | None:
    """Give the innermost element around `node` that is meant."""
    above = None if node is None else node.parent
    while above is not None and not is_meant(above):
        above = above.parent
    return above


def _judge(
    whole: Mapping[int, int], most: Mapping[int, float], *, by_name: bool
) -> Callable[[LexborNode], bool]:
    """Give what tells furniture, but not what wraps the page: `<body class="with-sidebar">`."""
    judged: dict[int, bool] = {}  # two walks ask of each
    least = min(most.values(), default=0.0)

    def is_large(node: LexborNode) -> bool:
        weight = whole.get(node.mem_id, 0)
        return weight > least and bool(
            _around(node, lambda above: weight > most.get(above.mem_id, weight))
        )

    def leave_out(node: LexborNode) -> bool:
        place = node.mem_id
        if place not in judged:
            small = not _is_in_text(node) and not is_large(node)
            attributes = node.attributes if by_name else {}
            judged[place] = _is_left_out(node.tag or "", attributes, small=small)
        return judged[place]

    return leave_out


def _scope(page: LexborHTMLParser, body: LexborNode, held: Mapping[int, int]) -> LexborNode:
    """Give the element that the page marks as its article, if it holds enough of the text.

    Of several with a heading it is the first: another article may follow, and be longer.
    """
    total = held.get(body.mem_id, 0)
    heading = page.css_first("h1")
    for scope in SCOPES:
        nodes = {node.mem_id: node for node in page.css(scope)[:MAX_SCOPES]}
        best = max(nodes.values(), key=lambda node: held.get(node.mem_id, 0), default=None)
        if best is None:
            continue
        enough = held.get(best.mem_id, 0) > SCOPE_SHARE * total
        if not enough or best.css_first("h1") is not None:
            first = _around(heading, partial(_is_one_of, nodes))
            if first is not None and held.get(first.mem_id, 0) > HEADED_SHARE * total:
                return first
        if enough:
            return best
    return body


def _is_one_of(nodes: Container[int], node: LexborNode) -> bool:
    return node.mem_id in nodes


def _is_in_text(node: LexborNode) -> bool:
    """Tell words that are marked within a paragraph: `<p>… <a class="tag">space travel</a> …`."""
    above = node.parent
    return node.tag in INLINE and above is not None and above.tag in PARAGRAPHS


def _is_linked(block: HtmlBlock) -> bool:
    return block.linked >= LINKED_SHARE * len(block.text)


def _held(blocks: Sequence[HtmlBlock]) -> dict[int, int]:
    """Give for each element, by `mem_id`, the weight of the paragraphs within it."""
    held: dict[int, int] = {}
    heavy = (block for block in blocks if len(block.text) >= MIN_CHARS and not _is_linked(block))
    for block in islice(heavy, MAX_WEIGHED):
        here = block.last
        while here is not None:
            held[here.mem_id] = held.get(here.mem_id, 0) + len(block.text) - block.linked
            here = here.parent
    return held


def _narrowed(scope: LexborNode, held: Mapping[int, int]) -> LexborNode:
    """Go down from `scope` for as long as one child holds nearly all the weight."""
    here, whole = scope, held.get(scope.mem_id, 0)
    while whole:
        children = (child for child in here.iter() if child.tag not in PARAGRAPHS)
        heaviest = max(children, key=lambda child: held.get(child.mem_id, 0), default=None)
        if heaviest is None or held.get(heaviest.mem_id, 0) < WHOLE_SHARE * whole:
            break
        here = heaviest
    return here


def _is_left_out(tag: str, attributes: Mapping[str, str | None], *, small: bool) -> bool:
    """Tell furniture of the page, if it is `small`, and readers' comments, which may be long."""
    if not attributes:
        return small and tag in AROUND
    place = "" if tag in HEADINGS else attributes.get("id") or ""
    name = f"{attributes.get('class') or ''} {place}".strip()
    if name and tag in COMMENTED and COMMENTS.search(name):
        return True
    if name and FOR_EARS.search(name):
        return True
    return small and _is_around(tag, attributes, name)


def _is_around(tag: str, attributes: Mapping[str, str | None], name: str) -> bool:
    """Tell whether an element is furniture of the page."""
    if tag in AROUND:
        return True
    if tag in WHOLE:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if HIDDEN.search(attributes.get("style") or "") or _is_unseen(attributes.get("class") or ""):
        return True
    return bool(name) and AROUND_NAMES.search(name) is not None


def _is_unseen(name: str) -> bool:
    return not UNSEEN.isdisjoint(name.split()) and SHOWN_AGAIN.search(name) is None
