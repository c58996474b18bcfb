"""The parse stage: each wire item becomes articles, or a reason why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from schemas.records import WireItem
from streams.outcome import Outcome
from streams.parse.reading import Limits
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
    return list(map(once, _reader()(records, resources)))


def parse(item: WireItem, limits: Limits) -> Outcome:
    """Read one wire item; its format is told by its bytes."""
    return step((item,), limits)[0]


@cache
def _reader() -> Callable[[Sequence[WireItem], Limits], list[Outcome]]:
    """Give what reads any format: all know this stage, and this one alone need load the formats."""
    from streams.parse.formats import read_items  # noqa: PLC0415 - see above

    return read_items
