"""Lines at the end of a body that desks write for themselves or for callers, not for readers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from streams.parse.time_lines import is_time
from streams.text.agencies import SMALL, agency, known_in

MAX_CHARS: Final = 400
"""A longer line is text; the longest credits of a dozen reporters have about 300 characters."""

MOST_LINES: Final = 8
"""Lines at the end of a text that may be the desk's."""

INITIALS_CHARS: Final = 48
"""Longest line of initials, or of a mark of the end."""

INITIALS: Final = re.compile(
    r"[^\W\d_]{1,4}(?:[ .-][^\W\d_]{1,4}){0,5}"
    r"(?:\s?(?://?|\\)\s?[^\W\d_]{1,4}(?:[ .-][^\W\d_]{1,4}){0,5}){1,6}/?"
    r"|[a-z]{2,4}(?:-[a-z]{2,4}){1,3}|[A-Z0-9]{2,3}-[A-Z]{2,3}|[A-Z]{2,4}\."
)
"""Of those who wrote, edited and sent: "hh/ph/ts", «بور-ايم/جص», "bur-ab", "MA // EA", "COM-NG",
"kkb \\ bdo". Sources: AFP, Lusa, ANSA, MTI."""

ENCLOSED: Final = re.compile(r"[(/\[]([^\W\d_]{1,4}(?:(?:[-/]|, ?)[^\W\d_]{1,4}){0,5})[)/\]]")
"""The same in brackets or strokes, if they name no agency: "/ИП/", "(EY-MK)", "(mar, kov)"."""

BARE: Final = re.compile(r"[^\W\d_]{2,4}(?: [^\W\d_]{2,4}){0,3}")
"""Initials that nothing tells from words but where they stand, as the last line: "jdo mka"."""
FINISHED: Final = (".", "!", "?", "؟", "۔", "。", "।", '"', "”", "»", ")")
"""How a text ends that initials stand below."""

CLOSING: Final = re.compile(
    r"(?:dpa(?:[-/][a-z]{2,6})?|sda|apa|afp|ats|belga|ritzau|tt|ntb|stt)(?: [a-z0-9]{1,6}){1,8}"
    r"|AAP (?:[A-Z]{2,5}|[a-z]{2,4})(?:[ /][a-zA-Z]{2,4}){0,4}"
)
"""An agency's name and the initials: "dpa pre yyhe n1 deg", "AAP jcd/tm"."""

BY_AGENCY: Final = re.compile(
    r"[\s(\[–—/-]{0,4}([^\W\d_][^\s()\[\]/\\:-]{1,11}|أ ش أ)[)\]]?[\s/\\-]{1,3}"
    r"([^\s()].{0,36}?)[)\]]?"
)
"""An agency's name, and what it closes with: "PTI ABC XYZ", "(SDA-ATS\\ab)", «قنا /ض ه»."""

CLOSES: Final = re.compile(
    r"[a-z]{1,4}(?:(?:[ ./\\-]|, )[a-z]{1,4}){0,5}|[A-Z]{1,4}(?:[ ./\\-][A-Z]{1,4}){0,5}"
    r"|(?:[A-Z]\. ?){2,3}"
    r"|[^\W\d_A-Za-z]{1,2}(?:[ ./\\-]{1,3}[^\W\d_A-Za-z]{1,2}){0,9}|[A-Z]{2,4}[\\/][a-z]{2,4}"
)
"""Initials of one case, of one or two letters where a script has no cases."""

HINDI: Final = re.compile(r"भाषा(?: [^\s।.!?]{1,14}){1,4}")
"""How the Hindi service of PTI signs off, with the names of those who wrote and edited."""

END: Final = re.compile(
    r"[\s\-–—#*(（\[/]{0,4}(?:-?30-?|ends?|enditem|schluss|ende|fin|конец|انتهى|完|(?:\w{3,8}/)?fim"
    r"|(?:انتهای|پایان) (?:پیام|خبر)|النهاية|kraj|끝|nnnn)[\s\-–—#*)）\]./]{0,4}"
    r"|#{2,5}|\*{3,5}|_{3,5}|(?:\./){1,3}\.\s?[A-Z]{0,4}|MORE|-0-",
    re.IGNORECASE,
)
"""The end as wires mark it: "-30-", "END", "(Schluss)", "###", "./.", with initials "./.CVN"."""

