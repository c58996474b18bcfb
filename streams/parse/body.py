"""The lines of an article's body, each taken for what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from schemas.records import Block, BlockKind, Source
from streams.parse.captions import (
    MAX_CHARS,
    credit_of,
    has_cues,
    is_labelled,
    is_signed_by_photographer,
    may_have_cues,
)
from streams.parse.credit_lines import (
    credit_at_end,
    credits_in_dateline,
    is_byline,
    is_dateline,
    sign_off,
    source_line,
)
from streams.parse.cues import is_editor_note
from streams.parse.desk_lines import is_desk_line, is_end
from streams.text.language import script_of

LEAD_LINES: Final = 12
"""Lines among which captions stand, and whose script is the article's: captions are a few."""

SCRIPT_CHARS: Final = 60
"""Characters of each line that its script is told by."""

EDGE_LINES: Final = 3
"""Lines at the beginning and the end of a body among which source lines and notes stand."""

BYLINE_LINES: Final = 8
"""Lines at the beginning of a body among which a byline stands: key points may be before it."""

FOOTER_LINES: Final = 6
"""Lines at the end of a body that may be the desk's: initials, reporters, contact, copyright."""


BELOW_CHARS: Final = 40
"""Longest line below the mark of the end that is not for readers: a time, a number."""


class Line(NamedTuple):
    """A line of text by its place, and the group of lines between blank ones it stands in."""

    start: int
    end: int
    group: int


class Body(NamedTuple):
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
    listed = _source_lines(words, kinds)
    for at, line in enumerate(words[:BYLINE_LINES]):
        if kinds[at] == "paragraph" and is_byline(line):
            kinds[at] = "byline"
    _desk_lines(words, kinds)
    photo_credits = _captions(groups, words, kinds, headline)
    credited = _credits(words, kinds)
    return Body(kinds, photo_credits, _once(listed or credited))


def _source_lines(words: Sequence[str], kinds: list[BlockKind]) -> list[Source]:
    found: list[Source] = []
    places = range(len(words))
    for at in (*places[:EDGE_LINES], *places[EDGE_LINES:][-EDGE_LINES:]):
        if sources := source_line(words[at]):
            kinds[at] = "source_line"
            found.extend(sources)
    return found


def _desk_lines(words: Sequence[str], kinds: list[BlockKind]) -> None:
    """Set notes to editors and the desk's last lines apart, unless nothing else is there."""
    body = _paragraphs(kinds)
    found: dict[int, BlockKind] = {}
    for at in body[:EDGE_LINES]:
        if is_editor_note(words[at]):
            found[at] = "editor_note"
    last = body[: -FOOTER_LINES - 1 : -1]
    end = next((at for at in last if is_end(words[at])), None)
    for at in last:
        line = words[at]
        if is_editor_note(line):
            found[at] = "editor_note"
        elif is_desk_line(line) or (end is not None and at > end and len(line) <= BELOW_CHARS):
            found[at] = "footer"
        elif sign_off(line) is None:
            break
    if found and len(found) < len(body):
        for at, kind in found.items():
            kinds[at] = kind


def _paragraphs(kinds: Sequence[BlockKind]) -> Sequence[int]:
    """Give the places of what is still a paragraph."""
    if kinds.count("paragraph") == len(kinds):
        return range(len(kinds))
    return [at for at, kind in enumerate(kinds) if kind == "paragraph"]


def _captions(
    groups: Sequence[int] | None, words: Sequence[str], kinds: list[BlockKind], headline: str
) -> dict[int, str | None]:
    """Mark captions in `kinds`; give the credit of each by its place among the lines.

    Captions stand before the first paragraph: a credit at the end of a line, or another
    script with the words of a caption. A line in another script beside a credited caption
    shares its credit. Nothing is a caption when no paragraph would be left.
    """
    body = _paragraphs(kinds)
    lead = body[:LEAD_LINES]
    found: dict[int, str | None] = {}
    for at in lead:
        line = words[at]
        if is_dateline(line):
            break
        own = _caption_credit(line)
        shared = own if own or groups is None else _credit_beside(at, lead, groups, words)
        if not (
            own
            or is_labelled(line)
            or _foreign(line, words, lead, headline, beside_caption=shared is not None)
        ):
            break
        found[at] = shared
    if len(found) == len(body):
        return {}
    for at in body[len(found) :]:
        if is_signed_by_photographer(words[at]):
            found[at] = None
    if len(found) == len(body):
        return {}
    for at in found:
        kinds[at] = "caption"
    return found


def _credit_beside(
    at: int, lead: Sequence[int], groups: Sequence[int], words: Sequence[str]
) -> str | None:
    """Give the first credit in the group of lines that the line at `at` stands in."""
    found = (_caption_credit(words[each]) for each in lead if groups[each] == groups[at])
    return next(filter(None, found), None)


def _caption_credit(line: str) -> str | None:
    return credit_of(line) if len(line) <= MAX_CHARS else None


def _foreign(
    line: str, words: Sequence[str], lead: Sequence[int], headline: str, *, beside_caption: bool
) -> bool:
    """Tell a line in another script than the article's; in ASCII there is no other."""
    if len(line) > MAX_CHARS or _is_ascii(words, headline):
        return False
    if not (beside_caption or may_have_cues(line)):
        return False
    own = script_of(line)
    if own in {"none", _main_script(words, lead, headline)}:
        return False
    return beside_caption or has_cues(line)


def _is_ascii(words: Sequence[str], headline: str) -> bool:
    """Tell an article whose lines are all in ASCII, and its headline in words of it."""
    return headline.isascii() and all(map(str.isascii, words)) and script_of(headline) == "latin"


def _main_script(words: Sequence[str], lead: Sequence[int], headline: str) -> str:
    """Give the script of the article; every line counts alike, so that no long caption wins."""
    lines = [words[at][:SCRIPT_CHARS] for at in lead]
    return script_of("\n".join([headline[:SCRIPT_CHARS], *lines]))


def _credits(words: Sequence[str], kinds: list[BlockKind]) -> list[Source]:
    """Give the sources credited in the first and last paragraphs.

    Mark a sign-off as credit, and what is nothing but a dateline.
    """
    body = _paragraphs(kinds)
    if not body:
        return []
    last = body[-1]
    named = credits_in_dateline(words[body[0]])
    if len(body) > 1 and (source := sign_off(words[last])):
        kinds[last] = "credit"
    else:
        source = credit_at_end(words[last])
    if named and len(body) > 1 and is_dateline(words[body[0]]):
        kinds[body[0]] = "dateline"
    return [*named, source] if source else [*named]


def _once(sources: Sequence[Source]) -> tuple[Source, ...]:
    if len(sources) < 2:  # noqa: PLR2004 - two to be alike
        return tuple(sources)
    return tuple({source.id or source.name: source for source in reversed(sources)}.values())[::-1]
