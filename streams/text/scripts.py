"""Scripts in which nearly all news is in one language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Script(NamedTuple):
    """The language that a script is taken for, and its characters."""

    language: str
    chars: str
    """Ranges written as `a-z` between two code points."""
    others: tuple[str, ...] = ()
    """Languages that are written in it too, believed where they are declared."""


SCRIPTS: Final[Mapping[str, Script]] = MappingProxyType(
    {
        "hangul": Script("ko", "가-힣"),
        "hebrew": Script("he", "א-ת", ("yi",)),
        "greek": Script("el", "Ͱ-Ͽἀ-῿"),
        "devanagari": Script("hi", "ऀ-ॿ", ("mr", "ne", "sa")),
        "thai": Script("th", "ก-ฺเ-๎"),
        "bengali": Script("bn", "ঀ-৾", ("as",)),
        "gurmukhi": Script("pa", "ਁ-੶"),
        "gujarati": Script("gu", "ઁ-૿"),
        "tamil": Script("ta", "ஂ-௺"),
        "telugu": Script("te", "ఀ-౿"),
        "kannada": Script("kn", "ಀ-ೳ"),
        "malayalam": Script("ml", "ഀ-ൿ"),
        "sinhala": Script("si", "ඁ-෴"),
        "lao": Script("lo", "ກ-ໟ"),
        "burmese": Script("my", "က-႟"),
        "khmer": Script("km", "ក-៹"),
        "ethiopic": Script("am", "ሀ-᎙", ("ti",)),
        "georgian": Script("ka", "Ⴀ-ჿ"),
        "armenian": Script("hy", "Ա-֏"),
    }
)
"""By the name of each. Source: Unicode, blocks of these scripts."""
