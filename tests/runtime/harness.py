"""Toy workers on a broker: start, feed, freeze and kill them, and count what comes out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from math import inf
from pathlib import Path
from typing import Any, Final

import confluent_kafka as ck
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from schemas.topics import DEAD_LETTERS
from tests import law
from tests.forked import Forked
from tests.reading import committed_records
from tests.runtime import toys

Headers = list[tuple[str, str | bytes | None]]

PATIENCE_S: Final = 60
LOOK_S: Final = 0.05
REST: Final = 4
MOST_S: Final = 0.5
ARRIVAL: Final = {"message.timestamp.type": "LogAppendTime"}
LARGEST: Final = {"max.message.bytes": str(80 * 2**20)}


class Toys:
    """The topics of one test, and the toy workers on them."""

    def __init__(self, bootstrap: str, tag: str, folder: Path, *, partitions: int) -> None:
        self.bootstrap = bootstrap
        self.tag = tag
        self.partitions = partitions
        self._folder = folder
        self._workers: list[Worker] = []
        self._groups: dict[str, ck.Consumer] = {}
        self._client = {"bootstrap.servers": bootstrap, "log_level": 0}
        state = NewTopic(
            f"state.{tag}.first", partitions, 1, config={"cleanup.policy": "compact", **LARGEST}
        )
        create(
            bootstrap,
            [
                NewTopic(f"{tag}.wire", partitions, 1, config=LARGEST),
                NewTopic(f"{tag}.out", partitions, 1, config={**LARGEST, **ARRIVAL}),
                NewTopic(DEAD_LETTERS.name, 1, 1, config=LARGEST),
                state,
            ],
        )

    def start(self, kind: str, instance: str = "a", **settings: object) -> Worker:
        """Start a worker; `settings` by their names, such as `session_timeout_s=2`."""
        name = f"{kind}-{instance}-{len(self._workers)}"
        own = {f"BARQ_{name.upper()}": str(value) for name, value in settings.items()}
        fixed = {"BARQ_BOOTSTRAP": self.bootstrap, "BARQ_INSTANCE": instance}
        fixed |= {"BARQ_LOG_FORMAT": "json", "TOY_FOLDER": str(self._folder)}
        worker = Worker([kind, self.tag], {**fixed, **own}, self._folder / f"{name}.log")
        self._workers.append(worker)
        return worker

    def feed(self, bodies: Iterable[tuple[str, str, bytes]]) -> None:
        """Send items: id, source and body; each to the partition that its source hashes to."""
        producer = ck.Producer(
            {
                **self._client,
                "partitioner": "murmur2_random",
                "linger.ms": 5,
                "message.max.bytes": 80 * 2**20,
                "enable.idempotence": True,
            }
        )
        for identity, source, body in bodies:
            headers: Headers = [("ce_id", identity), ("ce_source", source)]
            producer.produce(f"{self.tag}.wire", body, key=source, headers=headers)
            producer.poll(0)
        assert producer.flush(PATIENCE_S) == 0

    def out(self) -> Counter[str]:
        """Count the committed output by key."""
        return Counter(key_of(m) for m in self.read(f"{self.tag}.out"))

    def changelog(self) -> Counter[str]:
        """Count the committed changelog records by key."""
        return Counter(key_of(m) for m in self.read(f"state.{self.tag}.first"))

    def dead_letters(self) -> list[ck.Message]:
        """Give the dead letters that came of this test's items."""
        source = ("barq-topic", f"{self.tag}.wire".encode())
        return [m for m in self.read(DEAD_LETTERS.name) if source in (m.headers() or [])]

    def began(self, identity: str) -> int:
        """Give how often a slow item has been begun."""
        place = self._folder / f"began-{identity}"
        return len(place.read_text()) if place.exists() else 0

    def marked(self, name: str) -> bool:
        """Tell whether a worker has come to the point that it marks with `name`."""
        return (self._folder / name).exists()

    def mark(self, name: str) -> None:
        """Let the workers that wait for `name` go on."""
        (self._folder / name).touch()

    def read(self, topic: str) -> list[ck.Message]:
        """Give every committed record of `topic`, as it stands now."""
        return read_all(self.bootstrap, topic)

    def lag(self, kind: str) -> float:
        """Give how many offsets the group has not committed yet; inf while nobody can say."""
        if kind not in self._groups:
            self._groups[kind] = ck.Consumer(
                {**self._client, "group.id": f"barq-{self.tag}-{kind}"}
            )
        group = self._groups[kind]
        places = [ck.TopicPartition(f"{self.tag}.wire", p) for p in range(self.partitions)]
        try:
            ends = [group.get_watermark_offsets(place, timeout=10)[1] for place in places]
            done = [max(place.offset, 0) for place in group.committed(places, timeout=10)]
        except ck.KafkaException:
            return inf
        return sum(ends) - sum(done)

    def close(self) -> None:
        """Kill whatever still runs, and hold what the workers counted against the law."""
        for worker in self._workers:
            worker.kill()
        for group in self._groups.values():
            group.close()
        for worker in self._workers:
            law.check(worker.text())


class Worker:
    """A worker process."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], log: Path) -> None:
        self._log = log
        self._log.touch()
        self.process = Forked(toys.main, arguments, {**os.environ, **environment}, log)

    def lines(self, event: str) -> list[dict[str, Any]]:
        """Give its log lines of `event`."""
        found = [json.loads(line) for line in self.text().splitlines() if line.startswith("{")]
        return [line for line in found if line["event"] == event]

    def text(self) -> str:
        """Give all that it wrote."""
        return self._log.read_text()

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def end(self, number: signal.Signals = signal.SIGTERM, *, within_s: float = 10) -> int:
        """Send a signal and give the exit code; it must end in time."""
        self.send(number)
        return self.wait(within_s)

    def wait(self, within_s: float = PATIENCE_S) -> int:
        """Wait for its end and give the exit code."""
        try:
            return self.process.wait(within_s)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still running after {within_s} s:\n{self.text()}") from None

    def kill(self) -> None:
        """Kill it, frozen or not."""
        self.process.kill()
        self.process.wait()


def until(
    condition: Callable[[], object],
    *workers: Worker,
    within_s: float = PATIENCE_S,
    rest: float = REST,
) -> None:
    """Wait until `condition` holds; fail with the logs of `workers` when it does not in time.

    A look at a broker takes clients of its own: between two looks the machine is left to those
    that are waited for, `rest` times as long as the look took.
    """
    limit = time.monotonic() + within_s
    while True:
        start = time.monotonic()
        if condition():
            return
        end = time.monotonic()
        if end > limit:
            logs = "\n".join(worker.text()[-3000:] for worker in workers)
            raise AssertionError(f"did not come true in {within_s} s:\n{logs}")
        time.sleep(min(max(LOOK_S, rest * (end - start)), MOST_S))


def create(bootstrap: str, topics: list[NewTopic]) -> None:
    """Create the topics that are not there."""
    client = AdminClient({"bootstrap.servers": bootstrap})
    for made in client.create_topics(topics).values():
        try:
            made.result(10)
        except ck.KafkaException as error:
            if error.args[0].code() != ck.KafkaError.TOPIC_ALREADY_EXISTS:
                raise


def read_all(bootstrap: str, topic: str) -> list[ck.Message]:
    """Give every committed record of `topic`, in the order of each partition."""
    return list(committed_records(bootstrap, topic))


def key_of(message: ck.Message) -> str:
    """Give the key of a record as text."""
    return (message.key() or b"").decode()
