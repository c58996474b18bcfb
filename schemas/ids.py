"""Deterministic ids: a digest of what identifies the thing, never the clock, never chance."""

from __future__ import annotations

from hashlib import blake2b
from struct import Struct
from typing import Final

LENGTH: Final = Struct(">Q")


def digest(*parts: str | bytes, size: int = 16) -> str:
    """Hash `parts` to `2 * size` hex digits.

    Parts are length-prefixed, so that ("ab", "c") and ("a", "bc") differ.
    Source: BLAKE2b, RFC 7693.
    """
    pieces: list[bytes] = []
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        pieces += (LENGTH.pack(len(data)), data)
    return blake2b(b"".join(pieces), digest_size=size).hexdigest()
