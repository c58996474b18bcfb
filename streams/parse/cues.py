"""What a headline, slugline or editors' note says about its own version.

The words stand in `cue_words`; here is how they are set off from the text around them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from schemas.records import Cue, Revision
from streams.parse.cue_words import (
    AND,
    CAPITALS,
    CLOSING,
    NOTE_NAMES,
    NOTE_VERBS,
    REPEATS,
    REPLACING,
    SLUGS,
    WORDS,
)
from streams.text.agencies import ARABIC_VARIANTS

GRAVITY: Final[tuple[Cue, ...]] = (
    *("advisory", "flash", "update", "add", "take", "lead", "writethru"),
    *("correction", "refile", "withhold", "kill"),
)
"""Cues by rising gravity of what they ask of a reader; among equals the finer one is later."""

REVISIONS: Final[Mapping[Cue, Revision]] = {
    "advisory": "original",
    "flash": "original",
    **dict.fromkeys(("update", "add", "take", "lead", "writethru"), "update"),
    **dict.fromkeys(("correction", "refile"), "correction"),
    "withhold": "original",
    "kill": "kill",
}

HEAD_CHARS: Final = 120
"""Characters of the headline searched: cues stand at its beginning."""

SET_OFF: Final = re.compile(
    r"[\s#+=*\-–—―|]{0,6}(?:"
    r"[(\[（【«]{1,2}\s?([^()\[\]（）【】«»:：]{2,40}?)\s?[)\]）】»:：]{1,3}"
    r"|([^-–—―:：/|()\[\]（）【】«»*+=]{2,40}?)\s?(?:[-–—―:：/|*+=]|\.{2,3}|\.(?=\s)|…|\Z))"
)
"""`CUE-`, `CUE 2-`, `1ST CUE:`, `(CUE)`, `[CUE]`, `#CUE |`, `+++ CUE +++`, or `CUE` alone."""

CUE_CHARS: Final = 60
"""Characters in which the sign that sets a first cue off must stand: cues have 40 at most."""

SETS_OFF: Final = re.compile(r"[-–—―:：/|()\[\]（）【】«»*+=…#.]")
"""Without one of these, or `ALONE`, there is no cue but the whole headline, or `ORDINAL_LEAD`: to
look is cheaper than to read."""

ALONE: Final = "عاجل"

SPACED: Final = re.compile(r"(?:[A-ZÀ-Þ] ){4,20}[A-ZÀ-Þ](?![^\W_])")
"""Capitals set apart: "/C O R R E C T I O N -- Acme Inc./"."""

JOINED: Final = re.compile(AND)
CORRECTING: Final = re.compile(rf"(?:{REPLACING})(?![^\W_])")

AT_ONCE: Final = re.compile(rf"[\s#]{{0,4}}{ALONE}(?=\s)")
"""The one word that opens a headline as nothing but a cue, whatever follows it."""

NUMBERED: Final = re.compile(
    r"(\d{1,2}(?:st|nd|rd|th|e|er|ère|ème|[.ªº]|-[яй])?\s)?"
    r"(.+?)(?:\s?\d{1,4}|\s?(?:no|n°|№)\.?\s?\d{1,2})?",
    re.IGNORECASE,
)
"""A cue with its number before or after it: "2ND LEAD", "UPDATE 3", "Zusammenfassung 1830"."""

DIGIT: Final = re.compile(r"\d")
ORDINAL_LEAD: Final = re.compile(
    r"[\s(]{0,4}\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH) (LEAD|LD|ROUNDUP|TAKE|ADD)(?![A-Z])"
)
"""Set off by its number and capitals alone: "1ST LEAD Oil prices rise"."""

SLUG_END: Final = re.compile(
    rf"[,/(\[ ]\s?(?:(?<=[,/(\[ ])\d{{1,2}}(?:st|nd|rd|th)[- ]?|(?<=[,/(\[])|(?<=[,/(\[]\s))"
    rf"({SLUGS})(?:[- ]?\d{{1,2}})?(?=\s*[)\]]?\s*\Z|,)",
    re.IGNORECASE,
)
"""After a slugline's own words: "BC-EU--Summit,2nd Ld-Writethru", "OIL-PRICES/(UPDATE 2)"."""

