"""Times as wires write them; what does not say when gives None, never the present."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import Final
from zoneinfo import ZoneInfo

from streams.parse.month_names import month_number

MAX_CHARS: Final = 64
"""A longer string is no date; the longest that feeds send has about 40 characters."""

ISO: Final = re.compile(
    r"(\d{4})[-/]?(\d\d)[-/]?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?)?"
    r"\s?(Z|z|[+-]\d\d(?::?\d\d)?)?"
)
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
RFC_822: Final = re.compile(
    rf"(?:[A-Z][a-z][a-z], )?(\d{{1,2}}) ({'|'.join(MONTHS)}) ([1-9]\d{{3}})"
    r" (\d\d):(\d\d):(\d\d) (?:GMT|([+-]\d{4}))",
    re.ASCII,
)
"""As nearly every feed writes it; what differs is left to the library, ten times as slow."""

NAMED: Final = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,? )?(\d{1,2})\.? ([^\W\d_]{3,10})\.?,? ([1-9]\d{3}),? "
    r"(\d\d?:\d\d.{0,20})"
)
"""With the month in another language: "lun., 04 mars 2019 15:09:00 +0100"."""

TWELVE: Final = re.compile(r"\b(\d{1,2}):(\d\d(?::\d\d)?)\s?([AaPp])\.?[Mm]\b\.?")
"""A time of twelve hours: "3:09 PM"."""

FROM_GMT: Final = re.compile(r"(?:GMT|UTC)\s?([+-])(\d{1,2})(?::?(\d\d))?\Z")
"""A zone by its distance: "GMT+3", "UTC+03:00"."""

DIGITS: Final = 14
"""Of a date and time without any sign between: "20190304150900"."""

CENTRAL_EUROPE: Final = ZoneInfo("Europe/Berlin")
ZONES_H: Final = {
    "WET": 0.0,
    "WEST": 1.0,
    "BST": 1.0,
    "CET": 1.0,
    "CEST": 2.0,
    "MEZ": 1.0,
    "MESZ": 2.0,
    "EET": 2.0,
    "EEST": 3.0,
    "MSK": 3.0,
    "TRT": 3.0,
    "AST": 3.0,
    "IRST": 3.5,
    "GST": 4.0,
    "PKT": 5.0,
    "HKT": 8.0,
    "JST": 9.0,
    "KST": 9.0,
}
"""Zone names beside those of RFC 822, hours east of Greenwich. AST is Arabia's, not Atlantic."""


def parse_time(value: str | None) -> datetime | None:
    """Read an RFC 3339, ISO 8601 or RFC 822 time; None when it is none of these.

    It keeps its zone, which tells what day it was where it was written. A time without a
    zone counts as UTC, a date without a time as its midnight. None too for a time
    that in UTC leaves the years 1 to 9999.
    """
    text = value.strip() if value else ""
    if not text or len(text) > MAX_CHARS:
        return None
    if len(text) == DIGITS and text.isdigit():
        text = f"{text[:8]}T{text[8:]}"
    match = ISO.fullmatch(text)
    try:
        time = _iso(match) if match else _rfc822(text)
        if time is None or MINYEAR < time.year < MAXYEAR:
            return time
        return time if time.astimezone(UTC) else None
    except (ValueError, OverflowError):
        return None


def _iso(match: re.Match[str]) -> datetime:
    try:
        time = datetime.fromisoformat(match[0])
    except ValueError:
        return _mixed(match)
    if time.microsecond:
        time = time.replace(microsecond=0)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _mixed(match: re.Match[str]) -> datetime:
    """Read what writes date and time in different forms, or a space before the zone."""
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    return datetime(year, month, day, hour, minute, second, tzinfo=_offset(match[7]))


def _offset(zone: str | None) -> timezone:
    if not zone or zone in "Zz":
        return UTC
    digits = zone[1:].replace(":", "").ljust(4, "0")
    east = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-east if zone[0] == "-" else east)


def _rfc822(text: str) -> datetime | None:
    """Read "Sat, 29 Dec 2018 15:00:00 GMT"; each part must be there but day name and zone."""
    if usual := RFC_822.fullmatch(text):
        day, month, year, hour, minute, second, zone = usual.groups()
        number = MONTHS.index(month) + 1
        date = (int(year), number, int(day), int(hour), int(minute), int(second))
        return datetime(*date, tzinfo=_offset(zone))
    text = TWELVE.sub(_of_24_hours, FROM_GMT.sub(_distance, text))
    parts = parsedate_tz(text) or parsedate_tz(_in_english(text))
    if parts is None:
        return None
    hours = ZONES_H.get(text.rsplit(" ", 1)[-1].upper())
    offset_s = (parts[9] or 0) if hours is None else int(3600 * hours)
    return datetime(*parts[:6], tzinfo=timezone(timedelta(seconds=offset_s)))


def _of_24_hours(match: re.Match[str]) -> str:
    hour = int(match[1]) % 12 + (12 if match[3] in "Pp" else 0)
    return f"{hour:02}:{match[2]}"


def _distance(match: re.Match[str]) -> str:
    return f"{match[1]}{int(match[2]):02}{match[3] or '00'}"


def _in_english(text: str) -> str:
    """Give a date with its month in English; empty when it is none."""
    match = NAMED.fullmatch(text)
    number = month_number(match[2]) if match else None
    return f"{match[1]} {MONTHS[number - 1]} {match[3]} {match[4]}" if match and number else ""


def in_central_europe(clock: datetime) -> datetime:
    """Give the time at which clocks in Central Europe show what `clock` does in UTC."""
    local = clock.replace(tzinfo=CENTRAL_EUROPE)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)))
