"""Lines and places in a text that credit its sources: source lines, bylines, sign-offs."""

from __future__ import annotations

import re
from typing import Final

from schemas.records import Source
from streams.text.agencies import SEPARATORS, known_in, sources_in

LISTED_CHARS: Final = 200
"""A longer line is text; the longest source lines and bylines list five names."""

NAME_WORDS: Final = 5
"""Words that a publisher's name has at most, such as "Office of the High Commissioner"."""

SOURCE_LINE: Final = re.compile(
    r"[\s(\[*•·–—-]{0,5}(?:\d[\d年月日时分：:/. -]{8,24}\s)?"
    r"(?:المصدر|المصادر|مصدر|منبع|منابع|ماخذ|ذرائع|بشکریہ"
    r"|Sources?|Quellen?|Fuentes?|Kaynak(?:lar)?|Источники?|Джерел[оа]|Fonte|Bron"
    r"|Zdroje?|Źródł[oa]|Izvor|Vir|Forrás|Sursa|Sumber|Nguồn|Kilde|Källa|Lähde|Allika[ds]|Avots"
    r"|Šaltinis|Mənbə|ที่มา|წყარო"
    r"|来源|來源|消息来源|消息來源|稿源|资料来源)\s{0,3}[:：]\s{0,3}(\S.*)",
    re.IGNORECASE,
)
"""«المصدر : الجزيرة + وكالات», "Source: Reuters", "来源：新华社"; the names are group 1. Chinese
sites write the time before it."""

BESIDE: Final = re.compile(r"[\s|]{1,4}(?:作者|编辑|责任编辑|责编|记者)[:：]")
NO_NAME: Final = re.compile(r"\d\d|[:：]")
"""What a time has, or who edited: "Source: Xinhua| 2019-03-04 15:09:33|Editor: Li Na"."""

RELEASED_BY: Final = re.compile(r"SOURCE\s{1,3}([A-Z0-9].{1,80}?)")
"""The last line of a release: "SOURCE Acme Inc."."""

SIGN_OFF: Final = re.compile(r"[\s(\[—–\-©/=]{0,4}([^()\[\]\n]{2,60}?)[\s)\]./=]{0,4}")
"""A line that is nothing but a credit: "(Reuters)", "— AFP", «رويترز»."""
WRITTEN_FOR: Final = re.compile(r"(?:[^\W\d_a-z][\w.'’-]{1,20} ){2,3}\(([^()]{2,20})\)\.?")
"""A line of the writer's name and the agency: "Jonas Jonaitis (ELTA)"."""
SIGN_OFF_CHARS: Final = 68
"""Longest line that `SIGN_OFF` matches."""

AT_END: Final = re.compile(
    r"(?:[(\[（]([^()\[\]（）]{2,60})[)\]）]|\s[—–-]{1,2}\s?([^\s.][^.()]{1,30}))\.?\Z"
)
"""A credit that ends the last paragraph: "… he said. (Reuters)", "… gesagt. — dpa"."""
AT_END_CHARS: Final = 63
"""Longest credit that `AT_END` matches."""
IN_BRACKETS: Final = (")", ").")
OPENING: Final = ("(", "[", "（")
"""How a text ends whose credit, if it has one, begins with the last of these brackets."""
BRACKETS: Final = frozenset(")]）")
AFTER_DASH_CHARS: Final = 36
"""Characters at the end in which the dash of `AT_END` stands, if there is one."""

BYLINE: Final = re.compile(
    r"\(?(?:[Bb]y|[Pp]ar|[Vv]on|[Pp]or|[Dd]oor|[Dd]i)\s(?:(?:[^\W\d_a-zß-ÿ][\w.'’-]{0,30}"
    r"|and|et|und|y|en|e|de|da|di|von|van|der|den|la|el|al|bin)[\s,]{0,3}){2,10}\)?"
    r"|[가-힣]{2,4} (?:기자|특파원)"
    r"|(?:بقلم|كتب|كتبت|Автор:|Текст:|Haber:|نویسنده:|تحریر:|记者|作者[:：])\s[^.!?؟。:]{3,80}"
)
"""A line that is nothing but an author: "By Jane Doe", with every word capital or a particle."""
BYLINE_STARTS: Final = frozenset("(BbPpVvDd" + "بكАТHنت记作")
"""What it begins with, beside Korean letters."""


def source_line(line: str) -> tuple[Source, ...]:
    """Give the sources that `line` lists, if it is a source line; else nothing."""
    if len(line) > LISTED_CHARS or not (":" in line or "：" in line or line.startswith("SOURCE ")):
        return ()
    match = SOURCE_LINE.fullmatch(line.strip()) or RELEASED_BY.fullmatch(line.strip())
    listed = BESIDE.split(match[1], maxsplit=1)[0] if match else ""
    sources = [one for one in sources_in(listed.strip(" .)]")) if not NO_NAME.search(one.name)]
    return tuple(sources) if all(map(_like_a_name, sources)) else ()


def _like_a_name(source: Source) -> bool:
    """Tell a name from a sentence: «مصدر: …» also opens what an unnamed source says."""
    return source.id is not None or len(source.name.split()) <= NAME_WORDS


def sign_off(line: str) -> Source | None:
    """Give the agency that `line` names, if it holds nothing else."""
    words = line.strip()
    if len(words) > SIGN_OFF_CHARS:
        return None
    match = WRITTEN_FOR.fullmatch(words) or SIGN_OFF.fullmatch(words)
    if match is None or any(name.count(" ") >= NAME_WORDS for name in SEPARATORS.split(match[1])):
        return None
    return known_in(match[1])


def credit_at_end(paragraph: str) -> Source | None:
    """Give the agency credited at the very end of a paragraph."""
    tail = paragraph[-LISTED_CHARS:].rstrip()
    end = tail[-AFTER_DASH_CHARS:]
    if BRACKETS.isdisjoint(tail[-2:]) and not ("-" in end or "–" in end or "—" in end):
        return None
    start = len(tail) - AT_END_CHARS
    if tail.endswith(IN_BRACKETS):
        start = max(start, *map(tail.rfind, OPENING))
    match = AT_END.search(tail, max(0, start))
    return known_in(match[1] or match[2]) if match else None


def is_byline(line: str) -> bool:
    """Tell whether `line` only says who wrote the article."""
    if len(line) > LISTED_CHARS:
        return False
    words = line.strip()
    begins = words[:1] in BYLINE_STARTS or "가" <= words[:1] <= "힣"
    return begins and BYLINE.fullmatch(words) is not None
