"""What a name means among the others of its article."""

from __future__ import annotations

import pytest

from tests.tag.articles import bases, found, of_parts, tag


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("They told us about turkey", []),
        ("The US told them", ["country:US"]),
        ("TELL US WHO WILL PAY", []),
        ("Nato, NATO and the Nato chief", ["org:nato"] * 3),
        ("MOSCOW SAYS TURKEY WILL PAY", ["country:RU", "country:TR"]),
    ],
)
def test_capitals_tell_names_from_words(text: str, actors: list[str]) -> None:
    assert [actor for _, actor in found(text, "en")] == actors


@pytest.mark.parametrize(
    "text", ["Chad Smith played", "in New Mexico", "Melania Trump spoke", "he met Paris Hilton"]
)
def test_names_of_others_are_passed_over(text: str) -> None:
    assert found(text, "en") == []


def test_a_country_that_is_also_a_given_name_counts_once_it_is_vouched_for() -> None:
    assert found("Officials in Jordan said", "en") == [("Jordan", "country:JO")]
    text = "Jordan Says It Is Ready. The Jordanian king spoke."
    assert found(text, "en")[0] == ("Jordan", "country:JO")
    assert found("Jordan Says It Is Ready", "en") == []


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("قالت عمان إنها تدرس", "country:OM"),
        ("عاد الملك إلى عمان بعد جولة في الأردن", "place:amman"),
    ],
)
def test_a_shared_name_is_the_one_that_is_vouched_for(text: str, actor: str) -> None:
    assert ("عمان", actor) in found(text, "ar")


def test_a_common_word_counts_only_where_the_actor_is_named_otherwise() -> None:
    assert found("محلل مالي", "ar") == []
    assert found("هاجمت القاعدة", "ar") == []
    assert found("تنظيم القاعدة: هاجمت القاعدة", "ar")[1] == ("القاعدة", "org:al-qaeda")


def test_a_surname_needs_the_full_name() -> None:
    assert found("Pompeo spoke", "en") == []
    assert bases("Pompeo spoke. Mike Pompeo left.", "en")[0] == (
        "Pompeo",
        "person:mike-pompeo",
        "surname",
    )


def test_a_surname_that_everyone_knows_is_enough() -> None:
    assert bases("قال بوتين", "ar") == [("بوتين", "person:vladimir-putin", "alias")]


def test_of_two_persons_a_surname_is_the_one_named_last_before() -> None:
    text = "Michel Aoun left. Joseph Aoun came. Aoun spoke. Michel Aoun smiled. Aoun left."
    assert [actor for _, actor in found(text, "en")] == [
        "person:michel-aoun",
        "person:joseph-aoun",
        "person:joseph-aoun",
        "person:michel-aoun",
        "person:michel-aoun",
    ]


def test_a_surname_before_any_full_name_is_the_first_named_after() -> None:
    text = "Aoun speaks. Joseph Aoun and Michel Aoun met."
    assert found(text, "en")[0] == ("Aoun", "person:joseph-aoun")


def test_a_surname_in_another_script_follows_the_full_name() -> None:
    record = of_parts("ar", ("caption", "Mevlut Cavusoglu in Moscow"), ("paragraph", "قال أوغلو"))
    assert [m.surface for m in tag(record).mentions if m.basis == "surname"] == ["أوغلو"]


def test_a_persons_surname_wins_over_a_demonym() -> None:
    text = "استقبل محمد شياع السوداني الوزير، وقال السوداني"
    assert bases(text, "ar")[-1] == ("السوداني", "person:mohammed-shia-al-sudani", "surname")
    assert bases("الجيش السوداني", "ar") == [("السوداني", "country:SD", "demonym")]


@pytest.mark.parametrize(
    ("language", "text", "actor", "basis"),
    [
        ("ar", "أعلنت واشنطن سحب قواتها", "country:US", "capital"),
        ("ar", "إعلان واشنطن سحب قواتها", "country:US", "capital"),
        ("ar", "التقيا في واشنطن", "place:washington", "name"),
        ("ar", "التقيا بواشنطن", "place:washington", "name"),
        ("en", "Moscow said so", "country:RU", "capital"),
        ("en", "They met in Moscow", "place:moscow", "name"),
        ("en", "MOSCOW, Russia", "place:moscow", "name"),
        ("en", "Moscow airport", "place:moscow", "name"),
        ("en", "London was sunny", "place:london", "name"),
        ("en", "London told the British army", "country:GB", "capital"),
        ("ru", "Москва заявила", "country:RU", "capital"),
        ("ru", "в Москве", "place:moscow", "name"),
        ("tr", "Ankara'da konuştu", "place:ankara", "name"),
        ("tr", "Ankara konuştu", "country:TR", "capital"),
        ("zh", "在华盛顿举行会谈", "place:washington", "name"),
        ("zh", "华盛顿宣布", "country:US", "capital"),
    ],
)
def test_a_capital_is_the_place_or_the_government(
    language: str, text: str, actor: str, basis: str
) -> None:
    assert bases(text, language)[0][1:] == (actor, basis)


def test_a_capital_in_a_dateline_is_the_place() -> None:
    record = of_parts("en", ("dateline", "MOSCOW (AP) -"), ("paragraph", "Moscow said so."))
    assert [m.actor for m in tag(record).mentions] == ["place:moscow", "country:RU"]


def test_no_name_runs_across_a_sentence_or_a_line() -> None:
    assert found("الولايات\nالمتحدة", "ar") == []
    assert found("United, Nations", "en") == []


def test_the_longest_name_wins() -> None:
    assert found("US Congress and South Korea", "en") == [
        ("US Congress", "org:us-congress"),
        ("South Korea", "country:KR"),
    ]


def test_adjacent_names_are_both_found() -> None:
    assert found("روسيا تركيا إيران", "ar") == [
        ("روسيا", "country:RU"),
        ("تركيا", "country:TR"),
        ("إيران", "country:IR"),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Hammer thrower Ivan Lavrov won bronze. Lavrov, 24, threw 71 metres."),
        ("tr", "Forvet Emre Çavuşoğlu imzayı attı. Çavuşoğlu 14 gol attı."),
        ("ru", "Победу Ивана Лаврова отметил тренер. Лаврову 24 года."),
        ("en", "First lady Brigitte Macron opened the school."),
        ("en", "Athlete Lavrov Wins Bronze\nSOFIA - Ivan Lavrov won bronze, said Lavrov."),
    ],
)
def test_a_namesake_is_not_the_person_known(language: str, text: str) -> None:
    assert [actor for _, actor in found(text, language) if actor.startswith("person:")] == []


@pytest.mark.parametrize(
    "text",
    [
        "President Macron came with Brigitte Macron",
        "Brigitte Macron came with her husband, Emmanuel Macron",
        "Robert and Macron met",
        "In Moscow Macron met the press",
        "Robert, Macron said",
    ],
)
def test_the_person_known_is_found_beside_a_namesake(text: str) -> None:
    assert [actor for _, actor in found(text, "en") if actor.startswith("person:")] == [
        "person:emmanuel-macron"
    ]


def test_a_namesake_is_none_of_the_mentions_of_who_is_named_in_full() -> None:
    text = "Sergei Lavrov spoke. Ivan Lavrov won. Lavrov flew home."
    assert [surface for surface, _ in found(text, "en")] == ["Sergei Lavrov", "Lavrov"]
