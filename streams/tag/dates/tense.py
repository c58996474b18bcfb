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
        cue, ends = _cue(language, word)
        if ends:
            break
        if cue:
            return cue > 0
    for word in text[after : after + AFTER_CHARS].split():
        cue, ends = _cue(language, word)
        if cue:
            return cue > 0
        if ends:
            break
    return False


@lru_cache(maxsize=1 << 14)
def _cue(language: str, word: str) -> tuple[int, bool]:
    """Give 1 for a word of the future, -1 for one of the past, 0 for others.

    And whether a sentence ends behind it.
    """
    words, ends = lexicon(language), word.endswith(SENTENCE_ENDS)
    bare = word.strip(AROUND).lower()
    for apostrophe in APOSTROPHES:
        bare = bare.rpartition(apostrophe)[2]  # he'll
    if not bare:
        return 0, ends
    return (1 if words.future.has(bare) else -1 if words.past.has(bare) else 0), ends
