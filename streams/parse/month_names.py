"""The names of months as datelines, feeds and pages write them, in the languages read."""

from __future__ import annotations

from typing import Final

MONTHS: Final = (
    (*("jan", "ene", "gen", "oca", "янв", "січ", "sty", "ιαν", "ינו"), *("ينا", "جانفي")),
    (*("feb", "fév", "fev", "şub", "фев", "лют", "lut", "φεβ", "פבר"), *("فبر", "فيفري", "شباط")),
    (*("mar", "mär", "mrz", "maa", "мар", "бер", "μαρ", "μάρ", "מרץ"), *("مار", "آذار", "اذار")),
    (*("apr", "avr", "abr", "nis", "апр", "кві", "kwi", "απρ", "אפר"), *("أبر", "ابر", "نيسان")),
    (*("may", "mai", "maj", "mag", "mei", "мая", "май", "тра", "μαΐ"), *("μάι", "מאי", "ماي")),
    (*("jun", "juin", "giu", "haz", "июн", "чер", "cze", "ιουν", "יונ"), *("يون", "حزيران")),
    (*("jul", "juil", "lug", "tem", "июл", "лип", "lip", "ιουλ", "יול"), *("يول", "تموز")),
    (
        *("aug", "aoû", "aou", "ago", "agu", "ağu", "авг", "сер", "sie", "αυγ"),
        *("אוג", "أغس", "اغس"),
    ),
    (*("sep", "set", "eyl", "сен", "вер", "wrz", "σεπ", "ספט"), *("سبت", "أيلول", "ايلول")),
    (*("oct", "okt", "ott", "out", "eki", "окт", "жов", "paź", "οκτ", "אוק"), *("أكت", "اكت")),
    (*("nov", "kas", "ноя", "лис", "lis", "νοε", "נוב"), *("نوف",)),
    (*("dec", "dez", "déc", "dic", "des", "ara", "дек", "гру", "gru", "δεκ", "דצמ"), *("ديس",)),
)
"""How months begin in en es it tr ru uk de fr nl pt pl id el he ar, the longest first where they
are alike."""

EN_MONTHS: Final = tuple(names[0].capitalize() for names in MONTHS)


def month_number(name: str) -> int | None:
    """Give the number of the month that `name` begins like: 3 for "Mär" and "марта"."""
    word = name.casefold()
    return next((at for at, starts in enumerate(MONTHS, start=1) if word.startswith(starts)), None)
