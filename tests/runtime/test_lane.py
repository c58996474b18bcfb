"""What the lane does with a chunk: slice by slice, in as few transactions as time allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pytest
from aiokafka.errors import KafkaError, UnknownTopicOrPartitionError
from faust.types import TP

from schemas.codec import Outgoing
from schemas.records import Parsed, WireItem
from schemas.topics import TOPIC_OF
from streams.runtime import lane, logs, metrics
from streams.runtime.breaker import BreakerError
from streams.runtime.feed import Chunk, Life
from streams.runtime.lane import Lane
from streams.settings import Settings
from streams.slices import SLICE_RECORDS
from tests.law import violations
from tests.runtime.test_meter import Record
from tests.runtime.test_observations import NINE
from tests.runtime.toys import out, stages

PLACE = TP("t.wire", 0)
RECORDS = 2 * SLICE_RECORDS + 20


class Producer:
    """Notes what a producer would send, and with which offset it commits."""

    def __init__(self, life: Life[TP, Any], over_after: int | None = None) -> None:
        self.committed: list[tuple[int, int]] = []
        """Messages of each transaction, and its offset."""
        self._waiting = 0
        self._life = life
        self._over_after = over_after

    async def add(self, outgoing: Sequence[Outgoing]) -> None:
        self._waiting += len(outgoing)
        self._life.over = self._over_after == self._waiting

    async def commit(self, changes: object, next_offset: int) -> int | None:
        assert changes is None
        self.committed.append((self._waiting, next_offset))
        self._waiting = 0
        return None


class Refused(Producer):
    """Is shut out before its second transaction."""

    async def commit(self, changes: object, next_offset: int) -> int | None:
        if self.committed:
            raise KafkaError
        return await super().commit(changes, next_offset)


def chunk_of(life: Life[TP, Any], body: bytes = b"emit") -> Chunk[TP, Any]:
    items = (
        WireItem(id=f"{n}", source="s", content_type="", received_at=NINE, body=body)
        for n in range(RECORDS)
    )
    records = tuple(Record(item, offset) for offset, item in enumerate(items))
    return Chunk(PLACE, cast(Any, records), 1000, life)


@pytest.fixture
def life() -> Life[TP, Any]:
    return Life(0, {PLACE: 0}, most=RECORDS)


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Lane:
    monkeypatch.setitem(cast(dict[type, Any], TOPIC_OF), Parsed, out("t"))
    stage = stages("t")["each"]
    return Lane(stage, Settings.read(), on_failure=lambda _: None, log=logs.get())


def give(own: Lane, producer: Producer) -> None:
    cast(dict[TP, Any], own._producers)[PLACE] = producer


def chunks(own: Lane) -> tuple[float, float]:
    """Give how many transactions were measured, and of how many records."""
    counted = own.meter.series.value(metrics.CONSUMED, (own._stage.name, "each"))
    summary = own.tally.summary()
    assert summary["each.emitted"] == summary["each.consumed"] == summary["sent.t.out"] == counted
    assert violations(summary) == {}
    return len(own._breaker._chunks), counted


async def test_a_chunk_is_one_transaction_of_many_slices(
    own: Lane, life: Life[TP, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "TAKE_S", float("inf"))
    producer = Producer(life)
    give(own, producer)
    await own.work(chunk_of(life))
    assert producer.committed == [(RECORDS, 1000)]
    assert chunks(own) == (1, RECORDS)


async def test_what_takes_long_is_committed_in_parts(
    own: Lane, life: Life[TP, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "TAKE_S", 0.0)
    producer = Producer(life)
    give(own, producer)
    await own.work(chunk_of(life))
    assert producer.committed == [(50, 50), (50, 100), (20, 1000)]
    assert chunks(own) == (3, RECORDS)


async def test_the_rest_is_left_when_the_life_is_over(own: Lane, life: Life[TP, Any]) -> None:
    producer = Producer(life, over_after=SLICE_RECORDS)
    give(own, producer)
    await own.work(chunk_of(life))
    assert producer.committed == [(50, 50)]
    assert chunks(own) == (1, 50)


async def test_what_was_committed_before_a_refusal_counts_and_the_rest_does_not(
    own: Lane, life: Life[TP, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "TAKE_S", 0.0)
    give(own, Refused(life))
    with pytest.raises(KafkaError):
        await own.work(chunk_of(life))
    assert chunks(own) == (1, 50)
    assert own.meter.aborts() == {"each": 1}


async def test_the_breaker_opens_before_the_chunk_is_done(life: Life[TP, Any]) -> None:
    settings = Settings.read(breaker_records=SLICE_RECORDS)
    own = Lane(stages("t")["each"], settings, on_failure=lambda _: None, log=logs.get())
    producer = Producer(life)
    give(own, producer)
    with pytest.raises(BreakerError, match="50 of the last 50 records were rejected"):
        await own.work(chunk_of(life, b"bad"))
    assert producer.committed == [(50, 50)]
    assert own.tally.summary()["each.rejected.bad"] == 50


async def test_a_topic_whose_partitions_are_not_known_ends_the_work(
    own: Lane, life: Life[TP, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    producer = Producer(life)
    monkeypatch.setattr(producer, "add", unknown)
    give(own, producer)
    with pytest.raises(UnknownTopicOrPartitionError):
        await own.work(chunk_of(life))
    assert own.meter.aborts() == {"each": 1}
    assert producer.committed == []
    assert own.tally.summary() == {}


async def unknown(_: Sequence[Outgoing]) -> None:
    raise UnknownTopicOrPartitionError
