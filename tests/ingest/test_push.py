"""What the head of a request asks for, and what is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from multidict import CIMultiDict

from streams.ingest.push import ProblemError, Push, authorised, read_push

NOW = datetime(2024, 1, 1, 12, 0, tzinfo=UTC)
TOKEN = "0123456789abcdef"  # noqa: S105 - of these tests alone


def read(query: str = "afp", **headers: str) -> Push:
    named = CIMultiDict({name.replace("_", "-"): value for name, value in headers.items()})
    return read_push(named, {"source": query} if query else {}, NOW)


def test_plain_http() -> None:
    push = read(Content_Type="application/xml; charset=utf-8", Idempotency_Key='"abc"')
    assert push == Push(
        source="afp",
        content_type="application/xml; charset=utf-8",
        packed=False,
        key="abc",
        received_at=None,
    )


def test_a_cloud_event_in_binary_mode() -> None:
    push = read(
        "",
        ce_specversion="1.0",
        ce_id="%D8%A8",
        ce_source="aljazeera",
        ce_time="2024-01-01T13:00:00+02:00",
    )
    assert (push.source, push.key) == ("aljazeera", "ب")
    assert push.received_at == datetime(2024, 1, 1, 11, 0, tzinfo=UTC)


def test_the_source_of_the_address_and_the_key_of_http_go_first() -> None:
    push = read("afp", ce_source="tass", ce_id="1", Idempotency_Key="2")
    assert (push.source, push.key) == ("afp", "2")


@pytest.mark.parametrize(
    "declared", ["", "application/x-www-form-urlencoded", "application/octet-stream"]
)
def test_what_clients_declare_when_they_know_nothing_counts_as_nothing(declared: str) -> None:
    assert read(Content_Type=declared).content_type == ""


@pytest.mark.parametrize(
    ("headers", "status", "told"),
    [
        ({"Content_Type": "multipart/form-data; boundary=x"}, 415, "--data-binary"),
        ({"Content_Type": "application/cloudevents+json"}, 415, "binary mode"),
        ({"Content_Encoding": "br"}, 415, "send gzip"),
        ({"ce_specversion": "0.3"}, 400, "CloudEvents 1.0"),
        ({"ce_time": "yesterday"}, 400, "2018-12-29T15:00:00Z"),
        ({"ce_time": "2024-01-01T12:00:00"}, 400, "time zone"),
        ({"ce_time": "0001-01-01T00:00:00+14:00"}, 400, "RFC 3339"),
        ({"ce_time": (NOW + timedelta(hours=2)).isoformat()}, 400, "set the clock right"),
        ({"ce_id": "x" * 201}, 400, "up to 200 characters"),
        ({"Idempotency_Key": "a\x00b"}, 400, "Idempotency-Key: use"),
    ],
)
def test_a_problem_says_what_to_do(headers: dict[str, str], status: int, told: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read(**headers)
    assert caught.value.status == status
    assert told in caught.value.detail


def test_a_source_is_wanted() -> None:
    with pytest.raises(ProblemError, match=r"\?source=NAME") as caught:
        read("")
    assert caught.value.status is HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    ("header", "let_in"),
    [
        (f"Bearer {TOKEN}", True),
        (f"bearer  {TOKEN} ", True),
        ("Bearer another", True),
        (f"Bearer {TOKEN}0", False),
        (f"Basic {TOKEN}", False),
        ("Bearer ", False),
        ("", False),
        ("Bearer \udcff", False),
    ],
)
def test_a_token_lets_in(header: str, *, let_in: bool) -> None:
    assert authorised(header, (TOKEN, "another")) is let_in
