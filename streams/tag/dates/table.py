"""The tables of words by language, as the files beside this module hold them.

Names of weekdays and months come from CLDR, by Babel; a file adds the forms that CLDR lacks.
All words are written as printed: they are folded when the lexicon is built.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Final

import msgspec
from babel import Locale

Words = tuple[str, ...]
ByNumber = Mapping[int, Words]
ByName = Mapping[str, Words]

LANGUAGES: Final = ("ar", "en", "fr", "ru", "tr", "es", "de")
LOCALES: Final[Mapping[str, Words]] = {
    "ar": ("ar", "ar_SY", "ar_IQ", "ar_DZ", "ar_TN", "ar_MA", "ar_MR", "ar_SA"),
    "de": ("de", "de_AT"),
    "es": ("es", "es_MX"),
}
"""Locales whose months or weekdays differ; other languages have one."""


class Around(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands before a number of units, or after it."""

    before: Words = ()
    after: Words = ()


class Tense(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words, and beginnings and endings of words, that tell a tense."""

    words: Words = ()
    adjacent: Words = ()
    """Words that count right before a date alone: until, by."""
    prefixes: Words = ()
    endings: Words = ()


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One language's words."""

    weekdays: ByNumber = {}
    """By ISO number, beside CLDR's; what ends in a full stop is an abbreviation."""
    months: ByNumber = {}
    hijri: ByNumber = {}
    units: ByName = {}
    plurals: ByName = {}
    counted: Mapping[str, str] = {}
    """Words that hold a number and a unit, such as the Arabic dual: `2 day`."""
    seasons: ByName = {}
    relative: Mapping[str, int | str] = {}
    """Days from the day of publication, and the part of that day if one is meant: `-1 night`."""
    parts_of_day: ByName = {}
    compound_parts: ByName = {}
    """Parts of the day that are written together with a weekday."""
    last: Words = ()
    past: Words = ()
    """Like `last`, but up to today: of the past year, not of last year."""
    this: Words = ()
    next: Words = ()
    last_many: Words = ()
    """Like `last`, with plurals only, where the unit itself doesn't tell (les derniers mois)."""
    next_many: Words = ()
    start: Words = ()
    middle: Words = ()
    end: Words = ()
    ago: Around = Around()
    hence: Around = Around()
    """Says that a time will pass; counts only near a word in the future tense."""
    numbers: ByNumber = {}
    ordinals: ByNumber = {}
    decades: ByNumber = {}
    number_prefixes: Words = ()
    """What is written together with a number, before it."""
    ordinal_suffixes: Words = ()
    decade_suffixes: Words = ()
    plain_suffixes: Words = ()
    hijri_suffixes: Words = ()
    hijri_marks: Words = ()
    suffixes: bool = False
    """Whether case endings follow an apostrophe (Mart'ta)."""
    glue: Words = ()
    """What may stand within an expression and adds nothing to it."""
    range: Words = ()
    """What stands between the first and the last day of several."""
    each: Words = ()
    """Words before a weekday or unit that make it mean any or all of them."""
    after_event: Words = ()
    """Words behind `three days before` that say: of something other than publication."""
    ablative: Words = ()
    """Endings of the word before `three days before` that say the same."""
    before_year: Words = ()
    """Words after which a bare number of four digits is a year."""
    modifying_year: Words = ()
    """Likewise, where a word in small letters follows: the 2012 election."""
    bare_year: bool = False
    """Whether a year needs no such word, for writers put a year behind a noun."""
    weak: Words = ()
    """Forms that are common words too: alone they count only after one of `before_weak`."""
    before_weak: Words = ()
    capitals: bool = False
    """Whether weekdays and months begin with a capital."""
    lower_case: Words = ()
    """Forms that mean something else with a capital."""
    month_first: bool = False
    not_after: ByName = {}
    """By form: words before it with which it means something else (USA Today)."""
    not_before: ByName = {}
    future_tense: Tense = Tense()
    past_tense: Tense = Tense()


def read(language: str) -> Table:
    """Read a language's file; raises ValueError that names it when it is not as it should be."""
    file = f"{language}.yaml"
    try:
        return msgspec.yaml.decode((files(__package__) / file).read_bytes(), type=Table)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"{file}: {error}") from None


def months(language: str) -> Iterator[tuple[str, int, bool]]:
    """Give CLDR's names of months, with their number and whether they are shortened."""
    for locale in map(Locale.parse, LOCALES.get(language, (language,))):
        for form in ("format", "stand-alone"):
            for width, short in (("wide", False), ("abbreviated", True)):
                for number, name in locale.months[form][width].items():
                    yield name, number, short


def weekdays(language: str) -> Iterator[tuple[str, int, bool]]:
    """Give CLDR's names of weekdays, Monday being 1, and whether they are shortened."""
    for locale in map(Locale.parse, LOCALES.get(language, (language,))):
        for form in ("format", "stand-alone"):
            for width, short in (("wide", False), ("abbreviated", True)):
                for number, name in locale.days[form][width].items():
                    yield name, number + 1, short
