"""Alarms: each partition is woken once, at its time, by a clock that can be set."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from streams.runtime import timer
from streams.runtime.timer import Alarms


class Clock:
    """A clock that goes when told to."""

    def __init__(self) -> None:
        self.ms = 1_000_000

    def __call__(self) -> int:
        return self.ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def woken() -> list[str]:
    return []


@pytest.fixture
def alarms(clock: Clock, woken: list[str]) -> Iterator[Alarms[str]]:
    made = Alarms(woken.append, clock=clock)
    yield made
    made.clear()


async def turns() -> None:
    """Let the loop call whatever is due."""
    for _ in range(3):
        await asyncio.sleep(0)


async def test_what_is_due_wakes_at_once(alarms: Alarms[str], woken: list[str]) -> None:
    alarms.set("p", 999_000)
    await turns()
    assert woken == ["p"]


async def test_what_is_not_due_wakes_nobody(alarms: Alarms[str], woken: list[str]) -> None:
    alarms.set("p", 1_060_000)
    await turns()
    assert woken == []


async def test_an_alarm_rings_once(alarms: Alarms[str], woken: list[str]) -> None:
    alarms.set("p", 1_000_000)
    await turns()
    await turns()
    assert woken == ["p"]


async def test_an_earlier_alarm_takes_the_place_of_a_later_one(
    alarms: Alarms[str], woken: list[str]
) -> None:
    alarms.set("p", 9_000_000)
    alarms.set("p", 1_000_000)
    await turns()
    assert woken == ["p"]


async def test_an_alarm_set_off_does_not_ring(alarms: Alarms[str], woken: list[str]) -> None:
    alarms.set("p", 1_000_000)
    alarms.set("p", None)
    await turns()
    assert woken == []


async def test_cleared_alarms_do_not_ring(alarms: Alarms[str], woken: list[str]) -> None:
    alarms.set("p", 1_000_000)
    alarms.set("q", 1_000_000)
    alarms.clear()
    await turns()
    assert woken == []


async def test_the_clock_is_looked_at_again_before_it_rings(
    alarms: Alarms[str], woken: list[str], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timer, "LONGEST_S", 0.0)
    alarms.set("p", 1_000_500)
    await turns()
    assert woken == []
    clock.ms = 1_000_500
    await turns()
    assert woken == ["p"]
