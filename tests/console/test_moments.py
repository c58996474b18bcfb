"""Where to begin a topic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from streams.console.moments import Moment, moment

NOW = datetime(2019, 2, 12, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("start", "start"),
        ("end", "end"),
        ("90s", NOW - timedelta(seconds=90)),
        ("10m", NOW - timedelta(minutes=10)),
        ("2h", NOW - timedelta(hours=2)),
        ("3d", NOW - timedelta(days=3)),
        ("2018-12-29", datetime(2018, 12, 29, tzinfo=UTC)),
        ("2018-12-29T15:00", datetime(2018, 12, 29, 15, tzinfo=UTC)),
        (
            "2018-12-29T15:00+03:00",
            datetime(2018, 12, 29, 15, tzinfo=timezone(timedelta(hours=3))),
        ),
    ],
)
def test_a_moment(text: str, expected: Moment) -> None:
    assert moment(text, NOW) == expected


@pytest.mark.parametrize("text", ["", "yesterday", "10", "5w", "-2h"])
def test_anything_else_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match="2018-12-29T15:00Z"):
        moment(text, NOW)
