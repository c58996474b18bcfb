"""Plain text: a headline, perhaps captions, paragraphs, perhaps a source line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from schemas.records import Block
from streams.outcome import Outcome
from streams.parse.abreast import Steps
from streams.parse.article import Draft, publish
from streams.parse.body import Line, placed, read_body
from streams.parse.credit_lines import is_byline, sign_off, source_line
from streams.parse.datelines import credits_in_dateline
from streams.parse.desk_lines import end_mark, is_desk_line, marked
from streams.parse.reading import MAX_LINES, UnreadableError, Wire, too_large, too_many_lines
from streams.parse.time_lines import is_time
from streams.text.agencies import agency
from streams.text.language import script_of

WRAP_CHARS: Final = 100
"""Lines that all are this short at most may be wrapped by hand; wires wrap at 64 to 80."""

ABOVE_LINES: Final = 3
HEADLINE_LINES: Final = 3
RELEASE: Final = re.compile(
    r"(?:MEDIA|PRESS|NEWS) RELEASE(?:[ :#]{1,3}[A-Z]{0,4}\d{1,9})?|[A-Z]{2,5}\d{4,7}"
)
"""What stands above the headline of a release or bulletin: "MEDIA RELEASE PR67276", "IDN38100"."""

NUMBER: Final = re.compile(r"[A-Z]{3}\d{1,3}")
KEYWORD: Final = re.compile(r"[A-Z][A-Z0-9]{1,14}(?:[-/][A-Z0-9]{1,14}){1,6}/?")
"""What agencies of Asia write above the headline: "DEL45" and below it "JORDAN-WATER"."""

HEADLINE_CHARS: Final = 150
"""A longer line is no headline."""
BRACKET_LINES: Final = 6
"""Lines that a note in brackets may be set over."""
BROKEN_CHARS: Final = 30
"""A shorter line was not broken off for its width."""

ENDS_OF_TEXT: Final = "\x03\x04"
"""What transports leave of a frame in the last line."""

ITEM: Final = re.compile(r"(?:[*•·+]|(\d{1,2}[.)])) ")
"""The mark of a list's item; the number of one is group 1."""
INDENT: Final = 2
"""Spaces by which wires indent paragraphs, at least."""

FULL_STOPS: Final = (".", "。", "۔")
"""What ends a first line that is the first sentence of a text without a headline."""

SENTENCE_ENDS: Final = '.!?؟۔。！？…:"»”’)'


def read(wire: Wire) -> Steps[Outcome]:
    """Read the first line as headline and the others as body; the text stays as it came."""
    limit = wire.limits.max_text_chars
    if len(wire.text) > limit:
        raise too_large("Characters of text", len(wire.text), limit, "MAX_TEXT_CHARS")
    lines = _lines(wire.text)
    if not lines:
        raise UnreadableError("no_content", "Nothing but control characters; send a text.")
    above = _above(wire.text, lines)
    lines = _with_headline_whole(wire.text, lines[len(above) :])
    first, *below = lines
    headline = " ".join(wire.text[first.start : first.end].splitlines())
    unheaded = headline.endswith(FULL_STOPS) and bool(credits_in_dateline(headline)) and not above
    released = _is_release(wire.text, above)
    more = [] if unheaded else _goes_on(wire.text, lines, released=released)
    rest = _unwrapped(wire.text, [line for line in below if not more or line.start >= more[0].end])
    if unheaded:
        rest, headline = [first, *rest], ""
    words = [wire.text[line.start : line.end] for line in rest]
    if (at := marked(words)) is not None:
        rest = _with_mark(wire.text, rest, at)
        words = [wire.text[line.start : line.end] for line in rest]
    body = read_body(words, headline, [line.group for line in rest])
    draft = Draft(
        format="text",
        headline=headline,
        text=wire.text,
        blocks=(
            *above,
            *([Block(kind="headline", start=first.start, end=first.end)] if headline else ()),
            *more,
            *placed(rest, body),
        ),
        slugline=_keyword(wire.text, above),
        sources=body.sources
        or tuple(one for line in above for one in source_line(wire.text[line.start : line.end])),
    )
    return publish(draft, wire)


def _with_mark(text: str, lines: list[Line], at: int) -> list[Line]:
    """Give the mark that the paragraph at `at` ends with as a line of its own."""
    start, end, group = lines[at].start, lines[at].end, lines[at].group
    mark = start + end_mark(text[start:end])
    words = start + len(text[start:mark].rstrip())
    mark = end - len(text[mark:end].lstrip())
    return [*lines[:at], Line(start, words, group), Line(mark, end, group), *lines[at + 1 :]]


def _above(text: str, lines: Sequence[Line]) -> list[Block]:
    """Give the lines above the headline: who sends it, when, and its number or keyword."""
    found: list[Block] = []
    for at, line in enumerate(lines[: min(ABOVE_LINES, len(lines) - 1)]):
        words = text[line.start : line.end]
        below = text[lines[at + 1].start : lines[at + 1].end]
        if source_line(words) or agency(words):
            found.append(Block(kind="source_line", start=line.start, end=line.end))
        elif is_time(words):
            found.append(Block(kind="footer", start=line.start, end=line.end))
        elif RELEASE.fullmatch(words) or _is_keyword(words, below):
            found.append(Block(kind="slugline", start=line.start, end=line.end))
        else:
            break
    return found


def _is_release(text: str, above: Sequence[Block]) -> bool:
    """Tell a release, or a bulletin with its number, by what stands above the headline."""
    lines = (text[block.start : block.end] for block in above)
    return any(RELEASE.fullmatch(line) or source_line(line) for line in lines)


def _keyword(text: str, above: Sequence[Block]) -> str | None:
    """Give the keyword line among those above the headline."""
    lines = (text[block.start : block.end] for block in above)
    return next((line for line in lines if KEYWORD.fullmatch(line)), None)


