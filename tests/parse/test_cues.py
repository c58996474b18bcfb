"""Cues of version in headlines."""

from __future__ import annotations

import pytest

from schemas.records import Cue
from streams.parse.cues import (
    GRAVITY,
    REVISIONS,
    cue_in_note,
    cue_in_slugline,
    cue_of,
    is_editor_note,
    is_repeat,
)
from tests.parse.wires import article


@pytest.mark.parametrize(
    ("headline", "revision"),
    [
        ("UPDATE 2-Oil rises on supply fears", "update"),
        ("UPDATE 2", "update"),
        ("CORRECTION AND UPDATE", "correction"),
        ("CORRECTION AND UPDATE 2", "correction"),
        ("Oil rises 2 percent after update", "original"),
        ("Update: Oil rises", "update"),
        ("1ST LEAD Oil: prices rise", "update"),
        ("1ST LEAD: Oil rises", "update"),
        ("CORRECTED-Oil rises", "correction"),
        ("(CORRECTED) - Oil rises", "correction"),
        ("Correction: Oil-Prices story", "correction"),
        ("UPDATE 1-CORRECTED-Oil rises", "correction"),
        ("REFILE-Oil rises", "correction"),
        ("KILL: Oil rises", "kill"),
        ("MANDATORY KILL - Oil rises", "kill"),
        ("RECTIFICATIF: le pétrole monte", "correction"),
        ("KORREKTUR: Öl steigt", "correction"),
        ("CORRECCIÓN: sube el petróleo", "correction"),
        ("ИСПРАВЛЕНИЕ: нефть дорожает", "correction"),
        ("ВИПРАВЛЕННЯ: нафта дорожчає", "correction"),
        ("DÜZELTME: Petrol yükseldi", "correction"),
        ("تصحيح: ارتفاع أسعار النفط", "correction"),
        ("(تصحيح) ارتفاع أسعار النفط", "correction"),
        ("تحديث 1-ارتفاع أسعار النفط", "update"),
        ("إلغاء خبر: ارتفاع أسعار النفط", "kill"),
        ("اصلاحیه: قیمت نفت", "correction"),
        ("更正：油价上涨", "correction"),
        ("（更新）油价上涨", "update"),
        ("CORRECTION ET MISE À JOUR - Le pétrole monte", "correction"),
        ("Corrección y actualización: sube el petróleo", "correction"),
        ("CORRECTING and REPLACING Acme Finds Oil", "correction"),
        ("/C O R R E C T I O N -- Acme Inc./", "correction"),
        ("/R E P E A T -- Acme Finds Oil/", "correction"),
        ("RETTELSE: Olien stiger", "correction"),
        ("KORJAUS: Öljy kallistuu", "correction"),
        ("Διόρθωση: Άνοδος του πετρελαίου", "correction"),
        ("תיקון: מחירי הנפט עולים", "correction"),
        ("【訂正】原油価格が上昇", "correction"),
        ("[정정] 유가 상승", "correction"),
        ("KOREKSI: Harga minyak naik", "correction"),
        ("OPPDATERT: Oljen stiger", "update"),
        ("[전문취소] 유가 상승", "kill"),
        ("News and views: oil rises", "original"),
        ("A B C D E: the alphabet of oil", "original"),
        ("Kill Bill: Vol. 3 is coming", "original"),
        ("Lead: the metal that poisons", "original"),
        ("إلغاء رحلات جوية بسبب العاصفة", "original"),
        ("Correction in oil markets ends", "original"),
        ("", "original"),
    ],
)
def test_cues(headline: str, revision: str) -> None:
    cue = cue_of(headline)
    assert (REVISIONS[cue] if cue else "original") == revision


