"""Stretches of days on the calendar: the one that holds a day, those before and after, parts of it.

A period ends before `until`. Weeks begin on Monday (ISO 8601), seasons are the meteorological
ones of the northern hemisphere, the century of 2000 is the twentieth.
Anything that would leave the years 1 to 9999 raises ValueError or OverflowError, as `date` does.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple

Unit = Literal["day", "week", "month", "quarter", "half", "season", "year", "decade", "century"]
Third = Literal["start", "middle", "end"]

DAY: Final = timedelta(days=1)
WEEK_DAYS: Final = 7
MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "season": 3, "year": 12}
"""Months of the units that are made of them."""
YEARS: Final = {"decade": 10, "century": 100}
SEASON_STARTS: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""First month of each season."""
TENS: Final = (1, 11, 21)
"""Days of a month on which its three parts begin, as Russian and French business writing has it."""


class Period(NamedTuple):
    """Days from `start` up to and without `until`."""

    start: date
    until: date


def day(of: date) -> Period:
    """Give the period of one day."""
    return Period(of, of + DAY)


def month(year: int, number: int) -> Period:
    """Give a month, `number` counting on from January of `year`, backwards too."""
    return Period(_first(year, number), _first(year, number + 1))


def months(year: int, number: int, count: int) -> Period:
    """Give `count` months, the first as in `month`."""
    return Period(_first(year, number), _first(year, number + count))


def year(number: int) -> Period:
    """Give a year."""
    return months(number, 1, 12)


def decade(first: int) -> Period:
    """Give the ten years from `first` on."""
    return months(first, 1, 120)


def century(number: int) -> Period:
    """Give a century: the twentieth is 1901 to 2000."""
    return months(100 * (number - 1) + 1, 1, 1200)


def holding(unit: Unit, of: date, away: int = 0) -> Period:
    """Give the unit that holds `of`, or the one that many `away` from it."""
    if unit == "day":
        return day(of + away * DAY)
    if unit == "week":
        monday = of + (WEEK_DAYS * away - of.weekday()) * DAY
        return Period(monday, monday + WEEK_DAYS * DAY)
    if unit == "decade":
        return decade(of.year // 10 * 10 + 10 * away)
    if unit == "century":
        return century((of.year + 99) // 100 + away)
    size = MONTHS[unit]
    shifted = of.month if unit == "season" else of.month - 1
    first = shifted // size * size + (0 if unit == "season" else 1)
    return months(of.year, first + size * away, size)


def moved(of: date, unit: Unit, count: int) -> date:
    """Give the day that many units later; where a month is too short for it, its last day."""
    if unit in ("day", "week"):
        return of + count * (WEEK_DAYS if unit == "week" else 1) * DAY
    size = MONTHS[unit] if unit in MONTHS else 12 * YEARS[unit]
    first = _first(of.year, of.month + size * count)
    return first.replace(day=min(of.day, monthrange(first.year, first.month)[1]))


def third(unit: Unit, whole: Period, part: Third) -> Period:
    """Give the first, middle or last third of a period: of a year 4 months, of a month 10 days.

    In whole days of a week, tens of a month, months of a year and less, and years of what is more.
    """
    number = ("start", "middle", "end").index(part)
    start, until = whole
    if unit == "month":
        marks = [start.replace(day=first) for first in TENS]
    elif unit in ("day", "week"):
        days = (until - start).days
        marks = [start + round(days * n / 3) * DAY for n in range(3)]
    else:
        count, size = (MONTHS[unit], 1) if unit in MONTHS else (YEARS[unit], 12)
        marks = [_first(start.year, start.month + size * round(count * n / 3)) for n in range(3)]
    return Period(marks[number], [*marks[1:], until][number])


@lru_cache(maxsize=4096)
def _first(year: int, number: int) -> date:
    return date(year + (number - 1) // 12, (number - 1) % 12 + 1, 1)
