"""The window: finds what shares hashes, however its postings came to lie, at bounded cost."""

from __future__ import annotations

from collections import Counter
from unittest import mock

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from streams.dedup import frequency
from streams.dedup import window as module
from streams.dedup.frequency import COMMON
from streams.dedup.hashing import Hashes
from streams.dedup.window import CANDIDATES, FEW_HASHES, Window


def hashes(*values: int) -> Hashes:
    return np.array(sorted(values), np.uint32)


def series(start: int, count: int = 20) -> Hashes:
    return np.arange(start, start + count, dtype=np.uint32)


def found(window: Window, wanted: Hashes) -> list[str]:
    [looked] = window.look_up([wanted])
    return window.find(looked)


def test_a_text_is_found_by_two_shared_hashes_and_not_by_one() -> None:
    window = Window()
    window.add("a", series(0))
    assert found(window, series(18)) == ["a"]
    assert found(window, series(19)) == []


def test_a_text_of_few_hashes_is_found_by_one() -> None:
    window = Window()
    window.add("a", series(0))
    assert found(window, series(19, FEW_HASHES)) == ["a"]


def test_what_shares_most_comes_first() -> None:
    window = Window()
    window.add("less", series(10))
    window.add("more", series(5))
    assert found(window, series(0)) == ["more", "less"]


def test_a_removed_text_is_not_found() -> None:
    window = Window()
    window.add("a", series(0))
    window.remove("a", series(0))
    assert found(window, series(0)) == []
    assert len(window) == 0


def test_boilerplate_is_not_followed() -> None:
    window = Window()
    for number in range(COMMON + 1):
        window.add(f"text {number}", np.concatenate((series(0), series(1000 * (number + 1)))))
    assert found(window, series(0)) == []
    assert found(window, np.concatenate((series(0), series(5000)))) == ["text 4"]


def test_boilerplate_that_has_left_the_window_is_looked_up_again() -> None:
    window = Window()
    for number in range(COMMON + 1):
        window.add(f"text {number}", series(0))
    window.remove("text 0", series(0))
    assert len(found(window, series(0))) == CANDIDATES


def test_candidates_are_bounded_in_a_large_window_of_boilerplate() -> None:
    window = Window()
    for number in range(3000):
        own = series(1000 + 40 * number, 40)
        window.add(f"text {number}", np.concatenate((series(0, 40), own)))
        assert len(found(window, series(0, 40))) <= CANDIDATES
    assert found(window, series(1000 + 40 * 2999, 40)) == ["text 2999"]


CHANGES = st.lists(st.tuples(st.booleans(), st.integers(0, 15)), max_size=60)


@given(CHANGES, st.lists(st.integers(0, 300), min_size=1, max_size=12, unique=True))
def test_runs_merges_and_rewrites_change_no_answer(
    changes: list[tuple[bool, int]], query: list[int]
) -> None:
    """Runs of few postings, so that merges come often, against a plain search."""
    with_small_runs = _small_runs()
    window, live = with_small_runs(), {}
    for add, number in changes:
        key, own = f"text {number:02}", series(number * 7, 20)
        if add and key not in live:
            window.add(key, own)
            live[key] = own
        elif not add and key in live:
            window.remove(key, live.pop(key))
    wanted = hashes(*query)
    shared = {key: len(np.intersect1d(own, wanted)) for key, own in live.items()}
    least = 1 if len(wanted) <= FEW_HASHES else 2
    expected = sorted((-count, key) for key, count in shared.items() if count >= least)
    assert found(window, wanted) == [key for _, key in expected]
    assert len(window) == len(live)


@given(CHANGES, CHANGES, st.lists(st.integers(0, 120), min_size=1, max_size=12, unique=True))
def test_what_comes_and_goes_after_the_look_up_counts(
    before: list[tuple[bool, int]], after: list[tuple[bool, int]], query: list[int]
) -> None:
    """With hashes that become too frequent and rare again, against looking up at the end."""
    with mock.patch.object(frequency, "COMMON", 2):
        window, live = _small_runs()(), set[str]()
        _change(window, live, before)
        [looked] = window.look_up([hashes(*query)])
        _change(window, live, after)
        assert window.find(looked) == found(window, hashes(*query))


def test_a_hash_that_was_frequent_when_looked_up_counts_once_it_is_rare() -> None:
    window = Window()
    for number in range(COMMON + 1):
        window.add(f"text {number:02}", series(0))
    window.look_up([series(0)] * 64)  # puts what is recent into a run
    [looked] = window.look_up([series(0)])
    assert window.find(looked) == []
    window.remove("text 00", series(0))
    assert window.find(looked) == [f"text {number:02}" for number in range(1, CANDIDATES + 1)]


@given(CHANGES, CHANGES, st.lists(st.integers(0, 120), min_size=1, max_size=12, unique=True))
def test_the_frequent_hashes_are_those_that_live_texts_share(
    before: list[tuple[bool, int]], after: list[tuple[bool, int]], query: list[int]
) -> None:
    """Looked up before the last changes, against counting the hashes of the texts that are left."""
    with mock.patch.object(frequency, "COMMON", 2):
        window, live = Window(), set[str]()
        _change(window, live, before)
        [looked] = window.look_up([hashes(*query)])
        _change(window, live, after)
        counted = Counter(value for key in live for value in series(int(key) * 7).tolist())
        rare = [value for value in query if counted[value] <= 2]
        shared = {key: len(np.intersect1d(series(int(key) * 7), rare)) for key in live}
        least = 1 if len(query) <= FEW_HASHES else 2
        expected = {key for key, count in shared.items() if count >= least}
        assert set(window.find(looked)) == expected


def _change(window: Window, live: set[str], changes: list[tuple[bool, int]]) -> None:
    for add, number in changes:
        key, own = str(number), series(number * 7)
        if add and key not in live:
            window.add(key, own)
            live.add(key)
        elif not add and key in live:
            window.remove(key, own)
            live.remove(key)


def _small_runs() -> type[Window]:
    class Small(Window):
        def add(self, key: str, hashes: Hashes) -> None:
            super().add(key, hashes)
            if len(self._keys) % 3 == 0:
                self._flush()

        def remove(self, key: str, hashes: Hashes) -> None:
            super().remove(key, hashes)
            if len(self._keys) % 4 == 0:
                self._rewrite()

    assert module._RECENT_POSTINGS > 1000
    return Small
