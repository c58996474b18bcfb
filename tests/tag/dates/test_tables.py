"""The tables of words: every file is read, and its names are those that the records know."""

from __future__ import annotations

from typing import get_args

import pytest

from schemas.records import DateGrain, DatePart
from streams.tag.dates.find import MEANINGS
from streams.tag.dates.grammar import PATTERNS
from streams.tag.dates.lexicon import lexicon
from streams.tag.dates.periods import SEASON_STARTS
from streams.tag.dates.table import LANGUAGES

EACH = pytest.mark.parametrize("language", LANGUAGES)


@EACH
def test_names_are_known(language: str) -> None:
    names: dict[str, set[str]] = {}
    for word in lexicon(language).words:
        names.setdefault(word.kind, set()).add(word.name)
    units = set(get_args(DateGrain))
    parts = set(get_args(DatePart)) | {""}
    assert names["U"] | names["V"] | names["F"] | names.get("W", set()) <= units
    assert names["P"] | names["R"] | names["B"] | names["D"] <= parts
    assert names["S"] <= SEASON_STARTS.keys()


@EACH
def test_every_month_and_weekday_has_a_name(language: str) -> None:
    words = lexicon(language).words
    assert {w.value for w in words if w.kind == "M"} == set(range(1, 13))
    assert {w.value for w in words if w.kind == "D"} == set(range(1, 8))


@EACH
def test_no_word_begins_with_a_digit(language: str) -> None:
    assert not [w.form for w in lexicon(language).words if w.form[:1].isdigit()]


def test_every_sort_has_a_meaning() -> None:
    assert {sort for sort, _, _ in PATTERNS} == MEANINGS.keys()
