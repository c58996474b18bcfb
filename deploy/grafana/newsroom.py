"""The *Newsroom* dashboard: what came in, what was new, what raised an alert, how fast."""

from __future__ import annotations

from typing import Final

from deploy.grafana.boards import SOURCE, Board, Panel, Query, Row, Variable, quantiles

MINUTE: Final = 60
"""Seconds: a newsroom counts articles a minute."""

NEWSROOM: Final = Board(
    uid="barq-newsroom",
    title="Newsroom",
    help="Articles in and out, languages, sources, repeats, stories, alerts and how fast they come",
    variables=(
        Variable(
            name="source",
            label="source",
            metric="barq_articles_total",
            help="Agency or outlet an article came from; those not known by name are `other`.",
        ),
    ),
    rows=(
        Row(
            "In the time shown",
            (
                Panel(
                    title="Articles",
                    help="Articles read from the wire, of the sources chosen.",
                    unit="locale",
                    kind="stat",
                    width=4,
                    decimals=0,
                    queries=(Query(f"sum(increase(barq_articles_total{{{SOURCE}}}[$__range]))"),),
                ),
                Panel(
                    title="New",
                    help="Articles that are no repeat of an earlier one: "
                    "first versions, updates, corrections and kills.",
                    unit="locale",
                    kind="stat",
                    width=4,
                    decimals=0,
                    queries=(Query("sum(increase(barq_unique_total[$__range]))"),),
                ),
                Panel(
                    title="Repeats",
                    help="Share of articles that only repeat what was there. "
                    "A dash while no article comes.",
                    nothing="–",
                    unit="percentunit",
                    kind="stat",
                    width=4,
                    decimals=1,
                    queries=(
                        Query(
                            "sum(increase(barq_duplicates_total[$__range])) / "
                            "(sum(increase(barq_duplicates_total[$__range]))"
                            " + sum(increase(barq_unique_total[$__range])))"
                        ),
                    ),
                ),
                Panel(
                    title="Stories",
                    help="Stories begun: articles on an event that none before was on.",
                    unit="locale",
                    kind="stat",
                    width=4,
                    decimals=0,
                    queries=(Query("sum(increase(barq_stories_total[$__range]))"),),
                ),
                Panel(
                    title="Alerts",
                    help="Alerts and follow-ups sent. Zero while no rule is met.",
                    unit="locale",
                    kind="stat",
                    width=4,
                    decimals=0,
                    queries=(Query("sum(increase(barq_alerts_total[$__range]))"),),
                ),
                Panel(
                    title="To alert, p99",
                    help="Of a hundred alerts, 99 came within this time after the article arrived. "
                    "A dash while no alert is raised.",
                    nothing="–",
                    unit="s",
                    kind="stat",
                    width=4,
                    queries=(
                        Query(
                            "histogram_quantile(0.99, sum by (le)"
                            " (rate(barq_alert_latency_seconds_bucket[$__range])))"
                        ),
                    ),
                ),
            ),
        ),
        Row(
            "Articles",
            (
                Panel(
                    title="In and out",
                    help="A minute: items off the wire, articles found new, and articles enriched. "
                    "New lies below in by the repeats and the dead letters.",
                    unit="short",
                    queries=(
                        Query(
                            'sum(rate(barq_records_consumed_total{stage="parse"}'
                            f"[$__rate_interval])) * {MINUTE}",
                            "in",
                        ),
                        Query(f"sum(rate(barq_unique_total[$__rate_interval])) * {MINUTE}", "new"),
                        Query(
                            'sum(rate(barq_outcomes_total{stage="tag", outcome="emitted"}'
                            f"[$__rate_interval])) * {MINUTE}",
                            "enriched",
                        ),
                    ),
                ),
                Panel(
                    title="Languages",
                    help="Articles a minute by language, of the sources chosen. "
                    "One that falls to zero is a feed that fell silent. Named are those that came.",
                    unit="short",
                    stacked=True,
                    brief_legend=True,
                    queries=(
                        Query(
                            f"sum by (language) (rate(barq_articles_total{{{SOURCE}}}"
                            f"[$__rate_interval])) * {MINUTE}",
                            "{{language}}",
                        ),
                    ),
                ),
                Panel(
                    title="Sources",
                    help="Articles by source in the time shown; `other` is every source "
                    "that is not on the list of known agencies.",
                    unit="locale",
                    kind="bars",
                    decimals=0,
                    queries=(
                        Query(
                            f"sort_desc(sum by (source) (increase(barq_articles_total{{{SOURCE}}}"
                            "[$__range])))",
                            "{{source}}",
                        ),
                    ),
                ),
            ),
        ),
        Row(
            "Repeats and stories",
            (
                Panel(
                    title="New articles",
                    help="A minute, by what they are to earlier ones: new, update, correction, "
                    "kill … Kinds that did not come are at zero.",
                    unit="short",
                    stacked=True,
                    queries=(
                        Query(
                            "sum by (relation) (rate(barq_unique_total[$__rate_interval]))"
                            f" * {MINUTE}",
                            "{{relation}}",
                        ),
                    ),
                ),
                Panel(
                    title="Repeats by kind",
                    help="A minute: the same delivery again, the same version again, "
                    "the same text from elsewhere. Kinds that did not come are at zero.",
                    unit="short",
                    stacked=True,
                    queries=(
                        Query(
                            "sum by (relation) (rate(barq_duplicates_total[$__rate_interval]))"
                            f" * {MINUTE}",
                            "{{relation}}",
                        ),
                    ),
                ),
                Panel(
                    title="Stories begun",
                    help="Stories a minute. Far more of them with as many articles as before: "
                    "the same event is no longer brought together.",
                    unit="short",
                    queries=(
                        Query(
                            f"sum(rate(barq_stories_total[$__rate_interval])) * {MINUTE}", "stories"
                        ),
                    ),
                ),
            ),
        ),
        Row(
            "Embargoes",
            (
                Panel(
                    title="Held now",
                    help="Articles under embargo or withheld; `barq held` lists them.",
                    unit="short",
                    width=12,
                    decimals=0,
                    queries=(Query("sum(barq_held_articles)", "held"),),
                ),
                Panel(
                    title="Begun and ended",
                    help="Articles that began to be held, and that were released, superseded, "
                    "killed or given up, in each step of time. Zero while none is held or due.",
                    unit="short",
                    width=12,
                    stacked=True,
                    queries=(
                        Query(
                            "sum by (state) (increase(barq_holdings_total[$__rate_interval]))",
                            "{{state}}",
                        ),
                    ),
                ),
            ),
        ),
        Row(
            "Alerts",
            (
                Panel(
                    title="Alerts by severity",
                    help="Alerts and follow-ups in each step of time. Zero while no rule is met.",
                    unit="short",
                    stacked=True,
                    queries=(
                        Query(
                            "sum by (severity) (increase(barq_alerts_total[$__rate_interval]))",
                            "{{severity}}",
                        ),
                    ),
                ),
                Panel(
                    title="Alerts by kind",
                    help="First alerts of a story, and follow-ups: its article was corrected or "
                    "killed. Zero while no rule is met.",
                    unit="short",
                    stacked=True,
                    queries=(
                        Query(
                            "sum by (kind) (increase(barq_alerts_total[$__rate_interval]))",
                            "{{kind}}",
                        ),
                    ),
                ),
                Panel(
                    title="From arrival to alert",
                    help="Time from the arrival of the article to its alert, committed. "
                    "A gap means that no alert was raised.",
                    unit="s",
                    queries=quantiles("barq_alert_latency_seconds"),
                ),
            ),
        ),
        Row(
            "How fast",
            (
                Panel(
                    title="From arrival to enriched",
                    help="Time from the arrival of an article to its enriched record, committed. "
                    "A gap means that no article came.",
                    unit="s",
                    width=24,
                    queries=quantiles("barq_enriched_latency_seconds"),
                ),
            ),
        ),
    ),
)
