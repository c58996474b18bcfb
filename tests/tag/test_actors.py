"""The knowledge base's files, and the look-up of names in it."""

from __future__ import annotations

import unicodedata
from typing import get_args

import pytest

from schemas.records import ActorKind
from streams.tag import actors
from streams.tag.actors.known import KIND_ORDER, LANGUAGES, KnownActor, build
from streams.tag.capitals import AFTER, BEFORE
from streams.tag.spelling import Spellings
from streams.tag.traditional import traditional
from streams.text.fold import fold

KNOWN = actors.load()
ALL = tuple(KNOWN.by_id.values())


def test_there_are_enough_of_them() -> None:
    kept = [a for a in ALL if a.kind != "country"]
    assert len(kept) >= 150
    assert len(ALL) - len(kept) >= 240


def test_every_actor_has_an_english_and_an_arabic_name() -> None:
    for actor in ALL:
        assert actor.names["en"][0] == actor.name, actor.id
        assert actor.names["ar"], actor.id
        assert set(actor.names) <= set(LANGUAGES), actor.id
        assert all(fold(n).text for names in actor.names.values() for n in names), actor.id


def test_every_country_has_a_name_in_every_language() -> None:
    lacking = [a.id for a in ALL if a.kind == "country" and set(a.names) != set(LANGUAGES)]
    assert lacking == []


def test_every_person_has_a_chinese_and_a_persian_name() -> None:
    lacking = [a.id for a in ALL if a.kind == "person" and not {"zh", "fa"} <= a.names.keys()]
    assert lacking == []


def test_every_chinese_name_has_its_traditional_spelling() -> None:
    """Big5, the encoding of traditional characters, has none that only simplified ones are."""
    names = {n for a in ALL for n in a.names.get("zh", ())} | set(KNOWN.others["zh"])
    lacking = [n for n in names if not encodable(traditional(n).replace("·", ""), "big5")]
    assert lacking == []


def encodable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def test_no_word_mixes_scripts() -> None:
    """A Latin o in a Cyrillic name looks right and never matches."""
    mixed = [
        word
        for actor in ALL
        for names in actor.names.values()
        for name in names
        for word in name.replace("-", " ").split()
        if len({unicodedata.name(c).split()[0] for c in word if c.isalpha()} & SCRIPTS) > 1
    ]
    assert mixed == []


SCRIPTS = {"LATIN", "CYRILLIC", "ARABIC", "CJK"}


def test_countries_referred_to_are_known() -> None:
    links = {link for a in ALL for link in (a.country, a.capital_of) if link is not None}
    assert links <= set(KNOWN.by_id)


def test_what_is_weak_or_personal_is_a_name() -> None:
    for actor in ALL:
        for marked in (actor.weak, actor.personal):
            for language, names in marked.items():
                assert set(names) <= set(actor.names[language]), actor.id


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Sergey Lavrov", ("person:sergey-lavrov",)),
        ("SERGEI LAVROV", ("person:sergey-lavrov",)),
        ("Lavrov", ("person:sergey-lavrov",)),
        ("سيرجي لافروف", ("person:sergey-lavrov",)),
        ("Çavuşoğlu", ("person:mevlut-cavusoglu",)),
        ("turkiye", ("country:TR",)),
        ("الولايات المتحدة", ("country:US",)),
        ("Hizbullah", ("org:hezbollah",)),
        ("Washington", ("place:washington",)),
        ("عمان", ("country:OM", "place:amman")),
        ("塞爾維亞", ("country:RS",)),
        ("دیمیتری پسکوف", ("person:dmitry-peskov",)),
        ("Nobody", ()),
    ],
)
def test_actors_by_name(name: str, ids: tuple[str, ...]) -> None:
    assert KNOWN.named(name) == ids


def test_names_to_suggest_are_as_written() -> None:
    assert {"Sergey Lavrov", "سيرغي لافروف", "Türkiye"} <= set(KNOWN.names)


def test_an_id_that_comes_twice_is_refused() -> None:
    twice = [
        KnownActor(id="org:a", name=name, kind="organisation", names={"en": (name,)})
        for name in ("A", "B")
    ]
    with pytest.raises(ValueError, match="org:a is given twice"):
        build(twice, spellings=Spellings({}), others={})


def test_every_kind_has_its_place_in_the_order() -> None:
    assert sorted(KIND_ORDER) == sorted(get_args(ActorKind))


@pytest.mark.parametrize("words", [*BEFORE.values(), *AFTER.values()])
def test_words_around_capitals_are_folded(words: str) -> None:
    assert fold(words).text == words


@pytest.mark.parametrize(
    ("name", "surnames"),
    [
        ("مولود جاويش أوغلو", ("أوغلو", "جاويش أوغلو")),
        ("Ursula von der Leyen", ("von der Leyen",)),
        ("Mohammed bin Salman", ("bin Salman",)),
        ("عبد الفتاح السيسي", ("السيسي",)),
        ("谢尔盖·拉夫罗夫", ("拉夫罗夫",)),
        ("Putin", ()),
    ],
)
def test_surnames(name: str, surnames: tuple[str, ...]) -> None:
    assert Spellings.surnames(name, family_first=False) == surnames


def test_a_family_name_that_comes_first_is_the_surname() -> None:
    assert Spellings.surnames("Xi Jinping", family_first=True) == ("Xi",)


def test_spellings_of_a_name() -> None:
    spellings = Spellings({"ar": [["سيرغي", "سيرجي"]], "en": [["Sergey", "Sergei"]]})
    assert spellings.of("سيرغي لافروف", "ar") == ("سيرغي لافروف", "سيرجي لافروف")
    assert spellings.of("Sergei Lavrov", "en") == ("Sergei Lavrov", "Sergey Lavrov")
    assert spellings.of("Bashar al-Assad", "en") == (
        "Bashar al-Assad",
        "Bashar el-Assad",
        "Bashar Assad",
    )
    assert spellings.of("عبد الله", "ar") == ("عبد الله", "عبدالله")
    assert spellings.of("谢尔盖·绍伊古", "zh") == ("谢尔盖·绍伊古", "謝爾蓋·紹伊古")
    assert spellings.of("普京", "zh") == ("普京",)
