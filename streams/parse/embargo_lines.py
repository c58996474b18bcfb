"""Embargoes that the text of a release tells: "EMBARGOED UNTIL 00:01 GMT, MONDAY 4 MARCH 2019"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from streams.parse.dates import ZONES_H
from streams.parse.written_days import days_in, with_ascii_digits

MAX_CHARS: Final = 200
"""A longer line is text."""

TOLD: Final = re.compile(
    r"[\W_]{0,8}(?:strictly )?(?:(?:under )?embargo(?:ed)?"
    r"(?: (?:for|from) (?:release|publication))?"
    r"(?:\s?:(?=.{0,150}\d)| (?:until|till|bis)\b)|not for (?:publication|release|broadcast|use)"
    r" (?:before|until)\b|sperrfrist(?:\s?:| bis\b)|(?:sous )?embargo jusqu['’](?:au|à)"
    r"|(?:bajo )?embarg(?:o|ado) hasta\b|(?:sob )?embargo até\b|эмбарго до\b"
    r"|محظور النشر حتى|حظر النشر حتى)(.{0,150})",
    re.IGNORECASE,
)
"""How a line tells that what follows is for later, and until when. "Embargo:" before words alone is
a headline of one on arms or oil."""

CLOCK: Final = re.compile(
    r"(?<!\d)(\d{1,2})[:.h](\d\d)(?!\d)(?:\s?([ap])\.?m\b)?|(?<!\d)(\d{1,2})\s?(?:([ap])\.?m\b|uhr\b|h\b)"
    r"|(?<!\d)([0-2]\d)([0-5]\d)(?!\d)|\b(noon|midnight)\b",
    re.IGNORECASE,
)
ZONE: Final = re.compile(r"\b[A-Z]{2,5}\b")
NORTH_AMERICA: Final = {
    **dict.fromkeys(("ET", "EST", "EDT"), ZoneInfo("America/New_York")),
    **dict.fromkeys(("CT", "CST", "CDT"), ZoneInfo("America/Chicago")),
    **dict.fromkeys(("MT", "MST", "MDT"), ZoneInfo("America/Denver")),
    **dict.fromkeys(("PT", "PST", "PDT"), ZoneInfo("America/Los_Angeles")),
}
IN_WORDS: Final = {
    "غرينتش": 0.0,
    "جرينتش": 0.0,
    "مكة": 3.0,
    "гринвич": 0.0,
    "мск": 3.0,
    "московск": 3.0,
}
"""Zones as Arabic and Russian name them, hours east of Greenwich."""

LAST_HOUR: Final = 23


class Embargo(NamedTuple):
    """An embargo, and when it ends if that could be read."""

    until: datetime | None


def embargo_in(line: str, published: datetime | None) -> Embargo | None:
    """Give the embargo that `line` tells; None when it tells none.

    A year or a zone that is not said is that of `published`; a time not said is midnight.
    """
    match = TOLD.match(line) if len(line) <= MAX_CHARS else None
    if match is None:
        return None
    try:
        return Embargo(_time(with_ascii_digits(match[1]), published))
    except (ValueError, OverflowError):
        return Embargo(None)


def _time(text: str, published: datetime | None) -> datetime | None:
    date = next(days_in(text), None)
    if date is None:
        return None
    rest = f"{text[: date.start]} {text[date.end :]}"
    year = date.year or (published.year if published else None)
    zone = _zone(rest) or (published.tzinfo if published else None)
    if year is None or zone is None:
        return None
    hour, minute = _clock(rest)
    if hour > LAST_HOUR:
        return None
    return datetime(year, date.month, date.day, hour, minute, tzinfo=zone)


def _clock(text: str) -> tuple[int, int]:
    match = CLOCK.search(text)
    if match is None:
        return 0, 0
    if match[8]:
        return (12, 0) if match[8].lower() == "noon" else (0, 0)
    hour = int(match[1] or match[4] or match[6])
    half = match[3] or match[5]
    if half:
        hour = hour % 12 + (12 if half in "pP" else 0)
    return hour, int(match[2] or match[7] or 0)


def _zone(text: str) -> tzinfo | None:
    for name in ZONE.findall(text):
        if name in NORTH_AMERICA:
            return NORTH_AMERICA[name]
        hours = 0.0 if name in {"GMT", "UTC"} else ZONES_H.get(name)
        if hours is not None:
            return timezone(timedelta(hours=hours))
    small = text.lower()
    named = next((hours for name, hours in IN_WORDS.items() if name in small), None)
    return None if named is None else timezone(timedelta(hours=named))
