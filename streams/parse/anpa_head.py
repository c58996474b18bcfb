"""What stands in ANPA 1312 between the keyword line and the first paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from schemas.records import BlockKind, Cue, Source
from streams.parse.article import Part
from streams.parse.credit_lines import is_byline
from streams.text.agencies import known_in

HEADLINE_CHARS: Final = 200
"""A longer line that nothing marks is text; headlines have 150 characters at most."""

CUE_WORDS: Final[tuple[tuple[Cue, str], ...]] = (
    ("kill", "kill|elimination|retraction|withdrawn?"),
    ("withhold", "withhold|hold for release|hfr"),
    ("correction", r"correct(?:ion|ive|ed|s)?|clarification|corr"),
    ("add", r"add|\d+(?:st|nd|rd|th) add"),
    ("take", r"\d+(?:st|nd|rd|th) take|takes?(?: \d+)?"),
    ("writethru", r"writethr(?:u|ough)"),
    ("lead", "lead|ld"),
    ("update", "sub|subs|insert|update"),
    ("advisory", "advisory|advisories|digest|budget"),
    ("flash", "flash|bulletin|newsalert|urgent|apnewsalert"),
)
VERSIONS: Final = tuple(
    (cue, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for cue, words in CUE_WORDS
)
"""What the keyword line says of the version, the gravest first."""

NEWS_ALERT: Final = re.compile(r"(?:AP)?NewsAlert\b")
CUE_LINE: Final = re.compile(
    r"(?:(?:AP)?NewsAlert|(?:(?:BULLETIN|FLASH|URGENT|KILL|WITHHOLD|ELIMINATION|ADVISORY|CORRECTION)"
    r"[ .!-]{0,3}){1,4})"
)
"""A line that says what the item is in place of a headline: "BULLETIN", "KILL KILL KILL"."""

NOTE: Final = re.compile(
    r"\(?\s?(?:eds?|editors?)\b[.:]?|\(?\s?editor'?s'? note|\(?\s?(?:with )?\w{2,8} (?:photos?"
    r"|video|graphics?|audio|interactive)\b.*\d|\(?\s?with \w+ photos?\b|\(?optional|for global",
    re.IGNORECASE,
)
BYLINE: Final = re.compile(r"by \S", re.IGNORECASE)
COPYRIGHT: Final = re.compile(r"c\.\d{4} ")
"""What news services of papers write before their names."""


class Line(NamedTuple):
    """A line of the text that ends a paragraph, and the mark that ended it."""

    words: str
    marked: bool
    """Whether `^` began it."""
    end: str
    """`<`, `=`, `|`, or nothing."""
    indented: bool


@dataclass(slots=True)
class Head:
    """What stands before the first paragraph."""

    headline: str = ""
    parts: list[Part] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)


def head_of(lines: Sequence[Line]) -> tuple[Head, Sequence[Line]]:
    """Part what stands above the first paragraph from the paragraphs."""
    head = Head()
    after_byline = False
    for at, line in enumerate(lines):
        plain = not line.marked and (line.indented or at + 1 == len(lines))
        if plain or (not line.end and head.headline and not is_byline(line.words)):
            return head, lines[at:]
        if not line.marked and (len(line.words) > HEADLINE_CHARS or line.words.endswith(".")):
            return head, lines[at:]
        kind = _kind(line, head, after_byline=after_byline)
        if kind == "paragraph":
            return head, lines[at:]
        if kind == "headline":
            head.headline = line.words
        elif kind == "editor_note" and CUE_LINE.fullmatch(line.words):
            head.parts.append(Part(kind=kind, text=line.words))
            head.cues += [cue for cue, words in VERSIONS if words.search(line.words)][:1]
        else:
            head.parts.append(Part(kind=kind, text=line.words))
        after_byline = kind == "byline"
    return head, ()


def _kind(line: Line, head: Head, *, after_byline: bool) -> BlockKind:
    bracketed = line.words[:1] == "(" and line.words[-1:] == ")"
    if bracketed or NOTE.match(line.words) or CUE_LINE.fullmatch(line.words):
        return "editor_note"
    if BYLINE.match(line.words) or is_byline(line.words) or (after_byline and line.end == "="):
        return "byline"
    if not head.headline:
        return "headline"
    return "subheadline" if line.end == "<" else "paragraph"


def credited_by(parts: Sequence[Part]) -> tuple[Source, ...]:
    """Give the agencies that the lines of a byline name."""
    named = (known_in(COPYRIGHT.sub("", part.text)) for part in parts if part.kind == "byline")
    return tuple(filter(None, named))
