"""Every metric of the edges, once: of `barq ingest --watch` and `--feeds`, and of `barq api`.

What records them is streams.ingest.meter. No label holds what a sender writes: edges, outcomes
and reasons are lists in the code, and feeds are those that the list of feeds names.
"""

from __future__ import annotations

from typing import Final

from streams.runtime.metrics import Metric

ITEMS: Final = Metric(
    name="barq_edge_items_total",
    kind="counter",
    unit="items",
    labels=("edge", "outcome", "reason"),
    meaning="What became of each item: sent, and confirmed by Kafka (no reason); known, a push "
    "with the key of one before; or refused: for a file's or feed's item a word, for a push its "
    "HTTP status. What is refused is not on the wire: the sender was told, or the log.",
)
BYTES: Final = Metric(
    name="barq_edge_bytes_total",
    kind="counter",
    unit="bytes",
    labels=("edge",),
    meaning="Bytes of the items sent, unpacked.",
)
WAITING: Final = Metric(
    name="barq_edge_waiting_items",
    kind="gauge",
    unit="items",
    labels=("edge",),
    meaning="Items handed to Kafka and not confirmed; stays up while Kafka is away.",
)
FEED_POLLS: Final = Metric(
    name="barq_feed_polls_total",
    kind="counter",
    unit="polls",
    labels=("source", "feed", "result"),
    meaning="Polls of each feed: sent, unchanged, refused (Kafka will never take it), failed (no "
    "answer, or none that is a feed; asked again later) or gone (for good; not asked again).",
)
FEED_SUCCESS: Final = Metric(
    name="barq_feed_success_time_seconds",
    kind="gauge",
    unit="s since 1970",
    labels=("source", "feed"),
    meaning="When the feed answered last, or began to be polled by this process; its age grows "
    "while a feed is silent.",
)
FEED_FAILURES: Final = Metric(
    name="barq_feed_failures",
    kind="gauge",
    unit="polls",
    labels=("source", "feed"),
    meaning="Polls in a row that failed, those before a restart among them.",
)

EDGE_METRICS: Final = (ITEMS, BYTES, WAITING, FEED_POLLS, FEED_SUCCESS, FEED_FAILURES)
