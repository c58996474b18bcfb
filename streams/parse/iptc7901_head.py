"""What stands in IPTC 7901 above the first paragraph: keyword, cues, headline, bylines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from schemas.records import Cue
from streams.parse.credit_lines import is_byline
from streams.parse.datelines import credits_in_dateline
from streams.parse.framed import clean
from streams.parse.wrapped import INDENT

KEYWORDS: Final = re.compile(
    r"/?[^\W\d_][\w.]{0,24}(?:[-–/][^\W\d_][\w.]{0,24}){1,6}/?"
    r"|[^\W\d_a-zа-я][^\Wa-zа-я]{0,24}(?: ?[-–/] ?[^\W\d_a-zа-я][^\Wa-zа-я]{0,24}){1,6}/?"
)
"""A keyword line above the headline, where no control character parts them: "JORDAN-WATER"."""

BELOW_HEADLINE: Final = "Utl.:"
"""How APA marks the second line of a headline ("Untertitel")."""

CUE_LINE: Final = re.compile(r"\(.{1,300}\)|[^a-zа-яё]{2,60}")
"""A line before the headline that may tell the version: in brackets, or in capitals alone."""

BYLINE: Final = re.compile(r"(?:By|Von|Par|Por|Di|Door|Av|Автор:?|От|بقلم|من)\s\S.{2,100}")

CUE_WORDS: Final[tuple[tuple[Cue, str], ...]] = (
    ("kill", "KILL|Zurückziehung|ANNULATION|ANULACION|(?i:zurückgezogen|nicht( mehr)? verwenden)"),
    ("withhold", "WITHHOLD|Sperrfrist|EMBARGO|Embargo"),
    ("correction", "CORRECTION|CORRECTED|Berichtigung|Korrektur|RECTIFICATIF|CORRECCION"),
    ("refile", "REFILE|RPT RPT|Wiederholung"),
    ("lead", r"(?:\d{1,2}(?:ST|ND|RD|TH) )?(?:LEAD|Zusammenfassung)|LEADALL"),
    ("add", "ADD|Ergänzung"),
    ("take", "TAKE"),
    ("update", "UPDATE|Aktualisierung|Neu"),
    ("advisory", "ADVISORY|Achtung|ACHTUNG|Vorschau|Tagesvorschau|DIARY"),
    ("flash", "FLASH|URGENT|URGENTE|Blitz|Eil|Eilmeldung|ALERT|BULLETIN"),
)
CUES: Final = tuple(
    (cue, re.compile(rf"(?:^|[(\s])(?:{words})(?:$|[\s):,.!-])")) for cue, words in CUE_WORDS
)
GENRE: Final = re.compile(
    r"\(?(EXTRA|FEATURE|NEWS FEATURE|PREVIEW|ROUNDUP|ANALYSIS|PROFILE|BACKGROUND|INTERVIEW"
    r"|CHRONOLOGY|FACTBOX|KORR-Bericht|Hintergrund|Porträt|Analyse|Interview|Reportage"
    r"|Chronologie|Kommentar|Vorschau)\)?"
)
"""A line before the headline that tells the kind of text."""

NUMBERED: Final = re.compile(r"\d{1,2}(?:ST|ND|RD|TH) [A-Z]{2,10}")
"""A line before the headline that counts versions, whatever the desk calls them: "3RD NET"."""

HEAD_LINES: Final = 12
"""Lines among which `=` ends the headline; the longest have three of it, two cues, a byline."""

HEADLINE_CHARS: Final = 200
"""A longer first paragraph is text; headlines have 150 characters at most."""


def keywords_of(lines: list[str]) -> tuple[str, list[str]]:
    """Part a keyword line from the headline below it; empty when there is none."""
    filled = [at for at, line in enumerate(lines[:HEAD_LINES]) if line.strip()][:2]
    if len(filled) < 2:  # noqa: PLR2004 - keyword and headline
        return "", lines
    first, below = (clean(lines[at]) for at in filled)
    if not KEYWORDS.fullmatch(first) or credits_in_dateline(below):
        return "", lines
    return first.strip("/"), lines[filled[0] + 1 :]


def marked_head(lines: Sequence[str]) -> tuple[list[str], Sequence[str]]:
    """Give the lines down to the `=` that ends the headline; none when there is no `=`."""
    marked = any(clean(line).endswith("=") for line in lines[:HEAD_LINES])
    return split_head(lines) if marked else ([], lines)


def split_head(lines: Sequence[str]) -> tuple[list[str], Sequence[str]]:
    """Give the lines down to the `=` that ends the headline, else a first group that reads as one.

    Agencies that end headlines with a line break alone leave a blank line or indent the text.
    """
    words = [clean(line) for line in lines]
    filled = [at for at, word in enumerate(words) if word][:HEAD_LINES]
    marked = [at for at in filled if words[at].endswith("=") and not credits_in_dateline(words[at])]
    if marked:
        end = marked[0] + 1
        while end in marked:
            end += 1
        return [word for word in words[:end] if word], lines[end:]
    if not filled:
        return [], ()
    end = filled[0] + 1
    while (
        end < len(lines)
        and words[end]
        and not (INDENT.match(lines[end]) or credits_in_dateline(words[end]))
    ):
        end += 1
    group = words[filled[0] : end]
    while end < len(lines) and len(group) <= HEAD_LINES and all(map(_is_cue, group)):
        group += [words[end]] if words[end] else []
        end += 1
    headline = " ".join(group)
    if any(words[end:]) and len(headline) <= HEADLINE_CHARS and not _is_sentence(headline):
        return group, lines[end:]
    cues = 0
    while cues < min(len(group), HEAD_LINES) and _is_cue(group[cues]):
        cues += 1
    return group[:cues], lines[filled[0] + cues :]


def _is_sentence(words: str) -> bool:
    ended = words.endswith((".", "。", "۔")) and not words.endswith("..")
    return ended or bool(credits_in_dateline(words))


def _is_cue(line: str) -> bool:
    if GENRE.fullmatch(line) or NUMBERED.fullmatch(line):
        return True
    return CUE_LINE.fullmatch(line) is not None and any(cue.search(line) for _, cue in CUES)


def told_apart(head: Sequence[str]) -> tuple[str, list[str], list[str]]:
    """Give headline, cues and notes, and bylines among the lines of a head."""
    headline: list[str] = []
    notes: list[str] = []
    bylines: list[str] = []
    for words in _with_brackets_closed(head):
        bracketed = words.startswith("(") and words.endswith(")")
        if bracketed or (not headline and _is_cue(words)):
            notes.append(words)
        elif headline and (BYLINE.fullmatch(words) or is_byline(words)):
            bylines.append(words)
        else:
            headline.append(words)
    return " ".join(headline), notes, bylines


def _with_brackets_closed(head: Sequence[str]) -> list[str]:
    """Give the lines of a head without `=`, those of one note in brackets as one."""
    found: list[str] = []
    for at, line in enumerate(head):
        words = line.removesuffix("=").strip()
        is_open = bool(found) and found[-1].startswith("(") and ")" not in found[-1]
        if is_open and any(")" in later for later in head[at:]):
            found[-1] = f"{found[-1]} {words}"
        elif words:
            found.append(words)
    return found
