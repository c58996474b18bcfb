"""Days as people write them, named or in digits: "18 November 2019", "4 mars", "18.11.2019"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from streams.parse import solar_hijri
from streams.parse.month_names import MONTHS, month_number

NAMED: Final = (
    re.compile(
        r"(?<![\d:])(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er|º)?[ -](?:de |of )?"
        r"(?P<month>[^\W\d_]{2,12}(?: الأول| الاول| الثاني)?)(?:/[^\W\d_]{2,12})?\.?,?"
        r"(?:[ -](?:del? )?(?P<year>[12]\d{3})(?!\d))?"
    ),
    re.compile(
        r"(?<![^\W\d_])(?P<month>[^\W\d_]{3,10})\.? (?P<day>\d{1,2})(?![\d:])(?:st|nd|rd|th)?,?"
        r"(?: (?P<year>[12]\d{3})(?!\d))?"
    ),
)
"""With the month's name, before or after the day."""

NUMBERED: Final = (
    re.compile(
        r"(?<!\d)(?P<year>[12]\d{3})(?:[-/.]|\. |年 ?|년 ?)"
        r"(?P<month>\d{1,2})(?:[-/.]|\. |月 ?|월 ?)(?P<day>\d{1,2})(?!\d)"
    ),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>[12]\d{3})(?!\d)"),
)
"""In digits, in an order that the signs between them tell."""

SHORT: Final = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d\d)(?![\d.])")
"""In digits with the day first and a year of two: "18.11.19"; Koreans write the year first."""

SLASHED: Final = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-]([12]\d{3})(?!\d)")
"""In digits with the day first, but in English, where only one of more than 12 is the day."""

DIGITS: Final = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
"""Digits of Persian and of Arabic."""

THIS_CENTURY: Final = 2_000


class Day(NamedTuple):
    """A day of the Gregorian calendar that a text names, and where in the text it stands."""

    year: int | None
    """None where the text leaves it out."""
    month: int
    day: int
    """As it is written: no month may have so many."""
    start: int
    end: int


def with_ascii_digits(text: str) -> str:
    """Give `text` with the digits of Persian and Arabic as those that are read, in their places."""
    return text if text.isascii() else text.translate(DIGITS)


def days_in(text: str, language: str = "") -> Iterator[Day]:
    """Give the days that `text`, in `language`, names: those whose month has a name, else digits.

    Only digits of ASCII are read.
    """
    for pattern in NAMED:
        yield from filter(None, map(_named, pattern.finditer(text)))
    yield from filter(None, [_numbered(text, language) or _day_first(text, language)])


def _named(match: re.Match[str]) -> Day | None:
    year, day = int(match["year"]) if match["year"] else None, int(match["day"])
    if number := solar_hijri.MONTHS.get(match["month"]):
        return _of_iran(match, year, number, day) if year else None
    number = month_number(match["month"])
    return _day(match, year, number, day) if number else None


def _numbered(text: str, language: str) -> Day | None:
    """Read digits in an order that the signs tell; in years of other calendars in Persian alone."""
    for pattern in NUMBERED:
        if found := pattern.search(text):
            year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
            if year not in solar_hijri.YEARS:
                return _day(found, year, month, day)
            return _of_iran(found, year, month, day) if language.startswith("fa") else None
    return None


def _day_first(text: str, language: str) -> Day | None:
    if (found := SHORT.search(text)) and not language.startswith("ko"):
        day, month, year = map(int, found.groups())
        return _day(found, THIS_CENTURY + year, month, day)
    if found := SLASHED.search(text):
        day, month, year = map(int, found.groups())
        if month > len(MONTHS):
            return _day(found, year, day, month)
        if day > len(MONTHS) or (language and not language.startswith("en")):
            return _day(found, year, month, day)
    return None


def _of_iran(match: re.Match[str], year: int, month: int, day: int) -> Day | None:
    date = solar_hijri.gregorian(year, month, day)
    return Day(date.year, date.month, date.day, *match.span()) if date else None


def _day(match: re.Match[str], year: int | None, month: int, day: int) -> Day | None:
    return Day(year, month, day, *match.span()) if 1 <= month <= len(MONTHS) else None
