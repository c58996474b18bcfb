"""Unpacking with a limit."""

from __future__ import annotations

import gzip
import tracemalloc

import pytest

from streams.ingest.gunzip import NotGzipError, TooLargeError, Unpacked


def unpacked(data: bytes, most_bytes: int = 1000, *, packed: bool = True, part: int = 7) -> bytes:
    body = Unpacked(most_bytes, packed=packed)
    for start in range(0, len(data), part):
        body.add(data[start : start + part])
    return body.whole()


def test_what_is_packed_is_unpacked_in_parts_and_members() -> None:
    assert unpacked(gzip.compress(b"one ") + gzip.compress(b"two")) == b"one two"
    assert unpacked(b"plain", packed=False) == b"plain"


def test_the_limit_is_that_of_what_comes_out() -> None:
    assert unpacked(gzip.compress(b"x" * 1000)) == b"x" * 1000
    for data, packed in ((gzip.compress(b"x" * 1001), True), (b"x" * 1001, False)):
        with pytest.raises(TooLargeError):
            unpacked(data, packed=packed)


@pytest.mark.parametrize("data", [b"no gzip", gzip.compress(b"x" * 99, mtime=0)[:-5], b""])
def test_what_is_no_whole_gzip_is_refused(data: bytes) -> None:
    with pytest.raises(NotGzipError):
        unpacked(data)


def test_a_bomb_takes_no_more_memory_than_is_allowed() -> None:
    bomb = gzip.compress(bytes(100 * 2**20), 9)
    tracemalloc.start()
    with pytest.raises(TooLargeError):
        unpacked(bomb, 2**20, part=len(bomb))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5 * 2**20
