"""The table of metrics: what each promises by its name, and that no label holds free text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import Alert, Duplicate, Enriched, Held, Parsed, Record, Unique
from streams.outcome import Emit
from streams.runtime.metrics import METRICS, Metric
from streams.runtime.observations import KNOWN, LANGUAGES, in_advance, observations
from streams.stage import Processed
from streams.text import agencies
from streams.topology import PIPELINE
from tests.records import strategy

EACH = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
LABELS = {
    *("stage", "agent", "outcome", "reason", "topic", "partition"),
    *("language", "source", "relation", "severity", "kind", "state"),
}
RECORDS: tuple[type[Record], ...] = (Parsed, Duplicate, Held, Unique, Enriched, Alert)


@EACH
def test_a_name_says_what_it_is(metric: Metric) -> None:
    assert re.fullmatch(r"barq(_[a-z]+)+", metric.name)
    assert metric.name.endswith("_total") == (metric.kind == "counter")
    assert metric.name.removesuffix("_total").endswith("_seconds") == (metric.unit == "s")


@EACH
def test_each_says_its_unit_and_meaning_in_a_line(metric: Metric) -> None:
    assert metric.unit
    assert metric.meaning.endswith(".")
    assert "|" not in metric.meaning
    assert "\n" not in metric.meaning


@EACH
def test_buckets_rise_and_only_histograms_have_them(metric: Metric) -> None:
    assert bool(metric.buckets) == (metric.kind == "histogram")
    assert all(lower < upper for lower, upper in pairwise(metric.buckets))


@EACH
def test_labels_are_of_the_list(metric: Metric) -> None:
    assert set(metric.labels) <= LABELS


def test_names_come_once() -> None:
    assert len({metric.name for metric in METRICS}) == len(METRICS)


def test_every_series_known_in_advance_fits_its_metric() -> None:
    for stage in PIPELINE:
        for metric, labels in in_advance(stage):
            assert metric in METRICS
            assert len(labels) == len(metric.labels)


@given(st.one_of(*(strategy(record) for record in RECORDS)))
def test_whatever_a_record_holds_its_labels_are_of_known_lists(record: Record) -> None:
    """Texts, ids and names are made up here; none may come out as a label."""
    emitted = Processed(Emit((record,)), ())
    sources = {*agencies.names().values(), "other"}
    for metric, labels in observations("s", "a", [emitted]).counts:
        named = dict(zip(metric.labels, labels, strict=True))
        if "source" in named:
            assert named["source"] in sources
            assert named["language"] in LANGUAGES | {"other"}
        elif metric in KNOWN:
            assert labels in KNOWN[metric]
        else:
            assert named["stage"] == "s"
