"""Lines within a page's text that are its own: labels of advertisements, links and buttons."""

from __future__ import annotations

import re
from typing import Final

LABELS: Final = frozenset(
    """\
advertisement
advertisement - scroll to continue
article continues after advertisement
article continues below
article continues below advertisement
story continues below
story continues below advertisement
continue reading below
sponsored
anzeige
werbung
publicité
publicidad
publicidade
pubblicità
advertentie
annons
annonse
reklama
reklam
mainos
реклама
διαφήμιση
إعلان
اعلان
آگهی
تبلیغات
פרסומת
विज्ञापन
広告
广告
廣告
광고
quảng cáo
iklan
related
related articles
related stories
related topics
read also
also read
read more
read next
see also
up next
watch now
more on this story
lire aussi
à lire aussi
lire plus
sur le même sujet
lea también
lee también
leer más
te puede interesar
noticias relacionadas
leia também
leia mais
leggi anche
lesen sie auch
mehr zum thema
passend zum artikel
lees ook
läs också
läs mer
les også
lue myös
czytaj także
czytaj też
czytaj więcej
zobacz także
čtěte také
читайте также
читать также
материалы по теме
читайте також
bunlar da ilginizi çekebilir
ilgili haberler
διαβάστε επίσης
اقرأ أيضا
اقرأ أيضاً
إقرأ أيضا
شاهد أيضا
مواضيع ذات صلة
أخبار ذات صلة
مواد متعلقة
بیشتر بخوانید
مطالب مرتبط
اخبار مرتبط
קראו גם
כתבות קשורות
यह भी पढ़ें
関連記事
あわせて読みたい
相关阅读
相关报道
相关新闻
相關新聞
相關報導
延伸阅读
延伸閱讀
관련기사
관련 기사
baca juga
xem thêm
copy link
print
share
listen
drucken
teilen
merken
imprimer
partager
compartir
""".splitlines()
)
"""Such lines as a whole, in small letters and without the signs around them."""

AROUND: Final = " \t\xa0:：.…-–—|»›>→•▼[]【】()"
MAX_CHARS: Final = 40
"""The longest label has as many characters."""

READING_TIME: Final = re.compile(
    r"(?:reading time|lesezeit|temps de lecture|tiempo de lectura|tempo di lettura|время чтения"
    r"|okuma süresi|مدة القراءة)?\s?[:：]?\s?\d{1,3}[ -]?"
    r"(?:min\.?|mins|minutes?|minuten|minutos|minuti|dk\.?|dakika|мин\.?|минуты?|минут|دقيقة|دقائق)"
    r"(?:[ -](?:read|lesezeit|de lecture|de lectura|de leitura|di lettura|okuma|leestijd|чтения"
    r"|للقراءة))?",
)
"""How long it takes to read, in small letters: "3 min read", "Lesezeit: 2 Minuten"."""


PROMPTS: Final = tuple(
    """\
already a subscriber
subscribe to continue reading
subscribe to read
subscribe now to read
to continue reading, subscribe
this article is for subscribers
this content is for subscribers
this article is exclusive to subscribers
content is reserved for subscribers
article réservé aux abonnés
article est réservé aux abonnés
la suite est réservée aux abonnés
de cet article à lire
dieser artikel ist nur für abonnenten
weiterlesen mit
exklusiv für abonnenten
contenido exclusivo para suscriptores
artículo exclusivo para suscriptores
artículo solo para suscriptores
conteúdo exclusivo para assinantes
contenuto riservato agli abbonati
tylko dla subskrybentów
pozostało jeszcze artykułu
материал доступен только подписчикам
доступно только по подписке
المحتوى للمشتركين فقط
この記事は有料
この記事は会員限定
有料会員になると
会員限定の有料記事
残り文字
유료 회원 전용
本文为付费
""".splitlines()
)
"""What invites to pay for the rest, in small letters and without digits."""
PROMPT_CHARS: Final = 160

DIGITS: Final = re.compile(r"\d+ ?%? ?")


def is_prompt(line: str) -> bool:
    """Tell whether a line of a page invites to pay for what it does not show."""
    if len(line) > PROMPT_CHARS:
        return False
    words = DIGITS.sub("", line.lower())
    return any(map(words.__contains__, PROMPTS))


def is_label(line: str) -> bool:
    """Tell whether a line of a page is nothing but such a label."""
    if len(line) > MAX_CHARS:
        return False
    words = line.strip(AROUND).lower()
    return words in LABELS or (
        any(map(str.isdecimal, words)) and READING_TIME.fullmatch(words) is not None
    )
