"""Where to begin reading a topic: `start`, `end`, a time, or so long ago."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

Moment = Literal["start", "end"] | datetime

AGO: Final = re.compile(r"(\d{1,6})([smhd])")
UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def moment(text: str, now: datetime) -> Moment:
    """Read `start`, `end`, an ISO 8601 time (UTC unless it says) or `10m`, `2h`, `3d` ago.

    Raises ValueError saying what is allowed.
    """
    if text == "start":
        return "start"
    if text == "end":
        return "end"
    if ago := AGO.fullmatch(text):
        return now - timedelta(**{UNITS[ago[2]]: int(ago[1])})
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is not start, end, a time such as 2018-12-29T15:00Z, or 30s, 10m, 2h, 3d ago"
        ) from None
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
