"""Which encoding of Japanese, Korean or traditional Chinese bytes are in, where none is declared.

In these the letters of running text stand in rows of two bytes; what a wrong reading makes of them
is not in the script's own letters. Simplified Chinese is told in `encodings`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import Final, NamedTuple

JUDGED_CHARS: Final = 4_096
"""Characters above ASCII judged."""

ROW: Final = 4
"""Letters in a row that are no accident; Korean has a space after two or three."""

COVERED_SHARE: Final = 0.8
"""Share of the bytes above ASCII that stand in such rows; in Japanese some stand alone."""

KANA_SHARE: Final = 0.2
"""Share of kana among the letters of Japanese: half of running text, less in headlines."""

HANGUL_SHARE: Final = 0.8
"""Share of Hangul among those of Korean; Chinese read as Korean has half."""

FREQUENT_SHARE: Final = 0.9
"""Share of Big5's punctuation and first level, of 5,401 characters, in running text."""

LOW_SHARE: Final = 0.15
"""Share of Big5's characters whose second byte is ASCII: two fifths; those of GB 2312 have none."""

BIG5_FREQUENT: Final = range(0xA1, 0xC7)
FIRST_HIGH: Final = 0x80
HIGH_BYTES: Final = bytes(range(FIRST_HIGH, 0x100))


class Candidate(NamedTuple):
    """An encoding, what rows of its letters look like, and the share of them that tell it."""

    encoding: str
    rows: re.Pattern[bytes]
    is_told: Callable[[str, bytes], bool]


def _is_japanese(letters: str, _: bytes) -> bool:
    return sum("\u3041" <= char <= "\u30fe" for char in letters) >= KANA_SHARE * len(letters)


def _is_korean(letters: str, _: bytes) -> bool:
    return sum("\uac00" <= char <= "\ud7a3" for char in letters) >= HANGUL_SHARE * len(letters)


def _is_big5(_: str, pairs: bytes) -> bool:
    leads, trails = pairs[::2], pairs[1::2]
    frequent = sum(lead in BIG5_FREQUENT for lead in leads)
    low = sum(trail < FIRST_HIGH for trail in trails)
    return frequent >= FREQUENT_SHARE * len(leads) and low >= LOW_SHARE * len(leads)


EUC: Final = re.compile(rb"(?:[\xA1-\xFE]{2}){2,}")
CANDIDATES: Final = (
    Candidate(
        "cp932",
        re.compile(rb"(?:[\x81-\x9F\xE0-\xFC][\x40-\x7E\x80-\xFC]){%d,}" % ROW),
        _is_japanese,
    ),
    Candidate("euc_jp", EUC, _is_japanese),
    Candidate("cp949", EUC, _is_korean),
    Candidate("cp950", re.compile(rb"(?:[\xA1-\xF9][\x40-\x7E\xA1-\xFE]){%d,}" % ROW), _is_big5),
)


def double_bytes(body: bytes, sample: bytes, high: int) -> str | None:
    """Give the encoding that `body` is in, if it is one of these.

    `sample` is its beginning, with `high` bytes above ASCII.
    """
    for encoding, rows, is_told in CANDIDATES:
        found = rows.findall(sample)
        pairs = b"".join(found)
        in_rows = len(pairs) - len(pairs.translate(None, HIGH_BYTES))
        if in_rows < COVERED_SHARE * high:
            continue
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        letters = "".join(islice((char for char in text if char > "\x7f"), JUDGED_CHARS))
        if is_told(letters, pairs):
            return encoding
    return None
