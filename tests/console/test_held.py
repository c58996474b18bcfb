"""`barq held`: what is held, read from what dedup remembers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from schemas.records import Parsed
from schemas.times import to_ms
from streams.console.held import chosen, fields, held_now, lines
from streams.dedup.holding import Holding
from streams.dedup.versions import HOUR_MS, STATE, Limits, due, step
from tests.console.articles import Sent
from tests.dedup.articles import at, parsed

LIMITS = Limits(ttl_ms=720 * HOUR_MS, longest_ms=720 * HOUR_MS, most_bytes=10_000)


class Log:
    """A changelog, as dedup writes it."""

    def __init__(self) -> None:
        self.state: Any = STATE.new(LIMITS)
        self.messages: list[Sent] = []

    def add(self, *articles: Parsed) -> None:
        for article in articles:
            step([article], LIMITS, self.state)
            self.commit()

    def commit(self) -> None:
        self.messages += [
            Sent(STATE.topic, value, key.encode()) for key, value in self.state.store.changes()
        ]
        self.state.store.commit()

    async def held(self) -> list[Holding]:
        return chosen((await held_now(self._read())).values(), None, None)

    async def _read(self) -> AsyncIterator[Any]:
        for message in self.messages:
            yield message


@pytest.fixture
def log() -> Log:
    return Log()


async def test_what_is_held_now_is_listed_the_next_to_be_released_first(log: Log) -> None:
    log.add(parsed("one", key="w", withheld=True), parsed("two", key="b", embargo=60))
    log.add(parsed("three", key="a", embargo=30), parsed("four", key="free"))
    assert [one.parsed.id for one in await log.held()] == ["a", "b", "w"]


async def test_what_was_released_killed_or_forgotten_is_not(log: Log) -> None:
    log.add(parsed("one", embargo=5), parsed("two", key="b", embargo=60))
    log.add(parsed("three", key="c", withheld=True))
    due(to_ms(at(5)), LIMITS, log.state)
    log.commit()
    log.add(parsed("", key="b", revision="kill", minutes=6))
    log.state.store.remove("c")
    log.commit()
    assert await log.held() == []


async def test_a_source_and_a_time_can_be_asked_for(log: Log) -> None:
    log.add(parsed("one", key="a", embargo=30), parsed("two", key="b", embargo=60, source="tass"))
    log.add(parsed("three", key="w", withheld=True))
    held = await log.held()
    assert [one.parsed.id for one in chosen(held, "tass", None)] == ["b"]
    assert [one.parsed.id for one in chosen(held, None, at(30))] == ["a"]


async def test_a_line_says_which_article_until_when_and_why(log: Log) -> None:
    log.add(parsed("one", headline="Talks", embargo=30, version=2))
    (one,) = await log.held()
    assert fields(one) == {
        "id": "a",
        "until": at(30),
        "reason": "embargo",
        "since": at(0),
        "source": "afp",
        "language": "en",
        "headline": "Talks",
        "version": 2,
        "delivery": "a@0",
        "relation": "new",
    }
    head, headline, article = [line.plain for line in lines(one)]
    assert head.startswith(f"{at(30).astimezone():%Y-%m-%d %H:%M:%S}")
    assert headline == "  Talks"
    assert "new, since" in article
