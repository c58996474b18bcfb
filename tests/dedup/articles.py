"""Articles for the tests of dedup: only what a test names differs."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from schemas.ids import digest
from schemas.records import (
    Block,
    Delivery,
    Duplicate,
    Parsed,
    Record,
    Relation,
    Revision,
    Status,
    Unique,
    Versioned,
)
from streams.outcome import Emit, Outcome

NOON = datetime(2018, 12, 29, 12, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def prose(words: int, seed: int = 0) -> str:
    """Make a text in which no two words in sequence come twice."""
    chance = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    return " ".join("".join(chance.choices(letters, k=6)) for _ in range(words))


def parsed(
    text: str = "Lavrov met Cavusoglu in Moscow.",
    *,
    key: str = "a",
    delivery: str | None = None,
    headline: str = "",
    source: str = "afp",
    minutes: float = 0,
    version: int | None = None,
    revision: Revision = "original",
    language: str = "en",
    updated: float | None = None,
    published: float | None = None,
    caption: str = "",
    embargo: float | None = None,
    withheld: bool = False,
) -> Parsed:
    parts = [("headline", headline), ("caption", caption)]
    parts += [("paragraph", each) for each in text.split("\n")]
    whole, blocks = "", []
    for kind, part in parts:
        if part:
            blocks.append(Block(kind=kind, start=len(whole), end=len(whole) + len(part)))  # type: ignore[arg-type]  # the kinds above
            whole += part + "\n"
    status: Status = "cancelled" if revision == "kill" else "withheld" if withheld else "usable"
    return Parsed(
        delivery=Delivery(
            id=delivery or f"{key}@{minutes}",
            source=source,
            content_type="",
            received_at=at(minutes),
        ),
        id=key,
        version=version,
        format="text",
        status=status,
        revision=revision,
        language=language,
        headline=headline,
        text=whole,
        blocks=tuple(blocks),
        updated_at=None if updated is None else at(updated),
        published_at=None if published is None else at(published),
        embargo_until=None if embargo is None else at(embargo),
        digest=digest(revision if revision == "kill" else status, whole),
    )


def versioned(
    article: Parsed, relation: Relation = "new", *, supersedes: str | None = None, shard: str = "en"
) -> Versioned:
    return Versioned(parsed=article, relation=relation, supersedes=supersedes, shard=shard)


def only(outcome: Outcome) -> Record:
    assert isinstance(outcome, Emit)
    (record,) = outcome.records
    return record


def unique(outcome: Outcome) -> Unique:
    record = only(outcome)
    assert isinstance(record, Unique), record.relation  # type: ignore[attr-defined]  # told on failure
    return record


def duplicate(outcome: Outcome) -> Duplicate:
    record = only(outcome)
    assert isinstance(record, Duplicate), record
    return record
