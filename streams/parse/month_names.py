"""The names of months as datelines, feeds and pages write them, in the languages read."""

from __future__ import annotations

from typing import Final

MONTHS: Final = (
    ("jan", "ene", "gen", "oca", "янв"),
    ("feb", "fév", "fev", "şub", "фев"),
    ("mar", "mär", "mrz", "maa", "мар"),
    ("apr", "avr", "abr", "nis", "апр"),
    ("may", "mai", "maj", "mag", "мая", "май"),
    ("jun", "juin", "giu", "haz", "июн"),
    ("jul", "juil", "lug", "tem", "июл"),
    ("aug", "aoû", "aou", "ago", "ağu", "авг"),
    ("sep", "set", "eyl", "сен"),
    ("oct", "okt", "ott", "out", "eki", "окт"),
    ("nov", "kas", "ноя"),
    ("dec", "dez", "déc", "dic", "ara", "дек"),
)
"""How months begin in en es it tr ru de fr nl pt, the longest first where they are alike."""

EN_MONTHS: Final = tuple(names[0].capitalize() for names in MONTHS)


def month_number(name: str) -> int | None:
    """Give the number of the month that `name` begins like: 3 for "Mär" and "марта"."""
    word = name.casefold()
    return next((at for at, starts in enumerate(MONTHS, start=1) if word.startswith(starts)), None)
