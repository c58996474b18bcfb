"""Times as pages show them to readers: "Published 18 November 2019, 9:02 AM", "18.11.2019"."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final, TypeAlias

from streams.parse import solar_hijri
from streams.parse.dates import parse_time
from streams.parse.month_names import EN_MONTHS, month_number

MAX_CHARS: Final = 120
"""A longer line is text that a date stands in; lines of dates name an author at most."""

OTHER_WORDS: Final = 4
"""Words that a line of a date has beside it: "Last updated on", names of days, zones."""

NAMED: Final = (
    re.compile(
        r"(?<![\d:])(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er|º)?[ -](?:de |of )?"
        r"(?P<month>[^\W\d_]{2,12}(?: الأول| الاول| الثاني)?)(?:/[^\W\d_]{2,12})?\.?,?"
        r"[ -](?:de |del )?(?P<year>[12]\d{3})(?!\d)"
    ),
    re.compile(
        r"(?<![^\W\d_])(?P<month>[^\W\d_]{3,10})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? "
        r"(?P<year>[12]\d{3})(?!\d)"
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

CLOCK: Final = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2})(?:[:h時时]|시 ?)(?P<minute>\d\d)(?P<second>:\d\d)?(?!\d)"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\b\.?)?"
    r"(?: ?\(?(?P<zone>[A-Z]{2,4}\b(?:[+-]\d{1,2})?|[+-]\d\d:?\d\d))?"
)

DIGITS: Final = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
"""Digits of Persian and of Arabic."""

THIS_CENTURY: Final = 2_000

WORD: Final = re.compile(r"[^\W\d_]{2,}")


Day: TypeAlias = tuple[int, int, int]
"""Year, month and day."""


def shown_time(line: str, language: str = "") -> datetime | None:
    """Give the time that `line`, in `language`, shows; None when it shows no whole date.

    A date without a time is its midnight, a time without a zone is in UTC.
    """
    if len(line) > MAX_CHARS:
        return None
    line = line if line.isascii() else line.translate(DIGITS)
    date = _date(line, language)
    if date is None:
        return None
    year, month, day = date
    clock = CLOCK.search(line)
    said = f"{day} {EN_MONTHS[month - 1]} {year}"
    if clock is None:
        return parse_time(f"{said} 00:00:00 +0000")
    half = f" {clock['half']}m" if clock["half"] else ""
    time = f"{said} {clock['hour']}:{clock['minute']}{clock['second'] or ':00'}{half}"
    return parse_time(f"{time} {clock['zone']}") if clock["zone"] else parse_time(time)


def is_line_of_date(line: str, language: str = "") -> bool:
    """Tell whether `line` shows when a page was published and says nothing else."""
    return len(WORD.findall(line)) <= OTHER_WORDS + 1 and shown_time(line, language) is not None


def _date(line: str, language: str) -> Day | None:
    return _named(line) or _numbered(line, language) or _day_first(line, language)


def _named(line: str) -> Day | None:
    for pattern in NAMED:
        for match in pattern.finditer(line):
            year, day = int(match["year"]), int(match["day"])
            if number := solar_hijri.MONTHS.get(match["month"]):
                return _of_iran(year, number, day)
            if number := month_number(match["month"]):
                return year, number, day
    return None


def _numbered(line: str, language: str) -> Day | None:
    """Read digits in an order that the signs tell; in years of other calendars in Persian alone."""
    for pattern in NUMBERED:
        if found := pattern.search(line):
            year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
            if year not in solar_hijri.YEARS:
                return _valid(year, month, day)
            return _of_iran(year, month, day) if language.startswith("fa") else None
    return None


def _day_first(line: str, language: str) -> Day | None:
    if (found := SHORT.search(line)) and not language.startswith("ko"):
        day, month, year = map(int, found.groups())
        return _valid(THIS_CENTURY + year, month, day)
    if found := SLASHED.search(line):
        day, month, year = map(int, found.groups())
        if month > len(EN_MONTHS):
            return _valid(year, day, month)
        if day > len(EN_MONTHS) or (language and not language.startswith("en")):
            return _valid(year, month, day)
    return None


def _of_iran(year: int, month: int, day: int) -> Day | None:
    date = solar_hijri.gregorian(year, month, day)
    return (date.year, date.month, date.day) if date else None


def _valid(year: int, month: int, day: int) -> Day | None:
    return (year, month, day) if 1 <= month <= len(EN_MONTHS) else None
