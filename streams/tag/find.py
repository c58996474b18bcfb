"""Where names stand in a group of articles, and what each may mean as it is written there."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np

from streams.tag.gazetteer import Form, Gazetteer, Meaning, Writing, bit
from streams.tag.group import Group
from streams.tag.search import NONE, Matches

BREAK: Final = re.compile(r"[\n\r,;:!?()\[\]{}،؛؟。，；：！？]|(?<!\b\w)[.…](?=\s+\w{2})")
"""What no name runs across: ends of lines, clauses and sentences; an initial's dot is none."""
FIRST_MARK: Final = "\u0300"
DOTTED: Final = re.compile(r"(\w{1,2}\. ?)+\w{1,2}\Z")
"""An acronym with dots, such as U.S., less the last."""


class Span(NamedTuple):
    """A name in the text, before it is decided which actor it means."""

    start: int
    end: int
    """In code points of the article's text."""
    prefix: str
    """For a capital, the letters written together with it, folded; empty for most."""
    before: str
    """For a capital, up to CONTEXT folded characters before it and its prefix, stripped."""
    after: str
    """Up to CONTEXT folded characters after it, likewise."""
    meanings: tuple[Meaning, ...]
    certain: bool
    """Whether it means its one actor, whatever else the article names."""


CONTEXT: Final = 24
"""Folded characters: a word or two."""


def find_names(group: Group, matches: Matches, gazetteer: Gazetteer) -> list[list[Span]]:
    """Give each article's names, in order and not overlapping: the leftmost, then the longest.

    A name that cannot mean anything as it is written here does not hide a shorter one.
    """
    articles, folded, forms = group.articles, group.folded.text, gazetteer.forms
    bits = [bit(article.language) for article in articles]
    borders = group.borders.tolist()
    spans: list[list[Span]] = [[] for _ in articles]
    taken = [0] * len(articles)
    for number, start, end, at, to, form_id in _placed(group, matches, gazetteer, bits):
        if start < taken[number]:
            continue
        text, form = articles[number].text, forms[form_id]
        meanings = form.meanings if form.free else _meanings(text, form, start, end, bits[number])
        if not meanings:
            continue
        taken[number] = end
        follows = text[end : end + 1]
        whole = _whole(text, start, end) if follows == "." or follows >= FIRST_MARK else end
        prefix = before = after = ""
        if form.capital:
            first = at - form.prefix
            prefix = folded[first:at]
            before = folded[max(borders[number], first - CONTEXT) : first].strip()
            after = folded[to : min(borders[number + 1], to + CONTEXT)].strip()
        spans[number].append(Span(start, whole, prefix, before, after, meanings, form.certain))
    return spans


def _placed(
    group: Group, matches: Matches, gazetteer: Gazetteer, bits: list[int]
) -> Iterator[tuple[int, int, int, int, int, int]]:
    """Give article, original span, folded span and form of each match within one article.

    Those whose form means nothing in the article's language are left out. In order of
    where they start, the longest first.
    """
    names = np.flatnonzero(matches.form != NONE)
    form, offsets, ends = matches.form[names], group.folded.offsets, group.ends
    at = matches.start[names] + gazetteer.lead[form]
    to = at + gazetteer.lengths[form]
    start, end = offsets[at], offsets[to - 1] + 1
    number = np.searchsorted(ends, start, side="right")
    within = end < ends[number]
    spoken = (gazetteer.languages[form] & np.array(bits, np.int64)[number]) != 0
    rows = np.flatnonzero(within & spoken)
    rows = rows[np.lexsort((-end[rows], start[rows]))]
    first = np.concatenate(([0], ends[:-1]))[number]
    columns = (number, start - first, end - first, at, to, form)
    return zip(*(column[rows].tolist() for column in columns), strict=True)


def _meanings(text: str, form: Form, start: int, end: int, spoken: int) -> tuple[Meaning, ...]:
    if form.several and BREAK.search(text, start, end):
        return ()
    surface, meanings = text[start:end], form.meanings
    kept = [
        meaning
        for meaning in meanings
        if meaning.languages & spoken
        and (not meaning.writing or _is_written(meaning.writing, surface, text, start))
    ]
    return meanings if len(kept) == len(meanings) else tuple(kept)


def _is_written(writing: Writing, surface: str, text: str, start: int) -> bool:
    if writing == Writing.CAPITALISED:
        if surface[0].isalpha():
            return surface[0].isupper()
        return next((c.isupper() for c in surface if c.isalpha()), False)
    if writing == Writing.SOME_CAPITAL:
        return any(c.isupper() for c in surface)
    if not surface.isupper():
        return False
    if writing == Writing.CAPITALS:
        return True
    begins, mixed = _lines(text)
    return mixed[bisect_right(begins, start) - 1]


@lru_cache(maxsize=1)
def _lines(text: str) -> tuple[list[int], list[bool]]:
    """Give where each line begins, and whether it has small letters.

    All at once and kept while the article is read: a line may hold thousands of names.
    """
    lines = text.split("\n")
    begins = [0, *accumulate(len(line) + 1 for line in lines[:-1])]
    return begins, [any(map(str.islower, line)) for line in lines]


def _whole(text: str, start: int, end: int) -> int:
    """Give the end with what belongs to the last letter: its marks, or an acronym's last dot."""
    if text[end : end + 1] == "." and DOTTED.match(text[start:end]):
        return end + 1
    while text[end : end + 1] >= FIRST_MARK and unicodedata.combining(text[end]):
        end += 1
    return end
