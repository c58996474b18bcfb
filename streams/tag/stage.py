"""Tag: the actors, places and dates that an article names, each where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from schemas.records import DateMention, Enriched, Unique
from streams.outcome import Emit, Outcome
from streams.settings import Settings
from streams.tag import actors, dates, gazetteer, search
from streams.tag.actors import KnowledgeBase
from streams.tag.find import Span, find_names
from streams.tag.gazetteer import Gazetteer
from streams.tag.group import Article, groups
from streams.tag.resolve import resolve
from streams.tag.salience import actors_of, tagged, within
from streams.tag.search import Search


@dataclass(frozen=True, slots=True)
class Resources:
    """Whom the stage knows, and the automaton over their names and the words of dates."""

    knowledge: KnowledgeBase
    gazetteer: Gazetteer
    search: Search


def load(settings: Settings) -> Resources:  # noqa: ARG001 - agents share one shape
    """Read the knowledge base and build the gazetteer."""
    return _resources()


@cache
def _resources() -> Resources:
    """Build what no setting changes, once a process: about a second of work."""
    knowledge = actors.load()
    names = gazetteer.build(knowledge)
    return Resources(knowledge, names, search.build(names.patterns, dates.patterns()))


def step(
    records: Sequence[Unique],
    resources: Resources,
    state: None = None,  # noqa: ARG001 - agents share one shape
) -> list[Outcome]:
    """Tag each article; one without text, such as a kill, names nothing."""
    outcomes: list[Outcome] = []
    for group in groups([Article(r.parsed.text, r.parsed.language) for r in records]):
        some = records[len(outcomes) : len(outcomes) + len(group.articles)]
        matches = resources.search.find(group.folded.text)
        names = find_names(group, matches, resources.gazetteer)
        anchors = [dates.published_on(record.parsed) for record in some]
        days = dates.find_dates(group, matches, resources.search, anchors)
        outcomes += [
            Emit((_enriched(record, spans, found, resources),))
            for record, spans, found in zip(some, names, days, strict=True)
        ]
    return outcomes


def _enriched(
    record: Unique, spans: Sequence[Span], days: Sequence[DateMention], resources: Resources
) -> Enriched:
    """Take the names and dates in the parts that name actors: elsewhere are desks' times."""
    parsed = record.parsed
    blocks = parsed.blocks
    parts = tagged(blocks, len(parsed.text))
    datelines = [(b.start, b.end) for b in blocks if b.kind == "dateline"]
    article = Article(parsed.text, parsed.language)
    mentions = resolve(article, within(spans, parts), datelines, resources.gazetteer)
    return Enriched(
        unique=record,
        mentions=tuple(mentions),
        actors=actors_of(mentions, parts, blocks, resources.knowledge.by_id),
        dates=tuple(within(days, parts)),
    )
