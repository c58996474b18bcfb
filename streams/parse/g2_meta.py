"""The metadata of an item of NewsML-G2: properties by name, with codes and labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
from lxml import etree

from schemas.records import Subject
from streams.parse.item_terms import term
from streams.parse.reading import UnreadableError
from streams.parse.safe_xml import XML_LANG
from streams.parse.xml_text import line_in, name_of

HOLDERS: Final = ("rightsInfo", "itemMeta", "contentMeta")
DEFAULT_LANGUAGE: Final = "en"
"""Of labels, where the item's own language has none."""


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """The properties of rights, item and content metadata, by their names."""

    guid: str
    version: str | None
    language: str | None
    """Of the metadata themselves: the default of their texts."""
    properties: dict[str, list[etree._Element]]
    asserted: dict[str, etree._Element]
    """What the item says of concepts beside its metadata, by their code: their names, mostly."""

    def all(self, name: str) -> Sequence[etree._Element]:
        """Give every property called `name`."""
        return self.properties.get(name, ())

    def first(self, name: str) -> etree._Element | None:
        """Give the first property called `name`."""
        return next(iter(self.all(name)), None)

    def code(self, name: str) -> str | None:
        """Give the code of the first property called `name`."""
        element = self.first(name)
        return None if element is None else code_of(element)

    def lines(self, name: str) -> tuple[str, ...]:
        """Give the text of every property called `name` that has one."""
        return tuple(text for e in self.all(name) if (text := line_in(e)))

    def in_language(self, name: str) -> tuple[str, ...]:
        """Give the text of the property called `name` in the item's language, once."""
        chosen = self.preferred([e for e in self.all(name) if line_in(e)])
        return () if chosen is None else (line_in(chosen),)

    def preferred(self, elements: Sequence[etree._Element]) -> etree._Element | None:
        """Give the element in the item's language, else without one, else in English, else any."""
        if len(elements) < 2:  # noqa: PLR2004 - nothing to choose from
            return elements[0] if elements else None
        own = _primary(self.language)
        order = {own: 0, "": 1, DEFAULT_LANGUAGE: 2}
        return min(elements, key=lambda e: order.get(_primary(e.get(XML_LANG)), 3))


def meta_of(item: etree._Element) -> Meta:
    """Read the metadata of an item; refused as `not_newsml` when they or its guid are missing."""
    guid = (item.get("guid") or "").strip()
    name = name_of(item)
    if not guid:
        raise UnreadableError("not_newsml", f"<{name}> without `guid`; give the item its id.")
    properties: dict[str, list[etree._Element]] = {}
    asserted: dict[str, etree._Element] = {}
    holders: set[str] = set()
    for child in item:
        holder = name_of(child)
        if holder in HOLDERS:
            holders.add(holder)
            for element in child:
                properties.setdefault(name_of(element), []).append(element)
        elif holder == "derivedFrom":
            properties.setdefault(holder, []).append(child)
        elif holder == "assert" and (code := code_of(child)):
            asserted.setdefault(code, child)
    if "itemMeta" not in holders:
        raise UnreadableError(
            "not_newsml", f"<{name}> {guid} without `itemMeta`; send it with its metadata."
        )
    return Meta(
        guid=guid,
        version=item.get("version"),
        language=_language(item),
        properties=properties,
        asserted=asserted,
    )


def code_of(element: etree._Element) -> str | None:
    """Give a property's code as given: its qcode, URI or literal."""
    return element.get("qcode") or element.get("uri") or element.get("literal")


def label_of(element: etree._Element, meta: Meta) -> str | None:
    """Give a property's name in the item's language, else as asserted, else literal or text."""
    told = meta.asserted.get(code_of(element) or "") if meta.asserted else None
    for holder in (element, told):
        if holder is not None and len(holder):
            names = [e for e in holder if name_of(e) == "name" and line_in(e)]
            if names:
                return line_in(meta.preferred(names))
    return element.get("literal") or " ".join((element.text or "").split()) or None


def subjects_of(meta: Meta, name: str, types: frozenset[str] | None = None) -> Iterator[Subject]:
    """Give the properties called `name` as code and label; with `types`, those of such a type."""
    for element in meta.all(name):
        if types is not None and term(element.get("type") or element.get("typeuri")) not in types:
            continue
        code, label = code_of(element), label_of(element, meta)
        if code or label:
            yield Subject(code=code, label=label)


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
