"""Folding: what becomes one, and the way back to the original."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.text.fold import fold, fold_all, fold_word

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Mevlüt ÇAVUŞOĞLU", "mevlut cavusoglu"),
        ("İstanbul ISTANBUL ıstanbul", "istanbul istanbul istanbul"),
        ("Łódź, Øre & Đà", "lodz ore da"),
        ("Straße Œuvre", "strase ouvre"),
        ("Сергей ЁЖ Ґанок", "сергеи еж ганок"),
        ("أُولئِكَ إلى مؤتمرٍ", "اوليك الي موتمر"),
        ("تركــيا", "تركيا"),
        ("ترکیه کی", "تركيه كي"),
        ("ہے میں", "هي مين"),
        ("لاڤروف", "لافروف"),
        ("گروه چاووش", "گروه چاووش"),
        ("٢٠١٨ ۲۰۱۸ २०१८ ２０１８", "2018 2018 2018 2018"),
        ("ＮＡＴＯ m²", "nato m2"),
        ("Türkiye'nin l’Iran Лук'янов", "turkiyenin liran лукянов"),
        ("می\u200cشود \u200fco\u00adop", "ميشود coop"),
        ("U.S.-led", "u s led"),
        ("  «a»\n\t— b  ", "a b"),
        ("a ' b", "a b"),
        ("俄罗斯外长", "俄罗斯外长"),
        ("\ud800a\udfff\U0010ffff\x00b", "a b"),
        ("…", ""),
        ("", ""),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_a_span_leads_back_to_the_original() -> None:
    text = "— قال لافـروف، لـ«Çavuşoğlu»"
    folded = fold(text)
    start = folded.text.index("لافروف")
    begin, end = folded.span(start, start + len("لافروف"))
    assert text[begin:end] == "لافـروف"
    start = folded.text.index("cavusoglu")
    begin, end = folded.span(start, len(folded.text))
    assert text[begin:end] == "Çavuşoğlu"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-1, 1), (0, 3), (2, 1)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span of 2 characters"):
        fold("ab").span(start, end)


@given(ANY_TEXT)
def test_any_text_folds_to_words_one_space_apart(text: str) -> None:
    folded = fold(text)
    assert folded.text == " ".join(folded.text.split(" ")).strip()
    assert "  " not in folded.text
    assert [ord(c) for c in folded.text] == folded.codes.tolist()
    assert len(folded.offsets) == len(folded.codes)
    assert bool(np.all(np.diff(folded.offsets) > 0))
    assert all(0 <= place < len(text) for place in folded.offsets.tolist())


@given(ANY_TEXT)
def test_folding_again_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(st.text())
def test_composed_and_decomposed_fold_alike(text: str) -> None:
    hangul_apart = "".join(c for c in text if not "\uac00" <= c <= "\ud7a3")
    composed = unicodedata.normalize("NFC", hangul_apart)
    assert fold(composed).text == fold(unicodedata.normalize("NFD", composed)).text


@given(ANY_TEXT, ANY_TEXT)
def test_lines_fold_each_by_itself(first: str, second: str) -> None:
    apart = " ".join(t for t in (fold(first).text, fold(second).text) if t)
    assert fold(f"{first}\n{second}").text == apart


@given(st.lists(ANY_TEXT))
def test_many_texts_fold_as_each_by_itself(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text).text for text in texts]


@given(ANY_TEXT)
def test_a_word_by_itself_folds_as_in_a_text(word: str) -> None:
    assert fold_word(word) == fold(word).text
