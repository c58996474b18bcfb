"""Names as each language writes them."""

from __future__ import annotations

import pytest

from tests.tag.articles import bases, found

LAVROV = "person:sergey-lavrov"
CAVUSOGLU = "person:mevlut-cavusoglu"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "التقى سيرجي لافروف نظيره مولود تشاووش أوغلو"),
        ("en", "Sergei Lavrov met Mevlüt Çavuşoğlu"),
        ("fr", "Sergueï Lavrov a reçu Mevlut Cavusoglu"),
        ("ru", "Сергей Лавров встретился с Мевлютом Чавушоглу"),
        ("tr", "Sergey Lavrov, Mevlüt Çavuşoğlu'yla görüştü"),
        ("es", "Serguéi Lavrov se reunió con Mevlüt Çavusoglu"),
        ("de", "Sergej Lawrow traf Mevlüt Cavusoglu"),
        ("zh", "谢尔盖·拉夫罗夫会见了梅夫吕特·恰武什奥卢"),
        ("fa", "سرگئی لاوروف با مولود چاووش اوغلو دیدار کرد"),
        ("uk", "Сергій Лавров зустрівся з Мевлютом Чавушоглу"),
        ("ur", "سرگئی لاوروف نے مولود چاوش اوغلو سے ملاقات کی"),
    ],
)
def test_two_ministers_in_every_language(language: str, text: str) -> None:
    assert [actor for _, actor in found(text, language)] == [LAVROV, CAVUSOGLU]


@pytest.mark.parametrize(
    ("language", "text", "surfaces"),
    [
        ("ar", "جاويش أوغلو: اتفقنا مع لافروف", ["جاويش أوغلو", "لافروف"]),
        ("ar", "ولتشاووش أوغلو وبلافروف", ["تشاووش أوغلو", "لافروف"]),
        ("zh", "俄外长拉夫罗夫与土外长恰武什奥卢", ["拉夫罗夫", "恰武什奥卢"]),
        ("zh", "查武什奥卢会见拉夫罗夫", ["查武什奥卢", "拉夫罗夫"]),
        ("fa", "لاوروف با چاووش‌اوغلو گفت‌وگو کرد", ["لاوروف", "چاووش‌اوغلو"]),
        ("fa", "لاوروف به مولود چاوش‌اوغلو گفت", ["لاوروف", "مولود چاوش‌اوغلو"]),
        ("ur", "لاوروف اور چاوش اوغلو", ["لاوروف", "چاوش اوغلو"]),
    ],
)
def test_two_ministers_without_their_given_names(
    language: str, text: str, surfaces: list[str]
) -> None:
    mentions = found(text, language)
    assert [surface for surface, _ in mentions] == surfaces
    assert {actor for _, actor in mentions} == {LAVROV, CAVUSOGLU}


@pytest.mark.parametrize("name", ["حوثی‌ها", "حوثی ها", "حوثیها"])
def test_a_persian_name_with_its_joiner_a_space_or_neither(name: str) -> None:
    assert found(f"حمله به {name} در یمن", "fa")[0] == (name, "org:houthis")


@pytest.mark.parametrize(
    ("language", "text", "countries"),
    [
        ("ar", "سوريا وتركيا والولايات المتحدة", ["SY", "TR", "US"]),
        ("en", "Syria, Türkiye and the United States", ["SY", "TR", "US"]),
        ("fr", "la Syrie, la Turquie et les États-Unis", ["SY", "TR", "US"]),
        ("ru", "Сирия, Турция и США", ["SY", "TR", "US"]),
        ("tr", "Suriye, Türkiye ve Amerika Birleşik Devletleri", ["SY", "TR", "US"]),
        ("es", "Siria, Turquía y los Estados Unidos", ["SY", "TR", "US"]),
        ("de", "Syrien, die Türkei und die Vereinigten Staaten", ["SY", "TR", "US"]),
        ("zh", "叙利亚、土耳其和美国", ["SY", "TR", "US"]),
        ("fa", "سوریه، ترکیه و آمریکا", ["SY", "TR", "US"]),
        ("uk", "Сирія, Туреччина і США", ["SY", "TR", "US"]),
        ("ur", "ترکیہ، ایران اور امریکہ", ["TR", "IR", "US"]),
    ],
)
def test_countries_in_every_language(language: str, text: str, countries: list[str]) -> None:
    assert [actor for _, actor in found(text, language)] == [f"country:{c}" for c in countries]


