"""Where and when a text was written, as its dateline says."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.records import Block, Dateline, Subject
from streams.parse.place_and_day import dateline_in
from tests.parse.wires import article

NEAR = date(2026, 11, 28)


def told(line: str, *, near: date = NEAR, places: tuple[Subject, ...] = ()) -> Dateline | None:
    return dateline_in(line, [Block(kind="paragraph", start=0, end=len(line))], places, near)


@pytest.mark.parametrize(
    ("paragraph", "dateline", "place", "written", "day"),
    [
        ("MOSCOW, Nov 27 (Reuters) - Talks", "MOSCOW, Nov 27 (Reuters) -",
         "MOSCOW", "Nov 27", date(2026, 11, 27)),
        ("MOSCOW (AP) _ Talks", "MOSCOW (AP) _", "MOSCOW", None, None),
        ("SPRINGFIELD, Ill. (AP) -- The", "SPRINGFIELD, Ill. (AP) --",
         "SPRINGFIELD, Ill.", None, None),
        ("BEIJING/SHANGHAI, Nov 8 (Reuters) - China", "BEIJING/SHANGHAI, Nov 8 (Reuters) -",
         "BEIJING/SHANGHAI", "Nov 8", date(2026, 11, 8)),
        ("SIDON, Lebanon, Dec. 29, 2018 /PRNewswire/ -- The",
         "SIDON, Lebanon, Dec. 29, 2018 /PRNewswire/ --",
         "SIDON, Lebanon", "Dec. 29, 2018", date(2018, 12, 29)),
        ("Frankfurt am Main (dpa) - Der", "Frankfurt am Main (dpa) -",
         "Frankfurt am Main", None, None),
        ("Paris, 27 nov. 2026 (AFP) - Le", "Paris, 27 nov. 2026 (AFP) -",
         "Paris", "27 nov. 2026", date(2026, 11, 27)),
        ("МОСКВА, 29 дек – РИА Новости. Глава", "МОСКВА, 29 дек – РИА Новости.",
         "МОСКВА", "29 дек", date(2025, 12, 29)),
        ("Москва. 29 декабря. INTERFAX.RU - Глава", "Москва. 29 декабря. INTERFAX.RU -",
         "Москва", "29 декабря", date(2025, 12, 29)),
        ("موسكو (أ ف ب) - قال", "موسكو (أ ف ب) -", "موسكو", None, None),
        ("رام الله 4-3-2019 وفا- قال", "رام الله 4-3-2019 وفا-",
         "رام الله", "4-3-2019", date(2019, 3, 4)),
        ("BRUXELLES 23/07 (AFP-DPA) = Le", "BRUXELLES 23/07 (AFP-DPA) =",
         "BRUXELLES", "23/07", date(2026, 7, 23)),
        ("Rīga, 4.marts, LETA. Ministrs", "Rīga, 4.marts, LETA.",
         "Rīga", "4.marts", date(2026, 3, 4)),
        ("新华社北京12月29日电 外交部",
         "新华社北京12月29日电", "北京", "12月29日", date(2025, 12, 29)),
        ("（中央社記者王明安曼4日電）約旦",
         "（中央社記者王明安曼4日電）", None, "4日", date(2026, 11, 4)),
        ("［東京　４日　ロイター］ 日本",
         "［東京　４日　ロイター］", "東京", "４日", date(2026, 11, 4)),
        ("(암만=연합뉴스) 김철수 기자 = 요르단",
         "(암만=연합뉴스) 김철수 기자 =", "암만", None, None),
        ("WASHINGTON, Nov. 27 — The", "WASHINGTON, Nov. 27 —",
         "WASHINGTON", "Nov. 27", date(2026, 11, 27)),
        ("KYIV, Ukraine — Drones", "KYIV, Ukraine —", "KYIV, Ukraine", None, None),
        ("ROMA, 27 NOV - Il", "ROMA, 27 NOV -", "ROMA", "27 NOV", date(2026, 11, 27)),
    ],
)  # fmt: skip
def test_place_and_day_are_told_apart(
    paragraph: str, dateline: str, place: str | None, written: str | None, day: date | None
) -> None:
    expected = Dateline(start=0, end=len(dateline), place=place, date=written, day=day)
    assert told(paragraph) == expected


@pytest.mark.parametrize(
    "paragraph",
    [
        "BREAKING — The president has resigned",
        "NATO — the alliance — has agreed",
        "UPDATE 2 — Markets fell",
        "EXCLUSIVE - Talks were held on 3 March - a Monday",
        "On March 4 - a Monday - the president left",
        "The president said (AFP) - and left",
        "He said - and left",
        "Talks went on.",
    ],
)
def test_what_is_no_dateline_is_not_taken_for_one(paragraph: str) -> None:
    assert told(paragraph) is None


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("ملقة (إسبانيا) (أ ف ب)", "ملقة (إسبانيا)"),
        ("GROSSETO, Italy (AP) —", "GROSSETO, Italy"),
        ("Oslo, Norway", "Oslo, Norway"),
    ],
)
def test_a_line_of_its_own_is_a_dateline_with_an_agency_or_without(line: str, place: str) -> None:
    found = dateline_in(line, [Block(kind="dateline", start=0, end=len(line))], (), NEAR)
    assert found == Dateline(start=0, end=len(line), place=place)


def test_a_country_in_brackets_belongs_to_the_place() -> None:
    line = "نانتوكت (الولايات المتحدة), 26-11-2023 (أ ف ب) -"
    found = dateline_in(line, [Block(kind="dateline", start=0, end=len(line))], (), NEAR)
    assert found is not None
    assert (found.place, found.day) == ("نانتوكت (الولايات المتحدة)", date(2023, 11, 26))


def test_a_place_that_the_item_names_needs_no_capitals() -> None:
    paragraph = "Sidon - The harbour has opened"
    assert told(paragraph) is None
    named = told(paragraph, places=(Subject(label="SIDON"),))
    assert named == Dateline(start=0, end=7, place="Sidon")


@pytest.mark.parametrize(
    ("near", "day"),
    [
        (date(2027, 1, 2), date(2026, 12, 31)),
        (date(2026, 12, 30), date(2026, 12, 31)),
        (date(2026, 12, 1), date(2025, 12, 31)),
        (date.max, date(9999, 12, 31)),
        (date.min, None),
    ],
)
def test_a_year_that_is_left_out_is_that_of_publication(near: date, day: date | None) -> None:
    found = told("LONDON, Dec 31 (Reuters) - Britain", near=near)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize("said", ["Feb 30", "31 Nov"])
def test_a_day_that_is_in_no_calendar_stays_as_written(said: str) -> None:
    found = told(f"LONDON, {said} (Reuters) - Britain")
    assert found is not None
    assert (found.date, found.day) == (said, None)


def test_a_second_paragraph_may_open_with_it_and_a_third_may_not() -> None:
    def record(above: int) -> Dateline | None:
        lines = ["Talks were held on the harbour, which had been closed."] * above
        return article("\n\n".join(["Harbour", *lines, "SIDON (AP) — It opened again."])).dateline

    assert [found and found.place for found in map(record, range(3))] == ["SIDON", "SIDON", None]


def test_a_line_that_tells_neither_leaves_it_to_the_paragraph() -> None:
    text = "1/2\n\nSIDON (AP) — It opened again."
    blocks = [
        Block(kind="dateline", start=0, end=0),
        Block(kind="paragraph", start=5, end=len(text)),
    ]
    found = dateline_in(text, blocks, (), NEAR)
    assert found == Dateline(start=5, end=len("1/2\n\nSIDON (AP) —"), place="SIDON")


def test_the_span_is_of_the_whole_text() -> None:
    read = article("Harbour opens\n\nSIDON, Nov 27 (Reuters) - The harbour opened on Friday.")
    assert read.dateline is not None
    assert read.text[read.dateline.start : read.dateline.end] == "SIDON, Nov 27 (Reuters) -"
    assert read.paragraphs == ("SIDON, Nov 27 (Reuters) - The harbour opened on Friday.",)


@pytest.mark.parametrize("sign", [".", ",", " -", "1 ", "(AP) ", "4.a"])
def test_a_flood_in_a_dateline_is_cut(sign: str) -> None:
    flood = "A" + sign * 500_000
    dateline_in(flood, [Block(kind="dateline", start=0, end=len(flood))], (), NEAR)
