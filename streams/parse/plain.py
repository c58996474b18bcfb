"""Plain text: a headline, perhaps captions, paragraphs, perhaps a source line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from schemas.records import Block
from streams.outcome import Outcome
from streams.parse.article import Draft, publish
from streams.parse.body import Line, placed, read_body
from streams.parse.credit_lines import source_line
from streams.parse.datelines import credits_in_dateline
from streams.parse.desk_lines import end_mark, is_desk_line
from streams.parse.reading import MAX_LINES, Wire, too_large, too_many_lines
from streams.text.language import script_of

WRAP_CHARS: Final = 100
"""Lines that all are this short at most may be wrapped by hand; wires wrap at 64 to 80."""

ABOVE_LINES: Final = 2
HEADLINE_LINES: Final = 3
RELEASE: Final = re.compile(
    r"(?:MEDIA|PRESS|NEWS) RELEASE(?:[ :#]{1,3}[A-Z]{0,4}\d{1,9})?|[A-Z]{2,5}\d{4,7}"
)
"""What stands above the headline of a release or bulletin: "MEDIA RELEASE PR67276", "IDN38100"."""

FULL_STOPS: Final = (".", "。", "۔")
"""What ends a first line that is the first sentence of a text without a headline."""

SENTENCE_ENDS: Final = '.!?؟۔。！？…:"»”’)'


def read(wire: Wire) -> Outcome:
    """Read the first line as headline and the others as body; the text stays as it came."""
    limit = wire.limits.max_text_chars
    if len(wire.text) > limit:
        raise too_large("Characters of text", len(wire.text), limit, "MAX_TEXT_CHARS")
    lines = _lines(wire.text)
    above = _above(wire.text, lines)
    first, *below = lines[len(above) :]
    more = _goes_on([first, *below]) if above else []
    rest = _unwrapped(wire.text, [line for line in below if not more or line.start >= more[0].end])
    headline = wire.text[first.start : first.end]
    if headline.endswith(FULL_STOPS) and credits_in_dateline(headline) and not above:
        rest, headline = [first, *rest], ""
    rest = _with_mark(wire.text, rest)
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
        sources=body.sources
        or tuple(one for line in above for one in source_line(wire.text[line.start : line.end])),
    )
    return publish(draft, wire)


def _with_mark(text: str, lines: list[Line]) -> list[Line]:
    """Give the mark that the last paragraph ends with as a line of its own."""
    if not lines:
        return lines
    start, end, group = lines[-1]
    mark = start + end_mark(text[start:end])
    if mark <= start:
        return lines
    words = start + len(text[start:mark].rstrip())
    return [*lines[:-1], Line(start, words, group), Line(mark, end, group)]


def _above(text: str, lines: Sequence[Line]) -> list[Block]:
    """Give the lines above the headline of a release: who sends it, and its number."""
    found: list[Block] = []
    for line in lines[: min(ABOVE_LINES, len(lines) - 1)]:
        words = text[line.start : line.end]
        if source_line(words):
            found.append(Block(kind="source_line", start=line.start, end=line.end))
        elif RELEASE.fullmatch(words):
            found.append(Block(kind="slugline", start=line.start, end=line.end))
        else:
            break
    return found


def _goes_on(lines: Sequence[Line]) -> list[Block]:
    """Give what goes on of a release's headline below its first line: it ends with the group."""
    group = [line for line in lines[: HEADLINE_LINES + 1] if line.group == lines[0].group]
    if not 1 < len(group) <= HEADLINE_LINES:
        return []
    return [Block(kind="subheadline", start=group[1].start, end=group[-1].end)]


def paragraphs_in(text: str) -> list[str]:
    """Give the paragraphs of `text`, with lines joined that were wrapped by hand."""
    return [
        " ".join(text[line.start : line.end].split()) for line in _unwrapped(text, _lines(text))
    ]


def _lines(text: str) -> list[Line]:
    """Give the lines that are not blank, without the spaces around them."""
    found: list[Line] = []
    at, group = 0, 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            start = at + line.index(words[0])
            found.append(Line(start, start + len(words), group))
            if len(found) > MAX_LINES:
                raise too_many_lines(len(found))
        else:
            group += 1
        at += len(line)
    return found


def _unwrapped(text: str, lines: Sequence[Line]) -> list[Line]:
    """Join lines that were wrapped by hand into the paragraphs that they make."""
    return [
        line
        for group in _groups(lines)
        for line in (
            [Line(group[0].start, group[-1].end, group[0].group)]
            if _is_wrapped(text, group)
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


def _is_wrapped(text: str, group: Sequence[Line]) -> bool:
    """Tell whether most lines of a group break off within a sentence, at about one width."""
    widths = [line.end - line.start for line in group[:-1]]
    if not widths or max(widths) > WRAP_CHARS or min(widths) < max(widths) // 2:
        return False
    if len({script_of(text[line.start : line.end]) for line in group[:3]} - {"none"}) > 1:
        return False
    broken = sum(text[line.end - 1] not in SENTENCE_ENDS for line in group[:-1])
    if broken * 2 <= len(widths):
        return False
    return not is_desk_line(text[group[-1].start : group[-1].end])
