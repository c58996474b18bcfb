"""Agencies by the names that texts credit them with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import Source
from streams.text.agencies import agency, all_known_in, known_in, source_of, sources_in


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("AFP", "afp"),
        ("أ ف ب", "afp"),
        ("أ.ف.ب", "afp"),
        ("Agence France-Presse", "afp"),
        ("رويترز", "reuters"),
        ("REUTERS", "reuters"),
        ("Anadolu", "aa"),
        ("الأناضول", "aa"),
        ("وكالة الأناضول", "aa"),
        ("ТАСС", "tass"),
        ("РИА Новости", "ria"),
        ("Xinhua", "xinhua"),
        ("新华社", "xinhua"),
        ("وكالات", "agencies"),
        ("الجزيرة", "aljazeera"),
        ("dpa", "dpa"),
        ("MAP", "map"),
        ("afp.com", "afp"),
        ("www.Reuters.com", "reuters"),
        ("epd", "epd"),
        ("Europa Press", "europapress"),
        ("ΑΠΕ-ΜΠΕ", "ana-mpe"),
    ],
)
def test_names(name: str, key: str) -> None:
    assert agency(name) == key


@pytest.mark.parametrize(
    "name",
    ["map", "spa", "example.com", "afp.example.com", "آب", "The Daily Example", "", "x" * 1000],
)
def test_words_that_are_no_agency(name: str) -> None:
    assert agency(name) is None


def test_the_name_stays_as_published() -> None:
    assert source_of(" أ ف ب ") == Source(name="أ ف ب", id="afp")
    assert source_of("Daily Example") == Source(name="Daily Example", id=None)


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("الجزيرة + وكالات", ["aljazeera", "agencies"]),
        ("الجزيرة ووكالات", ["aljazeera", "agencies"]),
        ("رويترز والفرنسية", ["reuters", "afp"]),
        ("Reuters, AFP and Daily Example", ["reuters", "afp", None]),
        ("Интерфакс, РИА Новости", ["interfax", "ria"]),
        ("新华社、路透社", ["xinhua", "reuters"]),
        ("Reuters/Reuters", ["reuters"]),
    ],
)
def test_lists_of_sources(line: str, keys: list[str | None]) -> None:
    assert [source.id for source in sources_in(line)] == keys


@pytest.mark.parametrize(
    ("credit", "key"), [("AP Photo/Jane Doe", "ap"), ("DHA via AP, File", "dha")]
)
def test_an_agency_within_a_credit(credit: str, key: str) -> None:
    found = known_in(credit)
    assert found is not None
    assert found.id == key


def test_a_credit_without_an_agency() -> None:
    assert known_in("by far") is None


@given(st.text(max_size=120))
def test_any_text_is_a_list_of_sources(text: str) -> None:
    assert all(source.name for source in sources_in(text))


@pytest.mark.parametrize(
    ("credit", "keys"),
    [
        ("AFP-DPA-REUTER", ["afp", "dpa", "reuters"]),
        ("ats afp", ["sda", "afp"]),
        ("sda/afp", ["sda", "afp"]),
        ("awp", ["awp"]),
        ("dpa/lni", ["dpa"]),
        ("map", []),
        ("the spa", []),
        ("Reuters", ["reuters"]),
    ],
)
def test_all_agencies_of_a_dateline(credit: str, keys: list[str]) -> None:
    assert [source.id for source in all_known_in(credit)] == keys
