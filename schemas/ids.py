"""Deterministic ids: a digest of what identifies the thing, never the clock, never chance."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

LENGTH_BYTES: Final = 8


def digest(*parts: str | bytes, size: int = 16) -> str:
    """Hash `parts` to `2 * size` hex digits.

    Parts are length-prefixed, so that ("ab", "c") and ("a", "bc") differ.
    Source: BLAKE2b, RFC 7693.
    """
    pieces: list[bytes] = []
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        pieces += (len(data).to_bytes(LENGTH_BYTES, "big"), data)
    return blake2b(b"".join(pieces), digest_size=size).hexdigest()
