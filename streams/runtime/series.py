"""The values of a worker's metrics, changed by its loop and read by the server's threads."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from prometheus_client import Metric as Family
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.utils import floatToGoString

from streams.runtime.metrics import Metric

Labels: TypeAlias = "tuple[str, ...]"
"""A value for each label of a metric, in its order."""


@dataclass(slots=True)
class Buckets:
    """The observations of one histogram series."""

    counts: list[int]
    """By bucket, and last those above all bounds; not cumulated."""
    sum: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Every series of a worker.

    Change them only with `lock` held, all that belongs together at once: a scrape takes it
    too, for as long as it copies, so that it never sees half of a chunk.
    """

    metrics: Collection[Metric]
    lock: threading.Lock = field(default_factory=threading.Lock)
    _values: dict[Metric, dict[Labels, float]] = field(default_factory=dict)
    _buckets: dict[Metric, dict[Labels, Buckets]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for metric in self.metrics:
            if metric.kind == "histogram":
                self._buckets[metric] = {}
            else:
                self._values[metric] = {}

    def add(self, metric: Metric, labels: Labels, amount: float = 1.0) -> None:
        """Raise a counter; by 0 to let it be seen."""
        series = self._values[metric]
        series[labels] = series.get(labels, 0.0) + amount

    def set(self, metric: Metric, labels: Labels, value: float) -> None:
        """Let a gauge stand at `value`."""
        self._values[metric][labels] = value

    def observe(self, metric: Metric, labels: Labels, *values: float) -> None:
        """Take `values` into a histogram; none to let it be seen."""
        series = self._buckets[metric]
        if labels not in series:
            series[labels] = Buckets([0] * (len(metric.buckets) + 1))
        buckets = series[labels]
        for value in values:
            buckets.counts[bisect_left(metric.buckets, value)] += 1
            buckets.sum += value

    def keep(self, metric: Metric, labels: Collection[Labels]) -> None:
        """Forget the series of a gauge but for those of `labels`."""
        series = self._values[metric]
        for gone in series.keys() - set(labels):
            del series[gone]

    def value(self, metric: Metric, labels: Labels) -> float | None:
        """Give where a counter or gauge stands; None when it has no such series."""
        return self._values[metric].get(labels)

    def collect(self) -> Iterator[Family]:
        """Give everything as it stands at one moment, as prometheus_client asks for it."""
        with self.lock:
            values = {metric: dict(series) for metric, series in self._values.items()}
            buckets = {
                metric: {labels: (tuple(one.counts), one.sum) for labels, one in series.items()}
                for metric, series in self._buckets.items()
            }
        for metric in self.metrics:
            if metric.kind == "histogram":
                yield _histogram(metric, buckets[metric])
            else:
                yield _plain(metric, values[metric])


def _plain(metric: Metric, series: Mapping[Labels, float]) -> Family:
    kind = CounterMetricFamily if metric.kind == "counter" else GaugeMetricFamily
    family = kind(metric.name, metric.meaning, labels=metric.labels)
    for labels, value in series.items():
        family.add_metric(labels, value)
    return family


def _histogram(metric: Metric, series: Mapping[Labels, tuple[tuple[int, ...], float]]) -> Family:
    family = HistogramMetricFamily(metric.name, metric.meaning, labels=metric.labels)
    bounds = [*map(floatToGoString, metric.buckets), "+Inf"]
    for labels, (counts, total) in series.items():
        cumulated: list[tuple[str, float]] = []
        below = 0
        for bound, count in zip(bounds, counts, strict=True):
            below += count
            cumulated.append((bound, below))
        family.add_metric(labels, cumulated, total)
    return family
