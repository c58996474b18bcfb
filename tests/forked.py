"""Processes that start with their modules loaded: forks of one that has loaded them, once.

A worker takes a second of a core to load what it runs on, and tests start a hundred. What they
test begins after that. Other commands, and whatever is measured, start as users start them.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

__all__ = ["Forked"]

Program = Callable[[Sequence[str]], int | None]
"""Takes a program's arguments, and gives its exit code: None for 0. Found by its name."""

_CONTEXT: Final = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.preloaded"])


class Forked:
    """A process that runs `program`; its ways to end it and to wait are those of `Popen`."""

    def __init__(
        self, program: Program, arguments: Sequence[str], environment: Mapping[str, str], log: Path
    ) -> None:
        self._name = f"{program.__module__} {' '.join(arguments)}"
        self._process = _CONTEXT.Process(
            target=_run, args=(program, tuple(arguments), dict(environment), log), daemon=True
        )
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """Give its exit code, negative where a signal ended it; None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to stop."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it, frozen or not."""
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and give the exit code; raise TimeoutExpired after `timeout` s."""
        self._process.join(timeout)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired(self._name, timeout or 0)
        return code


def _run(
    program: Program, arguments: Sequence[str], environment: Mapping[str, str], log: Path
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    with log.open("ab") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    sys.exit(program(arguments))