@pytest.mark.parametrize(
    ("cue", "headlines"),
    [
        (
            "flash",
            (
                *("URGENT: Quake hits", "(URGENT) Quake hits", "FLASH - Quake hits"),
                *(
                    "[속보] 지진 발생",
                    "【速報】地震発生",
                    "דחוף: רעידת אדמה",
                    "PILNE: Trzęsienie ziemi",
                ),
                *("ΕΚΤΑΚΤΟ: Σεισμός", "ब्रेकिंग न्यूज़: भूकंप", "PIKA: Maanjäristys", "HAST: Jordskjelv"),
                *("عاجل: زلزال", "عاجل | زلزال", "#عاجل زلزال", "عاجل.. زلزال", "خبر عاجل - زلزال"),
                *("URGENT - Séisme", "ALERTE: Séisme", "+++ EIL +++ Beben", "EILMELDUNG: Beben"),
                *(
                    "AVANCE.- Terremoto",
                    "URGENTE.- Terremoto",
                    "URGENTE - Terremoto",
                    "Última hora: Terremoto",
                    "СРОЧНО: Толчки",
                ),
                *("МОЛНИЯ - Толчки", "SON DAKİKA: Deprem", "Son dakika... Deprem", "FLAŞ: Deprem"),
            ),
        ),
        (
            "update",
            (
                *("UPDATE 2-Oil rises", "تحديث 2-النفط", "(محدث) النفط", "ACTUALISATION 2-Pétrole"),
                *("(Actualisé) Pétrole", "AKTUALISIERT: Öl", "ACTUALIZA 1-Petróleo", "NEU: Öl"),
                *("Oil rises (UPDATE)", "Oil rises (UPDATE 2)", "ارتفاع النفط (محدث)"),
                *("ОБНОВЛЕНО: Нефть", "(обновлено) Нефть", "GÜNCELLEME 2-Petrol"),
            ),
        ),
        (
            "correction",
            (
                *("CORRECTED-UPDATE 1-Oil", "(CORRECTED) Oil", "تصحيح-النفط", "(تصويب) النفط"),
                *(
                    "RECTIFICATIF - Pétrole",
                    "KORREKTUR/Öl",
                    "(Berichtigung) Öl",
                    "(Corrección) Oro",
                ),
                *("Le pétrole monte (RECTIFICATIF)", "Le pétrole monte (CORRECT) "),
                *("(исправлено) Нефть", "ПОПРАВКА: Нефть", "DÜZELTME-Petrol", "(Düzeltme) Petrol"),
            ),
        ),
        ("refile", ("REFILE-UPDATE 1-Oil", "RPT-UPDATE 2-Oil", "WDH: Öl", "ПОВТОР - Нефть")),
        (
            "lead",
            (
                *("1ST LEAD Oil prices rise", "2nd LEAD Oil", "(2nd LD) Oil", "(LEAD) Oil"),
                *("ROUNDUP 2: Öl", "ZUSAMMENFASSUNG 1800: Öl", "(إجمالي) النفط", "СВОДКА - Нефть"),
            ),
        ),
        ("writethru", ("WRITETHRU: Oil", "1st Ld-Writethru: Oil", "NEUFASSUNG: Öl")),
        ("take", ("TAKE 2-Oil", "2ND TAKE Oil", "SUITE 2 - Pétrole", "(تتمة) النفط")),
        (
            "add",
            (
                "AMP.- Petróleo",
                "AMPL.- O.Próximo.- Petróleo",
                "1ST ADD Oil",
                "(AMPLIACIÓN) Petróleo",
                "(إضافة) النفط",
                "ДОПОЛНЕНИЕ 2-Нефть",
            ),
        ),
        (
            "kill",
            (
                *("MANDATORY KILL: Oil", "(إلغاء) النفط", "ANNULATION: Pétrole", "ANULADA: Oro"),
                *("ZURÜCKGEZOGEN: Öl", "АННУЛИРОВАНО: Нефть", "HABER İPTAL: Petrol"),
            ),
        ),
        ("withhold", ("WITHHOLD - Oil", "(تعليق نشر) النفط")),
        (
            "advisory",
            ("ADVISORY: Coverage plans", "تنويه: إلى المشتركين", "AVISO - A los clientes"),
        ),
        (
            None,
            (
                *("Breaking: bad", "Hold: the line", "Alert - the cat", "Take: five", "New: a car"),
                *("Snap sinks (SNAP)", "Siemens (HOLD)", "AMP - shares rise", "Zones (update)"),
                *("Film critics (Kill)", "مهرجان (إلغاء)", "A way (CORRECTION NEEDED)"),
                *("Corrections: state jails", "تصحيح مسار السفينة", "Lead pipes - danger"),
                *(
                    "PRECIOUS-Gold rises",
                    "BRIEF-Acme says",
                    "URGENT Care closes",
                    "Suite: à suivre",
                ),
            ),
        ),
    ],
)
def test_the_finer_cue(cue: Cue | None, headlines: tuple[str, ...]) -> None:
    assert {headline: cue_of(headline) for headline in headlines} == dict.fromkeys(headlines, cue)


