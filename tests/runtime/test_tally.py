"""The tally: consumed = emitted + dropped + rejected, by agent and reason."""

from __future__ import annotations

import pytest

from streams.outcome import Drop, Emit, Outcome, Reject
from streams.runtime.tally import Cell, Tally
from tests.runtime.toys import stages


@pytest.fixture
def tally() -> Tally:
    return Tally(stages("t")["each"])


def test_every_known_reason_is_there_before_it_happens(tally: Tally) -> None:
    assert set(tally.cells) == {
        Cell("each", "emitted", ""),
        Cell("each", "dropped", "told"),
        Cell("each", "rejected", "bad"),
        Cell("each", "rejected", "undecodable"),
        Cell("each", "rejected", "internal_error"),
    }


def test_a_chunk_is_counted_by_outcome_and_topic(tally: Tally) -> None:
    outcomes: list[Outcome] = [Emit(()), Drop("told"), Reject("bad", "why"), Reject("bad", "why")]
    assert tally.add("each", outcomes, ["out", "dead-letters", "dead-letters"]) == 2
    assert tally.summary() == {
        "each.consumed": 4,
        "each.dropped.told": 1,
        "each.emitted": 1,
        "each.rejected.bad": 2,
        "sent.dead-letters": 2,
        "sent.out": 1,
    }
    tally.check()


def test_a_record_that_came_in_and_not_out_is_noticed(tally: Tally) -> None:
    tally.add("each", [Drop("told")], [])
    tally.consumed["each"] += 1
    with pytest.raises(AssertionError, match="each: consumed 2, but 1"):
        tally.check()
