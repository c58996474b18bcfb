"""What falls due is done on time and once, whatever is done to the workers."""

from __future__ import annotations

import signal
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.runtime.harness import Toys, Worker, until

QUICK: dict[str, Any] = {"session_timeout_s": 2, "heartbeat_s": 0.3, "rebalance_timeout_s": 5}
PARTITIONS = 4
KEYS = [f"s{n}" for n in range(12)]
ONCE = dict.fromkeys(KEYS, 1)
LEAD_S = 10
"""Seconds for what must be done before the items fall due: two took five on a machine that was
busy with ten other processes."""


@pytest.fixture
def toys(bootstrap: str, tmp_path: Path) -> Iterator[Toys]:
    made = Toys(bootstrap, f"t{uuid.uuid4().hex[:8]}", tmp_path, partitions=PARTITIONS)
    yield made
    made.close()


def hold(toys: Toys, keys: list[str], *, for_s: float, worker: Worker) -> float:
    """Let the worker hold an item a key, and give when they are due, seconds since 1970."""
    until(lambda: worker.lines("partitions flow"), worker)
    due = round(time.time() + for_s, 3)
    toys.feed((f"{key}-{due}", key, str(due).encode()) for key in keys)
    until(lambda: toys.lag("wait") == 0, worker)
    return due


def passed(due: float, worker: Worker) -> None:
    until(lambda: time.time() > due, worker)


def nothing_more(toys: Toys, worker: Worker) -> None:
    """Let the worker show that it is at work again, and has sent nothing more."""
    toys.feed([("end", "end", b"kill")])
    until(lambda: toys.lag("wait") == 0, worker)
    assert toys.out() == ONCE


def test_what_is_held_comes_out_at_its_time_and_once(toys: Toys) -> None:
    worker = toys.start("wait", **QUICK)
    due = hold(toys, KEYS, for_s=2, worker=worker)
    until(lambda: len(toys.out()) == len(KEYS), worker)
    nothing_more(toys, worker)
    sent = toys.read(f"{toys.tag}.out")
    assert all(message.timestamp()[1] >= 1000 * due for message in sent)
    times = {dict(message.headers() or [])["ce_time"] for message in sent}
    assert times == {datetime.fromtimestamp(due, UTC).isoformat(timespec="milliseconds").encode()}
    assert worker.end() == 0
    (line,) = worker.lines("stopped")
    assert (line["wait.consumed"], line["wait.released"]) == (len(KEYS) + 1, len(KEYS))


def test_what_fell_due_while_no_worker_ran_comes_out_once_when_one_does(toys: Toys) -> None:
    worker = toys.start("wait", **QUICK)
    due = hold(toys, KEYS, for_s=2, worker=worker)
    worker.kill()
    passed(due, worker)
    for _ in range(2):
        worker = toys.start("wait", **QUICK)
        until(lambda: toys.out() == ONCE, worker)
        nothing_more(toys, worker)
        worker.kill()


def test_what_is_held_goes_along_when_partitions_change_hands(toys: Toys) -> None:
    first = toys.start("wait", "a", **QUICK)
    hold(toys, KEYS, for_s=5, worker=first)
    second = toys.start("wait", "b", **QUICK)
    until(lambda: second.lines("partitions taken"), first, second)
    until(lambda: len(toys.out()) == len(KEYS), first, second)
    nothing_more(toys, second)
    released = []
    for worker in (first, second):
        assert worker.end() == 0
        released.append(worker.lines("stopped")[-1].get("wait.released", 0))
    assert sum(released) == len(KEYS)


def test_what_is_called_off_does_not_come_out(toys: Toys) -> None:
    worker = toys.start("wait", **QUICK)
    stays, goes = KEYS[:6], KEYS[6:]
    due = hold(toys, KEYS, for_s=LEAD_S, worker=worker)
    toys.feed((f"{key}-kill", key, b"kill") for key in goes)
    until(lambda: toys.lag("wait") == 0, worker)
    assert time.time() < due, "too slow a machine: the time had come before it was called off"
    until(lambda: len(toys.out()) == len(stays), worker)
    assert worker.end() == 0
    assert toys.out() == dict.fromkeys(stays, 1)


def test_an_owner_that_was_frozen_past_the_time_does_not_send_again(toys: Toys) -> None:
    frozen = toys.start("wait", "a", **QUICK)
    due = hold(toys, KEYS, for_s=LEAD_S, worker=frozen)
    frozen.send(signal.SIGSTOP)
    assert time.time() < due, "too slow a machine: the time had come before it was frozen"
    other = toys.start("wait", "b", **QUICK)
    until(lambda: toys.out() == ONCE, other)
    frozen.send(signal.SIGCONT)
    until(
        lambda: frozen.process.poll() is not None or len(frozen.lines("partitions taken")) > 1,
        frozen,
        other,
    )
    nothing_more(toys, other)


def test_what_falls_due_under_load_comes_out_between_chunks(toys: Toys) -> None:
    worker = toys.start("wait", **QUICK)
    hold(toys, KEYS, for_s=1, worker=worker)
    count = 0
    while len(toys.out()) < len(KEYS):
        toys.feed((f"n{n}", f"k{n % 50}", b"kill") for n in range(count, count + 500))
        count += 500
    until(lambda: toys.lag("wait") == 0, worker)
    assert toys.out() == ONCE
