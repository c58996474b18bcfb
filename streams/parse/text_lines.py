"""The paragraphs of a plain text within XML, by how its lines are set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from streams.parse.article import Part
from streams.parse.credit_lines import sign_off
from streams.parse.desk_lines import is_desk_line
from streams.parse.wrapped import UNWRAPPED_CHARS, WRAPPED_CHARS, paragraphs_within
from streams.parse.xml_text import collapsed

BROKEN_OFF: Final = re.compile(r"[\w,][ \t\r]{0,9}\n[ \t]{0,99}[a-zß-öø-ÿά-ώа-яё]")
"""A line that goes on, in a small letter, on the next one."""
SENTENCE_ENDS: Final = (".", "!", "?", ":", '"', "»", "”", ")", "؟", "۔", "।")
FULL_SHARE: Final = 0.85
"""Share of the longest line's characters below which a line that ends a sentence is the last."""

BROKEN_SHARE: Final = 0.6
"""Share of lines that end no sentence in a text that was wrapped; in a list others are short."""

END_LINES: Final = 4
"""Lines at the end of a text that may be the desk's, without a blank line before them."""

BLANK_LINE: Final = re.compile(r"\n[ \t\r]*\n")


def paragraphs_in(text: str) -> list[Part]:
    """Give the paragraphs of plain text: set off by blank lines when there are any, else lines.

    Lines that break off within a sentence are joined.
    """
    if BLANK_LINE.search(text):
        *pieces, last = BLANK_LINE.split(text.rstrip())
        pieces += _with_ends(last.splitlines())
        pieces = [
            line for piece in pieces for line in (_parted(piece) if "\n" in piece else (piece,))
        ]
    elif BROKEN_OFF.search(text) or _is_wrapped(text):
        pieces = _whole_lines(text.splitlines())
    else:
        pieces = text.splitlines()
    lines = [" ".join(one.split()) if one.isascii() else collapsed(one) for one in pieces]
    return [Part(kind="paragraph", text=line) for line in lines if line]


def _parted(piece: str) -> Iterator[str]:
    """Give the paragraphs between two blank lines: more than one if lines are none that wrap."""
    for text in paragraphs_within(piece):
        lines = text.splitlines()
        if max(map(len, lines)) <= UNWRAPPED_CHARS:
            yield text
            continue
        found = [lines[:1]]
        for before, line in pairwise(lines):
            if before.rstrip().endswith(SENTENCE_ENDS):
                found.append([line])
            else:
                found[-1].append(line)
        yield from map("\n".join, found)


def _with_ends(lines: Sequence[str]) -> list[str]:
    """Give the last paragraph, and the lines of the desk that stand right below it."""
    first = max(len(lines) - END_LINES, 0)
    signed = (
        at for at in range(first, len(lines)) if sign_off(lines[at]) or is_desk_line(lines[at])
    )
    end = next(signed, len(lines))
    below = lines[end:]
    if below and below[0].count("(") > below[0].count(")"):
        below = ["\n".join(below)]
    return ["\n".join(lines[:end]), *below]


def _is_wrapped(text: str) -> bool:
    """Tell wrapped lines of a script without small letters: most break off, all at one width."""
    lines = [line.strip() for line in text.splitlines() if not line.isspace()][:-1]
    longest = max(map(len, lines), default=0)
    if not WRAPPED_CHARS <= longest <= UNWRAPPED_CHARS or lines[0].lower() != lines[0].upper():
        return False
    broken = [line for line in lines if not line.endswith(SENTENCE_ENDS)]
    full = sum(len(line) >= FULL_SHARE * longest for line in broken)
    return len(broken) >= BROKEN_SHARE * len(lines) and full == len(broken)


def _whole_lines(lines: Sequence[str]) -> list[str]:
    """Join lines that were wrapped: a paragraph ends with a sentence, below a shorter last line."""
    words = [line.strip() for line in lines]
    full = FULL_SHARE * max(map(len, words), default=0)
    found: list[list[str]] = []
    ended = True
    for line, word in zip(lines, words, strict=True):
        if ended or (found[-1][-1].endswith(SENTENCE_ENDS) and line[:1].isspace()):
            found.append([word])
        elif word:
            found[-1].append(word)
        ended = word.endswith(SENTENCE_ENDS) and len(word) < full
    return [" ".join(lines) for lines in found]
