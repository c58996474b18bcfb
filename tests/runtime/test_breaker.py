"""The breaker: it opens on nearly everything, over enough records, and not before."""

from __future__ import annotations

import pytest

from streams.runtime.breaker import Breaker, BreakerError


def test_it_opens_when_nearly_all_of_enough_records_were_rejected() -> None:
    breaker = Breaker(share=0.9, records=100)
    breaker.add(50, 50)
    with pytest.raises(BreakerError, match="90 of the last 100 records"):
        breaker.add(50, 40)


def test_it_stays_shut_below_the_share() -> None:
    breaker = Breaker(share=0.9, records=100)
    breaker.add(50, 50)
    breaker.add(50, 39)


def test_it_stays_shut_before_there_are_enough_records() -> None:
    Breaker(share=0.9, records=100).add(99, 99)


def test_what_was_long_ago_is_forgotten() -> None:
    breaker = Breaker(share=0.9, records=100)
    breaker.add(1000, 0)
    breaker.add(60, 60)
    with pytest.raises(BreakerError):
        breaker.add(60, 60)
