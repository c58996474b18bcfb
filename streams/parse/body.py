"""The lines of an article's body, each taken for what it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import msgspec

from schemas.records import Block, BlockKind, Source
from streams.parse.captions import captions_among
from streams.parse.credit_lines import (
    LISTED_CHARS,
    credit_at_end,
    is_byline,
    sign_off,
    source_line,
)
from streams.parse.cues import is_editor_note
from streams.parse.datelines import credits_in_dateline, is_dateline
from streams.parse.desk_lines import INITIALS_CHARS, closes, is_desk_line, is_end, is_named_editor
from streams.parse.time_lines import DATED_CHARS, TIME_CHARS, is_place_and_day, is_time

EDGE_LINES: Final = 3
"""Lines at the beginning and the end of a body among which source lines and notes stand."""

BYLINE_LINES: Final = 8
"""Lines at the beginning of a body among which a byline stands: key points may be before it."""

FOOTER_LINES: Final = 6
"""Lines at the end of a body that may be the desk's: initials, reporters, contact, copyright."""


DATELINE_LINES: Final = 3
"""Paragraphs among which the dateline stands."""

SHORT_CHARS: Final = 60
"""A longer line is a paragraph of text, and the dateline is not to be expected behind it."""

SENTENCE_ENDS: Final = (".", "!", "?", "؟", "۔", "。")

MOST_TIMES: Final = 2
"""Lines of nothing but a time around a text: when it was published and updated. More are a list."""

BELOW_CHARS: Final = 40
"""Longest line below the mark of the end that is not for readers: a time, a number."""


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line of text by its place, and the group of lines between blank ones it stands in."""

    start: int
    end: int
    group: int


class Body(msgspec.Struct, frozen=True, gc=False):
    """What the lines of a body turned out to be."""

    kinds: Sequence[BlockKind]
    credits: Mapping[int, str | None]
    """Of the captions, by their place among the lines."""
    sources: tuple[Source, ...]


def placed(lines: Sequence[Line], body: Body) -> list[Block]:
    """Give the blocks of lines that stand in a text, and what `read_body` told of them."""
    return [
        Block(kind=kind, start=line.start, end=line.end, credit=body.credits.get(at))
        for at, (kind, line) in enumerate(zip(body.kinds, lines, strict=True))
    ]


def read_body(words: Sequence[str], headline: str, groups: Sequence[int] | None = None) -> Body:
    """Tell captions, source lines, bylines, desk lines and sign-offs from a body's paragraphs.

    `words` are the lines in order; `groups` numbers each by the group of lines between blank
    ones that it stands in, without it each stands alone. Sources are those of the source
    line, else of dateline and sign-off.
    """
    kinds: list[BlockKind] = ["paragraph"] * len(words)
    body: Sequence[int] = range(len(words))
    listed: list[Source] = []
    shortest = min(map(len, words)) if words else 0
    if shortest <= LISTED_CHARS:
        listed = _authors(words, kinds)
        body = _paragraphs(kinds)
    if _desk_lines(words, kinds, body, shortest):
        body = _paragraphs(kinds)
    photo_credits = captions_among(words, body, headline, groups)
    if photo_credits:
        for at in photo_credits:
            kinds[at] = "caption"
        body = _paragraphs(kinds)
    credited = _credits(words, kinds, body, headline) if body else []
    return Body(kinds, photo_credits, _once(listed or credited))


def _authors(words: Sequence[str], kinds: list[BlockKind]) -> list[Source]:
    """Mark source lines and bylines in `kinds`; give the sources."""
    found: list[Source] = []
    places = range(len(words))
    for at in (*places[:EDGE_LINES], *places[EDGE_LINES:][-EDGE_LINES:]):
        if sources := source_line(words[at]):
            kinds[at] = "source_line"
            found.extend(sources)
    for at, line in enumerate(words[:BYLINE_LINES]):
        if kinds[at] == "paragraph" and is_byline(line):
            kinds[at] = "byline"
    return found


def _desk_lines(
    words: Sequence[str], kinds: list[BlockKind], body: Sequence[int], shortest: int
) -> bool:
    """Set notes to editors and the desk's last lines apart, unless nothing else is there.

    `body` are the places of paragraphs, `shortest` is the length of the shortest line: long ones
    are no times and no ends. Tell whether there were any.
    """
    last = body[: -FOOTER_LINES - 1 : -1]
    end = None
    if shortest <= TIME_CHARS:
        short = [at for at in (*body[:EDGE_LINES], *last) if len(words[at]) <= TIME_CHARS]
        dates = {at for at in short if is_time(words[at])}
        if len(dates) > MOST_TIMES:
            body, last = _around(body, dates)
        end = next((at for at in last if is_end(words[at])), None)
    found: dict[int, BlockKind] = {}
    for at in body[:EDGE_LINES]:
        if kind := _lead_kind(words[at]):
            found[at] = kind
    found |= _last_lines(words, last, len(words) if end is None else end)
    if not found or len(found) == kinds.count("paragraph"):
        return False
    for at, kind in found.items():
        kinds[at] = kind
    return True


def _last_lines(words: Sequence[str], last: Sequence[int], end: int) -> dict[int, BlockKind]:
    """Give what the last lines are, upwards to the first that is text; `end` is the mark of it."""
    found: dict[int, BlockKind] = {}
    for at in last:
        line = words[at]
        if kind := _desk_kind(line, words[at - 1] if at else ""):
            found[at] = kind
        elif at > end and len(line) <= BELOW_CHARS:
            found[at] = "footer"
        elif sign_off(line) is None:
            break
    return found


def _around(body: Sequence[int], dates: Collection[int]) -> tuple[Sequence[int], Sequence[int]]:
    """Give the first lines down to a list of dates, and the last ones up to it, backwards."""
    first, last = min(dates), max(dates)
    return [at for at in body if at < first], [at for at in reversed(body) if at > last]


def _lead_kind(line: str) -> BlockKind | None:
    """Give what one of the first lines is, if it is no text: a note, a time, a place and day."""
    if is_editor_note(line):
        return "editor_note"
    if len(line) > DATED_CHARS:
        return None
    if is_time(line):
        return "footer"
    return "dateline" if is_place_and_day(line) else None


def _desk_kind(line: str, above: str) -> BlockKind | None:
    """Give what a line is, if it is the desk's as all below it; `above` is the one over it."""
    if is_named_editor(line):
        return "footer"
    if is_editor_note(line):
        return "editor_note"
    if is_desk_line(line):
        return "footer"
    if len(line) <= INITIALS_CHARS and closes(line, above, credited=sign_off(above) is not None):
        return "footer"
    return None


