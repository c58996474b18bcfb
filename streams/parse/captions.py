"""Photo captions that stand among the lines of an article's body, and their credits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from streams.parse.datelines import is_dateline
from streams.text.agencies import known_in
from streams.text.language import script_of

MAX_CHARS: Final = 800
"""A longer line is text: agency captions have 60 words at most (AP Stylebook: two sentences)."""

LEAD_LINES: Final = 12
"""Lines among which captions stand, and whose script is the article's: captions are a few."""

SCRIPT_CHARS: Final = 60
"""Characters of each line that its script is told by."""

TAIL_CHARS: Final = 120
"""Characters at the end of a line in which a credit is looked for."""

BRACKETS: Final = frozenset(")]）")
BRACKETED: Final = re.compile(r"[(\[（]([^()\[\]（）]{1,100})[)\]）]\Z")
"""A full stop after the bracket would end a sentence of the body."""

PHOTO_BY: Final = re.compile(
    r"(?:\b(?:Photos?|Foto|Fotos|Photographie|Фото|Fotoğraf|Bild|Crédit photo|Credit)|صورة|صور"
    r"|تصوير|عکس|تصویر|图片来源|摄影|图)\s{0,2}(?:by\b|de\b|von\b|:|：|/)\s{0,2}([^.!?؟。]{1,60})\Z",
    re.IGNORECASE,
)
SLASHED: Final = re.compile(r"([^\W_][^/().!?]{0,40}/(?! ?[-–—])[^/().!?]{1,40})\.?\Z")
"""A photographer and an agency: "Evan Vucci/AP", "REUTERS/Kevin Lamarque"."""

SENTENCE_ENDS: Final = frozenset(".!?؟。")
"""What `PHOTO_BY` does not end with."""

PHOTO_WORDS: Final = (
    *("phot", "foto", "фото", "bild", "credit", "crédit", "صور", "تصو", "عکس", "图", "摄影"),
)
PHOTO_JOINTS: Final = (b":", b"/", b"by", b"de", b"von")
"""What `PHOTO_BY` begins with, and what beside a full-width colon it has next, in small letters:
most lines have none, and a look is cheaper."""

LABEL: Final = re.compile(
    r"(?:FILE(?: PHOTO)?\s?[-–—:]"
    r"|(?:File photo|Photo|Foto|Фото|Fotoğraf|Bildunterschrift|Légende)\s?:"
    r"|(?:صورة|الصورة|عکس|تصویر|图|图片|图为)\s?[:：])"
)
"""What opens a caption; case matters, as "file" and "photo" open sentences too."""
LABEL_STARTS: Final = frozenset("FPФBLصاعت图")
"""Letters that `LABEL` begins with."""

TAKEN_BY: Final = ("摄", "摄）", "摄)", "攝", "攝）", "攝)")
"""How a caption of Chinese wires ends, with who took it: «（某某摄）»."""

CUE: Final = re.compile(
    r"\((?:\d{1,2}(?:st|nd|rd|th) )?[LRC]\)|\b(?:pictured|file (?:photo|picture|image)|photo"
    r"|poses?|shakes? hands|attends?|looks? on|speaks? during|gestures?|seen (?:in|on|at|here))\b"
    r"|\b(?:left|right|centre|center)\b|\b[A-Z]{4,}, [A-Z]{4,}\b|\b[A-Z]{3,9} \d{1,2} ?:"
    r"|أرشيف|ارشيف|آرشیو|на фото|архив|auf dem (?:Foto|Bild)|sur la photo|en la foto"
    r"|fotoğrafta|资料图"
)
"""Words and shapes that captions have: places in the picture, a dateline in capitals."""

OWN_CUES: Final = ("رشيف", "آرشیو", "на фото", "архив", "资料图")
"""What every cue without a letter of ASCII has, as it is written: to look is cheap."""

OTHER_SCRIPT_CUES: Final = 1
"""Cues that make a line in another script than the article's a caption: the script is half
the evidence already."""


