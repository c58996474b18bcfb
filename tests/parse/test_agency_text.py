"""Plain text as agencies of many countries send it: keyword, headline, body, desk lines."""

from __future__ import annotations

import pytest

from tests.parse.wires import article

LEAD = "AMMAN, March 4 (AP) - Ministers agreed on Monday to share."
HEAD = f"Ministers agree to share data\n\n{LEAD}\n\n"
SAID = '"We publish every week," one said.'


@pytest.mark.parametrize(
    "desk",
    [
        "(kraj) mp/jv 15:09",
        "(Sürecek)",
        "(Bitti)",
        "/ИП/",
        "(EY-MK)",
        "kkb \\ bdo",
        "PTI ABC XYZ",
        "PTI ABC XYZ\nXYZ",
        "(SDA-ATS\\ab)",
        "(ats / 04.03.2019 15h09)",
        "قنا /ض ه\n1509/04/03/2019",
        "--(بترا) م ح/س ع/أ ز\n04/03/2019 15:09:33",
        "م ح / س ع\nكونا041509 جمت مار 19",
        "भाषा गोला मनीषा\nमनीषा",
        "jdo mka",
        "انتهای پیام",
        "ABC // DEF\nLusa/Fim",
        "AGERPRES/(AS - autor: Ion Popescu, editor: Maria Ionescu)",
        "Pewarta: Budi Santoso\nEditor: Siti Rahma",
        "متابعة: أحمد خالد",
        "(דיווח: יוסי כהן; עריכה: דנה לוי)",
        "责任编辑：李娜",
        "abc@yna.co.kr\n(끝)",
        "<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>\n2019/03/04 15:09 송고",
        "(Reporting by Jane Doe;\nEditing by Max Muster)",
        "((jane.doe@reuters.example; +962 6 555 0100; Messaging: jane.doe@reuters.example.net))",
        "Keywords: JORDAN WATER/ (UPDATE 2)",
        "-0- AB/CD",
        "(This story has not been edited and is auto-generated from a feed.)",
        "(MORE)",
        "NNNN",
    ],
)
def test_the_lines_of_the_desk_are_no_paragraphs(desk: str) -> None:
    parsed = article(f"{HEAD}{SAID}\n\n{desk}\n")
    assert parsed.paragraphs == (LEAD, SAID)
    assert "\n".join(parsed.parts("footer")).split() == desk.split()


@pytest.mark.parametrize(
    "last",
    [
        "Reuters did not see the text.",
        "رويترز لم تحدد",
        "They met in 2019 and 2020 in Amman",
        "Gold 1,250.50, silver 15.20",
        "Yes.",
        "One of them said no",
    ],
)
def test_a_last_line_of_words_is_a_paragraph(last: str) -> None:
    assert article(f"{HEAD}{SAID}\n\n{last}\n").paragraphs[-1] == last


@pytest.mark.parametrize(
    ("mark", "below"),
    [
        ("(النهاية)", "\n\nم ح / س ع"),
        ("（完）", "\n\n责任编辑：李娜"),
        ("(end) ab.cd", ""),
        ("/ИП/", ""),
        ("./.", ""),
        ("(SEGUE).", ""),
        ("（2019/03/04-15:09）", ""),
        ("（編輯：陳小明）1080304", ""),
    ],
)
def test_a_mark_that_ends_the_last_paragraph_is_none_of_its_words(mark: str, below: str) -> None:
    parsed = article(f"{HEAD}They said so. {mark}{below}")
    assert parsed.paragraphs[-1] == "They said so."
    assert mark in parsed.parts("footer")


def test_a_number_and_keyword_stand_above_the_headline() -> None:
    parsed = article(
        "DEL45\nJORDAN-WATER\nMinisters agree to share data\n"
        "      Amman, Mar 4 (PTI) Ministers of three countries on Monday agreed to share data on\n"
        "river flows.\n"
        '      "We publish every week," one said.\n'
        "PTI ABC XYZ\n"
    )
    assert parsed.headline == "Ministers agree to share data"
    assert parsed.slugline == "JORDAN-WATER"
    assert parsed.parts("slugline") == ("DEL45", "JORDAN-WATER")
    first, said = (" ".join(words.split()) for words in parsed.paragraphs)
    assert first.endswith("agreed to share data on river flows.")
    assert said == SAID


