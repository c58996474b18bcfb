"""Which texts of the window share hashes with a new one: an inverted index in flat arrays.

Eight bytes a posting, against about 150 in a dict of lists: 335 bytes an article of 37 postings.
A chunk of texts is looked up at once; more texts cost more, as runs get longer and more numerous.

The newest postings are kept as they came, and put in a dict once something is found: a window
that is being restored needs none. When they are many they become a sorted run, and runs
merge as they grow (a log-structured merge tree), so that there are few of them and each posting
is moved a few times only.

An answer depends on the live texts alone, not on how they came to be in which run, so that a
window restored from the changelog answers as the one that was lost. That holds for the
limit on frequent hashes too: they are counted over the live texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.dedup.frequency import Frequency, counters_of
from streams.dedup.hashing import Hashes

CANDIDATES: Final = 24
"""Most texts compared with a new one, those that share most hashes."""
LEAST_SHARED: Final = 2
"""Hashes to share before texts are compared. Source: DESIGN 6."""
FEW_HASHES: Final = 8
"""A text with no more hashes than this need share but one: of 8 hashes and a containment of 0.7
one in 800 would share fewer than two, of 4 one in 12."""

_RECENT_POSTINGS: Final = 1 << 16
"""Postings from which they are made a run though nothing is looked up: more than a chunk has."""
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
    """Of the window: in any other, the rest is void."""
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
        self._alive = bytearray()
        self._frequency = Frequency()
        self._recent: list[tuple[Hashes, int]] = []
        self._recent_postings = 0
        self._looked_up = 0
        """How many of the recent texts are in the two dicts."""
        self._first: dict[int, int] = {}
        """The first of the recent texts with a hash."""
        self._others: dict[int, list[int]] = {}
        """The other recent texts with it, where there are any."""
        self._runs: list[_Run] = []
        self._generation = 0
        """Changes with the runs, and with the table of how frequent hashes are."""

    def __len__(self) -> int:
        return len(self._slot_of)

    @property
    def nbytes(self) -> int:
        """Memory of the sorted runs and counters, bytes."""
        runs = sum(run.hashes.nbytes + run.slots.nbytes for run in self._runs)
        return runs + self._frequency.nbytes + len(self._alive)

    def add(self, key: str, hashes: Hashes) -> None:
        """Make `key` findable by `hashes` (sorted, without repeats)."""
        slot = len(self._keys)
        self._slot_of[key] = slot
        self._keys.append(key)
        self._lengths.append(len(hashes))
        self._alive.append(True)
        self._frequency.add(hashes)
        self._recent.append((hashes, slot))
        self._recent_postings += len(hashes)
        if self._recent_postings >= _RECENT_POSTINGS:
            self._flush()

    def remove(self, key: str, hashes: Hashes) -> None:
        """Forget `key`, which was added with `hashes`."""
        self._alive[self._slot_of.pop(key)] = False
        self._frequency.remove(hashes)
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
        self._settle()
        bounds = np.cumsum([0, *map(len, texts)]).tolist()
        flat = np.concatenate([np.empty(0, np.uint32), *texts])
        counters = counters_of(flat)
        rare = ~self._frequency.common(counters)
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
        if looked.generation != self._generation:
            [looked] = self.look_up([np.array(looked.hashes, np.uint32)])
        rare, slots, missing = looked.hashes, looked.slots, looked.missing
        common = self._frequency.common_now(looked.counters, changed=not missing)
        if common or missing:
            numbered = zip(rare, looked.counters, strict=True)
            rare = [value for value, counter in numbered if counter not in common]
            known = set(rare)
            under = zip(slots, looked.under, strict=True)
            slots = [slot for slot, value in under if value in known]
            slots += self._in_runs([value for value in missing if value in known])
        slots = slots + self._in_recent(rare)
        if not slots:
            return []
        shared = Counter(slots)
        short = len(looked.hashes) <= FEW_HASHES
        found = [
            (-count, self._keys[slot])
            for slot, count in shared.items()
            if (count >= LEAST_SHARED or short or self._lengths[slot] <= FEW_HASHES)
            and self._alive[slot]
        ]
        found.sort()
        return [key for _, key in found[:CANDIDATES]]

    def _in_runs(self, hashes: list[int]) -> list[int]:
        """Give the text of each posting that the runs have under one of `hashes`."""
        wanted = np.array(hashes, np.uint32)
        return [slot for run in self._runs for slot in _postings(run, wanted)[1].tolist()]

    def _in_recent(self, hashes: list[int]) -> list[int]:
        """Give the text of each recent posting under one of `hashes`."""
        first, others = self._first, self._others
        for own, slot in self._recent[self._looked_up :]:
            for value in own.tolist():
                if first.setdefault(value, slot) != slot:
                    others.setdefault(value, []).append(slot)
        self._looked_up = len(self._recent)
        slots: list[int] = []
        for value in first.keys() & hashes:
            slots.append(first[value])
            slots += others.get(value, ())
        return slots

    def _settle(self) -> None:
        """Count what has come and gone."""
        self._generation += 1
        self._frequency.settle()

    def _flush(self) -> None:
        """Make a run of the recent postings, and merge it with those no larger."""
        if not self._recent:
            return
        self._settle()
        hashes = np.concatenate([each for each, _ in self._recent])
        lengths = [len(each) for each, _ in self._recent]
        slots = np.repeat(np.array([slot for _, slot in self._recent], np.uint32), lengths)
        order = np.argsort(hashes)
        hashes, slots = hashes[order], slots[order]
        self._recent = []
        self._recent_postings = 0
        self._looked_up = 0
        self._first, self._others = {}, {}
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
        alive = self._alive_now()[slots]
        hashes, slots = hashes[alive], slots[alive]
        order = np.argsort(hashes, kind="stable")
        return _Run(hashes[order], slots[order])

    def _rewrite(self) -> None:
        """Drop all that is dead, and number the live texts anew."""
        self._flush()
        self._settle()
        alive = self._alive_now()
        number = np.cumsum(alive, dtype=np.uint32) - np.uint32(1)
        if self._runs:
            run = self._merged(self._runs)
            self._runs = [_Run(run.hashes, number[run.slots])]
        kept = np.flatnonzero(alive).tolist()
        self._keys = [self._keys[slot] for slot in kept]
        self._lengths = [self._lengths[slot] for slot in kept]
        self._slot_of = {key: slot for slot, key in enumerate(self._keys)}
        self._alive = bytearray(b"\1" * len(kept))

    def _alive_now(self) -> NDArray[np.bool_]:
        """Mark the slots of live texts; to be let go before the next text is added."""
        return np.frombuffer(self._alive, np.bool_)


def _postings(run: _Run, hashes: Hashes) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Give each posting that `run` has under one of `hashes`: the number of the hash, the slot."""
    begins = run.hashes.searchsorted(hashes)
    there = np.flatnonzero(run.hashes.take(begins, mode="clip") == hashes)
    begins = begins[there]
    counts = run.hashes.searchsorted(hashes[there], side="right") - begins
    before = np.cumsum(counts) - counts
    among = np.arange(int(counts.sum())) + np.repeat(begins - before, counts)
    return np.repeat(there, counts), run.slots[among]
