"""Lines that content systems put below what they syndicate: where it appeared, how to read on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from streams.parse.article import Part

LAST: Final = 3
"""Paragraphs at the end among which such lines stand."""

MAX_CHARS: Final = 400
"""A longer line is text; titles in such lines have 200 at most."""

APPEARED: Final = tuple(
    (opening, phrase)
    for opening, _, phrase in (
        line.partition("…")
        for line in """\
The post … appeared first on
The article … appeared first on
This post … appeared first on
This article … appeared first on
L'article … est apparu en premier sur
L’article … est apparu en premier sur
La entrada … se publicó primero en
La entrada … apareció primero en
Der Beitrag … erschien zuerst auf
Dieser Beitrag … erschien zuerst auf
L'articolo … sembra essere il primo su
L’articolo … sembra essere il primo su
L'articolo … proviene da
L’articolo … proviene da
O post … apareceu primeiro em
Het bericht … verscheen eerst op
Inlägget … dök först upp på
Innlegget … dukket først opp på
Indlægget … blev først udgivet på
Artykuł … pochodzi z serwisu
Articolul … apare prima dată în
Artikel … pertama kali tampil pada
Сообщение … появились сначала на
Запись … впервые появилась
Запис … спершу з'явився на
Το άρθρο … εμφανίστηκε πρώτα στο
ظهرت المقالة … أولاً على
نوشته … اولین بار در
הפוסט … הופיע לראשונה ב
投稿 … に最初に表示されました
""".splitlines()
    )
)
"""How a line opens and goes on that says where the text appeared first; its title stands between.
Source: WordPress's feeds and their translations; Medium."""

OPENINGS: Final = tuple({opening for opening, _ in APPEARED})
BEHIND_TITLE: Final = (
    " on Medium, where people are continuing the conversation",
    " yazısı ilk önce ",
    "에 처음 등장했습니다",
)
"""The same of lines that open with the title: Medium's, WordPress's in Turkish and Korean."""

READ_ON_CHARS: Final = 80
WORDS: Final = """\
read on
read rest
read the rest
click here to
click here for
view full
view entire
view the full
view the entire
zum vollständigen artikel
zum artikel
подробнее
"""
READ_ON: Final = (
    *(f"{words} " for words in WORDS.splitlines()),
    *"""\
continue reading
keep reading
read more
read full
read whole
read the full
read the whole
lire la suite
lire l'article
lire l’article
en savoir plus
seguir leyendo
sigue leyendo
continúa leyendo
continuar leyendo
leer más
leer la noticia
leer nota
ver más
weiterlesen
mehr lesen
lesen sie mehr
lesen sie weiter
den vollständigen artikel lesen
vollständigen artikel lesen
leggi tutto
leggi di più
leggi l'articolo
leggi l’articolo
continua a leggere
clicca qui per
leia mais
leia a matéria
ler mais
ler a matéria
continue lendo
lees meer
lees verder
läs mer
läs hela
les mer
læs mere
læs videre
lue lisää
czytaj dalej
czytaj więcej
číst dále
číst více
citește mai
читать далее
читать дальше
читать полностью
читать подробнее
читати далі
читати більше
devamını oku
haberin devamı
devamı için
διαβάστε περισσότερα
διαβάστε ολόκληρο
διαβάστε τη συνέχεια
اقرأ المزيد
اقرأ أيضا
اقرأ بقية
اقرأ الخبر
لقراءة المزيد
قراءة المزيد
للمزيد
ادامه مطلب
ادامه خبر
مزید پڑھیں
baca selengkapnya
baca juga
selengkapnya
xem thêm
soma zaidi
आगे पढ़ें
और पढ़ें
続きを読む
記事全文
查看全文
查看更多
查看原文
阅读全文
阅读更多
阅读原文
閱讀全文
閱讀更多
閱讀原文
더 보기
더보기
자세히 보기
기사 더보기
기사더보기
קרא עוד
קראו עוד
להמשך קריאה
להמשך הקריאה
submitted by /u/
link]
""".splitlines(),
)
"""How an invitation to read on elsewhere opens, in small letters; longer words open as `WORDS`."""

SIGNS: Final = " [(>»→«←….-\xa0"
"""What may stand before it."""


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
    if len(line) <= READ_ON_CHARS and f"{line.lstrip(SIGNS).lower()} ".startswith(READ_ON):
        return True
    if line.startswith(OPENINGS):
        return any(line.startswith(opening) and phrase in line for opening, phrase in APPEARED)
    return any(phrase in line for phrase in BEHIND_TITLE)
