"""The labelled lists: sentences of news with the dates they name, and how many are found.

`development.tsv` was looked at while the tables were written, `held_out.tsv` was labelled
before there was any code and its errors were not looked at. A line is language, day of
publication, text and the dates, as `surface=days`; days are ISO (2018-W39, 2018-Q3), or
first/last. `~surface` may be found or not: readers differ. Publication days that the
sources don't give are ours.
Sentences: SaudiNewsNet, ANERcorp, NTREX-128, Reuters-21578, PolNeAR, MEANTIME, Wikinews,
SlavicNER, Turkish news and others of the shared samples.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from schemas.records import DateMention
from streams.tag.dates import find_dates
from streams.tag.group import Article, groups
from tests.tag.articles import resources

LISTS = ("development", "held_out")


class Expected(NamedTuple):
    surface: str
    optional: bool
    days: tuple[date, date]
    """The first, and the day after the last."""


class Sentence(NamedTuple):
    language: str
    published: date
    text: str
    dates: tuple[Expected, ...]


@dataclass
class Score:
    expected: int = 0
    right: int = 0
    """Of the expected, those found with the right days."""
    exact: int = 0
    """Of the right, those with the surface as labelled."""
    false: int = 0
    """Found where there is none."""


def found(text: str, language: str, published: date) -> list[DateMention]:
    (group,) = groups([Article(text, language)])
    search = resources().search
    (dates,) = find_dates(group, search.find(group.folded.text), search, [published])
    return dates


@cache
def read(name: str) -> tuple[Sentence, ...]:
    lines = (Path(__file__).parent / f"{name}.tsv").read_text("utf-8").splitlines()
    return tuple(_sentence(line) for line in lines)


def _sentence(line: str) -> Sentence:
    language, published, text, labels = line.split("\t")
    dates = tuple(_expected(label) for label in labels.split("; ") if label)
    return Sentence(language, date.fromisoformat(published), text, dates)


def _expected(label: str) -> Expected:
    surface, _, told = label.removeprefix("~").partition("=")
    return Expected(surface, label.startswith("~"), days(told or "0001"))


def days(told: str) -> tuple[date, date]:
    """Give the first day and the day after the last of 2018-09-29, 2018-09, 2018-W39, a/b."""
    first, _, last = told.partition("/")
    if last:
        return days(first)[0], days(last)[1]
    if week := re.fullmatch(r"(\d{4})-W(\d\d)", told):
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return monday, monday + timedelta(7)
    if quarter := re.fullmatch(r"(\d{4})-Q(\d)", told):
        number = int(quarter[2])
        return days(f"{quarter[1]}-{3 * number - 2:02}")[0], days(f"{quarter[1]}-{3 * number:02}")[
            1
        ]
    parts = [int(part) for part in told.split("-")]
    begin = date(*[*parts, 1, 1][:3])
    size = (366, 31, 1)[len(parts) - 1]
    end = begin + timedelta(size)
    return begin, end if size == 1 else end.replace(day=1) if size == 31 else date(
        parts[0] + 1, 1, 1
    )


def scores(name: str) -> dict[str, Score]:
    totals: dict[str, Score] = {}
    for sentence in read(name):
        _count(sentence, totals.setdefault(sentence.language, Score()))
    return totals


def _count(sentence: Sentence, score: Score) -> None:
    got = found(sentence.text, sentence.language, sentence.published)
    explained: set[int] = set()
    for expected, start in _placed(sentence):
        end = start + len(expected.surface)
        there = [n for n, g in enumerate(got) if g.start < end and start < g.end]
        explained.update(there)
        if expected.optional:
            continue
        score.expected += 1
        right = [got[n] for n in there if (got[n].from_, got[n].until) == expected.days]
        score.right += bool(right)
        score.exact += any(g.surface == expected.surface for g in right)
    score.false += len(got) - len(explained)


def _placed(sentence: Sentence) -> Iterator[tuple[Expected, int]]:
    place = 0
    for expected in sentence.dates:
        start = sentence.text.index(expected.surface, 0 if expected.optional else place)
        yield expected, start
        if not expected.optional:
            place = start + len(expected.surface)
