"""AP's XML, a Publication of its text and metadata (APPL), as AP Exchange and WebFeeds send it.

Source: AP's schema `appl` 5; AP Media API, how its fields follow from it.
"""

from __future__ import annotations

from typing import Final

import msgspec
from lxml import etree

from streams.outcome import Drop, Outcome
from streams.parse.abreast import Steps, known
from streams.parse.ap_meta import meta_of
from streams.parse.article import Draft, Part, assemble, publish
from streams.parse.inline_text import inline_parts
from streams.parse.mended_xml import parse_mended
from streams.parse.news_item import ItemText, bare, parts_of
from streams.parse.nitf_document import as_nitf, text_in
from streams.parse.reading import UnreadableError, Wire
from streams.parse.xml_text import name_of, parts_in

ROOTS: Final = frozenset({"Publication"})

SECTIONS: Final = frozenset(
    {"Identification", "PublicationManagement", "NewsLines", "AdministrativeMetadata"}
    | {"RightsMetadata", "DescriptiveMetadata"}
)
SLUGLINE: Final = "{*}FilingMetadata/{*}SlugLine"
"""What the filing says of the item; the rest is of how it was sent."""

CONTENT: Final = "{*}TextContentItem/{*}DataContent"


def read(wire: Wire) -> Steps[Outcome]:
    """Read one Publication; refused as `unknown_format` if it is another vocabulary's."""
    root = parse_mended(wire.text)
    if root.find("{*}Identification") is None or root.find("{*}PublicationManagement") is None:
        raise UnreadableError(
            "unknown_format", f"<{name_of(root)}> is no APPL; it has no PublicationManagement."
        )
    draft = draft_of(root, wire)
    return known(draft) if isinstance(draft, Drop) else publish(draft, wire)


def draft_of(root: etree._Element, wire: Wire) -> Draft | Drop:
    """Give the article of a Publication."""
    sections = [element for element in root if name_of(element) in SECTIONS]
    meta = meta_of((*sections, root.iterfind(SLUGLINE)))
    if meta.dropped:
        return Drop(meta.dropped)
    texts = meta.texts(_texts(root, wire))
    texts = msgspec.structs.replace(texts, headline=bare(texts.headline))
    text, blocks, credited = assemble(parts_of(texts, wire))
    if not text and meta.status != "cancelled":
        return Drop("no_content")
    draft = meta.told(Draft(format="ap", text=text, blocks=blocks, sources=credited))
    return msgspec.structs.replace(draft, headline=texts.headline)


def _texts(root: etree._Element, wire: Wire) -> ItemText:
    """Give the texts of the components: the story, captions of its pictures, notes to editors."""
    story = ItemText()
    captions: list[Part] = []
    notes: list[str] = []
    for component in root.iterchildren("{*}PublicationComponent"):
        role = component.get("Role")
        for content in component.iterfind(CONTENT):
            if role == "Main":
                more = _story(content, wire)
                story = _with(story, more) if story.body else more
            elif role == "Caption":
                captions += parts_in(content, "caption")
            elif role == "PublishableEditorNotes":
                notes += [part.text for part in parts_in(content)]
    return msgspec.structs.replace(
        story, captions=(*story.captions, *captions), notes=(*story.notes, *notes)
    )


def _with(story: ItemText, more: ItemText) -> ItemText:
    """Give a story with what another text of the same item adds to it."""
    return msgspec.structs.replace(
        story,
        body=(*story.body, *more.body),
        captions=(*story.captions, *more.captions),
        notes=(*story.notes, *more.notes),
    )


def _story(content: etree._Element, wire: Wire) -> ItemText:
    nitf = next(content.iterchildren("{*}nitf"), None)
    if nitf is None and not len(content):
        nitf = as_nitf(content.text)
    if nitf is not None:
        return text_in(nitf)[0]
    if len(content):
        return ItemText(body=tuple(parts_in(content)))
    return ItemText(body=tuple(inline_parts(content.text or "", "", "", wire)))
