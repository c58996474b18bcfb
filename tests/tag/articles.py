"""Articles to tag, made from a text or from parts of one."""

from __future__ import annotations

from datetime import UTC, datetime

from schemas.records import Block, BlockKind, Delivery, Enriched, Parsed, Unique
from streams.outcome import Emit
from streams.settings import Settings
from streams.tag import stage

DELIVERY = Delivery(
    id="d",
    source="test",
    content_type="text/plain",
    received_at=datetime(2018, 12, 29, tzinfo=UTC),
)


def resources() -> stage.Resources:
    """Give what the stage works with: loaded by the first test that asks, once a process."""
    return stage.load(Settings(instance="test"))


def unique(text: str, language: str, blocks: tuple[Block, ...] = ()) -> Unique:
    parsed = Parsed(
        delivery=DELIVERY,
        id="a",
        format="text",
        language=language,
        text=text,
        blocks=blocks,
        digest="0",
    )
    return Unique(parsed=parsed, relation="new", story="a")


def of_parts(language: str, *parts: tuple[BlockKind, str]) -> Unique:
    text, blocks = "", []
    for kind, part in parts:
        blocks.append(Block(kind=kind, start=len(text), end=len(text) + len(part)))
        text += part + "\n\n"
    return unique(text.rstrip(), language, tuple(blocks))


def tag(record: Unique) -> Enriched:
    (outcome,) = stage.step([record], resources())
    assert isinstance(outcome, Emit)
    (enriched,) = outcome.records
    assert isinstance(enriched, Enriched)
    return enriched


def found(text: str, language: str) -> list[tuple[str, str]]:
    """Give the surface and actor of every mention in a text of one paragraph."""
    return [(m.surface, m.actor) for m in tag(unique(text, language)).mentions]


def bases(text: str, language: str) -> list[tuple[str, str, str]]:
    return [(m.surface, m.actor, m.basis) for m in tag(unique(text, language)).mentions]
