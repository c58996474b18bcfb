"""What the lane does with a chunk: the agent's step, and a transaction for all it leads to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from faust.types import TP

from streams.runtime import clients, logs
from streams.runtime.breaker import Breaker
from streams.runtime.fitting import fitting
from streams.runtime.meter import Meter, Size
from streams.runtime.observations import Observations, observations
from streams.runtime.restore import Held, restore
from streams.runtime.tally import Counts, Tally, counted
from streams.runtime.timer import now_ms
from streams.runtime.transactions import Change, Changes, ChunkProducer
from streams.runtime.work import Chunk
from streams.settings import Settings
from streams.slices import slices
from streams.stage import Agent, Stage, load, process, release

RESTORE_RECORDS: Final = 500
"""Changelog records loaded at a time, 50 µs each or some 25 ms: signs of life must not wait
longer."""
TAKE_S: Final = 0.1
"""Seconds after which a transaction takes in no more of a chunk: others wait for what it holds."""
FENCE_S: Final = 30
"""Seconds to take transactional ids over in: what another owner left open is aborted at once."""


def group_of(stage: Stage) -> str:
    """Give the name of the stage's Faust app, which is also its consumer group."""
    return f"barq-{stage.name}"


@dataclass(slots=True)
class Taken:
    """What one transaction has taken in so far; none of the records is held on to."""

    began_s: float = field(default_factory=time.perf_counter)
    step_s: float = 0.0
    records: int = 0
    last_ms: int = 0
    """When the broker took the last record in, milliseconds since 1970."""
    observed: list[Observations] = field(default_factory=list)
    counted: list[Counts] = field(default_factory=list)
    rejected: int = 0

    def age_s(self) -> float:
        """Give the seconds since it was begun."""
        return time.perf_counter() - self.began_s


