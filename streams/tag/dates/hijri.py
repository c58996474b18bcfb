"""The Hijri calendar of Saudi Arabia (Umm al-Qura), in Gregorian days.

Elsewhere a month may begin a day earlier or later, with the moon. Known are the years 1343 to
1500 (1924 to 2077); outside them functions raise ValueError or OverflowError.
"""

from __future__ import annotations

from datetime import date

from hijridate import Gregorian, Hijri

from streams.tag.dates.periods import Period, day

MONTHS = 12


def year_of(of: date) -> int:
    """Give the Hijri year that holds a day."""
    return int(Gregorian.fromdate(of).to_hijri().year)


def hijri_day(year: int, month: int, number: int) -> Period:
    """Give one day."""
    return day(_date(year, month, number))


def hijri_month(year: int, month: int) -> Period:
    """Give a month."""
    following = (year, month + 1) if month < MONTHS else (year + 1, 1)
    return Period(_date(year, month, 1), _date(*following, 1))


def hijri_year(year: int) -> Period:
    """Give a year."""
    return Period(_date(year, 1, 1), _date(year + 1, 1, 1))


def _date(year: int, month: int, number: int) -> date:
    there = Hijri(year, month, number).to_gregorian()
    return date(there.year, there.month, there.day)
