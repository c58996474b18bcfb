"""Times as pages show them to readers: "Published 18 November 2019, 9:02 AM", "18.11.2019"."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from streams.parse.dates import parse_time
from streams.parse.month_names import EN_MONTHS
from streams.parse.written_days import days_in, with_ascii_digits

MAX_CHARS: Final = 120
"""A longer line is text that a date stands in; lines of dates name an author at most."""

OTHER_WORDS: Final = 4
"""Words that a line of a date has beside it: "Last updated on", names of days, zones."""

CLOCK: Final = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2})(?:[:h時时]|시 ?)(?P<minute>\d\d)(?P<second>:\d\d)?(?!\d)"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\b\.?)?"
    r"(?: ?\(?(?P<zone>[A-Z]{2,4}\b(?:[+-]\d{1,2})?|[+-]\d\d:?\d\d))?"
)

WORD: Final = re.compile(r"[^\W\d_]{2,}")


def shown_time(line: str, language: str = "") -> datetime | None:
    """Give the time that `line`, in `language`, shows; None when it shows no whole date.

    A date without a time is its midnight, a time without a zone is in UTC.
    """
    if len(line) > MAX_CHARS:
        return None
    line = with_ascii_digits(line)
    date = next((one for one in days_in(line, language) if one.year), None)
    if date is None:
        return None
    clock = CLOCK.search(line)
    said = f"{date.day} {EN_MONTHS[date.month - 1]} {date.year}"
    if clock is None:
        return parse_time(f"{said} 00:00:00 +0000")
    half = f" {clock['half']}m" if clock["half"] else ""
    time = f"{said} {clock['hour']}:{clock['minute']}{clock['second'] or ':00'}{half}"
    return parse_time(f"{time} {clock['zone']}") if clock["zone"] else parse_time(time)


def is_line_of_date(line: str, language: str = "") -> bool:
    """Tell whether `line` shows when a page was published and says nothing else."""
    return len(WORD.findall(line)) <= OTHER_WORDS + 1 and shown_time(line, language) is not None
