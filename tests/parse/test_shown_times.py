"""Times as pages show them: calendars, digits and month names of the Middle East, short years."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from streams.parse.dates import parse_time
from streams.parse.shown_times import shown_time
from streams.parse.solar_hijri import gregorian, is_leap
from tests.parse.wires import article

TEXT = (
    "水利部门13日宣布，城镇北部九口新井将在夏季前启用，比原定计划晚两年，"
    "首批数据将每周公布一次，全部名单年底公布。"
)


@pytest.mark.parametrize(
    ("line", "language", "shown"),
    [
        ("۲۴ اردیبهشت ۱۴۰۳ - ۱۲:۳۰", "fa", datetime(2024, 5, 13, 12, 30, tzinfo=UTC)),
        ("سه‌شنبه ۱ فروردین ۱۴۰۰ ساعت ۰۸:۰۵", "", datetime(2021, 3, 21, 8, 5, tzinfo=UTC)),
        ("1403/02/25 10:11", "fa-IR", datetime(2024, 5, 14, 10, 11, tzinfo=UTC)),
        ("1403/02/25 10:11", "ar", None),
        ("30 اسفند 1402", "fa", None),
        ("الثلاثاء 14 أيار/مايو 2024 - 10:30", "ar", datetime(2024, 5, 14, 10, 30, tzinfo=UTC)),
        ("14 تشرين الثاني 2024", "ar", datetime(2024, 11, 14, tzinfo=UTC)),
        ("14 كانون الأول/ديسمبر 2024", "ar", datetime(2024, 12, 14, tzinfo=UTC)),
        ("٣ غشت ٢٠٢٤", "ar", datetime(2024, 8, 3, tzinfo=UTC)),
        ("3 آب 2024", "ar", datetime(2024, 8, 3, tzinfo=UTC)),
        ("14.05.24, 10:30", "he", datetime(2024, 5, 14, 10, 30, tzinfo=UTC)),
        ("24.05.14 10:30", "ko", None),
        ("1.14.05.24", "de", None),
    ],
)
def test_a_time_as_it_is_shown(line: str, language: str, shown: datetime | None) -> None:
    assert shown_time(line, language) == shown


def test_the_first_days_of_solar_years() -> None:
    assert gregorian(1399, 1, 1) == date(2020, 3, 20)
    assert gregorian(1400, 1, 1) == date(2021, 3, 21)
    assert gregorian(1404, 1, 1) == date(2025, 3, 21)
    assert gregorian(1357, 11, 22) == date(1979, 2, 11)
    assert [year for year in range(1390, 1410) if is_leap(year)] == [1391, 1395, 1399, 1403, 1408]


def test_a_solar_month_is_not_taken_for_one_that_begins_alike() -> None:
    assert parse_time("10 آبان 1403 12:00") is None


def test_a_time_above_the_heading_counts_where_there_is_no_other() -> None:
    line = "<div>2024-05-14 10:30:05</div><h1>新井</h1>"
    parsed = article(f"<html lang='zh'><title>新井</title><main>{line}<p>{TEXT}</p></main></html>")

    assert parsed.published_at == datetime(2024, 5, 14, 10, 30, 5, tzinfo=UTC)


def test_what_day_it_is_above_the_heading_does_not() -> None:
    line = "<div>2024-05-14</div><h1>新井</h1>"
    parsed = article(f"<html lang='zh'><title>新井</title><main>{line}<p>{TEXT}</p></main></html>")

    assert parsed.published_at is None
