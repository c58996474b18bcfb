"""Workers on a real broker, watched as Prometheus and an orchestrator watch them."""

from __future__ import annotations

import signal
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import confluent_kafka as ck
import pytest

from tests.brokers import free_port
from tests.runtime.harness import Toys, until
from tests.runtime.scraping import Scrape, get, scrape

RECORDS = 1200
PART = 240
"""Records sent at once: those before are counted, so that scrapes see counters rise."""


@pytest.fixture
def toys(bootstrap: str, tmp_path: Path) -> Iterator[Toys]:
    made = Toys(bootstrap, f"t{uuid.uuid4().hex[:8]}", tmp_path, partitions=2)
    yield made
    made.close()


@pytest.fixture
def port() -> int:
    return free_port()


def ready(port: int) -> bool:
    return get(port, "/ready")[0] == 200


def lag(port: int, partitions: int = 2) -> float | None:
    found = [v for (name, _), v in scrape(port).samples.items() if name == "barq_lag_records"]
    return sum(found) if len(found) == partitions else None


def test_consumed_is_emitted_dropped_and_rejected_on_every_scrape(toys: Toys, port: int) -> None:
    worker = toys.start("each", chunk_records=10, metrics_port=port)
    until(lambda: ready(port), worker)
    stage = f"{toys.tag}-each"
    outcome = {"stage": stage, "agent": "each", "outcome": "rejected", "reason": "internal_error"}
    assert scrape(port)("barq_outcomes_total", **outcome) == 0

    bodies = (b"x", b"x", b"drop", b"bad", b"x", b"boom")
    scrapes: list[Scrape] = []

    def done(sent: int) -> bool:
        scrapes.append(scrape(port))
        return scrapes[-1].sum("barq_records_consumed_total") == sent

    for first in range(0, RECORDS, PART):
        numbers = range(first, first + PART)
        toys.feed((f"i{n}", f"s{n}", bodies[n % len(bodies)]) for n in numbers)
        until(partial(done, numbers.stop), worker, rest=0)
    assert [one.unbalanced() for one in scrapes] == [{}] * len(scrapes)
    assert len({one.sum("barq_records_consumed_total") for one in scrapes}) > 3

    last = scrapes[-1]
    assert last.sum("barq_outcomes_total", outcome="emitted") == RECORDS / 2
    assert last.sum("barq_outcomes_total", outcome="dropped", reason="told") == RECORDS / 6
    assert last("barq_dead_letters_total", stage=stage, reason="bad") == RECORDS / 6
    assert last("barq_dead_letters_total", stage=stage, reason="internal_error") == RECORDS / 6
    assert last.sum("barq_dead_letters_total") == len(toys.dead_letters())
    assert last.sum("barq_outcomes_total", outcome="emitted") == toys.out().total()
    assert last.sum("barq_chunk_records_sum") == RECORDS
    assert last.sum("barq_chunk_seconds_sum") > last.sum("barq_step_seconds_sum") > 0
    until(lambda: lag(port) == 0, worker)


def test_lag_is_what_waits_behind_a_record_in_work(toys: Toys, port: int) -> None:
    worker = toys.start("each", metrics_port=port)
    until(lambda: ready(port), worker)
    # The step sleeps, and the loop with it: what is served meanwhile is the last look.
    toys.feed([("i0", "s", b"slow 1.5")])
    until(lambda: toys.began("i0"), worker)
    toys.feed((f"i{n}", "s", b"slow 1") for n in range(1, 4))
    until(lambda: (lag(port) or 0) >= 3, worker)
    assert scrape(port).sum("barq_lag_seconds") > 0
    until(lambda: lag(port) == 0, worker)
    assert scrape(port).sum("barq_lag_seconds") == 0


def test_it_is_healthy_while_it_joins_and_ready_when_it_has_its_partitions(
    toys: Toys, port: int
) -> None:
    # Another member that is frozen keeps the group from coming to terms until it is given up.
    other = toys.start("each", "b", session_timeout_s=3)
    until(lambda: other.lines("partitions taken"), other)
    other.send(signal.SIGSTOP)
    worker = toys.start("each", "a", session_timeout_s=3, metrics_port=port)
    until(lambda: get(port, "/health")[0] == 200, worker)
    assert get(port, "/ready")[0] == 503
    assert scrape(port)("barq_up", stage=f"{toys.tag}-each") == 0
    until(lambda: ready(port), worker)
    assert get(port, "/ready")[1] == "ready, partitions: 2\n"


def test_what_is_remembered_is_told_and_how_long_it_took_to_restore(toys: Toys, port: int) -> None:
    toys.feed((f"a{n}", f"k{n}", b"x") for n in range(300))
    worker = toys.start("first", metrics_port=port)
    until(lambda: toys.lag("first") == 0, worker)
    changelog = toys.read(f"state.{toys.tag}.first")
    size = sum(len(m.key() or b"") + len(m.value() or b"") for m in changelog)
    until(lambda: scrape(port).sum("barq_state_bytes") == size, worker)
    assert scrape(port).sum("barq_state_entries") == 300
    assert worker.end() == 0

    worker = toys.start("first", metrics_port=port)
    until(lambda: ready(port), worker)
    until(lambda: scrape(port).sum("barq_state_bytes") == size, worker)
    restarted = scrape(port)
    assert restarted.sum("barq_state_entries") == 300
    assert restarted.sum("barq_restore_seconds", agent="first") > 0
    assert restarted("barq_rebalances_total", stage=f"{toys.tag}-first") == 1
    assert restarted("barq_fences_total", stage=f"{toys.tag}-first") == 2


def test_an_aborted_transaction_is_told_by_the_process_that_follows(toys: Toys, port: int) -> None:
    worker = toys.start("each", metrics_port=port)
    until(lambda: ready(port), worker)
    labels = {"stage": f"{toys.tag}-each", "agent": "each"}
    assert scrape(port)("barq_transaction_aborts_total", **labels) == 0
    for partition in range(toys.partitions):
        usurper = ck.Producer(
            {
                "bootstrap.servers": toys.bootstrap,
                "transactional.id": f"barq-{toys.tag}-each-{toys.tag}.wire-{partition}",
            }
        )
        usurper.init_transactions(30)
    toys.feed([("i", "s", b"x")])
    assert worker.wait() == 1
    worker = toys.start("each", metrics_port=port)
    until(lambda: ready(port), worker)
    assert scrape(port)("barq_transaction_aborts_total", **labels) == 1
    until(lambda: toys.lag("each") == 0, worker)
    assert toys.out() == {"i": 1}


def test_a_port_in_use_is_told_and_not_tried_again(toys: Toys, port: int) -> None:
    worker = toys.start("each", metrics_port=port)
    until(lambda: ready(port), worker)
    second = toys.start("each", "b", metrics_port=port)
    assert second.wait(20) == 2
    assert f"BARQ_METRICS_PORT={port}" in second.text()
