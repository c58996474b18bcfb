"""Records as people see them."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from msgspec import structs

from schemas.records import DateMention, Record
from schemas.topics import TOPIC_OF
from streams.console.render import render, undecodable
from tests.console import articles


def lines(record: Record) -> list[str]:
    return [line.plain for line in render(record)]


@pytest.mark.parametrize("record", articles.ALL, ids=lambda record: type(record).__name__)
def test_every_record_renders_without_line_breaks(record: Record) -> None:
    assert lines(record)
    assert not any("\n" in line for line in lines(record))


def test_no_topic_is_without_a_rendering() -> None:
    assert {type(record) for record in articles.ALL} == set(TOPIC_OF)


def test_an_article_shows_language_relation_headline_and_actors() -> None:
    head, headline, relation, actors = lines(articles.ENRICHED)
    assert "article" in head
    assert head.split()[-3:] == ["ar", "expansion", "north-wire"]
    assert headline == f"\u2068{articles.HEADLINE_AR}\u2069"
    assert relation == "  expansion of 0123456789ab, 40% new"
    assert actors == "  Sergey Lavrov 3"


def mentioned(first: str, until: str, surface: str, *, approximate: bool = False) -> DateMention:
    return DateMention(
        start=0,
        end=len(surface),
        surface=surface,
        from_=date.fromisoformat(first),
        until=date.fromisoformat(until),
        grain="day",
        basis="relative",
        approximate=approximate,
    )


def test_an_article_shows_the_days_that_it_names_each_once() -> None:
    dates = (
        mentioned("2018-12-28", "2018-12-29", "الجمعة"),
        mentioned("2018-12-17", "2018-12-24", "last week"),
        mentioned("2018-12-28", "2018-12-29", "yesterday"),
        mentioned("2019-01-01", "2019-05-01", "early next year", approximate=True),
    )
    *_, told = lines(msgspec.structs.replace(articles.ENRICHED, dates=dates))
    assert told == (
        "  2018-12-28 (\u2068الجمعة\u2069) · 2018-12-17 to 2018-12-23 (last week)"
        " · about 2019-01-01 to 2019-04-30 (early next year)"
    )


def test_of_many_days_some_are_shown_and_the_others_counted() -> None:
    dates = tuple(mentioned(f"2018-12-{d:02}", f"2018-12-{d + 1:02}", "x") for d in range(1, 8))
    *_, told = lines(msgspec.structs.replace(articles.ENRICHED, dates=dates))
    assert told.endswith("2018-12-04 (x) · 3 more")


def test_a_held_article_shows_until_when_and_why() -> None:
    head, headline, until = lines(articles.HELD)
    assert head.split()[-4:] == ["held", "embargo", "ar", "north-wire"]
    assert headline == f"\u2068{articles.HEADLINE_AR}\u2069"
    assert until == f"  urn:a until {articles.HELD.until.astimezone():%Y-%m-%d %H:%M:%S}"  # type: ignore[union-attr]  # it has one


def test_the_end_of_a_holding_shows_how_it_ended() -> None:
    head, until = lines(articles.KILLED)
    assert head.split()[-2:] == ["killed", "withheld"]
    assert until == "  urn:a was held until further notice"


def test_an_alert_that_no_longer_holds_says_so() -> None:
    head, _, condition, ids = lines(articles.ALERT)
    assert "ALERT" in head
    assert "both  critical  kill  no longer holds  ar" in head
    assert condition == "  actors all: person:sergey-lavrov"
    assert ids == "  alert a1, follows a0"


def test_a_first_alert_follows_none() -> None:
    alert = structs.replace(articles.ALERT, kind="alert", follows=None, holds=True)
    head, *_, ids = lines(alert)
    assert "both  critical  alert  ar" in head
    assert ids == "  alert a1"


def test_a_dead_letter_shows_reason_place_and_detail() -> None:
    head, detail, payload = lines(articles.DEAD_LETTER)
    assert head == "dead letter  parse  not_json  wire.items/0/8"
    assert detail == "  line 3: cut off"
    assert payload == "  \ufffd"


def test_a_headline_cannot_drive_the_terminal() -> None:
    (_, headline) = undecodable("t/0/1", "wrong", b"\x1b]0;title\x07")
    assert "\x1b" not in headline.plain
    assert "\x07" not in headline.plain
