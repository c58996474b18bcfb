"""The dates of an article, each where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date
from typing import Final

from schemas.records import DateMention, Parsed
from streams.tag.dates import counted, named
from streams.tag.dates.grammar import Sort, Way, readings
from streams.tag.dates.lexicon import lexicon
from streams.tag.dates.meaning import Expression, Meaning
from streams.tag.dates.spots import spots as spots_of
from streams.tag.dates.table import LANGUAGES
from streams.tag.dates.tokens import Reading, Run, Token, runs
from streams.tag.group import Group
from streams.tag.search import Matches, Search

MEANINGS: Final[Mapping[Sort, Callable[[Expression], Meaning | None]]] = {
    "numeric": named.numeric,
    "date": named.day_of_month,
    "days": named.days_of_month,
    "month": named.month,
    "months": named.months,
    "years": named.years,
    "year": named.year,
    "season": named.season,
    "century": counted.century,
    "decade": counted.decade,
    "fraction": counted.fraction,
    "weekday": named.weekday,
    "weekday_of_week": named.weekday_of_week,
    "weekend": named.weekend,
    "relative": counted.relative_day,
    "part_of_day": counted.part_of_today,
    "unit": counted.unit,
    "several": counted.several,
    "count": counted.count,
}
REPEATED: Final = frozenset(("weekday", "weekend", "month", "season", "unit", "part_of_day"))
"""Sorts that `every` before them makes mean no day in particular."""


def patterns() -> dict[str, tuple[str, ...]]:
    """Give by language the patterns that its words are looked for by."""
    return {language: lexicon(language).patterns for language in LANGUAGES}


def published_on(article: Parsed) -> date:
    """Give the day that an article is reckoned from, in the zone that its time is told in.

    That of when it reached us counts in UTC, whichever way it came: it says nothing of where
    the article was written.
    """
    if told := article.published_at or article.updated_at:
        return told.date()
    received = article.delivery.received_at
    try:
        return received.astimezone(UTC).date()
    except OverflowError:
        return received.date()


def find_dates(
    group: Group, matches: Matches, search: Search, anchors: Sequence[date]
) -> list[list[DateMention]]:
    """Give each article's dates, in order and not overlapping; none in a language without a table.

    `anchors` are the days of publication.
    """
    offsets = group.folded.offsets.data
    found: list[list[DateMention]] = [[] for _ in group.articles]
    begins, borders = [0, *group.ends.tolist()], group.borders.tolist()
    for number, spots in enumerate(spots_of(group, matches, search)):
        if not (spots.words or spots.numbers):
            continue
        text, language = group.articles[number]
        first = borders[number]
        folded = group.folded.text[first : borders[number + 1]]
        reading = Reading(text, folded, offsets, first, begins[number], lexicon(language))
        for run in runs(reading, spots):
            if any(ways := readings(run.kinds, language)):
                _read(reading, run, ways, anchors[number], found[number])
    return found


def _read(
    reading: Reading,
    run: Run,
    ways: tuple[tuple[Way, ...], ...],
    anchor: date,
    found: list[DateMention],
) -> None:
    """Add the dates of a run: of what may begin at a place the longest that makes sense."""
    place = 0
    while place < len(ways):
        for end, sort in ways[place]:
            e = Expression(reading, anchor, run.kinds[place:end], run.tokens[place:end])
            if (meaning := _meaning(e, sort)) is not None:
                found.append(_mention(e, meaning))
                place = end
                break
        else:
            place += 1


def _meaning(e: Expression, sort: Sort) -> Meaning | None:
    """Read an expression; None where it makes no sense, or leaves the years that dates can hold."""
    if sort in REPEATED and e.reading.word_before(e.start) in e.reading.lexicon.each:
        return None
    if len(e.tokens) == 1 and not _counts_alone(e, e.tokens[0]):
        return None
    try:
        return MEANINGS[sort](e)
    except (ValueError, OverflowError):
        return None


def _counts_alone(e: Expression, token: Token) -> bool:
    if not token.word.weak:
        return True
    if token.word.short:
        return False
    lexicon_ = e.reading.lexicon
    has_case = lexicon_.case_suffixes and token.end - token.start > len(token.word.form)
    return has_case or e.reading.word_before(token.start) in lexicon_.before_weak


def _mention(e: Expression, meaning: Meaning) -> DateMention:
    first = e.start if meaning.start is None else meaning.start
    start, end = e.reading.place(first), e.reading.place_after(e.end)
    return DateMention(
        start=start,
        end=end,
        surface=e.reading.text[start:end],
        from_=meaning.period.start,
        until=meaning.period.until,
        grain=meaning.grain,
        part=meaning.part,
        basis=meaning.basis,
        calendar="hijri" if meaning.hijri else "gregorian",
        approximate=meaning.approximate,
    )
