"""The list of feeds as it stands in its file, read again whenever the file changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from streams.ingest.feedlist import Feed, FeedsError, read_feeds
from streams.ingest.settling import stamp_of
from streams.ingest.state import Stamp


class ListingError(ValueError):
    """The list cannot be read; the text says what to do."""


@dataclass(slots=True)
class Listing:
    """A file of feeds."""

    file: Path
    _read: Stamp | None = None
    """How the file looked when it was read last."""
    _seen: Stamp | None = None
    """How it looked last."""

    def read(self) -> tuple[Feed, ...]:
        """Read the list; raises ListingError and FeedsError."""
        self._read = self._seen = self._stamp()
        try:
            data = self.file.read_bytes()
        except OSError as error:
            raise ListingError(
                f"{self.file}: cannot be read ({error.strerror}); list feeds in it"
            ) from None
        return read_feeds(data, str(self.file))

    async def changes(
        self,
        poll_s: float,
        warn: Callable[[str], None],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> AsyncIterator[tuple[Feed, ...]]:
        """Give the list anew each time that it has changed; one with a fault is told, and passed.

        It is read once it looks the same at two looks: an editor may be writing it.
        """
        while True:
            await sleep(poll_s)
            if not self._changed():
                continue
            try:
                yield self.read()
            except (ListingError, FeedsError) as error:
                warn(f"{error}\nthe feeds listed before are polled on")

    def _stamp(self) -> Stamp | None:
        try:
            return stamp_of(self.file.stat())
        except OSError:
            return None

    def _changed(self) -> bool:
        now = self._stamp()
        settled, self._seen = now == self._seen, now
        return settled and now != self._read
