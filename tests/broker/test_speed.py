"""What a request costs: printed with `pytest -m benchmark -s`, and held to a generous bound."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.broker.conftest import Process
from tests.broker.wire import Wire, batch

pytestmark = pytest.mark.benchmark
REQUEST_S = 0.001
"""A broker should cost well under a millisecond a request."""


def cpu_s(process: Process) -> float:
    """CPU time of the broker so far, s; other load on the machine hardly counts."""
    stat = Path(f"/proc/{process.pid}/stat")
    if not stat.exists():
        pytest.skip("needs /proc")
    user, system = stat.read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


async def per_call(
    process: Process, what: str, count: int, call: Callable[[], Awaitable[object]]
) -> float:
    await call()
    cpu, began = cpu_s(process), time.perf_counter()
    for _ in range(count):
        await call()
    wall = (time.perf_counter() - began) / count
    used = (cpu_s(process) - cpu) / count
    print(f"{what}: {used * 1e6:.0f} µs CPU of the broker, {wall * 1e6:.0f} µs round trip")
    return used


async def test_a_request_costs_well_under_a_millisecond(process: Process) -> None:
    async with Wire(process.address) as wire:
        await wire.create("small")
        records = batch(*[b"x" * 500] * 10)
        produce = await per_call(
            process, "produce, 5 KB", 2000, lambda: wire.produce("small", records)
        )
        fetch = await per_call(
            process, "fetch, 5 KB", 2000, lambda: wire.fetch("small", 5000, max_bytes=5000)
        )
        nothing = wire.fetch_request([("small", 0, 20_010)] * 4)
        await per_call(process, "fetch of 4 partitions, empty", 2000, lambda: wire.ask(nothing))
        assert produce < REQUEST_S
        assert fetch < REQUEST_S


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

        each = await per_call(process, "transaction of 6 requests", 500, transaction)
        assert each < 6 * REQUEST_S


async def test_bulk_goes_through_at_many_megabytes_a_second(process: Process) -> None:
    size = 2**20
    async with Wire(process.address) as wire:
        await wire.create("bulk")
        records = batch(b"x" * size)
        write = await per_call(process, "produce, 1 MB", 200, lambda: wire.produce("bulk", records))
        request = wire.fetch_request(
            [("bulk", 0, 0)], max_bytes=8 * size + 1000, partition_max_bytes=8 * size + 1000
        )
        read = await per_call(process, "fetch, 8 MB", 50, lambda: wire.ask(request))
    print(f"write {1 / write:.0f}, read {8 / read:.0f} MB a second of CPU")
    assert 1 / write > 50
    assert 8 / read > 100
