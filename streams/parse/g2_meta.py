"""The metadata of an item of NewsML-G2: properties by name, with codes and labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from lxml import etree

from schemas.records import Subject
from streams.parse.item_terms import term
from streams.parse.reading import UnreadableError
from streams.parse.safe_xml import XML_LANG
from streams.parse.xml_text import line_in, local, name_of

HOLDERS: Final = frozenset({"rightsInfo", "itemMeta", "contentMeta"})
OTHER: Final = 3
"""The preference of languages that are not named in it."""

DEFAULT_LANGUAGE: Final = "en"
"""Of labels, where the item's own language has none."""


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """The properties of rights, item and content metadata, by their names."""

    guid: str
    version: str | None
    language: str | None
    """Of the metadata themselves: the default of their texts."""
    preference: Mapping[str, int]
    """By language, the lowest for those that labels and texts are best given in."""
    properties: Mapping[str, Sequence[etree._Element]]
    content_set: etree._Element | None
    asserted: Mapping[str, etree._Element]
    """What the item says of concepts beside its metadata, by their code: their names, mostly."""

    def all(self, name: str) -> Sequence[etree._Element]:
        """Give every property called `name`."""
        return self.properties.get(name, ())

    def first(self, name: str) -> etree._Element | None:
        """Give the first property called `name`."""
        return self.properties[name][0] if name in self.properties else None

    def code(self, name: str) -> str | None:
        """Give the code of the first property called `name`."""
        return code_of(self.properties[name][0]) if name in self.properties else None

    def lines(self, name: str) -> Sequence[str]:
        """Give the text of every property called `name` that has one."""
        if name not in self.properties:
            return ()
        return [text for e in self.properties[name] if (text := line_in(e))]

    def line(self, name: str) -> str:
        """Give the first text of a property called `name`; empty without one."""
        for e in self.properties.get(name, ()):
            if text := line_in(e):
                return text
        return ""

    def in_language(self, name: str) -> str:
        """Give the text of the property called `name` in the item's language; empty without one."""
        return self.preferred(self.all(name))

    def preferred(self, elements: Sequence[etree._Element]) -> str:
        """Give the text in the item's language, else without one, else in English, else any."""
        if len(elements) == 1:
            return line_in(elements[0])
        best, least = "", OTHER + 1
        for e in elements:
            rank = self.preference.get(_primary(e.get(XML_LANG)), OTHER)
            if rank < least and (text := line_in(e)):
                best, least = text, rank
        return best


def meta_of(item: etree._Element) -> Meta:
    """Read the metadata of an item; refused as `not_newsml` when they or its guid are missing."""
    guid = (item.get("guid") or "").strip()
    if not guid:
        raise UnreadableError(
            "not_newsml", f"<{name_of(item)}> without `guid`; give the item its id."
        )
    properties: defaultdict[str, list[etree._Element]] = defaultdict(list)
    asserted: dict[str, etree._Element] = {}
    holders: set[str] = set()
    content_set: etree._Element | None = None
    for child in item:
        holder = local(child.tag)
        if holder in HOLDERS:
            holders.add(holder)
            for element in child:
                properties[local(element.tag)].append(element)
        elif holder == "contentSet":
            content_set = child if content_set is None else content_set
        elif holder == "derivedFrom":
            properties[holder].append(child)
        elif holder == "assert" and (code := code_of(child)):
            asserted.setdefault(code, child)
    if "itemMeta" not in holders:
        raise UnreadableError(
            "not_newsml",
            f"<{name_of(item)}> {guid} without `itemMeta`; send it with its metadata.",
        )
    language = _language(item)
    return Meta(
        guid=guid,
        version=item.get("version"),
        language=language,
        preference={_primary(language): 0, "": 1, DEFAULT_LANGUAGE: 2},
        properties=dict(properties),
        content_set=content_set,
        asserted=asserted,
    )


def code_of(element: etree._Element) -> str | None:
    """Give a property's code as given: its qcode, URI or literal."""
    return element.get("qcode") or element.get("uri") or element.get("literal")


def label_of(element: etree._Element, meta: Meta) -> str | None:
    """Give a property's name in the item's language, else as asserted, else literal or text."""
    if len(element) and (name := _name_in(element, meta)):
        return name
    told = meta.asserted.get(code_of(element) or "") if meta.asserted else None
    if told is not None and (name := _name_in(told, meta)):
        return name
    text = element.text
    return element.get("literal") or (" ".join(text.split()) or None if text else None)


def _name_in(holder: etree._Element, meta: Meta) -> str:
    return meta.preferred([e for e in holder if local(e.tag) == "name"])


def subjects_of(meta: Meta, name: str) -> list[tuple[Subject, str]]:
    """Give the properties called `name` as code and label, each with the last part of its type."""
    found = []
    for e in meta.properties.get(name, ()):
        code, label = code_of(e), label_of(e, meta)
        if code or label:
            kind = term(e.get("type") or e.get("typeuri"))
            found.append((Subject(code=code, label=label), kind))
    return found


def _language(item: etree._Element) -> str | None:
    """Give the declared language of an item, or of the message around it."""
    element: etree._Element | None = item
    while element is not None:
        if declared := element.get(XML_LANG):
            return declared
        element = element.getparent()
    return None


def _primary(tag: str | None) -> str:
    return (tag or "").partition("-")[0].lower()
