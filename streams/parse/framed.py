"""The frame that ANPA 1312 and IPTC 7901 share: header, text and trailer between controls.

`SOH` header `STX` text `ETX` trailer `EOT`; a transmission may hold several. Teleprinters
write `ZCZC` and `NNNN` for the ends of one.
Sources: ANPA Bulletin 1312; IPTC 7901, version 5.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final

from schemas.records import Parsed
from streams.outcome import Outcome, Reject
from streams.parse.abreast import Steps
from streams.parse.dates import in_central_europe, parse_time
from streams.parse.month_names import EN_MONTHS, month_number
from streams.parse.reading import UnreadableError, Wire, too_large
from streams.parse.several import read_each

SOH: Final = "\x01"
STX: Final = "\x02"
ETX: Final = "\x03"
EOT: Final = "\x04"

TELEPRINTER: Final = (
    (re.compile(r"(?:^|(?<=\r))[ \t]{0,8}ZCZC(?:\b|(?=\d{1,5}/))[ \t]?", re.MULTILINE), SOH),
    (re.compile(r"(?:^|(?<=\r))[ \t]{0,8}NNNN[ \t]*\r?$|NNNN\s{0,8}\Z", re.MULTILINE), ETX),
)
CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ESCAPES: Final = re.compile("\x1b[ -/]{1,3}[0-~]")
"""Designations of character sets. Source: ISO 2022."""

SPACE_FOR: Final[Mapping[int, str]] = MappingProxyType(
    {0x08: "  ", 0x10: " ", 0x1E: " ", 0x1F: "\t", 0x07: None, 0x7F: None, 0x16: None}  # type: ignore[dict-item]  # str.translate takes None for "leave out"
)
"""Spaces of a width that ANPA sets tables with, bells and idles; a table's row begins with 08."""

DAY_TIME: Final = re.compile(
    r"(?<!\d)(\d\d)(\d\d)(\d\d)[ \t]{0,3}(?P<zone>[A-Z]{1,4}(?![a-z]))?[ \t]{0,3}"
    r"([^\W\d_]{3,9})\.?[ \t]{0,3}((?:20|19)?\d\d)(?!\d)"
)
"""Day, hour, minute, zone, month and year: "212322 GMT Nov 18". Source: IPTC 7901."""

DAY_ONLY: Final = re.compile(r"(?<!\d)(\d\d)(\d\d)(\d\d)[ \t]{0,3}(GMT|UTC|Z)(?![A-Za-z])")
DASHED_TIME: Final = re.compile(
    r"(?<![\d-])(\d{1,2})-([^\W\d_]{3,4})-((?:20|19)?\d\d)[ \t]{1,3}(\d\d):(\d\d)(?!\d)"
)
"""Day, month, year and time: "04-MAR-19 15:09". ANSA and others end texts so."""

ISO_TIME: Final = re.compile(r"(?<!\d)((?:20|19)\d\d-\d\d-\d\d)[ T/](\d\d:\d\d)(?!\d)")
"""Date and time: "2019-03-04/15:09". APA and others end texts so."""

DOTTED_TIME: Final = re.compile(
    r"(?<![\d./])(\d\d)[./](\d\d)[./](20\d\d)[ \t]{1,3}(\d\d)[:h](\d\d)(?::\d\d)?"
    r"(?:[ \t]{1,3}(?P<zone>[A-Z]{3,4})(?![a-z]))?"
)
"""Day, month, year and time: "04.03.2019 15:09:33 TSI". Anadolu and others end texts so."""

AP_TIME: Final = re.compile(
    r"(?<![\w-])[A-Z]{1,4}-(?:[A-Z]{2,3}-)?(\d\d)-(\d\d)-(\d\d)[ \t]{1,3}(\d\d)(\d\d)"
    r"(?P<zone>[A-Z]{2,4})?"
)
"""Month, day, year, time and zone: "AP-WF-11-13-13 1509GMT", "UPI-03-04-19 1009EST".
Source: ANPA 1312."""

NEAR: Final = timedelta(days=2)
"""How far a day without its month may lie after the receipt: clocks and zones differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a transmission, without its controls but those within the header."""

    header: str
    text: str
    trailer: str


def messages(text: str) -> list[Message]:
    """Split a transmission into its messages; one without any frame is one message's text."""
    text = ESCAPES.sub("", text)
    if SOH in text and STX not in text:
        raise UnreadableError(
            "no_content", "The message has a header (SOH) but no text (STX); send it whole."
        )
    if SOH not in text and STX not in text:
        for pattern, control in TELEPRINTER:
            text = pattern.sub(control, text)
        if SOH not in text and len(HEADER_LINE.findall(text)) > 1:
            text = HEADER_LINE.sub(SOH, SESSION.sub("", text))
    return [
        _message(chunk) for chunk in re.split("[\x01\x04]", text) if CONTROLS.sub("", chunk).strip()
    ]


def _message(chunk: str) -> Message:
    header, begun, rest = chunk.partition(STX)
    if not begun:
        header, rest = "", chunk
        first, _, after = chunk.strip("\r\n\x16\0 ").partition("\n")
        if HEADER_LIKE.match(first):
            header, rest = first, after
            if keywords := KEYWORD_LINE.match(after):
                header, rest = f"{first}\n{keywords[1]}", after[keywords.end() :]
    text, _, trailer = rest.partition(ETX)
    return Message(
        header=header, text=text.translate(SPACE_FOR), trailer=CONTROLS.sub("", trailer).strip()
    )


