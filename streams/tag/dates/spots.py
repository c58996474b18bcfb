"""Where in a group of articles words and numbers stand that may be part of a date.

Found for the whole group at once. What is no date by itself (one, the first, 500) is left out
unless another stands beside it, with at most a word that joins them between; and so are numbers
beside numbers alone. What is kept is looked at one by one later, so that keeping too much does
no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.tag.dates.grammar import readings
from streams.tag.dates.lexicon import lexicon
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
WITH_NUMBERS: Final = frozenset("DMHUVFSLlJBE")
"""Kinds of words that numbers stand beside."""
ZERO: Final = 0x30
TEN: Final = 10
SPACE: Final = 0x20
LETTERS: Final = 0x800
"""Code points that hold the letters of all languages with tables."""
NOWHERE: Final = 1 << 62
"""A place behind every text."""

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Spots(NamedTuple):
    """What stands in one article; places are those of its own folded text."""

    words: list[tuple[int, ...]]
    """Start, end and number in the lexicon; overlapping, by start, the longest first."""
    numbers: list[tuple[int, ...]]
    """Start and end of the digits."""


class _Table(NamedTuple):
    """What the words of each language are good for; rows as in `Search.words`."""

    alone: Flags
    """(languages, words) whether it may be a date by itself."""
    with_numbers: Flags
    """(languages, words) whether numbers stand beside it."""
    links: Flags
    """(languages, LETTERS) letters that what joins words and numbers to others begins with."""


class _Page(NamedTuple):
    """A group, as it is looked at."""

    group: Group
    rows: Places
    """(articles,) row of the language of each."""
    table: _Table


class _Items(NamedTuple):
    """Words or numbers of a group."""

    start: Places
    end: Places
    """Of a number, behind what is written together with it."""
    row: Places
    """Of the article's language."""
    alone: Flags


def spots(group: Group, matches: Matches, search: Search) -> dict[int, Spots]:
    """Give by article, those that have any, what may be part of a date in it."""
    page = _Page(
        group,
        np.array([search.row(article.language) for article in group.articles], np.int64),
        _table(tuple(search.rows)),
    )
    words, word, near_to = _words(page, matches, search)
    numbers, digits = _numbers(page, words, near_to)
    kept_words, kept_numbers = np.split(_together(page, words, numbers), [len(word)])
    found: dict[int, Spots] = {}
    for number, row in _own(
        group, words.start[kept_words], words.end[kept_words], word[kept_words]
    ):
        found.setdefault(number, Spots([], [])).words.append(row)
    for number, row in _own(group, numbers.start[kept_numbers], digits[kept_numbers]):
        found.setdefault(number, Spots([], [])).numbers.append(row)
    return found


@cache
def _table(languages: tuple[str, ...]) -> _Table:
    widest = max(len(lexicon(language).words) for language in languages)
    shape = (len(languages) + 1, widest)
    alone, with_numbers = np.zeros(shape, bool), np.zeros(shape, bool)
    links = np.zeros((len(languages) + 1, LETTERS), bool)
    for row, language in enumerate(languages):
        known = lexicon(language)
        for number, word in enumerate(known.words):
            alone[row, number] = bool(readings(word.kind, language))
            with_numbers[row, number] = word.kind in WITH_NUMBERS
        joining = [*(join.strip() for join in known.joins), *known.suffixes]
        links[row, [ord(text[0]) for text in joining if text]] = True
        links[row] |= known.case_suffixes
    return _Table(alone, with_numbers, links)


def _words(page: _Page, matches: Matches, search: Search) -> tuple[_Items, Places, Flags]:
    """Give the words of each article's language, by start, the longest first.

    With each, its number in the lexicon, and whether numbers stand beside such.
    """
    article = _article(page.group, matches.start)
    number = search.words[page.rows[article], matches.pattern]
    start, end = matches.start, matches.end - 2  # less the spaces around it in ` text `
    found = np.flatnonzero((number != NONE) & (end <= page.group.borders[1:][article]))
    found = found[np.lexsort((-end[found], start[found]))]
    row, word = page.rows[article[found]], number[found].astype(np.int64)
    items = _Items(start[found], end[found], row, page.table.alone[row, word])
    return items, word, page.table.with_numbers[row, word]


