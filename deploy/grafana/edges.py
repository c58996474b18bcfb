"""The *Edges* dashboard: what comes in by folders, feeds and pushes, and what does not."""

from __future__ import annotations

from typing import Final

from deploy.grafana.boards import Board, Panel, Query, Row

NO_EDGE: Final = "no edge is scraped"
NO_FEED: Final = "no feed is polled"

ITEMS: Final = Row(
    "Items",
    (
        Panel(
            title="Sent",
            help="Items a second that each edge sent and Kafka confirmed. Zero: nothing comes.",
            unit="cps",
            width=12,
            nothing=NO_EDGE,
            queries=(
                Query(
                    'sum by (edge) (rate(barq_edge_items_total{outcome="sent"}[$__rate_interval]))',
                    "{{edge}}",
                ),
            ),
        ),
        Panel(
            title="Bytes",
            help="Bytes a second of the items sent, by edge. Zero: nothing comes.",
            unit="Bps",
            width=12,
            nothing=NO_EDGE,
            queries=(
                Query("sum by (edge) (rate(barq_edge_bytes_total[$__rate_interval]))", "{{edge}}"),
            ),
        ),
        Panel(
            title="Refused or known",
            help="Items a second that were not sent, by reason: an HTTP status for pushes; known "
            "ones had come before. Zero, and no reason named, is what one wants to see.",
            unit="cps",
            width=12,
            nothing=NO_EDGE,
            brief_legend=True,
            queries=(
                Query(
                    "sum by (edge, outcome, reason)"
                    ' (rate(barq_edge_items_total{outcome!="sent"}[$__rate_interval]))',
                    "{{edge}} {{outcome}} {{reason}}",
                ),
            ),
        ),
        Panel(
            title="Waiting for Kafka",
            help="Items handed to Kafka and not confirmed. What stays up waits for a broker.",
            unit="short",
            width=12,
            nothing=NO_EDGE,
            queries=(Query("sum by (edge) (barq_edge_waiting_items)", "{{edge}}"),),
        ),
    ),
)
FEEDS: Final = Row(
    "Feeds",
    (
        Panel(
            title="Polls",
            help="Polls a second by result. Most of a quiet feed's are unchanged.",
            unit="cps",
            nothing=NO_FEED,
            queries=(
                Query(
                    "sum by (result) (rate(barq_feed_polls_total[$__rate_interval]))", "{{result}}"
                ),
            ),
        ),
        Panel(
            title="Silent for",
            help="Time since each feed answered last. Beyond its interval it is silent.",
            unit="s",
            nothing=NO_FEED,
            queries=(
                Query(
                    "max by (source, feed) (time() - barq_feed_success_time_seconds)", "{{feed}}"
                ),
            ),
        ),
        Panel(
            title="Failures in a row",
            help="Polls in a row that failed, by feed. Zero is what one wants to see.",
            unit="short",
            nothing=NO_FEED,
            queries=(Query("max by (source, feed) (barq_feed_failures)", "{{feed}}"),),
        ),
    ),
)

EDGES: Final = Board(
    uid="barq-edges",
    title="Edges",
    help="What comes in by folders, feeds and pushes, what is refused, and which feeds are silent: "
    "of `barq ingest` that stays and `barq api`, where Prometheus scrapes them",
    variables=(),
    rows=(ITEMS, FEEDS),
)