BRACKETED_END: Final = re.compile(
    r"(?:[(（\[/](?:end|ends|more(?: to follow| follows)?|segue|suivra|sürecek|bitti|devam edecek"
    r"|kraj|край|koniec|konec|vége|slut|loppu|fin|fine|fim|schluss|ende|النهاية|انتهى|يتبع|끝|계속|完|了"
    r"|終わり|τέλος|סוף)[)）\]/]\.?|-0-|-30-)(?: [\w./\\:-]{1,12}){0,5}",
    re.IGNORECASE,
)
"""The same in brackets, more often than others with initials and the time: "(kraj) mp/jv 15:09"."""

MARKS: Final = (
    *("Enditem", "Enditem.", "(完)", "（完）", "(END)", "(end)", "(النهاية)", "(끝)", "./."),
    *("(SEGUE)", "(SEGUE).", "(MORE)", "(more)", "(Sürecek)", "(Bitti)", "(kraj)"),
)
"""How Xinhua, China News Service, Yonhap, KUNA, VNA, ANSA, Anadolu and Tanjug end the last
paragraph, in its own line."""

SIGNED: Final = ("Hina", "HINA", "FENA", "Fena", "SRNA", "Srna", "MINA")
"""Agencies that sign with their name in brackets and initials: "(Hina) xjp ysp"."""

MARK_AT_END: Final = re.compile(
    r"\s?(?:\((?:end|النهاية|kraj)\)\s?[\w./: -]{1,14}"
    rf"|\((?:{'|'.join(SIGNED)})\) [a-z]{{2,4}}(?:[ /][a-z]{{2,4}}){{0,3}}"
    r"|\./\.\s?[A-Z]{2,8}|-(?:\d{1,4}-)?สำนักข่าวไทย"
    r"|(?<=[.!?”\"»]) /[^\W\d_a-zа-я]{1,4}/"
    r"|（\d{4}/\d\d/\d\d-\d\d:\d\d）|[（(](?:編輯|编辑|責任編輯|责任编辑)[:：][^（）()]{2,12}[)）]\d{0,8})\Z"
)
"""The same with initials, a time or who edited: "(end) ab.cd", "/ИП/", «（2019/03/04-15:09）»,
«（編輯：陳小明）1080304»."""
MARK_CHARS: Final = 24
MARK_SIGNS: Final = (
    *("/", "編輯", "编辑", "ไทย"),
    *(mark for mark in MARKS if "/" not in mark and not mark.endswith(".")),
    *(f"({name})" for name in SIGNED),
)
"""One of these is in every mark: most texts end without, and a look is cheaper."""
BARE_SIGNS: Final = ("/", "ไทย", "Enditem")
"""One of these is in every mark that has no bracket."""
TAIL: Final = itemgetter(slice(-MARK_CHARS, None))
"""Gives the end of a line, in which its mark stands."""

AGERPRES_NAME: Final = "AGERPRES"
AGERPRES: Final = re.compile(
    AGERPRES_NAME + r" ?/? ?\([A-Z]{2,4} [-–] (?:autor|editor).{5,200}\)\Z"
)
"""The mark of Agerpres, with names: "AGERPRES/(AS - autor: Ion Popescu, editor: Ana Pop)"."""

REPORTING: Final = (
    r"[\s(\[*_—–（【-]{0,4}(?:(?:additional |further )?(?:reporting|editing|writing|compiled|edited"
    r"|translated|reported)(?: and (?:writing|editing))? by\b"
    r"|(?:reportage|édité|rédigé|traduit|version française|avec) (?:de |par |par:)"
    r"|(?:bericht|redaktion|geschrieben|redigiert|bearbeitet|mitarbeit)(?: von|:)"
    r"|(?:reporte|editado|escrito|información|traducido|edición|redacción)(?: de| por|:)"
    r"|(?:текст|редактор|перевод|подготовил[аи]?|редактировал[аи]?)[: ]"
    r"|(?:haberi? (?:yazan|hazırlayan)|derleyen|çeviren|düzenleyen|editör)[: ]"
    r"|(?:إعداد|تحرير|تغطية|كتابة|شارك في التغطية|ترجمة|اعداد|تغطية صحفية)[ :]|متابعة ?:|제보는 "
    r"|follow .{2,30} on (?:facebook|twitter|x|instagram|telegram|whatsapp)\b"
    r"|with files from |this (?:story|report) has (?:not been edited|been (?:auto|published))"
    r"|(?:reportagem|edição) de |(?:agerpres ?/? ?\()?(?:[a-z]{2,3} [-–—] )?autor: "
    r"|(?:דיווח|עריכה|תרגום) ?:"
    r"|[（(]?(?:责任编辑|責任編輯|责编|编辑|編輯|编审|校对|审核|監製|核稿)\s?[:：]|επιμέλεια ?:)"
)
"""Who reported and edited: "(Reporting by …; Editing by …)", «(إعداد … للنشرة العربية)»; a regular
expression, as the next one."""