def _paragraphs(kinds: Sequence[BlockKind]) -> Sequence[int]:
    """Give the places of what is still a paragraph."""
    return [at for at, kind in enumerate(kinds) if kind == "paragraph"]


def _credits(
    words: Sequence[str], kinds: list[BlockKind], body: Sequence[int], headline: str
) -> list[Source]:
    """Give the sources credited in the first and last paragraphs; mark a sign-off as credit."""
    last = body[-1]
    named, places = _dateline(words, body)
    if headline or len(body) > len(places):
        for at in places:
            kinds[at] = "dateline"
    if len(body) > 1 and (source := sign_off(words[last])):
        kinds[last] = "credit"
    else:
        source = credit_at_end(words[last])
    return [*named, source] if source else [*named]


def _dateline(
    words: Sequence[str], body: Sequence[int]
) -> tuple[tuple[Source, ...], Sequence[int]]:
    """Give the agencies in the dateline, and the lines that are nothing else.

    A line below the headline may stand before it, or the place and day that releases repeat.
    """
    places: list[int] = []
    for at in body[:DATELINE_LINES]:
        line = words[at]
        if sources := credits_in_dateline(line):
            before = [one for one in places if line.startswith(f"{words[one]} ")]
            return sources, [*before, at] if is_dateline(line) else before
        if len(line) > SHORT_CHARS or line.endswith(SENTENCE_ENDS):
            break
        places.append(at)
    return (), ()


def _once(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Give each source once, where it was named first."""
    if len(sources) < 2:  # noqa: PLR2004 - two to be alike
        return tuple(sources)
    found: dict[str, Source] = {}
    for source in sources:
        found.setdefault(source.id or source.name, source)
    return tuple(found.values())
