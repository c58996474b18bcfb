"""An e-mail message taken apart by the standard library, within bounds of time.

Source: RFC 5322, 2045 to 2047, 3676 (format=flowed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from email.errors import MessageError
from email.headerregistry import BaseHeader
from email.message import EmailMessage, MIMEPart
from functools import lru_cache
from itertools import islice
from typing import Final

from streams.parse.decode import decode
from streams.parse.html import parse_html
from streams.parse.reading import UnreadableError

MAX_PARTS: Final = 200
"""Parts of one message; a message of each part is a transaction's worth."""

MAX_FIELD_CHARS: Final = 2_048
"""Longest header field that is read: the library's time grows with its square (3 ms)."""

MAX_SEPARATORS: Final = 2_000
"""Lines that may part a message into parts: the library takes 0.2 ms for each."""

MAX_FIELDS: Final = 100_000
"""Lines like header fields, in all parts and texts: the library takes 6 µs for each."""

FIELD_LIKE: Final = re.compile(rb"^[!-9;-~]{1,76}:", re.MULTILINE)
CONTENT_TYPE: Final = re.compile(
    rb"^content-[a-z-]{1,30}:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE
)
SEPARATOR: Final = re.compile(rb"^--", re.MULTILINE)

FIELDS_READ: Final = re.compile(
    r"subject|from|date|message-id|in-reply-to|content-[a-z-]{1,30}", re.IGNORECASE
)


ENCODED_WORD: Final = re.compile(r"=\?([\w.:-]{1,40})\?[QqBb]\?([^?\s]{0,500})\?=")
OCTETS: Final = re.compile(r"(?:=[0-9A-Fa-f]{2})+")
"""A word of a header field and its octets, as RFC 2047 encodes them."""

AUTOMATIC: Final = {
    "auto-submitted": re.compile(
        r"auto-replied|auto-generated\s{0,4}\((?:failure|warning)", re.IGNORECASE
    ),
    "precedence": re.compile(r"auto_?reply", re.IGNORECASE),
    "x-autoreply": re.compile(r"yes|true|1", re.IGNORECASE),
    "from": re.compile(
        r"(?:[^<@]{0,200}<)?(?:mailer-daemon|postmaster)(?:@|>|\Z|\s)", re.IGNORECASE
    ),
}
"""Header fields of automatic answers, with what they say."""


@lru_cache(maxsize=256)
def _header(name: str, value: str) -> BaseHeader:
    """Read a header field; the library asks for the content type of a part some ten times.

    It raises IndexError at a field that breaks off within a parameter ("text/plain; charset*"):
    then the parameters are left out.
    """
    header: BaseHeader
    for said in (value, value.partition(";")[0]):
        with suppress(IndexError):
            header = policy.default.header_factory(name, said)
            return header
    header = policy.default.header_factory(name, "")
    return header


POLICY: Final = policy.default.clone(header_factory=_header)


def message_of(text: str) -> EmailMessage:
    """Parse a message with one character for each byte; raises `not_mail` or `too_large`."""
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:
        data = text.encode("utf-8", "surrogatepass")
    fields = [len(field[0]) for field in CONTENT_TYPE.finditer(data)]
    if max(fields, default=0) > MAX_FIELD_CHARS or len(fields) > 3 * MAX_PARTS:
        raise UnreadableError(
            "too_large",
            f"{len(fields)} content fields of up to {max(fields)} bytes; send a plainer e-mail.",
        )
    if sum(1 for _ in islice(FIELD_LIKE.finditer(data), MAX_FIELDS + 1)) > MAX_FIELDS:
        raise UnreadableError(
            "too_large", f"More than {MAX_FIELDS:,} header fields; send a plainer e-mail."
        )
    separators = sum(1 for _ in islice(SEPARATOR.finditer(data), MAX_SEPARATORS + 1))
    if separators > MAX_SEPARATORS:
        raise UnreadableError(
            "too_large", f"More than {MAX_SEPARATORS:,} parts; send the items one by one."
        )
    try:
        message = message_from_bytes(data.lstrip(), policy=POLICY)
    except (MessageError, ValueError, RecursionError) as error:
        raise UnreadableError("not_mail", f"Malformed e-mail: {error}") from None
    if not isinstance(message, EmailMessage):
        raise UnreadableError("not_mail", "Malformed e-mail: no header fields.")
    _check_fields(message)
    return message


def is_automatic(message: EmailMessage) -> bool:
    """Tell what machines answer, of deliveries and absences, from what people or desks send.

    Source: RFC 6522 (reports), 3834 (`Auto-Submitted`), 5321, section 4.5.5; newsletters and
    alerts, which are `auto-generated` too, answer nothing.
    """
    if message.get_content_type() == "multipart/report":
        return True
    for name, value in message.raw_items():
        told = AUTOMATIC.get(name.lower())
        if told is not None and told.match(str(value).strip()[:MAX_FIELD_CHARS]):
            return True
    return False


def _check_fields(message: MIMEPart) -> None:
    for part in parts_of(message):
        for name, value in part.raw_items():
            size = len(str(value))
            if size > MAX_FIELD_CHARS and FIELDS_READ.fullmatch(name):
                raise UnreadableError(
                    "too_large", f"Header field {name[:40]}: {size:,} characters; send it shorter."
                )


