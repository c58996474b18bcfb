"""Workers with a fault, for a rule to tell: `python -m tests.deploy.faulty FAULT STAGE`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, Literal
from unittest.mock import patch

from streams.runtime.app import run_worker
from streams.runtime.metrics import OUTCOMES
from streams.runtime.observations import Observations, observations
from streams.settings import Settings
from streams.stage import Processed, process
from streams.topology import STAGES

Fault = Literal["careless", "slow"]

RECORD_S: Final = 0.005
"""Seconds that a slow worker takes for a record: 200 a second on any machine."""


def careless(stage: str, agent: str, processed: Sequence[Processed]) -> Observations:
    """Count one outcome of a slice too few."""
    counts, since = observations(stage, agent, processed)
    forgotten = next(point for point in counts if point[0] is OUTCOMES)
    return Observations({**counts, forgotten: counts[forgotten] - 1}, since)


def slow(stage: str, agent: Any, records: Sequence[Any], *others: Any) -> Sequence[Processed]:
    """Do what a step does, and take long."""
    time.sleep(RECORD_S * len(records))
    return process(stage, agent, records, *others)


FAULTS: Final[dict[Fault, tuple[str, Callable[..., Any]]]] = {
    "careless": ("streams.runtime.lane.observations", careless),
    "slow": ("streams.runtime.lane.process", slow),
}


@contextmanager
def parsing(address: str, port: int, fault: Fault | None = None) -> Iterator[None]:
    """Run a worker of parse, with a fault or without, and kill it in the end."""
    words = ["streams.cli", "worker"] if fault is None else ["tests.deploy.faulty", fault]
    worker = subprocess.Popen(
        [sys.executable, "-m", *words, "parse"],
        env={**os.environ, "BARQ_BOOTSTRAP": address, "BARQ_METRICS_PORT": str(port)},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        worker.kill()
        worker.wait()


if __name__ == "__main__":
    target, replacement = FAULTS[sys.argv[1]]  # type: ignore[index]  # a fault, or a KeyError
    with patch(target, replacement):
        sys.exit(run_worker(STAGES[sys.argv[2]], Settings.read()))
