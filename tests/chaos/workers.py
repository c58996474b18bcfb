"""Worker processes, two of each stage: started, hurt, and started again as a supervisor would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from streams.topology import PIPELINE

ROOT: Final = Path(__file__).resolve().parents[2]
RESTART_S: Final = 0.2
"""As streams.runtime.supervisor waits at first."""
STOP_S: Final = 15
SESSION_S: Final = 6
SETTINGS: Final = {
    "BARQ_CHUNK_RECORDS": "100",
    "BARQ_HEARTBEAT_S": "1.5",
    "BARQ_LOG_FORMAT": "json",
    "BARQ_METRICS_PORT": "0",
    "BARQ_SESSION_TIMEOUT_S": str(SESSION_S),
}
"""Small chunks make more transactions to break; a short session makes a freeze short."""
TAKEN: Final = b'"partitions taken"'
FAILED: Final = 2
"""Exit code of a worker that cannot be helped."""


class Worker:
    """One worker process of a stage under one name, from start to start."""

    def __init__(
        self,
        stage: str,
        instance: str,
        command: Sequence[str],
        env: Mapping[str, str],
        folder: Path,
    ) -> None:
        self.stage: Final = stage
        self.name: Final = f"{stage}-{instance}"
        self._command = [*command, stage]
        self._env = {**os.environ, **env, **SETTINGS, "BARQ_INSTANCE": instance}
        self._log = folder / f"{self.name}.log"
        self._ended_at: float | None = None
        self.held = False
        """Not to be started again for now."""
        self.frozen = False

    def start(self) -> None:
        """Start the process."""
        self._before = self.takings()
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def tend(self) -> int | None:
        """Start the process again some time after it ended; give the exit code when it does."""
        code = self.process.poll()
        if code is None or self.held:
            return None
        if self._ended_at is None:
            self._ended_at = time.monotonic()
        if time.monotonic() < self._ended_at + RESTART_S:
            return None
        self._ended_at = None
        self.start()
        return code

    def kill(self) -> None:
        """Kill it."""
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        """Stop it where it stands."""
        self.process.send_signal(signal.SIGSTOP)
        self.frozen = True

    def thaw(self) -> None:
        """Let it go on."""
        self.process.send_signal(signal.SIGCONT)
        self.frozen = False

    def terminate(self) -> int:
        """Ask it to stop, and give its exit code."""
        self.process.terminate()
        return self.process.wait(STOP_S)

    def takings(self) -> int:
        """Count how often it has taken partitions over."""
        return self._log.read_bytes().count(TAKEN) if self._log.exists() else 0

    def joined(self) -> bool:
        """Whether this process has taken its share: until then nobody would miss it."""
        return self.process.poll() is None and self.takings() > self._before

    def last_words(self) -> str:
        """Give the end of its log."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-5:])


class Workers:
    """Workers of every stage; `module` is what runs one, as `python -m module … STAGE`."""

    def __init__(
        self, bootstrap: str, folder: Path, *, instances: Sequence[str], command: Sequence[str]
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        env = {"BARQ_BOOTSTRAP": bootstrap}
        self.all: Final = [
            Worker(stage.name, instance, [sys.executable, "-m", *command], env, folder)
            for stage in PIPELINE
            for instance in instances
        ]

    def start(self) -> None:
        """Start all."""
        for worker in self.all:
            worker.start()

    def joined(self) -> bool:
        """Whether each has taken its share: on a busy machine their start takes its time."""
        return all(worker.joined() for worker in self.all)

    def named(self, name: str) -> Worker:
        """Give the worker of that name."""
        return next(worker for worker in self.all if worker.name == name)

    def others(self, worker: Worker) -> list[Worker]:
        """Give those who can take over from it."""
        return [one for one in self.all if one.stage == worker.stage and one is not worker]

    def stop(self) -> list[str]:
        """Ask all to stop; give the names of those that had to be killed."""
        hung: list[str] = []
        for worker in self.all:
            worker.held = True
            if worker.frozen:
                worker.thaw()
            worker.process.terminate()
        for worker in self.all:
            try:
                worker.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                worker.kill()
                hung.append(worker.name)
        return hung
