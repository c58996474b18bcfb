"""Hashes of words, numbers and sequences of them, of many texts at once.

A word is the polynomial of its letters modulo 2**64. The terms of all letters are summed up once,
with powers that run on through the text; a word is the difference of two sums, divided by the
power that it begins with. Source: Rabin and Karp 1987.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from schemas.ids import digest

Hashes: TypeAlias = NDArray[np.uint32]
Words: TypeAlias = NDArray[np.uint64]

BLOCK_CHARS: Final = 1 << 18
"""Characters hashed at once: bounds the memory of a chunk of long texts, and fits the cache."""
SPACE: Final = 32
_JOINED: Final = 2
"""Distance of two digits that are of one number though a space is between them."""
_MULTIPLIERS: Final = np.array(
    [
        0x9E3779B97F4A7C15,
        0xC2B2AE3D27D4EB4F,
        0x165667B19E3779F9,
        0xD6E8FEB86659FD93,
        0xA0761D6478BD642F,
    ],
    np.uint64,
)
"""Odd numbers without structure, one a place in a shingle. Source: splitmix64, xxHash, wyhash."""
_BASE: Final = np.uint64(0xE7037ED1A0B428DB)
"""Base of the polynomial over a word's letters. Source: wyhash."""


def words_of(codes: NDArray[np.uint32], sums: Words) -> tuple[NDArray[np.int64], Words]:
    """Give where each word starts, and its hash."""
    if not len(codes):
        return np.empty(0, np.int64), np.empty(0, np.uint64)
    spaces = np.flatnonzero(codes == SPACE)
    starts = np.concatenate(([0], spaces + 1))
    return starts, _run_hashes(sums, starts, np.append(spaces, len(codes)))


def numbers_of(
    codes: NDArray[np.uint32], sums: Words, cuts: Sequence[int]
) -> tuple[NDArray[np.int64], Hashes]:
    """Give where each number starts, and its hash; `1,500` and `5.2`, folded, are one number."""
    digits = np.flatnonzero((codes >= ord("0")) & (codes <= ord("9")))
    before, after = digits[:-1], digits[1:]
    gaps = after - before
    texts = np.searchsorted(cuts, digits, side="right")
    near = (gaps == 1) | ((gaps == _JOINED) & (codes[before + 1] == SPACE))
    apart = np.flatnonzero(~(near & (texts[:-1] == texts[1:])))
    starts = np.concatenate((digits[:1], after[apart]))
    ends = np.concatenate((before[apart], digits[-1:])) + 1
    return starts, _high(_mix(_run_hashes(sums, starts, ends)))


def sums_of(codes: NDArray[np.uint32]) -> Words:
    """Give the (n + 1,) sums of the polynomial's terms before each character."""
    powers, _ = _powers(len(codes))
    terms = (codes + np.uint32(1)) * powers
    sums = np.empty(len(codes) + 1, np.uint64)
    sums[0] = 0
    np.cumsum(terms, out=sums[1:])
    return sums


def _run_hashes(sums: Words, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Words:
    """Hash runs of characters: their terms, moved to where the powers begin."""
    _, inverses = _powers(len(sums) - 1)
    return (sums[ends] - sums[starts]) * inverses[starts]


def shingles(units: Words, length: int, seeds: Words) -> Hashes:
    """Hash each sequence of `length` units, seeded by its first; none where there are fewer."""
    count = len(units) - length + 1
    if not length or count <= 0:
        return np.empty(0, np.uint32)
    total = units[:count] * _MULTIPLIERS[0] + seeds[:count]
    for place in range(1, length):
        total += units[place : place + count] * _MULTIPLIERS[place]
    return _high(_mix(total))


def _mix(hashes: Words) -> Words:
    """Spread every bit over all. Source: splitmix64, Steele et al. 2014."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


def _high(hashes: Words) -> Hashes:
    return (hashes >> np.uint64(32)).astype(np.uint32)


def _powers(length: int) -> tuple[Words, Words]:
    """Give `length` powers of the base, the first for the first character, and their inverses."""
    if length <= BLOCK_CHARS:
        powers, inverses = _block_powers()
        return powers[:length], inverses[: length + 1]
    return _make_powers(length)


@cache
def _block_powers() -> tuple[Words, Words]:
    return _make_powers(BLOCK_CHARS)


def _make_powers(length: int) -> tuple[Words, Words]:
    powers = np.multiply.accumulate(np.full(length, _BASE))
    inverses = np.full(length + 1, pow(int(_BASE), -1, 1 << 64), np.uint64)
    inverses[0] = 1
    return powers, np.multiply.accumulate(inverses)


@lru_cache(maxsize=1024)
def seed_of(name: str) -> np.uint64:
    """Give the number that shifts all shingles of the texts called `name`."""
    return np.uint64(int(digest(name, size=8), 16))
