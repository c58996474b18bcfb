"""Texts as sets of hashed word sequences, small enough to remember, exact enough to compare.

A text becomes the set of its word-3 shingles (of character 5-shingles where the script writes
no spaces), each hashed to 32 bits. A sketch keeps the hashes below 2**32 / modulus
(FracMinHash), and the modulus is 1, so nothing is left out, for all but long texts: a brief
of 40 words would leave five hashes at 1/8, too few to tell a quarter from a half.
Source: Broder 1997 (shingles, containment); Irber et al. 2022 (FracMinHash).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from streams.dedup.hashing import (
    BLOCK_CHARS,
    SPACE,
    Hashes,
    Words,
    numbers_of,
    seed_of,
    shingles,
    sums_of,
    words_of,
)
from streams.text.fold import fold_codes

SHINGLE_WORDS: Final = 3
"""Source: the near-duplicate measurements on Reuters re-sends (DESIGN 6)."""
SHINGLE_CHARS: Final = 5
"""About three Chinese words."""
SKETCH_HASHES: Final = 512
"""Most hashes in a sketch, 4 bytes each. Nine of ten articles of a wire have fewer words and so
are compared exactly; a longer one is sampled 1 in 2, 4, 8, … until it fits."""
INDEX_MODULUS: Final = 8
"""One hash in so many is looked up. Source: DESIGN 6."""
INDEX_LEAST: Final = 8
"""Hashes looked up at least, the smallest ones, so that a flash of ten words is found too."""
NUMBERS_MOST: Final = 128
"""Most numbers kept of a text, the smallest hashes; tables of prices have more."""

UNSPACED_SHARE: Final = 0.2
"""Share of letters of scripts without spaces from which a text is cut by characters; a Latin
text that quotes a Chinese name stays far below."""
_UNSPACED: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Kana
    (0x3400, 0x9FFF),  # Han
    (0x20000, 0x323AF),  # Han, rarer
)


class Sketch(msgspec.Struct, frozen=True, eq=False, gc=False):
    """What is compared of a text: arrays sorted, without repeats."""

    hashes: Hashes
    """(n,) all shingle hashes below 2**32 / `modulus`."""
    modulus: int
    """One shingle in so many was kept: a power of two."""
    numbers: Hashes
    """(m,) hashes of the numbers written in digits."""

    @property
    def size(self) -> int:
        """Estimated number of different shingles in the text."""
        return len(self.hashes) * self.modulus

    @property
    def index(self) -> Hashes:
        """The hashes by which the text is found."""
        return index_of(self.hashes)

    def below(self, modulus: int) -> Hashes:
        """Give the hashes that a sketch with `modulus`, not less than its own, would have."""
        if modulus == self.modulus:
            return self.hashes
        return self.hashes[: int(self.hashes.searchsorted(_limit(modulus)))]


@cache
def _limit(modulus: int) -> NDArray[np.uint32]:
    """Give the hash below which a sketch with `modulus`, 2 or more, keeps them.

    As an array without dimensions, which is searched for twice as fast as a scalar.
    """
    return np.array((1 << 32) // modulus, np.uint32)


_INDEX_LIMIT: Final = _limit(INDEX_MODULUS)


def index_of(hashes: Hashes) -> Hashes:
    """Give those of a sketch's hashes by which the text is found."""
    sampled = int(hashes.searchsorted(_INDEX_LIMIT))
    return hashes[: max(sampled, INDEX_LEAST)]


EMPTY: Final = Sketch(np.empty(0, np.uint32), 1, np.empty(0, np.uint32))


def containment(part: Sketch, whole: Sketch) -> float:
    """Estimate the share of `part`'s shingles that `whole` also has.

    A fraction in [0, 1], exact if nothing was left out of either; 0 for an empty `part`.
    """
    modulus = max(part.modulus, whole.modulus)
    own = part.below(modulus)
    return common(own, whole.below(modulus)) / len(own) if len(own) else 0.0


def containments(new: Sketch, others: Sequence[Sketch]) -> list[tuple[float, float]]:
    """Estimate for each of `others` the share of `new` that it has, and its share in `new`."""
    if not others or not len(new.hashes):
        return [(0.0, 0.0)] * len(others)
    moduli = [max(new.modulus, other.modulus) for other in others]
    parts = [other.below(modulus) for other, modulus in zip(others, moduli, strict=True)]
    flat = np.concatenate(parts)
    shared = new.hashes.take(new.hashes.searchsorted(flat), mode="clip") == flat
    bounds = accumulate(map(len, parts), initial=0)
    counts = [int(np.count_nonzero(shared[begin:end])) for begin, end in pairwise(bounds)]
    sizes = [len(new.below(modulus)) for modulus in moduli]
    return [
        (count / size if size else 0.0, count / len(part) if len(part) else 0.0)
        for count, size, part in zip(counts, sizes, parts, strict=True)
    ]


