"""Moments as they are given: `start`, `end`, a time, so long ago, or so long from now."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

Moment = Literal["start", "end"] | datetime

SPAN: Final = re.compile(r"(\d{1,6})([smhd])")
UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def moment(text: str, now: datetime) -> Moment:
    """Read `start`, `end`, an ISO 8601 time (UTC unless it says) or `10m`, `2h`, `3d` ago.

    Raises ValueError saying what is allowed.
    """
    if text == "start":
        return "start"
    if text == "end":
        return "end"
    if ago := SPAN.fullmatch(text):
        return now - timedelta(**{UNITS[ago[2]]: int(ago[1])})
    time = _iso(text)
    if time is None:
        raise ValueError(
            f"{text!r} is not start, end, a time such as 2018-12-29T15:00Z, or 30s, 10m, 2h, 3d ago"
        )
    return time


def ahead(text: str, now: datetime) -> datetime:
    """Read an ISO 8601 time (UTC unless it says), or `10m`, `2h`, `3d` from now.

    Raises ValueError saying what is allowed.
    """
    span = SPAN.fullmatch(text)
    try:
        time = now + timedelta(**{UNITS[span[2]]: int(span[1])}) if span else _iso(text)
    except OverflowError:
        time = None
    if time is None:
        raise ValueError(
            f"{text!r} is not a time such as 2018-12-29T15:00Z, or 30s, 10m, 2h, 3d from now"
        )
    return time


def _iso(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
