"""ANPA 1312, the wire format of North American agencies.

The header has priority, category, keyword, date and word count; the text opens with the
keyword line, which names version or take, then lines that `^` begins and `<`, `=` or `|`
ends: headline, editors' notes, bylines. Paragraphs are indented.
Source: ANPA Bulletin 1312, "High-Speed Wire Service Transmission Guidelines".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from schemas.records import BlockKind, Parsed, Subject
from streams.outcome import Outcome
from streams.parse.abreast import Steps
from streams.parse.anpa_head import (
    NEWS_ALERT,
    NOTE,
    VERSIONS,
    Line,
    credited_by,
    head_of,
)
from streams.parse.article import Draft, Part, assembling, finish
from streams.parse.cues import gravest
from streams.parse.feed import sources_of, squeezed
from streams.parse.framed import AP_TIME, Message, clean, publish_messages, time_in
from streams.parse.reading import UnreadableError, Wire

HEADER: Final = re.compile(
    r"([A-Za-z]) ([A-Za-z]) (?:(\S.{0,80}?)(?: (\d\d)-(\d\d))?(?: (\d{1,5}))?)?\Z"
)
"""Priority, category, keyword, month and day, words."""

URGENCY: Final[Mapping[str, int]] = MappingProxyType({"f": 1, "b": 2, "u": 3, "r": 4, "d": 6})
"""Flash, bulletin, urgent, regular, deferred; the other letters are for advances."""

CATEGORIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "a": "domestic news",
        "b": "special events",
        "c": "features",
        "d": "food",
        "e": "entertainment",
        "f": "business",
        "i": "international news",
        "k": "commentary",
        "l": "lifestyle",
        "n": "state and regional news",
        "o": "weather",
        "p": "politics",
        "q": "sports results",
        "s": "sports",
        "t": "travel",
        "v": "advisories",
        "w": "Washington",
    }
)
"""Labels of the letters that wires agree on. Source: AP category codes."""

KEYWORD_CHARS: Final = 6
"""Characters in which the header's keyword and the keyword line agree: the header cuts words."""

CONTROL: Final = re.compile("[\x00-\x1f]")
WORDS: Final = re.compile(r"\s*\d{1,5}\s*")
ORDINAL: Final = re.compile(
    r"(\d{1,3})(?:st|nd|rd|th) (?:ld|lead|update|writethr(?:u|ough))\b", re.IGNORECASE
)
SLUG_LIKE: Final = re.compile(r"[A-Z]{2}-|.*(?:--|, ?\d{1,5}\Z)")
"""A keyword line, whatever the header's keyword is."""

PICKED_UP: Final = re.compile(r"[A-Z][^:.]{1,40}(?:\.[^:]{0,20})?: .{1,60}")
"""What opens a take: the place, and the last words of the take before."""

BODY_NOTE: Final = re.compile(
    r"\(?\s?(?:PICK ?UP|STORY CAN END|(?:BEGIN|END) (?:OPTIONAL )?TRIM|OPTIONAL (?:TRIM|ADD)"
    r"|EDITORS?\b|EDS\b|ART ADV)"
)
"""Where desks may cut a text or go on with an older one."""

INDEX: Final = re.compile(r"INDEX: [A-Z, -]{1,100}")
"""What The Canadian Press files a text under, in its last line."""

ENDS: Final = ("<", "=", "|", ">")
DASH: Final = re.compile(r"(?<=\s)_(?=\s)")
SERVICE: Final = re.compile(r"([A-Z]{2,4})-(?:[A-Z]{2,3}-)?\d\d-")
WORDY: Final = re.compile(r"[^\W_]")
INDENT: Final = re.compile(r"[ \t]{2,}|\t")


def read(wire: Wire) -> Steps[Outcome]:
    """Read every message of the transmission."""
    return publish_messages(wire, "ANPA 1312", _article)


def _article(message: Message, wire: Wire) -> Steps[Parsed]:
    priority, category, keyword, day = _header(message.header)
    lines = _lines(message.text)
    if not lines:
        raise UnreadableError("no_content", "ANPA 1312: nothing between STX and ETX; send a text.")
    slug = ""
    if _same_story(lines[0].words, keyword) or (lines[0].marked and _is_slug(lines, keyword)):
        slug, lines = lines[0].words, lines[1:]
    name, version = _versions(slug or keyword)
    cue = next((cue for cue, words in VERSIONS if words.search(version)), None)
    head, body = head_of(lines)
    if cue in {"add", "take"} and PICKED_UP.fullmatch(head.headline):
        head.parts.append(Part(kind="editor_note", text=head.headline))
        head.headline = ""
    cue = gravest(cue, *head.cues, "flash" if NEWS_ALERT.search(f"{slug} {keyword}") else None)
    yield
    text, blocks, credited = yield from assembling(
        [
            *([Part(kind="slugline", text=slug)] if slug else []),
            *([Part(kind="headline", text=head.headline)] if head.headline else []),
            *head.parts,
            *(Part(kind=_body_kind(line.words), text=line.words) for line in body),
        ]
    )
    time = time_in((message.trailer, message.text[-200:]), wire.delivery.received_at)
    service = SERVICE.search(message.trailer)
    draft = Draft(
        format="anpa",
        headline=head.headline,
        text=text,
        blocks=blocks,
        provider_id=_id(name, version if cue in {"add", "take"} else "", time, day),
        version=_number(version),
        cue=cue,
        slugline=name or None,
        sources=credited or credited_by(head.parts) or sources_of([service[1]] if service else []),
        subjects=(Subject(code=f"anpa:{category}", label=CATEGORIES.get(category)),)
        if category
        else (),
        urgency=URGENCY.get(priority),
        published_at=time,
        updated_at=time,
    )
    yield
    return finish(draft, wire)


