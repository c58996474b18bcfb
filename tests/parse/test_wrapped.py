"""Lines that were wrapped at the width of a wire."""

from __future__ import annotations

import pytest

from streams.parse.wrapped import unwrapped
from tests.parse.wires import article
from tests.parse.xml_samples import nitf


def test_a_dash_within_a_sentence_begins_no_paragraph() -> None:
    lines = [
        "Das Wasser kam, wie Anwohner sagten, schon in der Nacht",
        "- und niemand war gewarnt.",
    ]
    assert list(unwrapped(lines)) == [" ".join(lines)]


def test_a_dash_after_a_colon_or_before_a_capital_marks_an_item() -> None:
    lines = ["Für morgen sind im Hafen diese Fahrten angekündigt:", "- drei Fähren", "- Zwei Boote"]
    assert list(unwrapped(lines)) == lines


def test_a_row_of_a_table_is_a_paragraph_without_its_bars() -> None:
    lines = ["Tabelle:", "| 1.  | Aal  | 14 |", "| 2.  | Barsch | 12 |", "|   |", "Ende"]
    assert list(unwrapped(lines)) == ["Tabelle:", "1. Aal 14", "2. Barsch 12", "Ende"]


def test_a_line_longer_than_any_wire_wraps_is_a_paragraph() -> None:
    long = "A line of one hundred and thirty characters " * 3
    assert list(unwrapped(["A short line", long, long, "and an end"])) == [
        "A short line",
        long.strip(),
        long.strip(),
        "and an end",
    ]


INDENTED = """   SIDON, 5 MAR - The harbour of Sidon
reopened on Monday.
   Two cranes were replaced.
 (Reporting by Rana Khoury)
"""


@pytest.mark.parametrize("element", ["pre", "p"])
def test_an_indent_begins_a_paragraph_within_one_element(element: str) -> None:
    parsed = article(nitf(f"<{element}>{INDENTED}</{element}>"))
    assert parsed.paragraphs == (
        "SIDON, 5 MAR - The harbour of Sidon reopened on Monday.",
        "Two cranes were replaced.",
    )
    assert parsed.parts("footer") == ("(Reporting by Rana Khoury)",)


def test_what_indents_xml_begins_no_paragraph() -> None:
    body = "<p>\n   The harbour of Sidon\n   reopened on Monday,\n   after two years.\n</p>"
    whole = "The harbour of Sidon reopened on Monday, after two years."
    assert article(nitf(body)).paragraphs == (whole,)
    assert article(nitf(body.replace("<p>\n", "<p>"))).paragraphs == (whole,)


def test_rows_of_a_table_set_with_spaces_are_paragraphs() -> None:
    assert article(nitf("<pre>Sidon   3\nTyre    2\n</pre>")).paragraphs == ("Sidon 3", "Tyre 2")


def test_a_line_within_chinese_or_japanese_ends_in_no_space() -> None:
    body = "<p>　　港口周一\n  重新开放。</p><p>Sidon 港口\nreopens</p>"
    assert article(nitf(body)).paragraphs == ("港口周一重新开放。", "Sidon 港口 reopens")


@pytest.mark.parametrize("end", ["\n", "<br/>\n"])
def test_a_space_of_full_width_begins_a_paragraph(end: str) -> None:
    body = f"<p>　　港口周一重新开放。{end}　　两台起重机已更换，{end}船只已到。</p>"
    first, second = article(nitf(body)).paragraphs
    assert first == "港口周一重新开放。"
    assert second.replace(" ", "") == "两台起重机已更换，船只已到。"
    latin = article(nitf("<p>Ferry sails.<br/>&#160;&#160;Port opens.</p>"))
    assert latin.paragraphs == ("Ferry sails.", "Port opens.")


def test_breaks_part_lines_longer_than_hands_wrap() -> None:
    long = "The harbour of Sidon reopened on Monday" + ", after two years of works" * 4 + "."
    body = f"<p>{long}<br/>Two cranes were replaced.<br/>{long}<br/> <br/>Ships<br/>came.</p>"
    assert article(nitf(body)).paragraphs == (
        long,
        "Two cranes were replaced.",
        long,
        "Ships came.",
    )


def test_a_preformatted_line_that_the_next_word_had_fitted_in_ends_by_itself() -> None:
    lines = [
        "International match",
        "Sidon: Haddad, Khoury, Aoun, Saade, Nasr,",
        "Rahme, Maalouf.",
        "Tyre: Fares.",
    ]
    body = "\n".join(lines)
    told = article(nitf(f"<pre>{body}</pre>")).paragraphs
    assert told == (lines[0], f"{lines[1]} {lines[2]}", lines[3])
