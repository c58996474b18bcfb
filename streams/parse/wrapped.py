"""Paragraphs from lines that were wrapped at the width of a wire, lists and tables among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from streams.parse.framed import clean

LIST_ITEM: Final = re.compile(r"\s{0,4}(?:[-+*•]|\d{1,2}[.)]) ")
DASHED: Final = re.compile(r"[-–] [^\W\d_A-ZÀ-Þ]")
"""Within a sentence a dash may come to stand at the beginning of a line."""

WRAPPED_CHARS: Final = 45
"""A longer line may have been broken off within a sentence; lines have 64 to 80 characters."""

ENDS: Final = tuple('.:;!?…»"”)')
ROW: Final = re.compile(r"\|(.*)\|")
"""A row of a table: "| 1. | Bayern | 14 |"."""
INDENT: Final = re.compile(r"(?:\t| {2,})\S")

UNWRAPPED_CHARS: Final = 120
"""A longer line was not wrapped: it is a paragraph by itself."""


NOTE_END: Final = "///"
"""How AFP ends a note to editors."""

WIRE_LINES: Final = 5
"""Line ends from which an element may hold a story as a wire sets it."""

FLUSH_LINES: Final = 3
"""Lines that go on at the margin, and `INDENTED_LINES` that do not, of a story set so: what
indents XML moves all its lines."""
INDENTED_LINES: Final = 2


def is_wire_text(text: str) -> bool:
    """Tell a story whose paragraphs are indented or set off by blank lines, within one element."""
    lines = [line for line in text.splitlines()[1:] if line.strip()]
    flush = sum(not line[0].isspace() for line in lines)
    return flush >= FLUSH_LINES and len(lines) - flush >= INDENTED_LINES


def unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Join wrapped lines; blank lines, indents, list marks and rows of tables begin paragraphs."""
    pending: list[str] = []
    item_depth = 0
    for line in lines:
        words = clean(line)
        depth = len(line) - len(line.lstrip())
        if words[:1] == "|" and (row := ROW.fullmatch(words)):
            if pending:
                yield " ".join(pending)
                pending = []
            if cells := " ".join(row[1].replace("|", " ").split()):
                yield cells
            continue
        if LIST_ITEM.match(line) and not (pending and _goes_on(pending, line)):
            starts, item_depth = True, depth
        else:
            starts = not words or (
                INDENT.match(line) is not None
                and not (pending and LIST_ITEM.match(pending[0]) and depth > item_depth)
            )
        if pending and (
            max(len(pending[-1]), len(words)) > UNWRAPPED_CHARS or pending[-1].endswith(NOTE_END)
        ):
            starts = True
        if pending and starts:
            yield " ".join(pending)
            pending = []
        if words:
            pending.append(words)
    if pending:
        yield " ".join(pending)


def rejoined(text: str) -> list[str]:
    """Give the lines of plain text; those that were wrapped are joined to paragraphs.

    They were if one goes on in a small letter. In others each line is a paragraph.
    """
    lines = list(map(str.strip, text.splitlines()))
    if not any(
        after and line and after[0].islower() and _is_broken_off(line)
        for line, after in pairwise(lines)
    ):
        return list(filter(None, lines))
    paragraphs: list[str] = []
    pending: list[str] = []
    for line in lines:
        if pending and not (line and _is_broken_off(pending[-1])):
            paragraphs.append(" ".join(pending))
            pending = []
        if line:
            pending.append(line)
    return [*paragraphs, " ".join(pending)] if pending else paragraphs


def _is_broken_off(line: str) -> bool:
    return WRAPPED_CHARS <= len(line) <= UNWRAPPED_CHARS and not line.endswith(ENDS)


def _goes_on(pending: Sequence[str], line: str) -> bool:
    """Tell a dash within a sentence, at the beginning of a line, from one that marks an item."""
    return (
        DASHED.match(line) is not None
        and len(pending[-1]) >= WRAPPED_CHARS
        and not pending[-1].endswith(ENDS)
        and not LIST_ITEM.match(pending[0])
    )
