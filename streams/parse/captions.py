"""Photo captions that stand among the lines of an article's body, and their credits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from streams.text.agencies import known_in

MAX_CHARS: Final = 800
"""A longer line is text: agency captions have 60 words at most (AP Stylebook: two sentences)."""

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
"""What `PHOTO_BY` begins with, in small letters: most lines have none, and a look is cheaper."""

LABEL: Final = re.compile(
    r"(?:FILE(?: PHOTO)?\s?[-–—:]"
    r"|(?:File photo|Photo|Foto|Фото|Fotoğraf|Bildunterschrift|Légende)\s?:"
    r"|(?:صورة|الصورة|عکس|تصویر|图|图片|图为)\s?[:：])"
)
"""What opens a caption; case matters, as "file" and "photo" open sentences too."""

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
    for match in _credits_in(tail):
        if match and known_in(match[1]):
            return match[1].strip()
    return None


def _credits_in(tail: str) -> Iterator[re.Match[str] | None]:
    """Give what may be a credit; nothing is searched for that cannot be there."""
    if tail[-1:] in BRACKETS:
        yield BRACKETED.search(tail)
    if tail[-1:] not in SENTENCE_ENDS:
        small = tail.lower()
        if any(map(small.__contains__, PHOTO_WORDS)):
            yield PHOTO_BY.search(tail)
    if "/" in tail:
        yield SLASHED.search(tail)


def is_labelled(line: str) -> bool:
    """Tell whether `line` says that it is a caption: "FILE PHOTO: …", «صورة: …»."""
    return len(line) <= MAX_CHARS and LABEL.match(line) is not None


def may_have_cues(line: str) -> bool:
    """Tell by a look whether `has_cues` may hold."""
    ascii_part = line.encode("ascii", "ignore")
    return ascii_part.lower() != ascii_part.upper() or any(map(line.__contains__, OWN_CUES))


def has_cues(line: str) -> bool:
    """Tell whether `line`, which is in another script than its article, reads as a caption."""
    return len(line) <= MAX_CHARS and len(CUE.findall(line)) >= OTHER_SCRIPT_CUES
