"""`barq up` as a user runs it: it comes up, mends itself, and leaves nobody behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from streams.topology import STAGES
from tests.brokers import free_port
from tests.console.own_broker import own_broker

STOP_S = 10
LOOK_S = 0.05
PARTS = {"broker", *STAGES}


class Up:
    """A running `barq up`, and what it logs."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process = process
        self._log = log

    @property
    def log(self) -> str:
        return self._log.read_text()

    def parts(self) -> dict[str, psutil.Process]:
        """Give the broker's and the workers' processes by name."""
        found: dict[str, psutil.Process] = {}
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):  # it has just ended
                found.update(dict.fromkeys(set(child.cmdline()) & PARTS, child))
        return found

    def wait_for_parts(self) -> dict[str, psutil.Process]:
        """Wait until all are there."""
        deadline = time.monotonic() + 30
        while (found := self.parts()).keys() != PARTS:
            assert time.monotonic() < deadline, self.log
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(LOOK_S)
        return found


@contextmanager
def running(folder: Path, *options: str, **settings: str) -> Iterator[Up]:
    own = {
        "BARQ_DATA_DIR": str(folder / "data"),
        "BARQ_BROKER_PORT": str(free_port()),
        "BARQ_LOG_FORMAT": "console",
    }
    log = folder / "up.log"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "streams.cli", "up", *options],
            env={**os.environ, **own, **settings},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            yield Up(process, log)
        finally:
            process.kill()


def wait_until_gone(processes: list[psutil.Process]) -> None:
    _, left = psutil.wait_procs(processes, timeout=15)
    assert left == []


def first_line(up: Up) -> str:
    assert up.process.stdout is not None
    return up.process.stdout.readline()


def test_it_comes_up_restarts_what_dies_and_stops_within_ten_seconds(tmp_path: Path) -> None:
    with running(tmp_path) as up:
        assert first_line(up).startswith("up: 127.0.0.1:")
        before = up.parts()
        assert before.keys() == PARTS

        before["tag"].kill()
        before["broker"].kill()
        wait_until_gone([before["tag"], before["broker"]])
        after = up.wait_for_parts()
        assert {after["tag"].pid, after["broker"].pid}.isdisjoint(
            one.pid for one in before.values()
        )
        assert "tag was ended by SIGKILL; starts again in 0.2 s" in up.log

        started = time.monotonic()
        up.process.send_signal(signal.SIGINT)
        assert up.process.wait(STOP_S + 5) == 0, up.log
        assert time.monotonic() - started < STOP_S
        wait_until_gone(list(after.values()))


def test_nobody_is_left_when_it_is_killed(tmp_path: Path) -> None:
    with running(tmp_path) as up:
        assert first_line(up).startswith("up: ")
        parts = list(up.parts().values())
        up.process.kill()
        wait_until_gone(parts)


def test_a_second_interrupt_ends_it_at_once(tmp_path: Path) -> None:
    with running(tmp_path) as up:
        assert first_line(up).startswith("up: ")
        parts = list(up.parts().values())
        up.process.send_signal(signal.SIGINT)
        up.process.send_signal(signal.SIGINT)
        up.process.wait(STOP_S)
        wait_until_gone(parts)


def test_with_brokers_of_ones_own_it_runs_the_workers_alone(tmp_path: Path) -> None:
    with (
        own_broker("embedded", tmp_path) as address,
        running(tmp_path, "--bootstrap", address) as up,
    ):
        assert first_line(up) == f"up: {address}; Ctrl-C stops\n"
        assert up.parts().keys() == STAGES.keys()


def test_rules_that_are_wrong_stop_it_and_are_told(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("- id: a\n  actor: {}\n")
    with running(tmp_path, BARQ_RULES=str(rules)) as up:
        assert up.process.wait(60) == 2
        assert "alert cannot run" in up.log
        assert f"{rules}:2: unknown key «actor»" in up.log.splitlines()[-1]
