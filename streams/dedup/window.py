"""Which texts of the window share hashes with a new one: an inverted index in flat arrays.

Eight bytes a posting, against about 150 in a dict of lists. Measured with 37 postings an article:
335 bytes an article, found and added in about 200 µs of CPU on a busy machine with 100,000
articles in the window; more of them cost more, as runs get longer and more numerous.

The newest postings are kept as they came, and put in a dict once something is looked up: a
window that is being restored needs none. When they are many they become a sorted run, and runs
merge as they grow (a log-structured merge tree), so that there are few of them and each posting
is moved a few times only.

An answer depends on the live texts alone, not on how they came to be in which run, so that a
window restored from the changelog answers as the one that was lost. That holds for the
limit on frequent hashes too: they are counted in a table of the live texts.
"""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.dedup.sketch import Hashes

COMMON: Final = 64
"""Texts of the window from which a hash is not looked up: it is boilerplate, and following it
would make look-ups quadratic. The copies of one story are not indexed, so that few stories
have more texts; its other hashes find it."""
COUNTERS: Final = 1 << 20
"""Counters for that limit; hashes that fall on one are counted together, 24 postings an article
make 7 a counter at 300,000 articles."""
CANDIDATES: Final = 24
"""Most texts compared with a new one, those that share most hashes."""
LEAST_SHARED: Final = 2
"""Hashes to share before texts are compared. Source: DESIGN 6."""
FEW_HASHES: Final = 8
"""A text with no more hashes than this need share but one: of 8 hashes and a containment of 0.7
one in 800 would share fewer than two, of 4 one in 12."""

_RECENT_POSTINGS: Final = 1 << 14
_RUN_RATIO: Final = 4
"""A run is merged into the one before unless that is so many times larger."""
_DEAD_LEAST: Final = 4096
"""Dead slots tolerated before the arrays are written anew."""


class _Run(NamedTuple):
    """Postings sorted by hash."""

    hashes: Hashes
    slots: NDArray[np.uint32]


class Window:
    """The texts to compare with, found by their hashes."""

    def __init__(self) -> None:
        self._slot_of: dict[str, int] = {}
        self._keys: list[str] = []
        self._lengths: list[int] = []
        self._alive = np.zeros(1024, bool)
        self._counts = np.zeros(COUNTERS, np.uint32)
        self._recent: list[tuple[Hashes, int]] = []
        self._recent_postings = 0
        self._recent_slots: dict[int, list[int]] = {}
        self._looked_up = 0
        """How many of the recent texts are in that dict."""
        self._runs: list[_Run] = []

    def __len__(self) -> int:
        return len(self._slot_of)

    @property
    def nbytes(self) -> int:
        """Memory of the sorted runs and counters, bytes."""
        runs = sum(run.hashes.nbytes + run.slots.nbytes for run in self._runs)
        return runs + self._counts.nbytes + self._alive.nbytes

    def add(self, key: str, hashes: Hashes) -> None:
        """Make `key` findable by `hashes` (sorted, without repeats)."""
        slot = len(self._keys)
        self._slot_of[key] = slot
        self._keys.append(key)
        self._lengths.append(len(hashes))
        if slot == len(self._alive):
            self._alive = np.concatenate((self._alive, np.zeros(slot, bool)))
        self._alive[slot] = True
        self._counts[hashes % COUNTERS] += 1
        self._recent.append((hashes, slot))
        self._recent_postings += len(hashes)
        if self._recent_postings >= _RECENT_POSTINGS:
            self._flush()

    def remove(self, key: str, hashes: Hashes) -> None:
        """Forget `key`, which was added with `hashes`."""
        slot = self._slot_of.pop(key)
        self._alive[slot] = False
        self._counts[hashes % COUNTERS] -= 1
        dead = len(self._keys) - len(self._slot_of)
        if dead > max(_DEAD_LEAST, len(self._slot_of)):
            self._rewrite()

    def find(self, hashes: Hashes) -> list[str]:
        """Give the texts to compare one of `hashes` with, those that share most of them first."""
        rare = hashes[self._counts[hashes % COUNTERS] <= COMMON]
        slots: list[int] = []
        recent = self._recent_by_hash()
        for value in rare.tolist():
            slots += recent.get(value, ())
        for run in self._runs:
            slots += _postings(run, rare)
        shared = Counter(slots)
        short = len(hashes) <= FEW_HASHES
        found = [
            (-count, self._keys[slot])
            for slot, count in shared.items()
            if self._alive[slot]
            and (count >= LEAST_SHARED or short or self._lengths[slot] <= FEW_HASHES)
        ]
        found.sort()
        return [key for _, key in found[:CANDIDATES]]

    def _recent_by_hash(self) -> dict[int, list[int]]:
        for hashes, slot in self._recent[self._looked_up :]:
            for value in hashes.tolist():
                self._recent_slots.setdefault(value, []).append(slot)
        self._looked_up = len(self._recent)
        return self._recent_slots

    def _flush(self) -> None:
        """Make a run of the recent postings, and merge it with those no larger."""
        if not self._recent:
            return
        hashes = np.concatenate([each for each, _ in self._recent])
        lengths = [len(each) for each, _ in self._recent]
        slots = np.repeat(np.array([slot for _, slot in self._recent], np.uint32), lengths)
        order = np.argsort(hashes, kind="stable")
        hashes, slots = hashes[order], slots[order]
        self._recent = []
        self._recent_postings = 0
        self._recent_slots = {}
        self._looked_up = 0
        self._runs.append(_Run(hashes, slots))
        while (
            len(self._runs) > 1
            and len(self._runs[-2].hashes) < len(self._runs[-1].hashes) * _RUN_RATIO
        ):
            last = self._runs.pop()
            self._runs.append(self._merged([self._runs.pop(), last]))

    def _merged(self, runs: list[_Run]) -> _Run:
        """Merge runs, leaving out what is dead."""
        hashes = np.concatenate([run.hashes for run in runs])
        slots = np.concatenate([run.slots for run in runs])
        alive = self._alive[slots]
        hashes, slots = hashes[alive], slots[alive]
        order = np.argsort(hashes, kind="stable")
        return _Run(hashes[order], slots[order])

    def _rewrite(self) -> None:
        """Drop all that is dead, and number the live texts anew."""
        self._flush()
        alive = self._alive[: len(self._keys)]
        number = np.cumsum(alive, dtype=np.uint32) - np.uint32(1)
        if self._runs:
            run = self._merged(self._runs)
            self._runs = [_Run(run.hashes, number[run.slots])]
        kept = np.flatnonzero(alive).tolist()
        self._keys = [self._keys[slot] for slot in kept]
        self._lengths = [self._lengths[slot] for slot in kept]
        self._slot_of = {key: slot for slot, key in enumerate(self._keys)}
        self._alive = np.zeros(max(1024, 2 * len(kept)), bool)
        self._alive[: len(kept)] = True


def _postings(run: _Run, hashes: Hashes) -> list[int]:
    """Give the slots that `run` has under any of `hashes`, one for each hash shared."""
    begins = run.hashes.searchsorted(hashes)
    found = run.hashes.take(begins, mode="clip") == hashes
    begins = begins[found]
    ends = run.hashes.searchsorted(hashes[found], side="right")
    slots: list[int] = []
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        slots += run.slots[begin:end].tolist()
    return slots
