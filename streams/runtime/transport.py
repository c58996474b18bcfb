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
from asyncio import FIRST_COMPLETED
from collections.abc import Collection, Coroutine, Iterable, Mapping
from contextlib import suppress
from typing import Any, ClassVar, Final, Protocol, TypeAlias, TypeVar, cast

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from aiokafka.errors import ConsumerStoppedError
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from faust.types.transports import ConsumerT
from faust.types.tuples import ConsumerMessage
from mode.types import ServiceT

from streams.runtime import clients, feed
from streams.settings import Settings

T = TypeVar("T")

IDLE_S: Final = 1.0
"""Longest wait for records before looking around again, seconds."""
POLL_LIMIT_S: Final = 300
"""Seconds without fetching after which a worker leaves its group: it hangs, and others must go on.

A chunk takes milliseconds, and at most seconds: this is for a step that never ends.
"""

Chunk: TypeAlias = "feed.Chunk[TP, ConsumerRecord]"
Life: TypeAlias = "feed.Life[TP, ConsumerRecord]"
Batch: TypeAlias = "tuple[list[ConsumerRecord], int]"


class Work(Protocol):
    """What the lane asks of those who use it."""

    settings: Settings
    group: str

    async def take_over(self, partitions: Collection[TP]) -> Mapping[TP, int]:
        """Shut out earlier owners and get ready to work; give where each partition begins."""

    async def work(self, chunk: Chunk) -> None:
        """Process `chunk` and commit; raise for whatever is no record's fault."""

    def fail(self, error: BaseException) -> None:
        """End the worker: `error` came from the work, or from taking over."""

    def lost(self, partition: TP, records: int) -> None:
        """Hear that `records` offsets expired on the broker before they were read."""

    def began(self, offsets: Mapping[TP, int]) -> None:
        """Hear that a life has begun, and where each partition stands in it."""

    def stale(self, partitions: Collection[TP]) -> None:
        """Hear that a fetch of an earlier life came late and was thrown away."""

    async def fetched(self) -> None:
        """Come between a fetch and the check that it still counts; tests wait here."""


class RebalanceListener(driver.ConsumerRebalanceListener):
    """Told by aiokafka, in the consumer's thread, of what is revoked and assigned."""

    async def on_partitions_assigned(self, assigned: Iterable[Any]) -> None:
        """Send signs of life while partitions are taken over.

        aiokafka starts them only after this callback: restoring state for longer than
        the session would cost the membership.
        """
        self._thread._ensure_consumer()._coordinator._start_heartbeat_task()  # noqa: SLF001 - see above
        await super().on_partitions_assigned(assigned)


