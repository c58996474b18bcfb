"""NewsML 1.0 to 1.2, the IPTC's first XML for news, as AFP and many national agencies send it.

Source: NewsML 1.2 functional specification; AFP's guide to its NewsML.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from lxml import etree

from schemas.records import Cue, Parsed, Status
from streams.outcome import Drop, Outcome
from streams.parse import reuters_corpus
from streams.parse.abreast import Steps, known
from streams.parse.article import Draft, assembling, finish, publish
from streams.parse.cues import cue_of_note, gravest
from streams.parse.dates import parse_time
from streams.parse.feed import sources_of
from streams.parse.item_terms import cue_of_code, status_of_code, term
from streams.parse.mended_xml import parse_mended
from streams.parse.news_item import parts_of
from streams.parse.newsml1_components import Components, components_of
from streams.parse.newsml1_meta import Identity, Management, identity_of, management_of, meta_of
from streams.parse.reading import UnreadableError, Wire
from streams.parse.safe_xml import XML_LANG
from streams.parse.several import read_each
from streams.parse.xml_text import by_name, first, line_in, name_of

ROOTS: Final = frozenset({"NewsML", "NewsItem", reuters_corpus.ROOT})
SEVERAL: Final = "NewsItem"
IN_BRACKETS: Final = re.compile(r"\([^()]{0,40}\)")
"""In a slugline the cue, no keyword: "PORT-REPAIRS/ (UPDATE 2)"."""


def read(wire: Wire) -> Steps[Outcome]:
    """Read every news item of a document, and within others; refused as `not_newsml`."""
    root = parse_mended(wire.text)
    if name_of(root) == reuters_corpus.ROOT:
        found = reuters_corpus.draft_of(root, wire)
        return known(found) if isinstance(found, Drop) else publish(found, wire)
    items = list(root.iter(f"{{*}}{SEVERAL}"))
    wire.limits.check_articles(len(items))
    envelope = root.find("{*}NewsEnvelope")
    return read_each(
        items,
        lambda item: _article(item, envelope, wire),
        named=lambda number, _: f"Item {number}",
        empty=Drop("empty_message"),
    )


def _article(
    item: etree._Element, envelope: etree._Element | None, wire: Wire
) -> Steps[Parsed | Drop]:
    within = by_name(item)
    identity = identity_of(within)
    management = management_of(within)
    status, withheld = _status(management)
    component = first(within, "NewsComponent")
    if component is None and identity.id is None:
        raise _no_id()
    if component is None and "Update" in within:
        raise UnreadableError(
            "partial_update",
            f"NewsItem {identity.id}: an Update names only what changes; order whole items.",
        )
    if component is None and status != "cancelled":
        return Drop("status_only")
    yield
    found = Components() if component is None else components_of(component, wire)
    if found.media and not found.body and status != "cancelled":
        return Drop(found.media)
    meta = meta_of(component, item)
    texts = found.text(management.notes)
    yield
    parts = parts_of(texts, wire)
    yield
    text, blocks, credited = yield from assembling(parts)
    slug = found.lines.get("SlugLine") or identity.label or texts.slug
    if not text and identity.id is None:
        raise _no_id()
    if not text and status != "cancelled":
        return Drop("no_content")
    yield
    draft = Draft(
        format="newsml-1.2",
        headline=found.headline,
        text=text,
        blocks=blocks,
        provider_id=identity.id,
        version=identity.revision,
        status="withheld" if withheld else status,
        revision="update" if identity.replaces else "original",
        cue=_cue(management, meta.codes, replaces=identity.replaces),
        slugline=slug,
        declared_language=meta.language or found.language or item.get(XML_LANG),
        sources=credited or sources_of(meta.sources or found.credit_lines),
        subjects=meta.subjects,
        genre=meta.genre,
        keywords=meta.keywords or _slug_words(slug),
        places=meta.places,
        rights=" ".join((*(found.rights or filter(None, [meta.copyright])), *meta.rights)) or None,
        embargo_until=management.usable_from,
        links=(*management.links, *found.links),
        urgency=management.urgency or _priority(envelope),
        published_at=management.created or management.revised or _sent(envelope, identity),
        updated_at=management.revised,
    )
    yield
    return finish(draft, wire)


def _no_id() -> UnreadableError:
    return UnreadableError(
        "not_newsml",
        "NewsItem without text or Identification/NewsIdentifier/NewsItemId; give the item its id.",
    )


def _status(management: Management) -> tuple[Status, bool]:
    """Give the status, and whether an embargo without an end withholds the item.

    What is withheld and said to become usable is so from then on, without another word.
    """
    embargoed = term(management.status) == "embargoed"
    status = status_of_code(management.status)
    if status == "withheld" and management.usable_from is not None:
        return "usable", False
    return status, embargoed and management.usable_from is None


def _cue(management: Management, codes: tuple[str, ...], *, replaces: bool) -> Cue | None:
    """Give what type, instruction and notes say; else `update` for a later revision."""
    found = gravest(
        *map(cue_of_code, (*management.codes, *codes)), *map(cue_of_note, management.notes)
    )
    return gravest(found, "update" if replaces else None)


def _slug_words(slug: str | None) -> tuple[str, ...]:
    """Give the words of a slugline, which agencies put together from their keywords."""
    words = IN_BRACKETS.sub("", slug or "").replace("/", "-").split("-")
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


def _sent(envelope: etree._Element | None, identity: Identity) -> datetime | None:
    """Give the time of the transmission, else of the item's id, for an item without its own."""
    element = None if envelope is None else envelope.find("{*}DateAndTime")
    return parse_time(line_in(element)) or identity.date


def _priority(envelope: etree._Element | None) -> int | None:
    """Give the priority of the transmission, on the same scale as urgency."""
    element = None if envelope is None else envelope.find("{*}Priority")
    given = "" if element is None else (element.get("FormalName") or "").strip()
    return int(given) if given in set("123456789") else None