def _is_keyword(words: str, below: str) -> bool:
    """Tell a keyword, which a headline is below, or a number, which that is below."""
    if NUMBER.fullmatch(words):
        return KEYWORD.fullmatch(below) is not None
    return KEYWORD.fullmatch(words) is not None and _is_headline(below)


def _is_headline(line: str) -> bool:
    """Tell a line that may be a headline from the first paragraph of a text."""
    finished = line.endswith(FULL_STOPS) and not line.endswith("..")
    return len(line) <= HEADLINE_CHARS and not finished and not credits_in_dateline(line)


def _with_headline_whole(text: str, lines: list[Line]) -> list[Line]:
    """Join the second line to the first if a headline goes on there, in a small letter."""
    if len(lines) < 3 or lines[0].group != lines[1].group or lines[1].group == lines[2].group:  # noqa: PLR2004 - two of the headline, one of text
        return lines
    first, second = lines[:2]
    goes_on = text[second.start].islower() and text[first.end - 1] not in SENTENCE_ENDS
    if not goes_on or first.end - first.start < BROKEN_CHARS:
        return lines
    return [Line(first.start, second.end, first.group), *lines[2:]]


def _goes_on(text: str, lines: Sequence[Line], *, released: bool) -> list[Block]:
    """Give what goes on of a headline below its first line: it ends with the group.

    Of a text that is no release it is one line, such as no paragraph is.
    """
    group = [line for line in lines[: HEADLINE_LINES + 1] if line.group == lines[0].group]
    if not 1 < len(group) <= HEADLINE_LINES or len(group) == len(lines):
        return []
    below = text[group[1].start : group[1].end]
    if not released and (len(group) > 2 or _is_of_the_frame(below)):  # noqa: PLR2004 - headline and one line
        return []
    return [Block(kind="subheadline", start=group[1].start, end=group[-1].end)]


def _is_of_the_frame(line: str) -> bool:
    """Tell a line that is no headline: text, or what tells author, time, source or version."""
    if not _is_headline(line) or line[-1] in SENTENCE_ENDS or line[0] in "([":
        return True
    return is_byline(line) or is_time(line) or bool(source_line(line)) or is_desk_line(line)


def paragraphs_in(text: str) -> list[str]:
    """Give the paragraphs of `text`, with lines joined that were wrapped by hand."""
    return [
        " ".join(text[line.start : line.end].split()) for line in _unwrapped(text, _lines(text))
    ]


def _lines(text: str) -> list[Line]:
    """Give the lines that are not blank, without the spaces around them.

    Each stands in a group: blank lines part them, the marks of lists, and indents where others
    stand at the margin.
    """
    found: list[Line] = []
    indents: list[int] = []
    at, group = 0, 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words and words[-1] in ENDS_OF_TEXT:
            words = words.strip(ENDS_OF_TEXT)
        if words:
            start = at + line.index(words[0])
            found.append(Line(start, start + len(words), group))
            indents.append(start - at)
            if len(found) > MAX_LINES:
                raise too_many_lines(len(found))
        else:
            group += 1
        at += len(line)
    return _parted(text, found, indents)


def _parted(text: str, lines: list[Line], indents: Sequence[int]) -> list[Line]:
    """Begin groups within those that blank lines part."""
    margin = min(indents, default=0)
    more = 0
    found: list[Line] = []
    for at, line in enumerate(lines):
        above = lines[at - 1] if at else line
        if line.group == above.group and at:
            if _is_item(text, line, above):
                more += 1
            elif indents[at] >= margin + INDENT and not text[line.start].islower():
                more += not (indents[at - 1] < indents[at] and ITEM.match(text, above.start))
        found.append(Line(line.start, line.end, line.group + more) if more else line)
    return found


def _is_item(text: str, line: Line, above: Line) -> bool:
    """Tell an item of a list; a number may also be a day within a sentence."""
    match = ITEM.match(text, line.start)
    return match is not None and (match[1] is None or text[above.end - 1] in SENTENCE_ENDS)


def _unwrapped(text: str, lines: Sequence[Line]) -> list[Line]:
    """Join lines that were wrapped by hand into the paragraphs that they make."""
    return [
        line
        for group in _groups(lines)
        for line in (
            [Line(group[0].start, group[-1].end, group[0].group)]
            if len(group) > 1 and (_is_wrapped(text, group) or _is_bracketed(text, group))
            else group
        )
    ]


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    members: list[Line] = []
    for line in lines:
        if members and members[-1].group != line.group:
            yield members
            members = []
        members.append(line)
    if members:
        yield members


def _is_bracketed(text: str, group: Sequence[Line]) -> bool:
    """Tell a note in brackets over some lines: "(Reporting by …;", "Editing by …)"."""
    if len(group) > BRACKET_LINES or text[group[0].start] != "(":
        return False
    note = text[group[0].start : group[-1].end]
    return note.endswith(")") and note.count("(") == note.count(")") and ")" not in note[:-2]


def _is_wrapped(text: str, group: Sequence[Line]) -> bool:
    """Tell whether most lines of a group break off within a sentence, at about one width."""
    widths = [line.end - line.start for line in group[:-1]]
    if max(widths) > WRAP_CHARS or min(widths) < max(widths) // 2:
        return False
    if len({script_of(text[line.start : line.end]) for line in group[:3]} - {"none"}) > 1:
        return False
    broken = sum(text[line.end - 1] not in SENTENCE_ENDS for line in group[:-1])
    if broken * 2 <= len(widths):
        return False
    ends = (group[0], group[-1])
    return not any(
        is_desk_line(words) or sign_off(words)
        for line in ends
        if (words := text[line.start : line.end])
    )
