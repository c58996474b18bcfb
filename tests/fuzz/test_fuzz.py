"""Some damaged items of each format, the same ones each time; `tests.fuzz` goes on for longer."""

from __future__ import annotations

import pytest

from schemas.records import WireItem
from streams.outcome import Emit
from tests.fuzz.lawful import NOON, UnlawfulError, bench, check
from tests.fuzz.mutate import FORMATS, damaged, seeds

INPUTS = 60


def item(body: bytes) -> WireItem:
    return WireItem(id="1", source="desk", content_type="", received_at=NOON, body=body)


@pytest.mark.parametrize("name", FORMATS)
def test_damaged_items_get_a_lawful_answer(name: str) -> None:
    for number in range(INPUTS):
        check(damaged(name, 0, number))


@pytest.mark.parametrize("name", FORMATS)
def test_reading_takes_bounded_memory(name: str) -> None:
    for number in range(5):
        check(damaged(name, 0, number), memory=True)


@pytest.mark.parametrize("name", FORMATS)
def test_the_items_that_are_damaged_are_sound(name: str) -> None:
    for body in seeds(name):
        (one,) = bench().run([bench().message(item(body), 0)], None)
        assert isinstance(one.outcome, Emit), one.outcome
        last = one.outcome
    assert {getattr(record, "format", None) for record in last.records} == {name}


def test_the_same_seed_gives_the_same_inputs() -> None:
    assert damaged("rss", 7, 3) == damaged("rss", 7, 3)
    assert damaged("rss", 7, 3) != damaged("rss", 8, 3)


def test_an_unlawful_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.parse.ninjs.assembling", None)
    with pytest.raises(UnlawfulError, match="TypeError"):
        check(seeds("ninjs")[0])
