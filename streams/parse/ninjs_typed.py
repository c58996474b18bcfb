"""An item of ninjs decoded straight into its type, which most items of most desks can be.

That takes 4 µs, where text from bytes, a look for the keys of other formats, values from text and
a check of each key take 14. What cannot be decoded so goes that way, which says why if it cannot
be read: another format, bodies under names of the sender's own, what a store keeps beside an item.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final

import msgspec
from msgspec import UNSET, UnsetType

from streams.parse.ninjs_item import Item, first_generation, later_generation
from streams.parse.ninjs_model import Ninjs1, Ninjs2, Standard
from streams.parse.ninjs_spelling import respelled
from streams.parse.ninjs_version import numbers_of, unknown_in
from streams.parse.reading import UnreadableError, Wire

Words = str | UnsetType | None


class Typed(Ninjs1, frozen=True, kw_only=True):
    """An item of 1.x with the names that most senders give their texts; they are free to choose."""

    body_text: Words = UNSET
    body_xhtml: Words = UNSET
    body_html: Words = UNSET
    description_text: Words = UNSET


Third: Final = respelled(Ninjs2)
GENERATIONS: Final[Mapping[type[msgspec.Struct], Collection[int]]] = {
    Typed: {1},
    Ninjs2: {2, 3},
    Third: {3},
}
"""Which generations' versions an item may name in the spelling of each."""

FIRST: Final = msgspec.json.Decoder(Typed)
SECOND: Final = msgspec.json.Decoder(Ninjs2)
THIRD: Final = msgspec.json.Decoder(Third)
FAULTS: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError, UnreadableError)
OF_SECOND: Final = (b'"bodies"', b'"headlines"')
"""One of these has every item of 2.x that says anything."""
OF_THIRD: Final = b'Created"'
"""`versionCreated` and the like, as only 3.x spells them."""
HEAD_BYTES: Final = 1_000
"""Bytes in which an item that has it has it: senders begin with what identifies the version."""

UTF_8: Final = ("charset=utf-8", 'charset="utf-8"')
NOT_GIVEN: Final = (None, ())


class NinjsWire(Wire, frozen=True, kw_only=True, gc=False):
    """A wire item whose bytes have become an item of ninjs without becoming `text`."""

    item: Item


def in_utf8(content_type: str) -> bool:
    """Tell a content type that declares no encoding, or the one that JSON has (RFC 8259, 8.1)."""
    if ";" not in content_type:
        return True
    said = content_type.lower()
    return "charset" not in said or said.endswith(UTF_8)


def typed_item(body: bytes) -> Item | None:
    """Decode an item of any generation; None where it may be anything else, or is not in order."""
    if body[:1] != b"{":
        return None
    try:
        if OF_THIRD in body[:HEAD_BYTES]:
            return _later(THIRD.decode(body))
        return _first(FIRST.decode(body))
    except FAULTS:
        return _second(body) if any(map(body.__contains__, OF_SECOND)) else None


def _second(body: bytes) -> Item | None:
    try:
        return _later(SECOND.decode(body))
    except FAULTS:
        return None


def _first(item: Typed) -> Item | None:
    if (item.uri is None and item.guid is None) or _is_ahead_of_its_version(item, item.standard):
        return None
    return first_generation(item, _texts(item), "$", 0)


def _later(item: Ninjs2) -> Item | None:
    return None if _is_ahead_of_its_version(item, item.standard) else later_generation(item)


def _texts(item: Typed) -> dict[str, dict[str, str]]:
    bodies: dict[str, str] = {}
    for role, words in (
        ("text", item.body_text),
        ("xhtml", item.body_xhtml),
        ("html", item.body_html),
    ):
        if words is not UNSET:
            bodies[role] = words or ""
    described = item.description_text
    descriptions = {} if described is UNSET else {"text": described or ""}
    return {"body": bodies, "description": descriptions, "headline": {}}


def _is_ahead_of_its_version(item: Ninjs1 | Ninjs2, standard: Standard | None) -> bool:
    """Tell an item that has what the version that it names has not."""
    if standard is None:
        return False
    said = numbers_of(standard.name, standard.version, standard.schema)
    if said is None:
        return False
    for name in _later_than(said, type(item)):  # noqa: SIM110 - as a generator it took twice the time
        if getattr(item, name) not in NOT_GIVEN:
            return True
    return False


@lru_cache(maxsize=100)
def _later_than(said: tuple[int, int], model: type[msgspec.Struct]) -> tuple[str, ...]:
    """Give what properties are called here that the version has not.

    A version of another generation than the item's spelling is a leftover, and says nothing.
    """
    names = zip(model.__struct_fields__, model.__struct_encode_fields__, strict=True)
    if said[0] not in GENERATIONS[model]:
        return ()
    unknown = unknown_in(*said)
    return tuple(name for name, spelled in names if spelled.lower() in unknown)
