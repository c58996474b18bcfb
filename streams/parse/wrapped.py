"""Paragraphs from lines that were wrapped at the width of a wire, lists and tables among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Final

from streams.parse.framed import clean

CJK: Final = "[\u3001-\u30ff\u3400-\u9fff\uff00-\uffef]"
CJK_BREAK: Final = re.compile(rf"(?<={CJK})[ \t\r]{{0,9}}\n[ \t]{{0,99}}(?={CJK})")
"""A line's end within Chinese or Japanese, which have no spaces: it is none.
Source: CSS Text 3, 4.1.2."""

CJK_INDENT: Final = "\u3000"
"""A space of full width."""
CJK_ENDS: Final = ("。", "！", "？", "」", "）", "”")

FIRST_LETTER: Final = itemgetter(slice(1))
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

SLACK: Final = 8
"""Characters that lines wrapped at one width may differ by, beside the word that did not fit."""

FLUSH_LINES: Final = 3
"""Lines that go on at the margin, and `INDENTED_LINES` that do not, of a story set so: what
indents XML moves all its lines."""
INDENTED_LINES: Final = 2


BREAK: Final = "\x01"
"""Stands for a line break of markup: XML has no such character."""
INDENTS: Final = ("\u3000", "\xa0\xa0")
"""Spaces that markup keeps, at the beginning of a paragraph."""
BREAK_ENDS: Final = (*ENDS, "؟", "。")

SPACES: Final = " \t"
COLUMNS: Final = re.compile(r"\S(?: {2,}|\t)\S")
"""Columns of a table that is set with spaces."""


def paragraphs_within(text: str, *, preformatted: bool = False) -> Iterator[str]:
    """Give the paragraphs of text within one element, by how its lines are set.

    They are indented, or set off by blank lines; what is `preformatted` always says so, and
    rows of tables too. Else lines mean nothing, and all is one paragraph.
    """
    if "\n" not in text:
        yield text
    elif CJK_INDENT in text:
        yield from _by_cjk_indent(text)
    elif preformatted and len(COLUMNS.findall(text)) * 2 > text.count("\n"):
        yield from text.splitlines()
    elif preformatted:
        yield from unwrapped(_with_breaks(text.splitlines()))
    elif _is_wire_text(text):
        yield from unwrapped(text.splitlines())
    else:
        yield text


def _with_breaks(lines: Sequence[str]) -> list[str]:
    """Give lines with a blank one where a line ends by itself: the next word had fitted in it."""
    room = max(map(len, lines)) - SLACK
    found = list(lines[:1])
    for before, line in pairwise(lines):
        words = line.split(maxsplit=1)
        if words and before.strip() and len(before) + len(words[0]) < room:
            found.append("")
        found.append(line)
    return found


def _is_wire_text(text: str) -> bool:
    """Tell a story whose paragraphs are indented or set off by blank lines, within one element."""
    if text[0] not in SPACES and text.count("\n") < WIRE_LINES:
        return False
    first, *rest = text.splitlines()
    lines = [line for line in rest if line.strip()]
    flush = sum(not line[0].isspace() for line in lines)
    indented = len(lines) - flush
    if flush >= FLUSH_LINES and indented:
        return indented >= INDENTED_LINES or any(
            _indent(line) and before.rstrip().endswith(ENDS) for before, line in pairwise(lines)
        )
    return bool(flush and first.strip()) and any(_indent(line) == _indent(first) for line in lines)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(SPACES))]


def _by_cjk_indent(text: str) -> Iterator[str]:
    """Give the paragraphs of Chinese or Japanese: each begins with a space of full width."""
    pending: list[str] = []
    for line in text.splitlines():
        words = line.strip(SPACES)
        if pending and (not words or words[0] == CJK_INDENT or pending[-1].endswith(CJK_ENDS)):
            yield "\n".join(pending)
            pending = []
        if words:
            pending.append(words)
    if pending:
        yield "\n".join(pending)


def unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Join wrapped lines; blank lines, indents, list marks and rows of tables begin paragraphs."""
    pending: list[str] = []
    item_depth = 0
    for line in lines:
        words = clean(line)
        depth = len(line) - len(line.lstrip())
        if words[:1] == "|" and (row := ROW.fullmatch(words)):
            if pending:
                yield _joined(pending)
                pending = []
            if cells := " ".join(row[1].replace("|", " ").split()):
                yield cells
            continue
        if LIST_ITEM.match(line) and not (pending and _goes_on(pending, line)):
            starts, item_depth = True, depth
        else:
            starts = not words or (
                (INDENT.match(line) is not None or (words[0] == "(" and line[0].isspace()))
                and not (pending and LIST_ITEM.match(pending[0]) and depth > item_depth)
            )
        if pending and (
            max(len(pending[-1]), len(words)) > UNWRAPPED_CHARS or pending[-1].endswith(NOTE_END)
        ):
            starts = True
        if pending and starts:
            yield _joined(pending)
            pending = []
        if words:
            pending.append(words)
    if pending:
        yield _joined(pending)


def parted(words: str) -> list[str]:
    """Give what breaks part into paragraphs: a line wrapped by hand goes on in the next one.

    One that is indented begins a paragraph; where one is longer than hands wrap, each that
    ends a sentence is one.
    """
    lines = [line.strip(" \t\r\n") for line in words.split(BREAK)]
    wrapped = max(map(len, lines)) <= UNWRAPPED_CHARS
    found = [lines[:1]]
    for before, line in pairwise(lines):
        if line.startswith(INDENTS) or (not wrapped and before.endswith(BREAK_ENDS)):
            found.append([line])
        else:
            found[-1].append(line)
    return list(map(" ".join, found))


def _joined(lines: Sequence[str]) -> str:
    if all(map(str.isascii, lines)):
        return " ".join(lines)
    return CJK_BREAK.sub("", "\n".join(lines)).replace("\n", " ")


def rejoined(text: str) -> list[str]:
    """Give the lines of plain text; those that were wrapped are joined to paragraphs.

    They were if one goes on in a small letter. In others each line is a paragraph.
    """
    lines = list(map(str.strip, text.splitlines()))
    if not any(map(str.islower, map(FIRST_LETTER, lines))) or not any(
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
