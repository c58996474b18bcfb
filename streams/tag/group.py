"""Articles folded together: folding and searching many at once costs less than one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.text.fold import Folded, fold

GROUP_CHARS: Final = 1 << 16
"""Characters folded and searched at once: enough to amortise, and its arrays stay in cache."""
JOINER: Final = "\u200c"
"""Zero-width non-joiner: stands in Persian between the parts of a word, where some put a space."""
SEPARATING: Final = "'’‘ʼ`´＇" + JOINER
"""Apostrophes that separate, but for those that transliterate Arabic letters; and the joiner."""


class Article(NamedTuple):
    """What is searched of an article."""

    text: str
    language: str


class Group(NamedTuple):
    """Articles folded together, apostrophes and joiners separating."""

    articles: list[Article]
    folded: Folded
    ends: NDArray[np.int64]
    """(articles,) where each ends in the text that was folded, the space behind it included."""
    borders: NDArray[np.int64]
    """(articles + 1,) where each begins in folded text, and the end of the last."""


def groups(articles: Sequence[Article]) -> Iterator[Group]:
    """Fold articles, as many together as go with caches."""
    for some in _groups(articles):
        ends = np.cumsum(np.array([len(article.text) + 1 for article in some], np.int64))
        folded = fold(separated("\n".join([article.text for article in some])))
        borders = np.zeros(len(some) + 1, np.int64)
        borders[1:] = np.searchsorted(folded.offsets, ends)
        yield Group(some, folded, ends, borders)


def separated(text: str) -> str:
    """Put a space for each apostrophe and joiner, so that it separates; offsets stay the same."""
    for mark in SEPARATING:
        if mark in text:
            text = text.replace(mark, " ")
    return text


def _groups(articles: Sequence[Article]) -> Iterator[list[Article]]:
    group: list[Article] = []
    size = 0
    for article in articles:
        if group and size + len(article.text) > GROUP_CHARS:
            yield group
            group, size = [], 0
        group.append(article)
        size += len(article.text)
    if group:
        yield group
