"""Hold dashboards and rules against the table of metrics: `python -m deploy.coverage`.

A metric on no dashboard is one that nobody sees; a panel or rule on a metric that no
worker has stays empty, and a rule that never fires looks like good news.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml

from deploy.grafana.boards import Query
from deploy.grafana.build import BOARDS
from streams.runtime.edge_metrics import EDGE_METRICS
from streams.runtime.metrics import METRICS as WORKER_METRICS

METRICS: Final = (*WORKER_METRICS, *EDGE_METRICS)
RULES: Final = Path(__file__).parent / "prometheus" / "rules.yml"
NAME: Final = re.compile(r"\b(?:barq|process)_[a-z0-9_]+|\bup\b")
OTHERS: Final = frozenset(
    {
        "up",  # Prometheus's own: whether the target answered
        "process_cpu_seconds_total",  # these are prometheus_client's, on Linux
        "process_open_fds",
        "process_resident_memory_bytes",
        "process_start_time_seconds",
    }
)
SERIES: Final = ("_bucket", "_count", "_sum")
"""What a histogram adds to its name."""


def used(expr: str) -> set[str]:
    """Give the metrics that a PromQL expression names, a histogram by its own name.

    Prometheus's vocabulary is left to Prometheus; label values hold none of these words.
    """
    names: set[str] = set(NAME.findall(re.sub(r'"[^"]*"', '""', expr)))
    histograms = {metric.name for metric in METRICS if metric.kind == "histogram"}
    for suffix in SERIES:
        names = {
            name.removesuffix(suffix) if name.removesuffix(suffix) in histograms else name
            for name in names
        }
    return names


def queries() -> Iterator[tuple[str, Query]]:
    """Give each query of each panel, and where it stands."""
    for board in BOARDS:
        for panel in board.panels:
            for query in panel.queries:
                yield f"{board.title}: {panel.title}", query


def rules() -> Iterator[tuple[str, str]]:
    """Give each alert rule's name and expression."""
    for group in yaml.safe_load(RULES.read_text("utf-8"))["groups"]:
        for rule in group["rules"]:
            yield rule["alert"], rule["expr"]


def unseen() -> list[str]:
    """Name the metrics that are on no dashboard."""
    seen = {name for _, query in queries() for name in used(query.expr)}
    return sorted({metric.name for metric in METRICS} - seen)


def unknown() -> list[str]:
    """Tell which panels, variables and rules use a metric that no worker has."""
    known = {metric.name for metric in METRICS} | OTHERS
    places = [(where, used(query.expr)) for where, query in queries()]
    places += [(f"rule {name}", used(expr)) for name, expr in rules()]
    places += [(f"{b.title}: ${v.name}", {v.metric}) for b in BOARDS for v in b.variables]
    return [
        f"{where}: {name}" if names else f"{where}: no metric"
        for where, names in places
        for name in (sorted(names - known) if names else [""])
    ]


def main() -> None:
    """Print what is amiss, and exit with 1 if anything is."""
    faults = [f"{name} is on no dashboard" for name in unseen()]
    faults += [f"{place} is not in METRICS" for place in unknown()]
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
