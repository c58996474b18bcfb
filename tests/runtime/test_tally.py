"""The tally: consumed = emitted + dropped + rejected, by agent and reason."""

from __future__ import annotations

import pytest

from streams.outcome import Drop, Emit, Outcome, Reject
from streams.runtime.tally import Cell, Tally, counted
from tests.law import violations
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
        Cell("each", "rejected", "too_large"),
    }


def test_a_chunk_is_counted_by_outcome_and_topic(tally: Tally) -> None:
    outcomes: list[Outcome] = [Emit(()), Drop("told"), Reject("bad", "why"), Reject("bad", "why")]
    counts = counted("each", 4, outcomes, ["out", "dead-letters", "dead-letters"])
    tally.add(counts)
    assert counts.rejected == 2
    assert tally.summary() == {
        "each.consumed": 4,
        "each.dropped.told": 1,
        "each.emitted": 1,
        "each.rejected.bad": 2,
        "sent.dead-letters": 2,
        "sent.out": 1,
    }


def test_a_release_is_counted_apart_from_the_records(tally: Tally) -> None:
    tally.release("each", 2, ["out", "out", "held"])
    assert tally.summary() == {"each.released": 2, "sent.held": 1, "sent.out": 2}
    assert violations(tally.summary()) == {}


def test_a_record_without_outcome_is_noticed() -> None:
    with pytest.raises(AssertionError, match="each: 2 records, but 1 outcomes"):
        counted("each", 2, [Drop("told")], [])
