"""What is worked out alike for every format: ids, versions, times."""

from __future__ import annotations

from datetime import MAXYEAR, UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.parse.dates import parse_time
from streams.parse.identity import article_id, version_number


@pytest.mark.parametrize(
    "given_id", ["urn:newsml:afp.com:1", "tag:reuters.com,2018:1", "https://example.org/a?b=1"]
)
def test_a_global_id_is_kept(given_id: str) -> None:
    assert article_id(given_id, "desk", "text") == given_id


def test_a_local_id_is_told_apart_by_its_source() -> None:
    assert article_id("1", "one", "text") == "one:1"
    assert article_id("1", "two", "text") == "two:1"


def test_a_long_id_is_digested() -> None:
    assert len(article_id("https://example.org/" + "a" * 1000, "desk", "")) == 32


@pytest.mark.parametrize(
    ("version", "number"),
    [
        ("2", 2),
        (" 10 ", 10),
        ("v3", 3),
        ("2.0", 2),
        ("1.2", None),
        ("final", None),
        (None, None),
        ("2019-11-15T14:39:44Z", 20191115143944),
        ("20191115143944", 20191115143944),
    ],
)
def test_versions(version: str | None, number: int | None) -> None:
    assert version_number(version) == number


@given(st.integers(0, 10**40), st.integers(0, 10**40))
def test_versions_of_any_size_keep_their_order_in_63_bits(one: int, other: int) -> None:
    smaller, larger = sorted((one, other))
    first, second = version_number(str(smaller)), version_number(str(larger))
    assert first is not None
    assert second is not None
    assert 0 <= first <= second < 2**63


def test_microsecond_timestamps_keep_their_order() -> None:
    earlier, later = version_number("20191115143944123456"), version_number("20191115143945123456")
    assert earlier is not None
    assert later is not None
    assert earlier < later


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2018-12-29T15:00:00Z", (2018, 12, 29, 15)),
        ("2018-12-29T18:00:00+03:00", (2018, 12, 29, 15)),
        ("2018-12-29T15:00:00+0000", (2018, 12, 29, 15)),
        ("2018-12-29 15:00", (2018, 12, 29, 15)),
        ("2018-12-29", (2018, 12, 29, 0)),
        ("20181229T150000Z", (2018, 12, 29, 15)),
        ("Sat, 29 Dec 2018 15:00:00 GMT", (2018, 12, 29, 15)),
        ("Sat, 29 Dec 2018 18:00:00 +0300", (2018, 12, 29, 15)),
        ("29 Dec 2018 18:00:00 MSK", (2018, 12, 29, 15)),
        ("20181229150000", (2018, 12, 29, 15)),
        ("2018/12/29 15:00:00", (2018, 12, 29, 15)),
        ("sam., 29 déc. 2018 16:00:00 +0100", (2018, 12, 29, 15)),
        ("Сб, 29 дек 2018 18:00:00 +0300", (2018, 12, 29, 15)),
        ("29 Aralık 2018 15:00", (2018, 12, 29, 15)),
        ("29. Dezember 2018 16:00 MEZ", (2018, 12, 29, 15)),
        ("December 29, 2018 10:00 AM EST", (2018, 12, 29, 15)),
        ("Saturday, December 29, 2018,  3:00 p.m.", (2018, 12, 29, 15)),
        ("Sat Dec 29 15:00:00 UTC 2018", (2018, 12, 29, 15)),
        ("Sat, 29 Dec 2018 18:00:00 GMT+3", (2018, 12, 29, 15)),
        ("Sat, 29 Dec 2018 12:00 AM", (2018, 12, 29, 0)),
        ("Sat, 29 Dec 2018 18:00:00 +03:00", (2018, 12, 29, 15)),
        ("sáb, 29 dez 2018 12:00:00 -03:00", (2018, 12, 29, 15)),
        ("sáb, 29 dez 2018 12:00:00 -0300", (2018, 12, 29, 15)),
        ("Sat Dec 29 18:00:00 MSK 2018", (2018, 12, 29, 15)),
        ("Sat Dec 29 12:00:00 -0300 2018", (2018, 12, 29, 15)),
        ("2018-12-29 10:00:00 EST", (2018, 12, 29, 15)),
        ("2018/12/9 5:30:00", (2018, 12, 9, 5, 30)),
        ("2018年12月29日 15:00", (2018, 12, 29, 15)),
        ("2018년 12월 29일 15:00", (2018, 12, 29, 15)),
        ("Sabtu, 29 Desember 2018 22:00:00 WIB", (2018, 12, 29, 15)),
        ("السبت، 29 ديسمبر 2018 18:00:00 +0300", (2018, 12, 29, 15)),
        ("29 أيلول 2018 18:00 +0300", (2018, 9, 29, 15)),
        ("Σαβ, 29 Δεκ 2018 17:00:00 EET", (2018, 12, 29, 15)),
        ("29 грудня 2018 17:00 EET", (2018, 12, 29, 15)),
        ("שבת, 29 דצמבר 2018 17:00:00 +0200", (2018, 12, 29, 15)),
        ("Sat, 29 Dec 2018 20:30:00 IST", (2018, 12, 29, 15)),
        ("Saturday, 29 December 2018", (2018, 12, 29)),
        ("December 29, 2018", (2018, 12, 29)),
        ("29 Aralık 2018", (2018, 12, 29)),
        ("1546095600", (2018, 12, 29, 15)),
        ("1546095600123", (2018, 12, 29, 15)),
    ],
)
def test_times(text: str, time: tuple[int, int, int]) -> None:
    assert parse_time(text) == datetime(*time, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["2018-12-29T01:00:00+03:00", "Sat, 29 Dec 2018 01:00:00 +0300", "20181229T010000+0300"]
)
def test_a_time_keeps_its_zone(text: str) -> None:
    time = parse_time(text)
    assert time is not None
    assert time.isoformat() == "2018-12-29T01:00:00+03:00"


MINUTES_EAST = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(
    st.datetimes(
        datetime(1000, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
        datetime(MAXYEAR - 1, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
        timezones=MINUTES_EAST,
    )
)
def test_every_time_of_rfc_822_is_read_as_it_was_written(time: datetime) -> None:
    whole = time.replace(microsecond=0)
    assert parse_time(format_datetime(whole)) == whole


@pytest.mark.parametrize("text", ["29.12.2018 15:00", "29 Foo 2018 15:00", "3:00 PM", "9" * 14])
def test_what_does_not_say_when_is_no_time(text: str) -> None:
    assert parse_time(text) is None


def test_a_year_of_two_digits_is_of_our_time() -> None:
    assert parse_time("Sat, 29 Dec 0018 15:00:00 GMT") == datetime(2018, 12, 29, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        *("", None, "Friday", "12:30", "17", "Last Tuesday", "2018-13-45", "2018/13/9 5:30:00"),
        *("2018-13-29T15:00:00Z", "2018-W52-6T15:00:00Z", "2018-12-29T15000000Z"),
        *("0001-01-01T00:00:00+14:00", "0000-00-00 00:00:00", "Mon, 30 Nov -0001 00:00:00 +0000"),
        *("1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT", "0000000000", "29 Talks 2018"),
    ],
)
def test_what_is_no_time_is_none_and_never_the_present(text: str | None) -> None:
    assert parse_time(text) is None


@given(st.text(max_size=80) | st.from_regex(r"[0-9T:Z+ -]{1,30}", fullmatch=True))
def test_any_text_is_a_time_or_none(text: str) -> None:
    time = parse_time(text)
    assert time is None or time.utcoffset() is not None
