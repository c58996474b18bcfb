"""Datelines: place, day and agency before the first sentence, as wires of many countries write."""

from __future__ import annotations

import pytest

from streams.parse.datelines import dateline_of
from tests.parse.wires import article

DATELINES = [
    ("MOSCOW (Reuters) - ", "Ministers met on Monday.", ["reuters"]),
    ("AMAN, 4. marta (Tanjug) - ", "Ministri su se sastali.", ["tanjug"]),
    ("Ammán 4. března (ČTK) - ", "Ministři se sešli.", ["ctk"]),
    ("Ammán, 2019. március 4., hétfő (MTI) - ", "A miniszterek találkoztak.", ["mti"]),
    ("04.03.2019, Amman (PAP) - ", "Ministrowie spotkali się.", ["pap"]),
    ("Amman, Mar 4 (PTI) ", "Ministers met on Monday.", ["pti"]),
    ("NEW DELHI (IANS) ", "Ministers met on Monday.", ["ians"]),
    ("Amman (awp/sda/dpa) ", "Die Minister haben sich getroffen.", ["awp", "sda", "dpa"]),
    ("Amman (ats/afp) - ", "Les ministres se sont réunis.", ["sda", "afp"]),
    ("Аман, 4 март /БТА/ ", "Министрите се срещнаха.", ["bta"]),
    ("АММАН, 4 марта. /ТАСС/. ", "Министры встретились.", ["tass"]),
    ("Amman, 4 mar /Agerpres/ - ", "Miniștrii s-au întâlnit.", ["agerpres"]),
    ("القاهرة في 4 مارس /أ ش أ/ ", "التقى الوزراء.", ["mena"]),
    ("عمان-سانا", "", ["sana"]),
    ("امان- ایرنا- ", "وزیران دیدار کردند.", ["irna"]),
    ("عمان (اے ایف پی) ", "وزراء نے ملاقات کی۔", ["afp"]),
    ("अम्मान, चार मार्च (भाषा) ", "मंत्रियों ने मुलाकात की।", ["pti"]),
    ("עמאן, 4 במרץ (רויטרס) - ", "השרים נפגשו.", ["reuters"]),
    ("(ΑΠΕ-ΜΠΕ)-", "Οι υπουργοί συναντήθηκαν.", ["ana-mpe"]),
    ("(암만=연합뉴스) 김철수 기자 =", " 장관들이 만났다.", ["yonhap"]),
    ("[서울=뉴시스]", "장관들이 만났다.", ["newsis"]),
    ("【アンマン共同】", "閣僚は４日、会談した。", ["kyodo"]),
    ("［アンマン　４日　ロイター］ -", " 閣僚は４日、会談した。", ["reuters"]),
    ("新华社安曼3月4日电", "（记者张伟）部长4日会晤。", ["xinhua"]),
    ("Moscow. March 4. INTERFAX - ", "Ministers met.", ["interfax"]),
    ("Baku, March 4, AZERTAC ", "Ministers met.", ["azertac"]),
    ("Riyadh, March 04, 2019, SPA -- ", "Ministers met.", ["spa"]),
    ("Accra, March 4, GNA - ", "Ministers met.", ["gna"]),
    ("رام الله 4-3-2019 وفا- ", "التقى الوزراء.", ["wafa"]),
    ("الرياض في 4 مارس / واس / ", "التقى الوزراء.", ["spa"]),
    ("إسلام آباد (اے پی پی) ", "وزراء نے ملاقات کی۔", ["app"]),
    ("กรุงเทพฯ, 4 มี.ค. (ซินหัว) - ", "รัฐมนตรีพบกัน", ["xinhua"]),
    ("Stockholm (TT) ", "Ministrarna möttes.", ["tt"]),
    ("København /ritzau/ ", "Ministrene mødtes.", ["ritzau"]),
    ("АММАН, 4 мар - РИА Новости, ", "Иван Петров. Министры встретились.", ["ria"]),
    ("АММАН. 4 березня. УНН. ", "Міністри зустрілися.", ["unn"]),
    ("الرياض 27 جمادى الآخرة 1440 هـ الموافق 04 مارس 2019 م واس", "", ["spa"]),
    ("عمان/ سامي حداد/ الأناضول", "", ["aa"]),
    ("Amman, mandag /ritzau/Reuters/", "", ["ritzau", "reuters"]),
    ("（新华社安曼3月4日电）", "部长4日会晤。", ["xinhua"]),
    ("（中央社記者王明安曼4日電）", "部長今天會晤。", ["cna-taiwan"]),
]


@pytest.mark.parametrize(("dateline", "sentence", "keys"), DATELINES)
def test_a_dateline_ends_where_the_sentence_begins(
    dateline: str, sentence: str, keys: list[str]
) -> None:
    found = dateline_of(dateline + sentence)
    assert [source.id for source in found.sources] == keys
    assert f"{dateline}{sentence}"[found.end :].strip() == sentence.strip()


@pytest.mark.parametrize(
    "sentence",
    [
        "The Associated Press (AP) said on Monday that ministers met.",
        "Agence France-Presse (AFP) sieht die Minister am Montag.",
        "وقالت وكالة الأنباء (رويترز) إن الوزراء التقوا.",
        "Ministers met on Monday, the agency (Reuters) said.",
        "Министры встретились в понедельник, сообщает агентство /ТАСС/ из Аммана.",
        "Lufthansa (TT) said on Monday that ministers met.",
        "Die Agentur (sda/dpa) meldet ein Treffen.",
        "A (1=1) test of what stands in brackets.",
    ],
)
def test_an_agency_that_a_sentence_names_is_no_dateline(sentence: str) -> None:
    assert dateline_of(sentence).sources == ()


def test_the_name_is_as_published_without_its_strokes() -> None:
    assert [one.name for one in dateline_of("Аман, 4 март /БТА/ Срещнаха се.").sources] == ["БТА"]


@pytest.mark.parametrize(
    "line",
    [
        "Amman, 4 mars 2019 (AFP) -",
        "عمان-سانا",
        "عمان/ سامي حداد/ الأناضول",
        "Paris, le 4 mars 2019",
    ],
)
def test_a_dateline_in_a_line_of_its_own_is_no_paragraph(line: str) -> None:
    parsed = article(f"Headline of the day\n\n{line}\n\nMinisters met on Monday.\n\nThey agreed.")
    assert parsed.parts("dateline") == (line,)
    assert parsed.paragraphs == ("Ministers met on Monday.", "They agreed.")


def test_a_place_may_stand_before_the_agency() -> None:
    parsed = article("Συμφωνία υπουργών\n\nΑμμάν, Ιορδανία\n\n(ΑΠΕ-ΜΠΕ)-Οι υπουργοί συμφώνησαν.")
    assert [source.id for source in parsed.sources] == ["ana-mpe"]


def test_a_line_that_a_credit_in_brackets_ends_is_no_dateline() -> None:
    parsed = article("Headline of the day\n\nMinisters agree on 4 points (AFP)\n\nThey met.")
    assert parsed.parts("dateline") == ()
