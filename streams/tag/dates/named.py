"""Days, months, seasons and years by their names and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from schemas.records import DateBasis, DatePart
from streams.tag.dates import periods
from streams.tag.dates.hijri import hijri_day, hijri_month, hijri_year, year_of
from streams.tag.dates.lexicon import Word
from streams.tag.dates.meaning import (
    AHEAD_DAYS,
    AHEAD_MONTH_DAYS,
    Meaning,
    Wording,
    around,
    choose,
)
from streams.tag.dates.periods import DAY, Period
from streams.tag.dates.spots import YEAR_DIGITS
from streams.tag.dates.tokens import Reading, Token

HIJRI_YEARS: Final = range(1343, 1501)
PLAIN_YEARS: Final = range(1900, 2100)
"""Numbers that are a year without a word that says so, after the right preposition."""
MONTHS: Final = 12
SHORT_YEAR: Final = 100


def numeric(e: Wording) -> Meaning | None:
    """Read 29/12/2018, 2018-12-29, 3/6/1435هـ; in English 3/4/2018 could be either: None."""
    first, second, third = e.all[:3]
    if first.kind == "Y":
        year, month, day = first, second.value, third.value
    else:
        year, month, day = third, second.value, first.value
        if month > MONTHS:
            month, day = day, month
        elif e.language == "en" and "/" in e.kinds and month != day <= MONTHS:
            return None
    if _is_hijri(e, year):
        return Meaning(hijri_day(year.value, month, day), "day", "absolute", hijri=True)
    return Meaning(periods.day(date(year.value, month, day)), "day", "absolute")


def day_of_month(e: Wording) -> Meaning | None:
    """Read 12 March, 15 كانون الثاني/يناير 2018, Friday 9 Ramadan, 21 July of last year."""
    number, month = e.word("NO"), _month(e)
    if number is None or month is None or not _fits(e, "day"):
        return None
    found = _dated(e, month, number.value)
    if found is None:
        return None
    period, basis = found
    return Meaning(period, "day", basis, hijri=month.kind == "H")


def days_of_month(e: Wording) -> Meaning | None:
    """Read 12-15 March: all of these days."""
    first, last = e.words("NO")[:2]
    month = _month(e)
    if month is None or first.value >= last.value or not _fits(e, "day"):
        return None
    found = _dated(e, month, last.value)
    if found is None:
        return None
    (begin, until), basis = found
    period = Period(begin - (last.value - first.value) * DAY, until)
    return Meaning(period, "day", basis, hijri=month.kind == "H")


def _dated(e: Wording, month: Word, day: int) -> tuple[Period, DateBasis] | None:
    """Find the year of a day of a month."""
    hijri = month.kind == "H"

    def make(year: int) -> Period:
        if hijri:
            return hijri_day(year, month.value, day)
        return periods.day(date(year, month.value, day))

    if year := e.word("Y"):
        return (make(year.value), "absolute") if hijri or not _is_hijri(e, year) else None
    this = year_of(e.anchor) if hijri else e.anchor.year
    last = e.word("Ll")
    if last and "year" in e.units():
        return make(this + last.value), "relative"
    candidates = around(this, make)
    if weekday := e.word("D"):
        candidates = [p for p in candidates if p.start.isoweekday() == weekday.value] or candidates
    chosen = choose(candidates, e, AHEAD_DAYS, last.value if last else None)
    return (chosen, "partial") if chosen else None


def month(e: Wording) -> Meaning | None:
    """Read March, في آذار/مارس, mid-September, October of last year, last March, شهر رمضان."""
    named = _month(e)
    if named is None or not _fits(e):
        return None
    hijri = named.kind == "H"

    def make(year: int) -> Period:
        return hijri_month(year, named.value) if hijri else periods.month(year, named.value)

    last = e.word("Ll")
    basis: DateBasis = "partial"
    this = year_of(e.anchor) if hijri else e.anchor.year
    period: Period | None
    if year := e.word("Y"):
        period, basis = make(year.value), "absolute"
    elif last and "year" in e.units():
        period, basis = make(this + last.value), "relative"
    else:
        direction = last.value if last else None
        period = choose(around(this, make), e, AHEAD_MONTH_DAYS, direction)
    return None if period is None else _part_of(e, Meaning(period, "month", basis, hijri=hijri))


def months(e: Wording) -> Meaning | None:
    """Read January to March 2018."""
    first, last = (word.value for word in e.words("M"))
    if first == last:
        return None
    size = (last - first) % MONTHS + 1
    if year := e.word("Y"):
        begin = year.value if first < last else year.value - 1
        return Meaning(periods.months(begin, first, size), "month", "absolute")
    made = around(e.anchor.year, lambda number: periods.months(number, first, size))
    chosen = choose(made, e, AHEAD_MONTH_DAYS)
    return Meaning(chosen, "month", "partial") if chosen else None


def year(e: Wording) -> Meaning | None:
    """Read in 2019, عام 1436هـ, the 2012 election, mid-2018."""
    number = e.word("Y")
    if number is None or not e.units() <= {"year"}:
        return None
    if _is_hijri(e, number):
        return _part_of(e, Meaning(hijri_year(number.value), "year", "absolute", hijri=True))
    return _part_of(e, Meaning(periods.year(number.value), "year", "absolute"))


def is_year(reading: Reading, tokens: Sequence[Token]) -> bool:
    """Tell whether a number that no word says to be a year is one, by what stands around it.

    True of whatever has such a word.
    """
    lexicon = reading.lexicon
    by_kind = {token.word.kind: token.word for token in tokens}
    number = by_kind["Y"]
    said = "U" in by_kind or "B" in by_kind
    if said or _counts_as_hijri(number, lexicon.language, marked="E" in by_kind):
        return True
    value = number.value
    is_round = value % SHORT_YEAR == 0 and value != 2000  # noqa: PLR2004 - the only one in the news
    if value not in PLAIN_YEARS or is_round:
        return False
    return _is_bare_year(reading, tokens[0].start, tokens[-1].end)


def _is_bare_year(reading: Reading, start: int, end: int) -> bool:
    lexicon = reading.lexicon
    text, before = reading.text, reading.word_before(start)
    place, after = reading.place(start), reading.place_after(end)
    following = text[after : after + 2]
    if following[:1] in ("%", "°"):
        return False
    if before in lexicon.before_year or (text[place - 1 : place] == "(" and following[:1] == ")"):
        return True
    if lexicon.case_suffixes and end - start > YEAR_DIGITS:
        return True
    lower = following[:1] == " " and following[1:].islower()
    if before in lexicon.modifying_year or text[max(0, place - 3) : place - 1] in ("'s", "’s"):
        return lower
    return lexicon.bare_year and (lower or following[:1] in (",", ".", ")", ";", ":", ""))


def years(e: Wording) -> Meaning | None:
    """Read 2018-2019, 1991/96."""
    first, second = e.words("YNn")[:2]
    last = second.value
    if second.kind != "Y":
        last += first.value // SHORT_YEAR * SHORT_YEAR
    if not first.value < last < first.value + SHORT_YEAR:
        return None
    if _is_hijri(e, first):
        period = Period(hijri_year(first.value).start, hijri_year(last).until)
        return Meaning(period, "year", "absolute", hijri=True)
    if first.value not in PLAIN_YEARS or last not in PLAIN_YEARS:
        return None
    period = periods.months(first.value, 1, MONTHS * (last - first.value + 1))
    return Meaning(period, "year", "absolute")


def season(e: Wording) -> Meaning | None:
    """Read this summer, the summer of 2018, летом прошлого года."""
    named = e.word("S")
    if named is None or not e.units() <= {"year"}:
        return None
    first = periods.SEASON_STARTS[named.name]
    last, number = e.word("Ll"), e.word("Y")
    basis: DateBasis = "absolute" if number else "relative"
    if number or (last and e.units()):
        begin = number.value if number else e.anchor.year + (last.value if last else 0)
        return _part_of(e, Meaning(periods.months(begin, first, 3), "season", basis))
    made = around(e.anchor.year, lambda at: periods.months(at, first, 3))
    chosen = choose(made, e, 0, last.value if last else None)
    return _part_of(e, Meaning(chosen, "season", basis)) if chosen else None


def _month(e: Wording) -> Word | None:
    """Give the month named; None when two names don't mean the same."""
    named = e.words("MH")
    return named[0] if named and len({w.value for w in named}) == 1 else None


def _fits(e: Wording, *more: str) -> bool:
    """Tell whether the units are a month's and a year's, the year behind the month."""
    before = True
    for word in e.all:
        kind, name = word.kind, word.name
        if kind in "MH":
            before = False
        elif kind == "U" and name not in (("month", *more) if before else ("month", "year")):
            return False
    return True


def _is_hijri(e: Wording, year: Word) -> bool:
    return _counts_as_hijri(year, e.language, marked=e.word("E") is not None)


def _counts_as_hijri(year: Word, language: str, *, marked: bool) -> bool:
    return year.value in HIJRI_YEARS and (marked or year.name == "hijri" or language == "ar")


def _part_of(e: Wording, meaning: Meaning) -> Meaning:
    """Narrow to the start, middle or end where one is named."""
    return narrowed(meaning, e.word("B"))


def narrowed(meaning: Meaning, part: Word | None) -> Meaning:
    """Narrow a meaning to a third of it."""
    if part is None:
        return meaning
    name: DatePart = part.name  # type: ignore[assignment]  # the lexicon's three names
    unit = meaning.grain
    period = periods.third(unit, meaning.period, name)  # type: ignore[arg-type]  # no weekend is narrowed
    return meaning._replace(period=period, part=name, approximate=True)
