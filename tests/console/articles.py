"""Records to show, one of each kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from schemas.records import (
    Actor,
    Alert,
    ArticleRef,
    Condition,
    DeadLetter,
    Delivery,
    Duplicate,
    Enriched,
    Held,
    Match,
    Parsed,
    Unique,
    Versioned,
    WireItem,
)

NOW = datetime(2019, 2, 12, 13, 0, tzinfo=UTC)
HEADLINE_AR = "لافروف وجاويش أوغلو في أنقرة"


class Sent(NamedTuple):
    """A message as a consumer gets it."""

    topic: str
    value: bytes | None
    key: bytes | None = None
    headers: tuple[tuple[str, bytes], ...] = ()
    partition: int = 0
    offset: int = 7
    timestamp: int = 1_549_976_400_000


ITEM = WireItem(
    id="d1", source="north-wire", content_type="text/plain", received_at=NOW, body=b"Text"
)
PARSED = Parsed(
    delivery=Delivery(id="d1", source="north-wire", content_type="text/plain", received_at=NOW),
    id="urn:a",
    format="text",
    language="ar",
    headline=HEADLINE_AR,
    digest="00",
)
VERSIONED = Versioned(parsed=PARSED, relation="new", shard="ar")
HELD = Held(
    id="urn:a",
    delivery="d1",
    state="held",
    reason="embargo",
    until=NOW + timedelta(hours=2),
    since=NOW,
    parsed=PARSED,
)
KILLED = Held(id="urn:a", delivery="d1", state="killed", reason="withheld", since=NOW, by="d2")
UNIQUE = Unique(
    parsed=PARSED, relation="expansion", related_to="0123456789abcdef", new_share=0.4, story="s"
)
DUPLICATE = Duplicate(parsed=PARSED, relation="brief", of="urn:b")
ENRICHED = Enriched(
    unique=UNIQUE,
    actors=(
        Actor(
            id="person:sergey-lavrov", name="Sergey Lavrov", kind="person", mentions=3, salience=0.6
        ),
    ),
)
REFERENCE = ArticleRef(
    id="urn:a",
    delivery="d1",
    story="s",
    relation="new",
    headline=HEADLINE_AR,
    language="ar",
    source="north-wire",
    received_at=NOW,
)
CONDITION = Condition(
    field="actors",
    operator="all",
    expected=("person:sergey-lavrov",),
    seen=("person:sergey-lavrov",),
)
MATCH = Match(rule="both", conditions=(CONDITION,), article=REFERENCE)
ALERT = Alert(
    id="a1",
    rule="both",
    severity="critical",
    kind="kill",
    follows="a0",
    holds=False,
    story="s",
    conditions=(CONDITION,),
    article=REFERENCE,
)
DEAD_LETTER = DeadLetter(
    stage="parse",
    reason="not_json",
    detail="line 3: cut off",
    topic="wire.items",
    partition=0,
    offset=8,
    headers=(("content-type", b"application/json"), ("odd", b"\xff")),
    payload=b"\xff\x00",
)
ALL = (
    ITEM,
    PARSED,
    VERSIONED,
    HELD,
    KILLED,
    UNIQUE,
    DUPLICATE,
    ENRICHED,
    MATCH,
    ALERT,
    DEAD_LETTER,
)
