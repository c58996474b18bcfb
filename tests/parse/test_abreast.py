"""Reading abreast: a step of each thing at a time, and each thing comes out as it does alone."""

from __future__ import annotations

import random

import pytest

from schemas.records import WireItem
from streams.parse.abreast import Steps, abreast, finished, known
from streams.parse.reading import UnreadableError
from streams.parse.stage import parse, step
from tests.parse.samples import SAMPLES
from tests.parse.wires import LIMITS, item

STEPS = 3


def test_each_step_is_taken_of_all_before_the_next_and_the_answers_keep_their_order() -> None:
    taken: list[tuple[int, int]] = []

    def read(last: int) -> Steps[int]:
        for number in range(last):
            taken.append((number, last))
            yield
        return last

    assert finished(abreast((3, 1, 2), read)) == [3, 1, 2]
    assert taken == [(0, 3), (0, 1), (0, 2), (1, 3), (1, 2), (2, 3)]


def test_what_cannot_be_read_is_told_for_itself_alone_whichever_step_fails() -> None:
    def fails_at(number: int) -> Steps[int]:
        return failing(number) if number else refused()

    def failing(number: int) -> Steps[int]:
        for at in range(1, STEPS):
            if at == number:
                raise UnreadableError(f"at_{at}", "Wrong.")
            yield
        return number

    def refused() -> Steps[int]:
        raise UnreadableError("at_0", "Wrong.")

    told = finished(abreast(range(STEPS + 1), fails_at))
    errors = [one.reject.reason for one in told if isinstance(one, UnreadableError)]
    assert errors == ["at_0", "at_1", "at_2"]
    assert told[STEPS] == STEPS


def test_a_fault_of_ours_is_not_hidden() -> None:
    def read(_: int) -> Steps[int]:
        yield
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        finished(abreast((1, 2), read))


def test_nothing_is_nothing_and_what_is_known_is_given() -> None:
    assert finished(abreast((), known)) == []
    assert finished(abreast((1, 2), known)) == [1, 2]


@pytest.mark.parametrize("seed", range(5))
def test_items_of_all_formats_read_abreast_are_what_each_is_alone(seed: int) -> None:
    bodies = [*SAMPLES.values(), b"", b"{", b"<a", b"\xff\xfe\x00", b'{"uri": 5}'] * 2
    random.Random(seed).shuffle(bodies)
    items: list[WireItem] = [item(body) for body in bodies]
    assert step(items, LIMITS) == [parse(one, LIMITS) for one in items]
