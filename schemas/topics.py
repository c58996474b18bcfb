"""Every topic, the one record type it carries, the field that keys it, and how long it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar

from schemas.records import (
    Alert,
    DeadLetter,
    Duplicate,
    Enriched,
    Held,
    Match,
    Parsed,
    Record,
    Unique,
    Versioned,
    WireItem,
)

R = TypeVar("R", bound=Record)

HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Generic[R]):
    """A Kafka topic that carries exactly one record type."""

    name: str
    record: type[R]
    key: Callable[[R], str | None]
    """What decides the partition; None sends the record to every partition."""
    event: str
    """CloudEvents type of its messages."""
    identity: Callable[[R], str]
    """CloudEvents id of a message: the same for the same record, made anew or not."""
    body: Literal["json", "raw"] = "json"
    """`json`: the value is the record; `raw`: the value is its bytes, the rest is in headers."""
    retention_ms: int = 7 * DAY_MS
    public: bool = True
    """False for topics between the agents of one stage: not a contract for subscribers."""


WIRE: Final = Topic(
    name="wire.items",
    record=WireItem,
    key=lambda item: item.source,
    event="barq.wire.item",
    identity=lambda item: item.id,
    body="raw",
)
PARSED: Final = Topic(
    name="articles.parsed",
    record=Parsed,
    key=lambda parsed: parsed.id,
    event="barq.article.parsed",
    identity=lambda parsed: f"{parsed.delivery.id}/{parsed.id}",
)
VERSIONED: Final = Topic(
    name="articles.versioned",
    record=Versioned,
    key=lambda versioned: versioned.shard,
    event="barq.article.versioned",
    identity=lambda versioned: f"{versioned.parsed.delivery.id}/{versioned.parsed.id}",
    retention_ms=DAY_MS,
    public=False,
)
HELD: Final = Topic(
    name="articles.held",
    record=Held,
    key=lambda held: held.id,
    event="barq.article.held",
    identity=lambda held: f"{held.delivery}/{held.id}/{held.state}",
    retention_ms=400 * DAY_MS,
)
"""Kept for longer than the longest embargo, so that the whole text of what was held is there."""
UNIQUE: Final = Topic(
    name="articles.unique",
    record=Unique,
    key=lambda unique: unique.story,
    event="barq.article.unique",
    identity=lambda unique: f"{unique.parsed.delivery.id}/{unique.parsed.id}",
)
DUPLICATES: Final = Topic(
    name="articles.duplicates",
    record=Duplicate,
    key=lambda duplicate: duplicate.of,
    event="barq.article.duplicate",
    identity=lambda duplicate: f"{duplicate.parsed.delivery.id}/{duplicate.parsed.id}",
)
ENRICHED: Final = Topic(
    name="articles.enriched",
    record=Enriched,
    key=lambda enriched: enriched.unique.story,
    event="barq.article.enriched",
    identity=lambda enriched: f"{enriched.unique.parsed.delivery.id}/{enriched.unique.parsed.id}",
    retention_ms=30 * DAY_MS,
)
MATCHED: Final = Topic(
    name="alerts.matched",
    record=Match,
    key=lambda match: match.rule,
    event="barq.alert.matched",
    identity=lambda match: f"{match.article.delivery}/{match.article.id}/{match.rule or '*'}",
    retention_ms=DAY_MS,
    public=False,
)
ALERTS: Final = Topic(
    name="alerts",
    record=Alert,
    key=lambda alert: alert.rule,
    event="barq.alert",
    identity=lambda alert: alert.id,
    retention_ms=30 * DAY_MS,
)
DEAD_LETTERS: Final = Topic(
    name="dead-letters",
    record=DeadLetter,
    key=lambda letter: f"{letter.topic}/{letter.partition}",
    event="barq.dead-letter",
    identity=lambda letter: f"{letter.topic}/{letter.partition}/{letter.offset}",
    body="raw",
    retention_ms=30 * DAY_MS,
)

TOPICS: Final[tuple[Topic[Any], ...]] = (
    WIRE,
    PARSED,
    VERSIONED,
    HELD,
    UNIQUE,
    DUPLICATES,
    ENRICHED,
    MATCHED,
    ALERTS,
    DEAD_LETTERS,
)
TOPIC_BY_NAME: Final[Mapping[str, Topic[Any]]] = {topic.name: topic for topic in TOPICS}
TOPIC_OF: Final[Mapping[type[Record], Topic[Any]]] = {topic.record: topic for topic in TOPICS}
