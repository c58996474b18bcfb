"""What a headline says about its own version: update, correction or kill."""

from __future__ import annotations

import re
from typing import Final

from schemas.records import Revision

CUES: Final[tuple[tuple[Revision, str, tuple[str, ...]], ...]] = (
    (
        "kill",
        "upper",
        (
            *("MANDATORY KILL", "KILL NOTICE", "BULLETIN KILL", "STORY KILL", "KILL", "KILLED"),
            *("WITHDRAWN", "WITHDRAWAL", "RETRACTION", "RETRACTED", "STORY WITHDRAWN"),
            *("ANNULATION", "DÉPÊCHE ANNULÉE", "ANULACIÓN", "ANULADA", "ANULADO"),
            *("ZURÜCKGEZOGEN", "MELDUNG ZURÜCKGEZOGEN", "RÜCKZUG", "STORNO"),
            *("АННУЛИРОВАНО", "АННУЛИРОВАНИЕ", "СООБЩЕНИЕ АННУЛИРОВАНО", "ОТЗЫВ СООБЩЕНИЯ"),
            *("АНУЛЬОВАНО", "ВІДКЛИКАНО", "HABER İPTAL", "İPTAL", "GERİ ÇEKİLDİ"),
        ),
    ),
    (
        "kill",
        "any",
        (
            *("إلغاء خبر", "إلغاء الخبر", "إلغاء برقية", "سحب خبر", "سحب الخبر", "يلغى الخبر"),
            *("ابطال خبر", "حذف خبر", "لغو خبر", "خبر منسوخ", "撤稿", "撤销稿件", "撤銷稿件"),
        ),
    ),
    (
        "correction",
        "any",
        (
            *("CORRECTED", "CORRECTION", "CORRECT", "CORRECTS", "REFILE", "REFILED", "EDITED"),
            *("RECTIFICATIF", "RECTIFICATION", "CORRIGÉ", "ANNULE ET REMPLACE", "ERRATUM"),
            *("CORRECCIÓN", "CORREGIDO", "CORREGIDA", "RECTIFICACIÓN"),
            *("KORREKTUR", "KORRIGIERT", "BERICHTIGUNG", "BERICHTIGT"),
            *("ИСПРАВЛЕНИЕ", "ИСПРАВЛЕНО", "ИСПРАВЛЕННАЯ ВЕРСИЯ", "ПОПРАВКА", "УТОЧНЕНИЕ"),
            *("ВИПРАВЛЕННЯ", "ВИПРАВЛЕНО", "УТОЧНЕННЯ", "DÜZELTME", "DÜZELTİLDİ", "TEKZİP"),
            *("تصحيح", "تصحيح خبر", "تصويب", "إعادة تصحيح", "اصلاحیه", "تصحیح", "اصلاح خبر"),
            *("تصحیح شدہ", "更正", "勘误", "勘誤"),
        ),
    ),
    ("update", "upper", ("LEAD", "RECASTS", "WRAPUP", "NEW", "NEU")),
    (
        "update",
        "any",
        (
            *("UPDATE", "UPDATED", "UPDATES", "WRITETHRU"),
            *("ACTUALISATION", "ACTUALISÉ", "MISE À JOUR", "ACTUALIZACIÓN", "ACTUALIZADO"),
            *("AKTUALISIERT", "AKTUALISIERUNG", "ZUSAMMENFASSUNG", "NEUFASSUNG"),
            *("ОБНОВЛЕНО", "ОБНОВЛЕНИЕ", "ДОПОЛНЕНО", "ОНОВЛЕНО", "GÜNCELLEME", "GÜNCELLENDİ"),
            *("تحديث", "محدث", "به‌روزرسانی", "بروزرسانی", "تازہ ترین", "更新"),
        ),
    ),
)
"""Revision, whether the cue must be in capitals, and cues; the first that matches wins.

Cues that are also common words must be in capitals: "Kill Bill: Vol. 1", "Lead: the metal".
Sources: Reuters Handbook of Journalism (corrections, refiles, updates); AFP, dpa and TASS
house styles as seen on their wires.
"""

NUMBER: Final = r"(?:\s?\d{1,2}|\s?(?:NO|N°)\.?\s?\d{1,2})?"
ORDINAL: Final = r"(?:\d{1,2}(?:ST|ND|RD|TH|E|\.)?\s)?"
HEAD_CHARS: Final = 80
"""Characters of the headline searched: a cue stands at its beginning."""


def _pattern(cues: tuple[str, ...], case: str) -> re.Pattern[str]:
    """Match a cue that is set off: `CUE-`, `CUE 2-`, `1ST CUE:`, `(CUE)`, `[CUE]`, `CUE` alone."""
    words = "|".join(sorted((re.escape(cue) for cue in cues), key=len, reverse=True))
    cue = rf"{ORDINAL}(?:{words}){NUMBER}"
    return re.compile(
        rf"\s*(?:[(\[（【«*]{{1,3}}\s?{cue}\s?[)\]）】»*:]{{1,3}}|{cue}\s?(?:[-–—―:：/]|\Z))",
        re.IGNORECASE if case == "any" else 0,
    )


PATTERNS: Final = tuple((revision, _pattern(cues, case)) for revision, case, cues in CUES)


def revision_of(headline: str) -> Revision:
    """Give what `headline` says that its version is; `original` when it says nothing.

    Cues may follow one another ("UPDATE 2-CORRECTED-Oil rises"): the gravest one counts.
    """
    head = headline[:HEAD_CHARS]
    found: set[Revision] = set()
    at = 0
    while True:
        match = next(
            ((revision, m) for revision, pattern in PATTERNS if (m := pattern.match(head, at))),
            None,
        )
        if match is None:
            break
        found.add(match[0])
        at = match[1].end()
    return next((revision for revision, _, _ in CUES if revision in found), "original")
