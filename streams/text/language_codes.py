"""Codes of languages: ISO 639-1 in the tags that items declare."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

UNDETERMINED: Final = "und"
"""ISO 639-2 code for a text that gives no evidence of its language."""

TAG_CHARS: Final = 40
"""Characters of a tag that are looked at: the language stands first."""

ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "ar": ("ara", "arb"),
    "de": ("deu", "ger"),
    "en": ("eng",),
    "es": ("spa",),
    "fa": ("fas", "per", "prs"),
    "fr": ("fra", "fre"),
    "he": ("heb", "iw"),
    "id": ("ind", "in"),
    "it": ("ita",),
    "ku": ("kur", "ckb", "kmr"),
    "nl": ("nld", "dut"),
    "no": ("nor", "nob", "nno", "nb", "nn"),
    "pl": ("pol",),
    "pt": ("por",),
    "ru": ("rus",),
    "sv": ("swe",),
    "tr": ("tur",),
    "uk": ("ukr",),
    "ur": ("urd",),
    "zh": ("zho", "chi", "cmn"),
}
THREE_LETTERS: Final = {other: code for code, others in ALIASES.items() for other in others}
"""ISO 639-2 and older codes to ISO 639-1. Source: Library of Congress, ISO 639-2 code list."""


def normalise(tag: str | None) -> str | None:
    """Give the ISO 639-1 code in a declared language tag: `en` for `en-GB` or `eng`.

    None when there is no tag or it is none (RFC 5646, section 2.1).
    """
    return _code(tag.strip()[:TAG_CHARS]) if tag else None


@lru_cache(maxsize=1_024)
def _code(tag: str) -> str | None:
    primary = tag.replace("_", "-").split("-", 1)[0].lower()
    primary = THREE_LETTERS.get(primary, primary)
    if len(primary) in {2, 3} and primary.isascii() and primary.isalpha():
        return None if primary == UNDETERMINED else primary
    return None
