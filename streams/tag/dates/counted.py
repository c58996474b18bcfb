"""Days, weeks, years and their parts, told by how far they are from publication."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from streams.tag.dates import periods
from streams.tag.dates.lexicon import Word
from streams.tag.dates.meaning import Meaning, Wording
from streams.tag.dates.named import month, narrowed
from streams.tag.dates.periods import DAY, Period, Unit
from streams.tag.dates.tokens import Reading, Token

FEW: Final = {"day": 7, "week": 4, "month": 6, "year": 5, "decade": 3, "century": 3}
"""What is meant by the coming days, a few years ago: at most so many. Chosen."""
QUARTERS: Final = 4
HALVES: Final = 2
LAST_CENTURY: Final = 21
HALF_MONTH: Final = 15
"""Days of the first half of a month."""
SHORT_DECADES: Final = range(20, 100, 10)
THIS_CENTURY: Final = 1900
LONG: Final = frozenset(("decade", "century"))
"""Units of which `the last` is counted back from today, not by the calendar."""
LONGEST_PHRASE: Final = 16
"""Characters; the longest in the tables is «dentro de una»."""
NEARNESS: Final = 1
"""Days by which a weekday beside `yesterday` may correct it: a text written the day before."""


def relative_day(e: Wording) -> Meaning | None:
    """Read yesterday, أمس الثلاثاء, hier soir: a weekday beside it may correct it by a day."""
    named = e.word("R")
    if named is None or not e.units() <= {"day"}:
        return None
    found = e.anchor + named.value * DAY
    if weekday := e.word("D"):
        near = (found, found - NEARNESS * DAY, found + NEARNESS * DAY)
        if not any(day.isoweekday() == weekday.value for day in near):
            return None
        found = next(day for day in near if day.isoweekday() == weekday.value)
    part = e.word("P")
    name = named.name or (part.name if part else None)
    return Meaning(periods.day(found), "day", "relative", name)  # type: ignore[arg-type]  # the table's names are checked by a test


def part_of_today(e: Wording) -> Meaning | None:
    """Read this morning, cette nuit."""
    last, part = e.word("L"), e.word("P")
    if last is None or part is None or last.value > 0:
        return None
    found = periods.day(e.anchor + last.value * DAY)
    return Meaning(found, "day", "relative", part.name)  # type: ignore[arg-type]  # as above


def unit(e: Wording) -> Meaning | None:
    """Read last week, العام المقبل, early next year, the end of the month, the past year."""
    named, last, part = e.word("U"), e.word("Ll"), e.word("B")
    if named is None or named.name == "day":
        return None
    name: Unit = named.name  # type: ignore[assignment]  # the table's names are checked by a test
    if (year := e.word("Y")) and name == "year":
        return narrowed(Meaning(periods.year(year.value), "year", "absolute"), part)
    if year:
        return None
    away = last.value if last else 0
    if last and part is None and away < 0 and (last.kind == "l" or name in LONG):
        return _rolling(e.anchor, name, -1)
    return narrowed(Meaning(periods.holding(name, e.anchor, away), name, "relative"), part)


def several(e: Wording) -> Meaning | None:
    """Read the last five years, next few days, اليومين الماضيين: up to today, or from it on."""
    last, named, number = e.word("LlJ"), e.word("UVW"), e.word("NnwW")
    if last is None or named is None or last.value == 0:
        return None
    count = number.value if number else FEW[named.name]
    name: Unit = named.name  # type: ignore[assignment]  # as above
    return _rolling(e.anchor, name, last.value * count)._replace(approximate=number is None)


def _rolling(anchor: date, name: Unit, count: int) -> Meaning:
    there = periods.moved(anchor, name, count)
    period = Period(min(there, anchor), max(there, anchor) + DAY)
    return Meaning(period, name, "relative")


def direction(reading: Reading, tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Tell whether a number of units is ago or from now, as -1 or 1, and where that is said.

    None where nothing says so, or where it counts from something other than publication.
    """
    lexicon, start, sign = reading.lexicon, tokens[0].start, 0
    for token in tokens:
        if token.word.kind in "ac":
            sign = token.word.value
    if not sign:
        end = max(0, start - 1)
        before = " " + reading.folded[max(0, end - LONGEST_PHRASE) : end]
        if not before.endswith(lexicon.counting):
            return None
        found = next((p for p in lexicon.ago if before.endswith(p)), "")
        sign = -1 if found else 1
        found = found or next(p for p in lexicon.hence if before.endswith(p))
        start = end - len(found) + 1
    if reading.word_after(tokens[-1].end) in lexicon.after_event or (
        lexicon.ablative and reading.word_before(tokens[0].start).endswith(lexicon.ablative)
    ):
        return None
    return sign, start


