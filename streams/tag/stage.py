"""Tag: the actors, places and dates that an article names, each where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from schemas.records import DateMention, Enriched, Unique
from streams.outcome import Emit, Outcome
from streams.settings import Settings
from streams.tag import actors, dates
from streams.tag.actors import KnowledgeBase
from streams.tag.find import Article, Span, find_names, groups
from streams.tag.gazetteer import Gazetteer, build
from streams.tag.resolve import resolve
from streams.tag.salience import actors_of, tagged, within
from streams.text.fold import Folded


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
    dates.prepare()
    knowledge = actors.load()
    return Resources(knowledge, build(knowledge))


def step(
    records: Sequence[Unique],
    resources: Resources,
    state: None = None,  # noqa: ARG001 - agents share one shape
) -> list[Outcome]:
    """Tag each article; one without text, such as a kill, names nothing."""
    articles = [Article(r.parsed.text, r.parsed.language) for r in records]
    found = [
        one
        for group in groups(articles)
        for one in zip(
            group.articles,
            group.folded_articles(),
            find_names(group, resources.gazetteer),
            strict=True,
        )
    ]
    return [
        Emit((_enriched(record, *one, resources),))
        for record, one in zip(records, found, strict=True)
    ]


def _enriched(
    record: Unique,
    article: Article,
    folded: Folded,
    spans: Sequence[Span],
    resources: Resources,
) -> Enriched:
    blocks = record.parsed.blocks
    parts = tagged(blocks, len(article.text))
    datelines = [(b.start, b.end) for b in blocks if b.kind == "dateline"]
    mentions = resolve(article, within(spans, parts), datelines, resources.gazetteer)
    return Enriched(
        unique=record,
        mentions=tuple(mentions),
        actors=actors_of(mentions, parts, blocks, resources.knowledge.by_id),
        dates=_dates(record, folded, parts),
    )


def _dates(
    record: Unique, folded: Folded, parts: Sequence[tuple[int, int, float]]
) -> tuple[DateMention, ...]:
    """Find the dates in the parts that name actors: elsewhere are desks' times and numbers."""
    parsed = record.parsed
    found = dates.find_dates(parsed.text, folded, parsed.language, dates.published_on(parsed))
    return tuple(within(found, parts))
