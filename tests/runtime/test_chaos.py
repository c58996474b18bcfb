"""Minutes of kills, freezes and stops at random, with state: each key out once, logged once."""

from __future__ import annotations

import os
import random
import signal
import time
import uuid
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.runtime.harness import Toys, Worker, until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600)]

SETTINGS: dict[str, Any] = {"session_timeout_s": 3, "heartbeat_s": 0.5, "rebalance_timeout_s": 6}
DURATION_S = 60
RATE_PER_S = 300


@pytest.fixture
def seed() -> int:
    return int(os.environ.get("BARQ_SEED") or random.randrange(10**6))


def test_random_faults_lose_and_double_nothing(bootstrap: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    toys = Toys(bootstrap, f"t{uuid.uuid4().hex[:8]}", tmp_path, partitions=4)
    workers = {name: toys.start("first", name, **SETTINGS) for name in ("a", "b")}
    told = [f"seed {seed}"]
    feeder = Thread(target=feed, args=(toys, chance.randrange(10**6)))
    feeder.start()
    try:
        while feeder.is_alive():
            time.sleep(chance.uniform(2, 5))
            name = chance.choice(sorted(workers))
            told.append(f"{name}: {hurt(workers[name], chance)}")
            restart(toys, workers)
        feeder.join()
        until(lambda: restart(toys, workers) and toys.lag("first") == 0, within_s=120)
        out, changelog = toys.out(), toys.changelog()
        expected = {f"s{n}": 1 for n in range(DURATION_S * RATE_PER_S // 2)}
        assert out == expected, "\n".join(told)
        assert changelog == expected, "\n".join(told)
    finally:
        print("\n".join(told))
        toys.close()


def feed(toys: Toys, seed: int) -> None:
    """Bring each source twice: at first, and again after up to a thousand others."""
    chance = random.Random(seed)
    start = time.monotonic()
    for second in range(DURATION_S):
        first = range(second * RATE_PER_S // 2, (second + 1) * RATE_PER_S // 2)
        again = [max(0, n - chance.randrange(1000)) for n in first]
        toys.feed((uuid.uuid4().hex, f"s{n}", b"x" * 300) for n in (*first, *again))
        time.sleep(max(0.0, start + second + 1 - time.monotonic()))


def hurt(worker: Worker, chance: random.Random) -> str:
    """Kill the worker, freeze it past its session, or stop it."""
    what = chance.choice(["kill", "freeze", "freeze", "stop"])
    if what == "kill":
        worker.process.kill()
    elif what == "stop":
        worker.send(signal.SIGTERM)
    else:
        worker.send(signal.SIGSTOP)
        time.sleep(chance.uniform(4, 7))
        worker.send(signal.SIGCONT)
    return what


def restart(toys: Toys, workers: dict[str, Worker]) -> bool:
    """Start whichever has ended, as the supervisor does; tell that it is done."""
    for name, worker in workers.items():
        if worker.process.poll() is not None:
            workers[name] = toys.start("first", name, **SETTINGS)
    return True