@pytest.mark.parametrize(
    ("text", "surface", "actor"),
    [
        ("وروسيا", "روسيا", "country:RU"),
        ("لروسيا", "روسيا", "country:RU"),
        ("وبسوريا", "سوريا", "country:SY"),
        ("ولافروف يلتقي سيرغي لافروف", "لافروف", LAVROV),
        ("بالولايات المتحدة", "الولايات المتحدة", "country:US"),
        ("للولايات المتحدة", "لولايات المتحدة", "country:US"),
        ("وللأمم المتحدة", "لأمم المتحدة", "org:united-nations"),
        ("روسيـــا", "روسيـــا", "country:RU"),
        ("رُوسِيَا", "رُوسِيَا", "country:RU"),
    ],
)
def test_arabic_prefixes_and_marks(text: str, surface: str, actor: str) -> None:
    assert found(text, "ar")[0] == (surface, actor)


@pytest.mark.parametrize(
    ("language", "text", "surface", "actor"),
    [
        ("ru", "встреча с Сергеем Лавровым", "Сергеем Лавровым", LAVROV),
        ("ru", "по словам С. Лаврова", "С. Лаврова", LAVROV),
        ("ru", "власти Турции", "Турции", "country:TR"),
        ("ru", "в Соединённых Штатах Америки", "Соединённых Штатах Америки", "country:US"),
        ("ru", "в Северной Корее", "Северной Корее", "country:KP"),
        ("ru", "из Боснии и Герцеговины", "Боснии и Герцеговины", "country:BA"),
        ("ru", "слова Ангелы Меркель", "Ангелы Меркель", "person:angela-merkel"),
        ("uk", "слова Сергія Лаврова", "Сергія Лаврова", LAVROV),
        ("uk", "у Туреччині", "Туреччині", "country:TR"),
        ("uk", "зі Сполученими Штатами", "Сполученими Штатами", "country:US"),
        ("uk", "в Америці", "Америці", "country:US"),
        ("tr", "Türkiye'nin kararı", "Türkiye", "country:TR"),
        ("tr", "Lavrov’un sözleri", "Lavrov", LAVROV),
        ("tr", "ABD'ye göre", "ABD", "country:US"),
        ("en", "Russia's army", "Russia", "country:RU"),
        ("fr", "la réponse de l'Iran", "Iran", "country:IR"),
        ("de", "Russlands Armee", "Russlands", "country:RU"),
        ("es", "los EE.UU. y más", "EE.UU.", "country:US"),
        ("en", "the U.S. army", "U.S.", "country:US"),
        ("zh", "俄罗斯外长访问中国", "俄罗斯", "country:RU"),
    ],
)
def test_inflected_names(language: str, text: str, surface: str, actor: str) -> None:
    assert found(text, language)[0] == (surface, actor)


@pytest.mark.parametrize(
    ("language", "text", "surface", "actor"),
    [
        ("ar", "القوات الأميركية", "الأميركية", "country:US"),
        ("ar", "الوزيران الروسي والتركي", "الروسي", "country:RU"),
        ("ar", "كوري شمالي", "كوري شمالي", "country:KP"),
        ("en", "Turkish troops", "Turkish", "country:TR"),
        ("fr", "les forces turques", "turques", "country:TR"),
        ("ru", "российскими войсками", "российскими", "country:RU"),
        ("uk", "українського уряду", "українського", "country:UA"),
        ("de", "die syrische Armee", "syrische", "country:SY"),
        ("es", "las tropas rusas", "rusas", "country:RU"),
    ],
)
def test_demonyms(language: str, text: str, surface: str, actor: str) -> None:
    assert bases(text, language)[0] == (surface, actor, "demonym")


def test_an_unknown_language_knows_all_names() -> None:
    assert found("Siria e Turchia, Iran", "it") == [("Siria", "country:SY"), ("Iran", "country:IR")]


def test_a_one_word_name_of_another_language_does_not_count() -> None:
    assert found("هند خرجت", "ar") == []
    assert found("هند و ایران", "fa")[0] == ("هند", "country:IN")
