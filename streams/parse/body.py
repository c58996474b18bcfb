"""The lines of an article's body, each taken for what it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from schemas.records import Block, BlockKind, Source
from streams.parse.captions import MAX_CHARS, credit_of, has_cues, is_labelled
from streams.parse.credit_lines import (
    credit_at_end,
    credit_in_dateline,
    is_byline,
    sign_off,
    source_line,
)
from streams.parse.cues import is_editor_note
from streams.parse.desk_lines import is_desk_line
from streams.text.language import script_of

LEAD_LINES: Final = 12
"""Lines among which captions stand, and whose script is the article's: captions are a few."""

SCRIPT_CHARS: Final = 60
"""Characters of each line that its script is told by."""

EDGE_LINES: Final = 3
"""Lines at the beginning and the end of a body among which source lines and bylines stand."""

FOOTER_LINES: Final = 6
"""Lines at the end of a body that may be the desk's: initials, reporters, contact, copyright."""


class Line(NamedTuple):
    """A line of text by its place, and the group of lines between blank ones it stands in."""

    start: int
    end: int
    group: int


class Body(NamedTuple):
    """What the lines of a body turned out to be."""

    blocks: tuple[Block, ...]
    sources: tuple[Source, ...]


def read_body(text: str, lines: Sequence[Line], headline: str) -> Body:
    """Tell captions, source lines, bylines, desk lines and sign-offs from a body's paragraphs.

    `lines` are in order and do not overlap; each becomes one block. Sources are those of
    the source line, else of dateline and sign-off.
    """
    words = [text[line.start : line.end] for line in lines]
    kinds: list[BlockKind] = ["paragraph"] * len(lines)
    listed = _source_lines(words, kinds)
    for at in range(min(EDGE_LINES, len(lines))):
        if kinds[at] == "paragraph" and is_byline(words[at]):
            kinds[at] = "byline"
    _desk_lines(words, kinds)
    photo_credits = _captions(lines, words, kinds, headline)
    credited = _credits(words, kinds)
    blocks = tuple(
        [
            Block(kind=kind, start=line.start, end=line.end, credit=photo_credits.get(at))
            for at, (line, kind) in enumerate(zip(lines, kinds, strict=True))
        ]
    )
    return Body(blocks, _once(listed or credited))


def _source_lines(words: Sequence[str], kinds: list[BlockKind]) -> list[Source]:
    found: list[Source] = []
    count = len(words)
    first = range(min(EDGE_LINES, count))
    for at in (*first, *range(max(len(first), count - EDGE_LINES), count)):
        sources = source_line(words[at])
        if sources:
            kinds[at] = "source_line"
            found.extend(sources)
    return found


def _desk_lines(words: Sequence[str], kinds: list[BlockKind]) -> None:
    """Set notes to editors and the desk's last lines apart, unless nothing else is there."""
    body = [at for at, kind in enumerate(kinds) if kind == "paragraph"]
    found: dict[int, BlockKind] = {
        at: "editor_note" for at in body[:EDGE_LINES] if is_editor_note(words[at])
    }
    for at in reversed(body[-FOOTER_LINES:]):
        if is_editor_note(words[at]):
            found[at] = "editor_note"
        elif is_desk_line(words[at]):
            found[at] = "footer"
        elif sign_off(words[at]) is None:
            break
    if len(found) < len(body):
        for at, kind in found.items():
            kinds[at] = kind


def _captions(
    lines: Sequence[Line], words: Sequence[str], kinds: list[BlockKind], headline: str
) -> dict[int, str | None]:
    """Mark captions in `kinds`; give the credit of each by its place among the lines.

    Captions stand before the first paragraph: a credit at the end of a line, or another
    script with the words of a caption. A line in another script beside a credited caption
    shares its credit. Nothing is a caption when no paragraph would be left.
    """
    body = [at for at, kind in enumerate(kinds) if kind == "paragraph"]
    lead = body[:LEAD_LINES]
    script = _main_script([words[at] for at in lead], headline)
    found: dict[int, str | None] = {}
    for _, group in groupby(lead, key=lambda at: lines[at].group):
        members = list(group)
        credits_here = {at: c for at in members if (c := _caption_credit(words[at]))}
        shared = next(iter(credits_here.values()), None)
        marked: dict[int, str | None] = {}
        for at in members:
            if not (
                at in credits_here
                or is_labelled(words[at])
                or _foreign(words[at], script, beside_caption=shared is not None)
            ):
                break
            marked[at] = credits_here.get(at, shared)
        if not marked:
            break
        found |= marked
        if len(marked) < len(members):
            break
    if len(found) == len(body):
        return {}
    for at in found:
        kinds[at] = "caption"
    return found


def _caption_credit(line: str) -> str | None:
    return credit_of(line) if len(line) <= MAX_CHARS else None


def _foreign(line: str, script: str, *, beside_caption: bool) -> bool:
    if len(line) > MAX_CHARS or script_of(line) in {script, "none"}:
        return False
    return beside_caption or has_cues(line)


def _main_script(paragraphs: Sequence[str], headline: str) -> str:
    """Give the script of the article; every line counts alike, so that no long caption wins."""
    lines = (headline, *paragraphs)
    return script_of("\n".join([line[:SCRIPT_CHARS] for line in lines]))


def _credits(words: Sequence[str], kinds: list[BlockKind]) -> list[Source]:
    """Give the sources credited in the first and last paragraphs; mark a sign-off as credit."""
    body = [at for at, kind in enumerate(kinds) if kind == "paragraph"]
    found: list[Source | None] = []
    if body:
        found.append(credit_in_dateline(words[body[0]]))
        if len(body) > 1 and (source := sign_off(words[body[-1]])):
            kinds[body[-1]] = "credit"
            found.append(source)
        else:
            found.append(credit_at_end(words[body[-1]]))
    return [source for source in found if source]


def _once(sources: Sequence[Source]) -> tuple[Source, ...]:
    return tuple({source.id or source.name: source for source in reversed(sources)}.values())[::-1]
