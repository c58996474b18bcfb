"""The language of a text in Latin letters: by its commonest words, else by statistics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

import numpy as np
from py3langid.langid import (  # type: ignore[import-untyped]  # the library ships no types
    MODEL_FILE,
    LanguageIdentifier,
)

from streams.text.language_codes import THREE_LETTERS
from streams.text.serbo_croatian import variety

STATISTICS_CHARS: Final = 240
"""Characters that the statistics see, at 0.25 µs each. All 680 documents of NTREX and MEANTIME
come out right with 200 as with 2,000; with 80 it is 99.9 %."""

LATIN: Final = (
    *("en", "fr", "es", "de", "tr"),
    *("it", "pt", "nl", "pl", "sv", "da", "no", "nb", "nn", "fi", "cs", "ro", "hu", "id"),
)
"""Languages told apart by statistics: ours in Latin script, and those that look like them."""

RARER: Final = ("hr", "bs", "sr", "sl", "sk", "lt", "lv", "et", "sq", "az", "uz", "is", "vi")
"""Others in Latin script, whose texts would be taken for one of those."""

HANDICAP_NATS: Final = 5.0
"""By how much one of the rarer must be likelier. Of 170 short sentences of `LATIN` one is likelier
to be another, by 2 nats; 193 of others are so by 11 or more, 15 Slovak ones by 2 to 60."""

SERBO_CROATIAN: Final = frozenset({"hr", "bs", "sr"})

WORDS: Final[Mapping[str, str]] = {
    "en": "the and that with from which were has have been this their would said they its had are"
    " not after about when there than could who says his what into other first against between",
    "fr": "les des dans est pour sur avec qui du aux ont été cette ces sont ses leur et",
    "de": "der das und dem mit von auf ist nicht für eine einen sich wurde auch zu bei werden nach",
    "es": "el los las y su fue más como para ha sus sobre según también desde",
    "it": "il della di che è gli sono nel alla dei degli",
    "nl": "het een op zijn voor dat niet aan werd ook bij naar",
    "pt": "os uma com não dos em ao foi mais",
    "tr": "ve bir bu için ile olarak olan çok",
}
"""Words without which no paragraph of a language is written, and that others have as names only."""

LANGUAGE_OF: Final = {word: code for code, words in WORDS.items() for word in words.split()}
MARKERS: Final = frozenset(LANGUAGE_OF)
ENOUGH: Final = 3
"""Different `WORDS` of one language, none of another beside them, from which statistics are not
asked: in 22,908 passages of news they never contradict the 11,245 that words decide, in seven
languages (Portuguese was not among them)."""

WORD: Final = re.compile(r"[^\W\d_]+")


def latin(text: str) -> str:
    """Decide by words that only one language has; by statistics, which take 20 times as long.

    Letters that no others of a text but its names have tell nothing: "Phạm Minh Chính arrives".
    """
    sample = text[:STATISTICS_CHARS]
    found = MARKERS & set(sample.lower().split())
    if len(found) >= ENOUGH:
        languages = {LANGUAGE_OF[word] for word in found}
        if len(languages) == 1:
            return languages.pop()
    language = str(identifier().classify(sample)[0])
    if language in RARER and not sample.isascii():
        words = WORD.findall(sample)
        foreign = [word for word in words if not word.isascii()]
        if len(words) - len(foreign) > 1 and all(word[0].isupper() for word in foreign):
            own = " ".join(filter(str.isascii, words))
            language = str(identifier().classify(own)[0])
    if language in SERBO_CROATIAN:
        return variety(sample)
    return THREE_LETTERS.get(language, language)


@cache
def identifier() -> LanguageIdentifier:
    """Load the model of py3langid once (0.1 s), restricted to `LATIN` and `RARER`."""
    found = LanguageIdentifier.from_model_file(MODEL_FILE)
    codes = {*LATIN, *RARER}.intersection(found.labels)
    found.set_languages(sorted(codes))
    # a row is one read, not 33, and as wide as the sums: half the time
    found.nb_ptc = np.ascontiguousarray(found.nb_ptc, dtype=np.float32)
    rarer = [code in RARER for code in found.nb_classes]
    found.nb_pc = found.nb_pc - HANDICAP_NATS * np.array(rarer, dtype=np.float32)
    return found