def parts_of(message: MIMEPart) -> Iterator[MIMEPart]:
    """Give a message, and its parts with the parts of those in order."""
    stack: list[MIMEPart] = [message]
    seen = 0
    while stack:
        part = stack.pop()
        seen += 1
        if seen > MAX_PARTS:
            raise UnreadableError(
                "too_large", f"More than {MAX_PARTS} parts; send the items one by one."
            )
        yield part
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            stack.extend(one for one in reversed(inner) if isinstance(one, MIMEPart))


def body_of(message: EmailMessage, kind: str) -> MIMEPart | None:
    """Give the body of a kind, `plain` or `html`.

    None too where what should hold parts holds none: the library takes its letters for parts.
    """
    try:
        return message.get_body((kind,))
    except AttributeError:
        return None


def bytes_of(message: MIMEPart) -> bytes:
    """Give a message within a message as it would be sent by itself."""
    try:
        return message.as_bytes()
    except (MessageError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise UnreadableError("not_mail", f"Malformed message within a message: {error}") from None


def text_of(part: MIMEPart) -> str:
    """Decode a part by its transfer encoding and charset."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset()
    kind = part.get_content_type()
    try:
        return decode(data, f"{kind}; charset={charset}" if charset else kind)
    except UnreadableError as error:
        if error.reject.reason == "bad_encoding" and "Unknown encoding" in error.reject.detail:
            return decode(data, kind)
        raise


def readable(part: MIMEPart | None) -> str:
    """Give the text of a body; empty when there is none or nothing in it."""
    if part is None:
        return ""
    try:
        return text_of(part)
    except UnreadableError as error:
        if error.reject.reason == "empty":
            return ""
        raise


def unflowed(text: str, part: MIMEPart | None) -> str:
    """Join the lines that a space at their end says go on, if `part` says that they do."""
    if part is None or str(part.get_param("format", "")).lower() != "flowed":
        return text
    drop_space = str(part.get_param("delsp", "")).lower() == "yes"
    lines: list[str] = []
    going_on = False
    for raw in text.splitlines():
        line = raw.removeprefix(" ") if raw[:1] == " " else raw
        soft = line.endswith(" ") and line != "-- "
        words = line[:-1] if soft and drop_space else line
        if going_on:
            lines[-1] += words
        else:
            lines.append(words)
        going_on = soft
    return "\n".join(lines)


QUOTED_SHARE: Final = 0.8
"""Share of the lines of a text that are quoted, from which it is a message sent on as one."""
QUOTE: Final = re.compile(r"^> ?", re.MULTILINE)
MOST_QUOTES: Final = 3


def unquoted(text: str) -> str:
    """Take the marks of quotation off a text that is quoted as a whole, but for some words."""
    for _ in range(MOST_QUOTES):
        marks = text.count("\n>") + text.startswith(">")
        if not marks or marks < QUOTED_SHARE * sum(map(bool, map(str.strip, text.splitlines()))):
            break
        text = QUOTE.sub("", text)
    return text


HIDDEN: Final = re.compile(r"display\s{0,4}:\s{0,4}none", re.IGNORECASE)
HIDDEN_ELEMENTS: Final = "[style*='display:none' i], [style*='display: none' i], [hidden]"


def visible(html: str) -> str:
    """Give `html` without what it hides, such as the words that mailboxes show beside a subject."""
    if not HIDDEN.search(html):
        return html
    tree = parse_html(html)
    for element in tree.css(HIDDEN_ELEMENTS):
        element.decompose()
    return tree.html or ""


def field_of(message: EmailMessage, name: str) -> str:
    """Give a header field as one line; the parser of the field may refuse what others send."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    if not raw.isascii() and (text := _unencoded(raw, message)):
        return " ".join(text.split())
    try:
        return " ".join(str(message.get(name, "")).split())
    except (MessageError, ValueError, ArithmeticError, LookupError, AttributeError, TypeError):
        return ""


def _unencoded(raw: str, message: EmailMessage) -> str:
    """Decode a field sent in bytes above ASCII, by the charset of the text; empty if it fails.

    They should be encoded (RFC 2047); the library would put a sign for each that it does not know.
    """
    texts = (part for part in parts_of(message) if part.get_content_maintype() == "text")
    charsets = (part.get_content_charset() for part in texts)
    charset = next(filter(None, charsets), None)
    try:
        data = raw.encode("ascii", "surrogateescape")
        text = decode(data, f"text/plain; charset={charset}" if charset else "text/plain")
        return ENCODED_WORD.sub(_word, text)
    except (UnicodeError, LookupError, UnreadableError):
        return ""


def _word(match: re.Match[str]) -> str:
    """Decode a word that is encoded, though it may hold letters that are not."""
    if match[0].isascii():
        return str(_header("subject", match[0]))
    letters = match[2].replace("_", " ")
    return OCTETS.sub(
        lambda octets: bytes.fromhex(octets[0].replace("=", "")).decode(match[1]), letters
    )
