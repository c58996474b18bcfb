"""One run: a pipeline on its brokers, wire items, faults, and what stands on the topics after."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

import confluent_kafka as ck

from schemas.records import WireItem
from tests.chaos.checker import Log, collect
from tests.chaos.faults import Fault
from tests.chaos.feed import feed
from tests.chaos.ground import Ground
from tests.chaos.log import waiting
from tests.chaos.topics import create_topics
from tests.chaos.watch import READS, Watch
from tests.chaos.workers import FAILED, Worker, Workers

T = TypeVar("T")

LOOK_S: Final = 0.02
QUIET_S: Final = 1
"""Seconds without progress after which it is worth to ask whether all is done."""
PATIENCE_S: Final = 120
STUCK_S: Final = 30
"""Seconds without progress after healing that count as stuck: a transaction left open by a
worker that is gone for good is aborted after 15 s, at most 10 s late."""
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
    caught: list[int] = field(default_factory=list)
    """For each worker killed or frozen, the records that its stage still had to take."""

    def tell(self, what: str) -> None:
        """Note what was done, and when."""
        self.history.append(f"{time.monotonic() - self.began:6.1f} s  {what}")

    def feed(self, items: Sequence[WireItem]) -> None:
        """Send items."""
        feed(self.ground.bootstrap, items, patience_s=PATIENCE_S)

    def hurt(self, fault: Fault, items: Sequence[WireItem]) -> None:
        """Send items, make a fault while its stage is at work on them, and heal what must be."""
        group = f"barq-{fault.stage}"
        goal = self._taken(group) + round(fault.after * len(items))
        with ThreadPoolExecutor(1) as beside:
            sent = beside.submit(self.feed, items)
            self._reach(group, goal, sent)
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
                self._break(fault, worker, round(fault.lasts * len(items)))
            sent.result()

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

    def _reach(self, group: str, goal: int, sent: Future[None]) -> None:
        """Wait until `group` has taken up to `goal`, or all that there is."""
        before, moved = -1, time.monotonic()

        def reached() -> bool:
            nonlocal before, moved
            taken = self.watch.taken(group)
            if taken != before:
                before, moved = taken, time.monotonic()
            quiet = time.monotonic() - moved > QUIET_S
            return taken >= goal or (quiet and sent.done() and self.watch.done())

        self.wait_for(f"{group} to take up to {goal}, or all that there is", reached)

    def _kill(self, worker: Worker) -> None:
        worker.kill()
        self.tell(f"SIGKILL {worker.name}, {self._at_work(worker)}")

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
        self.tell(f"SIGSTOP {worker.name}, {self._at_work(worker)}")
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
            worker.kill()
            self.tell(f"SIGKILL {worker.name}")
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

    def _at_work(self, worker: Worker) -> str:
        """Say how much the worker's stage has to do, now that the worker has stopped."""
        group = f"barq-{worker.stage}"
        left = self.wait_for(
            "the brokers to say what is left",
            lambda: (sum(waiting(self.ground.bootstrap, group, topic) for topic in READS[group]),),
        )[0]
        self.caught.append(left)
        return f"{left} records to be taken"

    def _taken(self, group: str | None = None) -> int:
        """Look until the brokers answer: there may be none yet, which is also an answer."""
        return self.wait_for("an answer", lambda: (self.watch.taken(group),))[0]

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
    caught: Sequence[int]
    """For each worker killed or frozen, the records that its stage still had to take."""


def disturbed(
    ground: Ground,
    folder: Path,
    items: Sequence[WireItem],
    faults: Sequence[Fault] = (),
    *,
    instances: Sequence[str] = "ab",
    command: Sequence[str] = COMMAND,
) -> Outcome:
    """Send the items in as many slices as there are faults, make one amid each, and wait."""
    with _running(ground, folder, instances, command) as run:
        slices = max(1, len(faults))
        size = -(-len(items) // slices)
        for turn in range(slices):
            part = items[turn * size : (turn + 1) * size]
            if faults:
                run.hurt(faults[turn], part)
            else:
                run.feed(part)
        if not faults:
            run.wait_for("all workers to take their share", run.workers.joined)
        healed_s = run.drain()
        hung = run.workers.stop()
        return Outcome(
            log=collect(ground.bootstrap),
            history=run.history,
            hung=hung,
            healed_s=healed_s,
            caught=run.caught,
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
