"""Cues of version in headlines."""

from __future__ import annotations

import pytest

from streams.parse.cues import REVISIONS, cue_of


@pytest.mark.parametrize(
    ("headline", "revision"),
    [
        ("UPDATE 2-Oil rises on supply fears", "update"),
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
