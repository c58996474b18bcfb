"""Unpack gzip as it comes, with a limit to what comes out."""

from __future__ import annotations

import zlib
from typing import Final

GZIP: Final = 16 + zlib.MAX_WBITS


class TooLargeError(ValueError):
    """More comes out than is allowed."""


class NotGzipError(ValueError):
    """The bytes are not gzip, or are cut off."""


class Unpacked:
    """A body put together from parts, at most `most_bytes`, unpacked where it is packed."""

    def __init__(self, most_bytes: int, *, packed: bool) -> None:
        self.size = 0
        self._most_bytes = most_bytes
        self._parts: list[bytes] = []
        self._unpack = zlib.decompressobj(GZIP) if packed else None
        self._packed = packed

    def add(self, part: bytes) -> None:
        """Add a part; raises TooLargeError and NotGzipError."""
        while part and self._packed:
            if self._unpack is None or self._unpack.eof:
                self._unpack = zlib.decompressobj(GZIP)
            try:
                plain = self._unpack.decompress(part, self._most_bytes - self.size + 1)
            except zlib.error as error:
                raise NotGzipError(str(error)) from None
            self._keep(plain)
            part = self._unpack.unused_data or self._unpack.unconsumed_tail
        if part:
            self._keep(part)

    def whole(self) -> bytes:
        """Give all that came; raises NotGzipError when the end is missing."""
        if self._unpack is not None and not self._unpack.eof:
            raise NotGzipError("the end is missing")
        return b"".join(self._parts)

    def _keep(self, plain: bytes) -> None:
        self.size += len(plain)
        if self.size > self._most_bytes:
            raise TooLargeError
        self._parts.append(plain)
