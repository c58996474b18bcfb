"""The values of metrics, and how they are served."""

from __future__ import annotations

import threading
from typing import cast

import pytest
from prometheus_client import generate_latest
from prometheus_client.registry import CollectorRegistry

from streams.runtime.metrics import CHUNK_SIZE, CONSUMED, LAG_RECORDS, STORIES
from streams.runtime.series import Series
from tests.runtime.scraping import Scrape, read


@pytest.fixture
def series() -> Series:
    return Series((CONSUMED, CHUNK_SIZE, LAG_RECORDS, STORIES))


def served(series: Series) -> Scrape:
    return read(generate_latest(cast(CollectorRegistry, series)).decode())


def test_a_counter_rises_and_is_seen_at_nought(series: Series) -> None:
    series.add(STORIES, (), 0)
    assert served(series)("barq_stories_total") == 0
    series.add(CONSUMED, ("tag", "tag"), 3)
    series.add(CONSUMED, ("tag", "tag"))
    assert served(series)("barq_records_consumed_total", stage="tag", agent="tag") == 4


def test_a_histogram_counts_up_to_and_with_each_bound(series: Series) -> None:
    series.observe(CHUNK_SIZE, ("tag", "tag"), 1, 2, 3, 20_000)
    scrape = served(series)

    def below(bound: str) -> float | None:
        return scrape("barq_chunk_records_bucket", stage="tag", agent="tag", le=bound)

    assert [below(bound) for bound in ("1.0", "2.0", "5.0", "10000.0", "+Inf")] == [1, 2, 3, 3, 4]
    assert scrape("barq_chunk_records_sum", stage="tag", agent="tag") == 20_006
    assert scrape("barq_chunk_records_count", stage="tag", agent="tag") == 4


def test_a_gauge_forgets_the_partitions_that_are_gone(series: Series) -> None:
    for partition in ("0", "1"):
        series.set(LAG_RECORDS, ("s", "a", "t", partition), 7)
    series.keep(LAG_RECORDS, [("s", "a", "t", "1")])
    assert served(series).sum("barq_lag_records") == 7


def test_a_scrape_waits_for_what_belongs_together(series: Series) -> None:
    found: list[Scrape] = []
    scraping = threading.Thread(target=lambda: found.append(served(series)))
    with series.lock:
        series.add(STORIES, ())
        scraping.start()
        scraping.join(0.05)
        assert not found
        series.add(STORIES, ())
    scraping.join()
    assert found[0]("barq_stories_total") == 2
