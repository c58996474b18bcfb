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

USUAL: Final = "2024-03-05T08:15:00Z"
ISO: Final = re.compile(
    r"(\d{4})[-/]?(\d\d)[-/]?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?)?"
    r"\s?(Z|z|[+-]\d\d(?::?\d\d)?)?"
)
SAYS_ZONE: Final = re.compile(r"(?:[A-Za-z]|[+-]\d\d:?\d\d|[T ].*[+-]\d\d)\s*\Z")
"""The end of a time that says its zone."""
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
RFC_822: Final = re.compile(
    rf"(?:[A-Z][a-z][a-z], )?(\d{{1,2}}) ({'|'.join(MONTHS)}) ([1-9]\d{{3}})"
    r" (\d\d):(\d\d):(\d\d) (?:GMT|([+-]\d\d:?\d\d))",
    re.ASCII,
)
"""As nearly every feed writes it; what differs is left to the library, ten times as slow."""

NAMED: Final = re.compile(
    r"(?:[^\W\d_]{2,12}\.?[,،]? )?(\d{1,2})\.? ([^\W\d_]{3,10})\.?[,،]? ([1-9]\d{3}),? "
    r"(\d\d?:\d\d.{0,20})"
)
"""With the month in another language: "lun., 04 mars 2019 15:09:00 +0100"."""

LOOSE: Final = re.compile(
    r"(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})[日일]?"
    r"(?:[T\s]\s?(\d{1,2}:\d\d(?::\d\d)?)(?:\.\d{1,9})?\s?([A-Z]{1,5}|[+-]\d\d:?\d\d)?)?"
)
"""The year first, and the rest as it comes: "2018/12/9 5:30:00", "2018年12月29日 15:00",
"2018-12-29 10:00:00 EST"."""

DAY_ALONE: Final = re.compile(
    r"(?:[^\W\d_]{2,12}\.?[,،]? )?(?:(\d{1,2})\.? ([^\W\d_]{3,10})|([^\W\d_]{3,10}) (\d{1,2}))\.?,?"
    r" ([1-9]\d{3})"
)
"""A date without a time: "Saturday, 29 December 2018", "December 29, 2018"."""

AS_A_CLOCK: Final = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) ([A-Z]{1,5}|[+-]\d{4}) (\d{4})"
)
"""As Java and date(1) write it: "Sat Dec 29 18:00:00 MSK 2018"."""

COLON_IN_ZONE: Final = re.compile(r"(?<=[+-]\d\d):(?=\d\d\Z)")
BEFORE_CHRIST: Final = re.compile(r"\s-\d{4}\s\d\d?:")
"""The year of a date that was never set, as PHP writes zeros: "30 Nov -0001"."""

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""What a time that was never set is in Unix."""

STAMPS: Final = {10: 1, 13: 1_000}
"""Digits of a time in seconds, or their thousandths, since the epoch; and how many make one."""

TWELVE: Final = re.compile(r"\b(\d{1,2}):(\d\d(?::\d\d)?)\s?([AaPp])\.?[Mm]\b\.?")
"""A time of twelve hours: "3:09 PM"."""

FROM_GMT: Final = re.compile(r"(?:GMT|UTC)\s?([+-])(\d{1,2})(?::?(\d\d))?\Z")
"""A zone by its distance: "GMT+3", "UTC+03:00"."""

DIGITS: Final = 14
"""Of a date and time without any sign between: "20190304150900"."""

CENTRAL_EUROPE: Final = ZoneInfo("Europe/Berlin")
ZONE_NAMES: Final = (
    *((-10, "HST"), (-9, "AKST"), (-8, "AKDT"), (-5, "COT PET"), (-4, "CLT VET"), (-3.5, "NST")),
    *((-3, "BRT ART UYT"), (-2.5, "NDT"), (0, "WET"), (1, "WEST BST CET MEZ WAT")),
    *((2, "CEST MESZ EET CAT SAST"), (3, "EEST MSK TRT TSI IDT AST EAT"), (3.5, "IRST")),
    *((4, "GST AZT GET"), (5, "PKT UZT"), (5.5, "IST"), (5.75, "NPT"), (7, "WIB ICT")),
    *((8, "WITA HKT SGT MYT PHT AWST"), (9, "WIT JST KST"), (9.5, "ACST"), (10, "AEST")),
    *((11, "AEDT"), (12, "NZST"), (13, "NZDT")),
)
ZONES_H: Final = {name: float(hours) for hours, names in ZONE_NAMES for name in names.split()}
"""Zone names beside those of RFC 822, hours east of Greenwich. AST is Arabia's, not
Atlantic, IST India's, not Israel's or Ireland's."""


def parse_time(value: str | None) -> datetime | None:
    """Read an RFC 3339, ISO 8601 or RFC 822 time; None when it is none of these.

    It keeps its zone, which tells what day it was where it was written. A time without a
    zone counts as UTC, a date without a time as its midnight. None too for a time
    that in UTC leaves the years 1 to 9999, and for the epoch, which stands for none.
    """
    text = value.strip() if value else ""
    if not text or len(text) > MAX_CHARS:
        return None
    if text.isdecimal():
        if len(text) in STAMPS:
            seconds = int(text) // STAMPS[len(text)]
            return datetime.fromtimestamp(seconds, UTC) if seconds else None
        if len(text) == DIGITS:
            text = f"{text[:8]}T{text[8:]}"
    try:
        time = _usual(text) or _unusual(text)
        if time == EPOCH:
            return None
        if time is None or MINYEAR < time.year < MAXYEAR:
            return time
        return time if time.astimezone(UTC) else None
    except (ValueError, OverflowError):
        return None


def parse_local(value: str | None, beside: datetime | None) -> datetime | None:
    """Read a time as `parse_time` does; one that says no zone is in that of the time `beside`."""
    time = parse_time(value)
    if time is None or beside is None or SAYS_ZONE.search(value or ""):
        return time
    return time.replace(tzinfo=beside.tzinfo)


def _usual(text: str) -> datetime | None:
    """Read a time as most formats write it, told by its signs; None for one in another form."""
    if len(text) != len(USUAL) or text[4::3] != USUAL[4::3]:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _unusual(text: str) -> datetime | None:
    match = ISO.fullmatch(text)
    return _iso(match) if match else _rfc822(text)


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
    if BEFORE_CHRIST.search(text):
        return None
    text = _ordered(COLON_IN_ZONE.sub("", TWELVE.sub(_of_24_hours, FROM_GMT.sub(_distance, text))))
    parts = parsedate_tz(text) or parsedate_tz(_in_english(text))
    if parts is None:
        return None
    hours = ZONES_H.get(text.rsplit(" ", 1)[-1].upper())
    offset_s = (parts[9] or 0) if hours is None else int(3600 * hours)
    return datetime(*parts[:6], tzinfo=timezone(timedelta(seconds=offset_s)))


def _ordered(text: str) -> str:
    """Give day, month, year, time and zone in the order of RFC 822, if `text` has another."""
    if match := LOOSE.fullmatch(text):
        year, month, day, clock, zone = match.groups()
        name = MONTHS[int(month) - 1] if 1 <= int(month) <= len(MONTHS) else ""
        return f"{day} {name} {year} {clock or '00:00'} {COLON_IN_ZONE.sub('', zone or '')}".strip()
    if match := AS_A_CLOCK.fullmatch(text):
        return f"{match[2]} {match[1]} {match[5]} {match[3]} {match[4]}"
    if match := DAY_ALONE.fullmatch(text):
        return f"{match[1] or match[4]} {match[2] or match[3]} {match[5]} 00:00"
    return text


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
