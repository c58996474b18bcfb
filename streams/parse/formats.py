"""The table of wire formats: how each is told by its bytes, and what reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from streams.outcome import Outcome, Reject
from streams.parse import (
    anpa,
    ap,
    appl,
    atom,
    dpa,
    enclosed,
    iptc7901,
    jsonfeed,
    mail,
    newsml1,
    newsml_g2,
    ninjs,
    nitf,
    page,
    plain,
    reuters,
    rss,
)
from streams.parse.reading import UnreadableError, Wire
from streams.parse.sniff import Look, look


@dataclass(frozen=True, slots=True, kw_only=True)
class WireFormat:
    """One wire format: the first whose `looks` holds reads the item."""

    name: str
    looks: Callable[[Look], bool]
    read: Callable[[Wire], Outcome]


def _read_json(wire: Wire) -> Outcome:
    """Read ninjs; only what is none is asked for the keys of Reuters, so that ninjs never is."""
    try:
        outcome = ninjs.read(wire)
    except UnreadableError as error:
        outcome = error.reject
    refused = isinstance(outcome, Reject) and outcome.reason == "not_ninjs"
    return reuters.read(wire) if refused and reuters.is_reuters(wire.text) else outcome


def _read_mail(wire: Wire) -> Outcome:
    return mail.read(wire, read_any)


FORMATS: Final = (
    WireFormat(name="jsonfeed", looks=lambda seen: seen.root == "jsonfeed", read=jsonfeed.read),
    WireFormat(name="ap", looks=lambda seen: seen.root == "ap", read=ap.read),
    WireFormat(name="dpa", looks=lambda seen: seen.root == "dpa", read=dpa.read),
    WireFormat(name="json-ld", looks=lambda seen: seen.root == "json-ld", read=page.read_jsonld),
    WireFormat(name="ninjs", looks=lambda seen: seen.shape == "json", read=_read_json),
    WireFormat(name="anpa", looks=lambda seen: seen.root == "anpa", read=anpa.read),
    WireFormat(name="iptc7901", looks=lambda seen: seen.root == "iptc7901", read=iptc7901.read),
    WireFormat(
        name="rss", looks=lambda seen: seen.shape == "xml" and seen.root in rss.ROOTS, read=rss.read
    ),
    WireFormat(
        name="atom",
        looks=lambda seen: seen.shape == "xml" and seen.root in atom.ROOTS,
        read=atom.read,
    ),
    WireFormat(
        name="newsml-g2",
        looks=lambda seen: seen.shape == "xml" and seen.root in newsml_g2.ROOTS,
        read=newsml_g2.read,
    ),
    WireFormat(
        name="newsml-1.2",
        looks=lambda seen: seen.shape == "xml" and seen.root in newsml1.ROOTS,
        read=newsml1.read,
    ),
    WireFormat(
        name="nitf",
        looks=lambda seen: seen.shape == "xml" and seen.root in nitf.ROOTS,
        read=nitf.read,
    ),
    WireFormat(
        name="ap",
        looks=lambda seen: seen.shape == "xml" and seen.root in appl.ROOTS,
        read=appl.read,
    ),
    WireFormat(name="html", looks=lambda seen: seen.shape == "html", read=page.read),
    WireFormat(name="email", looks=lambda seen: seen.shape == "mail", read=_read_mail),
    WireFormat(name="text", looks=lambda seen: seen.shape == "text", read=plain.read),
)


def format_of(text: str) -> WireFormat:
    """Give the format of `text` by its looks; raises UnreadableError `unknown_format`.

    The content type has no say: senders get it wrong, and these formats cannot be mistaken.
    """
    seen = look(text)
    if found := _looking(seen):
        return found
    names = ", ".join(dict.fromkeys(known.name for known in FORMATS))
    raise UnreadableError("unknown_format", f"{_described(seen)} is not read; read are: {names}.")


@lru_cache(maxsize=64)
def _looking(seen: Look) -> WireFormat | None:
    """Give the format that looks so; there are few looks, and many items of each."""
    return next((candidate for candidate in FORMATS if candidate.looks(seen)), None)


def read_any(wire: Wire) -> Outcome:
    """Read `wire` as the format that it looks like, else as what it holds in such a format."""
    return enclosed.read(wire, _read)


def _read(wire: Wire) -> Outcome:
    return format_of(wire.text).read(wire)


def _described(seen: Look) -> str:
    if seen.root:
        return f"{seen.shape.upper()} with root element <{seen.root}>"
    return {"framed": "ANPA 1312 or IPTC 7901", "mail": "E-mail"}.get(
        seen.shape, seen.shape.upper()
    )
