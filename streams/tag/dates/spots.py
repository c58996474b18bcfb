"""Where in a group of articles words of dates stand, and numbers near enough to one or to a year.

Found for the whole group at once: what has neither costs next to nothing, and a number that
stands alone is never looked at.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.tag.group import Group
from streams.tag.search import NONE, Matches, Search

LONGEST_GAP: Final = 14
"""Folded characters between two words of one expression; the longest in the tables has 12."""
LONGEST_REACH: Final = LONGEST_GAP + 10
"""Characters from where a number begins to a word behind it: a range may stand between."""
YEAR_DIGITS: Final = 4
"""Digits of a year; no number of a date has more."""
MILLENNIA: Final = (0x31, 0x32)
"""Digits that a year begins with."""
ZERO: Final = 0x30
TEN: Final = 10
SPACE: Final = 0x20
NOWHERE: Final = 1 << 62
"""A place behind every text."""

Places = NDArray[np.int64]


class Spots(NamedTuple):
    """What stands in one article; places are those of its own folded text."""

    words: list[tuple[int, int, int]]
    """Start, end and number in the lexicon; overlapping, by start, the longest first."""
    numbers: list[tuple[int, int, bool]]
    """Start and end of the digits, and whether they or what follows them are a year."""


def spots(group: Group, matches: Matches, search: Search) -> list[Spots]:
    """Give for each article what may be part of a date in it."""
    rows = np.array([search.row(article.language) for article in group.articles], np.int64)
    start, end, word = _words(group, matches, search, rows)
    words = _by_article(group, start, (start, end), word)
    begin, until, is_near_year = _numbers(group, start, end)
    read = np.flatnonzero(rows[_article(group, begin)] != search.row(""))
    begin, until = begin[read], until[read]
    numbers = _by_article(group, begin, (begin, until), is_near_year[read])
    return [Spots(*both) for both in zip(words, numbers, strict=True)]


def _words(
    group: Group, matches: Matches, search: Search, rows: Places
) -> tuple[Places, Places, Places]:
    """Give start, end and number of the words of each article's language."""
    article = _article(group, matches.start)
    number = search.words[rows[article], matches.pattern]
    start, end = matches.start, matches.end - 2  # where a space around the word stands in ` text `
    found = np.flatnonzero((number != NONE) & (end <= group.borders[1:][article]))
    found = found[np.lexsort((-end[found], start[found]))]
    return start[found], end[found], number[found].astype(np.int64)


def _numbers(group: Group, start: Places, end: Places) -> tuple[Places, Places, NDArray[np.bool_]]:
    """Give start and end of the numbers near words or years, and whether they are near a year."""
    codes = np.concatenate((group.folded.codes, (np.uint32(SPACE),)))
    digit = codes - ZERO < TEN
    edges = np.flatnonzero(digit[1:] != digit[:-1]) + 1
    if digit[0]:
        edges = np.concatenate(((0,), edges))
    begin, until = edges[::2], edges[1::2]
    short = np.flatnonzero(until - begin <= YEAR_DIGITS)
    begin, until = begin[short], until[short]
    is_year = (until - begin == YEAR_DIGITS) & np.isin(codes[begin], MILLENNIA)
    is_year &= (begin == 0) | (codes[begin - 1] == SPACE)
    year = np.append(begin[is_year], NOWHERE)[np.searchsorted(begin[is_year], begin)]
    within = year < group.borders[1:][_article(group, begin)]
    is_near_year = within & (year - begin <= LONGEST_REACH - YEAR_DIGITS)
    following = np.searchsorted(start, begin)
    before = np.append(-NOWHERE, np.maximum.accumulate(end))[following]
    behind = np.append(start, NOWHERE)[following]
    near = is_near_year | (begin - before <= LONGEST_GAP) | (behind - begin <= LONGEST_REACH)
    return begin[near], until[near], is_near_year[near]


def _article(group: Group, places: Places) -> Places:
    """Give the article that each place in the group's folded text belongs to."""
    found = np.searchsorted(group.borders, places, side="right") - 1
    return np.minimum(found, len(group.articles) - 1)


def _by_article(
    group: Group, start: Places, places: tuple[Places, ...], also: NDArray[np.int64 | np.bool_]
) -> list[list[tuple[int, ...]]]:
    """Give rows of places, which are made the article's own, and of what else; by article."""
    first = group.borders[_article(group, start)]
    columns = [(place - first).tolist() for place in places]
    rows = list(zip(*columns, also.tolist(), strict=True))
    cuts = np.searchsorted(start, group.borders).tolist()
    return [rows[cuts[n] : cuts[n + 1]] for n in range(len(cuts) - 1)]
