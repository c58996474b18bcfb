"""The lines of an article's body, each taken for what it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from schemas.records import Block, BlockKind, Source
from streams.parse.captions import (
    MAX_CHARS,
    TAKEN_BY,
    credit_of,
    has_cues,
    is_labelled,
    may_have_cues,
)
from streams.parse.credit_lines import (
    credit_at_end,
    is_byline,
    sign_off,
    source_line,
)
from streams.parse.cues import is_editor_note
from streams.parse.datelines import credits_in_dateline, is_dateline
from streams.parse.desk_lines import (
    DATED_CHARS,
    TIME_CHARS,
    closes,
    is_desk_line,
    is_end,
    is_named_editor,
    is_place_and_day,
    is_time,
    may_close,
)
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


DATELINE_LINES: Final = 3
"""Paragraphs among which the dateline stands."""

SHORT_CHARS: Final = 60
"""A longer line is a paragraph of text, and the dateline is not to be expected behind it."""

SENTENCE_ENDS: Final = (".", "!", "?", "؟", "۔", "。")

MOST_TIMES: Final = 2
"""Lines of nothing but a time around a text: when it was published and updated. More are a list."""

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
    credited = _credits(words, kinds, headline)
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
    last = body[: -FOOTER_LINES - 1 : -1]
    short = [at for at in (*body[:EDGE_LINES], *last) if len(words[at]) <= TIME_CHARS]
    dates = {at for at in short if is_time(words[at])}
    if len(dates) > MOST_TIMES:
        body, last = _around(body, dates)
    found = {at: kind for at in body[:EDGE_LINES] if (kind := _lead_kind(words[at]))}
    end = next((at for at in last if is_end(words[at])), None)
    for at in last:
        line = words[at]
        below_end = end is not None and at > end and len(line) <= BELOW_CHARS
        if kind := _desk_kind(line, words[at - 1] if at else ""):
            found[at] = kind
        elif below_end:
            found[at] = "footer"
        elif sign_off(line) is None:
            break
    if found and len(found) < kinds.count("paragraph"):
        for at, kind in found.items():
            kinds[at] = kind


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
    if may_close(line) and closes(line, above, credited=sign_off(above) is not None):
        return "footer"
    return None


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
        own = _caption_credit(line)
        shared = own if own or groups is None else _credit_beside(at, lead, groups, words)
        if not (
            own
            or is_labelled(line)
            or _foreign(line, words, lead, headline, beside_caption=shared is not None)
        ) or is_dateline(line):
            break
        found[at] = shared
    if len(found) == len(body):
        return {}
    signed = [at for at in body[len(found) :] if words[at].endswith(TAKEN_BY)]
    found |= {at: None for at in signed if len(words[at]) <= MAX_CHARS}
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
    credit = credit_of(line) if len(line) <= MAX_CHARS else None
    return None if credit and is_dateline(line) else credit


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


def _credits(words: Sequence[str], kinds: list[BlockKind], headline: str) -> list[Source]:
    """Give the sources credited in the first and last paragraphs; mark a sign-off as credit."""
    body = _paragraphs(kinds)
    if not body:
        return []
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
