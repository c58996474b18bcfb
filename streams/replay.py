"""The pipeline in one process, without a broker: for trying rules, and for tests.

The same stages run on the same messages as in production, each topic being one
partition in memory. What time it is, is told by the messages: before each, what is due
by its event time is done.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from schemas.codec import Headers, Outgoing, decode, event_time_ms, wire_message
from schemas.records import Record, WireItem
from schemas.topics import TOPIC_BY_NAME, WIRE
from streams.outcome import Drop, Emit, Outcome
from streams.settings import Settings
from streams.slices import slices
from streams.stage import Agent, Stage, load, process, release
from streams.state import State
from streams.topology import PIPELINE

Answer = Literal["emitted", "dropped", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryMessage:
    """A message on a topic in memory."""

    topic: str
    partition: int = 0
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()

    @property
    def serialized_value_size(self) -> int:
        """Bytes of its value."""
        return len(self.value or b"")

    @classmethod
    def of(cls, outgoing: Outgoing, offset: int) -> MemoryMessage:
        """Take what was produced, at its place on the topic."""
        return cls(
            topic=outgoing.topic,
            offset=offset,
            timestamp=outgoing.timestamp_ms,
            key=outgoing.key,
            value=outgoing.value,
            headers=outgoing.headers,
        )


class Sent(NamedTuple):
    """A record that an agent sent on."""

    topic: str
    record: Record
    message: MemoryMessage


class Place(NamedTuple):
    """Who answered to a record, and how."""

    stage: str
    agent: str
    answer: Answer
    reason: str
    """Empty for what was emitted."""


@dataclass(slots=True)
class Tally:
    """What became of the records: consumed = emitted + dropped + rejected, for each agent."""

    consumed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Records by stage and agent."""
    answers: Counter[Place] = field(default_factory=Counter)
    released: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What was done because it was due, by stage and agent: no record asked for it."""

    def add(self, stage: str, agent: str, outcome: Outcome) -> None:
        """Count one record and the answer to it."""
        self.consumed[stage, agent] += 1
        if isinstance(outcome, Emit):
            place = Place(stage, agent, "emitted", "")
        elif isinstance(outcome, Drop):
            place = Place(stage, agent, "dropped", outcome.reason)
        else:
            place = Place(stage, agent, "rejected", outcome.reason)
        self.answers[place] += 1


class Replay:
    """Runs wire items through `stages`; keeps the agents' state, and of messages nothing.

    Raises RulesError when the settings name rules that are not fit to run.
    """

    def __init__(self, settings: Settings, stages: Sequence[Stage] = PIPELINE) -> None:
        self.tally = Tally()
        self._chunk_records: Final = settings.chunk_records
        self._offsets: Counter[str] = Counter()
        self._seats = [
            _Seat(stage.name, agent, settings) for stage in stages for agent in stage.agents
        ]

    def feed(self, *items: WireItem | Outgoing) -> Iterator[Sent]:
        """Run `items` and all that follows from them; it runs as it is iterated over.

        Gives what the agents send, dead letters too, in the order sent. Items fed together
        go through in chunks and slices, as they do under load, which cannot change an answer.
        """
        for item in items:
            self._append(wire_message(WIRE, item) if isinstance(item, WireItem) else item)
        yield from self._drain()

    def pass_time(self, until_ms: int) -> Iterator[Sent]:
        """Do what falls due by `until_ms`, and all that follows from it."""
        for seat in self._seats:
            yield from self._release(seat, until_ms)
        yield from self._drain()

    @property
    def waiting(self) -> int:
        """How much there is that has not fallen due."""
        return sum(
            seat.agent.timer.waiting(seat.state)
            for seat in self._seats
            if seat.agent.timer is not None
        )

    def _drain(self) -> Iterator[Sent]:
        while waiting := [seat for seat in self._seats if seat.inbox]:
            for seat in waiting:
                yield from self._run(seat)

    def _run(self, seat: _Seat) -> list[Sent]:
        most = self._chunk_records
        sent: list[Sent] = []
        if seat.agent.timer is not None:
            most = 1
            sent = self._release(seat, event_time_ms(seat.inbox[0]))
        chunk = [seat.inbox.popleft() for _ in range(min(len(seat.inbox), most))]
        processed = [
            one
            for part in slices(chunk)
            for one in process(seat.stage, seat.agent, part, seat.resources, seat.state)
        ]
        if seat.state is not None:
            seat.state.store.commit()
        for one in processed:
            self.tally.add(seat.stage, seat.agent.name, one.outcome)
            sent += self._send(one.outgoing)
        return sent

    def _release(self, seat: _Seat, until_ms: int) -> list[Sent]:
        sent: list[Sent] = []
        while released := release(seat.stage, seat.agent, until_ms, seat.resources, seat.state):
            if seat.state is not None:
                seat.state.store.commit()
            self.tally.released[seat.stage, seat.agent.name] += len(released)
            for one in released:
                sent += self._send(one.outgoing)
        return sent

    def _send(self, outgoing: Sequence[Outgoing]) -> list[Sent]:
        sent: list[Sent] = []
        for one in outgoing:
            message = self._append(one)
            sent.append(Sent(one.topic, decode(TOPIC_BY_NAME[one.topic], message), message))
        return sent

    def _append(self, outgoing: Outgoing) -> MemoryMessage:
        message = MemoryMessage.of(outgoing, self._offsets[outgoing.topic])
        self._offsets[outgoing.topic] += 1
        for seat in self._seats:
            if seat.agent.reads.name == message.topic:
                seat.inbox.append(message)
        return message


class _Seat:
    """An agent with what it needs to run, and the messages that wait for it."""

    def __init__(self, stage: str, agent: Agent, settings: Settings) -> None:
        self.stage = stage
        self.agent = agent
        self.inbox: deque[MemoryMessage] = deque()
        self.resources: Any = load((agent,), settings)[agent.name]
        self.state: State | None = None if agent.state is None else agent.state.new(self.resources)