NOTE: Final = re.compile(rf"[\s(\[*]{{0,4}}(?:{NOTE_NAMES})\s?[:：.—–-]\s?", re.IGNORECASE)
"""What opens a note to editors: "(EDS: …)", "Note aux rédactions : …", «ملاحظة للمحررين: …»."""

NOTE_STARTS: Final = frozenset("([*") | {
    letter for name in NOTE_NAMES.split("|") for letter in (name[0].lower(), name[0].upper())
}
"""What notes begin with, beside spaces: other lines need no closer look."""

NOTE_CUES: Final = tuple(
    (cue, re.compile(rf"[\s(\[*]{{0,4}}(?:{verbs})", re.IGNORECASE)) for cue, verbs in NOTE_VERBS
)
NOTE_CHARS: Final = 400
"""A longer paragraph is text, whatever opens it; desks keep their notes to a few lines."""

WRITE_THRU: Final = re.compile(r"write-?thro?u(?:gh)?", re.IGNORECASE)


def _fold(word: str) -> str:
    """Bring spellings together that keyboards and capitals keep apart."""
    return word.replace("İ", "i").casefold().translate(ARABIC_VARIANTS)


CUE_BY_WORD: Final[Mapping[str, Cue]] = {
    _fold(word): cue
    for table in (WORDS, CAPITALS)
    for cue, words in table.items()
    for word in words
}
MOST_SPACES: Final = max(word.count(" ") for word in CUE_BY_WORD)
BEHIND_DASH: Final = re.compile(r"[-–—/] ?([^\W\d_]{4,20})\Z")
LATER: Final = re.compile(r"\d\. [-–] .")
"""What MTI says of a later version: "(2. - új részletekkel)"."""
AT_END: Final = re.compile(r"[(\[（]\s?([^()\[\]（）]{2,30}?)\s?[)\]）]\s{0,3}\Z")
END_CHARS: Final = 40
"""Characters at the end of a headline in which `AT_END` stands."""
BRACKETS: Final = frozenset(")]）")
AT_ENDS: Final = frozenset(
    _fold(word)
    for cue in ("update", "correction", "refile", "lead", "writethru")
    for word in WORDS[cue]
)
"""Cues that nothing else is: in brackets at the end of a headline no others count."""

CLOSES: Final[Mapping[str, str]] = {
    _fold(word): _fold(known) for known, words in CLOSING.items() for word in words
}
"""Cues at the end of a headline, each with the one that means the same and stands anywhere."""

AS_IT_WAS: Final = frozenset(map(_fold, REPEATS))
IN_CAPITALS: Final = frozenset(_fold(word) for words in CAPITALS.values() for word in words)


def gravest(*cues: Cue | None) -> Cue | None:
    """Give the gravest of `cues`, and among equally grave ones the finest."""
    given = [cue for cue in cues if cue]
    if len(given) < 2:  # noqa: PLR2004 - two to be compared
        return given[0] if given else None
    return max(given, key=GRAVITY.index)


def cue_of(headline: str) -> Cue | None:
    """Give what a headline or slugline says that its version is.

    Cues may follow one another ("UPDATE 2-CORRECTED-Oil rises"): the gravest one counts.
    """
    words = _cue_words(headline)
    return gravest(*[CUE_BY_WORD[word] for word in words]) if words else None


def is_repeat(headline: str) -> bool:
    """Tell a headline that says that the item is sent again as it was, with nothing mended."""
    cues = {word for word in _cue_words(headline) if REVISIONS[CUE_BY_WORD[word]] == "correction"}
    return bool(cues) and cues <= AS_IT_WAS


def _cue_words(headline: str) -> Sequence[str]:
    """Give the cues that a headline opens with, or has at its end, folded."""
    found = _opening_words(headline)
    if not BRACKETS.isdisjoint(headline[-4:]):
        match = AT_END.search(headline[-END_CHARS:])
    elif headline[-1:].isupper():
        match = BEHIND_DASH.search(headline[-END_CHARS:])
    else:
        return found
    word = _closing_word(match[1]) if match else None
    return (*found, word) if word else found


def _closing_word(said: str) -> str | None:
    """Give the cue that is set off at the end of a headline; only sure ones count there."""
    word = _cue_word(said) if said == said.upper() else None
    if word in AT_ENDS:
        return word
    folded = _fold(said)
    known = CLOSES.get(folded) or CLOSES.get(folded.rstrip("0123456789"))
    return known or (_fold("UPDATE") if LATER.match(said) else None)


