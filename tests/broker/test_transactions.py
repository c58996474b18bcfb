"""Idempotent producers and transactions: each batch once, each transaction whole or not at all."""

from __future__ import annotations

import asyncio
import itertools
import random
from typing import Any

import pytest
from kio.schema.errors import ErrorCode

from tests.broker.wire import READ_COMMITTED, Wire, batch, until


async def test_a_batch_sent_twice_is_stored_once(wire: Wire, name: str) -> None:
    await wire.create(name)
    producer = await wire.init_producer()
    first = await wire.produce(name, batch(b"a", b"b", producer=producer, sequence=0))
    again = await wire.produce(name, batch(b"a", b"b", producer=producer, sequence=0))
    assert (again.error_code, again.base_offset) == (ErrorCode.none, first.base_offset)
    await wire.produce(name, batch(b"c", producer=producer, sequence=2))
    assert (await wire.fetch(name)).values == [b"a", b"b", b"c"]


async def test_one_of_the_last_five_batches_is_known_again(wire: Wire, name: str) -> None:
    await wire.create(name)
    producer = await wire.init_producer()
    for sequence in range(5):
        await wire.produce(name, batch(b"x", producer=producer, sequence=sequence))
    again = await wire.produce(name, batch(b"x", producer=producer, sequence=0))
    assert (again.error_code, again.base_offset) == (ErrorCode.none, 0)


async def test_a_gap_in_the_sequences_is_refused(wire: Wire, name: str) -> None:
    await wire.create(name)
    producer = await wire.init_producer()
    await wire.produce(name, batch(b"a", producer=producer, sequence=0))
    answer = await wire.produce(name, batch(b"c", producer=producer, sequence=2))
    assert answer.error_code is ErrorCode.out_of_order_sequence_number
    assert (await wire.fetch(name)).values == [b"a"]


async def test_sequences_wrap_round(wire: Wire, name: str) -> None:
    await wire.create(name)
    producer = await wire.init_producer()
    last = 2**31 - 1
    await wire.produce(name, batch(b"a", producer=producer, sequence=last))
    answer = await wire.produce(name, batch(b"b", producer=producer, sequence=0))
    assert answer.error_code is ErrorCode.none


async def test_producers_get_different_ids(wire: Wire) -> None:
    assert (await wire.init_producer())[0] != (await wire.init_producer())[0]


async def begin(wire: Wire, name: str, *values: bytes, sequence: int = 0) -> tuple[int, int]:
    """Open a transaction with one batch in a topic; its id is the topic's name."""
    producer = await wire.init_producer(name)
    assert await wire.join_txn(name, producer, name) == {ErrorCode.none}
    answer = await wire.produce(
        name, batch(*values, producer=producer, sequence=sequence, txn=True), txn=name
    )
    assert answer.error_code is ErrorCode.none
    return producer


async def test_readers_of_committed_records_wait_for_the_commit(wire: Wire, name: str) -> None:
    await wire.create(name)
    await wire.produce(name, batch(b"before"))
    producer = await begin(wire, name, b"inside")
    await wire.produce(name, batch(b"after"))
    got = await wire.fetch(name, isolation=READ_COMMITTED)
    assert (got.values, got.stable_offset, got.high_watermark) == ([b"before"], 1, 3)
    assert (await wire.fetch(name)).values == [b"before", b"inside", b"after"]
    assert await wire.end_txn(name, producer, commit=True) is ErrorCode.none
    await wire.stable(name)
    assert await wire.read_all(name, committed=True) == [b"before", b"inside", b"after"]


async def test_aborted_records_are_listed_for_readers_to_hide(wire: Wire, name: str) -> None:
    await wire.create(name)
    producer = await begin(wire, name, b"aborted")
    await wire.produce(name, batch(b"plain"))
    assert await wire.end_txn(name, producer, commit=False) is ErrorCode.none
    await wire.stable(name)
    got = await wire.fetch(name, isolation=READ_COMMITTED)
    assert got.aborted == [(producer[0], 0)]
    assert got.values == [b"plain"]
    assert await wire.read_all(name, committed=False) == [b"aborted", b"plain"]


async def test_a_reader_that_waits_is_woken_by_the_commit(
    address: str, wire: Wire, name: str
) -> None:
    await wire.create(name)
    producer = await begin(wire, name, b"inside")
    async with Wire(address) as reader:
        waiting = asyncio.create_task(
            reader.fetch(name, isolation=READ_COMMITTED, max_wait_ms=20_000)
        )
        await wire.fetch(name)
        assert not waiting.done()
        await wire.end_txn(name, producer, commit=True)
        assert (await asyncio.wait_for(waiting, 5)).values == [b"inside"]


