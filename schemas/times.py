"""Event time in milliseconds, as dates, and as the header that tells it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND: Final = timedelta(milliseconds=1)
MOST_MS: Final = (datetime.max.replace(tzinfo=UTC) - EPOCH) // MILLISECOND
LEAST_MS: Final = (datetime.min.replace(tzinfo=UTC) - EPOCH) // MILLISECOND
"""What a date can say, milliseconds since 1970."""
MINUTE_MS: Final = 60_000
MINUTES_KEPT: Final = 4096
"""Minutes whose date is not worked out anew: three days' worth."""
MINUTE: Final = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
SECONDS: Final = tuple(f":{second:02}.".encode() for second in range(60))
MILLISECONDS: Final = tuple(f"{number:03}+00:00".encode() for number in range(1000))
SECONDS_MS: Final = {written: 1000 * second for second, written in enumerate(SECONDS)}
REST_MS: Final = {written: number for number, written in enumerate(MILLISECONDS)}


def to_ms(time: datetime) -> int:
    """Give `time` as milliseconds since 1970, rounded down."""
    return (time - EPOCH) // MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """Give the UTC time that is `milliseconds` after 1970; out of range raises OverflowError."""
    return EPOCH + milliseconds * MILLISECOND


def to_header(milliseconds: int) -> bytes:
    """Write the UTC time that is `milliseconds` after 1970, in the form of RFC 3339.

    Out of range raises OverflowError.
    """
    minute, rest = divmod(milliseconds, MINUTE_MS)
    seconds, rest = divmod(rest, 1000)
    return _minute(minute) + SECONDS[seconds] + MILLISECONDS[rest]


def from_header(header: bytes) -> int | None:
    """Give back the milliseconds that `to_header` wrote; None for any other text, lawful or not."""
    try:
        return _minute_ms(header[:16]) + SECONDS_MS[header[16:20]] + REST_MS[header[20:]]
    except (KeyError, ValueError):
        return None


@lru_cache(maxsize=MINUTES_KEPT)
def _minute(minute: int) -> bytes:
    time = EPOCH + timedelta(minutes=minute)
    return time.isoformat(timespec="minutes")[:16].encode()


@lru_cache(maxsize=MINUTES_KEPT)
def _minute_ms(written: bytes) -> int:
    if MINUTE.fullmatch(written) is None:
        raise ValueError(f"{written!r} is no minute")
    return to_ms(datetime.fromisoformat(written.decode()).replace(tzinfo=UTC))
