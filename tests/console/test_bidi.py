"""Text on a terminal: safe, and right to left where it is."""

from __future__ import annotations

import pytest

from streams.console.bidi import is_right_to_left, isolated, plain


def test_escape_sequences_and_direction_marks_do_not_reach_the_terminal() -> None:
    assert plain("a\x1b[31mred\u202eevil\nb\u2069") == "a [31mred evil b"


def test_right_to_left_text_is_isolated_and_other_text_left_alone() -> None:
    assert isolated("خبر NATO") == "\u2068خبر NATO\u2069"
    assert isolated("Cavuşoğlu 12") == "Cavuşoğlu 12"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12: خبر", True), ("NATO خبر", False), ("עברית", True), ("Ru", False), ("12", False)],
)
def test_the_first_strong_letter_gives_the_direction(text: str, *, expected: bool) -> None:
    assert is_right_to_left(text) is expected
