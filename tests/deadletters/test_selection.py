"""Which letters are taken, and how they are counted."""

from __future__ import annotations

import pytest

from streams.deadletters.letters import Place
from streams.deadletters.selection import Selection, summary
from tests.deadletters.letters import letter


@pytest.mark.parametrize(
    ("selection", "taken"),
    [
        (Selection(), True),
        (Selection(stage="parse", reason="not_json"), True),
        (Selection(stage="tag"), False),
        (Selection(reason="empty"), False),
        (Selection(since_ms=1_000, until_ms=1_001), True),
        (Selection(since_ms=1_001), False),
        (Selection(until_ms=1_000), False),
        (Selection(places=frozenset({Place("wire.items", 0, 17)})), True),
        (Selection(places=frozenset({Place("wire.items", 0, 18)})), False),
    ],
)
def test_a_letter_is_taken_when_all_that_is_asked_holds(selection: Selection, taken: bool) -> None:  # noqa: FBT001 - a parameter of the table above
    assert selection.takes(letter()) is taken


def test_letters_are_counted_by_stage_and_reason_the_most_frequent_first() -> None:
    replayed = letter("wire.items/0/2", time_ms=7, headers=(("barq-replays", b"1"),))
    letters = [
        letter("wire.items/0/9", reason="empty"),
        letter("wire.items/0/1", time_ms=5),
        letter("wire.items/0/1", time_ms=6),
        replayed,
    ]
    first, second = summary(letters)
    assert (first.reason, first.letters, first.items, first.again) == ("not_json", 3, 2, 1)
    assert (first.first_ms, first.last_ms) == (5, 7)
    assert (second.reason, second.letters) == ("empty", 1)
