"""What a request costs: printed with `pytest -m benchmark -s`, and held to a generous bound."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from tests.broker.conftest import Process
from tests.broker.wire import READ_COMMITTED, Wire, batch

pytestmark = pytest.mark.benchmark
REQUEST_S = 0.001
"""A broker should cost well under a millisecond a request."""


async def per_call(what: str, count: int, call: Callable[[], Awaitable[object]]) -> float:
    await call()
    began = time.perf_counter()
    for _ in range(count):
        await call()
    each = (time.perf_counter() - began) / count
    print(f"{what}: {each * 1e6:.0f} µs")
    return each


async def test_a_request_costs_well_under_a_millisecond(process: Process) -> None:
    async with Wire(process.address) as wire:
        await wire.create("small")
        records = batch(*[b"x" * 500] * 10)
        produce = await per_call("produce, 5 KB", 2000, lambda: wire.produce("small", records))
        fetch = await per_call(
            "fetch, 5 KB", 2000, lambda: wire.fetch("small", 5000, max_bytes=5000)
        )
        await per_call("fetch of 4 partitions, nothing there", 2000, lambda: nothing(wire))
        assert produce < 2 * REQUEST_S
        assert fetch < 2 * REQUEST_S


async def nothing(wire: Wire) -> None:
    end = 2001 * 10
    await wire.ask(wire.fetch_request([("small", 0, end)] * 1, max_wait_ms=0))


async def test_a_transaction_costs_a_few_milliseconds(process: Process) -> None:
    async with Wire(process.address) as wire:
        await wire.create("in")
        await wire.create("out")
        producer = await wire.init_producer("t")
        sequence = 0
        records = [b"x" * 500] * 10

        async def transaction() -> None:
            nonlocal sequence
            await wire.join_txn("t", producer, "out")
            await wire.produce(
                "out", batch(*records, producer=producer, sequence=sequence, txn=True), txn="t"
            )
            await wire.hold_offset("t", producer, "g", "in", sequence)
            await wire.end_txn("t", producer, commit=True)
            sequence += 10

        each = await per_call("transaction of 6 requests", 500, transaction)
        assert each < 12 * REQUEST_S


async def test_bulk_goes_through_at_many_megabytes_a_second(process: Process) -> None:
    size, count = 2**20, 200
    async with Wire(process.address) as wire, Wire(process.address) as other:
        await wire.create("bulk")
        await other.create("bulk2")
        records = batch(b"x" * size)
        began = time.perf_counter()

        async def fill(client: Wire, topic: str) -> None:
            for _ in range(count // 2):
                await client.produce(topic, records)

        await asyncio.gather(fill(wire, "bulk"), fill(other, "bulk2"))
        written = time.perf_counter() - began
        began = time.perf_counter()
        offset = 0
        while offset < count // 2:
            request = wire.fetch_request(
                [("bulk", 0, offset)], isolation=READ_COMMITTED, max_bytes=8 * size,
                partition_max_bytes=8 * size,
            )  # fmt: skip
            answer = await wire.ask(request)
            offset += len(answer.responses[0].partitions[0].records) // len(records)
        read = time.perf_counter() - began
    print(f"write {count / written:.0f} MB/s, read {count / 2 / read:.0f} MB/s")
    assert count / written > 20
