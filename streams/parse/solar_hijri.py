"""The solar Hijri calendar of Iran, in which its wires and pages tell when they were published.

Source: R. van Gent, Utrecht University: eight leap years in thirty-three, which holds from 1244
to 1531 (1865 to 2152).
"""

from __future__ import annotations

from datetime import date
from typing import Final

NAMES: Final = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
MONTHS: Final = {name: number for number, name in enumerate(NAMES.split(), start=1)}
YEARS: Final = range(1244, 1532)
CYCLE: Final = 33
LEAP_PLACES: Final = (1, 5, 9, 13, 17, 22, 26, 30)
"""Places of leap years within a cycle."""
LONG_MONTHS: Final = 6
"""Months of 31 days at the beginning of the year; the others have 30, the last 29 or 30."""
KNOWN: Final = (1403, date(2024, 3, 20))
"""A year and its first day."""


def gregorian(year: int, month: int, day: int) -> date | None:
    """Give the Gregorian date of a day of one of `YEARS`; None where there is no such day."""
    if year not in YEARS or month not in range(1, 13):
        return None
    long = month <= LONG_MONTHS
    last = 31 if long else 30 if month in range(LONG_MONTHS, 12) or is_leap(year) else 29
    if day not in range(1, last + 1):
        return None
    past = 31 * min(month - 1, LONG_MONTHS) + 30 * max(0, month - 1 - LONG_MONTHS)
    known, first = KNOWN
    leap_days = _leap_years_before(year) - _leap_years_before(known)
    days = 365 * (year - known) + leap_days + past + day - 1
    return date.fromordinal(first.toordinal() + days)


def is_leap(year: int) -> bool:
    """Tell whether a year has a thirtieth day in its last month."""
    return year % CYCLE in LEAP_PLACES


def _leap_years_before(year: int) -> int:
    cycles, place = divmod(year, CYCLE)
    return len(LEAP_PLACES) * cycles + sum(leap < place for leap in LEAP_PLACES)
