"""Lines at the end of a body that desks write for themselves or for callers, not for readers."""

from __future__ import annotations

import re
from typing import Final

MAX_CHARS: Final = 400
"""A longer line is text; the longest credits of a dozen reporters have about 300 characters."""

INITIALS_CHARS: Final = 48

INITIALS: Final = re.compile(
    r"[^\W\d_]{1,4}(?:[ .-][^\W\d_]{1,4}){0,5}"
    r"(?:\s?//?\s?[^\W\d_]{1,4}(?:[ .-][^\W\d_]{1,4}){0,5}){1,6}/?"
    r"|[a-z]{2,4}(?:-[a-z]{2,4}){1,3}|[A-Z0-9]{2,3}-[A-Z]{2,3}"
)
"""Of those who wrote, edited and sent: "hh/ph/ts", «بور-ايم/جص», "bur-ab", "MA // EA", "COM-NG".
Sources: AFP, Lusa, ANSA."""

CLOSING: Final = re.compile(
    r"(?:dpa(?:[-/][a-z]{2,6})?|sda|apa|afp|ats|belga|ritzau|tt|ntb|stt)(?: [a-z0-9]{1,6}){1,8}"
    r"|AAP (?:[A-Z]{2,5}|[a-z]{2,4})(?:[ /][a-zA-Z]{2,4}){0,4}"
)
"""An agency's name and the initials: "dpa pre yyhe n1 deg", "AAP jcd/tm"."""

END: Final = re.compile(
    r"[\s\-–—#*(（\[/]{0,4}(?:-?30-?|ends?|enditem|schluss|ende|fin|конец|انتهى|完|끝"
    r"|(?:انتهای|پایان) (?:پیام|خبر))"
    r"[\s\-–—#*)）\]./]{0,4}"
    r"|#{2,5}|\*{3,5}|_{3,5}|(?:\./){1,3}\.\s?[A-Z]{0,4}",
    re.IGNORECASE,
)
"""The end as wires mark it: "-30-", "END", "(Schluss)", "###", "./.", with initials "./.CVN"."""

MARKS: Final = ("Enditem", "Enditem.", "(完)", "（完）", "(END)", "(end)", "(끝)")
"""How Xinhua, China News Service and Yonhap end the last paragraph, in its own line."""

REPORTING: Final = re.compile(
    r"[\s(\[*_—–（【-]{0,4}(?:(?:additional |further )?(?:reporting|editing|writing|compiled|edited"
    r"|translated|reported)(?: and (?:writing|editing))? by\b"
    r"|(?:reportage|édité|rédigé|traduit|version française|avec) (?:de |par |par:)"
    r"|(?:bericht|redaktion|geschrieben|redigiert|bearbeitet|mitarbeit)(?: von|:)"
    r"|(?:reporte|editado|escrito|información|traducido|edición|redacción)(?: de| por|:)"
    r"|(?:текст|редактор|перевод|подготовил[аи]?|редактировал[аи]?)[: ]"
    r"|(?:haberi? (?:yazan|hazırlayan)|derleyen|çeviren|düzenleyen|editör)[: ]"
    r"|(?:责任编辑|责编|编辑|编审|校对|审核|監製|責任編輯|核稿|編輯)\s?[:：]|제보는 "
    r"|(?:إعداد|تحرير|تغطية|كتابة|شارك في التغطية|ترجمة|اعداد|تغطية صحفية)[ :])",
    re.IGNORECASE,
)
"""Who reported and edited: "(Reporting by …; Editing by …)", «(إعداد … للنشرة العربية)»."""

CONTACT: Final = re.compile(
    r"(?:(?:contact|kontakt|contacto|контакты?|iletişim|للتواصل|للاتصال|tel|tél|phone|тел|e-?mail)"
    r"\.?\s?[:：].{0,200}|.{0,160}\b[\w.+-]{1,40}@[\w-]{1,40}\.[\w.-]{2,40}.{0,100})",
    re.IGNORECASE,
)
COPYRIGHT: Final = re.compile(
    r"\W{0,3}(?:©|\(c\) |copyright\b|tous droits|alle rechte|todos los derechos|все права"
    r"|her hakkı|جميع الحقوق|all rights reserved|ⓒ|저작권자|무단 ?전재|無断(?:転載|複製)"
    r"|版[权權]所有|未经(?:授权|许可)).{0,380}",
    re.IGNORECASE,
)


def end_mark(paragraph: str) -> int:
    """Give where the mark begins that the last paragraph ends with; 0 when it has none."""
    mark = next((mark for mark in MARKS if paragraph.endswith(mark)), "")
    return len(paragraph) - len(mark) if mark else 0


def is_end(line: str) -> bool:
    """Tell whether a line is the mark that a text ends with."""
    return len(line) <= INITIALS_CHARS and END.fullmatch(line.strip()) is not None


def is_desk_line(line: str) -> bool:
    """Tell whether a line at the end of a body is the desk's: initials, credits, contacts."""
    words = line.strip()
    if not words or len(words) > MAX_CHARS:
        return False
    if len(words) <= INITIALS_CHARS and (_initials(words) or END.fullmatch(words)):
        return True
    if REPORTING.match(words) or COPYRIGHT.fullmatch(words):
        return True
    if not ("@" in words or ":" in words or "：" in words):
        return False
    return CONTACT.fullmatch(words) is not None


def _initials(words: str) -> bool:
    """Tell initials from words: in alphabets with capitals they are all small, or all capital."""
    if CLOSING.fullmatch(words):
        return True
    return bool(INITIALS.fullmatch(words)) and words in {words.lower(), words.upper()}
