"""The pipeline in one process, without a broker: for trying rules, and for tests.

The same stages run on the same messages as in production, each topic being one
partition in memory.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from schemas.codec import Headers, Outgoing, decode, wire_message
from schemas.records import Record, WireItem
from schemas.topics import TOPIC_BY_NAME, WIRE
from streams.outcome import Drop, Emit, Outcome
from streams.settings import Settings
from streams.stage import Agent, Stage, process
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
        go through in chunks, as they do under load, which cannot change an answer.
        """
        for item in items:
            self._append(wire_message(WIRE, item) if isinstance(item, WireItem) else item)
        while waiting := [seat for seat in self._seats if seat.inbox]:
            for seat in waiting:
                yield from self._run(seat)

    def _run(self, seat: _Seat) -> list[Sent]:
        chunk = [seat.inbox.popleft() for _ in range(min(len(seat.inbox), self._chunk_records))]
        processed = process(seat.stage, seat.agent, chunk, seat.resources, seat.state)
        if seat.state is not None:
            seat.state.store.commit()
        sent: list[Sent] = []
        for one in processed:
            self.tally.add(seat.stage, seat.agent.name, one.outcome)
            for outgoing in one.outgoing:
                message = self._append(outgoing)
                record = decode(TOPIC_BY_NAME[outgoing.topic], message)
                sent.append(Sent(outgoing.topic, record, message))
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
        self.resources: Any = agent.load(settings)
        self.state: State | None = None if agent.state is None else agent.state.new(self.resources)
