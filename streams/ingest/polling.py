"""What an answer to a poll means: what to send, what to remember, and when to ask again."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from lxml import etree

from schemas.ids import digest
from streams.ingest.feedlist import Feed
from streams.ingest.sniff import content_type
from streams.ingest.state import Polled

MOST_ASKED_S: Final = 3600.0
"""A feed that wants to be polled more rarely, by `ttl` or `max-age`, is heard up to an hour: news
that is older is none. A list that gives the feed an interval goes before it."""

LONGEST_PAUSE_S: Final = 3600.0
"""Failures double the time between polls up to this."""

LONGEST_RETRY_AFTER_S: Final = 86_400.0
"""A server that asks for more is asked again after a day."""

MAX_AGE: Final = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
NOT_KEPT: Final = re.compile(r"(?:^|[\s,])no-(?:cache|store)\b", re.IGNORECASE)
MAX_VALIDATOR_CHARS: Final = 1000
"""A longer ETag is not sent back: the next poll brings the whole feed."""

UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
"""How XML in UTF-16 begins."""
BUSY: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
FIXES: Final = {
    HTTPStatus.UNAUTHORIZED: "put user and password into its url: https://user:password@…",
    HTTPStatus.FORBIDDEN: "ask its publisher to let Barq in",
    HTTPStatus.NOT_FOUND: "look for its new address",
    HTTPStatus.TOO_MANY_REQUESTS: "give it a longer interval",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    """By name, in whatever case the mapping takes."""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Failure:
    """A poll without an answer, and why."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What follows from a poll."""

    polled: Polled
    send: bool = False
    trouble: str = ""
    """What is wrong and what to do; empty when nothing is."""
    hold_host_s: float = 0.0
    """For so long nothing more is to be asked of the host."""


def conditions(before: Polled) -> dict[str, str]:
    """Give the headers that ask for the feed only if it has changed."""
    given = {"If-None-Match": before.etag, "If-Modified-Since": before.modified}
    return {name: value for name, value in given.items() if value}


def judge(
    feed: Feed, before: Polled, answer: Answer | Failure, *, now_s: float, interval_s: float
) -> Verdict:
    """Say what follows from `answer`; `interval_s` is for feeds that are listed without one."""
    own_s = float(feed.interval_s or interval_s)
    if isinstance(answer, Failure):
        return _failed(before, answer.why, now_s, own_s)
    if answer.status == HTTPStatus.GONE:
        polled = replace(before, gone=True)
        return Verdict(polled=polled, trouble="410: it is gone for good; take it off the list")
    if answer.status == HTTPStatus.NOT_MODIFIED:
        wait_s = _wait(feed, own_s, answer, None)
        return Verdict(polled=replace(before, due_s=now_s + wait_s, failures=0))
    if answer.status != HTTPStatus.OK:
        return _refused(before, answer, now_s, own_s)
    if not_feed := _not_feed(answer.body):
        return _failed(before, f"it answers with {not_feed} in place of a feed", now_s, own_s)
    found = digest(answer.body)
    polled = Polled(
        etag=_validator(answer, "ETag"),
        modified=_validator(answer, "Last-Modified"),
        digest=found,
        due_s=now_s + _wait(feed, own_s, answer, time_to_live_s(answer.body)),
    )
    return Verdict(polled=polled, send=found != before.digest)


def time_to_live_s(body: bytes) -> float | None:
    """Give an RSS channel's `ttl`, in seconds: it stands before the items."""
    try:
        for _, element in etree.iterparse(
            io.BytesIO(body),
            events=("start", "end"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        ):
            if element.tag == "ttl" and element.text is not None:
                minutes = element.text.strip()
                return float(minutes) * 60 if re.fullmatch(r"\d{1,6}", minutes) else None
            if element.tag in {"item", "entry"}:
                return None
    except etree.XMLSyntaxError:
        return None
    return None


def retry_after_s(value: str | None, now_s: float) -> float | None:
    """Give the seconds that a `Retry-After` header asks to wait. Source: RFC 9110, 10.2.3."""
    text = (value or "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        return min(float(text), LONGEST_RETRY_AFTER_S)
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    seconds = (when - datetime.fromtimestamp(now_s, UTC)).total_seconds()
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER_S)


def _not_feed(body: bytes) -> str:
    """Say what `body` is when it is no feed: as an item it would be read as an article."""
    if body.startswith(UTF_16):
        return ""
    kind = content_type("", body)
    if kind.endswith(("xml", "json")):
        return ""
    return "a web page" if kind == "text/html" else "text" if kind else "nothing readable"


def _refused(before: Polled, answer: Answer, now_s: float, own_s: float) -> Verdict:
    try:
        status = HTTPStatus(answer.status)
        why = f"{answer.status} {status.phrase}"
        why += f"; {FIXES[status]}" if status in FIXES else ""
    except ValueError:
        why = str(answer.status)
    failed = _failed(before, why, now_s, own_s)
    asked_s = retry_after_s(answer.headers.get("Retry-After"), now_s)
    if asked_s is None:
        return failed
    due_s = max(failed.polled.due_s, now_s + asked_s)
    return replace(
        failed,
        polled=replace(failed.polled, due_s=due_s),
        hold_host_s=asked_s if answer.status in BUSY else 0.0,
    )


def _failed(before: Polled, why: str, now_s: float, own_s: float) -> Verdict:
    failures = before.failures + 1
    longest_s = max(own_s, LONGEST_PAUSE_S)
    pause_s = min(own_s * 2.0 ** min(failures - 1, 30), longest_s)
    polled = replace(before, failures=failures, due_s=now_s + pause_s)
    return Verdict(polled=polled, trouble=why)


def _wait(feed: Feed, own_s: float, answer: Answer, asked_s: float | None) -> float:
    """Give the seconds until the next poll."""
    if feed.interval_s is not None:
        return own_s
    hints = max(asked_s or 0.0, _fresh_s(answer.headers))
    return max(own_s, min(hints, MOST_ASKED_S))


def _fresh_s(headers: Mapping[str, str]) -> float:
    """Give the seconds that an answer stays fresh. Source: RFC 9111, 4.2."""
    control = headers.get("Cache-Control", "")
    found = MAX_AGE.search(control)
    if found is None or NOT_KEPT.search(control):
        return 0.0
    age = headers.get("Age", "0").strip()
    return max(0.0, float(found[1]) - (float(age) if re.fullmatch(r"\d{1,9}", age) else 0.0))


def _validator(answer: Answer, name: str) -> str:
    value = answer.headers.get(name, "").strip()
    return value if len(value) <= MAX_VALIDATOR_CHARS and value.isprintable() else ""
