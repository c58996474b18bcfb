"""Dates that an article names, by what they say; whole sentences are in the labelled lists."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import msgspec
import pytest

from schemas.records import DateMention
from streams.tag.stage import step
from tests.tag.articles import of_parts, resources, tag, unique
from tests.tag.dates.labelled import LISTS, found, scores

SATURDAY = date(2018, 12, 29)


def told(text: str, language: str, published: date = SATURDAY) -> list[tuple[str, str, str]]:
    """Give surface, first day and the day after the last."""
    return [(m.surface, f"{m.from_}", f"{m.until}") for m in found(text, language, published)]


def only(text: str, language: str, published: date = SATURDAY) -> DateMention:
    (mention,) = found(text, language, published)
    return mention


def days(text: str, language: str, published: date = SATURDAY) -> tuple[str, str]:
    mention = only(text, language, published)
    return f"{mention.from_}", f"{mention.until}"


@pytest.mark.parametrize("name", LISTS)
def test_nine_dates_in_ten_are_right_in_all(name: str) -> None:
    totals = scores(name).values()
    assert sum(s.right for s in totals) >= 0.9 * sum(s.expected for s in totals)


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fr", "ru", "tr"])
def test_nine_dates_in_ten_are_right_in_each_language(language: str) -> None:
    score = scores("held_out")[language]
    assert score.right >= 0.9 * score.expected
    assert score.false <= 0.05 * score.expected


@pytest.mark.parametrize(
    ("text", "language", "first", "until"),
    [
        ("اتفقت تركيا وروسيا السبت على تنسيق العمليات", "ar", "2018-12-29", "2018-12-30"),
        ("وأعلنت روسيا الجمعة أنها ستستضيف قمة", "ar", "2018-12-28", "2018-12-29"),
        ("بعد إعلان واشنطن الأسبوع الماضي قرارها", "ar", "2018-12-17", "2018-12-24"),
        ("بشأن النزاع السوري مطلع العام المقبل.", "ar", "2019-01-01", "2019-05-01"),
        ("في 15 كانون الثاني/يناير", "ar", "2019-01-15", "2019-01-16"),
        ("في فيفري 2018", "ar", "2018-02-01", "2018-03-01"),
        ("منذ غشت 2018", "ar", "2018-08-01", "2018-09-01"),
        ("في 10 رمضان 1440 هـ", "ar", "2019-05-15", "2019-05-16"),
        ("عام 1440هـ", "ar", "2018-09-11", "2019-08-31"),
        ("قبل يومين", "ar", "2018-12-27", "2018-12-28"),
        ("فصل في التسعينيات", "ar", "1990-01-01", "2000-01-01"),
        ("on 12 March 2019", "en", "2019-03-12", "2019-03-13"),
        ("on Dec. 5", "en", "2018-12-05", "2018-12-06"),
        ("from 3 to 5 January 2019", "en", "2019-01-03", "2019-01-06"),
        ("signed on 25/12/2018", "en", "2018-12-25", "2018-12-26"),
        ("the third quarter of 2018", "en", "2018-07-01", "2018-10-01"),
        ("in mid-2018", "en", "2018-05-01", "2018-09-01"),
        ("as of 2018-12-27.", "en", "2018-12-27", "2018-12-28"),
        ("the 1991/96 plan", "en", "1991-01-01", "1997-01-01"),
        ("Friday of last week", "en", "2018-12-21", "2018-12-22"),
        ("il y a trois jours", "fr", "2018-12-26", "2018-12-27"),
        ("le 1er janvier", "fr", "2019-01-01", "2019-01-02"),
        ("les années 90", "fr", "1990-01-01", "2000-01-01"),
        ("в среду", "ru", "2018-12-26", "2018-12-27"),
        ("летом прошлого года", "ru", "2017-06-01", "2017-09-01"),
        ("два дня назад", "ru", "2018-12-27", "2018-12-28"),
        ("geçen hafta", "tr", "2018-12-17", "2018-12-24"),
        ("2017'de", "tr", "2017-01-01", "2018-01-01"),
        ("5 Mart 2018'de", "tr", "2018-03-05", "2018-03-06"),
        ("en los próximos días", "es", "2018-12-29", "2019-01-06"),
        ("hace dos semanas", "es", "2018-12-10", "2018-12-17"),
        ("am Dienstag", "de", "2018-12-25", "2018-12-26"),
        ("am 24. Dezember", "de", "2018-12-24", "2018-12-25"),
        ("vor drei Jahren", "de", "2015-01-01", "2016-01-01"),
    ],
)
def test_it_means_these_days(text: str, language: str, first: str, until: str) -> None:
    assert days(text, language) == (first, until)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("She may march a second time", "en"),
        ("Prime Minister May said no", "en"),
        ("1,500 cases, 2019 feet, version 2.0.1", "en"),
        ("see http://example.org/2018/12/03/on-friday", "en"),
        ("write to friday.news@example.org or monday@example.org", "en"),
        ("Every Monday they meet", "en"),
        ("USA Today wrote", "en"),
        ("3/4/2018", "en"),
        ("la planète Mars est rouge", "fr"),
        ("أحد الوزراء والرئيس رجب طيب أردوغان", "ar"),
        ("الأمين العام وصحيفة اليوم السابع وقناة روسيا اليوم", "ar"),
        ("قبل ثلاثة أشهر من طلاقها", "ar"),
        ("Pazar yerinde maden ocak", "tr"),
        ("saldırıdan üç gün önce", "tr"),
        ("por la mañana hay pan", "es"),
        ("2000 Menschen kamen", "de"),
        ("31 февраля", "ru"),
    ],
)
def test_it_is_no_date(text: str, language: str) -> None:
    assert [m for m in told(text, language) if m[0] != "февраля"] == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("He said on Tuesday that it would rain.", "2018-12-25"),
        ("The court will hear the case on Tuesday.", "2019-01-01"),
        ("They have until Tuesday.", "2019-01-01"),
        ("They met next Tuesday.", "2019-01-01"),
        ("They met on Saturday.", "2018-12-29"),
        ("They met last Saturday.", "2018-12-22"),
    ],
)
def test_a_weekday_is_the_last_one_unless_the_future_is_spoken_of(text: str, day: str) -> None:
    assert days(text, "en")[0] == day


def test_a_month_without_a_year_is_the_last_one_or_comes_soon() -> None:
    assert days("in January", "en")[0] == "2019-01-01"
    assert days("in June", "en")[0] == "2018-06-01"


def test_it_says_how_it_was_told() -> None:
    evening = only("مساء الجمعة", "ar")
    assert (evening.grain, evening.part, evening.basis) == ("day", "evening", "weekday")
    start = only("early next year", "en")
    assert (start.grain, start.part, start.basis, start.approximate) == (
        "year",
        "start",
        "relative",
        True,
    )
    hijri = only("في شهر رمضان", "ar")
    assert (hijri.grain, hijri.basis, hijri.calendar) == ("month", "partial", "hijri")
    assert only("on 12 March 2019", "en").basis == "absolute"


@pytest.mark.parametrize(
    ("text", "language"),
    [("في القرن 1", "ar"), ("9999-12-31", "en"), ("900 years ago", "en"), ("next century", "en")],
)
@pytest.mark.parametrize("published", [date.min, date.max])
def test_what_leaves_the_calendar_is_no_date(text: str, language: str, published: date) -> None:
    for mention in found(text, language, published):
        assert mention.from_ < mention.until


def test_days_beside_many_addresses_are_all_found() -> None:
    text = "x@y " * 5000 + "Monday " * 5000 + "x@" * 20000 + " Friday"
    assert len(found(text, "en", SATURDAY)) == 5001


def test_offsets_count_in_the_article_after_marks_and_other_articles() -> None:
    text = "🇸🇾 وقال يَوْمَ الجُمُعة الماضي"
    (mention,) = tag(unique(text, "ar")).dates
    assert text[mention.start : mention.end] == mention.surface == "يَوْمَ الجُمُعة الماضي"


def test_words_of_two_articles_are_no_expression() -> None:
    texts = ["They came last", "year. On 3", "May 4", "2018-12", "05 people"]
    together = step([unique(text, "en") for text in texts], resources())
    assert together == [o for text in texts for o in step([unique(text, "en")], resources())]


def test_the_day_is_that_of_the_zone_in_which_it_was_published() -> None:
    early = datetime(2018, 12, 29, 1, tzinfo=timezone(timedelta(hours=3)))
    record = unique("Talks began yesterday.", "en")
    for published, day in ((early, 28), (early.astimezone(UTC), 27)):
        parsed = msgspec.structs.replace(record.parsed, published_at=published)
        (mention,) = tag(msgspec.structs.replace(record, parsed=parsed)).dates
        assert mention.from_ == date(2018, 12, day)


def test_an_article_without_its_own_date_counts_from_when_it_came() -> None:
    (mention,) = tag(unique("Talks began yesterday.", "en")).dates
    assert mention.from_ == date(2018, 12, 28)


def test_desk_lines_have_no_dates() -> None:
    record = of_parts("en", ("paragraph", "They met today."), ("footer", "Updated 3 May 2018"))
    assert [m.surface for m in tag(record).dates] == ["today"]


def test_a_language_without_a_table_has_none() -> None:
    assert tag(unique("ویروز 2018", "fa")).dates == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("توفي ليل الأربعاء الخميس", "ar"),
        ("dans la nuit de mercredi à jeudi", "fr"),
        ("In der Nacht von Mittwoch auf Donnerstag", "de"),
        ("в ночь со среды на четверг", "ru"),
        ("en la noche del miércoles al jueves", "es"),
    ],
)
def test_the_night_from_one_day_to_the_next_is_one_date(text: str, language: str) -> None:
    mention = only(text, language)

    assert (f"{mention.from_}", f"{mention.until}") == ("2018-12-26", "2018-12-28")
    assert mention.part == "night"


def test_days_that_do_not_follow_each_other_are_two_dates() -> None:
    assert len(told("nuit de mercredi à vendredi", "fr")) == 2