class Lane:
    """The work of one worker: producers, states and counts of the partitions it owns."""

    def __init__(
        self,
        stage: Stage,
        settings: Settings,
        *,
        on_failure: Callable[[BaseException], None],
        log: logs.Logger,
    ) -> None:
        self.settings: Final = settings
        self.group: Final = group_of(stage)
        self.tally: Final = Tally(stage)
        self.meter: Final = Meter(stage)
        self._stage = stage
        self._agents: dict[str, Agent] = {agent.reads.name: agent for agent in stage.agents}
        self._resources: dict[str, Any] = load(stage.agents, settings)
        self._producers: dict[TP, ChunkProducer] = {}
        self._held: dict[TP, Held] = {}
        self._breaker = Breaker(settings.breaker_share, settings.breaker_records)
        self._on_failure = on_failure
        self._log = log

    async def take_over(self, partitions: Collection[TP]) -> Mapping[TP, int]:
        """Fence, then restore; only then may the committed offsets be read.

        aiokafka commits offsets with neither generation nor member, so nothing but the
        transactional id shuts out an owner that was frozen: while it can still commit,
        nothing read here would be sure. The producers are made anew even for partitions
        that were kept, as another worker may have owned them for a moment. Gives where
        each partition begins.
        """
        self.meter.joining()
        await self.let_go()
        self.meter.restored({})
        for gone in self._held.keys() - set(partitions):
            del self._held[gone]
        self._producers = {
            tp: ChunkProducer(
                self.settings, group=self.group, topic=tp.topic, partition=tp.partition
            )
            for tp in partitions
        }
        async with asyncio.timeout(FENCE_S):
            await asyncio.gather(*(one.fence() for one in self._producers.values()))
        self.meter.fenced(len(partitions))
        begins = await self._restore(partitions) if partitions else {}
        self.meter.ready(len(partitions))
        self._log.info("partitions taken", partitions=[f"{t}/{p}" for t, p in sorted(partitions)])
        return begins

    async def _restore(self, partitions: Collection[TP]) -> Mapping[TP, int]:
        states: dict[TopicPartition, Held] = {}
        for tp in partitions:
            agent = self._agents[tp.topic]
            if agent.state is not None:
                held = self._held.get(tp)
                if held is None:
                    held = self._held[tp] = Held(agent.state.new(self._resources[agent.name]))
                states[TopicPartition(agent.state.topic, tp.partition)] = held
        reader = clients.consumer(self.settings, group_id=None, max_poll_records=RESTORE_RECORDS)
        await reader.start()
        try:
            begins = await reader.beginning_offsets([TopicPartition(*tp) for tp in partitions])
            self.meter.restored(await restore(reader, states, self._log))
        finally:
            await reader.stop()
        return {TP(*place): offset for place, offset in begins.items()}

    async def work(self, chunk: Chunk) -> None:
        """Run the step on `chunk`, slice by slice, send all that comes of it, and commit.

        What took too long for one transaction is committed in several; when the life of the chunk
        is over, the slices that are left are, to whoever reads them next.
        """
        try:
            await self._work(chunk)
        except (KafkaError, TimeoutError):
            self.meter.aborted(self._agents[chunk.partition.topic].name)
            raise

    async def _work(self, chunk: Chunk) -> None:
        taken = Taken()
        for part in slices(chunk.records):
            if taken.records and (chunk.life.over or self._full(taken)):
                await self._commit(chunk.partition, taken, part[0].offset)
                if chunk.life.over:
                    return
                taken = Taken()
            await self._take(chunk.partition, taken, part)
            await asyncio.sleep(0)  # a turn for what other partitions wait for
        await self._commit(chunk.partition, taken, chunk.next_offset)

    def _full(self, taken: Taken) -> bool:
        """Tell whether it is time to commit; a breaker that would open must not wait for more."""
        return taken.age_s() >= TAKE_S or taken.rejected >= self.settings.breaker_records

    async def _take(self, tp: TP, taken: Taken, records: Sequence[ConsumerRecord]) -> None:
        agent, held = self._agents[tp.topic], self._held.get(tp)
        resources = self._resources[agent.name]
        state = None if held is None else held.state
        began_s = time.perf_counter()
        processed = fitting(
            self._stage.name,
            records,
            process(self._stage.name, agent, records, resources, state),
            most_bytes=self.settings.max_message_bytes,
        )
        taken.step_s += time.perf_counter() - began_s
        outgoing = [message for one in processed for message in one.outgoing]
        await self._producers[tp].add(outgoing)
        taken.records += len(records)
        taken.last_ms = records[-1].timestamp
        taken.observed.append(observations(self._stage.name, agent.name, processed))
        counts = counted(
            agent.name,
            len(records),
            (one.outcome for one in processed),
            (message.topic for message in outgoing),
        )
        taken.counted.append(counts)
        taken.rejected += counts.rejected

    async def _commit(self, tp: TP, taken: Taken, next_offset: int) -> None:
        agent, held = self._agents[tp.topic], self._held.get(tp)
        changes = self._changes(agent, tp, held, taken.last_ms)
        logged = await self._producers[tp].commit(changes, next_offset)
        if held is not None:
            held.state.store.commit()
            held.next_offset = logged or held.next_offset
        self.meter.committed(
            agent.name,
            taken.observed,
            records=taken.records,
            step_s=taken.step_s,
            chunk_s=taken.age_s(),
        )
        for counts in taken.counted:
            self.tally.add(counts)
        self._breaker.add(taken.records, taken.rejected)

    def due_ms(self, partition: TP) -> int | None:
        """Give when something that is remembered of `partition` falls due."""
        timer, held = self._agents[partition.topic].timer, self._held.get(partition)
        return None if timer is None or held is None else timer.next_ms(held.state)

    async def release(self, chunk: Chunk) -> None:
        """Send what is due of the chunk's partition, and commit; the rest of it falls due anew.

        No record is taken: the offset is the one that the chunk, done by now, leaves behind.
        """
        tp = chunk.partition
        due_ms, at_ms = self.due_ms(tp), now_ms()
        if due_ms is None or due_ms > at_ms:
            return
        agent, held = self._agents[tp.topic], self._held[tp]
        released = release(self._stage.name, agent, at_ms, self._resources[agent.name], held.state)
        outgoing = [message for one in released for message in one.outgoing]
        changes = self._changes(agent, tp, held, outgoing[-1].timestamp_ms)
        try:
            await self._producers[tp].add(outgoing)
            logged = await self._producers[tp].commit(changes, chunk.next_offset)
        except (KafkaError, TimeoutError):
            self.meter.aborted(agent.name)
            raise
        held.state.store.commit()
        held.next_offset = logged or held.next_offset
        self.meter.released([record for one in released for record in one.records])
        self.tally.release(agent.name, len(released), (message.topic for message in outgoing))

    def sizes(self) -> dict[TopicPartition, Size]:
        """Give how much is remembered, by the changelog's partition."""
        stated = ((tp, self._agents[tp.topic], held) for tp, held in self._held.items())
        return {
            TopicPartition(agent.state.topic, tp.partition): Size(
                len(held.state.store),
                held.state.store.logged_bytes,
                None if agent.timer is None else agent.timer.waiting(held.state),
            )
            for tp, agent, held in stated
            if agent.state is not None
        }

    def fail(self, error: BaseException) -> None:
        """End the worker."""
        self._on_failure(error)

    def lost(self, partition: TP, records: int) -> None:
        """Say that `records` offsets expired on the broker before they were read."""
        self._log.warning(
            "records expired before they were read: raise the topic's retention",
            topic=partition.topic,
            partition=partition.partition,
            offsets=records,
        )

    def began(self, offsets: Mapping[TP, int]) -> None:
        """Say where the partitions stand when they begin to flow."""
        places = {f"{tp.topic}/{tp.partition}": offset for tp, offset in sorted(offsets.items())}
        self._log.info("partitions flow", offsets=places)

    def stale(self, partitions: Collection[TP]) -> None:
        """Say that a late fetch was thrown away: rare, and worth knowing when one looks."""
        places = [f"{topic}/{partition}" for topic, partition in sorted(partitions)]
        self._log.info("stale fetch thrown away", partitions=places)

    async def fetched(self) -> None:
        """Do nothing between a fetch and the check that it still counts."""

    async def let_go(self) -> None:
        """Close the producers."""
        producers, self._producers = self._producers, {}
        await asyncio.gather(*(producer.close() for producer in producers.values()))

    def _changes(self, agent: Agent, tp: TP, held: Held | None, time_ms: int) -> Changes | None:
        if held is None or agent.state is None:
            return None
        records = [Change(key.encode(), v, (), time_ms) for key, v in held.state.store.changes()]
        if not records:
            return None
        return Changes(TopicPartition(agent.state.topic, tp.partition), records)
