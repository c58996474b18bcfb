"""The items of Reuters before NewsML 1.0, as its corpora RCV1 and RCV2 have them.

Source: Lewis et al. 2004, RCV1: A New Benchmark Collection for Text Categorization Research.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from schemas.records import Subject
from streams.outcome import Drop
from streams.parse.article import Draft, assemble
from streams.parse.dates import parse_time
from streams.parse.feed import sources_of
from streams.parse.news_item import ItemText, parts_of
from streams.parse.reading import Wire
from streams.parse.safe_xml import XML_LANG
from streams.parse.xml_text import line_in, parts_in

ROOT: Final = "newsitem"
PLACES: Final = "countries"
"""The class of codes, `bip:countries:1.0`, that are places; the others are subjects."""


def draft_of(item: etree._Element, wire: Wire) -> Draft | Drop:
    """Read a <newsitem>; one without headline and text is dropped."""
    said = {e.get("element"): (e.get("value") or "").strip() for e in item.iter("{*}dc")}
    date = (item.get("date") or said.get("dc.date.published") or "").strip()
    headline = line_in(item.find("{*}headline")) or line_in(item.find("{*}title"))
    body = item.find("{*}text")
    texts = ItemText(
        headline=headline,
        byline=line_in(item.find("{*}byline")),
        dateline=line_in(item.find("{*}dateline")).removesuffix(date).strip(),
        body=() if body is None else tuple(parts_in(body)),
    )
    text, blocks, credited = assemble(parts_of(texts, wire))
    if not text:
        return Drop("no_content")
    location = said.get("dc.creator.location")
    places = (*((Subject(label=location),) if location else ()), *_codes(item, places=True))
    return Draft(
        format="newsml-1.2",
        headline=headline,
        text=text,
        blocks=blocks,
        provider_id=item.get("itemid"),
        declared_language=item.get(XML_LANG),
        sources=credited or sources_of(filter(None, [said.get("dc.source")])),
        subjects=tuple(_codes(item, places=False)),
        places=places,
        rights=line_in(item.find("{*}copyright")) or None,
        published_at=parse_time(date),
    )


def _codes(item: etree._Element, *, places: bool) -> Iterator[Subject]:
    for codes in item.iterfind("{*}metadata/{*}codes"):
        if (PLACES in (codes.get("class") or "")) == places:
            yield from (Subject(code=code) for e in codes if (code := e.get("code")))
