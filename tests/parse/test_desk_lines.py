"""Lines that desks write for themselves, at the end of a body."""

from __future__ import annotations

import pytest

from streams.parse.desk_lines import MARKS, is_desk_line
from tests.parse.wires import article, rss


@pytest.mark.parametrize(
    "line",
    [
        "hh/ph/ts",
        "bur-ab/cd",
        "رن-سم/غ د",
        "ا ب ج/دذ",
        "بور/غ ر",
        "بور/رن-سم-غد-اب-جص/دذ",
        "dpa abc yyzz n1 def",
        "AAP abc/de",
        "-30-",
        "// انتهى //",
        "Enditem",
        "（完）",
        "MA // EA",
        "RKH-SO",
        "./.",
        "./.RKH",
        "././. RKH",
        "RKH/SAO/",
        "END",
        "(Schluss)",
        "###",
        "(Reporting by Rana Khoury; Editing by Samir Aoun)",
        "(إعداد رنا خوري للنشرة العربية - تحرير سمير عون)",
        "(Bericht von Rana Khoury; redigiert von Samir Aoun)",
        "(Reporte de Rana Khoury)",
        "Associated Press writers Rana Khoury in Beirut and Samir Aoun contributed to this report.",
        "Rana Khoury contributed reporting from Beirut.",
        "Khoury reported from Beirut.",
        "Contact: desk@example.org",
        "The desk can be reached at desk@example.org.",
        "© 2024 Example Agency. All rights reserved.",
    ],
)
def test_desk_lines(line: str) -> None:
    assert is_desk_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "He said yes.",
        "Yes/No",
        "قال نعم.",
        "في 25 آذار/مارس 2023",
        "The end of the road was near.",
        "Editing is an art, she said.",
        "She contributed to the relief fund.",
        "Shelling was reported from Sidon on Monday.",
        "Copyright is a hard law. " * 40,
    ],
)
def test_lines_for_readers(line: str) -> None:
    assert not is_desk_line(line)


def test_only_the_end_of_a_body_is_the_desks() -> None:
    parsed = article("Oil rises\n\nOil rose.\n\nhh/ph\n\nIt fell.\n\n(Reuters)\n\nab/cd")
    assert parsed.paragraphs == ("Oil rose.", "hh/ph", "It fell.")
    assert parsed.parts("footer") == ("ab/cd",)


def test_the_line_that_parts_the_text_from_who_contributed_is_the_desks_too() -> None:
    told = ("___", "AP writer Rana Khoury contributed to this report.")
    parsed = article("\n\n".join(("Harbour opens", "SIDON (AP) — The harbour opened.", *told)))
    assert parsed.paragraphs == ("SIDON (AP) — The harbour opened.",)
    assert parsed.parts("footer") == told


def test_a_body_of_nothing_else_stays_a_body() -> None:
    assert article("Oil rises\n\nhh/ph").paragraphs == ("hh/ph",)


def test_short_lines_below_the_mark_of_the_end_are_the_desks() -> None:
    body = "أعادت صيدا فتح مرفئها الاثنين بعد عامين من الإغلاق"
    parsed = article(f"صيدا تفتح مرفأها\n\n{body}.\n\n// انتهى //\n\n15:09 ت م\n\n0123")
    assert parsed.paragraphs == (f"{body}.",)
    assert parsed.parts("footer") == ("// انتهى //", "15:09 ت م", "0123")


@pytest.mark.parametrize("mark", [*MARKS, "(end) ab.cd", "（編輯：陳小明）1080304"])
def test_the_mark_at_the_end_of_the_last_paragraph_is_no_part_of_it(mark: str) -> None:
    text = f"Sidon reopens\n\nThe harbour reopened on Monday.\n\nShips came. {mark}"
    parsed = article(text)
    assert parsed.paragraphs == ("The harbour reopened on Monday.", "Ships came.")
    assert parsed.parts("footer") == (mark,)
    html = "".join(f"<p>{one}</p>" for one in text.split("\n\n")[1:])
    feed = article(
        rss(f"<title>Sidon reopens</title><description><![CDATA[{html}]]></description>")
    )
    assert feed.paragraphs == parsed.paragraphs
    assert feed.parts("footer") == (mark,)
