"""Lines that content systems put below what they syndicate: where it appeared, how to read on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from streams.parse.article import Part

LAST: Final = 3
"""Paragraphs at the end among which such lines stand."""

MAX_CHARS: Final = 400
"""A longer line is text; titles in such lines have 200 at most."""

APPEARED: Final = (
    *(("The post ", " appeared first on "), ("The article ", " appeared first on ")),
    *(("This post ", " appeared first on "), ("This article ", " appeared first on ")),
    *(("L’article ", " est apparu en premier sur "), ("L'article ", " est apparu en premier sur ")),
    *(("La entrada ", " se publicó primero en "), ("La entrada ", " apareció primero en ")),
    *(("Der Beitrag ", " erschien zuerst auf "), ("Dieser Beitrag ", " erschien zuerst auf ")),
    *(("L'articolo ", " sembra essere il primo su "), ("L'articolo ", " proviene da ")),
    *(("L’articolo ", " sembra essere il primo su "), ("L’articolo ", " proviene da ")),
    *(("O post ", " apareceu primeiro em "), ("Het bericht ", " verscheen eerst op ")),
    *(("Inlägget ", " dök först upp på "), ("Innlegget ", " dukket først opp på ")),
    *(("Indlægget ", " blev først udgivet på "), ("Artykuł ", " pochodzi z serwisu ")),
    *(("Articolul ", " apare prima dată în "), ("Artikel ", " pertama kali tampil pada ")),
    *(("Сообщение ", " появились сначала на "), ("Запись ", " впервые появилась ")),
    *(("Запис ", " спершу з'явився на "), ("Το άρθρο ", " εμφανίστηκε πρώτα στο ")),
    *(
        ("ظهرت المقالة ", " أولاً على "),
        ("نوشته ", " اولین بار در "),
        ("הפוסט ", " הופיע לראשונה ב"),
    ),
    ("投稿 ", " に最初に表示されました"),
)
"""How a line opens and goes on that says where the text appeared first. Source: WordPress's
feeds and their translations; Medium."""

OPENINGS: Final = tuple({opening for opening, _ in APPEARED})
ON_MEDIUM: Final = " on Medium, where people are continuing the conversation"
IN_TURKISH: Final = " yazısı ilk önce "
IN_KOREAN: Final = "에 처음 등장했습니다"
"""The same of lines that open with the title."""

READ_ON_CHARS: Final = 80
READ_ON: Final = re.compile(
    r"(?:continue reading|keep reading|read (?:more|on\b|(?:the )?(?:full|whole)"
    r"|(?:the )?rest\b)|click here (?:to|for)\b|view (?:the )?(?:full|entire)\b"
    r"|lire la suite|lire l['’]article|en savoir plus|(?:seguir|sigue|continúa|continuar) leyendo"
    r"|leer (?:más|la noticia|nota)|ver más|weiterlesen|mehr lesen|lesen sie (?:mehr|weiter)"
    r"|(?:den )?vollständigen artikel lesen|zum (?:vollständigen )?artikel\b"
    r"|leggi (?:tutto|di più|l['’]articolo)|continua a leggere|clicca qui per"
    r"|(?:leia|ler) (?:mais|a matéria)|continue lendo|lees (?:meer|verder)|läs (?:mer|hela)|les mer"
    r"|læs (?:mere|videre)|lue lisää|czytaj (?:dalej|więcej)|číst (?:dále|více)|citește mai"
    r"|читать (?:далее|дальше|полностью|подробнее)|подробнее\b|читати (?:далі|більше)"
    r"|devamını oku|haberin devamı|devamı için|διαβάστε (?:περισσότερα|ολόκληρο|τη συνέχεια)"
    r"|اقرأ (?:المزيد|أيضا|بقية|الخبر)|(?:لقراءة|قراءة) المزيد|للمزيد|ادامه (?:مطلب|خبر)|مزید پڑھیں"
    r"|baca (?:selengkapnya|juga)|selengkapnya|xem thêm|soma zaidi|आगे पढ़ें|और पढ़ें"
    r"|続きを読む|記事全文|(?:查看|阅读|閱讀)(?:全文|更多|原文)|더 ?보기|자세히 보기|기사 ?더보기"
    r"|קרא(?:ו)? עוד|להמשך (?:ה)?קריאה|submitted by /u/|link\])"
    r"[^\n]{0,60}",
    re.IGNORECASE,
)
"""An invitation to read on elsewhere, and where."""
SIGNS: Final = " [(>»→«←….-\xa0"
STARTS: Final = frozenset(
    [
        "co",
        "ke",
        "re",
        "cl",
        "vi",
        "li",
        "en",
        "se",
        "si",
        "le",
        "ve",
        "we",
        "me",
        "de",
        "vo",
        "zu",
        "la",
        "lä",
        "læ",
        "lu",
        "cz",
        "čí",
        "ci",
        "чи",
        "по",
        "ha",
        "δι",
        "اق",
        "لق",
        "قر",
        "لل",
        "اد",
        "مز",
        "ba",
        "xe",
        "so",
        "su",
        "आग",
        "और",
        "続き",
        "記事",
        "查看",
        "阅读",
        "閱讀",
        "더",
        "더보",
        "자세",
        "기사",
        "קר",
        "לה",
    ]
) | {"더 "}
"""How `READ_ON` begins: most lines begin otherwise, and a look is cheaper."""


def set_off(parts: Sequence[Part]) -> list[Part]:
    """Make footers of such lines at the end of `parts`, unless there is nothing else."""
    told = list(parts)
    for at in range(len(told) - 1, max(0, len(told) - 1 - LAST), -1):
        if told[at].kind == "paragraph" and is_of_the_feed(told[at].text):
            told[at] = msgspec.structs.replace(told[at], kind="footer")
    return told


def is_of_the_feed(line: str) -> bool:
    """Tell whether a line says where the text appeared, or invites to read it elsewhere."""
    if len(line) > MAX_CHARS:
        return False
    if len(line) <= READ_ON_CHARS:
        words = line.lstrip(SIGNS)
        if words[:2].lower() in STARTS and READ_ON.fullmatch(words):
            return True
    if line.startswith(OPENINGS):
        return any(line.startswith(opening) and phrase in line for opening, phrase in APPEARED)
    return ON_MEDIUM in line or IN_TURKISH in line or IN_KOREAN in line
