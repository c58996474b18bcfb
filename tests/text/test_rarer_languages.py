"""Languages in Latin script beside the common ones: short lines, foreign names, varieties."""

from __future__ import annotations

import pytest

from streams.text.language import choose, detect
from streams.text.serbo_croatian import variety

LINES = {
    "az": ("Prezident bildirib ki, danışıqlar gələn həftə davam edəcək.", "Polis onu saxlayıb."),
    "et": ("Kütuse hinnad tõusevad taas.", "Õnnetuses sai viga viis inimest."),
    "hr": (
        "Vlada je danas donijela odluku o novim mjerama pomoći gospodarstvu.",
        "Tisuće ljudi okupile su se na trgu.",
        "Umro je poznati glumac.",
    ),
    "is": ("Forsetinn sagði að viðræður héldu áfram í næstu viku.",),
    "lt": ("Degalų kainos vėl kyla.", "Teismas atmetė apeliacinį skundą."),
    "lv": ("Degvielas cenas atkal aug.", "Tiesa noraidīja apelācijas sūdzību."),
    "sk": ("Premiér povedal, že rokovania budú pokračovať budúci týždeň.",),
    "sl": ("Jutri bo sončno in vroče.", "Sodišče je zavrnilo pritožbo obrambe."),
    "sq": ("Qeveria miratoi sot projektligjin për buxhetin.",),
    "sr": (
        "Predsednik je rekao da će razgovori biti nastavljeni sledeće nedelje.",
        "Cene goriva ponovo rastu od petka.",
        "Hiljade su protestovale ispred skupštine.",
    ),
    "uz": ("Ertaga havo quyoshli va issiq bo‘ladi.",),
    "vi": (
        "Hà Nội có mưa to vào chiều nay.",
        "Giáo viên sẽ được tăng lương.",
        "Nga và Ukraine trao đổi tù binh.",
    ),
}


@pytest.mark.parametrize(
    ("language", "line"), [(code, line) for code, lines in LINES.items() for line in lines]
)
def test_a_short_line_in_each_language(language: str, line: str) -> None:
    assert detect(line) == language


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Vietnam's Prime Minister Phạm Minh Chính meets Li Qiang in Beijing."),
        ("en", "Typhoon Yagi hits Quảng Ninh and Hải Phòng."),
        ("en", "Vučić, Plenković and Milanović at summit in Budva."),
        ("fr", "Novak Đoković s'est qualifié pour la finale."),
        ("cs", "Sparta porazila Slavii 2:1."),
        ("cs", "Ceny pohonných hmot znovu rostou."),
    ],
)
def test_names_do_not_make_a_text_foreign(language: str, line: str) -> None:
    assert detect(line) == language


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("sr", "Posle sednice premijer je dao izjavu"),
        ("sr", "Uhapšeno pet osoba u fabrici automobila"),
        ("hr", "Nakon sjednice premijer je dao izjavu"),
        ("hr", "Zastupnici sutra o proračunu"),
        ("bs", "Hiljade na protestu zbog zagađenja rijeke"),
        ("hr", "Umro poznati glumac"),
    ],
)
def test_varieties_of_one_language_are_told_by_their_words(code: str, line: str) -> None:
    assert variety(line) == code


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ka", "თბილისი. 4 მარტი (IPN) - მთავრობამ ხიდი დაამტკიცა."),
        ("hy", "Կառավարությունը հաստատել է նոր կամուրջը (Armenpress)"),
        ("bn", "সরকার নতুন সেতু অনুমোদন করেছে।"),
        ("ta", "அரசு புதிய பாலத்திற்கு ஒப்புதல் அளித்தது."),
        ("am", "መንግስት አዲስ ድልድይ አጸደቀ።"),
        ("km", "រដ្ឋាភិបាលអនុម័តស្ពានថ្មី"),
    ],
)
def test_a_script_of_one_language(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    ("declared", "text"), [("mr", "सरकारने नवीन पूल मंजूर केला."), ("as", "চৰকাৰে নতুন দলং অনুমোদন কৰিছে।")]
)
def test_another_language_of_such_a_script_is_believed(declared: str, text: str) -> None:
    assert choose(declared, text) == declared
