"""The components of a NewsML 1 item: its text, its pictures' captions, its news lines.

Components nest without rule: the text may stand in the outermost one or some levels below,
beside pictures that hold their caption and their files as components of their own.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from schemas.records import Link
from streams.parse.article import Part
from streams.parse.captions import credit_of
from streams.parse.inline_text import inline_parts
from streams.parse.item_terms import term
from streams.parse.news_item import ItemText, bare
from streams.parse.newsml1_meta import formal_name
from streams.parse.nitf_document import as_nitf, text_in
from streams.parse.reading import UnreadableError, Wire
from streams.parse.safe_xml import XML_LANG
from streams.parse.xml_text import Fields, by_name, first, line_in, name_of, parts_in

MEDIA: Final[Mapping[str, str]] = {
    "photo": "picture_item",
    "picture": "picture_item",
    "image": "picture_item",
    "graphic": "graphic_item",
    "graphics": "graphic_item",
    "infographic": "graphic_item",
    "animation": "graphic_item",
    "video": "video_item",
    "audio": "audio_item",
}
"""Media types that are no text, and why an item of nothing else is dropped."""

CAPTION_ROLES: Final = frozenset({"caption", "photocaption", "legend", "legende", "picturecaption"})
OTHER_ROLES: Final = frozenset({"highdef", "quicklook", "thumbnail", "preview", "icon", "squared"})
HEADLINE_ROLES: Final = frozenset({"headline", "title"})
SUBHEADLINE_ROLES: Final = frozenset(
    {"subheadline", "subhead", "subtitle", "abstract", "summary", "teaser", "kicker", "catchline"}
    | {"overline", "deck"}
)
NOTE_LINES: Final = frozenset(
    {"advisoryline", "advisory", "editorsnote", "editornote", "ednote", "note", "notetoeditors"}
    | {"specialinstructions", "instructions", "correctionline"}
)
"""Types of further news lines that speak to editors; AFP says there what a version corrects."""

FOOTER_ROLES: Final = frozenset({"contact", "contacts", "footer", "boilerplate", "signature"})
NO_TEXT: Final = frozenset({"text/css", "text/javascript", "application/javascript"})
LINE_NAMES: Final = frozenset(
    {"HeadLine", "SubHeadLine", "ByLine", "DateLine", "CreditLine", "SlugLine", "CopyrightLine"}
    | {"RightsLine", "ByLineTitle"}
)
ABOUT_CONTENT: Final = (
    *("Comment", "Catalog", "MediaType", "Format", "MimeType", "Notation", "Characteristics"),
    "Encoding",
)
"""What a content item holds beside its content. Source: NewsML 1.2 DTD."""
VOCABULARIES: Final = frozenset({"Catalog", "TopicSet"})
"""What items hold that tell software what names mean."""
MAX_DEPTH: Final = 16
"""Components within components; items of agencies nest them three deep."""


@dataclass(slots=True, kw_only=True)
class Components:
    """What was found in the components of an item, in order."""

    lines: dict[str, str] = field(default_factory=dict)
    """News lines by name, the outermost first."""
    subheadlines: list[str] = field(default_factory=list)
    body: list[Part] = field(default_factory=list)
    captions: list[Part] = field(default_factory=list)
    footers: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    nitf: ItemText = field(default_factory=ItemText)
    media: str | None = None
    """Why the item is dropped if it has no text: what else it holds."""
    language: str | None = None
    links: list[Link] = field(default_factory=list)

    @property
    def headline(self) -> str:
        """The headline; empty for a flash."""
        return bare(self.lines.get("HeadLine") or self.nitf.headline)

    @property
    def byline(self) -> str:
        """The byline, with the writer's title."""
        return ", ".join(line for n in ("ByLine", "ByLineTitle") if (line := self.lines.get(n)))

    @property
    def credit_lines(self) -> tuple[str, ...]:
        """The credit line, as the source."""
        return tuple(line for name in ("CreditLine",) if (line := self.lines.get(name)))

    @property
    def rights(self) -> tuple[str, ...]:
        """Copyright and rights lines."""
        return tuple(line for n in ("CopyrightLine", "RightsLine") if (line := self.lines.get(n)))

    def text(self, notes: tuple[str, ...]) -> ItemText:
        """Give the texts for reading, with the notes of the news management."""
        return ItemText(
            headline=self.headline,
            subheadlines=(*self.subheadlines, *self.nitf.subheadlines),
            summaries=self.nitf.summaries,
            byline=self.byline or self.nitf.byline,
            dateline=self.lines.get("DateLine") or self.nitf.dateline,
            body=(*self.body, *self.footers),
            captions=tuple(self.captions),
            notes=(*notes, *self.notes, *self.nitf.notes),
        )


def components_of(component: etree._Element, wire: Wire) -> Components:
    """Read the components of an item, outermost first."""
    found = Components()
    _component(component, found, wire, depth=0)
    return found


