"""Days of the week by their names, nights between two of them, and weekends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from schemas.records import DatePart
from streams.tag.dates import periods
from streams.tag.dates.lexicon import Word
from streams.tag.dates.meaning import Meaning, Wording
from streams.tag.dates.periods import DAY, Period

WEEK: Final = 7
EARLY: Final = 2
"""Days from Monday on which this weekend, told in the past, is the one before."""


def weekday(e: Wording) -> Meaning | None:
    """Read Friday, مساء الجمعة, next Tuesday: without a word that says which, the last one.

    Today counts. Where the words around it speak of what is to come, the next one.
    """
    named = e.word("D")
    if named is None or not e.units() <= {"day"}:
        return None
    part = _part_of_day(e) or (named.name or None)
    found = periods.day(_day_called(e, named, e.word("L")))
    return Meaning(found, "day", "weekday", part)  # type: ignore[arg-type]  # the table's names are checked by a test


def _day_called(e: Wording, named: Word, last: Word | None) -> date:
    anchor = e.anchor
    back = (anchor.isoweekday() - named.value) % WEEK
    if last is None:
        away = -back if not back or not e.is_future() else WEEK - back
    elif last.value < 0:
        away = -(back or WEEK)
    elif last.value > 0:
        away = WEEK - back
    else:
        away = named.value - anchor.isoweekday()
    return anchor + away * DAY


def night(e: Wording) -> Meaning | None:
    """Read the night from Monday to Tuesday, ليل الاثنين الثلاثاء: both days, the last of them."""
    part = _part_of_day(e)
    first, second = e.words("D")
    if part != "night" or second.value != first.value % WEEK + 1:
        return None
    until = _day_called(e, second, None) + DAY
    return Meaning(Period(until - 2 * DAY, until), "day", "weekday", part)


def weekday_of_week(e: Wording) -> Meaning | None:
    """Read Friday of last week."""
    named, last = e.word("D"), e.word("L")
    if named is None or last is None or e.units() != {"week"}:
        return None
    monday = periods.holding("week", e.anchor, last.value).start
    found = periods.day(monday + (named.value - 1) * DAY)
    return Meaning(found, "day", "weekday", _part_of_day(e))


def weekend(e: Wording) -> Meaning | None:
    """Read the weekend, last weekend: Saturday and Sunday."""
    last, anchor = e.word("L"), e.anchor
    began = anchor.isoweekday() > WEEK - 2
    direction = last.value if last else None
    if direction is None:
        direction = 0 if began or e.is_future() else -1
    elif direction == 0 and anchor.weekday() < EARLY and not e.is_future():
        direction = -1
    saturday = periods.holding("week", anchor, direction).until - timedelta(days=2)
    return Meaning(Period(saturday, saturday + 2 * DAY), "weekend", "relative")


def _part_of_day(e: Wording) -> DatePart | None:
    part = e.word("P")
    return part.name if part else None  # type: ignore[return-value]  # the table's names are checked by a test
