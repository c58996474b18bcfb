"""Which legacy encoding bytes are in, judged by the letters that they would become.

Candidates are those that wires send: windows-874 and 1251 to 1256, ISO-8859-1, 5 to 8 and 15,
KOI8-R and U, GB18030, and those of `double_bytes`. The answer is None rather than a guess without
evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, NamedTuple

from streams.parse.double_bytes import double_bytes

FIRST_HIGH: Final = 0x80
"""The first byte above ASCII."""

SAMPLE_BYTES: Final = 65_536
"""Bytes judged: letters settle to their frequencies within some hundred."""

MIN_HIGH: Final = 6
"""Bytes above ASCII that make evidence for a script: two short words."""

SURE_HIGH: Final = 24
"""Bytes above ASCII from which the evidence outweighs what the sender declared."""

RUN_SHARE: Final = 0.75
"""Share of bytes above ASCII beside another, from which text is not Latin: French has 0.1,
Vietnamese in windows-1258 0.3, Arabic and Russian 0.97."""

ASIAN_RUN_SHARE: Final = 0.4
"""The same share from which letters may be of two bytes: in Big5 and Shift JIS the second is often
ASCII."""

LETTER_SHARE: Final = 0.94
"""Share of letters among the characters above ASCII in a right reading; UTF-8 read as
windows-1251 or 1256 has about half."""

BROKEN_UTF8_SHARE: Final = 0.5
"""Share of bytes above ASCII in whole UTF-8 sequences, from which text is damaged UTF-8:
Arabic in windows-1256 has at most 0.02, by chance."""

HAN_SHARE: Final = 0.85
"""Share of the 3,755 characters of GB 2312's first level, and its punctuation, among those
above ASCII: they make 99.7 % of Chinese text, and by chance a third of double bytes."""

ARABIC: Final = "الينمروتبةعدسفهكأقحجىشطصخإضذءغثئزظؤآ"
CYRILLIC: Final = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґўјљњћђџ"
GREEK: Final = "αοιετνσρπκυλμηςίδγόωάέθχφήύβώξζψϊϋΐΰ"
HEBREW: Final = "יוהלארתבמשעםנדחפקכטצגסןזךףץ"
THAI: Final = "านรอกเงม่ยลวั้ดทสตะิปบคหแจพชีขไใโ์ุูืำถผึ็ธณศซภฐญษฟฉๆฝฎฏฬฮฤ"
"""Letters by falling frequency in running text. Sources: Madi 2010; Russian National Corpus;
Hellenic National Corpus; for Hebrew and Thai, counts over newspapers."""

CAPITAL: Final = 0.85
"""Weight of a capital as a share of a small letter's: most alphabets of a script differ in
which half of the bytes is which."""

NEARLY: Final = {"koi8-r": "koi8-u", "iso8859-7": "cp1253", "iso8859-8": "cp1255"}
"""Encodings that have nearly all letters in the same places."""

AS_GOOD: Final = 0.97
"""Share of the best score from which the declared one of such a pair reads a text as well: it
has a sign where the other has a rare letter."""

COMMON_HAN: Final = re.compile(rb"[\xA1-\xA3\xB0-\xD7][\xA1-\xFE]")
UTF8_SEQUENCE: Final = re.compile(
    rb"[\xC2-\xDF][\x80-\xBF]|[\xE0-\xEF][\x80-\xBF]{2}|[\xF0-\xF4][\x80-\xBF]{3}"
)
RUNS: Final = re.compile(rb"[\x80-\xFF]{2,}")
HIGH: Final = re.compile(rb"[\x80-\xFF]")
LATIN_LETTER: Final = re.compile(
    rb"(?<=[A-Za-z])[\xC0-\xFF]|[\xC0-\xFF](?=[A-Za-z])|(?<![\x80-\xFF])[\xC0-\xFF](?![\x80-\xFF])"
)
"""A letter above ASCII beside one of ASCII, or alone: "à"."""
UPPER_HALF: Final = re.compile(rb"[\xC0-\xFF]")
QUOTES: Final = frozenset("«»“”„‘’‚‹›–—…•№·،؛؟ـ\u00a0\u200c\u200d€°§©®™")

LATIN_SHARE: Final = 0.8
"""Share of `LATIN_LETTER` among the letters above ASCII in Latin text: Portuguese "ção" and
German "größer" have few pairs."""

NOT_LATIN: Final = re.compile("[\u0370-\u1fff\u3040-\U0010ffff]")
MIXED: Final = re.compile(
    "(?<=[A-Za-z])[\u0370-\u1fff\u3040-\U0010ffff]|[\u0370-\u1fff\u3040-\U0010ffff](?=[A-Za-z])"
)
MIXED_SHARE: Final = 0.5
"""Share of letters of another script beside a Latin one, above which a reading is wrong; in a
right one, words such as "Apple'ом" and "الـCNN" have 0.01."""

TURKISH: Final = re.compile(rb"[\xD0\xDD\xDE\xF0\xFD\xFE]")
ICELANDIC: Final = re.compile(rb"[\xC1\xC6\xC9\xCD\xD3\xDA\xE1\xE6\xE9\xED\xF3\xFA]")
"""ğİşı in windows-1254 are ðÝþý in 1252: with á, æ and í beside them they are Icelandic."""

SURE_TURKISH: Final = 2
"""Letters of Turkish alone that outweigh a declaration: without Icelandic's others, they are."""