def _component(component: etree._Element, found: Components, wire: Wire, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise UnreadableError(
            "too_large", f"NewsComponents more than {MAX_DEPTH} deep; send a flatter item."
        )
    within = by_name(component)
    lines = _lines(within)
    if depth and _is_picture(component):
        _picture(component, lines, found, wire)
        return
    if depth and _named_by_role(component, found, wire):
        return
    before = len(found.body)
    own = _own_lines(lines, found) if before else []
    for name, values in lines.items():
        found.lines.setdefault(name, values[0])
    further = list(_further(within))
    found.notes += [text for kind, text in further if kind in NOTE_LINES]
    if not own:
        found.subheadlines += lines.get("SubHeadLine", [])
        found.subheadlines += [text for kind, text in further if kind in SUBHEADLINE_ROLES]
    found.links += [
        Link(rel="member", id=target)
        for e in within.get("NewsItemRef", ())
        if (target := e.get("NewsItem"))
    ]
    found.language = found.language or component.get(XML_LANG)
    alternatives = component.get("EquivalentsList") == "yes"
    for one in (*within.get("ContentItem", ()), *within.get("NewsComponent", ())):
        if alternatives and len(found.body) > before:
            break
        if name_of(one) == "ContentItem":
            _content(one, found, wire)
        else:
            _component(one, found, wire, depth + 1)
    if len(found.body) > before:
        found.body[before:before] = [Part(kind="paragraph", text=line) for line in own]


def _own_lines(lines: Mapping[str, list[str]], found: Components) -> list[str]:
    """Give headline and subheadline of a further text, which stand above it in the body."""
    headlines = [line for line in lines.get("HeadLine", ()) if line != found.headline]
    return [*headlines[:1], *lines.get("SubHeadLine", ())] if headlines else []


def _named_by_role(component: etree._Element, found: Components, wire: Wire) -> bool:
    """Take a component for what its role says, if that is a news line and no body."""
    role = term(_role(component))
    if role not in HEADLINE_ROLES | SUBHEADLINE_ROLES | FOOTER_ROLES:
        return False
    inner = Components()
    for item in component.iter("{*}ContentItem"):
        _content(item, inner, wire)
    texts = [part.text for part in inner.body]
    if role in FOOTER_ROLES:
        found.footers += [Part(kind="footer", text=text) for text in texts]
    elif role in SUBHEADLINE_ROLES:
        found.subheadlines += texts
    else:
        given = found.lines.setdefault("HeadLine", " ".join(texts))
        written = "".join(given.split())
        found.subheadlines += [text for text in texts if "".join(text.split()) not in written]
    return True


def _is_picture(component: etree._Element) -> bool:
    """Tell a picture or film with its caption and files from a component with text."""
    if term(_role(component)) in CAPTION_ROLES | OTHER_ROLES:
        return True
    kinds = [
        (term(_role(owner)), _kind(by_name(item)))
        for owner in (component, *component.iterfind("{*}NewsComponent"))
        for item in owner.iterfind("{*}ContentItem")
    ]
    has_media = any(kind for _, kind in kinds)
    has_text = any(not kind and role not in CAPTION_ROLES for role, kind in kinds)
    return has_media and not has_text


def _picture(
    component: etree._Element, lines: Mapping[str, list[str]], found: Components, wire: Wire
) -> None:
    makers = (*lines.get("ByLine", ()), *lines.get("CreditLine", ()))
    credit = " / ".join(makers) or None
    inner = Components()
    for item in component.iter("{*}ContentItem"):
        _content(item, inner, wire)
    found.media = found.media or inner.media
    texts = [part.text for part in inner.body] or lines.get("HeadLine", [])
    found.captions += [
        Part(kind="caption", text=text, credit=credit or credit_of(text)) for text in texts
    ]


def _content(item: etree._Element, found: Components, wire: Wire) -> None:
    within = by_name(item)
    kind = _kind(within)
    if kind or _named(within, "MimeType").lower() in NO_TEXT:
        found.media = found.media or kind
        return
    data, encoding = first(within, "DataContent"), ""
    wrapped = first(within, "Encoding")
    if data is None and wrapped is not None:
        data, encoding = wrapped.find("{*}DataContent"), wrapped.get("Notation", "base64")
    if data is None:
        data = _undeclared(item)
    found.language = found.language or data.get(XML_LANG)
    root = next((e for e in data if isinstance(e.tag, str)), None)
    root = as_nitf(data.text) if root is None else root
    if root is not None and name_of(root) in VOCABULARIES:
        found.media = found.media or "catalog_item"
    elif root is None:
        form = f"{_named(within, 'Format')} {_named(within, 'MimeType')}"
        found.body += inline_parts(
            data.text or "", "html" * ("html" in form.lower()), encoding, wire
        )
    elif name_of(root) == "nitf":
        nitf, language = text_in(root)
        if not found.body:
            found.nitf = nitf
        found.body += nitf.body
        found.language = found.language or language
    else:
        found.body += parts_in(data)


def _undeclared(item: etree._Element) -> etree._Element:
    """Give what some senders put in a content item without the element that is to hold it."""
    content = copy.deepcopy(item)
    for element in item.iterchildren(*(f"{{*}}{name}" for name in ABOUT_CONTENT)):
        etree.strip_elements(content, element.tag, with_tail=False)
    return content


def _lines(component: Fields) -> dict[str, list[str]]:
    """Give the news lines by name; the empty ones are left out."""
    found: dict[str, list[str]] = {}
    for lines in component.get("NewsLines", ()):
        for line in lines:
            name = name_of(line)
            if name in LINE_NAMES and (text := line_in(line)):
                found.setdefault(name, []).append(text)
    return found


def _further(component: Fields) -> Iterator[tuple[str, str]]:
    """Give the further news lines, each with its type."""
    for lines in component.get("NewsLines", ()):
        for line in by_name(lines).get("NewsLine", ()):
            fields = by_name(line)
            if (kind := first(fields, "NewsLineType")) is not None:
                texts = (line_in(e) for e in fields.get("NewsLineText", ()))
                yield from ((term(formal_name(kind)), text) for text in texts if text)


def _role(component: etree._Element) -> str | None:
    role = component.find("{*}Role")
    return None if role is None else formal_name(role)


def _kind(item: Fields) -> str | None:
    """Give why an item of such content is dropped; None for text."""
    mime_type = _named(item, "MimeType").partition("/")[0]
    return MEDIA.get(term(_named(item, "MediaType"))) or MEDIA.get(mime_type.lower())


def _named(item: Fields, name: str) -> str:
    element = first(item, name)
    return "" if element is None else (formal_name(element) or "")
