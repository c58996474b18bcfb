"""What the edges count, by themselves and as they are scraped."""

from __future__ import annotations

import asyncio

import pytest
from yarl import URL

from streams.ingest import meter as module
from streams.ingest.feedlist import Feed
from streams.ingest.meter import Meter
from streams.runtime.edge_metrics import (
    EDGE_METRICS,
    FEED_FAILURES,
    FEED_POLLS,
    FEED_SUCCESS,
    ITEMS,
    WAITING,
)

FEED = Feed(source="alpha", url=URL("https://desk:secret@a.org/rss?key=secret#top"))
ALPHA = ("alpha", "https://a.org/rss")


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def meter(clock: Clock) -> Meter:
    return Meter(clock=clock)


def test_everything_is_seen_before_anything_has_come(meter: Meter) -> None:
    meter.begin("watch")
    meter.begin("feeds")
    meter.begin("push")
    meter.listed([FEED], lambda _: 0)
    found = {family.name: family.samples for family in meter.series.collect()}
    assert len(found) == len(EDGE_METRICS)
    assert all(found.values())


def test_a_feed_is_named_without_what_may_be_a_key(meter: Meter) -> None:
    meter.listed([FEED], lambda _: 3)
    meter.polled(FEED, "failed", 4)
    assert meter.series.value(FEED_FAILURES, ALPHA) == 4
    assert meter.series.value(FEED_POLLS, (*ALPHA, "failed")) == 1
    assert not any(
        "secret" in value
        for family in meter.series.collect()
        for sample in family.samples
        for value in sample.labels.values()
    )


def test_a_feed_has_answered_when_it_answered_last_or_began_to_be_polled(
    meter: Meter, clock: Clock
) -> None:
    meter.listed([FEED], lambda _: 3)
    assert meter.series.value(FEED_FAILURES, ALPHA) == 3
    clock.now_s = 1100.0
    meter.polled(FEED, "failed", 4)
    assert meter.series.value(FEED_SUCCESS, ALPHA) == 1000.0
    meter.polled(FEED, "unchanged", 0)
    assert meter.series.value(FEED_SUCCESS, ALPHA) == 1100.0


def test_of_feeds_that_look_alike_the_worst_is_told(meter: Meter, clock: Clock) -> None:
    other = Feed(source="alpha", url=FEED.url.with_query(section="world"))
    meter.listed([FEED, other], lambda _: 0)
    clock.now_s = 1100.0
    meter.polled(FEED, "sent", 0)
    meter.polled(other, "failed", 1)
    assert meter.series.value(FEED_SUCCESS, ALPHA) == 1000.0
    assert meter.series.value(FEED_FAILURES, ALPHA) == 1


def test_a_feed_that_is_off_the_list_is_not_said_to_be_silent(meter: Meter) -> None:
    beta = Feed(source="beta", url=URL("https://b.org/rss"))
    meter.listed([FEED, beta], lambda _: 0)
    meter.listed([beta], lambda _: 0)
    assert meter.series.value(FEED_SUCCESS, ALPHA) is None
    assert meter.series.value(FEED_FAILURES, ALPHA) is None
    assert meter.series.value(FEED_SUCCESS, ("beta", "https://b.org/rss")) == 1000.0


def test_items_wait_while_they_are_sent_whatever_comes_of_it(meter: Meter) -> None:
    meter.begin("watch")
    waited: list[float | None] = []

    def away() -> None:
        with meter.waiting("watch", 3):
            waited.append(meter.series.value(WAITING, ("watch",)))
            raise ValueError("away")

    with pytest.raises(ValueError, match="away"):
        away()
    assert [*waited, meter.series.value(WAITING, ("watch",))] == [3, 0]


def test_sent_and_refused_are_counted_apart(meter: Meter) -> None:
    meter.begin("watch")
    meter.sent("watch", 2, 100)
    meter.refused("watch", "too_large")
    assert meter.series.value(ITEMS, ("watch", "sent", "")) == 2
    assert meter.series.value(ITEMS, ("watch", "refused", "too_large")) == 1


async def test_it_is_ready_while_kafka_answers(
    meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ASKED_EVERY_S", 0.0)
    monkeypatch.setattr(module, "ANSWERS_S", 0.01)
    told: list[bool] = []

    async def answers() -> bool:
        told.append(meter.readiness()[0])
        if len(told) == 2:
            await asyncio.Event().wait()
        if len(told) == 3:
            raise asyncio.CancelledError
        return True

    with pytest.raises(asyncio.CancelledError):
        await meter.watch_over(answers)
    assert told == [False, True, False]
    assert meter.readiness() == (False, "Kafka does not answer")


def test_a_loop_that_does_not_turn_is_told(meter: Meter, monkeypatch: pytest.MonkeyPatch) -> None:
    assert meter.hangs_s() is None
    monkeypatch.setattr(module, "HUNG_S", -1.0)
    assert meter.hangs_s() is not None
