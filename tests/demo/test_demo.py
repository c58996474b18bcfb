"""`barq demo` as a newcomer runs it: broker, workers, samples, and a verdict."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

LIMIT_S = 60
"""What README promises."""


@pytest.mark.timeout(180)
def test_the_demonstration_shows_all_that_must_come_and_ends_well() -> None:
    started = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-m", "streams.cli", "demo"],
        capture_output=True,
        text=True,
        check=False,
        timeout=150,
    )
    seconds = time.monotonic() - started
    assert run.returncode == 0, run.stdout + run.stderr
    for shown in ("لافروف", "Sergey Lavrov", "ALERT", "dead letter", "replay", "brief", "kill"):
        assert shown in run.stdout
    assert run.stdout.splitlines()[-1].startswith("All 23 records came")
    assert "NO" not in run.stdout.split("What became of each record")[1]
    assert seconds < LIMIT_S
