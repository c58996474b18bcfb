"""What every agent promises, whatever it does; each check fails with what broke the promise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from schemas.codec import DecodeError, Outgoing, decode, encode
from schemas.records import Record
from schemas.times import to_ms
from schemas.topics import DEAD_LETTERS, TOPIC_BY_NAME
from streams.outcome import Drop, Emit
from streams.replay import MemoryMessage
from streams.stage import UNDECODABLE, Agent, Processed, process
from streams.state import State
from tests.records import NOON

Changes = list[tuple[str, bytes | None]]
Answer = tuple[Outgoing, ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """An agent of a stage with its resources, ready to be given messages."""

    stage: str
    agent: Agent
    resources: Any

    def fresh(self) -> State | None:
        """Make the empty state of a partition."""
        return None if self.agent.state is None else self.agent.state.new(self.resources)

    def run(self, messages: Sequence[MemoryMessage], state: State | None) -> list[Processed]:
        """Process one chunk."""
        return process(self.stage, self.agent, messages, self.resources, state)

    def answers(
        self, chunks: Iterable[Sequence[MemoryMessage]], state: State | None
    ) -> tuple[list[Answer], Changes]:
        """Process chunk by chunk, as the runtime does; give what is sent and logged."""
        sent: list[Answer] = []
        logged: Changes = []
        for chunk in chunks:
            sent += [one.outgoing for one in self.run(chunk, state)]
            if state is not None:
                logged += state.store.changes()
                state.store.commit()
        return sent, logged

    def message(self, record: Record, offset: int, timestamp: int = to_ms(NOON)) -> MemoryMessage:
        """Put a record on the topic that the agent reads."""
        producer = getattr(record, "source", "/barq/test")
        outgoing = encode(self.agent.reads, record, timestamp_ms=timestamp, producer=producer)
        return MemoryMessage.of(outgoing, offset)


def answers_each(bench: Bench, messages: Sequence[MemoryMessage]) -> None:
    """Each message gets one declared answer, and what is sent is what the topics carry."""
    processed = bench.run(messages, bench.fresh())
    assert len(processed) == len(messages)
    for message, one in zip(messages, processed, strict=True):
        declared(bench.agent, message, one)
        readable(bench.agent, one)


def declared(agent: Agent, message: MemoryMessage, one: Processed) -> None:
    """Emit to the topics declared, drop and reject for the reasons declared; no bug of ours."""
    rejects = one.outcome.defects if isinstance(one.outcome, Emit) else ()
    beside = one.outcome.dropped if isinstance(one.outcome, Emit) else ()
    assert {part.reason for part in beside} <= set(agent.drops), beside
    if isinstance(one.outcome, Drop):
        assert one.outcome.reason in agent.drops, one.outcome
        assert one.outgoing == ()
    elif not isinstance(one.outcome, Emit):
        rejects = (one.outcome,)
    for reject in rejects:
        if reject.reason == UNDECODABLE:
            assert undecodable(agent, message), reject.detail
        else:
            assert reject.reason in agent.rejects, reject.detail
    topics = [outgoing.topic for outgoing in one.outgoing]
    assert topics.count(DEAD_LETTERS.name) == len(rejects)
    assert set(topics) <= {topic.name for topic in agent.writes} | {DEAD_LETTERS.name}


def undecodable(agent: Agent, message: MemoryMessage) -> bool:
    """Say whether the message is not the record that its topic carries."""
    try:
        decode(agent.reads, message)
    except DecodeError:
        return True
    return False


def readable(agent: Agent, one: Processed) -> None:
    """What is sent decodes to the records emitted, and dead letters hold the whole message."""
    emitted = one.outcome.records if isinstance(one.outcome, Emit) else ()
    for outgoing, record in zip(one.outgoing, emitted, strict=False):
        topic = TOPIC_BY_NAME[outgoing.topic]
        back = decode(topic, MemoryMessage.of(outgoing, 0))
        assert msgspec.json.encode(back) == msgspec.json.encode(record), agent.name


def same_input_same_output(bench: Bench, messages: Sequence[MemoryMessage]) -> None:
    """Two runs give the same bytes, and log the same changes of state."""
    first, second = (bench.answers([messages], bench.fresh()) for _ in range(2))
    assert first == second


def chunks_do_not_matter(bench: Bench, messages: Sequence[MemoryMessage], cut: int) -> None:
    """One by one, cut in two, or all at once: the same is sent, and the same remembered."""
    whole, ones, halves = (bench.fresh() for _ in range(3))
    sent, _ = bench.answers([messages], whole)
    assert bench.answers([[each] for each in messages], ones)[0] == sent
    assert bench.answers([messages[:cut], messages[cut:]], halves)[0] == sent
    assert remembered(whole) == remembered(ones) == remembered(halves)


def redelivery_changes_nothing(
    bench: Bench, messages: Sequence[MemoryMessage], again: Sequence[int]
) -> None:
    """What comes again, after whatever else, gets the answer it got, and nothing is logged."""
    state = bench.fresh()
    sent, _ = bench.answers([messages], state)
    repeated, logged = bench.answers([[messages[place] for place in again]], state)
    assert repeated == [sent[place] for place in again]
    assert logged == []


def the_changelog_restores_the_state(
    bench: Bench, messages: Sequence[MemoryMessage], cut: int
) -> None:
    """A state rebuilt from the changelog is as the one that lived, and answers as it does."""
    live, restored = bench.fresh(), bench.fresh()
    _, logged = bench.answers([messages[:cut]], live)
    if live is None or restored is None:
        return
    for key, value in logged:
        restored.store.load(key, value)
    assert remembered(restored) == remembered(live)
    assert bench.answers([messages[cut:]], restored) == bench.answers([messages[cut:]], live)


def remembered(state: State | None) -> dict[str, Any]:
    """Give all that a state holds."""
    return {} if state is None else dict(state.store.items())
