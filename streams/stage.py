"""Stages and their agents, and how an agent turns a chunk of messages into what it sends.

Nothing here does I/O: the runtime feeds it, and so do the offline replay and the tests.
"""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from schemas.codec import (
    DecodeError,
    Message,
    Outgoing,
    decode,
    encode,
    event_time_ms,
    trace_begun,
    trace_of,
)
from schemas.records import DeadLetter, Record
from schemas.topics import DEAD_LETTERS, TOPIC_OF, Topic
from streams.outcome import Emit, Outcome, Reject
from streams.settings import Settings
from streams.state import State, StateSpec

UNDECODABLE: Final = "undecodable"
INTERNAL_ERROR: Final = "internal_error"
TOO_LARGE: Final = "too_large"
"""What a record leads to is more than the broker takes; decided where it is sent."""

Step = Callable[[Sequence[Any], Any, Any], Sequence[Outcome]]
"""`(records, resources, state) -> outcomes`: pure, one outcome a record, in order.

`resources` is what the agent's `load` made; `state` is the partition's, or None.
"""


class Due(NamedTuple):
    """What falls due at one moment, and when that was."""

    time_ms: int
    records: tuple[Record, ...]
    """To send, in order."""
    delivery: str = ""
    """Delivery id of the wire item that they are of: they go on in its trace."""


@dataclass(frozen=True, slots=True)
class Timer:
    """What an agent does when its time has come, beside what it does with records.

    Pure as a step is: the runtime, which has the clock, calls it between two chunks.
    """

    next_ms: Callable[[Any], int | None]
    """`(state)`: when something falls due next; None when nothing will."""
    due: Callable[[int, Any, Any], Sequence[Due]]
    """`(now_ms, resources, state)`: do what is due, a bounded part of it, the earliest first."""
    waiting: Callable[[Any], int]
    """`(state)`: how much there is that will fall due."""


def no_resources(settings: Settings) -> None:
    """Load nothing: for agents that need no resources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """One Faust agent: the topic it reads, the pure step it runs, the topics it writes."""

    name: str
    reads: Topic[Any]
    writes: tuple[Topic[Any], ...]
    step: Step
    load: Callable[[Settings], Any] = no_resources
    """Makes the resources that all partitions share, once a process."""
    state: StateSpec | None = None
    timer: Timer | None = None
    drops: tuple[str, ...] = ()
    """Every reason that the step may drop a record for."""
    rejects: tuple[str, ...] = ()
    """Every reason that the step may reject a record for, beside the common ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One process and consumer group (`barq-<name>`), with one agent or two."""

    name: str
    agents: tuple[Agent, ...]


def load(agents: Iterable[Agent], settings: Settings) -> dict[str, Any]:
    """Make the resources of each agent, by its name.

    No cycles are looked for meanwhile: tables have none, and looking took a quarter of the time.
    Raises whatever an agent's `load` raises.
    """
    looking = gc.isenabled()
    gc.disable()
    try:
        return {agent.name: agent.load(settings) for agent in agents}
    finally:
        if looking:
            gc.enable()


class Processed(NamedTuple):
    """What one message led to."""

    outcome: Outcome
    outgoing: tuple[Outgoing, ...]


class Released(NamedTuple):
    """What one thing that fell due led to."""

    records: tuple[Record, ...]
    outgoing: tuple[Outgoing, ...]


def release(
    stage: str, agent: Agent, now_ms: int, resources: Any, state: State | None
) -> list[Released]:
    """Do what is due by `now_ms`; each thing has its due time for its event time.

    Raises whatever the agent's timer raises: there is no message to blame.
    """
    if agent.timer is None:
        return []
    return [
        Released(one.records, tuple(_encoded(stage, agent, one.records, one.time_ms, trace)))
        for one in agent.timer.due(now_ms, resources, state)
        for trace in (trace_begun(one.delivery) if one.delivery else None,)
    ]


def process(
    stage: str, agent: Agent, messages: Sequence[Message], resources: Any, state: State | None
) -> list[Processed]:
    """Run a chunk of one partition; whatever is wrong with a message becomes a rejection.

    A step that raises is our own bug: the chunk is undone and run again message by
    message, and each that raises by itself is dead-lettered as `internal_error`.
    """
    mark = 0 if state is None else state.store.mark()
    try:
        return _run(stage, agent, messages, resources, state)
    except Exception:  # noqa: BLE001 - a bug in a step must cost one record, not the pipeline
        if state is not None:
            state.store.rollback(mark)
        if len(messages) == 1:
            reason = Reject(INTERNAL_ERROR, traceback.format_exc())
            return [Processed(reason, (dead_letter(stage, messages[0], reason),))]
    return [one for m in messages for one in process(stage, agent, [m], resources, state)]


def _run(
    stage: str, agent: Agent, messages: Sequence[Message], resources: Any, state: State | None
) -> list[Processed]:
    read = [_read(agent, message) for message in messages]
    records = tuple(one for one in read if not isinstance(one, Reject))
    answers = iter(_answered(agent, records, resources, state))
    outcomes = [one if isinstance(one, Reject) else next(answers) for one in read]
    return [
        Processed(outcome, _outgoing(stage, agent, message, outcome))
        for message, outcome in zip(messages, outcomes, strict=True)
    ]


def _read(agent: Agent, message: Message) -> Any:
    """Give the record that `message` carries, or why it is rejected."""
    try:
        return decode(agent.reads, message)
    except DecodeError as error:
        return Reject(UNDECODABLE, str(error))


def _answered(
    agent: Agent, records: Sequence[Any], resources: Any, state: State | None
) -> Sequence[Outcome]:
    answers = agent.step(records, resources, state)
    if len(answers) != len(records):
        raise ValueError(f"agent {agent.name}: {len(answers)} outcomes of {len(records)} records")
    return answers


def _outgoing(stage: str, agent: Agent, message: Message, outcome: Outcome) -> tuple[Outgoing, ...]:
    if isinstance(outcome, Emit):
        time_ms, trace = event_time_ms(message), trace_of(message)
        sent = _encoded(stage, agent, outcome.records, time_ms, trace)
        sent += [dead_letter(stage, message, defect) for defect in outcome.defects]
        return tuple(sent)
    return (dead_letter(stage, message, outcome),) if isinstance(outcome, Reject) else ()


def _encoded(
    stage: str, agent: Agent, records: Sequence[Record], time_ms: int, trace: bytes | None
) -> list[Outgoing]:
    producer = f"/barq/{stage}"
    sent: list[Outgoing] = []
    for record in records:
        topic = TOPIC_OF[type(record)]
        if topic not in agent.writes:
            raise TypeError(f"agent {agent.name} may not write to {topic.name}")
        sent.append(encode(topic, record, timestamp_ms=time_ms, producer=producer, trace=trace))
    return sent


def dead_letter(stage: str, message: Message, reject: Reject) -> Outgoing:
    """Make the dead letter that carries `message` whole, and says why."""
    letter = DeadLetter(
        stage=stage,
        reason=reject.reason,
        detail=reject.detail,
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        key=message.key,
        headers=tuple(message.headers),
        payload=message.value,
    )
    time_ms = event_time_ms(message)
    return encode(DEAD_LETTERS, letter, timestamp_ms=time_ms, producer=f"/barq/{stage}")
