"""The table of wire formats: how each is told by its bytes, and what reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from schemas.records import WireItem
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
from streams.parse.abreast import Steps, abreast, finished, known
from streams.parse.ninjs_typed import NinjsWire
from streams.parse.reading import Limits, UnreadableError, Wire
from streams.parse.sniff import Look, look
from streams.parse.wires import wire_of

NO_NINJS: Final = "not_ninjs"


@dataclass(frozen=True, slots=True, kw_only=True)
class WireFormat:
    """One wire format: the first whose `looks` holds reads the item."""

    name: str
    looks: Callable[[Look], bool]
    read: Callable[[Wire], Steps[Outcome]]
    """Gives its first steps, or raises UnreadableError as these do."""


def _read_mail(wire: Wire) -> Steps[Outcome]:
    return known(mail.read(wire, read_any))


FORMATS: Final = (
    WireFormat(name="jsonfeed", looks=lambda seen: seen.root == "jsonfeed", read=jsonfeed.read),
    WireFormat(name="ap", looks=lambda seen: seen.root == "ap", read=ap.read),
    WireFormat(name="dpa", looks=lambda seen: seen.root == "dpa", read=dpa.read),
    WireFormat(name="json-ld", looks=lambda seen: seen.root == "json-ld", read=page.read_jsonld),
    WireFormat(name="ninjs", looks=lambda seen: seen.shape == "json", read=ninjs.read),
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


def read_items(items: Sequence[WireItem], limits: Limits) -> list[Outcome]:
    """Read each of `items`, from its bytes on."""
    wires = [wire_of(item, limits) for item in items]
    read = iter(read_all([one for one in wires if isinstance(one, Wire)]))
    return [next(read) if isinstance(one, Wire) else one for one in wires]


def read_all(wires: Sequence[Wire]) -> list[Outcome]:
    """Read each of `wires` as the format that it looks like, a step of each at a time.

    What is refused so is read as what it holds in such a format.
    """
    return [_outcome(wire, read) for wire, read in zip(wires, _read(wires), strict=True)]


def read_any(wire: Wire) -> Outcome:
    """Read `wire` as the format that it looks like, else as what it holds in such a format."""
    return read_all((wire,))[0]


def _outcome(wire: Wire, read: Outcome | UnreadableError) -> Outcome:
    if not isinstance(read, UnreadableError):
        return read
    try:
        return enclosed.read(wire, read, _alone)
    except UnreadableError as error:
        return error.reject


def _alone(wire: Wire) -> Outcome:
    """Read a document that another holds; it is not asked what it holds itself."""
    (read,) = _read((wire,))
    return read.reject if isinstance(read, UnreadableError) else read


def _read(wires: Sequence[Wire]) -> list[Outcome | UnreadableError]:
    """Read each; only JSON that is no ninjs is asked for the keys of Reuters."""
    read = finished(abreast(wires, _begun))
    again = [
        at
        for at, (wire, one) in enumerate(zip(wires, read, strict=True))
        if isinstance(one, Reject) and one.reason == NO_NINJS and reuters.is_reuters(wire.text)
    ]
    theirs = finished(abreast([wires[at] for at in again], reuters.read))
    for at, one in zip(again, theirs, strict=True):
        read[at] = one
    return read


def _begun(wire: Wire) -> Steps[Outcome]:
    if isinstance(wire, NinjsWire):
        return ninjs.read_typed(wire)
    return format_of(wire.text).read(wire)


def _described(seen: Look) -> str:
    if seen.root:
        return f"{seen.shape.upper()} with root element <{seen.root}>"
    return {"framed": "ANPA 1312 or IPTC 7901", "mail": "E-mail"}.get(
        seen.shape, seen.shape.upper()
    )
