"""Datelines: the place, day and agency before the first sentence of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from schemas.records import Source
from streams.text.agencies import all_known_in

MAX_CHARS: Final = 200
"""Characters of a paragraph in which its dateline ends."""

SIGNS: Final = re.compile("[(（.–—电電/【[［-]")
DAY_SIGN: Final = "الموافق"
REMEMBERED: Final = 256
"""Beginnings of paragraphs that are remembered: those of a feed's entries."""

SIGN_CHARS: Final = 61
"""Characters in which a sign of a dateline stands, if it is one: most paragraphs have none."""

DASHED: Final = re.compile(
    r"(?:[^\W\d_]{3,20}\. )?"
    r"(?:[^().\n]|[A-Z][a-z]{1,4}\.|[A-Z]\.|\b[a-zéû]{3,5}\.(?= \d)|(?<=\d)\."
    r"|[ก-๙]\.){0,60}?"
    r"[(（]([^()（）]{2,30})[)）]\.?\s{0,2}(?:[-–—_:،,=]|\Z)"
    r"|[^()\n/]{0,80}?/([A-Z][A-Za-z ]{2,24})(?:-[A-Za-z]{2,14})?/ [-–—]{1,2} "
    r"|[^()\n]{2,50}? \d{1,2},? ([A-Z][A-Za-z]{1,9}) [-–—]{1,2} "
    r"|[^().\n]{2,30}\. (?:\d{1,2} [^\W\d_]{3,9}|[A-Z][a-z]{2,8} \d{1,2})\. "
    r"([^\s()]{2,20}?)(?: [-–—]|\.) "
    r"|[^().\n]{2,30}?, [A-Z][a-z]{2,8} \d{1,2}, ([A-Z]{3,8}) "
    r"|[^().\n]{2,60}?[-–—.] ?([^()\n.]{2,30}?)(?:[.:,]| [-–—]) "
)
"""Set off by a sign behind it: "MOSCOW (Reuters) -", «موسكو (أ ف ب) -»,
"AMAN, 4. marta (Tanjug) -",
"SPRINGFIELD, Ill. (AP) --", "MOSCOW (AP) _", "SIDON, Dec. 29, 2018 /PRNewswire/ --",
"МОСКВА, 29 дек – РИА Новости.", "TOKYO, Dec. 9 Kyodo -", "Baku, March 4, AZERTAC",
"BRUXELLES 23/07 (AFP-DPA) =",
"Москва. 29 декабря. INTERFAX.RU -"."""

DATED: Final = re.compile(
    r"[^()\n]{2,50}?[ -]\d{1,4},? ([^\W\d_]{2,12}) ?[-–—]{1,2} "
    r"|[^().\n]{2,30}, \d{1,2}\. ?[^\W\d_]{3,10},? ([A-ZÀ-Ž]{2,8})(?:\.| [-–—])(?=\s)"
    r"|[^().\n]{2,40} الموافق [^().\n]{4,24} م (واس)(?=\s|\Z)"
)
"""Set off by the day before it: "Riyadh, March 04, 2019, SPA --", "Rīga, 4.marts, LETA.",
«رام الله 4-3-2019 وفا- »."""

JOINED: Final = re.compile(r"[^().\n–—-]{2,20}[-–—] ?([^()\n.–—-]{2,20}?)(?:[-–—] |\s{0,2}\Z)")
"""Joined to the place: «تهران- ایرنا- », or «دمشق-سانا» in a line of its own."""

JOINT: Final = re.compile("[–—-]")
JOINT_CHARS: Final = 21
"""Characters in which the joint stands."""

IN_STROKES: Final = re.compile(
    r"[^/\n().]{2,24}/ ?[^/\n().]{2,40}/ ?([^/\n().]{2,20})\Z|[ء-ي ]{2,24}/ ?([^/\n().]{2,20})\Z"
)
"""A line of place, perhaps reporter, and agency: «عمان/ سامي حداد/ الأناضول»."""

UNDASHED: Final = re.compile(
    r"(?P<place>(?:[^().\n/:]|(?<=\d)\.|(?<=\d d)\.|[^\W\d_]{3,8}\.(?=\s/)){2,50}?)\s?"
    r"(?:[(（]([^()（）]{2,24})[)）]|/([^/\n]{2,24}(?:/[^/\n]{2,24}){0,2})/\.?)\s{0,2}(?=\S|\Z)"
)
"""Set off by nothing: "Amman, Mar 4 (PTI) Ministers", "АМАН, 4 март /БТА/ Министри"."""