async def test_the_next_owner_aborts_what_the_last_left_open(wire: Wire, name: str) -> None:
    await wire.create(name)
    old = await begin(wire, name, b"left")
    new = await wire.init_producer(name)
    assert new[0] == old[0]
    assert new[1] > old[1]
    await wire.stable(name)
    assert await wire.read_all(name, committed=True) == []
    late = await wire.produce(name, batch(b"late", producer=old, sequence=1, txn=True), txn=name)
    assert late.error_code is ErrorCode.invalid_producer_epoch
    assert await wire.join_txn(name, old, name) == {ErrorCode.invalid_producer_epoch}
    assert await wire.end_txn(name, old, commit=True) is ErrorCode.invalid_producer_epoch
    assert await wire.join_txn(name, new, name) == {ErrorCode.none}
    await wire.produce(name, batch(b"new", producer=new, sequence=0, txn=True), txn=name)
    assert await wire.end_txn(name, new, commit=True) is ErrorCode.none
    await wire.stable(name)
    assert await wire.read_all(name, committed=True) == [b"new"]


async def test_a_batch_after_its_transaction_cannot_open_another(own: Wire, name: str) -> None:
    await own.create(name)
    producer = await begin(own, name, b"in time")
    await own.end_txn(name, producer, commit=True)
    late = await own.produce(
        name, batch(b"late", producer=producer, sequence=1, txn=True), txn=name
    )
    assert late.error_code is ErrorCode.invalid_txn_state
    assert await own.read_all(name, committed=True) == [b"in time"]


async def test_an_end_asked_for_twice_succeeds_and_the_other_end_does_not(
    wire: Wire, name: str
) -> None:
    await wire.create(name)
    producer = await begin(wire, name, b"once")
    assert await wire.end_txn(name, producer, commit=True) is ErrorCode.none
    assert await wire.end_txn(name, producer, commit=True) is ErrorCode.none
    assert await wire.end_txn(name, producer, commit=False) is ErrorCode.invalid_txn_state
    await wire.stable(name)
    assert await wire.read_all(name, committed=True) == [b"once"]


async def test_a_transaction_is_of_all_its_topics_or_of_none(wire: Wire, name: str) -> None:
    await wire.create(name)
    producer = await wire.init_producer(name)
    assert await wire.join_txn(name, producer, name, f"{name}-missing") == {
        ErrorCode.unknown_topic_or_partition,
        ErrorCode.operation_not_attempted,
    }
    assert await wire.end_txn(name, producer, commit=True) is ErrorCode.invalid_txn_state


async def test_a_transaction_left_open_is_aborted_in_time(wire: Wire, name: str) -> None:
    await wire.create(name)
    producer = await wire.init_producer(name, timeout_ms=300)
    await wire.join_txn(name, producer, name)
    await wire.produce(name, batch(b"left", producer=producer, sequence=0, txn=True), txn=name)
    await wire.produce(name, batch(b"behind"))
    got = await wire.fetch(name, isolation=READ_COMMITTED)
    while not got.values:
        got = await wire.fetch(name, isolation=READ_COMMITTED, max_wait_ms=10_000)
    assert got.values == [b"behind"]
    late = await wire.produce(
        name, batch(b"late", producer=producer, sequence=1, txn=True), txn=name
    )
    assert late.error_code is ErrorCode.invalid_producer_epoch
    assert await wire.end_txn(name, producer, commit=True) is ErrorCode.invalid_producer_epoch


@pytest.mark.parametrize("commit", [True, False])
async def test_group_offsets_share_the_transactions_fate(
    wire: Wire, name: str, *, commit: bool
) -> None:
    await wire.create(name)
    producer = await begin(wire, name, b"x")
    assert await wire.hold_offset(name, producer, f"g-{name}", name, 1) is ErrorCode.none
    assert await wire.committed(f"g-{name}", name) == -1
    await wire.end_txn(name, producer, commit=commit)
    await wire.stable(name)
    expected = 1 if commit else -1

    async def as_expected() -> bool:
        return await wire.committed(f"g-{name}", name) == expected

    await until(as_expected)


