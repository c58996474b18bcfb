"""Lines and places in a text that credit its sources: source lines, datelines, sign-offs."""

from __future__ import annotations

import re
from typing import Final

from schemas.records import Source
from streams.text.agencies import all_known_in, known_in, sources_in

MAX_CHARS: Final = 200
"""A longer line is text; the longest source lines list five names."""

NAME_WORDS: Final = 5
"""Words that a publisher's name has at most, such as "Office of the High Commissioner"."""

SOURCE_LINE: Final = re.compile(
    r"[\s(\[*•·–—-]{0,5}(?:المصدر|المصادر|مصدر|منبع|منابع|ماخذ|ذرائع|بشکریہ"
    r"|Sources?|Quellen?|Fuentes?|Kaynak(?:lar)?|Источники?|Джерел[оа]|Fonte|Bron"
    r"|来源|來源|消息来源|消息來源|稿源|资料来源)\s{0,3}[:：]\s{0,3}(\S.*)",
    re.IGNORECASE,
)
"""«المصدر : الجزيرة + وكالات», "Source: Reuters", "来源：新华社"; the names are group 1."""

RELEASED_BY: Final = re.compile(r"SOURCE\s{1,3}([A-Z0-9].{1,80}?)")
"""The last line of a release: "SOURCE Acme Inc."."""

SIGN_OFF: Final = re.compile(r"[\s(\[—–\-©/=]{0,4}([^()\[\]\n]{2,60}?)[\s)\]./=]{0,4}")
"""A line that is nothing but a credit: "(Reuters)", "— AFP", «رويترز»."""
SIGN_OFF_CHARS: Final = 68
"""Longest line that `SIGN_OFF` matches."""

AT_END: Final = re.compile(
    r"(?:[(\[（]([^()\[\]（）]{2,60})[)\]）]|\s[—–-]{1,2}\s?([^\s.][^.()]{1,30}))\.?\Z"
)
"""A credit that ends the last paragraph: "… he said. (Reuters)", "… gesagt. — dpa"."""
AT_END_CHARS: Final = 63
"""Longest credit that `AT_END` matches."""
BRACKETS: Final = frozenset(")]）")
AFTER_DASH_CHARS: Final = 36
"""Characters at the end in which the dash of `AT_END` stands, if there is one."""

DATELINE: Final = re.compile(
    r"(?:[^\W\d_]{3,20}\. )?(?:[^().\n]|[A-Z][a-z]{1,4}\.|[A-Z]\.|\b[a-zéû]{3,5}\.(?= \d)){0,60}?"
    r"[(（]([^()（）]{2,30})[)）]\.?\s{0,2}(?:[-–—:،,=]|\Z)"
    r"|[^()\n/]{0,80}?/([A-Z][A-Za-z ]{2,24})(?:-[A-Za-z]{2,14})?/ [-–—]{1,2} "
    r"|[^()\n]{2,50}? \d{1,2},? ([A-Z][A-Za-z]{1,9}) [-–—]{1,2} "
    r"|[^().\n]{2,30}\. \d{1,2} [^\W\d_]{3,9}\. ([^\s()]{2,20}) [-–—] "
    r"|[^().\n]{2,60}?[-–—.] ?([^()\n.]{2,30}?)(?:\.|:| [-–—]) "
    r"|(新华社|中新社|路透社|法新社|美联社|塔斯社)[^\s。]{1,20}电"
    r"|[(（【［\[][^()（）【】［］\[\]\n=＝]{1,20}[=＝]([^()（）【】［］\[\]\n]{2,20})[)）】］\]]"
    r"|【[^】\n]{1,10}?(共同)】|[［\[][^］\]\n]{2,20}[ 　](ロイター)[］\]]"
)
"""Place and agency before the first sentence: "MOSCOW (Reuters) -", «موسكو (أ ف ب) -»,
"SPRINGFIELD, Ill. (AP) --", "SIDON, Dec. 29, 2018 /PRNewswire/ --",
"МОСКВА, 29 дек – РИА Новости.", "TOKYO, Dec. 9 Kyodo -", "新华社北京12月29日电",
"BRUXELLES 23/07 (AFP-DPA) =", "Москва. 29 декабря. INTERFAX.RU -", "(서울=연합뉴스)",
"【ロンドン共同】", "［カイロ 29日 ロイター］"."""

