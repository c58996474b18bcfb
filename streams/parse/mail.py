"""E-mail: the body as an article, and attachments in a wire format as that format.

The item's text has one character for each byte, as `decode` gives it: each part is decoded
by its own charset, with the same care as any wire item.
Source: RFC 5322, 2045 to 2047, 3676 (format=flowed); the standard library's email package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from typing import Final

import msgspec

from schemas.records import Link, Parsed
from streams.outcome import Drop, Emit, Outcome, Reject
from streams.parse.article import Draft, Part, assemble, finish
from streams.parse.dates import parse_time
from streams.parse.embargo_lines import embargo_in
from streams.parse.feed import MARKUP_FACTOR, body_parts, sources_of
from streams.parse.mail_form import read_form
from streams.parse.mail_lines import set_off
from streams.parse.mail_message import (
    body_of,
    bytes_of,
    field_of,
    is_automatic,
    message_of,
    parts_of,
    readable,
    text_of,
    unflowed,
    unquoted,
    visible,
)
from streams.parse.plain import paragraphs_in
from streams.parse.reading import UnreadableError, Wire, too_large
from streams.parse.release_lines import apart
from streams.parse.sniff import look

MAX_DEPTH: Final = 5
"""Messages forwarded within messages."""

NOTHING: Final = Drop("no_content")
"""Of a message without a body, beside whose attachments nothing was there to drop; or of a line
attached."""

COVER_WORDS: Final = 60
"""A shorter body beside attachments that are articles is their cover note."""

WIRE_TYPES: Final = re.compile(
    r"(?:application|text)/(?:[\w.+-]{0,60}\b(?:xml|json|newsml|nitf|html)|plain|vnd\.iptc\S{1,40}"
    r"|octet-stream|rtf-none)\Z"
)
"""Types of attachments that may hold a wire item."""

REPLY: Final = re.compile(r"(?:(?:re|aw|sv|fw|fwd|wg|tr)\s?:\s{0,3}){1,5}", re.IGNORECASE)
SIGNATURE: Final = re.compile(r"^-- ?\r?$", re.MULTILINE)
"""What parts the signature. Source: RFC 3676, section 4.3."""

PLAIN_SHARE: Final = 0.5
"""Length of the plain text as a share of the HTML's, under which it is a stand-in for it."""

EMBARGO_LINES: Final = 8
"""Blocks at the beginning of a release among which its embargo stands."""

Reader = Callable[[Wire], Outcome]
"""Reads any wire item; what it cannot read it rejects."""


def read(wire: Wire, read_any: Reader, depth: int = 0) -> Outcome:
    """Read a message; `read_any` reads what its parts hold."""
    try:
        return _read(wire, read_any, depth)
    except (RecursionError, MessageError, ArithmeticError) as error:
        raise UnreadableError(
            "not_mail", f"Malformed e-mail, in its header fields or their nesting: {error}"
        ) from None


def _read(wire: Wire, read_any: Reader, depth: int) -> Outcome:
    message = message_of(wire.text)
    if is_automatic(message):
        return Drop("automatic_mail")
    articles: list[Parsed] = []
    faults: list[Reject] = []
    dropped: list[Drop] = []
    for number, part in enumerate(_attachments(message), start=1):
        outcome = _attached(part, wire, read_any, depth)
        if isinstance(outcome, Emit):
            articles += [one for one in outcome.records if isinstance(one, Parsed)]
            faults += outcome.defects
            dropped += outcome.dropped
            wire.limits.check_articles(len(articles))
        elif isinstance(outcome, Reject):
            name = part.get_filename() or part.get_content_type()
            which = f"Attachment {number} ({name})"
            faults.append(msgspec.structs.replace(outcome, detail=f"{which}: {outcome.detail}"))
        else:
            dropped.append(outcome)
    cover = _body(message, wire, read_any, beside=bool(articles))
    if isinstance(cover, Emit):
        records = (*(one for one in cover.records if isinstance(one, Parsed)), *articles)
        return Emit(records, (*cover.defects, *faults), (*cover.dropped, *dropped))
    if articles:
        if isinstance(cover, Reject):
            faults.insert(0, cover)
        elif cover != NOTHING:
            dropped.insert(0, cover)
        return Emit(tuple(articles), tuple(faults), tuple(dropped))
    return faults[0] if faults and isinstance(cover, Drop) else cover


def _attachments(message: EmailMessage) -> Iterator[MIMEPart]:
    bodies = [id(one) for kind in ("plain", "html") if (one := body_of(message, kind))]
    for part in parts_of(message):
        if (
            id(part) in bodies
            or part is message
            or part.is_multipart() != (part.get_content_type() == "message/rfc822")
        ):
            continue
        yield part


