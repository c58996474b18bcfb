"""The words and numbers of a text that may belong to a date, and which of them stand together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from streams.tag.dates.lexicon import Lexicon, Word
from streams.tag.dates.spots import LONGEST_GAP, YEAR_DIGITS, Spots

YEARS: Final = range(1000, 3000)
LAST_DAY: Final = 31
TASHKEEL: Final = "".join(map(chr, range(0x64B, 0x653)))
SOFT: Final = " \t\r\u00a0\u202f\u200e\u200f,،()[]'’‘ـ" + TASHKEEL
"""What may stand within an expression and means nothing, around at most one mark."""
MARKS: Final = {"": "", "-": "-", "–": "-", "—": "-", "/": "/", ".": "."}
APOSTROPHES: Final = frozenset("'’ʼ")
BEFORE_SUFFIX: Final = frozenset("-'’")
THOUSANDS: Final = frozenset(",٬٫")
"""Marks within a number; a full stop may be a date's."""
BREAKING: Final = frozenset("\n.:;!?؟")
MONEY: Final = frozenset("$€£¥₺₽#№")
ADDRESS: Final = re.compile(r"(?:https?://|www\.|@)\S*")
LONGEST_USER: Final = 64
"""Characters of an e-mail address before the @, by RFC 5321."""
TEN: Final = 10
LONGEST_RUN: Final = 24
"""Letters; a longer row of numbers and months is a table, and is read in pieces."""


_START: Final = itemgetter(1)


class Token(NamedTuple):
    """A word or number, where it stands in folded text, and what it says."""

    word: Word
    start: int
    end: int


MARK: Final = Token(Word("", 0), 0, 0)


class Run(NamedTuple):
    """Tokens that stand together."""

    kinds: str
    """A letter for each token, and for a mark between two: `-` (to), `/` or `.`."""
    tokens: list[Token]
    """As in `kinds`; MARK for a mark."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article's text, as published and folded, and the words of its language."""

    text: str
    folded: str
    offsets: memoryview
    """Of the folded texts of a group: one by one quicker to read than the array itself."""
    first: int
    """Where the article begins in `offsets`."""
    begin: int
    """Where its text begins, as `offsets` count."""
    lexicon: Lexicon

    def place(self, at: int) -> int:
        """Give where a folded character stands in the text."""
        return self.offsets[self.first + at] - self.begin

    def place_after(self, at: int) -> int:
        """Give where the text goes on behind the folded characters before `at`."""
        return self.offsets[self.first + at - 1] - self.begin + 1

    def word_before(self, at: int) -> str:
        """Give the folded word before the one that begins at `at`; empty at the beginning."""
        end = max(0, at - 1)
        return self.folded[self.folded.rfind(" ", 0, end) + 1 : end]

    def word_after(self, at: int) -> str:
        """Give the folded word behind the one that ends at `at`; empty at the end."""
        return self.folded[at + 1 : at + 24].partition(" ")[0]


def runs(reading: Reading, spots: Spots) -> list[Run]:
    """Give what stands together, in order."""
    found: list[Run] = []
    kinds = ""
    together: list[Token] = []
    last: Token | None = None
    for token in _tokens(reading, spots):
        mark = None
        if last is not None and token.start - last.end <= LONGEST_GAP and len(kinds) < LONGEST_RUN:
            mark = _between(reading, last, token)
        if mark is None:
            if together:
                found.append(Run(kinds, together))
            kinds, together = "", []
        elif mark:
            kinds += mark
            together.append(MARK)
        kinds += token.word.kind
        together.append(token)
        last = token
    if together:
        found.append(Run(kinds, together))
    return found


def _tokens(reading: Reading, spots: Spots) -> list[Token]:
    """Give the words of the table and the numbers, the longest where they overlap, in order."""
    tokens = _words(reading, spots)
    if numbers := [token for at, end in spots.numbers if (token := _number(reading, at, end))]:
        tokens += numbers
        tokens.sort(key=_START)
    text = reading.text
    if tokens and ("://" in text or "www." in text or "@" in text):
        tokens = _outside_addresses(reading, tokens)
    if reading.lexicon.case_suffixes:
        tokens = [_with_case(reading, token) for token in tokens]
    return tokens