CONTACT: Final = re.compile(
    r"(?:(?:contact|kontakt|contacto|контакты?|iletişim|للتواصل|للاتصال|tel|tél|phone|тел|e-?mail)"
    r"\.?\s?[:：].{0,200}|.{0,160}\b[\w.+-]{1,40}@[\w-]{1,40}\.[\w.-]{2,40}.{0,100})",
    re.IGNORECASE,
)
RIGHTS: Final = (
    r"\W{0,3}(?:©|ⓒ|\(c\) |copyright\b|저작권자|무단 ?전재"
    r"|無断(?:転載|複製)|版[权權]所有|未经(?:授权|许可)|hak cipta\b"
    r"|tous droits|alle rechte|todos los derechos|все права"
    r"|her hakkı|جميع الحقوق|all rights reserved|dilarang keras (?:mengambil|mengutip)"
    r"|wszelkie prawa zastrzeżone|všechna práva vyhrazena|všetky práva vyhradené"
    r"|minden jog fenntartva|sva prava (?:pri|za)držana|vse pravice pridržane"
    r"|toate drepturile (?:sunt )?rezervate"
    r"|visos teisės saugomos|visas tiesības aizsargātas|kõik õigused (?:on )?kaitstud"
    r"|tutti i diritti riservati|todos os direitos reservados|mọi quyền được bảo lưu).{0,380}\Z"
)

DOTTED: Final = str.maketrans("İı", "ii")
"""Turkish has two letters where others have one: in capitals either may be meant."""
REPORTED_OR_OWNED: Final = re.compile(f"{REPORTING}|{RIGHTS}".translate(DOTTED))
"""Either of them, in small letters with `DOTTED`: the last line of every text is asked for both,
and without regard to case an expression tries all that it may begin with."""

CONTRIBUTED: Final = re.compile(
    r".{3,300} contributed (?:to this (?:report|story|article)|reporting)\b.{0,80}"
    r"|(?:[A-Z][^\s.]{1,20} ){1,4}reported from [A-Z].{2,80}"
)
"""Who else wrote, as AP and American papers say it: "AP writer Jo Doe contributed to this report."
"""

EDITOR: Final = re.compile(
    r"(?:Pewarta|Penerjemah|Editor|Redaktur|Redaktor|Reporter|Wartawan|Uploader|Autor(?:ka|ius|s)?"
    r"|Penulis|Toimetaja|Redaktorius|Redaktorė|Urednik|Urednica|Novinar(?:ka)?|Szerző|Авторы)\s?:"
    r"(?:\s?[^\W\d_a-z][\w.'’-]{0,20}[,/&]?){1,6}"
)
"""Who wrote or edited, by name alone: "Editor: Siti Rahma"."""

KEYWORDS: Final = re.compile(r"(?:Keywords?|Schlagworte|Mots-clés)\s?: .{1,300}")

OVER_NAMES: Final = "./."
NAME: Final = re.compile(r"[^\W\d_a-z]\w{0,10}(?: [^\W\d_a-z]\w{0,10}){1,3}")
"""The mark of VNA, and the writer's name that stands below it."""

SEPARATORS: Final = frozenset({"--", "---", "—"})
"""Lines that part the text from what the desk adds."""