def _attached(part: MIMEPart, wire: Wire, read_any: Reader, depth: int) -> Outcome:
    """Read what is attached: a message, or a wire item; pictures and documents are dropped."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = part.get_payload()
        forwarded = inner[0] if isinstance(inner, list) and inner else None
        if depth >= MAX_DEPTH or not isinstance(forwarded, MIMEPart):
            return Reject("not_mail", f"Messages within messages more than {MAX_DEPTH} deep.")
        text = bytes_of(forwarded).decode("latin-1")
        try:
            return read(msgspec.structs.replace(wire, text=text), read_any, depth + 1)
        except UnreadableError as error:
            return error.reject
    if not WIRE_TYPES.fullmatch(kind):
        return Drop("not_text_item")
    try:
        text = text_of(part)
    except UnreadableError as error:
        told = error.reject.reason == "not_text" and kind.endswith("stream")
        return Drop("not_text_item") if told else error.reject
    outcome = read_any(msgspec.structs.replace(wire, text=text))
    return NOTHING if _is_a_line(outcome) else outcome


def _is_a_line(outcome: Outcome) -> bool:
    """Tell an attached plain text of one line, which is no article unless it calls itself one."""
    return isinstance(outcome, Emit) and all(
        isinstance(one, Parsed) and one.format == "text" and not (one.paragraphs or one.cue)
        for one in outcome.records
    )


def _body(message: EmailMessage, wire: Wire, read_any: Reader, *, beside: bool) -> Outcome:
    """Read the message's own text: as the wire item that it is, else as an article."""
    plain, html = readable(body_of(message, "plain")), readable(body_of(message, "html"))
    limit = wire.limits.max_text_chars * MARKUP_FACTOR
    if max(len(plain), len(html)) > limit:
        size = max(len(plain), len(html))
        raise too_large("Characters of mail", size, limit, "MAX_TEXT_CHARS")
    if not plain.strip() and not html.strip():
        return NOTHING
    plain = unflowed(plain, body_of(message, "plain"))
    form = read_form(plain)
    if form is None and plain.strip() and look(plain).shape in {"xml", "json", "framed"}:
        return read_any(msgspec.structs.replace(wire, text=plain.strip()))
    try:
        draft = _draft(message, plain, html) if form is None else form
        if beside and len(draft.text.split()) < COVER_WORDS:
            return Drop("cover_note")
        return Emit((finish(_embargoed(_with_header(draft, message)), wire),))
    except UnreadableError as error:
        return error.reject


def _draft(message: EmailMessage, plain: str, html: str) -> Draft:
    headline = REPLY.sub("", field_of(message, "subject"), count=1)
    marked = body_parts(visible(html), headline) if html else []
    size = sum(len(part.text) for part in marked)
    if len(plain.strip()) >= PLAIN_SHARE * size:
        text, _, signature = _signed(unquoted(plain))
        parts = [Part(kind="paragraph", text=words) for words in paragraphs_in(text)]
        parts += [Part(kind="footer", text=words) for words in paragraphs_in(signature)]
    else:
        parts = marked
    parts, sender = set_off([part for part in parts if not _repeats(part.text, headline)])
    parts = apart(parts)
    text, blocks, credited = assemble([Part(kind="headline", text=headline), *parts])
    sources = credited or sources_of([_name(sender)])
    return Draft(format="email", headline=headline, text=text, blocks=blocks, sources=sources)


def _repeats(line: str, headline: str) -> bool:
    """Tell a line that says the subject again, perhaps in capitals."""
    return line == headline or (len(line) == len(headline) and line.upper() == headline.upper())


def _signed(text: str) -> tuple[str, str, str]:
    """Part a text from its signature."""
    *_, last = (None, *SIGNATURE.finditer(text))
    return (text[: last.start()], last[0], text[last.end() :]) if last else (text, "", "")


def _with_header(draft: Draft, message: EmailMessage) -> Draft:
    time = parse_time(field_of(message, "date"))
    answers = field_of(message, "in-reply-to").strip("<> ")
    return msgspec.structs.replace(
        draft,
        provider_id=draft.provider_id or field_of(message, "message-id").strip("<> ") or None,
        declared_language=draft.declared_language or field_of(message, "content-language") or None,
        sources=draft.sources or sources_of([_name(field_of(message, "from"))]),
        links=draft.links or ((Link(rel="inReplyTo", id=answers),) if answers else ()),
        published_at=draft.published_at or time,
        updated_at=draft.updated_at or time,
    )


def _embargoed(draft: Draft) -> Draft:
    """Hold a release back until its first lines allow it; for good where they do not say when."""
    for at, block in enumerate(draft.blocks[:EMBARGO_LINES]):
        line = draft.text[block.start : block.end]
        told = embargo_in(line, draft.published_at)
        if told is None:
            continue
        blocks = list(draft.blocks)
        if block.kind == "paragraph":
            blocks[at] = msgspec.structs.replace(block, kind="editor_note")
        held: Draft = msgspec.structs.replace(
            draft,
            blocks=tuple(blocks),
            embargo_until=told.until,
            status=draft.status if told.until else "withheld",
        )
        return held
    return draft


def _name(sender: str) -> str:
    """Give the name of a sender, else where his address is."""
    name, address = parseaddr(sender)
    return name or address.rpartition("@")[2]
