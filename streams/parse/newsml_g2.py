"""NewsML-G2 2.x, the IPTC's XML for news: items by themselves, and messages that hold many.

News items with a text become articles; packages become articles of their headline and links;
items of every other kind are dropped, each with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from lxml import etree

from schemas.records import Parsed
from streams.outcome import Drop, Outcome
from streams.parse.abreast import Steps, known
from streams.parse.article import Draft, finish
from streams.parse.g2_item import read_news, read_package
from streams.parse.mended_xml import parse_mended
from streams.parse.reading import UnreadableError, Wire
from streams.parse.several import read_each
from streams.parse.xml_text import name_of

ROOTS: Final = frozenset(
    {"newsItem", "newsMessage", "packageItem", "conceptItem", "knowledgeItem", "planningItem"}
    | {"catalogItem", "catalog"}
)

DROPPED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "conceptItem": "concept_item",
        "knowledgeItem": "knowledge_item",
        "planningItem": "planning_item",
        "catalogItem": "catalog_item",
        "catalog": "catalog_item",
    }
)

READERS: Final[Mapping[str, Callable[[etree._Element, Wire], Steps[Draft | Drop]]]] = (
    MappingProxyType({"newsItem": read_news, "packageItem": read_package})
)


def read(wire: Wire) -> Steps[Outcome]:
    """Read one item, or every item of a message; refused as `not_newsml` with the field."""
    items = items_of(parse_mended(wire.text))
    wire.limits.check_articles(len(items))
    return read_each(
        items, lambda item: _article(item, wire), named=_named, empty=Drop("empty_message")
    )


def items_of(root: etree._Element) -> Sequence[etree._Element]:
    """Give the items of a message, or the one item itself."""
    if name_of(root) != "newsMessage":
        return [root]
    items = [e for item_set in root.iterfind("{*}itemSet") for e in item_set if name_of(e)]
    return items or [e for e in root if name_of(e) in READERS]


def draft_of(item: etree._Element, wire: Wire) -> Steps[Draft | Drop]:
    """Give what an item says; raises UnreadableError `not_newsml` for what is none."""
    name = name_of(item)
    if name in DROPPED:
        return known(Drop(DROPPED[name]))
    reader = READERS.get(name)
    if reader is None:
        raise UnreadableError(
            "not_newsml", f"<{name}> is no item of NewsML-G2; send one of {', '.join(READERS)}."
        )
    return reader(item, wire)


def _article(item: etree._Element, wire: Wire) -> Steps[Parsed | Drop]:
    draft = yield from draft_of(item, wire)
    if isinstance(draft, Drop):
        return draft
    yield
    return finish(draft, wire)


def _named(number: int, item: etree._Element) -> str:
    return f"Item {number} ({name_of(item)}, {item.get('guid', 'no guid')})"