def _outside_addresses(reading: Reading, tokens: list[Token]) -> list[Token]:
    """Leave out what stands within an address of the web or of e-mail."""
    kept: list[Token] = []
    addresses = ADDRESS.finditer(reading.text)
    start = end = -1
    for token in tokens:
        place = reading.place(token.start)
        while end <= place and (match := next(addresses, None)) is not None:
            start, end = match.span()
            if match[0][0] == "@":
                user = reading.text[max(0, start - LONGEST_USER) : start]
                start -= len(user.split()[-1]) if user[-1:].strip() else 0
        if not start <= place < end:
            kept.append(token)
    return kept


def _words(reading: Reading, spots: Spots) -> list[Token]:
    words = reading.lexicon.words
    tokens: list[Token] = []
    taken = 0
    for start, end, number in spots.words:
        if start < taken:
            continue
        word = words[number]
        if word.depends and not _is_meant(reading, word, start, end):
            continue
        taken = end
        tokens.append(Token(word, start + word.prefix, end))
    return tokens


def _is_meant(reading: Reading, word: Word, start: int, end: int) -> bool:
    """Tell whether a word has the capital that it must have, and no neighbours it must not."""
    lexicon = reading.lexicon
    if word.case:
        first = reading.text[reading.place(start + word.prefix)]
        if first.isupper() != (word.case == "upper"):
            return False
    before, after = lexicon.not_after.get(word.form), lexicon.not_before.get(word.form)
    if before and reading.word_before(start) in before:
        return False
    return not (after and reading.word_after(end) in after)


def _number(reading: Reading, at: int, end: int) -> Token | None:
    """Read the digits from `at` to `end`, with what is written together with them."""
    suffixes, text = reading.lexicon.suffixes, reading.folded
    digits, suffix = text[at:end], ""
    if at and text[at - 1] != " ":
        prefix = text[text.rfind(" ", 0, at) + 1 : at]
        if prefix not in reading.lexicon.number_prefixes:
            return None
    if text[end : end + 1].strip():
        suffix = text[end:].partition(" ")[0]
        if suffix not in suffixes:
            return None
        end += len(suffix)
    elif (
        suffixes and reading.text[(after := reading.place_after(end)) : after + 1] in BEFORE_SUFFIX
    ):
        following = reading.word_after(end)
        if following in suffixes:
            suffix = following
            end += 1 + len(following)
    word = _meant(digits, suffixes.get(suffix, ""))
    if word is None:
        return None
    place = reading.place(at)
    before = reading.text[max(0, place - 2) : place]
    if before[-1:] in MONEY:
        return None
    if len(before) > 1 and before[1] in THOUSANDS and before[0].isdigit():
        word = word._replace(kind="x")
    return Token(word, at, end)


@lru_cache(maxsize=4096)
def _meant(digits: str, kind: str) -> Word | None:
    value = int(digits)
    if kind == "K":
        return Word("K", value) if value % TEN == 0 else None
    if kind == "O":
        return Word("O", value) if 0 < value <= LAST_DAY else None
    if len(digits) == YEAR_DIGITS and value in YEARS:
        return Word("Y", value, "hijri" if kind == "E" else "")
    if kind == "E":
        return None
    return Word("N" if 0 < value <= LAST_DAY else "n", value)


def _with_case(reading: Reading, token: Token) -> Token:
    """Let a token have the ending behind its apostrophe."""
    place, text = reading.place_after(token.end), reading.folded
    if reading.text[place : place + 1] not in APOSTROPHES or token.end >= len(text):
        return token
    end = text.find(" ", token.end + 1)
    return token._replace(end=len(text) if end < 0 else end)


def _between(reading: Reading, first: Token, second: Token) -> str | None:
    """Give the mark between two tokens, empty for none; None when they don't belong together."""
    start, end = first.end, second.start
    join = reading.lexicon.joins.get(reading.folded[start:end])
    if join is None:
        return None
    between = reading.text[reading.place_after(start) : reading.place(end)]
    if between == " ":
        return join
    if end - start > 1:
        return None if BREAKING & set(between) else join
    if "\n" in between or between in THOUSANDS:
        return None
    mark = between.strip(SOFT)
    return "" if mark == "." and first.word.short else MARKS.get(mark)