HEADER_LINE: Final = re.compile(r"^(?=[A-Z]{2,4}\d{3,5} [1-9] [A-Z]{1,3} \d{3,5}\b)", re.MULTILINE)
"""Where the messages of a day's file without any frame begin."""

SESSION: Final = re.compile(r"^\[\d\d-[A-Z]{3}-\d\d {1,3}\d\d:\d\d\][ \t]*\r?$", re.MULTILINE)
"""When a teleprinter began to print, between such messages: "[31-JUL-97  00:00]"."""

HEADER_LIKE: Final = re.compile(r"\w{2,4}\d{3,5} {1,6}[1-9] [A-Za-z]{1,3} \d{1,5}\b")
KEYWORD_LINE: Final = re.compile(r"\s{0,4}(/?[^/\n]{1,40}(?:/[^/\n]{1,40}){0,15}/)[ \t]*\r?\n")
"""Below a header without its controls: "/politics/Britain/", each word followed by a stroke."""


def publish_messages(
    wire: Wire, name: str, read_one: Callable[[Message, Wire], Steps[Parsed]]
) -> Steps[Outcome]:
    """Make the outcome of a transmission: its articles, and a defect for each other message."""
    for control in (SOH, STX, EOT):
        wire.limits.check_articles(wire.text.count(control))
    found = messages(wire.text)
    wire.limits.check_articles(len(found))
    return read_each(
        found,
        lambda message: read_one(_bounded(message, wire), wire),
        named=lambda number, _: f"Message {number}",
        empty=Reject("no_content", f"{name} without a message in its frame."),
    )


def _bounded(message: Message, wire: Wire) -> Message:
    size, limit = len(message.text) + len(message.header), wire.limits.max_text_chars
    if size > limit:
        raise too_large("Characters of text", size, limit, "MAX_TEXT_CHARS")
    return message


def clean(text: str) -> str:
    """Give `text` without control characters, its spaces as single ones."""
    return " ".join(CONTROLS.sub("", text).split())


def time_in(
    texts: Iterable[str], received: datetime, *, central_europe: bool = False
) -> datetime | None:
    """Give the time that a date-time group in one of `texts` says; the first that has one.

    One that names no zone is GMT, or the time of Central Europe if the agency keeps that.
    """
    for text in texts:
        for pattern, read in TIMES:
            match = pattern.search(text)
            time = read(match) if match else None
            if match and time:
                local = central_europe and (pattern in LOCAL or not match["zone"])
                return in_central_europe(time) if local else time
        match = DAY_ONLY.search(text)
        time = _near(match, received) if match else None
        if time:
            return time
    return None


def _ap_time(match: re.Match[str]) -> datetime | None:
    month, day, year, hour, minute, zone = match.groups()
    name = EN_MONTHS[int(month) - 1] if 1 <= int(month) <= len(EN_MONTHS) else ""
    return parse_time(f"{day} {name} {_century(year)} {hour}:{minute} {zone or 'GMT'}")


def _day_time(match: re.Match[str]) -> datetime | None:
    day, hour, minute, zone, month, year = match.groups()
    number = month_number(month)
    if number is None:
        return None
    name = EN_MONTHS[number - 1]
    return parse_time(f"{day} {name} {_century(year)} {hour}:{minute} {zone or 'GMT'}")


def _dashed_time(match: re.Match[str]) -> datetime | None:
    day, month, year, hour, minute = match.groups()
    number = month_number(month)
    if number is None:
        return None
    return parse_time(f"{day} {EN_MONTHS[number - 1]} {_century(year)} {hour}:{minute} GMT")


def _dotted_time(match: re.Match[str]) -> datetime | None:
    day, month, year, hour, minute, zone = match.groups()
    return parse_time(f"{year}-{month}-{day} {hour}:{minute} {zone or 'GMT'}")


def _iso_time(match: re.Match[str]) -> datetime | None:
    return parse_time(f"{match[1]}T{match[2]}")


TIMES: Final = (
    (AP_TIME, _ap_time),
    (DAY_TIME, _day_time),
    (DASHED_TIME, _dashed_time),
    (ISO_TIME, _iso_time),
    (DOTTED_TIME, _dotted_time),
)


LOCAL: Final = (DASHED_TIME, ISO_TIME)
"""Groups that have no place for a zone."""


def _near(match: re.Match[str], received: datetime) -> datetime | None:
    """Give the last such day and time up to the receipt."""
    day, hour, minute = (int(part) for part in match.groups()[:3])
    latest = received.astimezone(UTC) + NEAR
    for months_back in range(3):
        month0 = latest.year * 12 + latest.month - 1 - months_back
        try:
            time = datetime(month0 // 12, month0 % 12 + 1, day, hour, minute, tzinfo=UTC)
        except ValueError:
            continue
        if time <= latest:
            return time
    return None


CENTURY: Final = 70
"""Two-digit years from here on are of the 20th century, as RFC 2822 and POSIX have it about."""


def _century(year: str) -> int:
    number = int(year)
    if number > 99:  # noqa: PLR2004 - the largest two-digit year
        return number
    return number + (1900 if number >= CENTURY else 2000)
