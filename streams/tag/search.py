"""Names and words of dates, looked for in one pass: one automaton over all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

import daachorse
import numpy as np
from numpy.typing import NDArray

NONE: Final = -1
"""The number of a pattern that is no name, or no word of a language."""


class Matches(NamedTuple):
    """What stands in a folded text, overlapping, by where it ends."""

    start: NDArray[np.int64]
    """(matches,) where the pattern begins in ` text `."""
    end: NDArray[np.int64]
    """(matches,) where it ends, exclusive."""
    pattern: NDArray[np.int64]
    """(matches,) number of the pattern."""
    form: NDArray[np.int64]
    """(matches,) number of the form of a name, or NONE."""


@dataclass(frozen=True, slots=True)
class Search:
    """The automaton, and what each of its patterns stands for."""

    automaton: daachorse.CharwiseDoubleArrayAhoCorasick
    forms: NDArray[np.int64]
    """(patterns,) the number of the form of a name, or NONE."""
    words: NDArray[np.int32]
    """(languages + 1, patterns) the number of the word in its language, or NONE.

    The last row, all NONE, is of languages that have no words.
    """
    rows: Mapping[str, int]
    """By language: its row of `words`."""

    def find(self, text: str) -> Matches:
        """Give all that stands in a folded text."""
        found = self.automaton.find_overlapping(f" {text} ")
        size = len(found)
        flat = np.fromiter(chain.from_iterable(found), np.int64, 3 * size).reshape(size, 3)
        start, end, pattern = np.ascontiguousarray(flat.T)
        return Matches(start, end, pattern, self.forms[pattern])

    def row(self, language: str) -> int:
        """Give the row of `words` for a language."""
        return self.rows.get(language, len(self.rows))


def build(names: Sequence[str], words: Mapping[str, Sequence[str]]) -> Search:
    """Build it from the patterns of names, and by language the patterns of words."""
    numbers: dict[str, int] = {}
    for pattern in chain(names, *words.values()):
        numbers.setdefault(pattern, len(numbers))
    forms = np.full(len(numbers), NONE, np.int64)
    forms[[numbers[pattern] for pattern in names]] = np.arange(len(names))
    of_language = np.full((len(words) + 1, len(numbers)), NONE, np.int32)
    for row, patterns in enumerate(words.values()):
        of_language[row, [numbers[pattern] for pattern in patterns]] = np.arange(len(patterns))
    return Search(
        daachorse.CharwiseDoubleArrayAhoCorasick(list(numbers)),
        forms,
        of_language,
        {language: row for row, language in enumerate(words)},
    )
