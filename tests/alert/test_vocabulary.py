"""Names in rules, against the real knowledge base and table of agencies."""

from __future__ import annotations

import pytest

from streams.alert.conditions import Field
from streams.alert.vocabulary import UnknownNameError, Vocabulary, language_code, source_id
from streams.tag import actors


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.of(actors.load())


@pytest.mark.parametrize(
    "name",
    ["person:sergey-lavrov", "Sergey Lavrov", "sergey lavrov", "Lavrov", "لافروف", "Лавров"],
)
def test_an_actor_goes_by_id_name_and_surname_in_any_language(
    vocabulary: Vocabulary, name: str
) -> None:
    assert vocabulary.resolve("actors", name) == "person:sergey-lavrov"


@pytest.mark.parametrize("name", ["country:SY", "Syria", "سوريا", "Сирия", "Suriye"])
def test_a_country_goes_by_its_name_in_any_language(vocabulary: Vocabulary, name: str) -> None:
    assert vocabulary.resolve("actors", name) == "country:SY"


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("Lavrof", "«Lavrov» (person:sergey-lavrov)"),
        ("Çavuşoğlou", "«Çavuşoğlu» (person:mevlut-cavusoglu)"),
        ("person:sergei-lavrov", "«person:sergey-lavrov»"),
    ],
)
def test_a_misspelt_actor_is_refused_with_the_nearest(
    vocabulary: Vocabulary, name: str, suggested: str
) -> None:
    with pytest.raises(UnknownNameError) as refused:
        vocabulary.resolve("actors", name)
    assert str(refused.value) == f"no actor is called «{name}»; did you mean {suggested}?"


@pytest.mark.parametrize(("field", "told"), [("actors", "in full"), ("languages", "ISO 639-1")])
def test_what_is_like_nothing_gets_what_to_write(
    vocabulary: Vocabulary, field: Field, told: str
) -> None:
    with pytest.raises(UnknownNameError, match=f"is called «zzzzqqqq»; write .*{told}") as refused:
        vocabulary.resolve(field, "zzzzqqqq")
    assert "did you mean" not in str(refused.value)


def test_a_surname_of_several_is_refused_with_all_of_them(vocabulary: Vocabulary) -> None:
    with pytest.raises(UnknownNameError, match=r"«أوغلو» may be any of person:.*cavusoglu"):
        vocabulary.resolve("actors", "أوغلو")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ar", "ar"),
        ("AR", "ar"),
        ("Arabic", "ar"),
        ("العربية", "ar"),
        ("Türkçe", "tr"),
        ("no", "no"),
        ("und", "und"),
    ],
)
def test_a_language_goes_by_code_and_name(name: str, code: str) -> None:
    assert language_code(name) == code


@pytest.mark.parametrize("name", ["xx", "Arabik", "ara", ""])
def test_a_language_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(UnknownNameError, match=f"no language is called «{name}»"):
        language_code(name)


@pytest.mark.parametrize(
    ("name", "source"),
    [("aljazeera", "aljazeera"), ("الجزيرة", "aljazeera"), ("AFP", "afp"), ("My-Feed", "my-feed")],
)
def test_a_source_goes_by_short_name_agency_and_feed(name: str, source: str) -> None:
    assert source_id(name) == source


def test_a_misspelt_agency_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="did you mean «reuters»"):
        source_id("Reuterss")