def test_every_cue_has_a_gravity_and_a_revision() -> None:
    assert set(GRAVITY) == set(REVISIONS)
    order = ["original", "update", "correction", "original", "kill"]
    seen = [REVISIONS[cue] for cue in GRAVITY]
    assert [one for at, one in enumerate(seen) if at == 0 or one != seen[at - 1]] == order


@pytest.mark.parametrize(
    ("slugline", "cue"),
    [
        ("BC-EU--Summit,1st Ld-Writethru", "writethru"),
        ("BC-EU--Fire, 2nd Ld", "lead"),
        ("OIL-PRICES/ (UPDATE 2)", "update"),
        ("BC-ML--Talks,Correction", "correction"),
        ("Quake, 3rd Add", "add"),
        ("تنبيه", "flash"),
        ("metals-lead-prices", None),
        ("US-correction-prison", None),
        ("LEAD-PRICES", None),
        ("", None),
    ],
)
def test_sluglines(slugline: str, cue: str | None) -> None:
    assert cue_in_slugline(slugline) == cue


@pytest.mark.parametrize(
    ("note", "cue"),
    [
        ("(EDS: UPDATES with minister, ADDS quotes)", "update"),
        ("Eds: Corrects spelling in paragraph 2.", "correction"),
        ("(Adds quotes, background)", "update"),
        ("(Refiles to fix typo)", "refile"),
        ("(Corrige la date)", "correction"),
        ("(Actualisé avec réactions)", "update"),
        ("(Berichtigt: Name)", "correction"),
        ("(Añade declaraciones)", "update"),
        ("(Исправляет дату)", "correction"),
        ("(Добавлены подробности)", "update"),
        ("(Düzeltir: tarih)", "correction"),
        ("(Ayrıntılar eklendi)", "update"),
        ("(لتصحيح التاريخ في الفقرة الثانية)", "correction"),
        ("(يضيف تفاصيل)", "update"),
        ("ATTENTION - ADDS quotes ///", "update"),
    ],
)
def test_notes_to_editors_say_what_was_done(note: str, cue: str) -> None:
    assert is_editor_note(note)
    assert cue_in_note(note) == cue


@pytest.mark.parametrize(
    ("note", "cue"),
    [
        ("A correction to the name in paragraph 3", "correction"),
        ("OPDATERET: Med citater i 3. afsnit", "update"),
        ("Rättar namn i andra stycket", "correction"),
        ("Korrigerer navn i 2. avsnitt", "correction"),
        ("Korjattu aiempaa uutista: nimi", "correction"),
        ("Lägger till citat", "update"),
        ("Bijgewerkt met citaat", "update"),
        ("Minor edits", None),
    ],
)
def test_notes_that_a_format_gives_say_what_was_done(note: str, cue: str | None) -> None:
    assert cue_in_note(note) == cue


@pytest.mark.parametrize(
    "line",
    [
        "Editors say the paper will close.",
        "Ed Smith spoke on Monday.",
        "(With that he left.)",
        "(Reuters) -",
        "Updates will follow on Monday.",
        "(Eds: " + "x" * 500 + ")",
        "Nieuw bericht over de olie.",
    ],
)
def test_sentences_are_no_notes(line: str) -> None:
    assert not is_editor_note(line)


def test_what_is_only_sent_again_corrects_nothing() -> None:
    assert is_repeat("RPT-Oil rises")
    assert not is_repeat("REFILE-Oil rises")
    assert not is_repeat("Oil rises")
    repeat, refile = (article(f"{cue}-Oil rises\n\nIt did.") for cue in ("RPT", "REFILE"))
    assert (repeat.cue, repeat.revision) == ("refile", "original")
    assert (refile.cue, refile.revision) == ("refile", "correction")


def test_a_note_in_the_body_is_set_apart_and_heard() -> None:
    parsed = article("Oil rises\n\n(Corrects price in paragraph 2)\n\nOil rose.\n\nIt fell.")
    assert parsed.parts("editor_note") == ("(Corrects price in paragraph 2)",)
    assert (parsed.cue, parsed.revision) == ("correction", "correction")


def test_a_withheld_headline_withholds() -> None:
    parsed = article("WITHHOLD - Oil rises\n\nOil rose.")
    assert (parsed.status, parsed.revision) == ("withheld", "original")