URDU: Final = frozenset("ےپٹگچ")
"""Letters of Urdu: its names of agencies stand in no sentence of Arabic, and a place before them
may have two words."""

BRACKET: Final = re.compile("[(（/]")

EAST_ASIAN: Final = re.compile(
    r"[（【]?(新华社|新華社|中新社|中新网|路透社|法新社|美联社|塔斯社)[^\s。]{1,20}[电電][）】]?"
    r"|[(（](中央社)[^()（）]{2,40}[電电][)）]"
    r"|[(（【\[［][^()（）【】\[\]［］\n=＝]{1,20}[=＝]([^()（）【】\[\]［］\n=＝]{2,12})[)）】\]］]"
    r"(?:\s?\S{2,5} (?:기자|특파원) =)?"
    r"|[【\[［][^【】\[\]［］\n]{1,24}?(共同|時事|ロイター|AFP|新華社)[】\]］](?:\s?[-–—])?"
)
"""«新华社北京12月29日电», «（中央社記者王明安曼4日電）»,
«(암만=연합뉴스) 김철수 기자 =», «【アンマン共同】»,
«［東京　４日　ロイター］»."""
EAST_ASIAN_STARTS: Final = frozenset("新中路法美塔(（【[［")


AROUND: Final = ' /«»"“”'
"""What stands around an agency's name."""

MOST_WORDS: Final = 3
"""Words of place and day in a line that nothing but the agency follows."""

BRACKETS: Final = (")", "）", ").")
DASH_BEFORE: Final = re.compile(r"[-–—]\s?[(（][^()（）]{2,30}[)）]\.?\Z")


class Opening(NamedTuple):
    """The dateline that a paragraph opens with: the agencies that it names, and where it ends."""

    sources: tuple[Source, ...]
    end: int
    credit: tuple[int, int]
    """Where the agencies stand."""


NONE: Final = Opening((), 0, (0, 0))


def dateline_of(paragraph: str) -> Opening:
    """Read the dateline that `paragraph` opens with, if it names an agency."""
    if not SIGNS.search(paragraph, 0, SIGN_CHARS) and DAY_SIGN not in paragraph[:SIGN_CHARS]:
        return NONE
    return _read(paragraph[:MAX_CHARS])


@lru_cache(maxsize=REMEMBERED)
def _read(start: str) -> Opening:
    """Read the beginning of a paragraph; it is asked for again when the record is made."""
    for match in _matches(start):
        group = match.lastindex or 0
        if sources := all_known_in(match[group].strip(AROUND)):
            return Opening(sources, match.end(), match.span(group))
    return NONE


def is_dateline(line: str) -> bool:
    """Tell a line that is nothing but a dateline.

    One that a bracket ends is a text with its credit, unless a dash is before: «عمان - (بترا)».
    """
    if dateline_of(line).end < len(line.rstrip(" .:")):
        return False
    return not line.endswith(BRACKETS) or DASH_BEFORE.search(line) is not None


def credits_in_dateline(paragraph: str) -> tuple[Source, ...]:
    """Give the agencies that the dateline of a first paragraph names."""
    return dateline_of(paragraph).sources


def _matches(start: str) -> Iterator[re.Match[str]]:
    if match := DASHED.match(start):
        yield match
    if match := DATED.match(start):
        yield match
    if JOINT.search(start, 0, JOINT_CHARS) and (match := JOINED.match(start)):
        yield match
    if start[0] in EAST_ASIAN_STARTS and (match := EAST_ASIAN.match(start)):
        yield match
    if not BRACKET.search(start, 0, SIGN_CHARS):
        return
    if len(start) < SIGN_CHARS and (match := IN_STROKES.match(start)):
        yield match
    if (match := UNDASHED.match(start)) and _is_place(
        match["place"], match[match.lastindex or 0], start[match.end() : match.end() + 1]
    ):
        yield match


def _is_place(words: str, credit: str, after: str) -> bool:
    """Tell a place, perhaps with a day, from a sentence that names an agency in brackets."""
    place = words.strip(" ,،.")
    if not place:
        return False
    if any(map(str.isdecimal, place)):
        return True
    words_of_place = place.count(" ") + 1
    if place.upper() != place.lower():
        if place.isupper() or not place[0].isupper() or after.islower():
            return place.isupper()
        if not after:
            return words_of_place <= MOST_WORDS
        return words_of_place <= (2 if credit.islower() else 1)
    most = 1 if URDU.isdisjoint(credit) else 2
    return "،" in place or "," in place or words_of_place <= most
