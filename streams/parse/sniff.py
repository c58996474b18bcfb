"""What a wire item's text looks like, whatever its content type says."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

Shape = Literal["xml", "html", "json", "text", "framed", "mail"]

HEAD_CHARS: Final = 65_536
"""Characters in which the root element must begin; prologues with long comments are rare."""

JSON_START: Final = re.compile(
    r"\s*(?:\{\s*[\"}]|\[\s*(?:[\[{\"\]]|-?\d[\d.eE+-]{0,30}\s*[,\]])"
    r"|(?:null|true|false|-?\d[\d.eE+-]{0,30})\s{0,9}\Z)"
)
"""An object, an array of values, or a value alone: not a text that begins with a bracket."""

XML_DECLARATION: Final = "<?xml"
XML_PROLOGUE: Final = re.compile(r"\s*<(?:\?|!--|!DOCTYPE\b|!doctype\b)")
MISC: Final = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!doctype\b[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE
)
ROOT: Final = re.compile(r"<(?:([\w.-]+):)?([\w.-]+)(?=[\s/>])")
KNOWN_ROOTS: Final = frozenset(
    {"rss", "rdf", "feed", "entry", "channel", "nitf", "newsml", "newsitem", "newsmessage"}
    | {"packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem", "iim"}
)
"""Root elements of news formats, in small letters: XML even when cut off or undeclared."""

ATTRIBUTE: Final = re.compile(r"\s[\w:.-]{1,60}\s?=\s?[\"']")
FRAME: Final = re.compile(r"[\s\0\x7f]{0,64}[\x01\x02\x16]")
"""Start of heading or text, or synchronous idle, after what fills the line: ANPA 1312 and
IPTC 7901 begin so."""

UNFRAMED: Final = re.compile(
    r"\s{0,8}(?:ZCZC[ \t]?\s{0,4}|\[[\w: -]{8,24}\]\s{0,8})?"
    r"[A-Za-z]{2,4}\d{3,5} {1,6}[1-9] [A-Za-z]{1,3} \d{1,5}\b|\s{0,8}ZCZC(?:\b|\d{1,5}/)"
)
"""The header of IPTC 7901 where a transport has lost its control characters, or used none."""

ANPA: Final = re.compile("[\x1f\x13\x14]|\x02\\s{0,4}\\^|(?<=\\n)\\^.{1,200}[<=]\\s")
"""What ANPA 1312 has and IPTC 7901 has not: separators in the header, lines marked `^`."""

JSON_FAMILIES: Final = (
    (
        "jsonfeed",
        re.compile(
            r'"version"\s{0,4}:\s{0,4}"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/'
        ),
    ),
    ("dpa", re.compile(r'"format"\s{0,4}:\s{0,4}"digitalwires@|"article_html"\s{0,4}:')),
    (
        "ap",
        re.compile(r'"(?:api_version|editorialtypes|editorialpriority|datelinelocation)"\s{0,4}:'),
    ),
    ("json-ld", re.compile(r'"@context"\s{0,4}:')),
)
"""Keys that tell formats in JSON apart; within a text their quotation marks are escaped."""

JSON_FAMILY: Final = re.compile("|".join(keys.pattern for _, keys in JSON_FAMILIES))
JSON_SIGNS: Final = (
    *("@", "jsonfeed.org", '"article_html"', '"api_version"', '"editorial', '"datelinelocation"'),
)
"""One of these is in each of them: most JSON is ninjs, which has none, and looks are cheaper than
one search."""

MAIL_CHARS: Final = 8_192
"""Where a field that tells a message must stand: relays put their own first."""

HTML_TAGS: Final = frozenset(
    {"html", "head", "body", "div", "p", "article", "section", "h1", "span", "table", "br", "meta"}
)
"""What a page of HTML begins with, or a part of one."""
PART_TAGS: Final = frozenset(
    {"h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "figure", "main", "nav"}
    | {"aside", "center", "img", "hr", "pre", "iframe"}
)
"""What a part of a page begins with as well, where no declaration says that it is XML."""
WORD_TAGS: Final = frozenset({"b", "i", "u", "em", "strong", "small", "font"})
"""The same where it is closed: "<B> SETS DIVIDEND" names a share."""


MARKUP_STARTS: Final = frozenset((b"{", b"[", b"<"))
"""How JSON and XML begin, and no mail."""
MAIL_START: Final = re.compile(rb"\s*(?:From \S|[A-Z][A-Za-z-]{1,40}:\s)")
MAIL_FIELD: Final = re.compile(
    rb"^(?:Message-ID|MIME-Version|Received):\s", re.IGNORECASE | re.MULTILINE
)
"""Header fields that every message on its way has one of. Source: RFC 5322, 2045."""


MAIL_HEAD: Final = tuple(
    re.compile(field, re.MULTILINE)
    for field in (
        rb"^From:\s[^\r\n]{0,200}@",
        rb"^Date:\s+(?:[A-Z][a-z]{2},\s+)?\d{1,2} [A-Z][a-z]{2} \d{2,4} \d",
        rb"^(?:To|Subject):\s",
    )
)
"""Fields that a message never sent has too, or one saved without those. Source: RFC 5322, 3.6."""
BLANK_LINE: Final = re.compile(rb"\n\r?\n")


class Look(NamedTuple):
    """The shape of a text, and what tells formats of that shape apart."""

    shape: Shape
    root: str = ""
    """For XML and HTML the local name of the root element, else the family told by its keys."""


JSON_OF_NO_FAMILY: Final = Look("json")


def is_mail(body: bytes) -> bool:
    """Tell whether `body` is an e-mail message, before it is decoded."""
    if body[:1] in MARKUP_STARTS or not MAIL_START.match(body, 0, MAIL_CHARS):
        return False
    if MAIL_FIELD.search(body, 0, MAIL_CHARS):
        return True
    head = BLANK_LINE.split(body[:MAIL_CHARS].lstrip(), maxsplit=1)[0]
    return all(field.search(head) for field in MAIL_HEAD)


def look(text: str) -> Look:
    """Tell XML, HTML, JSON and plain text apart by how the text begins."""
    head = text[:HEAD_CHARS]
    if JSON_START.match(head):
        if not any(map(text.__contains__, JSON_SIGNS)) or not JSON_FAMILY.search(text):
            return JSON_OF_NO_FAMILY
        families = (name for name, keys in JSON_FAMILIES if keys.search(text))
        return Look("json", next(families, ""))
    if FRAME.match(head) or UNFRAMED.match(head):
        return Look("framed", "anpa" if ANPA.search(head) else "iptc7901")
    if is_mail(head[:MAIL_CHARS].encode("utf-8", "surrogatepass")):
        return Look("mail")
    return _markup(head, text) if head.lstrip().startswith("<") else Look("text")


def _markup(head: str, text: str) -> Look:
    """Tell markup from text that opens with a bracket: "<ABC.N> SETS QUARTERLY DIVIDEND"."""
    at = 0
    while match := MISC.match(head, at):
        at = match.end()
    root = ROOT.match(head, at)
    if root is None:
        return Look("xml" if XML_PROLOGUE.match(head) else "text")
    name = root[2]
    tag, end = name.lower(), f"</{root[0][1:]}"
    part = tag in PART_TAGS or (tag in WORD_TAGS and end in text)
    if tag in HTML_TAGS or (part and XML_DECLARATION not in head[:at]):
        return Look("html", tag)
    declared = at > 0 and XML_PROLOGUE.match(head)
    attributes = ATTRIBUTE.match(head, root.end())
    if declared or attributes or tag in KNOWN_ROOTS or end in text:
        return Look("xml", name)
    return Look("text")
