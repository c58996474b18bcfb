"""Nothing lost and nothing doubled, whatever is done to the workers."""

from __future__ import annotations

import signal
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests import brokers
from tests.runtime.harness import Toys, until

PARTITIONS = 4
QUICK: dict[str, Any] = {"session_timeout_s": 2, "heartbeat_s": 0.3, "rebalance_timeout_s": 5}


@pytest.fixture
def toys(bootstrap: str, tmp_path: Path) -> Iterator[Toys]:
    made = Toys(bootstrap, f"t{uuid.uuid4().hex[:8]}", tmp_path, partitions=PARTITIONS)
    yield made
    made.close()


def pairs(start: int, end: int) -> Iterator[tuple[str, str, bytes]]:
    """Give items of which every second one brings a source for the second time."""
    for n in range(start, end):
        yield f"i{n}", f"s{n // 2}", b"x" * 300


def longer(toys: Toys, before: int) -> bool:
    return len(toys.read(f"{toys.tag}.out")) > before


def expect_each_once(toys: Toys, sources: int) -> None:
    assert toys.out() == {f"s{n}": 1 for n in range(sources)} == toys.changelog()


def test_killed_workers_lose_and_double_nothing(toys: Toys) -> None:
    total, step = 9_000, 3_000
    worker = toys.start("first", **QUICK)
    for start in range(0, total, step):
        before = len(toys.read(f"{toys.tag}.out"))
        toys.feed(pairs(start, start + step))
        until(partial(longer, toys, before), worker)
        worker.kill()
        worker = toys.start("first", **QUICK)
    until(lambda: toys.lag("first") == 0, worker)
    expect_each_once(toys, total // 2)


def test_partitions_go_from_worker_to_worker_with_their_state(toys: Toys) -> None:
    first = toys.start("first", "a", **QUICK)
    toys.feed(pairs(0, 3_001))
    second = toys.start("first", "b", **QUICK)
    until(lambda: second.lines("partitions taken"), first, second)
    toys.feed(pairs(3_001, 6_001))
    until(lambda: toys.lag("first") == 0, first, second)
    assert len(second.lines("partitions taken")[-1]["partitions"]) == PARTITIONS // 2
    assert first.end() == 0
    toys.feed(pairs(6_001, 9_000))
    until(lambda: toys.lag("first") == 0, second)
    expect_each_once(toys, 4_500)
    assert second.end() == 0


def test_a_worker_without_partitions_waits_for_its_turn(bootstrap: str, tmp_path: Path) -> None:
    toys = Toys(bootstrap, f"t{uuid.uuid4().hex[:8]}", tmp_path, partitions=1)
    try:
        first = toys.start("first", "a", **QUICK)
        until(lambda: first.lines("partitions taken"), first)
        second = toys.start("first", "b", **QUICK)
        until(lambda: second.lines("partitions taken"), second)
        busy, idle = (
            (first, second)
            if first.lines("partitions taken")[-1]["partitions"]
            else (second, first)
        )
        toys.feed(pairs(0, 100))
        until(lambda: toys.lag("first") == 0, first, second)
        busy.kill()
        toys.feed(pairs(100, 200))
        until(lambda: toys.lag("first") == 0, idle)
        expect_each_once(toys, 100)
    finally:
        toys.close()


def test_a_frozen_worker_that_thaws_is_shut_out(toys: Toys) -> None:
    frozen = toys.start("each", "a", **QUICK)
    until(lambda: frozen.lines("partitions taken"), frozen)
    toys.feed([("i", "s", b"slow 1")])
    until(lambda: toys.began("i"), frozen)
    frozen.send(signal.SIGSTOP)
    other = toys.start("each", "b", **QUICK)
    until(lambda: toys.lag("each") == 0, other)
    assert toys.began("i") == 2
    frozen.send(signal.SIGCONT)
    assert frozen.wait() == 1
    assert "another worker has taken over" in frozen.text()
    assert toys.out() == {"i": 1}


def test_a_chunk_in_work_is_finished_before_its_partition_is_let_go(toys: Toys) -> None:
    first = toys.start("each", "a", **QUICK)
    until(lambda: first.lines("partitions taken"), first)
    toys.feed((f"i{n}", f"s{n}", b"slow 0.2") for n in range(8))
    until(lambda: toys.began("i0"), first)
    second = toys.start("each", "b", **QUICK)
    until(lambda: second.lines("partitions taken") and toys.lag("each") == 0, first, second)
    assert [toys.began(f"i{n}") for n in range(8)] == [1] * 8
    assert toys.out() == {f"i{n}": 1 for n in range(8)}


def test_a_long_step_does_not_cost_the_membership(toys: Toys) -> None:
    worker = toys.start("each", **QUICK)
    until(lambda: worker.lines("partitions taken"), worker)
    toys.feed([("i", "s", b"spin 4")])
    until(lambda: toys.lag("each") == 0, worker)
    assert toys.out() == {"i": 1}
    assert len(worker.lines("partitions taken")) == 1


def test_a_fetch_held_up_across_a_rebalance_does_not_count(toys: Toys) -> None:
    toys.feed(pairs(0, 2_000))
    held = toys.start("held", "a", **QUICK)
    until(lambda: toys.marked("held"), held)
    other = toys.start("first", "b", **QUICK)
    until(lambda: len(held.lines("partitions taken")) == 2, held, other)
    until(lambda: len(held.lines("partitions flow")) == 2, held)
    toys.feed(pairs(2_000, 4_000))
    toys.mark("release")
    until(lambda: toys.lag("first") == 0, held, other)
    expect_each_once(toys, 2_000)
    assert held.lines("stale fetch thrown away")


def test_a_killed_broker_costs_time_and_nothing_else(tmp_path: Path) -> None:
    with brokers.running("embedded", tmp_path) as broker:
        toys = Toys(broker.address, "t", tmp_path, partitions=PARTITIONS)
        worker = toys.start("first", **QUICK)
        try:
            for start in range(0, 9_000, 3_000):
                before = len(toys.read(f"{toys.tag}.out"))
                toys.feed(pairs(start, start + 3_000))
                until(partial(longer, toys, before), worker)
                broker.kill()
                broker.start()
                if worker.process.poll() is not None:
                    worker = toys.start("first", **QUICK)
            until(lambda: toys.lag("first") == 0, worker)
            expect_each_once(toys, 4_500)
        finally:
            toys.close()
