"""What the checker calls lost, doubled, changed and out of order; and how faults are drawn."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.topics import ALERTS, TOPICS, UNIQUE
from tests.chaos.checker import STATE_TOPICS, Verdict, compare
from tests.chaos.faults import KINDS, draw
from tests.chaos.log import Row

A, B, C = (Row(b"key", value, ()) for value in (b"a", b"b", b"c"))


def verdict(topic: str, expected: Sequence[Row], actual: Sequence[Row]) -> Verdict:
    empty: dict[str, Sequence[Row]] = dict.fromkeys((*(t.name for t in TOPICS), *STATE_TOPICS), ())
    verdicts = compare({**empty, topic: expected}, {**empty, topic: actual})
    (found,) = [one for one in verdicts if one.topic == topic]
    assert all(one.clean for one in verdicts if one is not found)
    return found


def test_the_same_is_clean() -> None:
    assert verdict(UNIQUE.name, [A, B], [A, B]).clean


def test_what_is_missing_is_lost() -> None:
    assert verdict(UNIQUE.name, [A, B], [A]) == Verdict(UNIQUE.name, 1, 0, 0, 0)


def test_what_comes_twice_is_doubled() -> None:
    assert verdict(UNIQUE.name, [A, B], [A, B, A]) == Verdict(UNIQUE.name, 0, 1, 0, 0)


def test_what_comes_otherwise_is_changed() -> None:
    assert verdict(UNIQUE.name, [A, B], [A, C]) == Verdict(UNIQUE.name, 0, 0, 1, 0)


def test_the_order_within_a_key_counts() -> None:
    assert verdict(UNIQUE.name, [A, B], [B, A]) == Verdict(UNIQUE.name, 0, 0, 0, 1)


def test_the_order_between_keys_does_not() -> None:
    other = B._replace(key=b"other")
    assert verdict(UNIQUE.name, [A, other], [other, A]).clean


def test_alerts_keep_their_order_within_a_story() -> None:
    one, two, other = (
        Row(b"rule", b'{"id":"%b","article":{"story":"%b"}}' % pair, ())
        for pair in ((b"1", b"s"), (b"2", b"s"), (b"3", b"t"))
    )
    assert verdict(ALERTS.name, [one, two, other], [other, one, two]).clean
    assert verdict(ALERTS.name, [one, two, other], [two, one, other]).reordered == 1


def test_state_counts_as_it_ends() -> None:
    state = STATE_TOPICS[0]
    assert verdict(state, [A, B], [B]).clean
    assert verdict(state, [A, B], [B, A]).changed == 1
    assert verdict(state, [A], []).lost == 1


def test_a_seed_draws_the_same_faults_again() -> None:
    assert draw(7, 12) == draw(7, 12) != draw(8, 12)
    assert {fault.kind for fault in draw(7, len(KINDS))} == set(KINDS)
