"""NewsML-G2 2.x, the IPTC's XML for news: items by themselves, and messages that hold many.

News items with a text become articles; packages become articles of their headline and links;
items of every other kind are dropped, each with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

from schemas.records import Parsed
from streams.outcome import Drop, Outcome
from streams.parse.abreast import Steps, known
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

READERS: Final[Mapping[str, Callable[[etree._Element, Wire], Steps[Parsed | Drop]]]] = (
    MappingProxyType({"newsItem": read_news, "packageItem": read_package})
)


def read(wire: Wire) -> Steps[Outcome]:
    """Read one item, or every item of a message; refused as `not_newsml` with the field."""
    root = parse_mended(wire.text)
    if name_of(root) != "newsMessage":
        items = [root]
    else:
        items = [e for item_set in root.iterfind("{*}itemSet") for e in item_set if name_of(e)]
        items = items or [e for e in root if name_of(e) in READERS]
    wire.limits.check_articles(len(items))
    return read_each(
        items, lambda item: _item(item, wire), named=_named, empty=Drop("empty_message")
    )


def _named(number: int, item: etree._Element) -> str:
    return f"Item {number} ({name_of(item)}, {item.get('guid', 'no guid')})"


def _item(element: etree._Element, wire: Wire) -> Steps[Parsed | Drop]:
    name = name_of(element)
    if name in DROPPED:
        return known(Drop(DROPPED[name]))
    reader = READERS.get(name)
    if reader is None:
        raise UnreadableError(
            "not_newsml", f"<{name}> is no item of NewsML-G2; send one of {', '.join(READERS)}."
        )
    return reader(element, wire)
