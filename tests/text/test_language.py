"""Languages by script, letters and statistics."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.text.language import choose, detect, script_of
from streams.text.language_codes import normalise
from streams.text.latin import WORDS
from tests.shared import shared

SENTENCES = {
    "ar": "اتفق وزراء المياه في ثلاث دول على تقاسم البيانات.",
    "en": "The ministers of water agreed to share their data every week.",
    "fr": "Les ministres de l'eau se sont mis d'accord pour partager leurs données.",
    "ru": "Министры договорились обмениваться данными каждую неделю.",
    "tr": "Bakanlar, verilerini her hafta paylaşmak üzere anlaştı.",
    "es": "Los ministros acordaron compartir sus datos cada semana.",
    "de": "Die Minister haben vereinbart, ihre Daten jede Woche auszutauschen.",
    "zh": "部长们同意每周共享数据。",
    "fa": "وزیران آب سه کشور درباره تبادل داده‌ها گفت‌وگو کردند.",
    "uk": "Міністри домовилися щотижня обмінюватися даними.",
    "ur": "تین ملکوں کے وزرائے آب نے ہر ہفتے معلومات کے تبادلے پر اتفاق کیا ہے۔",
    "it": "I ministri hanno concordato di condividere i loro dati ogni settimana.",
    "ja": "大臣は毎週データを共有することに合意した。",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_in_each_language(language: str) -> None:
    assert detect(SENTENCES[language]) == language


@pytest.mark.parametrize("text", ["", " ", "12:30", "…", "🙂"])
def test_no_letters_are_no_evidence(text: str) -> None:
    assert detect(text) == "und"


def test_names_in_another_script_do_not_decide() -> None:
    assert detect("أعلنت شركة Microsoft Corporation عن إصدار جديد من نظامها للحواسيب") == "ar"


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en", SENTENCES["ar"], "ar"),
        ("ar", SENTENCES["fa"], "fa"),
        ("ru", SENTENCES["uk"], "uk"),
        ("zh", SENTENCES["ja"], "ja"),
        ("ar", SENTENCES["en"], "en"),
        ("fr", "Oui.", "fr"),
        ("sr", "Vlada Srbije", "sr"),
        ("es", "12:30", "es"),
        (None, SENTENCES["de"], "de"),
    ],
)
def test_a_declaration_wins_unless_the_letters_contradict_it(
    declared: str | None, text: str, language: str
) -> None:
    assert choose(declared, text) == language


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-GB", "en"),
        ("ARA", "ar"),
        ("zh_Hans", "zh"),
        ("nb-NO", "no"),
        ("iw", "he"),
        ("und", None),
        ("english", None),
        ("", None),
        (None, None),
        ("x", None),
    ],
)
def test_language_tags(tag: str | None, code: str | None) -> None:
    assert normalise(tag) == code


def test_the_script_of_most_letters() -> None:
    assert script_of("موسكو (Reuters) - التقى الوزراء في العاصمة") == "arabic"
    assert script_of("2018") == "none"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("abc中", "latin"),
        ("ab中", "han"),
        ("12 ab é", "latin"),
        ("Déjà vu – “naïf”", "latin"),
        ("“а б”, CNN", "latin"),
        ("а б в CNN", "latin"),
        ("- а б в г CNN", "cyrillic"),
    ],
)
def test_a_few_letters_of_another_script_are_counted_too(text: str, script: str) -> None:
    assert script_of(text) == script


def test_no_word_decides_for_two_languages() -> None:
    listed = [word for words in WORDS.values() for word in words.split()]
    assert len(listed) == len(set(listed))


def test_words_of_another_language_do_not_outweigh_the_text() -> None:
    quoted = "C'est dans les accords, a dit le ministre, qui ont été signés avec la Turquie."
    assert detect(f'"That," he told them, "{quoted}"') == "fr"


@given(st.text(max_size=200))
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert 2 <= len(detect(text)) <= 3


@pytest.mark.parametrize("name", ["ntrex_docs", "meantime_docs"])
def test_accuracy_on_real_documents(name: str) -> None:
    path = shared("data", "crosslingual", f"{name}.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    wrong = [
        document["id"]
        for document in documents
        if detect(document["text"]) != normalise(document["lang"])
    ]
    assert len(wrong) <= len(documents) // 200