def _opening_words(headline: str) -> Sequence[str]:
    """Give the cues that a headline opens with; one word in capitals may stand before."""
    if headline.startswith("CORRECTI") and CORRECTING.match(headline):
        return (_fold("CORRECTION"),)
    if not SETS_OFF.search(headline, 0, CUE_CHARS) and ALONE not in headline[:CUE_CHARS]:
        words = headline.strip()
        short = len(headline) < CUE_CHARS and words.count(" ") <= MOST_SPACES
        if short and (cues := _joined_words(WRITE_THRU.sub("writethru", words))):
            return cues
        numbered = ORDINAL_LEAD.match(words) if words[:1].isdecimal() else None
        return (numbered[1].casefold(),) if numbered else ()
    head = WRITE_THRU.sub("writethru", headline[:HEAD_CHARS])
    if spaced := SPACED.search(head):
        head = head.replace(spaced[0], spaced[0].replace(" ", "")).lstrip(" /")
    found: list[str] = []
    at, skipped = 0, False
    while match := SET_OFF.match(head, at):
        set_off = (match[1] or match[2]).strip()
        cues = _joined_words(set_off)
        if cues:
            found += cues
        elif skipped or match.end() == len(head) or set_off != set_off.upper():
            break
        skipped = skipped or not cues
        at = match.end()
    if numbered := ORDINAL_LEAD.match(head, at):
        found.append(numbered[1].casefold())
    elif AT_ONCE.match(head, at):
        found.append(ALONE)
    return found


def cue_in_slugline(slugline: str) -> Cue | None:
    """Give the cue that a slugline is, or ends with: "BC-EU--Summit,2nd Ld-Writethru".

    Words within a slugline are its subjects: "metals-lead-prices", "US-correction-prison".
    """
    return _cue_in_slug(slugline[-HEAD_CHARS:])


@lru_cache(maxsize=4_096)
def _cue_in_slug(end: str) -> Cue | None:
    """Read the end of a slugline; desks use the same ones all day."""
    slug = WRITE_THRU.sub("writethru", end)
    at_end = (
        CUE_BY_WORD.get(_fold(match[1]).replace("-", " ")) for match in SLUG_END.finditer(slug)
    )
    whole = _cue_word(slug.strip())
    return gravest(CUE_BY_WORD[whole] if whole else None, *at_end)


def cue_in_note(note: str) -> Cue | None:
    """Give what a note to editors says was done: "(EDS: CORRECTS date in paragraph 2)"."""
    name = NOTE.match(note)
    at = name.end() if name else 0
    return next((cue for cue, verb in NOTE_CUES if verb.match(note, at)), None)


def cue_of_note(note: str) -> Cue | None:
    """Give what a note that a format marks as one says was done, or calls itself: "RETTELSE: …"."""
    cue = cue_in_note(note)
    if cue is None and (called := cue_of(note)) and REVISIONS[called] != "original":
        return called
    return cue


def is_editor_note(line: str) -> bool:
    """Tell whether a line of the body speaks to editors, not readers."""
    first = line[:1]
    if not (first in NOTE_STARTS or first.isspace()) or len(line) > NOTE_CHARS:
        return False
    if NOTE.match(line):
        return True
    return first in "([" and line[-1:] in ")]" and cue_in_note(line) is not None


def _joined_words(set_off: str) -> Sequence[str]:
    """Give the cue that `set_off` is, or the cues that it joins, folded."""
    if word := _cue_word(set_off):
        return (word,)
    pieces = JOINED.split(set_off)
    words = [word for piece in pieces if (word := _cue_word(piece.strip()))]
    return words if len(words) == len(pieces) > 1 else ()


def _cue_word(set_off: str) -> str | None:
    """Give the cue that `set_off` is, folded; a number before it is as good as capitals."""
    numbered = NUMBERED.fullmatch(set_off) if DIGIT.search(set_off) else None
    word = numbered[2] if numbered else set_off
    folded = _fold(word)
    if folded not in CUE_BY_WORD:
        folded = folded.removesuffix(".")
    plain = folded not in IN_CAPITALS or word == word.upper() or (numbered and numbered[1])
    return folded if folded in CUE_BY_WORD and plain else None
