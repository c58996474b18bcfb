"""What the metrics tell of a chunk, from what each of its records led to: pure, and bounded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import product
from typing import Any, Final, NamedTuple, TypeAlias, get_args

from schemas.records import (
    Alert,
    AlertKind,
    Duplicate,
    Enriched,
    Held,
    HeldReason,
    HeldState,
    Parsed,
    Record,
    Redundancy,
    Relation,
    Severity,
    Unique,
)
from streams.outcome import Drop, Emit
from streams.runtime.metrics import (
    ALERT_LATENCY,
    ALERTS,
    ARTICLES,
    CONSUMED,
    DEAD_LETTERS,
    DUPLICATES,
    ENRICHED_LATENCY,
    HOLDINGS,
    OUTCOMES,
    PARTS_DROPPED,
    STORIES,
    UNIQUES,
    Metric,
)
from streams.runtime.series import Labels
from streams.stage import INTERNAL_ERROR, TOO_LARGE, UNDECODABLE, Agent, Processed, Stage
from streams.text import agencies
from streams.text.language_codes import UNDETERMINED

Point: TypeAlias = "tuple[Metric, Labels]"
"""One series of one metric."""

OTHER: Final = "other"
LANGUAGES: Final = frozenset(
    {"ar", "de", "en", "es", "fa", "fr", "ru", "tr", "uk", "ur", "zh", UNDETERMINED}
)
"""Languages that have series of their own: those that Barq reads."""
SOURCES_CACHED: Final = 4096
"""Sources whose look-up is kept: more than a newsroom subscribes to."""


class Observations(NamedTuple):
    """What a committed chunk adds to the metrics."""

    counts: Mapping[Point, int]
    """By how much each counter rises."""
    since: Mapping[Metric, Sequence[datetime]]
    """For each histogram of latency the times that it counts from."""


def observations(stage: str, agent: str, processed: Sequence[Processed]) -> Observations:
    """Count what the records of a chunk led to, each record once by its outcome."""
    fates: Counter[tuple[str, str]] = Counter()
    letters: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    sent: defaultdict[type[Record], list[Record]] = defaultdict(list)
    emitted = 0
    for one in processed:
        outcome = one.outcome
        if isinstance(outcome, Emit):
            emitted += 1
            for record in outcome.records:
                sent[type(record)].append(record)
            for defect in outcome.defects:
                letters[defect.reason] += 1
            for part in outcome.dropped:
                parts[part.reason] += 1
        elif isinstance(outcome, Drop):
            fates["dropped", outcome.reason] += 1
        else:
            fates["rejected", outcome.reason] += 1
            letters[outcome.reason] += 1
    fates["emitted", ""] = emitted
    counts: dict[Point, int] = {(CONSUMED, (stage, agent)): len(processed)}
    for fate, count in fates.items():
        counts[OUTCOMES, (stage, agent, *fate)] = count
    for reason, count in letters.items():
        counts[DEAD_LETTERS, (stage, reason)] = count
    for reason, count in parts.items():
        counts[PARTS_DROPPED, (stage, agent, reason)] = count
    return _of_records(counts, sent)


def released(records: Sequence[Record]) -> Observations:
    """Count what was sent because it was due: it is the outcome of no record."""
    sent: defaultdict[type[Record], list[Record]] = defaultdict(list)
    for record in records:
        sent[type(record)].append(record)
    return _of_records({}, sent)


def _of_records(
    counts: dict[Point, int], sent: Mapping[type[Record], Sequence[Record]]
) -> Observations:
    since: dict[Metric, Sequence[datetime]] = {}
    for kind, records in sent.items():
        for metric, labels_of in COUNTED.get(kind, ()):
            for labels, count in Counter(map(labels_of, records)).items():
                if labels is not None:
                    counts[metric, labels] = count
        if kind in SINCE:
            metric, time_of = SINCE[kind]
            since[metric] = [time_of(record) for record in records]
    return Observations(counts, since)


def in_advance(stage: Stage) -> Iterator[Point]:
    """Give every counter's series that is known before anything has happened, to stand at 0."""
    for agent in stage.agents:
        yield CONSUMED, (stage.name, agent.name)
        yield OUTCOMES, (stage.name, agent.name, "emitted", "")
        for reason in agent.drops:
            yield OUTCOMES, (stage.name, agent.name, "dropped", reason)
            if Parsed in {topic.record for topic in agent.writes}:
                yield PARTS_DROPPED, (stage.name, agent.name, reason)
        for reason in rejects(agent):
            yield OUTCOMES, (stage.name, agent.name, "rejected", reason)
            yield DEAD_LETTERS, (stage.name, reason)
    sent = {topic.record for agent in stage.agents for topic in agent.writes}
    for metric, known in KNOWN.items():
        if metric.record in sent:
            yield from ((metric, labels) for labels in known)


def rejects(agent: Agent) -> tuple[str, ...]:
    """Give every reason that a record of `agent` may be rejected for."""
    return (UNDECODABLE, INTERNAL_ERROR, TOO_LARGE, *agent.rejects)


KNOWN: Final[Mapping[Metric, Sequence[Labels]]] = {
    ARTICLES: [(language, OTHER) for language in sorted(LANGUAGES | {OTHER})],
    DUPLICATES: [(relation,) for relation in get_args(Redundancy)],
    HOLDINGS: list(product(get_args(HeldState), get_args(HeldReason))),
    UNIQUES: [(relation,) for relation in get_args(Relation)],
    STORIES: [()],
    ALERTS: list(product(get_args(Severity), get_args(AlertKind))),
}


def article_labels(parsed: Parsed) -> tuple[str, str]:
    """Give language and source of an article, each from a list that is known.

    The source is who delivered it, or else the first agency credited that is in our table.
    """
    language = parsed.language if parsed.language in LANGUAGES else OTHER
    source = _known(parsed.delivery.source)
    if source is None:
        credited = (credit.id for credit in parsed.sources if credit.id in _ids())
        source = next(credited, None)
    return language, source or OTHER


def _story(unique: Unique) -> Labels | None:
    begun = unique.relation == "new" and unique.story == unique.parsed.id
    return () if begun else None


COUNTED: Final[Mapping[type[Record], Sequence[tuple[Metric, Callable[[Any], Labels | None]]]]] = {
    Parsed: [(ARTICLES, article_labels)],
    Duplicate: [(DUPLICATES, lambda record: (record.relation,))],
    Held: [(HOLDINGS, lambda record: (record.state, record.reason))],
    Unique: [(UNIQUES, lambda record: (record.relation,)), (STORIES, _story)],
    Alert: [(ALERTS, lambda record: (record.severity, record.kind))],
}
"""For each record the counters that it raises, and which series of each: None for none."""
SINCE: Final[Mapping[type[Record], tuple[Metric, Callable[[Any], datetime]]]] = {
    Enriched: (ENRICHED_LATENCY, lambda record: record.unique.available_at),
    Alert: (ALERT_LATENCY, lambda record: record.article.available_at),
}


@lru_cache(maxsize=SOURCES_CACHED)
def _known(source: str) -> str | None:
    return source if source in _ids() else agencies.agency(source)


@lru_cache(maxsize=1)
def _ids() -> frozenset[str]:
    return frozenset(agencies.names().values())
