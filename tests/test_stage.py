"""How a chunk of messages becomes what is sent, and how far one bad message reaches."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import replace

import msgspec
import pytest

from schemas.codec import decode, trace_of
from schemas.records import Alert, DeadLetter, Match
from schemas.times import to_ms
from schemas.topics import ALERTS, DEAD_LETTERS, MATCHED
from streams.outcome import Drop, Emit, Outcome, Reject
from streams.replay import MemoryMessage
from streams.settings import Settings
from streams.stage import INTERNAL_ERROR, UNDECODABLE, Agent, Processed, load, process
from streams.state import Entry, Store
from tests.alert.examples import NOON, match


class Seen(Entry, frozen=True, kw_only=True):
    """One delivery."""


class Memory:
    def __init__(self) -> None:
        self.store = Store(Seen, ttl_ms=10**12)


def step(matches: Sequence[Match], resources: None, memory: Memory | None) -> list[Outcome]:
    """Answer as the headline says, and remember each delivery."""
    del resources
    return [_answer(each, memory) for each in matches]


def _answer(match: Match, memory: Memory | None) -> Outcome:
    if memory is not None:
        memory.store.put(match.article.delivery, Seen(time_ms=0))
    word = match.article.headline
    if word == "raise":
        raise RuntimeError("a bug")
    if word == "drop":
        return Drop("told_to")
    if word == "reject":
        return Reject("told_to", "The headline says so.")
    alert = Alert(
        id=match.article.delivery,
        rule="r",
        severity="info",
        kind="alert",
        story="s",
        article=match.article,
    )
    if word == "misdirect":
        return Emit((match,))
    return Emit((alert,), (Reject("half", "A part is missing."),) if word == "defect" else ())


AGENT = Agent(name="test", reads=MATCHED, writes=(ALERTS,), step=step)


def message(word: str | None, offset: int = 0) -> MemoryMessage:
    """Make a message that the step answers as `word` says; None makes one of noise."""
    said = match(minute=offset, headline=word or "")
    return MemoryMessage(
        topic=MATCHED.name,
        partition=3,
        offset=offset,
        timestamp=to_ms(NOON) + offset,
        key=b"key",
        value=b"\xff noise" if word is None else msgspec.json.encode(said),
        headers=(("x", b"1"), ("x", b"\xff"), ("ce_id", b"own")),
    )


def run(*words: str | None, memory: Memory | None = None) -> list[Processed]:
    messages = [message(word, offset) for offset, word in enumerate(words)]
    return process("stage", AGENT, messages, None, memory)


def dead(processed: Processed, place: int = -1) -> DeadLetter:
    outgoing = processed.outgoing[place]
    assert outgoing.topic == DEAD_LETTERS.name
    return decode(DEAD_LETTERS, MemoryMessage.of(outgoing, 0))


def reasons(processed: Sequence[Processed]) -> list[str]:
    return [getattr(one.outcome, "reason", "") for one in processed]


def test_each_message_gets_its_own_answer_in_order() -> None:
    processed = run("emit", None, "drop", "reject", "emit")
    assert reasons(processed) == ["", UNDECODABLE, "told_to", "told_to", ""]
    assert [len(one.outgoing) for one in processed] == [1, 1, 0, 1, 1]


def test_no_message_is_no_answer() -> None:
    assert run() == []


def test_what_is_sent_carries_the_event_time_the_stage_and_the_trace() -> None:
    (one,) = run("emit")
    (outgoing,) = one.outgoing
    headers = dict(outgoing.headers)
    assert outgoing.timestamp_ms == to_ms(NOON)
    assert headers["ce_source"] == b"/barq/stage"
    assert (headers["traceparent"] or b"")[:36] == trace_of(message("emit"))[:36]


@pytest.mark.parametrize("word", [None, "reject", "raise", "misdirect"])
def test_a_dead_letter_is_the_whole_message(word: str | None) -> None:
    sent = message(word, 7)
    (one,) = process("stage", AGENT, [sent], None, None)
    letter = dead(one)
    assert (letter.stage, letter.topic, letter.partition, letter.offset) == (
        "stage",
        MATCHED.name,
        3,
        7,
    )
    assert (letter.key, letter.headers, letter.payload) == (b"key", sent.headers, sent.value)
    assert one.outgoing[0].timestamp_ms == sent.timestamp


def test_a_dead_letter_says_why() -> None:
    undecodable, rejected, bug = (dead(one) for one in run(None, "reject", "raise"))
    assert (undecodable.reason, undecodable.detail[:7]) == (UNDECODABLE, "Match: ")
    assert (rejected.reason, rejected.detail) == ("told_to", "The headline says so.")
    assert bug.reason == INTERNAL_ERROR
    assert "RuntimeError: a bug" in bug.detail


def test_a_defect_is_dead_lettered_beside_what_could_be_used() -> None:
    (one,) = run("defect")
    assert [outgoing.topic for outgoing in one.outgoing] == [ALERTS.name, DEAD_LETTERS.name]
    assert dead(one).reason == "half"


@pytest.mark.parametrize("bug", ["raise", "misdirect"])
def test_a_bug_costs_one_message(bug: str) -> None:
    processed = run("emit", bug, "drop", bug, "emit")
    assert reasons(processed) == ["", INTERNAL_ERROR, "told_to", INTERNAL_ERROR, ""]


@pytest.mark.parametrize("bug", ["raise", "misdirect"])
def test_what_a_bug_did_to_the_state_is_undone(bug: str) -> None:
    memory = Memory()
    memory.store.put("before", Seen(time_ms=0))
    run("emit", bug, "emit", memory=memory)
    assert {key for key, _ in memory.store.items()} == {"before", "d0", "d2"}
    assert {key for key, _ in memory.store.changes()} == {"before", "d0", "d2"}


def test_answers_do_not_depend_on_a_bug_beside_them() -> None:
    alone = run("emit", "drop")
    beside = run("emit", "drop", "raise")
    assert beside[:2] == alone


@pytest.mark.parametrize("time", [None, b"2018-12-29T12:00:00Z", b"9999-12-31T23:59:59Z"])
@pytest.mark.parametrize("timestamp", [2**62, -(2**63), 253_402_300_799_999 + 1])
def test_a_message_at_no_date_is_dead_lettered_whole(timestamp: int, time: bytes | None) -> None:
    late = replace(message("emit"), timestamp=timestamp, headers=(("ce_time", time),))
    (one,) = process("stage", AGENT, [late], None, None)
    assert dead(one).reason == UNDECODABLE
    assert "timestamp" in dead(one).detail
    assert dead(one).payload == late.value


def test_no_cycles_are_looked_for_while_resources_are_made_and_again_afterwards() -> None:
    looking = replace(AGENT, load=lambda _: gc.isenabled())
    assert load((looking,), Settings.read()) == {"test": False}
    assert gc.isenabled()


def test_cycles_are_looked_for_again_though_resources_cannot_be_made() -> None:
    def refuse(_: Settings) -> None:
        raise ValueError("no such rule")

    with pytest.raises(ValueError, match="no such rule"):
        load((replace(AGENT, load=refuse),), Settings.read())
    assert gc.isenabled()
