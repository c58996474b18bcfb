"""The janitor: retention, compaction, space given back, and what is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from kio.schema.errors import ErrorCode

from streams.broker import EmbeddedBroker, batches, compaction
from streams.broker.janitor import DAY_MS, Janitor
from streams.broker.topics import Partition, now_ms
from tests.broker.wire import EARLIEST, READ_COMMITTED, Wire, batch


class Rounds:
    """The janitor's rounds at whatever time a test needs."""

    def __init__(self, broker: EmbeddedBroker) -> None:
        self.services = broker._services
        self._janitor = Janitor(self.services)

    async def after(self, ms: int) -> None:
        await self._janitor.round(now_ms() + ms)

    def partition(self, name: str) -> Partition:
        return self.services.log.partition(name, 0)

    def count(self, table: str) -> int:
        row = self.services.database.read(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a test's own
        return int(row[0])


@pytest.fixture
def rounds(broker: EmbeddedBroker, monkeypatch: pytest.MonkeyPatch) -> Rounds:
    monkeypatch.setattr(compaction, "LEAST_DIRTY_BYTES", 1)
    return Rounds(broker)


async def test_batches_older_than_the_retention_go(own: Wire, name: str, rounds: Rounds) -> None:
    await own.create(name, retention_ms="60000")
    await own.produce(name, batch(b"old"))
    await rounds.after(59_000)
    assert (await own.fetch(name)).values == [b"old"]
    await rounds.after(61_000)
    assert (await own.fetch(name)).error is ErrorCode.offset_out_of_range
    assert (await own.offset(name, EARLIEST)).offset == 1
    assert rounds.count("batch_records") == 0
    assert rounds.partition(name).bytes == 0
    assert (await own.produce(name, batch(b"next"))).base_offset == 1


async def test_age_counts_from_arrival_not_from_the_producers_time(
    own: Wire, name: str, rounds: Rounds
) -> None:
    await own.create(name, retention_ms="60000")
    await own.produce(name, batch(b"of 2018", timestamp=1_546_000_000_000))
    await rounds.after(0)
    assert (await own.fetch(name)).values == [b"of 2018"]


async def test_the_oldest_batches_beyond_the_size_go(own: Wire, name: str, rounds: Rounds) -> None:
    await own.create(name, retention_bytes="3000")
    for number in range(5):
        await own.produce(name, batch(b"%d" % number + b"x" * 999))
    await rounds.after(0)
    assert (await own.offset(name, EARLIEST)).offset == 3 - 1
    assert rounds.partition(name).bytes < 3000 + 1100
    assert [v and v[:1] for v in (await own.fetch(name, 2)).values] == [b"2", b"3", b"4"]


async def test_an_open_transaction_is_kept(own: Wire, name: str, rounds: Rounds) -> None:
    await own.create(name, retention_ms="1000")
    producer = await own.init_producer(name)
    await own.join_txn(name, producer, name)
    await own.produce(name, batch(b"inside", producer=producer, sequence=0, txn=True), txn=name)
    await rounds.after(10_000)
    await own.end_txn(name, producer, commit=True)
    assert await own.read_all(name, committed=True) == [b"inside"]


async def test_batches_of_deleted_topics_are_removed_and_their_space_given_back(
    own: Wire, name: str, rounds: Rounds
) -> None:
    await own.create(name)
    for _ in range(6):
        await own.produce(name, batch(b"x" * 5 * 2**20))
    log = rounds.services.log
    log.delete(log.topics[name])
    await rounds.after(0)
    database = rounds.services.database
    (pages,) = database.read("PRAGMA page_count").fetchone()
    (free,) = database.read("PRAGMA freelist_count").fetchone()
    assert rounds.count("batch") == rounds.count("dropped_partition") == 0
    assert pages * 4096 < 20 * 2**20
    assert free * 4096 <= 16 * 2**20


async def kept(wire: Wire, name: str) -> list[tuple[int, bytes | None, bytes | None]]:
    got = await wire.fetch(name, isolation=READ_COMMITTED)
    return got.records


async def test_compaction_keeps_the_last_record_of_each_key(
    own: Wire, name: str, rounds: Rounds
) -> None:
    await own.create(name, cleanup_policy="compact")
    await own.produce(name, batch(b"1", b"2", b"3", keys=[b"a", b"b", b"a"]))
    await own.produce(name, batch(b"4", b"5", keys=[b"c", b"b"]))
    await own.produce(name, batch(b"6", key=b"d"))
    await rounds.after(0)
    assert await kept(own, name) == [
        (2, b"a", b"3"), (3, b"c", b"4"), (4, b"b", b"5"), (5, b"d", b"6"),
    ]  # fmt: skip


async def test_a_compacted_topic_is_not_aged(own: Wire, name: str, rounds: Rounds) -> None:
    await own.create(name, cleanup_policy="compact", retention_ms="1000")
    await own.produce(name, batch(b"1", key=b"a"))
    await rounds.after(10 * DAY_MS)
    assert await kept(own, name) == [(0, b"a", b"1")]


async def test_records_of_other_codecs_and_headers_survive_compaction(
    own: Wire, name: str, rounds: Rounds
) -> None:
    await own.create(name, cleanup_policy="compact")
    await own.produce(name, batch(b"1", b"2", keys=[b"a", b"b"], compression=1))
    await own.produce(name, batch(b"3", key=b"a"))
    await own.produce(name, batch(b"end", key=b"z"))
    await rounds.after(0)
    assert await kept(own, name) == [(1, b"b", b"2"), (2, b"a", b"3"), (3, b"z", b"end")]


async def test_a_later_pass_drops_what_an_earlier_one_kept(
    own: Wire, name: str, rounds: Rounds
) -> None:
    await own.create(name, cleanup_policy="compact", min_cleanable_dirty_ratio="0")
    for value in (b"1", b"2", b"3"):
        await own.produce(name, batch(value, key=b"a"))
        await own.produce(name, batch(value, key=b"b"))
        await rounds.after(0)
    assert await kept(own, name) == [(4, b"a", b"3"), (5, b"b", b"3")]
    await rounds.after(0)
    assert rounds.count("batch") == 2


async def test_little_is_compacted_once_it_is_a_segment_old(
    own: Wire, name: str, rounds: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "LEAST_DIRTY_BYTES", 2**20)
    await own.create(name, cleanup_policy="compact", segment_ms="60000")
    for value in (b"1", b"2"):
        await own.produce(name, batch(value, key=b"a"))
    await rounds.after(59_000)
    assert len(await kept(own, name)) == 2
    await rounds.after(61_000)
    assert await kept(own, name) == [(1, b"a", b"2")]


async def test_a_tombstone_stays_for_its_time_and_then_goes(
    own: Wire, name: str, rounds: Rounds
) -> None:
    await own.create(name, cleanup_policy="compact", delete_retention_ms="60000")
    await own.produce(name, batch(b"1", key=b"a"))
    await own.produce(name, batch(None, key=b"a"))
    await own.produce(name, batch(b"end", key=b"z"))
    await rounds.after(0)
    assert await kept(own, name) == [(1, b"a", None), (2, b"z", b"end")]
    await rounds.after(59_000)
    assert len(await kept(own, name)) == 2
    await rounds.after(61_000)
    assert await kept(own, name) == [(2, b"z", b"end")]


async def txn(wire: Wire, name: str, value: bytes, key: bytes, *, commit: bool) -> None:
    producer = await wire.init_producer(name)
    await wire.join_txn(name, producer, name)
    await wire.produce(
        name, batch(value, key=key, producer=producer, sequence=0, txn=True), txn=name
    )
    await wire.end_txn(name, producer, commit=commit)


async def test_an_aborted_record_never_supersedes_and_goes_with_its_mark(
    own: Wire, name: str, rounds: Rounds
) -> None:
    await own.create(name, cleanup_policy="compact")
    await txn(own, name, b"good", b"a", commit=True)
    await txn(own, name, b"bad", b"a", commit=False)
    await own.produce(name, batch(b"end", key=b"z"))
    await rounds.after(0)
    assert await kept(own, name) == [(0, b"a", b"good"), (4, b"z", b"end")]
    assert await own.read_all(name, committed=False) == [b"good", b"end"]
    assert rounds.count("aborted") == 0
    assert rounds.count("batch") == 2
    await txn(own, name, b"later", b"b", commit=True)
    assert await own.read_all(name, committed=True) == [b"good", b"end", b"later"]


async def test_compaction_stops_before_an_open_transaction(
    own: Wire, name: str, rounds: Rounds
) -> None:
    await own.create(name, cleanup_policy="compact")
    await own.produce(name, batch(b"1", key=b"a"))
    await own.produce(name, batch(b"2", key=b"b"))
    producer = await own.init_producer(name)
    await own.join_txn(name, producer, name)
    await own.produce(
        name, batch(b"open", key=b"a", producer=producer, sequence=0, txn=True), txn=name
    )
    await rounds.after(0)
    assert await own.read_all(name, committed=False) == [b"1", b"2", b"open"]
    await own.end_txn(name, producer, commit=False)
    await own.produce(name, batch(b"end", key=b"z"))
    await rounds.after(0)
    assert await own.read_all(name, committed=True) == [b"1", b"2", b"end"]


async def test_a_reader_reaches_the_end_of_a_compacted_topic(
    own: Wire, name: str, rounds: Rounds
) -> None:
    await own.create(name, cleanup_policy="compact")
    await txn(own, name, b"1", b"a", commit=True)
    await txn(own, name, b"2", b"a", commit=True)
    await txn(own, name, b"3", b"a", commit=False)
    await rounds.after(0)
    assert await own.read_all(name, committed=True) == [b"2"]  # and it did not get stuck


async def test_a_producer_goes_on_in_sequence_after_compaction(
    own: Wire, name: str, rounds: Rounds
) -> None:
    await own.create(name, cleanup_policy="compact")
    producer = await own.init_producer()
    for sequence in range(3):
        await own.produce(name, batch(b"x", key=b"a", producer=producer, sequence=sequence))
    await rounds.after(0)
    again = await own.produce(name, batch(b"x", key=b"a", producer=producer, sequence=1))
    assert (again.error_code, again.base_offset) == (ErrorCode.none, 1)
    answer = await own.produce(name, batch(b"y", key=b"a", producer=producer, sequence=3))
    assert answer.error_code is ErrorCode.none


async def test_a_batch_in_an_unknown_codec_stays_whole(
    own: Wire, name: str, rounds: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    await own.create(name, cleanup_policy="compact")
    await own.produce(name, batch(b"1", key=b"a", compression=1))
    await own.produce(name, batch(None, key=b"a"))
    await own.produce(name, batch(b"end", key=b"z"))
    real = batches.records_of

    def records_of(one: bytes) -> Any:
        if one[22] & 7:
            raise batches.Unreadable("as if lz4 were not installed")
        return real(one)

    monkeypatch.setattr(batches, "records_of", records_of)
    await rounds.after(0)
    await rounds.after(10 * DAY_MS)
    assert await kept(own, name) == [(0, b"a", b"1"), (1, b"a", None), (2, b"z", b"end")]


async def test_what_nobody_uses_is_forgotten(own: Wire, name: str, rounds: Rounds) -> None:
    await own.create(name, retention_ms="-1")
    await txn(own, name, b"x", b"a", commit=True)
    rounds.services.offsets.commit("gone", [])
    rounds.services.database.write(
        "INSERT INTO group_offset VALUES ('gone', ?, 0, 1, '', ?)", name, now_ms()
    )
    await rounds.after(6 * DAY_MS)
    assert (rounds.count("producer"), rounds.count("txn"), rounds.count("group_offset")) == (
        1,
        1,
        1,
    )
    await rounds.after(31 * DAY_MS)
    assert (rounds.count("producer"), rounds.count("txn"), rounds.count("group_offset")) == (
        0,
        0,
        0,
    )