def credit_of(line: str) -> str | None:
    """Give the photo credit at the end of `line`, as published and without brackets.

    It must name an agency that we know: brackets alone end many sentences.
    """
    tail = line[-TAIL_CHARS:].rstrip()
    if tail[-1:] in SENTENCE_ENDS and "/" not in tail:
        return None
    for match in _credits_in(tail):
        if match and known_in(match[1]):
            return match[1].strip()
    return None


def _credits_in(tail: str) -> Iterator[re.Match[str] | None]:
    """Give what may be a credit; nothing is searched for that cannot be there."""
    if tail[-1:] in BRACKETS:
        yield BRACKETED.search(tail)
    if tail[-1:] not in SENTENCE_ENDS:
        in_ascii = tail.encode("ascii", "ignore").lower()
        if "：" in tail or any(map(in_ascii.__contains__, PHOTO_JOINTS)):
            small = tail.lower()
            if any(map(small.__contains__, PHOTO_WORDS)):
                yield PHOTO_BY.search(tail)
    if "/" in tail:
        yield SLASHED.search(tail)


def is_labelled(line: str) -> bool:
    """Tell whether `line` says that it is a caption: "FILE PHOTO: …", «صورة: …»."""
    return line[:1] in LABEL_STARTS and len(line) <= MAX_CHARS and LABEL.match(line) is not None


def may_have_cues(line: str) -> bool:
    """Tell by a look whether `has_cues` may hold."""
    ascii_part = line.encode("ascii", "ignore")
    return ascii_part.lower() != ascii_part.upper() or any(map(line.__contains__, OWN_CUES))


def has_cues(line: str) -> bool:
    """Tell whether `line`, which is in another script than its article, reads as a caption."""
    return len(line) <= MAX_CHARS and len(CUE.findall(line)) >= OTHER_SCRIPT_CUES


def captions_among(
    words: Sequence[str], body: Sequence[int], headline: str, groups: Sequence[int] | None
) -> Mapping[int, str | None]:
    """Give the captions among the lines of a body by their places, each with its credit.

    `body` are the places of paragraphs, and `groups` are as `read_body` has them. Captions stand
    before the first paragraph: a credit at the end of a line, or another script with the words of
    a caption. A line in another script beside a credited caption shares its credit. Nothing is a
    caption when no paragraph would be left.
    """
    lead = body[:LEAD_LINES]
    in_ascii = all(map(str.isascii, words))
    latin = in_ascii and headline.isascii() and any(map(str.isalpha, headline))
    found: dict[int, str | None] = {}
    for at in lead:
        line = words[at]
        own = _caption_credit(line)
        shared = own if own or groups is None else _credit_beside(at, lead, groups, words)
        if not (
            own
            or is_labelled(line)
            or (not latin and _foreign(line, words, lead, headline, beside=shared is not None))
        ) or is_dateline(line):
            break
        found[at] = shared
    if not in_ascii and len(found) < len(body):
        signed = [at for at in body[len(found) :] if words[at].endswith(TAKEN_BY)]
        found |= {at: None for at in signed if len(words[at]) <= MAX_CHARS}
    return found if len(found) < len(body) else {}


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
    line: str, words: Sequence[str], lead: Sequence[int], headline: str, *, beside: bool
) -> bool:
    """Tell a line in another script than the article's, `beside` a caption or with words of one."""
    if len(line) > MAX_CHARS or not (beside or may_have_cues(line)):
        return False
    own = script_of(line)
    if own in {"none", _main_script(words, lead, headline)}:
        return False
    return beside or has_cues(line)


def _main_script(words: Sequence[str], lead: Sequence[int], headline: str) -> str:
    """Give the script of the article; every line counts alike, so that no long caption wins."""
    lines = [words[at][:SCRIPT_CHARS] for at in lead]
    return script_of("\n".join([headline[:SCRIPT_CHARS], *lines]))
