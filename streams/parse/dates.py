"""Times as wires write them; what does not say when gives None, never the present."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import Final
from zoneinfo import ZoneInfo

MAX_CHARS: Final = 64
"""A longer string is no date; the longest that feeds send has about 40 characters."""

ISO: Final = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?)?"
    r"\s?(Z|z|[+-]\d\d(?::?\d\d)?)?"
)
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
RFC_822: Final = re.compile(
    rf"(?:[A-Z][a-z][a-z], )?(\d{{1,2}}) ({'|'.join(MONTHS)}) ([1-9]\d{{3}})"
    r" (\d\d):(\d\d):(\d\d) (?:GMT|([+-]\d{4}))",
    re.ASCII,
)
"""As nearly every feed writes it; what differs is left to the library, ten times as slow."""

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
    parts = parsedate_tz(text)
    if parts is None:
        return None
    hours = ZONES_H.get(text.rsplit(" ", 1)[-1].upper())
    offset_s = (parts[9] or 0) if hours is None else int(3600 * hours)
    return datetime(*parts[:6], tzinfo=timezone(timedelta(seconds=offset_s)))


def in_central_europe(clock: datetime) -> datetime:
    """Give the time at which clocks in Central Europe show what `clock` does in UTC."""
    local = clock.replace(tzinfo=CENTRAL_EUROPE)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)))
