"""Run `barq up` as a user does, feed it, kill parts of it, and wait until it is done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

import confluent_kafka as ck
import psutil

from schemas.records import WireItem
from schemas.topics import TOPICS
from streams.topology import PIPELINE
from tests import law
from tests.brokers import free_port
from tests.chaos.feed import feed
from tests.chaos.log import waiting

T = TypeVar("T")

TARGETS: Final = (*(stage.name for stage in PIPELINE), "broker")
PATIENCE_S: Final = 120
LOOK_EVERY_S: Final = 0.05


class Stuck(AssertionError):
    """A condition that did not come true in time; the text ends with the last log lines."""


class Pipeline:
    """One `barq up` with the embedded broker, and the means to hurt it."""

    def __init__(self, folder: Path, settings: dict[str, str] | None = None) -> None:
        self._folder = folder
        self._port = free_port()
        self._settings = settings or {}
        self.history: list[str] = []
        self.bootstrap = f"127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it and wait until its topics are there."""
        self._folder.mkdir(parents=True, exist_ok=True)
        own = {"BARQ_DATA_DIR": str(self._folder / "data"), "BARQ_BROKER_PORT": str(self._port)}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "streams.cli", "up"],
                env={**os.environ, **own, **self._settings},
                stdout=log,
                stderr=log,
            )
        self.wait_for("the topics", lambda: self._progress() >= 0)

    def stop(self) -> None:
        """Stop it as Ctrl-C does; whoever is left after that is a fault."""
        children = psutil.Process(self._process.pid).children(recursive=True)
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=30)
        finally:
            left = [child for child in children if child.is_running()]
            for child in left:
                child.kill()
            self._process.kill()
        assert not left, f"still running after `barq up` ended: {left}"
        law.check(self._log.read_text(errors="replace"))

    def feed(self, items: Sequence[WireItem]) -> None:
        """Send `items` in order, each once, waiting out a broker that is away."""
        feed(self.bootstrap, items, patience_s=PATIENCE_S)

    def kill_after(self, target: str, messages: int) -> None:
        """Kill `target` (-9) once the topics hold `messages` more than now."""
        start = self._progress()
        self.wait_for(
            f"{messages} messages of progress", lambda: self._progress() >= start + messages
        )
        self.kill(target)

    def kill(self, target: str) -> None:
        """Kill the process of a stage, or of the broker, with SIGKILL."""
        process = self.process(target)
        process.kill()
        self.history.append(f"kill -9 {target} (pid {process.pid}) at {self._progress(-1)}")

    def process(self, target: str) -> psutil.Process:
        """Give the process of a stage, or of the broker, once there is one."""
        words = ["broker"] if target == "broker" else ["worker", target]

        def find() -> psutil.Process | None:
            for child in psutil.Process(self._process.pid).children(recursive=True):
                try:
                    if all(word in child.cmdline() for word in words):
                        return child
                except psutil.Error:
                    continue
            return None

        found = self.wait_for(f"a {target} process", find)
        assert found is not None
        return found

    def drained(self) -> bool:
        """Whether every stage has taken all there is for it, in the order of the pipeline."""
        return all(
            waiting(self.bootstrap, f"barq-{stage.name}", agent.reads.name) == 0
            for stage in PIPELINE
            for agent in stage.agents
        )

    def wait_until_drained(self) -> None:
        """Wait until nothing is left to do."""
        self.wait_for("all records to be processed", self.drained)

    def wait_for(self, what: str, condition: Callable[[], T]) -> T:
        """Wait until `condition` gives something true, and give that; raise Stuck otherwise."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            assert self._process.poll() is None, f"`barq up` ended by itself: {self._tail()}"
            try:
                if result := condition():
                    return result
            except ck.KafkaException:
                pass
            time.sleep(LOOK_EVERY_S)
        raise Stuck(f"waited {PATIENCE_S} s for {what}; {self.history}; {self._tail()}")

    @property
    def _log(self) -> Path:
        return self._folder / "up.log"

    def _tail(self) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-20:])

    def _progress(self, away: int | None = None) -> int:
        """Count the messages on all topics; `away`, if given, while the broker does not answer."""
        consumer = ck.Consumer(
            {"bootstrap.servers": self.bootstrap, "group.id": "watcher", "log_level": 0}
        )
        try:
            return sum(
                consumer.get_watermark_offsets(ck.TopicPartition(topic.name, 0), timeout=2)[1]
                for topic in TOPICS
            )
        except ck.KafkaException:
            if away is None:
                raise
            return away
        finally:
            consumer.close()


@contextmanager
def running(pipeline: Pipeline) -> Iterator[Pipeline]:
    """Start the pipeline and stop it in the end, whatever happens between."""
    pipeline.start()
    try:
        yield pipeline
    finally:
        pipeline.stop()


def disturb(pipeline: Pipeline, items: Sequence[WireItem], *, kills: int, seed: int) -> None:
    """Feed `items` in as many slices as `kills`, and kill each part in turn amid its slice."""
    chance = random.Random(seed)
    size = -(-len(items) // kills)
    for turn in range(kills):
        pipeline.feed(items[turn * size : (turn + 1) * size])
        pipeline.kill_after(TARGETS[turn % len(TARGETS)], chance.randrange(50, size))
    pipeline.wait_until_drained()