def count(e: Wording) -> Meaning | None:
    """Read three days ago, قبل أسبوع, il y a deux ans; in two weeks, where the tense is future."""
    named, number, sign = e.word("UVW"), e.word("NnwW"), e.around.direction
    if named is None or (sign > 0 and not e.is_future()):
        return None
    name: Unit = named.name  # type: ignore[assignment]  # the table's names are checked by a test
    if number is None and named.kind == "V":
        return _rolling(e.anchor, name, sign * FEW[name])._replace(approximate=True)
    away = sign * (number.value if number else 1)
    return Meaning(periods.holding(name, periods.moved(e.anchor, name, away)), name, "relative")


def fraction(e: Wording) -> Meaning | None:
    """Read the third quarter of 2018, النصف الأول من شهر أكتوبر, le trimestre dernier."""
    named, ordinal, last = e.word("F"), e.word("O"), e.word("LlJ")
    if named is None:
        return None
    name: Unit = named.name  # type: ignore[assignment]  # a quarter or a half
    if ordinal is None and last is not None:
        return Meaning(periods.holding(name, e.anchor, last.value), name, "relative")
    if ordinal is None or ordinal.value > (QUARTERS if name == "quarter" else HALVES):
        return None
    if e.word("MH") or e.units() == {"month"}:
        return _half_of_month(e, ordinal)
    return _part_of_year(e, name, ordinal)


def _part_of_year(e: Wording, name: Unit, ordinal: Word) -> Meaning | None:
    year, last = e.word("Y"), e.word("LlJ")
    if not (year or e.units() == {"year"}) and (name == "half" or e.units()):
        return None
    number = year.value if year else e.anchor.year + (last.value if last else 0)
    size = periods.MONTHS[name]
    period = periods.months(number, 1 + size * (ordinal.value - 1), size)
    if not (year or e.units()) and period.start > e.anchor and not e.is_future():
        period = periods.months(number - 1, 1 + size * (ordinal.value - 1), size)
    return Meaning(period, name, "absolute" if year else "relative")


def _half_of_month(e: Wording, ordinal: Word) -> Meaning | None:
    last = e.word("Ll")
    if ordinal.value > HALVES:
        return None
    whole = (
        month(e)
        if e.word("MH")
        else Meaning(
            periods.holding("month", e.anchor, last.value if last else 0), "month", "relative"
        )
    )
    if whole is None:
        return None
    start, until = whole.period
    middle = start + HALF_MONTH * DAY
    period = Period(start, middle) if ordinal.value == 1 else Period(middle, until)
    return whole._replace(period=period, grain="half")


def century(e: Wording) -> Meaning | None:
    """Read the end of the 19th century, القرن العشرين, النصف الثاني من القرن العشرين."""
    numbers = [w.value for w in e.words("NO")]
    named = e.word("F")
    if e.units() != {"century"} or not 0 < numbers[-1] <= LAST_CENTURY:
        return None
    whole = periods.century(numbers[-1])
    if named is None:
        return narrowed(Meaning(whole, "century", "absolute"), e.word("B"))
    parts = QUARTERS if named.name == "quarter" else HALVES
    part, years = numbers[0], 100 // parts
    if len(numbers) == 1 or part > parts:
        return None
    first = whole.start.year + years * (part - 1)
    return Meaning(periods.months(first, 1, 12 * years), "half", "absolute")


def decade(e: Wording) -> Meaning | None:
    """Read the 1990s, التسعينيات, les années 90, 1980'li yıllarda."""
    number = e.word("KYn")
    years = e.word("V")
    if number is None or (years and years.name != "year") or number.value % 10:
        return None
    value = number.value
    if value in SHORT_DECADES and years:
        value += THIS_CENTURY
    if value < THIS_CENTURY - 200 or value > THIS_CENTURY + 200:
        return None
    return narrowed(Meaning(periods.decade(value), "decade", "absolute"), e.word("B"))
