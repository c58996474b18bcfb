"""Event time in headers: what is written is read back, and any other form is left to others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemas.times import LEAST_MS, MOST_MS, from_header, from_ms, to_header, to_ms


@given(st.integers(LEAST_MS, MOST_MS))
@example(LEAST_MS)
@example(MOST_MS)
@example(-1)
def test_what_is_written_is_the_time_in_rfc_3339_and_is_read_back(milliseconds: int) -> None:
    written = to_header(milliseconds)
    assert datetime.fromisoformat(written.decode()) == from_ms(milliseconds)
    assert from_header(written) == milliseconds == to_ms(from_ms(milliseconds))


@pytest.mark.parametrize("milliseconds", [LEAST_MS - 1, MOST_MS + 1])
def test_what_no_date_can_say_is_not_written(milliseconds: int) -> None:
    with pytest.raises(OverflowError):
        to_header(milliseconds)


@pytest.mark.parametrize(
    "header",
    [
        b"2018-12-29T15:00:00Z",
        b"2018-12-29T15:00:00.123+03:00",
        b"2018-12-29T15:00:00,123+00:00",
        b"2018-12-29 15:00:00.123+00:00",
        b"2018-W52-6T15:00:00.123+00:00",
        b"2018-02-30T15:00:00.123+00:00",
        b"2018-12-29T15:60:00.123+00:00",
        b"2018-12-29T15:00:60.123+00:00",
        b"2018-12-29T15:00:00.123456+00:00",
        b"2018-12-29T15:00:00.1\xd9\xa23+00:00",
        b"",
    ],
)
def test_any_other_form_is_left_to_others(header: bytes) -> None:
    assert from_header(header) is None


def test_times_are_of_utc() -> None:
    assert from_ms(0) == datetime(1970, 1, 1, tzinfo=UTC)
