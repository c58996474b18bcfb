"""The promises catch agents that break them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

import pytest

from schemas.records import Alert, Match, Record
from schemas.topics import ALERTS, MATCHED
from streams.outcome import Drop, Emit, Outcome, Reject
from streams.replay import MemoryMessage
from streams.settings import Settings
from streams.stage import Agent, Step
from streams.state import Entry, StateSpec, Store
from tests.alert.examples import match
from tests.contract import promises
from tests.contract.promises import Bench

SETTINGS = Settings(instance="test")


class Count(Entry, frozen=True, kw_only=True):
    seen: int


class Counts:
    def __init__(self, resources: None) -> None:
        del resources
        self.store = Store(Count, ttl_ms=10**12)
        self.hidden = 0


def alert(of: Match, word: str = "") -> Alert:
    return Alert(
        id=word,
        rule=of.rule or "",
        severity="info",
        kind="alert",
        story=word,
        article=of.article,
    )


def bench(step: Step, *, stateful: bool = False) -> Bench:
    agent = Agent(
        name="broken",
        reads=MATCHED,
        writes=(ALERTS,),
        step=step,
        state=StateSpec(name="broken", new=Counts) if stateful else None,
        drops=("known",),
    )
    return Bench("test", agent, None)


def given(bench: Bench) -> list[MemoryMessage]:
    return [bench.message(match(minute=minute), minute) for minute in range(3)]


def each(answer: Callable[[Match], Outcome]) -> Step:
    return lambda records, resources, state: [answer(record) for record in records]  # noqa: ARG005 - a step's shape


def counted(records: Sequence[Match], resources: None, counts: Counts) -> list[Outcome]:
    del resources
    outcomes: list[Outcome] = []
    for record in records:
        before = counts.store.get("n")
        seen = 1 if before is None else before.seen + 1
        counts.store.put("n", Count(time_ms=0, seen=seen))
        outcomes.append(Emit((alert(record, str(seen)),)))
    return outcomes


def hiding(records: Sequence[Match], resources: None, counts: Counts) -> list[Outcome]:
    del resources
    outcomes: list[Outcome] = []
    for record in records:
        counts.hidden += 1
        outcomes.append(Emit((alert(record, str(counts.hidden)),)))
    return outcomes


def raising(record: Match) -> Outcome:
    raise ZeroDivisionError(record.article.id)


def emitting(record: Record) -> Callable[[Match], Outcome]:
    return lambda _: Emit((record,))


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(raising, id="raises"),
        pytest.param(lambda _: Drop("unknown"), id="drops for an undeclared reason"),
        pytest.param(lambda _: Reject("unknown", "…"), id="rejects for an undeclared reason"),
        pytest.param(emitting(match()), id="emits to a topic that it may not"),
        pytest.param(lambda of: Emit((alert(of, "\ud800"),)), id="emits what cannot be encoded"),
    ],
)
def test_an_answer_that_is_not_declared_is_caught(answer: Callable[[Match], Outcome]) -> None:
    broken = bench(each(answer))
    with pytest.raises(AssertionError):
        promises.answers_each(broken, given(broken))


def test_declared_answers_are_fine() -> None:
    sound = bench(
        each(lambda of: Drop("known") if of.article.delivery == "d1" else Emit((alert(of),)))
    )
    promises.answers_each(sound, given(sound))


def test_another_answer_each_time_is_caught() -> None:
    numbers = count()
    broken = bench(each(lambda of: Emit((alert(of, str(next(numbers))),))))
    with pytest.raises(AssertionError):
        promises.same_input_same_output(broken, given(broken))


def test_an_answer_that_depends_on_the_chunk_is_caught() -> None:
    broken = bench(
        lambda records, resources, state: [Emit((alert(of, str(len(records))),)) for of in records]  # noqa: ARG005 - a step's shape
    )
    with pytest.raises(AssertionError):
        promises.chunks_do_not_matter(broken, given(broken), 1)


def test_another_answer_on_redelivery_is_caught() -> None:
    broken = bench(counted, stateful=True)
    with pytest.raises(AssertionError):
        promises.redelivery_changes_nothing(broken, given(broken), [0])


def test_state_outside_the_store_is_caught() -> None:
    promises.the_changelog_restores_the_state(
        bench(counted, stateful=True), given(bench(counted)), 2
    )
    broken = bench(hiding, stateful=True)
    with pytest.raises(AssertionError):
        promises.the_changelog_restores_the_state(broken, given(broken), 2)
