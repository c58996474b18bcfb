"""Every metric, once: its name, kind, unit, labels and meaning.

What records them is streams.runtime.meter, and README's table is made from here. No label
holds free text: each has a value of a list that is in the code, or a partition's number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from schemas.records import Alert, Duplicate, Enriched, Held, Parsed, Record, Unique

Kind = Literal["counter", "gauge", "histogram"]

CHUNK_RECORDS: Final = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 1e4)
"""Up to the largest value of BARQ_CHUNK_RECORDS."""
CHUNK_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)
"""From a chunk of one, some milliseconds, to the age at which a transaction is aborted."""
LATENCY_S: Final = (
    *(0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75),
    *(1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0),
)
"""Close around the 300 ms within which an alert is to come, and up to a backlog of an hour."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Metric:
    """A metric; two are the same only if they are one object."""

    name: str
    kind: Kind
    unit: str
    labels: tuple[str, ...]
    meaning: str
    """What it counts or measures, and what a rise means."""
    buckets: tuple[float, ...] = ()
    """Upper bounds of a histogram's buckets; the last, without bound, goes without saying."""
    record: type[Record] | None = None
    """The record that it is about: it is told by the stages that send such records, else by all."""


UP: Final = Metric(
    name="barq_up",
    kind="gauge",
    unit="0 or 1",
    labels=("stage",),
    meaning="1 while the worker has its partitions, restored; 0 while it joins or restores.",
)
CONSUMED: Final = Metric(
    name="barq_records_consumed_total",
    kind="counter",
    unit="records",
    labels=("stage", "agent"),
    meaning="Records whose transaction is committed; equals the sum of barq_outcomes_total.",
)
OUTCOMES: Final = Metric(
    name="barq_outcomes_total",
    kind="counter",
    unit="records",
    labels=("stage", "agent", "outcome", "reason"),
    meaning="What became of each record: emitted (no reason), dropped or rejected. A rise of "
    "rejected means that a sender has changed its format or is broken.",
)
PARTS_DROPPED: Final = Metric(
    name="barq_parts_dropped_total",
    kind="counter",
    unit="parts",
    labels=("stage", "agent", "reason"),
    meaning="Parts of emitted records with nothing to send, such as a picture's item in a message "
    "beside articles. They are no records: none is among those consumed or dropped.",
    record=Parsed,
)
CHUNK_SIZE: Final = Metric(
    name="barq_chunk_records",
    kind="histogram",
    unit="records",
    labels=("stage", "agent"),
    meaning="Records of one transaction; at BARQ_CHUNK_RECORDS, or after 0.1 s, the agent is "
    "behind.",
    buckets=CHUNK_RECORDS,
)
CHUNK_SECONDS: Final = Metric(
    name="barq_chunk_seconds",
    kind="histogram",
    unit="s",
    labels=("stage", "agent"),
    meaning="Time of a chunk, from its step to the commit of its transaction.",
    buckets=CHUNK_S,
)
STEP_SECONDS: Final = Metric(
    name="barq_step_seconds",
    kind="histogram",
    unit="s",
    labels=("stage", "agent"),
    meaning="Of a chunk's time, that of the step: the rest is the broker's, and other partitions'.",
    buckets=CHUNK_S,
)
ENRICHED_LATENCY: Final = Metric(
    name="barq_enriched_latency_seconds",
    kind="histogram",
    unit="s",
    labels=("stage",),
    meaning="From when the wire item reached us to its enriched article, committed.",
    buckets=LATENCY_S,
    record=Enriched,
)
ALERT_LATENCY: Final = Metric(
    name="barq_alert_latency_seconds",
    kind="histogram",
    unit="s",
    labels=("stage",),
    meaning="From when the wire item reached us to the alert that it raised, committed.",
    buckets=LATENCY_S,
    record=Alert,
)
LAG_RECORDS: Final = Metric(
    name="barq_lag_records",
    kind="gauge",
    unit="offsets",
    labels=("stage", "agent", "topic", "partition"),
    meaning="Offsets that have come and are not committed as read, transactions' markers among "
    "them; grows while more comes than the agent can take.",
)
LAG_SECONDS: Final = Metric(
    name="barq_lag_seconds",
    kind="gauge",
    unit="s",
    labels=("stage", "agent", "topic", "partition"),
    meaning="How long the oldest record that is not committed as read has been on its topic.",
)
REBALANCES: Final = Metric(
    name="barq_rebalances_total",
    kind="counter",
    unit="rebalances",
    labels=("stage",),
    meaning="Times that the worker was given partitions, the first one among them.",
)
FENCES: Final = Metric(
    name="barq_fences_total",
    kind="counter",
    unit="fences",
    labels=("stage",),
    meaning="Transactional ids taken over, one a partition and rebalance: whoever had the "
    "partition before can commit nothing more.",
)
ABORTS: Final = Metric(
    name="barq_transaction_aborts_total",
    kind="counter",
    unit="transactions",
    labels=("stage", "agent"),
    meaning="Transactions that failed or whose end is not known, each of which starts the worker "
    "anew; counted on from one process of the worker to the next.",
)
STATE_ENTRIES: Final = Metric(
    name="barq_state_entries",
    kind="gauge",
    unit="entries",
    labels=("stage", "agent", "partition"),
    meaning="What the agent remembers; bounded by the traffic of the days that it is kept for.",
)
STATE_BYTES: Final = Metric(
    name="barq_state_bytes",
    kind="gauge",
    unit="bytes",
    labels=("stage", "agent", "partition"),
    meaning="Keys and values on the changelog of what the agent remembers; memory is a multiple.",
)
RESTORE_SECONDS: Final = Metric(
    name="barq_restore_seconds",
    kind="gauge",
    unit="s",
    labels=("stage", "agent", "partition"),
    meaning="How long it took, when partitions were last given, to read what was remembered.",
)
DEAD_LETTERS: Final = Metric(
    name="barq_dead_letters_total",
    kind="counter",
    unit="records",
    labels=("stage", "reason"),
    meaning="Dead letters sent: one for each rejected record, and for each part of an item that "
    "could not be used beside the rest.",
)
ARTICLES: Final = Metric(
    name="barq_articles_total",
    kind="counter",
    unit="articles",
    labels=("language", "source"),
    meaning="Articles read from wire items, repeats among them; the source is a known agency's or "
    "publisher's id, else `other`.",
    record=Parsed,
)
DUPLICATES: Final = Metric(
    name="barq_duplicates_total",
    kind="counter",
    unit="articles",
    labels=("relation",),
    meaning="Articles with nothing new in them.",
    record=Duplicate,
)
HELD: Final = Metric(
    name="barq_held_articles",
    kind="gauge",
    unit="articles",
    labels=("stage", "agent", "partition"),
    meaning="Articles under embargo or withheld that are held now; each takes some kilobytes.",
    record=Held,
)
HOLDINGS: Final = Metric(
    name="barq_holdings_total",
    kind="counter",
    unit="articles",
    labels=("state", "reason"),
    meaning="Articles that were held, and those of them released, superseded, killed or, withheld "
    "until they were forgotten, expired. A release is no outcome of a record: it is counted here.",
    record=Held,
)
UNIQUES: Final = Metric(
    name="barq_unique_total",
    kind="counter",
    unit="articles",
    labels=("relation",),
    meaning="Articles with news in them, by how they relate to what came before.",
    record=Unique,
)
STORIES: Final = Metric(
    name="barq_stories_total",
    kind="counter",
    unit="stories",
    labels=(),
    meaning="Stories begun: new articles that are not of an earlier article's story.",
    record=Unique,
)
ALERTS: Final = Metric(
    name="barq_alerts_total",
    kind="counter",
    unit="alerts",
    labels=("severity", "kind"),
    meaning="Alerts raised (kind `alert`), and their follow-ups (`correction`, `kill`).",
    record=Alert,
)

METRICS: Final = (
    UP,
    CONSUMED,
    OUTCOMES,
    PARTS_DROPPED,
    CHUNK_SIZE,
    CHUNK_SECONDS,
    STEP_SECONDS,
    ENRICHED_LATENCY,
    ALERT_LATENCY,
    LAG_RECORDS,
    LAG_SECONDS,
    REBALANCES,
    FENCES,
    ABORTS,
    STATE_ENTRIES,
    STATE_BYTES,
    RESTORE_SECONDS,
    DEAD_LETTERS,
    ARTICLES,
    DUPLICATES,
    HELD,
    HOLDINGS,
    UNIQUES,
    STORIES,
    ALERTS,
)