def common(some: Hashes, others: Hashes) -> int:
    """Count what two sorted arrays without repeats share."""
    if not len(others):
        return 0
    places = others.searchsorted(some)
    return int(np.count_nonzero(others.take(places, mode="clip") == some))


def sketch_all(texts: Sequence[str], seeds: Sequence[str]) -> list[Sketch]:
    """Make the sketch of each text, many at once.

    Texts with different seeds share no shingle: a seed is the shard, so that texts of two
    shards never meet, even where one worker holds both.
    """
    sketches: list[Sketch] = []
    for start, end in _blocks([len(text) for text in texts]):
        sketches += _sketch_block(texts[start:end], seeds[start:end])
    return sketches


def _blocks(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = held = 0
    for place, length in enumerate(lengths):
        if place > start and held + length > BLOCK_CHARS:
            yield start, place
            start, held = place, 0
        held += length
    if start < len(lengths):
        yield start, len(lengths)


def _sketch_block(texts: Sequence[str], seeds: Sequence[str]) -> list[Sketch]:
    """Fold and hash the texts as one, then cut: words never span two texts."""
    codes, offsets = fold_codes("\n".join(texts))
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    begins = np.concatenate(([0], np.cumsum(lengths)))
    cuts = np.searchsorted(offsets, begins).tolist()
    sums = sums_of(codes)
    starts, words = words_of(codes, sums)
    word_cuts = np.searchsorted(starts, cuts).tolist()
    number_starts, numbers = numbers_of(codes, sums, cuts)
    number_cuts = np.searchsorted(number_starts, cuts).tolist()
    hashes = _spaced_shingles(words, word_cuts, [seed_of(name) for name in seeds])
    unspaced = _unspaced(codes)
    if unspaced is not None:
        for place, (begin, end) in enumerate(pairwise(cuts)):
            letters = np.count_nonzero(codes[begin:end] != SPACE)
            if np.count_nonzero(unspaced[begin:end]) > UNSPACED_SHARE * letters:
                hashes[place] = _unspaced_shingles(codes[begin:end], seed_of(seeds[place]))
    each_numbers = [numbers[first:last] for first, last in pairwise(number_cuts)]
    return list(map(_sketch, _distinct(hashes), _distinct(each_numbers)))


def _sketch(hashes: Hashes, numbers: Hashes) -> Sketch:
    modulus = 1
    while len(hashes) > SKETCH_HASHES:
        modulus *= 2
        hashes = hashes[: int(hashes.searchsorted(_limit(modulus)))]
    return Sketch(hashes, modulus, numbers[:NUMBERS_MOST])


def _distinct(parts: Sequence[Hashes]) -> list[Hashes]:
    """Sort each of `parts` and drop its repeats, all at once; what is given shares its memory."""
    flat = np.concatenate(parts)
    bounds = list(accumulate(map(len, parts), initial=0))
    for begin, end in pairwise(bounds):
        flat[begin:end].sort()
    first = np.empty(len(flat) + 1, bool)
    np.not_equal(flat[1:], flat[:-1], out=first[1:-1])
    first[bounds] = True
    places = np.flatnonzero(first[:-1])
    kept = flat[places]
    return [kept[begin:end] for begin, end in pairwise(places.searchsorted(bounds).tolist())]


def _spaced_shingles(words: Words, cuts: Sequence[int], seeds: Sequence[np.uint64]) -> list[Hashes]:
    """Hash each three words of each text, whose words are those between two `cuts`."""
    lengths = np.diff(cuts)
    hashes = shingles(words, SHINGLE_WORDS, np.repeat(np.array(seeds, np.uint64), lengths))
    return [
        hashes[begin : end - SHINGLE_WORDS + 1]
        if end - begin >= SHINGLE_WORDS
        else shingles(words[begin:end], end - begin, np.full(end - begin, seed))
        for (begin, end), seed in zip(pairwise(cuts), seeds, strict=True)
    ]


def _unspaced_shingles(codes: NDArray[np.uint32], seed: np.uint64) -> Hashes:
    letters = codes[codes != SPACE].astype(np.uint64)
    length = min(SHINGLE_CHARS, len(letters))
    return shingles(letters, length, np.full(len(letters), seed))


def _unspaced(codes: NDArray[np.uint32]) -> NDArray[np.bool_] | None:
    """Mark letters of scripts without spaces; None where there is none, which is usual."""
    if not len(codes) or codes.max() < _UNSPACED[0][0]:
        return None
    marked = np.zeros(len(codes), bool)
    for first, last in _UNSPACED:
        marked |= (codes >= first) & (codes <= last)
    return marked
