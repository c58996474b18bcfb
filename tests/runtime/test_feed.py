"""The feed: one chunk in work, what arrives meanwhile is the next, and no life but the present."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from streams.runtime.feed import AHEAD_CHUNKS, WAITING_BYTES, Chunk, Life


@dataclass(frozen=True)
class Record:
    offset: int
    serialized_value_size: int = 1


def records(start: int, end: int) -> list[Record]:
    return [Record(offset) for offset in range(start, end)]


def offsets(chunk: Chunk[str, Record] | None) -> list[int]:
    assert chunk is not None
    return [record.offset for record in chunk.records]


@pytest.fixture
def life() -> Life[str, Record]:
    return Life(7, {"p": 100, "q": 0}, most=5)


def test_an_idle_partition_starts_at_once(life: Life[str, Record]) -> None:
    assert offsets(life.take("p", records(100, 103), 104)) == [100, 101, 102]


def test_an_idle_partition_gives_a_chunk_of_nothing_once(life: Life[str, Record]) -> None:
    nothing = life.idle("p")
    assert nothing is not None
    assert (nothing.records, nothing.next_offset) == ((), 100)
    assert life.idle("p") is None
    assert life.pending("p") is None
    assert life.take("p", records(100, 102), 102) is None
    assert life.pending("p") == Record(100)
    assert offsets(life.done(nothing)) == [100, 101]


def test_a_partition_at_work_or_not_ours_is_not_idle(life: Life[str, Record]) -> None:
    life.take("p", records(100, 102), 102)
    assert life.idle("p") is None
    assert life.idle("other") is None
    life.over = True
    assert life.idle("q") is None


def test_what_arrives_while_one_is_in_work_becomes_one_next_chunk(life: Life[str, Record]) -> None:
    first = life.take("p", records(100, 101), 102)
    assert first is not None
    assert life.take("p", records(102, 103), 104) is None
    assert life.take("p", records(104, 106), 107) is None
    following = life.done(first)
    assert offsets(following) == [102, 104, 105]
    assert following is not None
    assert following.next_offset == 107


def test_partitions_do_not_wait_for_each_other(life: Life[str, Record]) -> None:
    life.take("p", records(100, 101), 101)
    assert offsets(life.take("q", records(0, 1), 1)) == [0]


def test_a_chunk_has_no_more_records_than_allowed_and_commits_just_those(
    life: Life[str, Record],
) -> None:
    first = life.take("p", records(100, 112), 113)
    assert offsets(first) == [100, 101, 102, 103, 104]
    assert first is not None
    assert first.next_offset == 105
    second = life.done(first)
    assert second is not None
    third = life.done(second)
    assert offsets(third) == [110, 111]
    assert third is not None
    assert third.next_offset == 113
    assert life.done(third) is None


def test_a_full_partition_is_not_fetched(life: Life[str, Record]) -> None:
    full = 101 + AHEAD_CHUNKS * 5
    life.take("p", records(100, 101), 101)
    life.take("p", records(101, full - 1), full - 1)
    assert life.wanted() == {"p", "q"}
    life.take("p", records(full - 1, full), full)
    assert life.wanted() == {"q"}


def test_large_records_fill_a_partition_too(life: Life[str, Record]) -> None:
    life.take("p", records(100, 101), 101)
    life.take("p", [Record(101, WAITING_BYTES)], 102)
    assert life.wanted() == {"q"}


def test_nothing_starts_when_the_life_is_over(life: Life[str, Record]) -> None:
    first = life.take("p", records(100, 101), 101)
    assert first is not None
    life.take("p", records(101, 102), 102)
    life.over = True
    assert life.done(first) is None


def test_it_knows_where_the_next_fetch_begins(life: Life[str, Record]) -> None:
    assert life.offset("p") == 100
    life.take("p", records(100, 101), 104)
    assert life.offset("p") == 104
    assert life.offset("not ours") is None


def test_the_first_record_not_done_is_the_one_in_work_else_the_first_that_waits(
    life: Life[str, Record],
) -> None:
    assert life.pending("p") is None
    first = life.take("p", records(100, 101), 102)
    life.take("p", records(102, 104), 104)
    assert life.pending("p") == Record(100)
    assert first is not None
    second = life.done(first)
    assert life.pending("p") == Record(102)
    assert second is not None
    life.done(second)
    assert life.pending("p") is None
    assert life.pending("not ours") is None
