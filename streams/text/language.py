"""The language of a text: script and letters first, statistics only where those cannot tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from streams.text.language_codes import UNDETERMINED
from streams.text.latin import identifier, latin
from streams.text.scripts import SCRIPTS

SAMPLE_CHARS: Final = 1_000
"""Characters whose letters are counted: some paragraphs, so that one foreign quotation in the
first does not decide."""

MARKED: Final = 0.01
"""Share of letters that a language's own letters must reach, a fraction.

Names and quotations bring in a few foreign letters; in running text the rarest of these
sets (і ї є ґ in Ukrainian, پ چ ژ گ ک ی in Persian, ٹ ڈ ڑ ں ے ہ in Urdu) is above 5 %.
"""

SYLLABIC_WEIGHT: Final = 3
"""Letters that one Chinese, Japanese or Korean character counts for among other scripts."""

SYLLABIC: Final = frozenset({"han", "kana", "hangul"})

Counts = Sequence[int]
"""Letters of a text by the row of `LETTERS` that they stand in, after a first number for none."""

NO_COUNTS: Final[Counts] = ()
"""Of a text in ASCII, or nearly, whose letters are Latin: nothing is decided by their number."""
NOT_LETTERS: Final = bytes(byte for byte in range(128) if not chr(byte).isalpha())
"""Of ASCII."""


class Letters(NamedTuple):
    """A set of letters that is evidence: of a script, and maybe of one language in it."""

    script: str
    language: str | None
    chars: str
    """Single characters, and ranges written as `a-z` between two code points."""


LETTERS: Final = (
    Letters("latin", None, "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"),
    Letters("arabic", None, "ء-غف-يٱ-ۓﭐ-ﻼ"),
    Letters("arabic", "ar", "أإؤةىيك"),
    Letters("arabic", "fa", "پچژگکی"),
    Letters("arabic", "ur", "ٹڈڑںےۓہھۃ"),
    Letters("arabic", "ku", "ەۆێڕڵڤ"),
    Letters("arabic", "ps", "ښځڅړۍېګڼ"),
    Letters("cyrillic", None, "А-яЀ-ӿ"),
    Letters("cyrillic", "ru", "ыэёЫЭЁ"),
    Letters("cyrillic", "uk", "іїєґІЇЄҐ"),
    Letters("cyrillic", "be", "ўЎ"),
    Letters("cyrillic", "sr", "јљњћђџЈЉЊЋЂЏ"),
    Letters("cyrillic", "mk", "ѓќѕЃЌЅ"),
    Letters("cyrillic", "kk", "әғқңөұүһӘҒҚҢӨҰҮҺ"),
    Letters("cyrillic", "bg", "ъЪ"),
    Letters("han", None, "㐀-䶿一-鿿"),
    Letters("kana", None, "ぁ-ヿ"),
    *(Letters(script, None, one.chars) for script, one in SCRIPTS.items()),
)
"""Later rows win for a letter that two of them have."""

LETTERED: Final = frozenset(row.language for row in LETTERS if row.language) | {"zh", "ja"}
"""Languages that letters tell from the others of their script."""

LETTER: Final = re.compile("[A-Za-z]")
ROW: Final = {(row.script, row.language): at for at, row in enumerate(LETTERS, start=1)}
ROWS_OF: Final[Mapping[str, Sequence[int]]] = {
    script: tuple(at for (of, _), at in ROW.items() if of == script)
    for script in dict.fromkeys(row.script for row in LETTERS)
}
"""The rows of each script."""

SPANS: Final = tuple((script, rows[0], rows[-1] + 1) for script, rows in ROWS_OF.items())
"""Where the rows of each script, which stand together, begin and end."""

SCRIPT_OF: Final[Mapping[str, str]] = {
    **dict.fromkeys(("ar", "fa", "ur", "ku", "ps", "ug", "sd"), "arabic"),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "kk", "ky", "tg"), "cyrillic"),
    **dict.fromkeys(("zh", "ja"), "han"),
    **{code: script for script, one in SCRIPTS.items() for code in (one.language, *one.others)},
}
"""Script of the languages that are not written in Latin letters, or not in these alone."""

ANY_SCRIPT: Final = frozenset({"sr", "az", "uz", "bs", "tk", "mn", "ks", "pa"})
"""Languages written in several scripts: no script contradicts them."""


def detect(text: str) -> str:
    """Give the ISO 639-1 code of the language that `text` is written in, or `und`.

    Only the first `SAMPLE_CHARS` characters count. The result may lie outside the supported
    languages (Italian, Kurdish, …): a wrong guess among ours would be worse.
    """
    script, counts = _script(text)
    return _decide(text, counts, script)


def prepare() -> None:
    """Load what `detect` needs, so that the first text is no slower than the others."""
    _rows()
    identifier()


def script_of(text: str) -> str:
    """Give the script that most letters of `text` belong to, or `none`.

    Of the first `SAMPLE_CHARS` characters; scripts are those of `LETTERS`.
    """
    return _script(text)[0]


def choose(declared: str | None, text: str) -> str:
    """Give the language of `text`: the declared one, unless the letters contradict it.

    `declared` is a code as `normalise` gives it. Feeds often declare their software's
    default; English declared over Arabic letters is not believed, nor Russian over Ukrainian.
    """
    if declared is None:
        return detect(text)
    script, counts = _script(text)
    return declared if agrees(declared, script) else _decide(text, counts, script)


def agrees(declared: str, script: str) -> bool:
    """Tell whether a text in the letters of `script` is in a declared language without a doubt."""
    if script == "none" or declared in ANY_SCRIPT:
        return True
    return SCRIPT_OF.get(declared, "latin") == script and declared not in LETTERED


def _decide(text: str, counts: Counts, script: str) -> str:
    if script == "latin":
        return latin(text)
    if script == "arabic":
        return _by_letters(counts, script, ("ur", "ku", "ps"), ("fa", "ar"), "ar")
    if script == "cyrillic":
        return _cyrillic(counts)
    if script in {"han", "kana"}:
        kana, han = counts[ROW["kana", None]], counts[ROW["han", None]]
        return "ja" if kana * 10 >= han else "zh"
    return SCRIPTS[script].language if script in SCRIPTS else UNDETERMINED


def _cyrillic(counts: Counts) -> str:
    marked = {code: counts[ROW["cyrillic", code]] for code in ("bg", "ru", "uk")}
    if marked["bg"] and not marked["ru"] and not marked["uk"]:
        return _by_letters(counts, "cyrillic", ("bg",), (), "ru")
    return _by_letters(counts, "cyrillic", ("kk", "be", "mk", "sr"), ("uk", "ru"), "ru")


def _by_letters(
    counts: Counts, script: str, own: Iterable[str], rivals: tuple[str, ...], default: str
) -> str:
    """Decide among the languages of a script.

    `own` have letters that no other language of the list has: the first that is `MARKED`
    wins. Of `rivals` the one with more letters of its own wins, the first on a tie.
    """
    rows = ROWS_OF[script]
    enough = max(1, MARKED * sum(counts[rows[0] : rows[-1] + 1]))
    for language in own:
        if counts[ROW[script, language]] >= enough:
            return language
    best, most = default, 0
    for language in rivals:
        marked = counts[ROW[script, language]]
        if marked > most:
            best, most = language, marked
    return best


def _script(text: str) -> tuple[str, Counts]:
    """Give the script of most letters, and the counts that the language is decided by."""
    sample = text[:SAMPLE_CHARS]
    if sample.isascii():
        return ("latin" if LETTER.search(sample) else "none"), NO_COUNTS
    if sample[0].isascii():
        in_ascii = sample.encode("ascii", "ignore")
        foreign = len(sample) - len(in_ascii)
        if len(in_ascii.translate(None, NOT_LETTERS)) >= SYLLABIC_WEIGHT * foreign:
            return "latin", NO_COUNTS
    counts = _count(sample)
    left = sum(counts) - counts[0]
    most, script = 0, "none"
    for name, start, end in SPANS:
        letters = sum(counts[start:end])
        left -= letters
        if name in SYLLABIC:
            letters *= SYLLABIC_WEIGHT
        if letters > most:
            most, script = letters, name
        if left * SYLLABIC_WEIGHT <= most:
            break
    return script, counts


def _count(sample: str) -> Counts:
    """Count by UTF-16 units: beyond the basic plane there is no letter of `LETTERS`."""
    units = np.frombuffer(sample.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    counts: list[int] = np.bincount(_rows().take(units), minlength=len(LETTERS) + 1).tolist()
    return counts


@cache
def _rows() -> npt.NDArray[np.intp]:
    """Give for each code point of the basic plane 1 + the row of `LETTERS` it is in, else 0.

    Of the type that counting takes: half a megabyte, and a fifth less time than with bytes.
    """
    table = np.zeros(0x10000, dtype=np.intp)
    for row, letters in enumerate(LETTERS, start=1):
        chars = letters.chars
        at = 0
        while at < len(chars):
            last = at + 2 if chars[at + 1 : at + 2] == "-" else at
            table[ord(chars[at]) : ord(chars[last]) + 1] = row
            at = last + 1
    return table