DATELINE_SIGN: Final = re.compile("[(（【［.–—电/-]")
DATELINE_CHARS: Final = 61
"""Characters in which a sign of `DATELINE` stands, if it is one: most paragraphs have none."""

DATELINE_ALONE: Final = re.compile(
    r"[^\W\d_]{2,20}(?: [^\W\d_]{2,20}){0,2}"
    r"(?:\s?[-–—]\s?[(（]([^()（）]{2,30})[)）]|\s?[(（]([^()（）]{2,30})[)）]\s?[-–—:])[\s:.]*"
)
"""A line that is nothing but place and agency: «عمان - (بترا)», "MOSCOW (Reuters) -"."""
DATELINE_ALONE_CHARS: Final = 60

BYLINE: Final = re.compile(
    r"(?:By|Par|Von|Por|Door|Di)\s(?:(?:[^\W\d_a-zß-ÿ][\w.'’-]{0,30}"
    r"|and|et|und|y|en|e|de|da|di|von|van|der|den|la|el|al|bin)[\s,]{0,3}){2,10}"
    r"|(?:بقلم|كتب|كتبت|Автор:|Текст:|Haber:|نویسنده:|تحریر:|记者|作者[:：])\s[^.!?؟。:]{3,80}"
)
"""A line that is nothing but an author: "By Jane Doe", with every word capital or a particle."""


def source_line(line: str) -> tuple[Source, ...]:
    """Give the sources that `line` lists, if it is a source line; else nothing."""
    if len(line) > MAX_CHARS or not (":" in line or "：" in line or line.startswith("SOURCE ")):
        return ()
    match = SOURCE_LINE.fullmatch(line.strip()) or RELEASED_BY.fullmatch(line.strip())
    sources = sources_in(match[1].strip(" .)]")) if match else ()
    return sources if all(_like_a_name(source) for source in sources) else ()


def _like_a_name(source: Source) -> bool:
    """Tell a name from a sentence: «مصدر: …» also opens what an unnamed source says."""
    return source.id is not None or len(source.name.split()) <= NAME_WORDS


def sign_off(line: str) -> Source | None:
    """Give the agency that `line` names, if it holds nothing else."""
    words = line.strip()
    match = SIGN_OFF.fullmatch(words) if len(words) <= SIGN_OFF_CHARS else None
    return known_in(match[1]) if match else None


def credit_at_end(paragraph: str) -> Source | None:
    """Give the agency credited at the very end of a paragraph."""
    tail = paragraph[-MAX_CHARS:].rstrip()
    end = tail[-AFTER_DASH_CHARS:]
    if BRACKETS.isdisjoint(tail[-2:]) and not ("-" in end or "–" in end or "—" in end):
        return None
    match = AT_END.search(tail, max(0, len(tail) - AT_END_CHARS))
    return known_in(match[1] or match[2]) if match else None


def credits_in_dateline(paragraph: str) -> tuple[Source, ...]:
    """Give the agencies that the dateline of a first paragraph names."""
    if not DATELINE_SIGN.search(paragraph, 0, DATELINE_CHARS):
        return ()
    match = DATELINE.match(paragraph[:MAX_CHARS])
    return all_known_in(match[match.lastindex or 0]) if match else ()


def is_dateline(line: str) -> bool:
    """Tell whether `line` only says where an agency wrote."""
    if len(line) > DATELINE_ALONE_CHARS or not ("(" in line or "（" in line):
        return False
    match = DATELINE_ALONE.fullmatch(line.strip())
    return match is not None and bool(all_known_in(match[1] or match[2]))


def dateline_end(paragraph: str) -> int:
    """Give where the dateline of a paragraph ends, if it names an agency; else 0."""
    if not credits_in_dateline(paragraph):
        return 0
    match = DATELINE.match(paragraph[:MAX_CHARS])
    return match.end() if match else 0


def is_byline(line: str) -> bool:
    """Tell whether `line` only says who wrote the article."""
    return len(line) <= MAX_CHARS and BYLINE.fullmatch(line.strip()) is not None
