"""The thread in which aiokafka's consumer lives: fetches, seeks and signs of life.

Signs of life go on from here while the work is busy in its own thread.
"""

from __future__ import annotations

import asyncio
from asyncio import FIRST_COMPLETED
from collections.abc import Collection, Coroutine, Iterable, Mapping
from typing import Any, Final, TypeAlias, TypeVar

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from streams.runtime import clients
from streams.runtime.committed import committed
from streams.runtime.lag import Standing
from streams.runtime.work import Work

T = TypeVar("T")

IDLE_S: Final = 1.0
"""Longest wait for records before looking around again, seconds."""
POLL_LIMIT_S: Final = 300
"""Seconds without fetching after which a worker leaves its group: it hangs, and others must go on.

A chunk takes milliseconds, and at most seconds: this is for a step that never ends.
"""

METADATA_S: Final = 30
"""Seconds after which partitions that were added, or not known at first, are noticed."""

Batch: TypeAlias = "tuple[list[ConsumerRecord], int]"
"""Records, and where their partition stands after them."""


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

    work: Work
    """Given by the consumer that makes the thread."""
    _poked: asyncio.Event | None = None

    def _create_worker_consumer(
        self,
        transport: driver.Transport,  # noqa: ARG002 - Faust's signature; Settings knows the brokers
    ) -> AIOKafkaConsumer:
        """Make aiokafka's consumer; Faust's would read uncommitted records."""
        work = self.work
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
            metadata_max_age_ms=METADATA_S * 1000,
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

    async def standings(self, partitions: Collection[TP]) -> dict[TP, Standing]:
        """Give where each of `partitions` that is still assigned stands."""
        return await self._there(self._standings(partitions))

    async def _standings(self, partitions: Collection[TP]) -> dict[TP, Standing]:
        consumer = self._ensure_consumer()
        assigned = {TP(*place) for place in consumer.assignment()}
        return {
            tp: Standing(
                await consumer.position(TopicPartition(*tp)),
                consumer.highwater(TopicPartition(*tp)),
            )
            for tp in assigned.intersection(partitions)
        }

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
        found = await committed(consumer, [TopicPartition(*tp) for tp in begins]) if begins else {}
        offsets: dict[TP, int] = {}
        for tp, begin in begins.items():
            stood = found.get(TopicPartition(*tp))
            offsets[tp] = max(begin, stood or 0)
            if stood is not None and stood < begin:
                self.work.lost(tp, begin - stood)
        await self._put_back(offsets)
        return offsets

    async def _put_back(self, offsets: Mapping[TP, int]) -> None:
        consumer = self._ensure_consumer()
        for tp, offset in offsets.items():
            consumer.seek(TopicPartition(*tp), offset)

    async def _there(self, call: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(call, self.thread_loop))