def _numbers(page: _Page, words: _Items, near_to: Flags) -> tuple[_Items, Places]:
    """Give the numbers near a word or a year, and years themselves; and where the digits end."""
    group, codes = page.group, page.group.folded.codes
    digits = np.flatnonzero(codes - ZERO < TEN)
    apart = np.diff(digits) > 1
    start = digits[np.append(True, apart)[: len(digits)]]
    end = digits[np.append(apart, True)[: len(digits)]] + 1
    short = np.flatnonzero(end - start <= YEAR_DIGITS)
    start, end = start[short], end[short]
    article = _article(group, start)
    is_year = (end - start == YEAR_DIGITS) & np.isin(codes[start], MILLENNIA)
    year = start[is_year & ((start == 0) | (codes[start - 1] == SPACE))]
    following = np.append(year, NOWHERE)[np.searchsorted(year, start)]
    is_near = following - start <= LONGEST_REACH - YEAR_DIGITS
    where = np.concatenate((words.start[near_to], year))
    until = np.concatenate((words.end[near_to], year + YEAR_DIGITS))
    order = np.argsort(where, kind="stable")
    behind = np.searchsorted(where[order], start)
    before = np.append(-NOWHERE, np.maximum.accumulate(until[order]))[behind]
    is_near |= start - before <= LONGEST_GAP
    is_near |= np.append(where[order], NOWHERE)[behind] - start <= LONGEST_REACH
    kept = np.flatnonzero(is_near & (page.rows[article] < len(page.table.links) - 1))
    text = f"{group.folded.text} "
    behind = np.array([text.index(" ", place) for place in end[kept].tolist()], np.int64)
    return _Items(start[kept], behind, page.rows[article[kept]], is_year[kept]), end[kept]


def _article(group: Group, places: Places) -> Places:
    """Give the article that each place in the group's folded text belongs to."""
    found = np.searchsorted(group.borders, places, side="right") - 1
    return np.minimum(found, len(group.articles) - 1)


def _together(page: _Page, words: _Items, numbers: _Items) -> Flags:
    """Tell which words and numbers, in this order, may be a date, alone or with their neighbours.

    Numbers without a word or a year among them are none: 1.5, 14-3. Neighbours in another
    article do no harm: they are only kept.
    """
    start = np.concatenate((words.start, numbers.start))
    end = np.concatenate((words.end, numbers.end))
    row = np.concatenate((words.row, numbers.row))
    alone = np.concatenate((words.alone, numbers.alone))
    if not len(start):
        return alone
    order = np.lexsort((-end, start))
    end = np.maximum.accumulate(end[order])
    gap = start[order][1:] - end[:-1]
    behind = page.group.folded.codes.take(end[:-1] + 1, mode="clip")
    letter = np.minimum(behind, LETTERS - 1)
    is_joined = page.table.links[row[order][:-1], letter] & (gap <= LONGEST_REACH)
    is_joined |= gap <= 1
    chain = np.empty(len(order), np.int64)
    chain[order] = np.concatenate(((0,), np.cumsum(~is_joined)))
    is_several = np.bincount(chain) > 1
    has_word = np.bincount(chain[: len(words.start)], minlength=len(is_several)) > 0
    return ((np.bincount(chain, alone) > 0) | (is_several & has_word))[chain]


def _own(
    group: Group, start: Places, end: Places, *also: Places
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Give each row's article, and the row: places, made the article's own, and what else."""
    article = _article(group, start)
    first = group.borders[article]
    rows = zip(*(column.tolist() for column in (start - first, end - first, *also)), strict=True)
    return zip(article.tolist(), rows, strict=True)
