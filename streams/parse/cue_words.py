"""The words by which wires mark versions, in the languages read.

Sources: Reuters Handbook of Journalism (updates, corrections, refiles, kills); AP Stylebook
(leads, writethrus, takes, adds, editors' notes); AFP, dpa, EFE, TASS, Anadolu, Yonhap, Kyodo,
ANP, STT and Europa Press house styles as seen on their wires, and those of release services.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from schemas.records import Cue

CAPITALS: Final[Mapping[Cue, tuple[str, ...]]] = {
    "kill": (
        *("MANDATORY KILL", "KILL NOTICE", "BULLETIN KILL", "STORY KILL", "KILL", "KILLED"),
        *("WITHDRAWN", "WITHDRAWAL", "RETRACTION", "RETRACTED", "STORY WITHDRAWN", "ELIMINATION"),
        *("ANNULATION", "DÉPÊCHE ANNULÉE", "À ANNULER", "AVIS D'ANNULATION", "ANNULÉ"),
        *("ANULACIÓN", "ANULADA", "ANULADO", "SE ANULA", "NOTICIA ANULADA"),
        *("ZURÜCKGEZOGEN", "MELDUNG ZURÜCKGEZOGEN", "RÜCKZUG", "STORNO", "STORNIERT"),
        *("АННУЛИРОВАНО", "АННУЛИРОВАНИЕ", "СООБЩЕНИЕ АННУЛИРОВАНО", "ОТЗЫВ СООБЩЕНИЯ"),
        *("СООБЩЕНИЕ АННУЛИРУЕТСЯ", "АННУЛИРУЕТСЯ", "АНУЛЬОВАНО", "ВІДКЛИКАНО"),
        *("HABER İPTAL", "İPTAL", "GERİ ÇEKİLDİ", "HABER GERİ ÇEKİLDİ"),
        *("ANNULLERET", "UTGÅR", "MAKULERES", "PERUUTETTU", "WYCOFANE", "ANULOWANE", "PEMBATALAN"),
    ),
    "withhold": (
        *("WITHHOLD", "MANDATORY WITHHOLD", "HOLD", "MANDATORY HOLD", "STORY WITHHELD"),
        *("À SUSPENDRE", "DÉPÊCHE SUSPENDUE", "GESPERRT", "RETENER", "RETENIDA"),
        *("ПРИОСТАНОВЛЕНО", "НЕ ДЛЯ ПУБЛИКАЦИИ", "YAYIMLAMAYIN", "BEKLETİN"),
    ),
    "lead": ("LEAD", "LD", "ROUNDUP", "WRAPUP", "ZUSAMMENFASSUNG", "ZF"),
    "take": ("TAKE", "SUITE", "SUITE ET FIN", "FOLGE", "FORTSETZUNG", "DEVAM", "DEVAMI"),
    "add": ("ADD", "EK", "EKLEME", "AJOUT", "COMPLÉMENT", "AMP.", "AMPL."),
    "update": ("RECASTS", "NEW", "NEU", "ADDS"),
    "advisory": ("ADVISORY", "AVIS", "AVISO", "MEMO", "HINWEIS"),
    "flash": (
        *("FLASH", "ALERT", "BULLETIN", "URGENT", "BREAKING", "SNAP", "NEWSALERT", "ALERTE"),
        *(
            "ALERTA",
            "AVANCE",
            "URGENTE",
            "EIL",
            "BLITZ",
            "СРОЧНО",
            "МОЛНИЯ",
            "ЭКСПРЕСС",
            "ТЕРМІНОВО",
        ),
        *("FLAŞ", "ACİL"),
        *("PILNE", "PIKA", "HAST", "HASTER", "SPOED", "ULTIM'ORA", "HITNO", "TERKINI", "ΕΚΤΑΚΤΟ"),
        *("ΈΚΤΑΚΤΟ",),
    ),
}
"""Cues that are also common words: they count in capitals ("Kill Bill: Vol. 1" is none)."""

WORDS: Final[Mapping[Cue, tuple[str, ...]]] = {
    "kill": (
        *("إلغاء خبر", "إلغاء الخبر", "إلغاء برقية", "إلغاء البرقية", "إلغاء", "سحب خبر"),
        *("سحب الخبر", "سحب برقية", "يلغى الخبر", "يلغى", "ملغى", "خبر ملغى", "برقية ملغاة"),
        *("ابطال خبر", "حذف خبر", "لغو خبر", "خبر منسوخ", "撤稿", "撤销稿件", "撤銷稿件"),
        *("전문취소", "기사취소", "全文取り消し", "記事取り消し"),
    ),
    "withhold": ("تعليق نشر", "وقف نشر", "يرجى عدم النشر", "خبر معلق", "محجوب"),
    "refile": (
        *(
            "RPT",
            "REPEAT",
            "REPEATS",
            "REFILE",
            "REFILED",
            "REFILES",
            "RESEND",
            "RESENDING",
            "REDIFFUSION",
            "REENVÍO",
        ),
        *("REPETICIÓN", "WDH", "WIEDERHOLUNG", "ПОВТОР", "ПОВТОРНО", "TEKRAR"),
        *("إعادة إرسال", "إعادة بث", "معاد", "إعادة"),
    ),
    "correction": (
        *("CORRECTED", "CORRECTION", "CORRECT", "CORRECTS", "EDITED", "OFFICIAL CORRECTION"),
        *("CORRECTED (OFFICIAL)", "RECTIFICATIF", "RECTIFICATION", "CORRIGÉ"),
        *("ANNULE ET REMPLACE", "ERRATUM", "CORRECCIÓN", "CORREGIDO", "CORREGIDA", "CORRIGE"),
        *("CORREÇÃO", "CORRIGIDA", "CORRIGIDO", "RETIFICAÇÃO", "CORREZIONE", "RETTIFICA"),
        *("RECTIFICACIÓN", "KORREKTUR", "KORRIGIERT", "BERICHTIGUNG", "BERICHTIGT", "KORR"),
        *("ИСПРАВЛЕНИЕ", "ИСПРАВЛЕНО", "ИСПРАВЛЕННАЯ ВЕРСИЯ", "ПОПРАВКА", "УТОЧНЕНИЕ"),
        *("УТОЧНЕНО", "ВИПРАВЛЕННЯ", "ВИПРАВЛЕНО", "УТОЧНЕННЯ"),
        *("DÜZELTME", "DÜZELTİLDİ", "DÜZELTMELİ", "TEKZİP", "TASHİH"),
        *("تصحيح", "تصحيح خبر", "تصويب", "إعادة تصحيح", "مصحح", "خبر مصحح", "استدراك"),
        *("اصلاحیه", "تصحیح", "اصلاح خبر", "تصحیح شدہ", "更正", "勘误", "勘誤"),
        *("CORRECTING", "RICHTIGSTELLUNG", "CORRECTIE", "RECTIFICATIE", "RETTELSE", "RETTET"),
        *("RÄTTELSE", "RÄTTAD", "KORJAUS", "KORJATTU", "KOREKTA", "SPROSTOWANIE", "OPRAVA"),
        *("HELYESBÍTÉS", "CORECTURĂ", "ERATĂ", "ISPRAVAK", "ISPRAVKA", "КОРЕКЦИЯ", "ΔΙΟΡΘΩΣΗ"),
        *("ΔΙΌΡΘΩΣΗ", "ΟΡΘΗ ΕΠΑΝΑΛΗΨΗ"),
        *("RALAT", "KOREKSI", "תיקון", "訂正", "정정", "शुद्धिपत्र"),
    ),
    "writethru": (
        *("WRITETHRU", "LEAD WRITETHRU", "LD WRITETHRU", "NEUFASSUNG", "VERSION REMANIÉE"),
        *("NUEVA VERSIÓN", "НОВАЯ РЕДАКЦИЯ", "ПЕРЕРАБОТАННАЯ ВЕРСИЯ", "YENİDEN YAZILDI"),
        *("صيغة جديدة", "صيغة معدلة", "إعادة صياغة"),
    ),
    "lead": (
        *("PAPIER GÉNÉRAL", "SYNTHÈSE", "RESUMEN GENERAL", "СВОДКА", "GENİŞ ÖZET", "TOPLU HABER"),
        *("إجمالي", "تقرير إجمالي", "مقدمة", "مقدمة أولى", "مقدمة ثانية", "مقدمة جديدة"),
    ),
    "take": (
        "ПРОДОЛЖЕНИЕ",
        "ОКОНЧАНИЕ",
        "SEGUNDA TOMA",
        "CONTINUACIÓN",
        "تتمة",
        "تابع",
        "الجزء الثاني",
    ),
    "add": (
        *("ERGÄNZUNG", "ERGÄNZT", "AMPLIACIÓN", "AMPLÍA", "AJOUTE", "ДОПОЛНЕНО", "ДОПОЛНЕНИЕ"),
        *("İLAVE", "إضافة", "إضافة أولى", "إضافة ثانية", "إضافة تفاصيل"),
    ),
    "update": (
        *("UPDATE", "UPDATED", "UPDATES", "UPDATING", "ACTUALISATION", "ACTUALISÉ"),
        *("ATUALIZADA", "ATUALIZADO", "ATUALIZAÇÃO", "AGGIORNAMENTO", "AGGIORNATO"),
        *("ACTUALISE", "MISE À JOUR", "ACTUALIZACIÓN", "ACTUALIZADO", "ACTUALIZA"),
        *("AKTUALISIERT", "AKTUALISIERUNG", "AKTUALISIERTE FASSUNG"),
        *("ОБНОВЛЕНО", "ОБНОВЛЕНИЕ", "ОБНОВЛЕННАЯ ВЕРСИЯ", "ОНОВЛЕНО"),
        *("GÜNCELLEME", "GÜNCELLENDİ", "GÜNCEL", "تحديث", "محدث", "خبر محدث", "موسع"),
        *("به‌روزرسانی", "بروزرسانی", "تازہ ترین", "更新"),
        *("BIJGEWERKT", "OPPDATERT", "OPPDATERING", "OPDATERET", "OPDATERING", "UPPDATERING"),
        *("UPPDATERAD", "UPPDATERAT", "PÄIVITYS", "PÄIVITETTY", "AKTUALIZACJA", "AKTUALIZACE"),
        *("FRISSÍTVE", "ACTUALIZARE", "ΕΝΗΜΕΡΩΣΗ", "עדכון", "업데이트", "अपडेट"),
    ),
    "advisory": (
        *("MEDIA ADVISORY", "NOTE TO EDITORS", "EDITORS' NOTE", "ATTENTION EDITORS"),
        *("ADVISORY NOTICE", "AVIS AUX RÉDACTIONS", "NOTE AUX RÉDACTIONS", "AVIS AUX ABONNÉS"),
        *("AVISO A LOS EDITORES", "NOTA A LOS EDITORES", "NOTA A LOS CLIENTES"),
        *("HINWEIS AN DIE REDAKTIONEN", "ACHTUNG REDAKTIONEN", "REDAKTIONSHINWEIS"),
        *("ВНИМАНИЮ РЕДАКЦИЙ", "ВНИМАНИЮ РЕДАКТОРОВ", "ВНИМАНИЮ ПОДПИСЧИКОВ"),
        *("EDİTÖRLERE NOT", "ABONELERİN DİKKATİNE", "ABONELERE NOT"),
        *("تنويه", "تنويه للمحررين", "ملاحظة للمحررين", "إلى المحررين", "مذكرة", "مذكرة للمحررين"),
    ),
    "flash": (
        *(
            "BREAKING NEWS",
            "NEWS ALERT",
            "AP NEWSALERT",
            "APNEWSALERT",
            "AP NEWS ALERT",
            "NEWS FLASH",
            "NEWSFLASH",
            "EILMELDUNG",
            "ÚLTIMA HORA",
        ),
        *("ÚLTIMO MINUTO", "DERNIÈRE MINUTE", "SON DAKİKA", "SON DAKIKA", "عاجل", "عاجل جدا"),
        *("خبر عاجل", "تنبيه", "فوری", "بریکنگ نیوز", "快讯", "快訊", "突发", "突發"),
        *("속보", "긴급", "速報", "דחוף", "מבזק", "ब्रेकिंग न्यूज़", "ब्रेकिंग", "ΕΚΤΑΚΤΗ ΕΙΔΗΣΗ"),
    ),
}
"""Cues that nothing else is, set off from the headline as they are."""

REPEATS: Final = (
    *(
        "RPT",
        "REPEAT",
        "REPEATS",
        "REDIFFUSION",
        "REPETICIÓN",
        "WIEDERHOLUNG",
        "ПОВТОР",
        "ПОВТОРНО",
    ),
    *("TEKRAR", "إعادة بث", "معاد", "إعادة"),
)
"""Refiles that mend nothing: the item is sent again as it was."""

CLOSING: Final[Mapping[str, tuple[str, ...]]] = {
    "UPDATE": (
        *("krótka2", "krótka3", "krótka4", "krótka5", "dłuższa", "opis", "aktl.", "aktualizacja"),
        *("uzupełniona", "aktualizované", "doplnené", "doplněno", "doplnění", "aktualizováno"),
        *("dopuna", "dopunjeno", "prošireno", "ažurirano", "dopolnjeno", "daljše", "papildyta"),
        *("atnaujinta", "papildināta", "papildināts", "täiendatud", "uuendatud", "actualizare"),
        *("frissítve", "frissített", "обновлено", "дополнено", "оновлено", "доповнено"),
    ),
    "SYNTHÈSE": ("synteza", "souhrn", "súhrn", "zbirno", "sinteză", "összefoglaló"),
    "CORRECTION": (
        *("korekta", "oprava", "opravené", "zpřesnění", "zpřesněno", "spresnené", "popravek"),
        *("popravljeno", "ispravak", "ispravka", "ispravljeno", "helyesbítés", "corectură"),
        *("tikslinta", "patikslinta", "precizēts", "täpsustatud", "parandatud", "исправлено"),
        *("уточнено", "виправлено"),
    ),
}
"""Cues that headlines of PAP, SITA, TASR, ČTK, HINA, STA, MTI, Agerpres and the Baltic agencies end
with, in brackets and mostly in small letters, or in capitals behind a dash; each by one of `WORDS`
that means the same."""

AND: Final = r"(?i: and | et | und | y | e | & |/)"
"""What joins two cues: "CORRECTION ET MISE À JOUR"; a regular expression."""

REPLACING: Final = r"CORRECTING (?i:and) REPLACING|CORRECTION (?i:and) REPLACEMENT"
"""How a release that mends another opens, set off by nothing; a regular expression."""

SLUGS: Final = (
    r"ld[- ]writethru|lead[- ]writethru|writethru|update|ld|lead|add|take|correction|corrected|kill"
)
"""Cues that sluglines end with; a regular expression."""

NOTE_NAMES: Final = (
    r"eds?|attn|attention(?= ?[-–] )|editors?|editors?['’]? notes?|eds\.? notes?"
    r"|attention editors|notes? to editors"
    r"|note aux rédactions|avis aux rédactions|achtung redaktionen|hinweis an die redaktion(?:en)?"
    r"|redaktionshinweis|nota a los editores|nota de los? editor(?:es)?|nota del editor"
    r"|вниманию редак(?:ций|торов)|примечание редакции|editörlere not|editörün notu"
    r"|n ?i ?e ?u ?w bericht, vervangt"
    r"|ملاحظة (?:للمحررين|إلى المحررين)|إلى المحررين|تنويه للمحررين"
)
"""How desks address editors; a regular expression."""

NOTE_VERBS: Final[tuple[tuple[Cue, str], ...]] = (
    (
        "kill",
        r"(?:this|the) story (?:has been|is|was) (?:killed|withdrawn|retracted)|mandatory kill",
    ),
    (
        "refile",
        (
            r"refil(?:es|ed|ing)\b|resend(?:s|ing)\b|re-?sends\b|wiederholung\b|повтор(?:но)?\b"
            r"|لإعادة (?:بث|إرسال)"
        ),
    ),
    (
        "correction",
        (
            r"(?:an? )?correct(?:s|ed|ing|ion)\b|fixes\b|rett(?:et|er|else)\b|rätt(?:else|ar|ad)\b"
            r"|korriger(?:er|ar|ing)\b|gecorrigeerd\b|rectificatie\b|corregge\b|rettifica\b"
            r"|korja(?:ttu|a)\b|koryguje\b|corrige\b|rectifie\b|korrigiert\b|berichtigt\b"
            r"|исправл(?:яет|ено|ены|ена)\b|уточн(?:яет|ено)\b|düzelt(?:ir|ildi|me)\b"
            r"|لتصحيح|يصحح|تصحح|تصحيح|بتصحيح"
        ),
    ),
    (
        "update",
        (
            r"updat(?:es|ed|ing)\b|adds\b|recasts?\b|adding\b"
            r"|actualis(?:e|é)\b|ajoute\b|aktualisiert\b"
            r"|opdater(?:et|er)\b|oppdater(?:t|er)\b|uppdatera(?:d|t|r)\b|tilføjer\b|legger til\b"
            r"|lägger till\b|ny version\b|bijgewerkt\b|aggiorna(?:to)?\b|atualiza(?:do)?\b"
            r"|päivit(?:etty|tää)\b|ergänzt\b|neu\b|actualiza(?:do)?\b|añade\b|amplía\b|обновл(?:яет|ено)\b"
            r"|добавл(?:яет|ены|ено|ена)\b|дополн(?:яет|ено)\b|güncelle(?:r|ndi|me)\b"
            r"|ayrıntı(?:lar)? eklendi\b|ekler\b|لإضافة|يضيف|تضيف|بإضافة|إضافة|لتحديث|تحديث"
        ),
    ),
)
"""What notes say was done, each a regular expression for their first words; the first counts."""
