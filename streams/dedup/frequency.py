"""How many texts of the window have a hash, so that boilerplate is not looked up.

Texts are counted in a table, many at once. What has come and gone since is counted in a dict, and
only once something is asked: a window that is being restored is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from streams.dedup.hashing import Hashes

Counters: TypeAlias = NDArray[np.uint32]

COMMON: Final = 64
"""Texts of the window from which a hash is not looked up: it is boilerplate, and following it
would make look-ups quadratic. The copies of one story are not indexed, so that few stories
have more texts; its other hashes find it."""
COUNTERS: Final = 1 << 20
"""Counters for that limit; hashes that fall on one are counted together, 24 postings an article
make 7 a counter at 300,000 articles."""
_COUNTER: Final = np.array(COUNTERS - 1, np.uint32)
"""The bits of a hash that choose its counter."""


def counters_of(hashes: Hashes) -> Counters:
    """Give the counter of each hash."""
    return hashes & _COUNTER


class Frequency:
    """Counts the live texts by the hashes that they are found by."""

    def __init__(self) -> None:
        self._table = np.zeros(COUNTERS, np.uint32)
        self._counted = self._table.data
        """The table: gives a single counter several times faster."""
        self._come: list[Counters] = []
        self._gone: list[Counters] = []
        """Of the texts that are not in the table yet, and of those that are no more in the window.
        Copies: hashes would keep the whole text that is gone."""
        self._noted = (0, 0)
        """How many of either are in `_changes`."""
        self._changes: dict[int, int] = {}
        """By how much a counter differs from the table."""

    @property
    def nbytes(self) -> int:
        """Memory of the table, bytes."""
        return self._table.nbytes

    def add(self, hashes: Hashes) -> None:
        """Count a text."""
        self._come.append(counters_of(hashes))

    def remove(self, hashes: Hashes) -> None:
        """Count a text no more."""
        self._gone.append(counters_of(hashes))

    def settle(self) -> None:
        """Bring the table up to date."""
        if self._come:
            np.add.at(self._table, np.concatenate(self._come), np.uint32(1))
        if self._gone:
            np.subtract.at(self._table, np.concatenate(self._gone), np.uint32(1))
        self._come, self._gone = [], []
        self._noted = 0, 0
        self._changes = {}

    def common(self, counters: Counters) -> NDArray[np.bool_]:
        """Mark the counters that were above the limit when the table was settled."""
        return self._table[counters] > COMMON

    def common_now(self, counters: Iterable[int], *, changed: bool) -> set[int]:
        """Give the counters that are above the limit; with `changed`, of those that changed."""
        changes = self._changes_noted()
        if changed:
            counters = changes.keys() & counters
        counted = self._counted
        return {one for one in counters if counted[one] + changes.get(one, 0) > COMMON}

    def _changes_noted(self) -> dict[int, int]:
        changes = self._changes
        come, gone = self._noted
        for texts, by in ((self._come[come:], 1), (self._gone[gone:], -1)):
            for counters in texts:
                for counter in counters.tolist():
                    changes[counter] = changes.get(counter, 0) + by
        self._noted = len(self._come), len(self._gone)
        return changes
