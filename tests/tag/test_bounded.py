"""Tagging takes time in proportion to the size, whatever an article repeats."""

from __future__ import annotations

import time

import pytest

from streams.tag import stage
from tests.tag.articles import resources, unique

CHARS = 30_000
MAX_S = 2.0
"""CPU time; each of these takes some 0.1 s, and 15 s where each name read its line anew."""

RUNS = (
    *("U.S. ", "US ", "U.", "A.B. ", "Lavrov ", "Sergey ", "Turkey, ", "Monday ", "12 March "),
    *("1-", "1.", "1 ", "2024-03-05 ", "last week ", "two ", "of the ", "http://x ", "http://"),
    *("لافروف ", "الأسبوع ", "يوم ", "مطلع العام المقبل ", "وال", "ـ", "ا\u064e", "а ", "12 мая "),
    *(" ", "\n", ".", "a", "a ", "(", "\u0301", "\u00a0", "中", "-", "’"),
)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("run", RUNS)
def test_a_long_run_of_anything_in_one_line(run: str, language: str) -> None:
    record = unique(f"Headline\n\n{run * (CHARS // len(run))}\n\nThe end.", language)
    known = resources()
    start = time.process_time()
    stage.step([record], known)
    assert time.process_time() - start < MAX_S