def end_mark(paragraph: str) -> int:
    """Give where the mark begins that the last paragraph ends with; 0 when it has none."""
    if paragraph.endswith(MARKS):
        return len(paragraph) - max(len(mark) for mark in MARKS if paragraph.endswith(mark))
    start = max(0, len(paragraph) - MAX_CHARS)
    if paragraph.endswith(")") and (named := AGERPRES.search(paragraph, start)):
        return named.start()
    end = paragraph[-MARK_CHARS:]
    if not ("(" in end or "（" in end or "./." in end or end.endswith(("/", "ไทย"))):
        return 0
    match = MARK_AT_END.search(paragraph, max(0, len(paragraph) - MARK_CHARS))
    return match.start() if match else 0


def is_end(line: str) -> bool:
    """Tell whether a line is the mark that a text ends with."""
    return len(line) <= INITIALS_CHARS and _is_end(line.strip())


def _is_end(words: str) -> bool:
    return END.fullmatch(words) is not None or BRACKETED_END.fullmatch(words) is not None


def closes(line: str, above: str, *, credited: bool) -> bool:
    """Tell whether a short line is initials: above it all is said, credited or the desk's too."""
    words = line.strip()
    if words.isupper() and known_in(words):
        return False
    desk = is_desk_line(above)
    if desk and words in above.split():
        return True
    finished = desk or credited or above.endswith(FINISHED)
    return finished and BARE.fullmatch(words) is not None and _of_one_case(words)


def is_named_editor(line: str) -> bool:
    """Tell a line that says who wrote or edited, and nothing else."""
    return ":" in line and len(line) <= MAX_CHARS and EDITOR.fullmatch(line.strip()) is not None


def marked(lines: Sequence[str]) -> int | None:
    """Give the place of the line that ends a text with a mark, the desk's being below it."""
    tails = "\n".join(map(TAIL, lines[-MOST_LINES:]))
    signs = MARK_SIGNS if ")" in tails or "）" in tails else BARE_SIGNS
    if not any(map(tails.__contains__, signs)) and not (
        (")\n" in tails or tails.endswith(")"))
        and any(AGERPRES_NAME in line for line in lines[-MOST_LINES:])
    ):
        return None
    for at in range(len(lines) - 1, max(len(lines) - 1 - MOST_LINES, -1), -1):
        if not _is_below(lines[at], lines[at - 1] if at else ""):
            return at if end_mark(lines[at]) else None
    return None


def _is_below(line: str, above: str) -> bool:
    if is_desk_line(line) or (len(line) <= INITIALS_CHARS and closes(line, above, credited=False)):
        return True
    return above.endswith(OVER_NAMES) and bool(NAME.fullmatch(line) or known_in(line))


def is_desk_line(line: str) -> bool:
    """Tell whether a line at the end of a body is the desk's: initials, credits, contacts."""
    words = line.strip()
    if not words or len(words) > MAX_CHARS:
        return False
    if len(words) <= INITIALS_CHARS and (
        words in SEPARATORS or _is_end(words) or _initials(words) or is_time(words)
    ):
        return True
    small = (words if words.isascii() else words.translate(DOTTED)).lower()
    if words.startswith("((") or REPORTED_OR_OWNED.match(small) or _contributed(words):
        return True
    if not ("@" in words or ":" in words or "：" in words):
        return False
    return any(one.fullmatch(words) for one in (EDITOR, KEYWORDS, CONTACT))


def _contributed(words: str) -> bool:
    signed = "contributed" in words or " reported from " in words
    return signed and CONTRIBUTED.fullmatch(words) is not None


def _initials(words: str) -> bool:
    """Tell initials from words: in alphabets with capitals they are all small, or all capital."""
    if CLOSING.fullmatch(words) or HINDI.fullmatch(words):
        return True
    if "\\" in words:
        words = words.replace("(", "").replace(")", "")
    if words in {words.lower(), words.upper()}:
        if INITIALS.fullmatch(words):
            return True
        if enclosed := ENCLOSED.fullmatch(words):
            return not known_in(enclosed[1].upper())
    match = BY_AGENCY.fullmatch(words)
    if match is None or not (agency(match[1]) or match[1] in SMALL):
        return False
    return CLOSES.fullmatch(match[2]) is not None or is_time(match[2])


def _of_one_case(words: str) -> bool:
    """Tell words that are all in small letters or all in capitals, in a script that has both."""
    return words.lower() != words.upper() and words in {words.lower(), words.upper()}
