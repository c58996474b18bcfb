"""Lag: offsets that have come and are not committed, and the age of the oldest."""

from __future__ import annotations

from streams.runtime.lag import Lag, Lags, Pending, Standing


def lag(lags: Lags, standing: Standing, pending: Pending | None, now_s: float) -> Lag | None:
    return lags.measure("t", 0, standing, pending, now_s)


def test_nothing_waits() -> None:
    assert lag(Lags(), Standing(7, 7), None, 100) == Lag("t", 0, 0, 0)


def test_what_is_fetched_and_not_committed_counts() -> None:
    assert lag(Lags(), Standing(9, 9), Pending(4, 60_000), 100) == Lag("t", 0, 5, 40)


def test_a_clock_that_is_behind_the_brokers_gives_no_time_below_nought() -> None:
    assert lag(Lags(), Standing(9, 9), Pending(4, 101_000), 100) == Lag("t", 0, 5, 0)


def test_what_cannot_be_fetched_counts_from_when_it_was_first_seen() -> None:
    lags = Lags()
    assert lag(lags, Standing(7, 9), None, 100) == Lag("t", 0, 2, 0)
    assert lag(lags, Standing(7, 12), None, 130) == Lag("t", 0, 5, 30)
    assert lag(lags, Standing(12, 12), None, 131) == Lag("t", 0, 0, 0)
    assert lag(lags, Standing(12, 13), None, 140) == Lag("t", 0, 1, 0)


def test_before_the_first_fetch_it_is_not_known() -> None:
    assert lag(Lags(), Standing(0, None), None, 100) is None
