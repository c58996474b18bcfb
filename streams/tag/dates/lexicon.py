"""The words of one language, folded, and what each says of a date.

A word's kind is one letter, so that what stands together spells a string for the grammar:

    D weekday    M month       H Hijri month  S season     Z weekend      R day such as yesterday
    U unit       V units       F half, quarter  W counted units (two days)  P part of the day
    L last, this, next         l past (up to today)        J last or next, with plurals only
    B start, middle, end       a ago          c hence      E mark of a Hijri year
    N number up to 31          n other number Y 1000-2999  O ordinal      K decade    w number word
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from streams.tag.dates.table import Table, Tense, months, read, weekdays
from streams.tag.inflect import proclitic_forms
from streams.text.fold import fold_all, fold_word

FRACTIONS: Final = frozenset(("quarter", "half"))
PROCLITIC_KINDS: Final = "DMHUVWRPBSZKF"
"""Kinds whose words Arabic writes together with و ب ل and the like."""
SHORTEST: Final = 3
"""Letters of a shortened weekday or month; shorter ones are words (So, Di, ср)."""
ROMAN: Final = {"xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}
"""Centuries that news speaks of."""


class Word(NamedTuple):
    """A form and what it says."""

    kind: str
    value: int
    """Number, days, or -1, 0, 1 for last, this, next; 0 where `name` says it all."""
    name: str = ""
    """Unit, season, part of the day or of a period."""
    prefix: int = 0
    """Letters before the word itself, in Arabic."""
    weak: bool = False
    short: bool = False
    """Whether it is shortened, so that a full stop may follow."""
    case: str = ""
    """`upper` or `lower` where its first letter must be so."""
    form: str = ""
    """As folded, without prefix."""
    depends: bool = False
    """Whether its case or its neighbours decide if it is meant."""


@dataclass(frozen=True, slots=True)
class Cues:
    """Words that tell a tense, in lower case."""

    words: frozenset[str]
    adjacent: frozenset[str]
    prefixes: tuple[str, ...]
    endings: tuple[str, ...]

    def has(self, word: str) -> bool:
        """Tell whether a word is one of them."""
        return (
            word in self.words
            or (bool(self.endings) and word.endswith(self.endings))
            or (bool(self.prefixes) and word.startswith(self.prefixes))
        )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words, folded, ready to be looked for."""

    language: str
    words: tuple[Word, ...]
    """By number."""
    patterns: tuple[str, ...]
    """(words,) what to look for in a folded text between two spaces."""
    joins: Mapping[str, str]
    """What may stand between two words of an expression, to what it is for the grammar."""
    suffixes: Mapping[str, str]
    """What is written together with a number, to the kind that it makes of it."""
    number_prefixes: frozenset[str]
    case_suffixes: bool
    counting: tuple[str, ...]
    """All of the next two."""
    ago: tuple[str, ...]
    hence: tuple[str, ...]
    each: frozenset[str]
    after_event: frozenset[str]
    ablative: tuple[str, ...]
    before_year: frozenset[str]
    modifying_year: frozenset[str]
    bare_year: bool
    before_weak: frozenset[str]
    not_after: Mapping[str, frozenset[str]]
    not_before: Mapping[str, frozenset[str]]
    future: Cues
    past: Cues


@cache
def lexicon(language: str) -> Lexicon:
    """Build a language's lexicon, once a process."""
    table = read(language)
    not_after = {_fold(form): _all(words) for form, words in table.not_after.items()}
    not_before = {_fold(form): _all(words) for form, words in table.not_before.items()}
    forms: dict[str, Word] = {}
    for text, word in _words(language, table):
        form = _fold(text)
        depends = bool(word.case) or form in not_after or form in not_before
        for written, prefix in _written(language, form, word):
            forms.setdefault(written, word._replace(prefix=prefix, form=form, depends=depends))
    return Lexicon(
        language=language,
        words=tuple(forms.values()),
        patterns=tuple(f" {form} " for form in forms),
        joins={
            " ": "",
            **{f" {form} ": "" for form in _all(table.glue)},
            **{f" {form} ": "-" for form in _all(table.range)},
        },
        suffixes={
            **dict.fromkeys(_all(table.plain_suffixes), ""),
            **dict.fromkeys(_all(table.ordinal_suffixes), "O"),
            **dict.fromkeys(_all(table.decade_suffixes), "K"),
            **dict.fromkeys(_all(table.hijri_suffixes), "E"),
        },
        number_prefixes=_all(table.number_prefixes),
        case_suffixes=table.suffixes,
        counting=tuple(f" {form}" for form in _all((*table.ago.before, *table.hence.before))),
        ago=tuple(f" {form}" for form in sorted(_all(table.ago.before), key=len, reverse=True)),
        hence=tuple(f" {form}" for form in sorted(_all(table.hence.before), key=len, reverse=True)),
        each=_all(table.each),
        after_event=_all(table.after_event),
        ablative=tuple(_all(table.ablative)),
        before_year=_all(table.before_year),
        modifying_year=_all(table.modifying_year),
        bare_year=table.bare_year,
        before_weak=_all(table.before_weak),
        not_after=not_after,
        not_before=not_before,
        future=_cues(table.future_tense),
        past=_cues(table.past_tense),
    )


