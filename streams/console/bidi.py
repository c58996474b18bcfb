"""Make published text safe and readable on a terminal, right to left too.

Terminals differ: some reorder a line by the Unicode algorithm (Konsole, GNOME's, Apple's,
mlterm), some leave that to none (xterm, Alacritty). Both read well when right-to-left
text is a run of its own, isolated from its neighbours (FSI … PDI, UAX #9), and best
when it has a line to itself.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

FIRST_STRONG_ISOLATE: Final = "\u2068"
POP_ISOLATE: Final = "\u2069"
UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""Control characters could drive the terminal, direction marks could hide what is said."""
RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


def plain(text: str) -> str:
    """Put a space for each run of control characters and direction marks."""
    return UNSAFE.sub(" ", text).strip()


def is_right_to_left(text: str) -> bool:
    """Tell whether the first letter with a direction reads from right to left (UAX #9, P2)."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in RIGHT_TO_LEFT:
            return True
        if direction == "L":
            return False
    return False


def isolated(text: str) -> str:
    """Make `text` plain, and keep its direction to itself if any of it is right to left."""
    safe = plain(text)
    if any(unicodedata.bidirectional(char) in RIGHT_TO_LEFT for char in safe):
        return f"{FIRST_STRONG_ISOLATE}{safe}{POP_ISOLATE}"
    return safe
