"""kill -9 of the broker: nothing acknowledged is lost, no half transaction is left."""

from __future__ import annotations

import asyncio
import random
import signal
from typing import Any

import pytest
from kio.schema.errors import ErrorCode

from tests.broker.conftest import Process
from tests.broker.wire import Wire, batch


async def test_all_state_survives_a_kill(process: Process, name: str) -> None:
    async with Wire(process.address) as wire:
        await wire.create(name, partitions=2, retention_bytes="1000000")
        plain = await wire.init_producer()
        await wire.produce(name, batch(b"plain", producer=plain, sequence=0))
        owner = await wire.init_producer(name)
        await wire.join_txn(name, owner, name)
        await wire.produce(name, batch(b"done", producer=owner, sequence=0, txn=True), txn=name)
        await wire.hold_offset(name, owner, "g", name, 11)
        await wire.end_txn(name, owner, commit=True)
        await wire.join_txn(name, owner, name)
        await wire.produce(name, batch(b"open", producer=owner, sequence=1, txn=True), txn=name)
        await wire.hold_offset(name, owner, "g", name, 22)
    await process.kill()
    await process.start()
    async with Wire(process.address) as wire:
        assert await wire.read_all(name, committed=True) == [b"plain", b"done"]
        assert await wire.committed("g", name) == 11
        again = await wire.produce(name, batch(b"plain", producer=plain, sequence=0))
        assert (again.error_code, again.base_offset) == (ErrorCode.none, 0)
        gap = await wire.produce(name, batch(b"gap", producer=plain, sequence=9))
        assert gap.error_code is ErrorCode.out_of_order_sequence_number
        assert (await wire.init_producer())[0] > owner[0]
        assert await wire.end_txn(name, owner, commit=True) is ErrorCode.none  # it is still open
        assert await wire.committed("g", name) == 22
        assert await wire.read_all(name, committed=True) == [b"plain", b"done", b"open"]


async def test_a_transaction_open_at_a_kill_still_times_out(process: Process, name: str) -> None:
    async with Wire(process.address) as wire:
        await wire.create(name)
        owner = await wire.init_producer(name, timeout_ms=500)
        await wire.join_txn(name, owner, name)
        await wire.produce(name, batch(b"left", producer=owner, sequence=0, txn=True), txn=name)
        await wire.produce(name, batch(b"behind"))
    await process.kill()
    await process.start()
    async with Wire(process.address) as wire:
        got = await wire.fetch(name, isolation=1)
        while not got.values:
            got = await wire.fetch(name, isolation=1, max_wait_ms=10_000)
        assert got.values == [b"behind"]


class Worker:
    """Copies numbers in transactions, as a stage does, and knows only what was acknowledged."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.acknowledged = 0
        """Numbers below it are committed for sure."""

    async def run(self, address: str) -> None:
        async with Wire(address) as wire:
            producer = await wire.init_producer(self.name)
            at = max(await wire.committed(self.name, self.name), 0)
            assert at >= self.acknowledged, "an acknowledged commit was lost"
            sequence = 0
            while True:
                assert await wire.join_txn(self.name, producer, self.name) == {ErrorCode.none}
                values = [b"%d" % number for number in range(at, at + 3)]
                records = batch(*values, producer=producer, sequence=sequence, txn=True)
                answer = await wire.produce(self.name, records, txn=self.name)
                assert answer.error_code is ErrorCode.none
                code = await wire.hold_offset(self.name, producer, self.name, self.name, at + 3)
                assert code is ErrorCode.none
                assert await wire.end_txn(self.name, producer, commit=True) is ErrorCode.none
                at, sequence = at + 3, sequence + 3
                self.acknowledged = at


@pytest.mark.parametrize("seed", range(1))
async def test_killed_again_and_again_nothing_is_lost_or_doubled(
    process: Process, name: str, seed: int
) -> None:
    choose = random.Random(seed)
    workers = [Worker(f"{name}-{number}") for number in range(3)]
    async with Wire(process.address) as wire:
        for worker in workers:
            await wire.create(worker.name)
    for _ in range(3):
        tasks: list[asyncio.Task[Any]] = [
            asyncio.create_task(worker.run(process.address)) for worker in workers
        ]
        goal = [worker.acknowledged + choose.randrange(3, 60) for worker in workers]
        while any(w.acknowledged < g for w, g in zip(workers, goal, strict=True)):
            await asyncio.sleep(0)
            assert not any(task.done() and task.exception() for task in tasks), tasks
        await process.kill()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            assert isinstance(outcome, asyncio.IncompleteReadError | ConnectionError), outcome
        await process.start()
    async with Wire(process.address) as wire:
        for worker in workers:
            await wire.init_producer(worker.name)
            values = await wire.read_all(worker.name, committed=True)
            assert values == [b"%d" % number for number in range(len(values))]
            assert len(values) >= worker.acknowledged
            assert await wire.committed(worker.name, worker.name) == len(values)


async def test_sigterm_ends_it_in_time_with_a_client_connected(process: Process) -> None:
    async with Wire(process.address) as wire:
        await wire.create("t")
        wire.send(wire.fetch_request([("t", 0, 0)], max_wait_ms=60_000))
        async with asyncio.timeout(5):
            assert await process.kill(signal.SIGTERM) == 0
