"""Plain text: a headline, perhaps captions, paragraphs, perhaps a source line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from schemas.records import Block
from streams.outcome import Outcome
from streams.parse.article import Draft, publish
from streams.parse.body import Line, placed, read_body
from streams.parse.reading import MAX_LINES, Wire, too_large, too_many_lines
from streams.text.language import script_of

WRAP_CHARS: Final = 100
"""Lines that all are this short at most may be wrapped by hand; wires wrap at 64 to 80."""

SENTENCE_ENDS: Final = '.!?؟۔。！？…:"»”’)'


def read(wire: Wire) -> Outcome:
    """Read the first line as headline and the others as body; the text stays as it came."""
    limit = wire.limits.max_text_chars
    if len(wire.text) > limit:
        raise too_large("Characters of text", len(wire.text), limit, "MAX_TEXT_CHARS")
    lines = _lines(wire.text)
    first, rest = lines[0], _unwrapped(wire.text, lines[1:])
    headline = wire.text[first.start : first.end]
    words = [wire.text[line.start : line.end] for line in rest]
    body = read_body(words, headline, [line.group for line in rest])
    draft = Draft(
        format="text",
        headline=headline,
        text=wire.text,
        blocks=(Block(kind="headline", start=first.start, end=first.end), *placed(rest, body)),
        sources=body.sources,
    )
    return publish(draft, wire)


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
    return broken * 2 > len(widths)