def _header(header: str) -> tuple[str, str, str, str]:
    """Give priority, category, keyword and "MM-DD", each empty when it is not there."""
    for line in reversed(header.splitlines()):
        words = " ".join(CONTROL.sub(" ", line).split())
        match = HEADER.fullmatch(words)
        if match:
            day = f"{match[4]}-{match[5]}" if match[4] else ""
            return match[1].lower(), match[2].lower(), match[3] or "", day
    return "", "", "", ""


def _same_story(words: str, keyword: str) -> bool:
    """Tell whether a first line that no mark begins is the keyword line: it begins alike."""
    one, other = (squeezed(text).lower()[:KEYWORD_CHARS] for text in (words, keyword))
    return bool(other) and one.startswith(other)


def _is_slug(lines: Sequence[Line], keyword: str) -> bool:
    """Tell whether a first line that a mark begins is the keyword line, not the headline."""
    first, *below = lines
    if not keyword or SLUG_LIKE.match(first.words) or NEWS_ALERT.match(first.words):
        return True
    return any(line.marked and line.end == "<" and not NOTE.match(line.words) for line in below)


def _body_kind(words: str) -> BlockKind:
    if INDEX.fullmatch(words):
        return "footer"
    return "editor_note" if words[:1] in "(PSBEOA" and BODY_NOTE.match(words) else "paragraph"


def _versions(slug: str) -> tuple[str, str]:
    """Split a keyword line into the story's name and what it says of the version."""
    pieces = [piece.strip() for piece in slug.split(",") if not WORDS.fullmatch(piece)]
    name = [pieces[0]] if pieces else []
    version: list[str] = []
    for piece in pieces[1:]:
        told = ORDINAL.search(piece) or any(words.search(piece) for _, words in VERSIONS)
        (version if told else name).append(piece)
    return ", ".join(name), ", ".join(version)


def _number(version: str) -> str | None:
    """Give the number of a lead; a story's first version is 0, other versions have none."""
    if not version:
        return "0"
    match = ORDINAL.search(version)
    return match[1] if match else None


def _id(name: str, part: str, time: datetime | None, day: str) -> str | None:
    """Give what a story's versions share: its name and day; takes are apart, as they add."""
    if not name:
        return None
    date = time.strftime("%m-%d") if time else day
    return " ".join(filter(None, (name, part, time.strftime("%Y") if time else "", date)))


def _lines(text: str) -> list[Line]:
    """Give the paragraphs and marked lines, with wrapped lines joined.

    Where nothing is marked, every line above the first indent stands by itself.
    """
    found: list[Line] = []
    pending: list[str] = []
    marked = indented = False
    raws = text.splitlines()
    bare = "^" not in text and any(map(INDENT.match, raws))
    for raw in raws:
        for piece in re.split(r"(?<=<)\s*(?=\^)", raw) if "<" in raw else (raw,):
            stripped = clean(piece)
            starts = stripped.startswith("^")
            if pending and (not stripped or starts or INDENT.match(piece)):
                found.append(_line(pending, "", marked=marked, indented=indented))
                pending = []
            if not stripped:
                continue
            if not pending:
                marked, indented = starts, INDENT.match(piece) is not None
            words = stripped.removeprefix("^") if starts else stripped
            if words.endswith("<") or (marked and words[-1:] in ENDS):
                pending.append(words[:-1].rstrip())
                found.append(_line(pending, words[-1], marked=marked, indented=indented))
                pending = []
            elif words:
                pending.append(words)
                bare = bare and not indented
                if starts or bare:
                    found.append(_line(pending, "", marked=marked, indented=indented))
                    pending = []
    if pending:
        found.append(_line(pending, "", marked=marked, indented=indented))
    return [
        line
        for line in found
        if WORDY.search(line.words) and line.words[:1] != "*" and not AP_TIME.fullmatch(line.words)
    ]


def _line(pieces: Sequence[str], end: str, *, marked: bool, indented: bool) -> Line:
    return Line(_typeset(" ".join(pieces)), marked, end, indented)


def _typeset(words: str) -> str:
    """Write the quotation marks and dashes that the 7-bit code has no characters for."""
    return DASH.sub("—", words.replace("``", "“").replace("''", "”"))