def _fold(text: str) -> str:
    return fold_word(_apart(text))


def _apart(text: str) -> str:
    return text.replace("'", " ").replace("’", " ")


def _all(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold_all([_apart(word) for word in words])) - {""}


def _cues(tense: Tense) -> Cues:
    return Cues(frozenset(tense.words), frozenset(tense.adjacent), tense.prefixes, tense.endings)


def _written(language: str, form: str, word: Word) -> Iterator[tuple[str, int]]:
    yield form, 0
    if language == "ar" and word.kind in PROCLITIC_KINDS:
        yield from proclitic_forms(form)


def _words(language: str, table: Table) -> Iterator[tuple[str, Word]]:
    weak = {_fold(form) for form in table.weak}
    lower = {_fold(form) for form in table.lower_case}
    for text, word in _meanings(language, table):
        form = _fold(text)
        case = "lower" if form in lower else "upper" if table.capitals and word.kind in "DM" else ""
        yield text, word._replace(weak=word.short or form in weak, case=case)


def _meanings(language: str, table: Table) -> Iterator[tuple[str, Word]]:
    for text, told in table.relative.items():
        days, _, part = str(told).partition(" ")
        yield text, Word("R", int(days), part)
    yield from _named_days(language, table)
    for number, texts in table.hijri.items():
        yield from ((text, Word("H", number)) for text in texts)
    for kind, units in (("U", table.units), ("V", table.plurals)):
        for unit, texts in units.items():
            made = "F" if unit in FRACTIONS else "Z" if unit == "weekend" else kind
            yield from ((text, Word(made, 0, unit)) for text in texts)
    for text, counted in table.counted.items():
        number_of, _, unit = counted.partition(" ")
        yield text, Word("W", int(number_of), unit)
    for kind, parts in (("S", table.seasons), ("P", table.parts_of_day)):
        for name, texts in parts.items():
            yield from ((text, Word(kind, 0, name)) for text in texts)
    yield from _modifiers(table)
    yield from _numbers(language, table)


def _numbers(language: str, table: Table) -> Iterator[tuple[str, Word]]:
    for kind, numbers in (("w", table.numbers), ("O", table.ordinals), ("K", table.decades)):
        for value, texts in numbers.items():
            yield from ((text, Word(kind, value)) for text in texts)
    for text, value in ROMAN.items():
        yield text, Word("O", value)
        if language == "fr":
            yield f"{text}e", Word("O", value)


def _modifiers(table: Table) -> Iterator[tuple[str, Word]]:
    for kind, value, texts in (
        ("L", -1, table.last),
        ("l", -1, table.past),
        ("L", 0, table.this),
        ("L", 1, table.next),
        ("J", -1, table.last_many),
        ("J", 1, table.next_many),
        ("a", -1, table.ago.after),
        ("c", 1, table.hence.after),
        ("E", 0, table.hijri_marks),
    ):
        yield from ((text, Word(kind, value)) for text in texts)
    for name, texts in (("start", table.start), ("middle", table.middle), ("end", table.end)):
        yield from ((text, Word("B", 0, name)) for text in texts)


def _named_days(language: str, table: Table) -> Iterator[tuple[str, Word]]:
    for kind, names, added in (
        ("D", weekdays(language), table.weekdays),
        ("M", months(language), table.months),
    ):
        for text, number, short in names:
            if not short:
                yield text, Word(kind, number)
                for part, endings in table.compound_parts.items() if kind == "D" else ():
                    yield from ((f"{text}{e}", Word(kind, number, part)) for e in endings)
            elif len(_fold(text)) >= SHORTEST:
                yield text, Word(kind, number, short=True)
        for number, texts in added.items():
            yield from ((t, Word(kind, number, short=t.endswith("."))) for t in texts)