class ConsumerThread(driver.AIOKafkaConsumerThread):
    """The thread in which aiokafka's consumer lives, apart from the work."""

    consumer: Consumer
    _poked: asyncio.Event | None = None

    def _create_worker_consumer(
        self,
        transport: driver.Transport,  # noqa: ARG002 - Faust's signature; Settings knows the brokers
    ) -> AIOKafkaConsumer:
        """Make aiokafka's consumer; Faust's would read uncommitted records."""
        work = self.consumer.work
        settings = work.settings
        self._poked = asyncio.Event()
        self._assignor = RoundRobinPartitionAssignor
        return clients.consumer(
            settings,
            client_id=work.group,
            group_id=work.group,
            group_instance_id=f"{work.group}-{settings.instance}",
            partition_assignment_strategy=[self._assignor],
            session_timeout_ms=int(settings.session_timeout_s * 1000),
            heartbeat_interval_ms=int(settings.heartbeat_s * 1000),
            rebalance_timeout_ms=int(settings.rebalance_timeout_s * 1000),
            max_poll_interval_ms=POLL_LIMIT_S * 1000,
        )

    async def fetch(self, partitions: Collection[TP], most: int) -> dict[TP, Batch]:
        """Give what has come of `partitions`, at most `most` records, and where each stands then.

        Called from the loop of the work. Returns empty after `IDLE_S`, or when poked.
        """
        return await self._there(self._fetch(partitions, most))

    def poke(self) -> None:
        """Let `fetch` return at once: more partitions are wanted now."""
        if self._poked is not None:
            self.thread_loop.call_soon_threadsafe(self._poked.set)

    async def rewind(self, begins: Mapping[TP, int]) -> dict[TP, int]:
        """Let each partition stand where its committed offset is, else where it begins."""
        return await self._there(self._rewind(begins))

    async def put_back(self, offsets: Mapping[TP, int]) -> None:
        """Let the next fetch of each partition begin at its offset."""
        await self._there(self._put_back(offsets))

    async def _fetch(self, partitions: Collection[TP], most: int) -> dict[TP, Batch]:
        consumer, poked = self._ensure_consumer(), self._poked
        wanted = [TopicPartition(*tp) for tp in partitions]
        records = await consumer.getmany(*wanted, timeout_ms=0, max_records=most)
        if not records and poked is not None:
            arrival = consumer._fetcher._create_fetch_waiter()  # noqa: SLF001 - a wait that can be cut short
            poke = asyncio.ensure_future(poked.wait())
            await asyncio.wait({arrival, poke}, timeout=IDLE_S, return_when=FIRST_COMPLETED)
            poke.cancel()
            poked.clear()
            if not arrival.cancel():
                arrival.exception()  # told again by getmany, if it is one that lasts
            records = await consumer.getmany(*wanted, timeout_ms=0, max_records=most)
        # No other task runs between taking the records and asking for the position.
        return {TP(*tp): (got, await consumer.position(tp)) for tp, got in records.items()}

    async def _rewind(self, begins: Mapping[TP, int]) -> dict[TP, int]:
        consumer = self._ensure_consumer()
        offsets: dict[TP, int] = {}
        for tp, begin in begins.items():
            committed = await consumer.committed(TopicPartition(*tp))
            offsets[tp] = max(begin, committed or 0)
            if committed is not None and committed < begin:
                self.consumer.work.lost(tp, begin - committed)
        await self._put_back(offsets)
        return offsets

    async def _put_back(self, offsets: Mapping[TP, int]) -> None:
        consumer = self._ensure_consumer()
        for tp, offset in offsets.items():
            consumer.seek(TopicPartition(*tp), offset)

    async def _there(self, call: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(call, self.thread_loop))


class Consumer(driver.Consumer):
    """Feeds chunks to the agents, and lets them be worked on, a partition beside the other."""

    RebalanceListener: ClassVar[type[driver.ConsumerRebalanceListener]] = RebalanceListener
    _thread: ConsumerThread

    def __init__(self, transport: Transport, *args: Any, **kwargs: Any) -> None:
        self.work = cast(Any, transport.app).work_of_lane
        self._most = self.work.settings.chunk_records
        self._life: Life = feed.Life(0, {}, most=self._most)
        self._life.over = True
        self._begins: Mapping[TP, int] = {}
        self._asked: set[TP] = set()
        self._changed = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        super().__init__(transport, *args, **kwargs)

    def _new_consumer_thread(self) -> ConsumerThread:
        return ConsumerThread(self, loop=self.loop, beacon=self.beacon)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Fence and restore, before Faust reads the committed offsets and lets records flow."""
        try:
            self._begins = await self.work.take_over(assigned)
        except Exception as error:  # noqa: BLE001 - aiokafka would log it and go on, unfenced
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

    async def perform_seek(self) -> None:
        """Begin a life: called by Faust when all are ready for the partitions to flow."""
        generation = self.app.consumer_generation_id
        offsets = await self._thread.rewind(self._begins)
        self._life.over = True
        self._life = feed.Life(generation, offsets, most=self._most)
        self.work.began(offsets)
        self._changed.set()

    def stop_flow(self) -> None:
        """End the present life: nothing that it fetched will be started any more."""
        self._life.over = True
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

    async def _run(self, chunk: Chunk) -> None:
        try:
            await self.work.work(chunk)
        except Exception as error:  # noqa: BLE001 - no record's fault: the chunk will be read again
            self.work.fail(error)
            return
        following = chunk.life.done(chunk)
        if following is not None and self._counts(chunk.life):
            await self._deliver(following)
        if chunk.partition not in self._asked:
            self._changed.set()
            self._thread.poke()


class Transport(driver.Transport):
    """Found by Faust under the scheme `lane`."""

    Consumer: ClassVar[type[ConsumerT]] = Consumer
