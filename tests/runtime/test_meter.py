"""The meter of a worker, and what it carries on to the next process."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError
from faust.types import TP

from schemas.codec import wire_message
from schemas.records import WireItem
from schemas.times import to_ms
from schemas.topics import WIRE
from streams.outcome import Drop, Emit
from streams.runtime import logs, meter, metrics
from streams.runtime.carried import carried, carry
from streams.runtime.feed import Chunk, Life
from streams.runtime.lag import Lag
from streams.runtime.lane import Lane
from streams.runtime.meter import Meter, Size
from streams.runtime.observations import observations
from streams.settings import Settings
from streams.stage import Processed, Stage
from streams.topology import STAGES
from tests.runtime.scraping import Scrape
from tests.runtime.test_observations import NINE, alert
from tests.runtime.test_series import served
from tests.runtime.toys import stages


def look(meter: Meter) -> Scrape:
    return served(meter.series)


def test_a_chunk_is_counted_with_its_times_and_latency() -> None:
    later = (NINE + timedelta(seconds=2)).timestamp()
    meter = Meter(STAGES["alert"], clock=lambda: later)
    sent, dropped = Processed(Emit((alert(),)), ()), Processed(Drop("already_alerted"), ())
    slices = [observations("alert", "evaluate", [one]) for one in (sent, dropped)]
    meter.committed("evaluate", slices, records=2, step_s=0.25, chunk_s=0.5)
    scrape = look(meter)
    assert scrape("barq_chunk_records_sum", stage="alert", agent="evaluate") == 2
    assert scrape("barq_step_seconds_sum", stage="alert", agent="evaluate") == 0.25
    assert scrape("barq_chunk_seconds_sum", stage="alert", agent="evaluate") == 0.5
    assert scrape("barq_alert_latency_seconds_sum", stage="alert") == 2
    assert scrape("barq_alerts_total", severity="warning", kind="alert") == 1
    assert not scrape.unbalanced()


def test_an_item_from_a_clock_ahead_of_ours_came_just_now() -> None:
    earlier = (NINE - timedelta(seconds=2)).timestamp()
    meter = Meter(STAGES["alert"], clock=lambda: earlier)
    observed = observations("alert", "evaluate", [Processed(Emit((alert(),)), ())])
    meter.committed("evaluate", [observed], records=1, step_s=0, chunk_s=0)
    assert look(meter)("barq_alert_latency_seconds_sum", stage="alert") == 0


@pytest.mark.parametrize("stage", STAGES.values(), ids=lambda stage: stage.name)
def test_every_counter_and_histogram_is_seen_before_anything_happens(stage: Stage) -> None:
    own = Meter(stage)
    there = look(own).names()
    for metric in own.series.metrics:
        if metric.kind == "counter":
            assert metric.name in there
        elif metric.kind == "histogram":
            assert f"{metric.name}_count" in there


def test_it_is_ready_while_it_has_its_partitions_restored() -> None:
    meter = Meter(STAGES["tag"])
    assert meter.owned is None
    meter.joining()
    assert look(meter)("barq_up", stage="tag") == 0
    meter.fenced(3)
    meter.ready(3)
    assert meter.owned == 3
    assert look(meter)("barq_up", stage="tag") == 1
    meter.joining()
    assert meter.owned is None
    scrape = look(meter)
    assert scrape("barq_up", stage="tag") == 0
    assert scrape("barq_rebalances_total", stage="tag") == 2
    assert scrape("barq_fences_total", stage="tag") == 3


def test_partitions_that_are_gone_have_no_state_and_no_lag() -> None:
    meter = Meter(STAGES["dedup"])
    near = {TopicPartition("state.dedup.near", n): 0.5 for n in (0, 1)}
    meter.restored(near)
    meter.sized({place: Size(10, 1000) for place in near})
    meter.behind([Lag("articles.versioned", n, 5, 1.0) for n in (0, 1)])
    assert look(meter).sum("barq_state_bytes", agent="near") == 2000
    del near[TopicPartition("state.dedup.near", 0)]
    meter.restored(near)
    meter.behind([Lag("articles.versioned", 1, 5, 1.0)])
    scrape = look(meter)
    assert scrape.sum("barq_state_entries") == 10
    assert scrape.sum("barq_restore_seconds") == 0.5
    assert scrape.sum("barq_lag_records") == 5
    assert scrape.sum("barq_lag_seconds", topic="articles.versioned", partition="1") == 1.0


def test_a_loop_that_does_not_turn_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Meter(STAGES["tag"])
    own.turned()
    assert own.hangs_s() is None
    monkeypatch.setattr(meter, "HUNG_S", -1.0)
    assert own.hangs_s() is not None


class Failing:
    """Stands for a producer that has been shut out."""

    async def add(self, _: object) -> None:
        pass

    async def commit(self, *_: object) -> int | None:
        raise KafkaError


async def test_a_transaction_that_fails_counts_as_aborted_and_none_of_its_records() -> None:
    stage = stages("t")["each"]
    settings = Settings.read()
    lane = Lane(stage, settings, on_failure=lambda _: None, log=logs.get())
    place = TP("t.wire", 0)
    cast(dict[TP, Any], lane._producers)[place] = Failing()
    item = WireItem(id="i", source="s", content_type="", received_at=NINE, body=b"x")
    chunk = Chunk(place, (Record(item),), 1, Life(0, {place: 0}, most=1))
    with pytest.raises(KafkaError):
        await lane.work(cast(Any, chunk))
    assert lane.meter.aborts() == {"each": 1}
    assert look(lane.meter).sum("barq_records_consumed_total") == 0
    assert lane.meter.series.value(metrics.ABORTS, (stage.name, "each")) == 1


class Record:
    """A consumed record, as much of it as the lane looks at."""

    topic = "t.wire"
    partition = 0
    timestamp = to_ms(NINE)
    serialized_value_size = 1

    def __init__(self, item: WireItem, offset: int = 0) -> None:
        self.offset = offset
        message = wire_message(WIRE, item)
        self.key, self.value, self.headers = message.key, message.value, message.headers


def test_aborts_are_carried_on_until_a_worker_has_stopped_well(tmp_path: Path) -> None:
    place = tmp_path / "worker.lock"
    assert carried(place) == {}
    carry(place, {"near": 2})
    assert carried(place) == {"near": 2}
    carry(place, {})
    assert carried(place) == {}


def test_a_count_that_cannot_be_read_is_no_trouble(tmp_path: Path) -> None:
    place = tmp_path / "worker.lock"
    place.write_text("{half")
    assert carried(place) == {}
    carry(tmp_path, {"near": 1})
