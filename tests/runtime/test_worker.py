"""A worker on a real broker: what it does with records, and how it ends."""

from __future__ import annotations

import os
import signal
import uuid
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.runtime.harness import Toys, key_of, until


@pytest.fixture
def toys(bootstrap: str, tmp_path: Path) -> Iterator[Toys]:
    made = Toys(bootstrap, f"t{uuid.uuid4().hex[:8]}", tmp_path, partitions=2)
    yield made
    made.close()


def items(*bodies: bytes) -> list[tuple[str, str, bytes]]:
    return [(f"i{n}", f"s{n}", body) for n, body in enumerate(bodies)]


def test_what_is_emitted_dropped_and_rejected_is_told_and_committed(toys: Toys) -> None:
    worker = toys.start("each")
    toys.feed(items(b"x", b"drop", b"bad", b"x"))
    until(lambda: toys.lag("each") == 0, worker)
    assert worker.end() == 0
    assert toys.out() == {"i0": 1, "i3": 1}
    (letter,) = toys.dead_letters()
    assert letter.value() == b"bad"
    assert key_of(letter) == "s2"
    headers = dict(letter.headers() or [])
    assert headers["barq-reason"] == b"bad"
    assert headers["ce_id"] in (b"i2", f"{toys.tag}.wire/{letter.partition()}/0".encode())
    (line,) = worker.lines("stopped")
    assert line["each.consumed"] == 4
    assert line["each.emitted"] == 2
    assert line["each.dropped.told"] == line["each.rejected.bad"] == 1


def test_a_bug_in_a_step_costs_one_record(toys: Toys) -> None:
    worker = toys.start("each")
    toys.feed(items(b"x", b"boom", b"x"))
    until(lambda: toys.lag("each") == 0, worker)
    assert toys.out() == {"i0": 1, "i2": 1}
    (letter,) = toys.dead_letters()
    assert dict(letter.headers() or [])["barq-reason"] == b"internal_error"


def test_a_large_item_comes_whole_to_the_dead_letters(toys: Toys) -> None:
    noise = b"bad " + os.urandom(20 * 2**20)
    worker = toys.start("each")
    toys.feed([("big", "s", noise), ("next", "s", b"x")])
    until(lambda: toys.lag("each") == 0, worker)
    assert toys.out() == {"next": 1}
    (letter,) = toys.dead_letters()
    assert letter.value() == noise


def test_state_is_restored_and_logged_once(toys: Toys) -> None:
    toys.feed((f"a{n}", f"k{n}", b"x") for n in range(500))
    worker = toys.start("first")
    until(lambda: toys.lag("first") == 0, worker)
    assert worker.end() == 0
    toys.feed((f"b{n}", f"k{n}", b"x") for n in range(600))
    worker = toys.start("first")
    until(lambda: toys.lag("first") == 0, worker)
    assert toys.out() == {f"k{n}": 1 for n in range(600)} == toys.changelog()
    (line,) = worker.lines("state restored")
    assert line["records"] == line["entries"] == 500


def test_the_breaker_stops_the_worker_for_good(toys: Toys) -> None:
    worker = toys.start("each", breaker_records=50)
    toys.feed(items(*[b"bad"] * 200))
    assert worker.wait() == 2
    assert "records were rejected" in worker.text()


def test_a_missing_topic_is_told_with_what_to_do(toys: Toys) -> None:
    toys.tag = "nowhere"
    worker = toys.start("each")
    assert worker.wait(20) == 2
    assert "nowhere.wire" in worker.text()
    assert "barq topics --create" in worker.text()


def test_a_broker_that_is_away_is_told_with_what_to_do(toys: Toys) -> None:
    toys.bootstrap = "127.0.0.1:1"
    worker = toys.start("each")
    assert worker.wait(20) == 1
    assert "no broker answers at 127.0.0.1:1" in worker.text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_at_rest_stops_cleanly(toys: Toys, number: signal.Signals) -> None:
    worker = toys.start("each")
    until(lambda: worker.lines("partitions taken"), worker)
    assert worker.end(number) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_still_loads_stops_at_once(toys: Toys, number: signal.Signals) -> None:
    worker = toys.start("loads", stop_timeout_s=300)
    until(lambda: toys.marked("loads"), worker)
    assert worker.end(number) == 0


def test_a_worker_told_to_stop_while_it_joins_stops_in_time(toys: Toys) -> None:
    # Another member that is frozen keeps the group from coming to terms.
    other = toys.start("each", "b")
    until(lambda: other.lines("partitions taken"), other)
    other.send(signal.SIGSTOP)
    worker = toys.start("each", "a", stop_timeout_s=3)
    until(lambda: worker.lines("started"), worker)
    worker.end(within_s=4)


def test_a_chunk_in_work_is_finished_before_the_worker_stops(toys: Toys) -> None:
    worker = toys.start("each")
    until(lambda: worker.lines("partitions taken"), worker)
    toys.feed([("i", "s", b"slow 2")])
    until(lambda: toys.began("i"), worker)
    assert worker.end() == 0
    assert toys.out() == {"i": 1}
    assert toys.lag("each") == 0


def test_a_step_without_end_does_not_keep_a_worker_from_stopping(toys: Toys) -> None:
    worker = toys.start("each", stop_timeout_s=2)
    until(lambda: worker.lines("partitions taken"), worker)
    toys.feed([("i", "s", b"slow 60")])
    until(lambda: toys.began("i"), worker)
    assert worker.end(within_s=4) == 1
    assert toys.out() == {}


def test_a_second_interrupt_ends_it_at_once(toys: Toys) -> None:
    worker = toys.start("each")
    until(lambda: worker.lines("partitions taken"), worker)
    toys.feed([("i", "s", b"slow 60")])
    until(lambda: toys.began("i"), worker)
    process = psutil.Process(worker.process.pid)
    threads = process.num_threads()
    worker.send(signal.SIGINT)
    until(lambda: process.num_threads() > threads, worker)  # the watchdog is up
    assert worker.end(signal.SIGINT, within_s=1) == 130