LATIN_9: Final = re.compile(rb"(?:\xA4(?=\s?\d)|(?<=\d)\s?\xA4|[A-Za-z][\xA8\xB4\xB8\xBD])")
"""€ at a number, and š, Ž, ž, œ after a letter: in windows-1252 they are signs."""


WINDOWS: Final = ("cp1250", "cp1251", "cp1252", "cp1254", "cp1256")
ALIKE: Final = bytes(
    byte
    for byte in range(0x80, 0x100)
    if len({bytes((byte,)).decode(name, "ignore") for name in WINDOWS}) == 1
)
"""Signs that all encodings of Windows share: quotes, dashes, no-break space, no letter."""


class Guess(NamedTuple):
    """An encoding by Python's name, and whether it outweighs a declaration of another."""

    encoding: str
    sure: bool


def guess(body: bytes, declared: str = "") -> Guess | None:
    """Give the legacy encoding that `body` is in; None without evidence.

    Of two that are nearly the same, the one `declared` goes before the other.
    """
    sample = body[:SAMPLE_BYTES]
    high = len(HIGH.findall(sample))
    if not high or _damaged_utf8(sample, high):
        return None
    if not HIGH.search(sample.translate(None, ALIKE)):
        return Guess("cp1252", sure=False)
    sure = high >= SURE_HIGH
    in_runs = sum(map(len, RUNS.findall(sample)))
    asian = None
    if high >= MIN_HIGH and in_runs >= ASIAN_RUN_SHARE * high:
        asian = double_bytes(body, sample, high)
    if in_runs < RUN_SHARE * high:
        return Guess(asian, sure) if asian else _latin(sample, sure=sure)
    if high < MIN_HIGH:
        return None
    if asian or _is_gb18030(body):
        return Guess(asian or "gb18030", sure)
    return _by_letters(sample, declared, sure=sure)


def words_are_mixed(text: str) -> bool:
    """Tell whether Latin words in `text` hold letters of another script: "cafй", "corazуn"."""
    foreign = len(NOT_LATIN.findall(text[:SAMPLE_BYTES]))
    return len(MIXED.findall(text[:SAMPLE_BYTES])) > MIXED_SHARE * foreign


def _damaged_utf8(sample: bytes, high: int) -> bool:
    return sum(map(len, UTF8_SEQUENCE.findall(sample))) >= BROKEN_UTF8_SHARE * high


def _is_gb18030(body: bytes) -> bool:
    try:
        text = body.decode("gb18030")
    except UnicodeDecodeError:
        return False
    foreign = [char for char in text[:SAMPLE_BYTES] if char > "\x7f"]
    common = sum(_is_common_han(char) for char in foreign)
    return common >= HAN_SHARE * len(foreign)


def _is_common_han(char: str) -> bool:
    """Tell GB 2312's punctuation (rows A1 to A3) and first level of characters (B0 to D7)."""
    return COMMON_HAN.fullmatch(char.encode("gb18030")) is not None


def _by_letters(sample: bytes, declared: str, *, sure: bool) -> Guess | None:
    """Give the encoding in which the letters are as frequent as in running text."""
    bytes_of = Counter(sample)
    readings = {name: _score(bytes_of, name, letters) for name, letters in SCRIPTS}
    best = max(readings, key=readings.__getitem__)
    if not readings[best]:
        return None
    alike = NEARLY.get(declared, declared) == NEARLY.get(best, best)
    as_good = alike and readings[declared] >= AS_GOOD * readings[best]
    return Guess(declared if as_good else best, sure)


def _score(counts: Counter[int], encoding: str, letters: str) -> float:
    """Score a reading in letters above ASCII: mean weight of each, 0 if too many are no letters.

    A letter weighs by its rank of frequency, so that a permuted alphabet scores lower.
    """
    size = len(letters)
    total = known = 0
    weight = 0.0
    for byte, count in counts.items():
        if byte < FIRST_HIGH:
            continue
        try:
            char = bytes((byte,)).decode(encoding)
        except UnicodeDecodeError:
            return 0.0
        if char in QUOTES:
            continue
        small = char.lower()
        total += count
        if small in letters:
            known += count
            rank = size - letters.index(small)
            weight += count * rank * (1 if small == char else CAPITAL)
    if not total or known < LETTER_SHARE * total:
        return 0.0
    return weight / (size * total)


SCRIPTS: Final = (
    ("cp1256", ARABIC + "پچژگکیےںھہٹڈڑًٌٍَُِّْ"),
    ("iso8859-6", ARABIC + "ًٌٍَُِّْ"),
    ("cp1251", CYRILLIC),
    ("koi8-u", CYRILLIC),
    ("koi8-r", CYRILLIC),
    ("iso8859-5", CYRILLIC),
    ("cp1253", GREEK),
    ("iso8859-7", GREEK),
    ("cp1255", HEBREW),
    ("iso8859-8", HEBREW),
    ("cp874", THAI),
)


def _latin(sample: bytes, *, sure: bool) -> Guess | None:
    letters = len(UPPER_HALF.findall(sample))
    if len(LATIN_LETTER.findall(sample)) < LATIN_SHARE * letters:
        return None
    turkish = len(TURKISH.findall(sample))
    if turkish > len(ICELANDIC.findall(sample)):
        return Guess("cp1254", sure or turkish >= SURE_TURKISH)
    if not re.search(rb"[\x80-\x9F]", sample) and LATIN_9.search(sample):
        return Guess("iso8859-15", sure)
    try:
        sample.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return Guess("cp1252", sure)
