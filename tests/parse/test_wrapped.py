"""Lines that were wrapped at the width of a wire."""

from __future__ import annotations

from streams.parse.wrapped import unwrapped


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
