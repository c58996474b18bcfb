"""One run: a pipeline on its brokers, wire items, faults, and what stands on the topics after."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

import confluent_kafka as ck
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from schemas.records import WireItem
from schemas.topics import PARSED, WIRE
from streams.dedup import versions
from streams.runtime import topics
from streams.settings import Settings
from tests.chaos.checker import Log, collect
from tests.chaos.faults import Fault
from tests.chaos.feed import feed
from tests.chaos.ground import Ground
from tests.chaos.watch import READS, Watch
from tests.chaos.workers import FAILED, Worker, Workers

T = TypeVar("T")

LOOK_S: Final = 0.1
PATIENCE_S: Final = 120
STUCK_S: Final = 30
"""Seconds without progress after healing that count as stuck: a transaction left open by a
worker that is gone for good is aborted after 15 s, at most 10 s late."""
PARTITIONS: Final = 4
IN_ORDER: Final = {WIRE.name, PARSED.name, versions.STATE.topic}
"""Topics of one partition: what is news depends on the order of all articles of a language."""
COMMAND: Final = ("streams.cli", "worker")


class Stuck(AssertionError):
    """What should have come to pass and did not; the text has the history."""


@dataclass
class Run:
    """A pipeline under way."""

    ground: Ground
    workers: Workers
    watch: Watch
    history: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def tell(self, what: str) -> None:
        """Note what was done, and when."""
        self.history.append(f"{time.monotonic() - self.began:6.1f} s  {what}")

    def feed(self, items: Sequence[WireItem]) -> None:
        """Send items."""
        feed(self.ground.bootstrap, items, patience_s=PATIENCE_S)

    def hurt(self, fault: Fault, size: int) -> None:
        """Make a fault when its time has come, and heal what does not heal by itself."""
        start = self._taken()
        due = round(fault.after * size)
        self.wait_for(
            f"{due} records to be taken, or all that there are",
            lambda: self.watch.taken() >= start + due or self.watch.done(),
        )
        worker = self.workers.named(f"{fault.stage}-{fault.instance}")
        if fault.kind == "kill":
            self._kill(worker)
        elif fault.kind == "kill and keep away":
            self._away(worker)
        elif fault.kind == "stop":
            self.tell(f"SIGTERM {worker.name}: ended with {worker.terminate()}")
        elif fault.kind == "freeze":
            self._freeze(worker)
        else:
            self._break(fault, worker, round(fault.lasts * size))

    def drain(self) -> float:
        """Wait until nothing is left to do; give the seconds that it took."""
        began = moved = time.monotonic()
        before = -1
        while True:
            self._tend()
            now = time.monotonic()
            try:
                taken = self.watch.taken()
                if taken != before:
                    before, moved = taken, now
                elif self.watch.done():
                    return now - began
            except ck.KafkaException:
                pass
            if now - moved > STUCK_S:
                raise Stuck(self._told(f"no progress for {STUCK_S} s after healing"))
            time.sleep(LOOK_S)

    def wait_for(self, what: str, condition: Callable[[], T]) -> T:
        """Wait until `condition` gives something true, and start whichever worker ended."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            self._tend()
            try:
                if result := condition():
                    return result
            except ck.KafkaException:
                pass
            time.sleep(LOOK_S)
        raise Stuck(self._told(f"waited {PATIENCE_S} s for {what}"))

    def _kill(self, worker: Worker) -> None:
        worker.kill()
        self.tell(f"SIGKILL {worker.name}")

    def _away(self, worker: Worker) -> None:
        self.wait_for(f"{worker.name} to take its share", worker.joined)
        before = self._takings(worker)
        worker.held = True
        self._kill(worker)
        self.wait_for(f"others than {worker.name}", lambda: self._takings(worker) > before)
        worker.held = False
        self.tell(f"others took over from {worker.name}; it starts again")

    def _freeze(self, worker: Worker) -> None:
        self.wait_for(f"{worker.name} to take its share", worker.joined)
        before = self._takings(worker)
        worker.freeze()
        self.tell(f"SIGSTOP {worker.name}")
        self.wait_for(f"others than {worker.name}", lambda: self._takings(worker) > before)
        worker.thaw()
        self.tell(f"SIGCONT {worker.name}, when others had taken over")

    def _break(self, fault: Fault, worker: Worker, lasts: int) -> None:
        self.wait_for("all brokers to be whole", self.ground.whole)
        group = f"barq-{fault.stage}"
        topic = READS[group][0]
        killed = self.wait_for(
            "the brokers to say who to kill", lambda: self.ground.kill(fault.role, group, topic)
        )
        self.tell(f"SIGKILL {killed}")
        if fault.kind == "broker and worker":
            self._kill(worker)
        if self.ground.copies > 1:
            start = self._taken()
            self.wait_for(
                "work to go on without it",
                lambda: self.watch.taken() >= start + lasts or self.watch.done(),
            )
        self.ground.restart()
        self.tell("the broker starts again")

    def _takings(self, worker: Worker) -> int:
        return sum(other.takings() for other in self.workers.others(worker))

    def _taken(self) -> int:
        """Look until the brokers answer: there may be none yet, which is also an answer."""
        return self.wait_for("an answer", lambda: (self.watch.taken(),))[0]

    def _tend(self) -> None:
        for worker in self.workers.all:
            code = worker.tend()
            if code == FAILED:
                raise Stuck(self._told(f"{worker.name} cannot run"))
            if code is not None and code >= 0:
                self.tell(f"{worker.name} had ended with {code} and starts again")

    def _told(self, what: str) -> str:
        words = [f"-- {worker.name}\n{worker.last_words()}" for worker in self.workers.all]
        try:
            left = self.watch.left()
        except ck.KafkaException as error:
            left = [f"what is left cannot be told: {error}"]
        return "\n".join([what, *self.history, *left, *words])


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run came to."""

    log: Log
    history: Sequence[str]
    hung: Sequence[str]
    """Workers that had to be killed in the end."""
    healed_s: float
    """From the last fault to the last record, seconds."""


def disturbed(
    ground: Ground,
    folder: Path,
    items: Sequence[WireItem],
    faults: Sequence[Fault] = (),
    *,
    instances: Sequence[str] = "ab",
    command: Sequence[str] = COMMAND,
) -> Outcome:
    """Send the items in as many slices as there are faults, make one after each, and wait."""
    with _running(ground, folder, instances, command) as run:
        slices = max(1, len(faults))
        size = -(-len(items) // slices)
        for turn in range(slices):
            run.feed(items[turn * size : (turn + 1) * size])
            for fault in faults[turn : turn + 1]:
                run.hurt(fault, size)
        if not faults:
            run.wait_for("all workers to take their share", run.workers.joined)
        healed_s = run.drain()
        hung = run.workers.stop()
        return Outcome(
            log=collect(ground.bootstrap), history=run.history, hung=hung, healed_s=healed_s
        )


@contextmanager
def _running(
    ground: Ground, folder: Path, instances: Sequence[str], command: Sequence[str]
) -> Iterator[Run]:
    ground.start()
    try:
        partitions = create_topics(ground)
        workers = Workers(ground.bootstrap, folder, instances=instances, command=command)
        watch = Watch(ground.bootstrap, partitions)
        workers.start()
        try:
            yield Run(ground, workers, watch)
        finally:
            workers.stop()
            watch.close()
    finally:
        ground.stop()


def create_topics(ground: Ground) -> Mapping[str, int]:
    """Create the pipeline's topics, and give the partitions of each."""
    settings = Settings.read(
        bootstrap=ground.bootstrap, partitions=PARTITIONS, replication_factor=ground.copies
    )
    planned = topics.plan(settings)
    partitions = {one.name: 1 if one.name in IN_ORDER else one.partitions for one in planned}
    admin = AdminClient({"bootstrap.servers": ground.bootstrap, "log_level": 0})
    created = admin.create_topics(
        [
            NewTopic(one.name, partitions[one.name], ground.copies, config=dict(one.configs))
            for one in planned
        ]
    )
    for future in created.values():
        future.result(PATIENCE_S)
    return partitions