async def test_offsets_of_a_fenced_owner_are_refused(wire: Wire, name: str) -> None:
    await wire.create(name)
    old = await begin(wire, name, b"x")
    await wire.init_producer(name)
    code = await wire.hold_offset(name, old, f"g-{name}", name, 1)
    assert code is ErrorCode.invalid_producer_epoch
    assert await wire.committed(f"g-{name}", name) == -1


async def test_a_time_out_beyond_reason_is_refused(wire: Wire, name: str) -> None:
    with pytest.raises(AssertionError, match="invalid_transaction_timeout"):
        await wire.init_producer(name, timeout_ms=1_000_000_000)


async def test_an_epoch_that_runs_out_gives_a_new_id(own: Wire, broker: Any, name: str) -> None:
    old = await own.init_producer(name)
    broker._services.transactions._txns[name].epoch = 2**15 - 2
    new = await own.init_producer(name)
    assert new[0] != old[0]
    assert new[1] == 0


class Interleaving:
    """Random producers begin, append, commit, abort, are fenced; plain batches come between."""

    def __init__(self, wire: Wire, topics: list[str], owners: list[str], seed: int) -> None:
        self.choose = random.Random(seed)
        self.model: dict[str, list[tuple[bytes, str]]] = {topic: [] for topic in topics}
        """Values of each topic in order, and the transaction of each; "" for none."""
        self.fate = {"": "committed"}
        """What became of each transaction that has ended."""
        self._wire = wire
        self._topics = topics
        self._owners = owners
        self._producers: dict[str, tuple[int, int]] = {}
        self._open: dict[str, str] = {}
        self._sequence: dict[tuple[str, str], int] = {}

    async def step(self, number: int) -> None:
        value = b"%d" % number
        owner, topic = self.choose.choice(self._owners), self.choose.choice(self._topics)
        action = self.choose.choice(
            ["append", "append", "append", "plain", "commit", "abort", "fence"]
        )
        if action == "plain":
            await self._wire.produce(topic, batch(value))
            self.model[topic].append((value, ""))
        elif action == "fence" or owner not in self._producers:
            await self._fence(owner)
        elif action == "append":
            await self._append(owner, topic, value)
        elif owner in self._open:
            await self.end(owner, commit=action == "commit")

    async def end_all(self) -> None:
        for owner in list(self._open):
            await self.end(owner, commit=True)

    async def end(self, owner: str, *, commit: bool) -> None:
        code = await self._wire.end_txn(owner, self._producers[owner], commit=commit)
        assert code is ErrorCode.none
        self.fate[self._open.pop(owner)] = "committed" if commit else "aborted"

    async def _fence(self, owner: str) -> None:
        self._producers[owner] = await self._wire.init_producer(owner)
        if owner in self._open:
            self.fate[self._open.pop(owner)] = "aborted"
        for topic in self._topics:
            self._sequence[owner, topic] = 0

    async def _append(self, owner: str, topic: str, value: bytes) -> None:
        txn = self._open.setdefault(owner, f"txn-{value.decode()}")
        producer = self._producers[owner]
        assert await self._wire.join_txn(owner, producer, topic) == {ErrorCode.none}
        at = self._sequence[owner, topic]
        records = batch(value, producer=producer, sequence=at, txn=True)
        answer = await self._wire.produce(topic, records, txn=owner)
        assert answer.error_code is ErrorCode.none
        self._sequence[owner, topic] = at + 1
        self.model[topic].append((value, txn))

    async def check(self) -> None:
        for topic, model in self.model.items():
            stable = itertools.takewhile(lambda one: one[1] in self.fate, model)
            assert await self._wire.read_all(topic, committed=True) == [
                value for value, txn in stable if self.fate[txn] == "committed"
            ]
            assert await self._wire.read_all(topic, committed=False) == [
                value for value, _ in model
            ]


@pytest.mark.parametrize("seed", range(6))
async def test_any_interleaving_of_transactions_reads_as_the_model_says(
    request: pytest.FixtureRequest, wire: Wire, name: str, seed: int
) -> None:
    ours = "embedded" in request.node.name  # Apache Kafka's marks come after its answers
    topics = [f"{name}-{number}" for number in range(2)]
    for topic in topics:
        await wire.create(topic)
    run = Interleaving(wire, topics, [f"{name}-{number}" for number in range(3)], seed)
    for number in range(80):
        await run.step(number)
        if ours and number % 5 == 0:
            await run.check()
    await run.end_all()
    for topic in topics:
        await wire.stable(topic)
    await run.check()
