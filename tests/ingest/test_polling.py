"""What an answer to a poll means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from yarl import URL

from streams.ingest.feedlist import Feed
from streams.ingest.polling import (
    Answer,
    Failure,
    Verdict,
    conditions,
    judge,
    retry_after_s,
    time_to_live_s,
)
from streams.ingest.state import Polled

FEED = Feed(source="a", url=URL("http://a/rss"))
RSS = b"<rss><channel><ttl>20</ttl><item/></channel></rss>"
NOW_S = 1_700_000_000.0


def after(answer: Answer | Failure, before: Polled = Polled(), feed: Feed = FEED) -> Verdict:  # noqa: B008 - frozen
    return judge(feed, before, answer, now_s=NOW_S, interval_s=300.0)


def ok(body: bytes = RSS, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=200, headers=named, body=body)


def wait_s(verdict: Verdict) -> float:
    return verdict.polled.due_s - NOW_S


def test_a_new_body_is_sent_and_its_validators_go_into_the_next_request() -> None:
    verdict = after(ok(ETag='W/"1"', Last_Modified="Mon, 01 Jan 2024 10:00:00 GMT"))
    assert verdict.send
    assert conditions(verdict.polled) == {
        "If-None-Match": 'W/"1"',
        "If-Modified-Since": "Mon, 01 Jan 2024 10:00:00 GMT",
    }
    assert conditions(Polled()) == {}


def test_a_body_that_has_not_changed_is_not_sent_again() -> None:
    before = after(ok()).polled
    assert not after(ok(), before).send
    assert after(ok(RSS + b" "), before).send


def test_not_modified_ends_a_row_of_failures_and_keeps_what_is_known() -> None:
    before = replace(after(ok(ETag="1")).polled, failures=3)
    verdict = after(Answer(status=304, headers={}), before)
    assert (verdict.send, verdict.trouble, verdict.polled.failures) == (False, "", 0)
    assert verdict.polled.etag == "1"
    assert wait_s(verdict) == 300.0


def test_a_feed_may_ask_to_be_polled_more_rarely_up_to_an_hour() -> None:
    assert wait_s(after(ok(b"<rss/>"))) == 300.0
    assert wait_s(after(ok())) == 1200.0
    assert wait_s(after(ok(b"<rss/>", Cache_Control="public, max-age=900", Age="100"))) == 800.0
    assert wait_s(after(ok(b"<rss/>", Cache_Control="max-age=60"))) == 300.0
    assert wait_s(after(ok(b"<rss/>", Cache_Control="max-age=99999"))) == 3600.0
    assert wait_s(after(ok(b"<rss/>", Cache_Control="no-cache, max-age=900"))) == 300.0


def test_the_interval_of_the_list_goes_before_what_the_feed_asks() -> None:
    feed = replace(FEED, interval_s=60)
    assert wait_s(after(ok(Cache_Control="max-age=900"), feed=feed)) == 60.0


def test_failures_double_the_wait_up_to_an_hour() -> None:
    waits = []
    polled = Polled(etag="1")
    for _ in range(6):
        verdict = after(Failure("no answer"), polled)
        polled = verdict.polled
        waits.append(wait_s(verdict))
    assert waits == [300.0, 600.0, 1200.0, 2400.0, 3600.0, 3600.0]
    assert verdict.trouble == "no answer"
    assert polled.etag == "1"


@pytest.mark.parametrize(("status", "held"), [(429, 7200.0), (503, 7200.0), (403, 0.0)])
def test_retry_after_is_heard_and_holds_a_busy_host(status: int, held: float) -> None:
    verdict = after(Answer(status=status, headers={"Retry-After": "7200"}))
    assert wait_s(verdict) == 7200.0
    assert verdict.hold_host_s == held
    assert str(status) in verdict.trouble


def test_a_short_retry_after_does_not_shorten_the_wait() -> None:
    assert wait_s(after(Answer(status=503, headers={"Retry-After": "1"}))) == 300.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Tue, 14 Nov 2023 22:14:20 GMT", 60.0),
        ("Tue, 14 Nov 2000 22:14:20 GMT", 0.0),
        ("999999", 86_400.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after_s(value, NOW_S) == seconds


def test_gone_stops_the_feed() -> None:
    verdict = after(Answer(status=410, headers={}))
    assert verdict.polled.gone
    assert "take it off the list" in verdict.trouble


@pytest.mark.parametrize("status", [204, 206, 300, 400, 404, 500, 799])
def test_other_answers_are_failures_and_send_nothing(status: int) -> None:
    verdict = after(Answer(status=status, headers={}, body=RSS))
    assert not verdict.send
    assert verdict.polled.failures == 1
    assert str(status) in verdict.trouble


@pytest.mark.parametrize("body", [b"", b"<!doctype html><html></html>", b"Back soon.", b"\0\1"])
def test_what_is_no_feed_is_not_sent(body: bytes) -> None:
    verdict = after(ok(body))
    assert not verdict.send
    assert "in place of a feed" in verdict.trouble


@pytest.mark.parametrize(
    "body",
    [b"<feed/>", b'{"version": "https://jsonfeed.org/version/1.1"}', "<rss/>".encode("utf-16")],
)
def test_feeds_of_every_kind_are_sent(body: bytes) -> None:
    assert after(ok(body)).send


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        (RSS, 1200.0),
        (b"<rss><channel><item><ttl>20</ttl></item></channel></rss>", None),
        (b"<rss><channel><ttl>often</ttl></channel></rss>", None),
        (b"<rss><channel><ttl>1", None),
        (b"{}", None),
    ],
)
def test_time_to_live(body: bytes, seconds: float | None) -> None:
    assert time_to_live_s(body) == seconds


def test_an_etag_that_cannot_be_a_header_is_not_sent_back() -> None:
    for etag in ("a\r\nb", "x" * 2000):
        assert after(ok(ETag=etag)).polled.etag == ""
