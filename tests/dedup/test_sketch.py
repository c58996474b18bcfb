"""Sketches: exact where texts are short, close where they are long, the same in any chunk."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.dedup.sketch import (
    EMPTY,
    INDEX_LEAST,
    SKETCH_HASHES,
    Sketch,
    containment,
    sketch_all,
)
from tests.dedup.articles import prose


def sketch(text: str, seed: str = "en") -> Sketch:
    return sketch_all([text], [seed])[0]


def same(some: Sketch, other: Sketch) -> bool:
    return (
        some.modulus == other.modulus
        and np.array_equal(some.hashes, other.hashes)
        and np.array_equal(some.numbers, other.numbers)
    )


def test_containment_is_exact_for_short_texts() -> None:
    words = prose(42).split()
    brief, story = sketch(" ".join(words[:22])), sketch(" ".join(words))
    assert containment(brief, story) == 1.0
    assert containment(story, brief) == 20 / 40


def test_containment_of_long_texts_is_close() -> None:
    words = prose(6000).split()
    half, whole = sketch(" ".join(words[:3000])), sketch(" ".join(words))
    assert whole.modulus > half.modulus > 1
    assert containment(half, whole) == 1.0
    assert containment(whole, half) == pytest.approx(0.5, abs=0.08)
    assert len(whole.hashes) <= SKETCH_HASHES
    assert whole.size == pytest.approx(6000, rel=0.1)


def test_nothing_is_contained_in_or_contains_nothing() -> None:
    assert containment(EMPTY, sketch("one two three")) == 0.0
    assert containment(sketch("one two three"), EMPTY) == 0.0
    assert same(sketch(""), EMPTY)
    assert same(sketch(" —!\n"), EMPTY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lavrov met Cavusoglu in Moscow", "LAVROV  met Çavuşoğlu, in: Moscow."),
        ("التقى لافروف أوغلو في موسكو", "إلتقى لافروف اوغلو فى موسكو،"),
    ],
)
def test_spelling_and_punctuation_do_not_matter(one: str, other: str) -> None:
    assert same(sketch(one), sketch(other))


@pytest.mark.parametrize("text", ["Flash", "Two words"])
def test_a_text_shorter_than_a_shingle_is_one(text: str) -> None:
    assert len(sketch(text).hashes) == 1


def test_scripts_without_spaces_are_cut_by_characters() -> None:
    one = sketch("中国国家主席习近平在北京会见俄罗斯总统普京", "zh")
    other = sketch("中国国家主席习近平在北京会见俄罗斯外长", "zh")
    assert 0.6 < containment(one, other) < 0.9


def test_a_chinese_name_in_a_latin_text_leaves_its_words_whole() -> None:
    words = prose(20)
    assert containment(sketch(words), sketch(f"{words} 习近平")) == 1.0


def test_texts_of_two_shards_share_nothing() -> None:
    assert containment(sketch("one two three four", "en"), sketch("one two three four", "fr")) == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("5.2 pct", 1),
        ("1,500 and 5 2", 2),
        ("no numbers", 0),
        ("١٥ قتيلا و15 جريحا", 1),
        ("covid19 in 2019", 2),
        ("增长5.2%,达到300亿", 2),
    ],
)
def test_numbers_are_found_in_any_script_and_format(text: str, count: int) -> None:
    assert len(sketch(text).numbers) == count


def test_numbers_of_neighbours_in_a_chunk_stay_apart() -> None:
    texts = ["ends with 5", "6 begins", "7", "8"]
    together = sketch_all(texts, ["en"] * 4)
    assert all(same(one, sketch(text)) for one, text in zip(together, texts, strict=True))


def test_hashes_are_the_same_in_every_process() -> None:
    assert sketch("one two three").hashes.tolist() == [1658361741]


def test_a_short_text_is_looked_up_by_enough_hashes() -> None:
    assert len(sketch(prose(12)).index) == INDEX_LEAST
    assert len(sketch(prose(1000)).index) == pytest.approx(998 / 8, rel=0.3)


TEXTS = st.lists(
    st.sampled_from(("中国国家主席", "five 5", "é\u0301", "\u0301", " ", "—", "كتاب", "7"))
    | st.text(max_size=8),
    max_size=6,
).map("".join)


@given(st.lists(TEXTS, max_size=8))
def test_a_chunk_of_many_gives_what_chunks_of_one_give(texts: list[str]) -> None:
    together = sketch_all(texts, ["en"] * len(texts))
    assert all(same(one, sketch(text)) for one, text in zip(together, texts, strict=True))
