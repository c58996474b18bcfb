"""What a request to the push endpoint asks for, or what is wrong with it.

One body is one item. A CloudEvent in binary mode says with `ce-id`, `ce-source` and `ce-time`
what plain HTTP says with `Idempotency-Key`, `?source=` and nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote

from schemas.codec import AHEAD

MAX_NAME_CHARS: Final = 200
"""Of a source, or a key: they are stored, and stand in headers of each record."""
LEAST_TOKEN_CHARS: Final = 16
"""A random token of so many letters and digits cannot be guessed."""
BEARER: Final = "bearer "
NO_TYPE: Final = frozenset({"", "application/octet-stream", "application/x-www-form-urlencoded"})
"""What clients send when they were told no type, curl with -d among them."""
PACKED: Final = frozenset({"gzip", "x-gzip"})


class ProblemError(Exception):
    """A request that is refused. Source: RFC 9457, problem details."""

    def __init__(self, status: HTTPStatus, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status: Final = status
        self.detail: Final = detail
        self.headers: Final = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What is asked for, less the body."""

    source: str
    content_type: str
    """Empty when none was told."""
    packed: bool
    """The body comes as gzip."""
    key: str | None
    """The client's own name for the item: the same again is the same item."""
    received_at: datetime | None


def read_push(headers: Mapping[str, str], query: Mapping[str, str], now: datetime) -> Push:
    """Read the head of a request; raises ProblemError. `headers` take names in any case."""
    version = headers.get("ce-specversion", "1.0")
    if not version.startswith("1."):
        raise _bad(f"ce-specversion {version[:20]!r} is not known; send CloudEvents 1.0")
    return Push(
        source=_source(headers, query),
        content_type=_content_type(headers.get("Content-Type", "")),
        packed=_packed(headers.get("Content-Encoding", "")),
        key=_key(headers),
        received_at=_time(headers.get("ce-time"), now),
    )


def authorised(header: str, tokens: Sequence[str]) -> bool:
    """Tell whether an `Authorization` header has one of `tokens`, in time that tells nothing."""
    given = _hash(header[len(BEARER) :].strip()) if header[: len(BEARER)].lower() == BEARER else b""
    found = False
    for token in tokens:
        found |= hmac.compare_digest(given, _hash(token))
    return found


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


def _source(headers: Mapping[str, str], query: Mapping[str, str]) -> str:
    source = (query.get("source") or unquote(headers.get("ce-source", ""))).strip()
    if not source:
        raise _bad("who sends it is missing; add ?source=NAME, or a header ce-source")
    return _name(source, "source")


def _key(headers: Mapping[str, str]) -> str | None:
    keys = {
        "Idempotency-Key": headers.get("Idempotency-Key", "").strip().strip('"'),
        "ce-id": unquote(headers.get("ce-id", "")).strip(),
    }
    for header, key in keys.items():
        if key:
            return _name(key, header)
    return None


def _name(text: str, what: str) -> str:
    if len(text) > MAX_NAME_CHARS or not text.isprintable():
        raise _bad(f"{what}: use up to {MAX_NAME_CHARS} characters that can be seen")
    return text


def _content_type(header: str) -> str:
    essence = header.partition(";")[0].strip().lower()
    if essence.startswith("multipart/"):
        raise ProblemError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "a form is not an item; send the item itself as the body: curl --data-binary @FILE",
        )
    if essence.startswith("application/cloudevents"):
        raise ProblemError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "a CloudEvent is taken in binary mode: the item as the body, ce-id and ce-source as"
            " headers",
        )
    if essence in NO_TYPE:
        return ""
    return _name(header.strip(), "Content-Type")


def _packed(header: str) -> bool:
    encoding = header.strip().lower()
    if encoding in PACKED:
        return True
    if encoding in {"", "identity"}:
        return False
    raise ProblemError(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        f"Content-Encoding {encoding[:40]!r} is not read; send gzip, or as it is",
        Accept_Encoding="gzip",
    )


def _time(header: str | None, now: datetime) -> datetime | None:
    if header is None:
        return None
    try:
        time = datetime.fromisoformat(unquote(header).strip())
        if time.tzinfo is None:
            raise _bad("ce-time: the time zone is missing; add Z or an offset")
        time = time.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _bad(
            f"ce-time {header[:40]!r} is not an RFC 3339 time, such as 2018-12-29T15:00:00Z"
        ) from None
    if time - now > AHEAD:
        raise _bad(f"ce-time {time.isoformat()} is over an hour ahead; set the clock right")
    return time


def _bad(detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.BAD_REQUEST, detail)
