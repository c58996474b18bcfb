"""The dates of an article, each where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date
from functools import lru_cache
from typing import Final

from schemas.records import DateMention, Parsed
from streams.tag.dates import counted, named, weekdays
from streams.tag.dates.grammar import Sort, Way, readings
from streams.tag.dates.lexicon import Word, lexicon
from streams.tag.dates.meaning import Around, Meaning, UntoldError, Wording
from streams.tag.dates.periods import Period
from streams.tag.dates.spots import spots as spots_of
from streams.tag.dates.table import LANGUAGES
from streams.tag.dates.tense import is_future
from streams.tag.dates.tokens import Reading, Run, Token, runs
from streams.tag.group import Group
from streams.tag.search import Matches, Search

MEANINGS: Final[Mapping[Sort, Callable[[Wording], Meaning | None]]] = {
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
    "weekday": weekdays.weekday,
    "weekday_of_week": weekdays.weekday_of_week,
    "night": weekdays.night,
    "weekend": weekdays.weekend,
    "relative": counted.relative_day,
    "part_of_day": counted.part_of_today,
    "unit": counted.unit,
    "several": counted.several,
    "count": counted.count,
}
UNTOLD: Final = Meaning(Period(date.min, date.min), "day", "relative")
"""Stands for a meaning that the tense decides, which was not looked at yet."""
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
    for number, spots in spots_of(group, matches, search).items():
        text, language = group.articles[number]
        first = borders[number]
        folded = group.folded.text[first : borders[number + 1]]
        reading = Reading(text, folded, offsets, first, begins[number], lexicon(language))
        for run in runs(reading, spots):
            if ways := readings(run.kinds, language):
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
        for way in ways[place]:
            tokens = [run.tokens[at] for at in way.words]
            if (mention := _mention(reading, anchor, way, tokens)) is not None:
                found.append(mention)
                place = way.end
                break
        else:
            place += 1


def _mention(
    reading: Reading, anchor: date, way: Way, tokens: Sequence[Token]
) -> DateMention | None:
    """Read an expression; None where it makes no sense, or leaves the years that dates can hold."""
    sort, first, end = way.sort, tokens[0].start, tokens[-1].end
    direction = 0
    if sort == "count":
        told = counted.direction(reading, tokens)
        if told is None:
            return None
        direction, first = told
    elif sort == "year":
        if not named.is_year(reading, tokens):
            return None
    elif sort in REPEATED and reading.word_before(first) in reading.lexicon.each:
        return None
    if len(tokens) == 1 and tokens[0].word.weak and not _counts_alone(reading, tokens[0]):
        return None
    words, language = tuple([token.word for token in tokens]), reading.lexicon.language
    around = Around(direction)
    meaning = _meaning(way, words, anchor, language, around)
    if meaning is UNTOLD:
        around = Around(direction, is_future(reading, tokens[0].start, end))
        meaning = _meaning(way, words, anchor, language, around)
    if meaning is None:
        return None
    start, until = reading.place(first), reading.place_after(end)
    return DateMention(
        start=start,
        end=until,
        surface=reading.text[start:until],
        from_=meaning.period.start,
        until=meaning.period.until,
        grain=meaning.grain,
        part=meaning.part,
        basis=meaning.basis,
        calendar="hijri" if meaning.hijri else "gregorian",
        approximate=meaning.approximate,
    )


def _counts_alone(reading: Reading, token: Token) -> bool:
    """Tell whether a word that is weak counts where no other stands beside it."""
    if token.word.short:
        return False
    lexicon_ = reading.lexicon
    has_case = lexicon_.case_suffixes and token.end - token.start > len(token.word.form)
    return has_case or reading.word_before(token.start) in lexicon_.before_weak


@lru_cache(maxsize=1 << 12)
def _meaning(
    way: Way, words: tuple[Word, ...], anchor: date, language: str, around: Around
) -> Meaning | None:
    """Read a wording; None where it makes no sense, UNTOLD where the tense decides.

    The news of a day says the same few things over and over: today, on Friday, last year.
    """
    try:
        return MEANINGS[way.sort](Wording(way.kinds, words, anchor, language, around))
    except UntoldError:
        return UNTOLD
    except (ValueError, OverflowError):
        return None
