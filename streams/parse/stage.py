"""The parse stage: each wire item becomes articles, or a reason why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from schemas.records import Delivery, WireItem
from streams.outcome import Outcome, Reject
from streams.parse.decode import decode
from streams.parse.reading import Limits, UnreadableError, Wire, too_large
from streams.parse.several import once
from streams.settings import Settings
from streams.text import agencies, language

ParseResources = Limits

DROPS: Final = (
    "audio_item",
    "automatic_mail",
    "catalog_item",
    "concept_item",
    "cover_note",
    "empty_feed",
    "empty_message",
    "event_item",
    "graphic_item",
    "knowledge_item",
    "no_content",
    "not_text_item",
    "older_version",
    "package_item",
    "picture_item",
    "planning_item",
    "repeated_item",
    "sports_data",
    "status_only",
    "video_item",
)
REJECTS: Final = (
    "bad_encoding",
    "empty",
    "no_content",
    "not_ap",
    "not_dpa",
    "not_json",
    "not_jsonfeed",
    "not_newsml",
    "not_mail",
    "not_news",
    "not_ninjs",
    "not_nitf",
    "not_reuters",
    "not_text",
    "not_xml",
    "partial_update",
    "too_large",
    "unknown_format",
    "unsafe_xml",
)


def load(settings: Settings) -> ParseResources:
    """Take the limits from the settings, and load the tables that reading needs."""
    _reader()
    language.prepare()
    agencies.prepare()
    return Limits(
        max_item_bytes=settings.max_item_bytes,
        max_text_chars=settings.max_text_chars,
        max_articles=settings.max_articles,
    )


def step(
    records: Sequence[WireItem], resources: ParseResources, state: None = None
) -> list[Outcome]:
    """Read each wire item by itself, all of them abreast; an item may hold several articles."""
    del state
    decoded = [_decoded(item, resources) for item in records]
    wires = [one for one in decoded if isinstance(one, Wire)]
    outcomes = map(once, _reader()(wires))
    return [next(outcomes) if isinstance(one, Wire) else one for one in decoded]


def parse(item: WireItem, limits: Limits) -> Outcome:
    """Read one wire item; its format is told by its bytes."""
    return step((item,), limits)[0]


def _decoded(item: WireItem, limits: Limits) -> Wire | Reject:
    size = len(item.body)
    try:
        if size > limits.max_item_bytes:
            raise too_large("Bytes", size, limits.max_item_bytes, "MAX_ITEM_BYTES")
        text = decode(item.body, item.content_type)
    except UnreadableError as error:
        return error.reject
    delivery = Delivery(
        id=item.id, source=item.source, content_type=item.content_type, received_at=item.received_at
    )
    return Wire(delivery=delivery, text=text, limits=limits)


@cache
def _reader() -> Callable[[Sequence[Wire]], list[Outcome]]:
    """Give what reads any format: all know this stage, and this one alone need load the formats."""
    from streams.parse.formats import read_all  # noqa: PLC0415 - see above

    return read_all
