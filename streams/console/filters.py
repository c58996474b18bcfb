"""Which records of a topic to show: by actor and by language."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.records import (
    Alert,
    Duplicate,
    Enriched,
    Held,
    Match,
    Parsed,
    Record,
    Unique,
    Versioned,
)

WITH_ACTORS = (Enriched, Match, Alert)
WITH_LANGUAGE = (Parsed, Versioned, Held, Unique, Duplicate, *WITH_ACTORS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a record must have; None asks for nothing."""

    actor: str | None = None
    """Id of an actor."""
    language: str | None = None

    def passes(self, record: Record) -> bool:
        """Tell whether `record` is to be shown."""
        return (self.language is None or _language(record) == self.language) and (
            self.actor is None or self.actor in _actors(record)
        )

    def unfit(self, kind: type[Record]) -> str | None:
        """Name what is asked for and records of `kind` never have."""
        if self.actor is not None and kind not in WITH_ACTORS:
            return "--actor"
        if self.language is not None and kind not in WITH_LANGUAGE:
            return "--lang"
        return None


def _language(record: Record) -> str | None:
    match record:
        case Parsed():
            return record.language
        case Versioned() | Unique() | Duplicate():
            return record.parsed.language
        case Enriched():
            return record.unique.parsed.language
        case Held():
            return None if record.parsed is None else record.parsed.language
        case Match() | Alert():
            return record.article.language
        case _:
            return None


def _actors(record: Record) -> frozenset[str]:
    """Give the actors of an article, or those that an alert's conditions saw."""
    match record:
        case Enriched():
            return frozenset(actor.id for actor in record.actors)
        case Match() | Alert():
            return frozenset(
                seen for one in record.conditions if one.field == "actors" for seen in one.seen
            )
        case _:
            return frozenset()