def test_a_keyword_without_a_headline_below_it_is_the_headline() -> None:
    assert (
        article("JORDAN-WATER\n\nAMMAN (AP) - They agreed.\n\nThey met.").headline == "JORDAN-WATER"
    )


def test_a_headline_that_goes_on_in_the_next_line_is_one() -> None:
    parsed = article(
        "Ministers of three countries agree\nto share data on rivers\n\nThey met.\n\nSo."
    )
    assert parsed.headline == "Ministers of three countries agree to share data on rivers"
    assert parsed.paragraphs == ("They met.", "So.")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Haddad: 'We publish every week'", "subheadline"),
        ("By Jane Doe", "byline"),
        ("(di Mario Rossi)", "byline"),
        ("2019-03-04 15:09:33", "footer"),
        ("AFP - Lundi 4 mars 2019 - 15:09:33 (GMT)", "footer"),
        ("ANI | Updated: Mar 04, 2019 15:09 IST", "footer"),
        ("2019-03-04 15:09:33 来源：新华网", "source_line"),
        ("Source: Xinhua| 2019-03-04 15:09:33|Editor: Li Na", "source_line"),
        ("They met on Monday.", "paragraph"),
    ],
)
def test_what_a_line_below_the_headline_is(line: str, kind: str) -> None:
    parsed = article(f"Ministers agree to share data\n{line}\n\nMinisters agreed.\n\nThey met.")
    assert (kind, line) in [
        (block.kind, parsed.text[block.start : block.end]) for block in parsed.blocks
    ]


def test_who_edited_and_when_are_no_sources() -> None:
    line = "Source: Xinhua| 2019-03-04 15:09:33|Editor: Li Na"
    parsed = article(f"Ministers agree\n\n{line}\n\nMinisters agreed.")
    assert [source.name for source in parsed.sources] == ["Xinhua"]


def test_each_item_of_a_list_is_a_paragraph() -> None:
    parsed = article(
        "Ministers agree\n\n* Weekly figures\n* New gauges\n\nThey met on the\n4. day."
    )
    assert parsed.paragraphs == ("* Weekly figures", "* New gauges", "They met on the\n4. day.")


def test_thai_is_told_by_its_script() -> None:
    text = "รัฐมนตรีตกลงแลกเปลี่ยนข้อมูล\n\nรัฐมนตรีสามประเทศตกลงเมื่อวันจันทร์ที่จะแลกเปลี่ยนข้อมูลแม่น้ำ"
    assert article(text).language == "th"


def test_who_sends_it_and_when_may_stand_above_the_headline() -> None:
    parsed = article("KYODO NEWS\nMar 4, 2019\n\nMinisters agree\n\nMinisters agreed.\n\nThey met.")
    assert parsed.headline == "Ministers agree"
    assert parsed.parts("source_line") == ("KYODO NEWS",)
    assert parsed.parts("footer") == ("Mar 4, 2019",)
    assert parsed.paragraphs == ("Ministers agreed.", "They met.")


def test_sources_are_in_the_order_in_which_they_are_named() -> None:
    parsed = article("Ministre enige\n\nAmman (ritzau/Reuters) - De er enige.\n\nJa.\n\n/ritzau/")
    assert [source.id for source in parsed.sources] == ["ritzau", "reuters"]


def test_a_list_of_days_is_text() -> None:
    days = tuple(f"{day} March 2019" for day in (4, 11, 18, 25))
    below = "\n\n".join(days)
    assert article(f"{HEAD}{SAID}\n\n{below}\n").paragraphs == (LEAD, SAID, *days)
    assert article(f"Dates\n\n{below}\n\n{SAID}\n").paragraphs == (*days, SAID)
