"""Tag: the actors and places that an article names, each where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from schemas.records import Enriched, Unique
from streams.outcome import Emit, Outcome
from streams.settings import Settings
from streams.tag import actors
from streams.tag.actors import KnowledgeBase
from streams.tag.find import Article, Span, find
from streams.tag.gazetteer import Gazetteer, build
from streams.tag.resolve import resolve
from streams.tag.salience import actors_of, tagged, within


@dataclass(frozen=True, slots=True)
class Resources:
    """Whom the stage knows, and the automaton over their names."""

    knowledge: KnowledgeBase
    gazetteer: Gazetteer


def load(settings: Settings) -> Resources:  # noqa: ARG001 - agents share one shape
    """Read the knowledge base and build the gazetteer."""
    return _resources()


@cache
def _resources() -> Resources:
    """Build what no setting changes, once a process: about a second of work."""
    knowledge = actors.load()
    return Resources(knowledge, build(knowledge))


def step(
    records: Sequence[Unique],
    resources: Resources,
    state: None = None,  # noqa: ARG001 - agents share one shape
) -> list[Outcome]:
    """Tag each article; one without text, such as a kill, names no one."""
    articles = [Article(r.parsed.text, r.parsed.language) for r in records]
    spans = find(articles, resources.gazetteer)
    return [
        Emit((_enriched(record, article, found, resources),))
        for record, article, found in zip(records, articles, spans, strict=True)
    ]


def _enriched(
    record: Unique, article: Article, spans: Sequence[Span], resources: Resources
) -> Enriched:
    blocks = record.parsed.blocks
    parts = tagged(blocks, len(article.text))
    datelines = [(b.start, b.end) for b in blocks if b.kind == "dateline"]
    mentions = resolve(article, within(spans, parts), datelines, resources.gazetteer)
    return Enriched(
        unique=record,
        mentions=tuple(mentions),
        actors=actors_of(mentions, parts, blocks, resources.knowledge.by_id),
    )
