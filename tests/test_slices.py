"""Slices of a chunk: all of it, in order, each small enough for the cache."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from streams.slices import SLICE_BYTES, SLICE_RECORDS, slices


class Sized(NamedTuple):
    offset: int
    serialized_value_size: int


def sized(*sizes: int) -> list[Sized]:
    return [Sized(offset, size) for offset, size in enumerate(sizes)]


@given(st.lists(st.integers(-1, SLICE_BYTES + 1), max_size=4 * SLICE_RECORDS))
def test_every_record_is_in_one_slice_in_order(sizes: list[int]) -> None:
    records = sized(*sizes)
    parts = list(slices(records))
    assert [record for part in parts for record in part] == records
    assert all(0 < len(part) <= SLICE_RECORDS for part in parts)
    for part in parts:
        assert len(part) == 1 or sum(one.serialized_value_size for one in part) <= SLICE_BYTES


def test_small_records_fill_a_slice() -> None:
    assert [len(part) for part in slices(sized(*[3000] * 120))] == [50, 50, 20]


def test_a_large_record_has_a_slice_of_its_own() -> None:
    assert [len(part) for part in slices(sized(9, 9, SLICE_BYTES + 1, 9))] == [2, 1, 1]
