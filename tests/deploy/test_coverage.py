"""Every metric is on a dashboard, and every panel and rule rests on a metric there is."""

from __future__ import annotations

import pytest

from deploy import coverage
from deploy.grafana.boards import Panel, Query
from streams.runtime.metrics import METRICS


def test_every_metric_is_on_a_dashboard() -> None:
    assert coverage.unseen() == []


def test_every_panel_variable_and_rule_has_its_metric() -> None:
    assert coverage.unknown() == []


def test_a_metric_taken_off_the_table_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = tuple(metric for metric in METRICS if metric.name != "barq_lag_seconds")
    monkeypatch.setattr(coverage, "METRICS", fewer)
    assert "rule BarqLag: barq_lag_seconds" in coverage.unknown()
    assert "Pipeline: Behind: barq_lag_seconds" in coverage.unknown()


def test_a_panel_taken_away_leaves_its_metric_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [(where, query) for where, query in coverage.queries() if "stories" not in query.expr]
    monkeypatch.setattr(coverage, "queries", lambda: iter(kept))
    assert coverage.unseen() == ["barq_stories_total"]


@pytest.mark.parametrize(
    ("expr", "names"),
    [
        ('sum(rate(barq_alerts_total{kind="barq_up"}[1m]))', {"barq_alerts_total"}),
        ("sum by (le) (barq_chunk_seconds_bucket)", {"barq_chunk_seconds"}),
        ("barq_chunk_seconds_sum / barq_chunk_seconds_count", {"barq_chunk_seconds"}),
        ('time() - process_open_fds / up{job="barq"}', {"process_open_fds", "up"}),
        ("sum(abs(1))", set()),
    ],
)
def test_the_metrics_of_an_expression(expr: str, names: set[str]) -> None:
    assert coverage.used(expr) == names


def test_a_query_without_a_metric_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = Panel(title="p", help="h.", unit="s", queries=(Query("vector(1)"),))
    monkeypatch.setattr(coverage, "queries", lambda: iter([("B: p", panel.queries[0])]))
    assert coverage.unknown() == ["B: p: no metric"]
