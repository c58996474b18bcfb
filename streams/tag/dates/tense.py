"""Whether what happens on a day is told as past or as still to come, by the words around it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from streams.tag.dates.lexicon import lexicon
from streams.tag.dates.tokens import Reading

BEFORE_CHARS: Final = 90
AFTER_CHARS: Final = 70
"""How far a cue is looked for, within the sentence: the length of a clause or two."""
SENTENCE_ENDS: Final = (".", "!", "?", "؟", "…")
AROUND: Final = ".,:;!?؟…،؛()[]«»“”„\"'’‘-–—"
"""What stands around words."""
APOSTROPHES: Final = ("'", "’")


def is_future(reading: Reading, start: int, end: int) -> bool:
    """Tell whether the cue nearest before `start`, else the one nearest after `end`, is future.

    Both in folded characters.
    """
    text, language = reading.text, reading.lexicon.language
    place, after = reading.place(start), reading.place_after(end)
    before = text[max(0, place - BEFORE_CHARS) : place].split()
    if before and before[-1].lower() in reading.lexicon.future.adjacent:
        return True
    for word in reversed(before):
        if word.endswith(SENTENCE_ENDS):
            break
        if cue := _cue(language, word):
            return cue > 0
    for word in text[after : after + AFTER_CHARS].split():
        if cue := _cue(language, word):
            return cue > 0
        if word.endswith(SENTENCE_ENDS):
            break
    return False


@lru_cache(maxsize=1 << 14)
def _cue(language: str, word: str) -> int:
    """Give 1 for a word of the future, -1 for one of the past, 0 for others."""
    words = lexicon(language)
    bare = word.strip(AROUND).lower()
    for apostrophe in APOSTROPHES:
        bare = bare.rpartition(apostrophe)[2]  # he'll
    if not bare:
        return 0
    return 1 if words.future.has(bare) else -1 if words.past.has(bare) else 0
