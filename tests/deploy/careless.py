"""A worker that forgets outcomes: `python -m tests.deploy.careless STAGE`, for a rule to tell."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from unittest.mock import patch

from streams.runtime.app import run_worker
from streams.runtime.metrics import OUTCOMES
from streams.runtime.observations import Observations, observations
from streams.settings import Settings
from streams.stage import Processed
from streams.topology import STAGES


def careless(stage: str, agent: str, processed: Sequence[Processed]) -> Observations:
    """Count one outcome of a slice too few."""
    counts, since = observations(stage, agent, processed)
    forgotten = next(point for point in counts if point[0] is OUTCOMES)
    return Observations({**counts, forgotten: counts[forgotten] - 1}, since)


if __name__ == "__main__":
    with patch("streams.runtime.lane.observations", careless):
        sys.exit(run_worker(STAGES[sys.argv[1]], Settings.read()))
