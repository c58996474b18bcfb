"""What the status, signal and type codes of the IPTC's XML formats mean.

Codes are compared by their last part, letters only: `sig:correction`, `stat:canceled`,
`http://cv.iptc.org/newscodes/signal/update` and `Lead-Writethru` alike.
Sources: IPTC NewsCodes (pubstatusg2, signal, genre, statuses of NewsML 1 and NITF); AFP, AP and
Reuters guides to their feeds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from schemas.records import Cue, Status

CODE_CHARS: Final = 100
"""Characters at the end of a code that are looked at: no part with a meaning is longer."""

NOT_LETTERS: Final = re.compile(r"[\W\d_]+")

CUES: Final[Mapping[str, Cue]] = {
    **dict.fromkeys(("update", "updated", "updates", "replacement", "replace", "recast"), "update"),
    **dict.fromkeys(("correction", "corrected", "correct", "corrective"), "correction"),
    **dict.fromkeys(("rectify", "rectification", "corrigendum", "erratum"), "correction"),
    **dict.fromkeys(("refile", "refiled", "resend", "repeat"), "refile"),
    **dict.fromkeys(("lead", "newlead", "ld"), "lead"),
    **dict.fromkeys(("writethru", "leadwritethru", "ldwritethru", "writethrough"), "writethru"),
    "take": "take",
    **dict.fromkeys(("add", "addition", "append"), "add"),
    **dict.fromkeys(("kill", "killed", "cancel", "cancelled", "canceled"), "kill"),
    **dict.fromkeys(("retraction", "retracted", "withdraw", "withdrawn", "withdrawal"), "kill"),
    **dict.fromkeys(("withhold", "withheld", "hold"), "withhold"),
    **dict.fromkeys(("advisory", "advisories", "mediaadvisory", "memo"), "advisory"),
    **dict.fromkeys(("flash", "alert", "urgent", "bulletin", "newsalert", "snap"), "flash"),
    **dict.fromkeys(("eilmeldung", "blitzmeldung", "vorrangmeldung"), "flash"),
    **dict.fromkeys(("berichtigung", "rectificatif"), "correction"),
    **dict.fromkeys(("breakingnews", "newsflash", "ultimahora", "últimahora", "ultimora"), "flash"),
    **dict.fromkeys(("urgente", "alerta", "alerte", "eil", "blitz", "pilne", "flaş"), "flash"),
    **dict.fromkeys(("acil", "sondakika", "срочно", "молния", "عاجل", "خبرعاجل"), "flash"),
    **dict.fromkeys(("速報", "快讯", "快訊", "속보", "긴급"), "flash"),
    **dict.fromkeys(("korrektur", "correzione", "rettifica", "correccion"), "correction"),
    **dict.fromkeys(("corrección", "rettelse", "rättelse", "korjaus", "korekta"), "correction"),
    **dict.fromkeys(("sprostowanie", "oprava", "düzeltme", "исправление"), "correction"),
    **dict.fromkeys(("уточнение", "تصحيح", "تصويب"), "correction"),
    **dict.fromkeys(("訂正", "更正", "정정"), "correction"),
    **dict.fromkeys(("annulation", "anulacion", "anulación", "annullamento", "storno"), "kill"),
    **dict.fromkeys(("iptal", "аннулирование", "إلغاء", "撤稿"), "kill"),
    **dict.fromkeys(("aktualisierung", "actualizacion", "actualización"), "update"),
    **dict.fromkeys(("actualisation", "aggiornamento", "güncelleme"), "update"),
    **dict.fromkeys(("обновление", "تحديث", "更新"), "update"),
}

STATUSES: Final[Mapping[str, Status]] = {
    **dict.fromkeys(("withheld", "draft"), "withheld"),
    **dict.fromkeys(("canceled", "cancelled", "killed", "kill"), "cancelled"),
    **dict.fromkeys(("withdrawn", "retracted", "deleted"), "cancelled"),
}

KINDS: Final[Mapping[str, str]] = {
    "picture": "picture_item",
    "photo": "picture_item",
    "image": "picture_item",
    "graphic": "graphic_item",
    "graphics": "graphic_item",
    "animated": "graphic_item",
    "animation": "graphic_item",
    "video": "video_item",
    "audio": "audio_item",
    "event": "event_item",
    "events": "event_item",
    "planning": "planning_item",
    "sport": "sports_data",
    "sports": "sports_data",
}
"""Why an item of that class is dropped unless it has a text of its own."""


def term(code: str | None) -> str:
    """Give the last part of a code, in small letters, without digits and signs."""
    return _term(code[-CODE_CHARS:]) if code else ""


@lru_cache(maxsize=4_096)
def _term(code: str) -> str:
    last = code
    for separator in ":/#":
        last = last.rpartition(separator)[2]
    return NOT_LETTERS.sub("", last).lower()


def cue_of_code(code: str | None) -> Cue | None:
    """Give the cue that a signal, role, genre or type code stands for."""
    return CUES.get(term(code))


def status_of_code(code: str | None) -> Status:
    """Give the status that a code stands for; what is not known is usable, as the default is."""
    return STATUSES.get(term(code), "usable")
