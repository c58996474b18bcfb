"""The lane: a Faust transport that hands an agent one event for each fetched chunk.

Faust finds it by its entry point (group `faust.transports`, name `lane`), so that
`broker="lane://host:9092"` uses it. Faust keeps the worker, the agents, the streams
and the course of a rebalance; the lane replaces how records are fetched and how
offsets are committed. What it rests on inside Faust and aiokafka is pinned in
tests/runtime/test_pins.py.

An agent gets `Chunk`s and must give each to `Consumer.begin`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar, Final, cast

from aiokafka.errors import ConsumerStoppedError
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from faust.types.transports import ConsumerT
from faust.types.tuples import ConsumerMessage
from mode.types import ServiceT

from streams.runtime import feed
from streams.runtime.consumer_thread import IDLE_S, ConsumerThread, RebalanceListener
from streams.runtime.lag import Lag, Lags, Pending
from streams.runtime.timer import Alarms
from streams.runtime.work import Chunk, Life, Work

PAUSE_S: Final = 0.01
"""Pause after a small chunk, seconds, in which the next one grows: a transaction costs 4 ms of CPU.

Measured on two cores, 200 records/s through five stages on Apache Kafka: 159 ms in the median
and 261 ms at p99 without a pause, 88 and 161 with 10 ms, 107 and 169 with 20 ms.
"""
SMALL_RECORDS: Final = 50
"""Records from which a chunk is worth its transaction: the pause is for a trickle, not a flood."""


class Consumer(driver.Consumer):
    """Feeds chunks to the agents, and lets them be worked on, a partition beside the other."""

    RebalanceListener: ClassVar[type[driver.ConsumerRebalanceListener]] = RebalanceListener
    _thread: ConsumerThread

    def __init__(self, transport: Transport, *args: Any, **kwargs: Any) -> None:
        self.work: Work = cast(Any, transport.app).work_of_lane
        self._most = self.work.settings.chunk_records
        self._life: Life = feed.Life(0, {}, most=self._most)
        self._life.over = True
        self._begins: Mapping[TP, int] = {}
        self._asked: set[TP] = set()
        self._changed = asyncio.Event()
        self._alarms: Alarms[TP] = Alarms(self._wake)
        self._running: set[asyncio.Task[None]] = set()
        super().__init__(transport, *args, **kwargs)

    def _new_consumer_thread(self) -> ConsumerThread:
        thread = ConsumerThread(self, loop=self.loop, beacon=self.beacon)
        thread.work = self.work
        return thread

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Fence and restore, before Faust reads the committed offsets and lets records flow."""
        try:
            self._begins = await self.work.take_over(assigned)
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - see below
            # aiokafka would log an error and go on, unfenced; and end its task on a cancellation.
            self.work.fail(error)
        else:
            await super().on_partitions_assigned(assigned, generation_id)

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Stop feeding and let the chunks in work finish or fail, then let go."""
        self.stop_flow()
        settings = self.work.settings
        if await self.drain(settings.rebalance_timeout_s / 2):
            await super().on_partitions_revoked(revoked)
        else:
            self.work.fail(TimeoutError("chunks in work did not end in time for the rebalance"))

    async def lags(self, lags: Lags, now_s: float) -> list[Lag]:
        """Measure how far each partition owned is behind; none between two lives."""
        life = self._life
        if life.over:
            return []
        standings = await self._thread.standings(self._begins)
        measured: list[Lag] = []
        for tp, standing in standings.items():
            first = life.pending(tp)
            pending = None if first is None else Pending(first.offset, first.timestamp)
            lag = lags.measure(tp.topic, tp.partition, standing, pending, now_s)
            if lag is not None:
                measured.append(lag)
        return measured

    async def perform_seek(self) -> None:
        """Begin a life: called by Faust when all are ready for the partitions to flow."""
        generation = self.app.consumer_generation_id
        offsets = await self._thread.rewind(self._begins)
        self._life.over = True
        self._life = feed.Life(generation, offsets, most=self._most)
        self.work.began(offsets)
        for tp in offsets:
            self._alarms.set(tp, self.work.due_ms(tp))
        self._changed.set()

    def stop_flow(self) -> None:
        """End the present life: nothing that it fetched will be started any more."""
        self._life.over = True
        self._alarms.clear()
        super().stop_flow()

    def begin(self, chunk: Chunk) -> None:
        """Start to work on `chunk`, unless its life is over."""
        if self._counts(chunk.life):
            task = asyncio.create_task(self._run(chunk))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def drain(self, timeout_s: float) -> bool:
        """Wait for the chunks in work; tell whether they have all ended."""
        if self._running:
            _, left = await asyncio.wait(self._running, timeout=timeout_s)
            return not left
        return True

    async def verify_all_partitions_active(self) -> None:
        """Leave out Faust's guess at stuck partitions, made from offsets that it would commit."""

    async def _drain_messages(self, fetcher: ServiceT) -> None:
        """Fetch and deliver, from life to life: the one place where records are taken."""
        try:
            while not (self.should_stop or fetcher.should_stop):
                await self._fetch_once()
        except (ConsumerStoppedError, asyncio.CancelledError):
            if not self.app.should_stop:
                raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the worker cannot go on
            self.work.fail(error)

    async def _fetch_once(self) -> None:
        life = self._life
        self._asked = set() if life.over else life.wanted()
        if not self._asked:
            self._changed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), IDLE_S)
            return
        batches = await self._thread.fetch(self._asked, self._most)
        if batches:
            await self.work.fetched()
        if not self._counts(life):
            now = self._life
            self.work.stale(batches.keys())
            offsets = {tp: now.offset(tp) for tp in batches}
            await self._thread.put_back({tp: o for tp, o in offsets.items() if o is not None})
            return
        for tp, (records, position) in batches.items():
            chunk = life.take(tp, records, position)
            if chunk is not None:
                await self._deliver(chunk)

    def _counts(self, life: Life) -> bool:
        return (
            life is self._life
            and not life.over
            and life.generation == self.app.consumer_generation_id
        )

    async def _deliver(self, chunk: Chunk) -> None:
        last = chunk.records[-1]
        message = ConsumerMessage(
            last.topic,
            last.partition,
            last.offset,
            last.timestamp / 1000.0,
            last.timestamp_type,
            None,
            None,
            cast(bytes, chunk),
            None,
            tp=chunk.partition,
            serialized_key_size=0,
            serialized_value_size=0,
            generation_id=chunk.life.generation,
        )
        await self.callback(message)

    def _wake(self, partition: TP) -> None:
        """Do what has fallen due; a partition at work sees to it when its chunk is done."""
        life = self._life
        chunk = life.idle(partition) if self._counts(life) else None
        if chunk is not None:
            self.begin(chunk)

    async def _run(self, chunk: Chunk) -> None:
        try:
            if chunk.records:
                await self.work.work(chunk)
            if self._counts(chunk.life):
                await self.work.release(chunk)
        except Exception as error:  # noqa: BLE001 - no record's fault: the chunk will be read again
            self.work.fail(error)
            return
        if len(chunk.records) < SMALL_RECORDS:
            await asyncio.sleep(PAUSE_S)
        following = chunk.life.done(chunk)
        if self._counts(chunk.life):
            self._alarms.set(chunk.partition, self.work.due_ms(chunk.partition))
            if following is not None:
                await self._deliver(following)
        if chunk.partition not in self._asked:
            self._changed.set()
            self._thread.poke()


class Transport(driver.Transport):
    """Found by Faust under the scheme `lane`."""

    Consumer: ClassVar[type[ConsumerT]] = Consumer
