"""Lines of nothing but a time, or a place and a day: when a text was written, sent or updated."""

from __future__ import annotations

import re
from typing import Final

from streams.parse.month_names import month_number

PLACE_CHARS: Final = 30
"""Longest place beside a day in a line of their own."""
TIME_CHARS: Final = 48
DATED_CHARS: Final = PLACE_CHARS + 1 + TIME_CHARS
"""Longest line of nothing but a time, or a place and a day."""
TIME_DIGITS: Final = 5
"""Digits that day and year have at least."""
TIME_WORDS: Final = re.compile(r"[^\W\d_]+")
OF_TIMES: Final = re.compile(
    r"[A-Z]{1,4}|[ap]m|[年月日時时分秒点]|년|월|일|송고|جمت|كونا|[a-zч]|Uhr|Eastern|Standard|Daylight|Time"
    r"|(?i:updated?|published|issued|publié|le|at|um|den|on|ore|alle|mis|jour)"
    r"|(?i:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:lun|mar|mercre|jeu|vendre"
    r"|same)di|dimanche|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lunes|martes|miércoles|jueves"
    r"|viernes|sábado|domingo|(?:lune|marte|mercole|giove|vener)dì|sabato|domenica)"
    r"|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
)
"""Words beside a month that a line of nothing but a time has: zones, agencies, days, units."""
CLOCK: Final = re.compile(
    r"(?<!\d)\d{1,2}[:h時时]\d\d|(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{6,8}(?!\d)"
)
"""A clock's time, a year, or the day, hour and minute that wires write together."""


def is_place_and_day(line: str) -> bool:
    """Tell a line of nothing but a place and a day: "Paris, le 4 mars 2019"."""
    place, comma, day = line.partition(",")
    named = place[:1].isupper() and not any(map(str.isdecimal, place))
    return bool(comma) and named and len(place) <= PLACE_CHARS and is_time(day)


def is_time(line: str) -> bool:
    """Tell whether a line is nothing but a day and an hour: "2019-03-04 15:09:33"."""
    if len(line) > TIME_CHARS:
        return False
    words = line.strip()
    if sum(map(str.isdecimal, words)) < TIME_DIGITS:
        return False
    return CLOCK.search(words) is not None and all(
        OF_TIMES.fullmatch(word) or month_number(word) for word in TIME_WORDS.findall(words)
    )
