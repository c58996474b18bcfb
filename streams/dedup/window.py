"""Which texts of the window share hashes with a new one: an inverted index in flat arrays.

Eight bytes a posting, against about 150 in a dict of lists: 335 bytes an article of 37 postings.
A chunk of texts is looked up at once; more texts cost more, as runs get longer and more numerous.

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
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.dedup.hashing import Hashes

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

_COUNTER: Final = np.uint32(COUNTERS - 1)
"""The bits of a hash that choose its counter."""
_RECENT_POSTINGS: Final = 1 << 14
_RUN_RATIO: Final = 4
"""A run is merged into the one before unless that is so many times larger."""
_DEAD_LEAST: Final = 4096
"""Dead slots tolerated before the arrays are written anew."""


class _Run(NamedTuple):
    """Postings sorted by hash."""

    hashes: Hashes
    slots: NDArray[np.uint32]


_MANY: Final = 64
"""Texts looked up at once from which it pays to make a run of what is recent before."""


class Looked(NamedTuple):
    """The hashes of one text, and what the runs had under them, looked up beside many others."""

    generation: int
    """Of the runs: in any other, `slots` is void."""
    hashes: list[int]
    counters: list[int]
    """The counter of each hash."""
    missing: list[int]
    """Those of the hashes that were not looked up, as they were too frequent."""
    slots: list[int]
    """The text of each posting."""
    under: list[int]
    """The hash of each posting."""


class Window:
    """The texts to compare with, found by their hashes."""

    def __init__(self) -> None:
        self._slot_of: dict[str, int] = {}
        self._keys: list[str] = []
        self._lengths: list[int] = []
        self._alive = np.zeros(1024, bool)
        self._counts = np.zeros(COUNTERS, np.uint32)
        self._common: set[int] = set()
        """The counters above that limit."""
        self._recent: list[tuple[Hashes, int]] = []
        self._recent_postings = 0
        self._recent_slots: dict[int, list[int]] = {}
        self._looked_up = 0
        """How many of the recent texts are in that dict."""
        self._runs: list[_Run] = []
        self._generation = 0
        """Changes with the runs."""

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
        counters = hashes & _COUNTER
        counts = self._counts[counters] + np.uint32(1)
        self._counts[counters] = counts
        if len(counts) and counts.max() > COMMON:
            self._common.update(counters[counts > COMMON].tolist())
        self._recent.append((hashes, slot))
        self._recent_postings += len(hashes)
        if self._recent_postings >= _RECENT_POSTINGS:
            self._flush()

    def remove(self, key: str, hashes: Hashes) -> None:
        """Forget `key`, which was added with `hashes`."""
        slot = self._slot_of.pop(key)
        self._alive[slot] = False
        counters = hashes & _COUNTER
        self._counts[counters] -= 1
        if not self._common.isdisjoint(counters.tolist()):
            self._common.difference_update(counters[self._counts[counters] <= COMMON].tolist())
        dead = len(self._keys) - len(self._slot_of)
        if dead > max(_DEAD_LEAST, len(self._slot_of)):
            self._rewrite()

    def look_up(self, texts: Sequence[Hashes]) -> list[Looked]:
        """Look the hashes of each of `texts` up in the runs, all at once, for `find`.

        Many at once take a fraction of the time; what comes and goes until they are used
        is taken into account there.
        """
        if len(texts) >= _MANY:
            self._flush()
        bounds = np.cumsum([0, *map(len, texts)]).tolist()
        flat = np.concatenate([np.empty(0, np.uint32), *texts])
        counters = flat & _COUNTER
        rare = self._counts[counters] <= COMMON
        wanted = np.flatnonzero(rare)
        wanted = wanted[np.argsort(flat[wanted])]  # in their order the search stays in the cache
        found = [_postings(run, flat[wanted]) for run in self._runs]
        places = np.concatenate([np.empty(0, np.int64), *(wanted[place] for place, _ in found)])
        slots = np.concatenate([np.empty(0, np.uint32), *(slots for _, slots in found)])
        order = np.argsort(places, kind="stable")
        places, slots = places[order], slots[order]
        cuts = zip(
            pairwise(bounds),
            pairwise(np.searchsorted(places, bounds).tolist()),
            pairwise(np.searchsorted(missing := np.flatnonzero(~rare), bounds).tolist()),
            strict=True,
        )
        hashes, numbers, unders = flat.tolist(), counters.tolist(), flat[places].tolist()
        absent, listed = flat[missing].tolist(), slots.tolist()
        return [
            Looked(
                self._generation, hashes[a:b], numbers[a:b], absent[i:j], listed[k:m], unders[k:m]
            )
            for (a, b), (k, m), (i, j) in cuts
        ]

    def find(self, looked: Looked) -> list[str]:
        """Give the texts to compare one with, those that share most of its hashes first."""
        rare = hashes = looked.hashes
        slots, left = looked.slots, looked.missing
        if looked.generation != self._generation:
            slots, left = [], hashes
        if not self._common.isdisjoint(looked.counters):
            frequent = {
                value
                for value, counter in zip(hashes, looked.counters, strict=True)
                if counter in self._common
            }
            rare = [value for value in hashes if value not in frequent]
            left = [value for value in left if value not in frequent]
            if slots:
                under = zip(slots, looked.under, strict=True)
                slots = [slot for slot, value in under if value not in frequent]
        for run in self._runs if left else ():
            slots = slots + _postings(run, np.array(left, np.uint32))[1].tolist()
        recent = self._recent_by_hash()
        shared = Counter(slots)
        for value in rare:
            if value in recent:
                shared.update(recent[value])
        short = len(hashes) <= FEW_HASHES
        found = [
            (-count, self._keys[slot])
            for slot, count in shared.items()
            if (count >= LEAST_SHARED or short or self._lengths[slot] <= FEW_HASHES)
            and self._alive[slot]
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
        self._generation += 1
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
        self._generation += 1
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


def _postings(run: _Run, hashes: Hashes) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Give each posting that `run` has under one of `hashes`: the number of the hash, the slot."""
    begins = run.hashes.searchsorted(hashes)
    there = np.flatnonzero(run.hashes.take(begins, mode="clip") == hashes)
    begins = begins[there]
    counts = run.hashes.searchsorted(hashes[there], side="right") - begins
    before = np.cumsum(counts) - counts
    among = np.arange(int(counts.sum())) + np.repeat(begins - before, counts)
    return np.repeat(there, counts), run.slots[among]
