"""Records the metrics of one worker, as the lane and its consumer tell what happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, NamedTuple

from aiokafka import TopicPartition

from schemas.records import Record
from streams.runtime.lag import Lag
from streams.runtime.metrics import (
    ABORTS,
    CHUNK_SECONDS,
    CHUNK_SIZE,
    FENCES,
    HELD,
    LAG_RECORDS,
    LAG_SECONDS,
    METRICS,
    REBALANCES,
    RESTORE_SECONDS,
    STATE_BYTES,
    STATE_ENTRIES,
    STEP_SECONDS,
    UP,
)
from streams.runtime.observations import SINCE, Observations, in_advance, released
from streams.runtime.series import Series
from streams.stage import Stage

HUNG_S: Final = 60.0
"""Seconds without a turn of the loop after which it is said to hang: the largest chunks take some
seconds, and a check that fails gets a worker killed."""


class Size(NamedTuple):
    """How much an agent remembers for one partition."""

    entries: int
    bytes: int
    held: int | None = None
    """Of the entries those that wait for their time; None: none of this agent's ever does."""


class Meter:
    """The metrics of one worker, and how it is."""

    def __init__(self, stage: Stage, *, clock: Callable[[], float] = time.time) -> None:
        self._stage = stage
        self._clock = clock
        self._agents = {agent.reads.name: agent.name for agent in stage.agents}
        self._states = {a.state.topic: a.name for a in stage.agents if a.state is not None}
        sent = {topic.record for agent in stage.agents for topic in agent.writes}
        self.series: Final = Series([m for m in METRICS if m.record is None or m.record in sent])
        self.owned: int | None = None
        """Partitions that the worker has, restored; None while it joins or restores."""
        self._turned_s = time.monotonic()
        self._set_out()

    def _set_out(self) -> None:
        """Let every series that can be known be there from the start."""
        name, series = self._stage.name, self.series
        for metric, labels in in_advance(self._stage):
            series.add(metric, labels, 0)
        for agent in self._stage.agents:
            for metric in (CHUNK_SIZE, CHUNK_SECONDS, STEP_SECONDS):
                series.observe(metric, (name, agent.name))
            series.add(ABORTS, (name, agent.name), 0)
        for metric, _ in SINCE.values():
            if metric in series.metrics:
                series.observe(metric, (name,))
        for metric in (REBALANCES, FENCES):
            series.add(metric, (name,), 0)
        series.set(UP, (name,), 0)

    def committed(
        self,
        agent: str,
        observed: Sequence[Observations],
        *,
        records: int,
        step_s: float,
        chunk_s: float,
    ) -> None:
        """Take in what a transaction held that is committed, all of it at once."""
        name, series = self._stage.name, self.series
        with series.lock:
            for one in observed:
                self._count(one)
            series.observe(CHUNK_SIZE, (name, agent), records)
            series.observe(STEP_SECONDS, (name, agent), step_s)
            series.observe(CHUNK_SECONDS, (name, agent), chunk_s)

    def released(self, records: Sequence[Record]) -> None:
        """Take in what was sent because it was due, committed."""
        observed = released(records)
        with self.series.lock:
            self._count(observed)

    def _count(self, observed: Observations) -> None:
        for (metric, labels), count in observed.counts.items():
            self.series.add(metric, labels, count)
        now = self._clock()
        for metric, times in observed.since.items():
            # The clocks of a sender and ours may differ a little: nothing comes before it came.
            late = (max(0.0, now - one.timestamp()) for one in times)
            self.series.observe(metric, (self._stage.name,), *late)

    def aborted(self, agent: str, times: int = 1) -> None:
        """Hear that transactions of `agent` failed, or may have."""
        with self.series.lock:
            self.series.add(ABORTS, (self._stage.name, agent), times)

    def aborts(self) -> Mapping[str, int]:
        """Give how many transactions failed, by agent."""
        stage = self._stage
        counted = {a.name: self.series.value(ABORTS, (stage.name, a.name)) for a in stage.agents}
        return {agent: int(count) for agent, count in counted.items() if count}

    def joining(self) -> None:
        """Hear that the worker is given partitions, and is not ready."""
        self.leaving()
        with self.series.lock:
            self.series.add(REBALANCES, (self._stage.name,))

    def leaving(self) -> None:
        """Hear that the worker has no partitions for now."""
        self.owned = None
        with self.series.lock:
            self.series.set(UP, (self._stage.name,), 0)

    def fenced(self, partitions: int) -> None:
        """Hear that the transactional ids of `partitions` were taken over."""
        with self.series.lock:
            self.series.add(FENCES, (self._stage.name,), partitions)

    def restored(self, seconds: Mapping[TopicPartition, float]) -> None:
        """Hear how long it took to restore each changelog's partition; others are forgotten."""
        labelled = {self._state(place): value for place, value in seconds.items()}
        with self.series.lock:
            for metric in (RESTORE_SECONDS, STATE_ENTRIES, STATE_BYTES, HELD):
                if metric in self.series.metrics:
                    self.series.keep(metric, labelled)
            for labels, value in labelled.items():
                self.series.set(RESTORE_SECONDS, labels, value)

    def ready(self, partitions: int) -> None:
        """Hear that all `partitions` given are restored."""
        self.owned = partitions
        with self.series.lock:
            self.series.set(UP, (self._stage.name,), 1)

    def sized(self, sizes: Mapping[TopicPartition, Size]) -> None:
        """Hear how much is remembered for each changelog's partition."""
        with self.series.lock:
            for place, size in sizes.items():
                self.series.set(STATE_ENTRIES, self._state(place), size.entries)
                self.series.set(STATE_BYTES, self._state(place), size.bytes)
                if size.held is not None and HELD in self.series.metrics:
                    self.series.set(HELD, self._state(place), size.held)

    def behind(self, lags: Collection[Lag]) -> None:
        """Hear how far each partition owned is behind; others are forgotten."""
        name = self._stage.name
        labelled = {
            (name, self._agents[lag.topic], lag.topic, str(lag.partition)): lag for lag in lags
        }
        with self.series.lock:
            for metric in (LAG_RECORDS, LAG_SECONDS):
                self.series.keep(metric, labelled)
            for labels, lag in labelled.items():
                self.series.set(LAG_RECORDS, labels, lag.records)
                self.series.set(LAG_SECONDS, labels, lag.seconds)

    def turned(self) -> None:
        """Hear that the loop turns."""
        self._turned_s = time.monotonic()

    def readiness(self) -> tuple[bool, str]:
        """Tell whether the worker has its partitions, restored."""
        if self.owned is None:
            return False, "joins its group, or restores what it remembers"
        return True, f"ready, partitions: {self.owned}"

    def hangs_s(self) -> float | None:
        """Give for how long the loop has not turned, when it is too long."""
        seconds = time.monotonic() - self._turned_s
        return seconds if seconds > HUNG_S else None

    def _state(self, place: TopicPartition) -> tuple[str, str, str]:
        return self._stage.name, self._states[place.topic], str(place.partition)
