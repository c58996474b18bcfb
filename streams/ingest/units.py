"""The items of a file that grows: lines of JSON, messages of a mailbox; and where to go on.

Memory is bounded by one item. A `Mark` is remembered with what was sent: whoever reads the
file again goes on there when all before it is as it was, and leaves out its item when that
is as it was: so an item that had only been written in part is sent again when it is whole.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import BinaryIO, Final, NamedTuple, TypeAlias

PART_BYTES: Final = 65_536
"""Bytes read at a time: lines that are longer come in parts."""
DIGEST_BYTES: Final = 16

FROM_LINE: Final = re.compile(
    rb"From [^\r\n]{0,300}?\b\d{1,2}:\d{2}[^\r\n]{0,100}?\b(?:19|20)\d\d\b|"
    rb"From [^\r\n]{0,300}?\b(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d"
)
"""The line before each message of a mailbox: a sender, and a date with a time of day.
A sentence may begin with "From " too. Source: RFC 4155, and what mail programs write."""

EMPTY: Final = frozenset({b"\n", b"\r\n"})

HEADER: Final = re.compile(rb"(?:[!-9;-~]{1,100}:|>From )")
"""What follows such a line: the first field of a header. Source: RFC 5322, section 3.6.8."""

QUOTED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)
"""A line of a text that begins with "From ", as it is kept apart from the line that parts
messages. Source: the mboxrd variant."""


TOO_LARGE: Final = "too large"
"""In place of the digest of an item that is not read."""


class Mark(NamedTuple):
    """An item of a file, and what stood before it."""

    start: int
    """Bytes before the item."""
    number: int
    """Of the item, counted from 1."""
    before: str
    """Digest of all bytes before it."""
    own: str
    """Digest of the item itself."""


class Unit(NamedTuple):
    """One item."""

    mark: Mark
    data: bytes | None
    """None when it is larger than allowed."""


class Lines:
    """The lines of a stream, with some to look ahead at; knows the digest of what was taken."""

    def __init__(self, stream: BinaryIO) -> None:
        self.at = 0
        self._stream = stream
        self._ahead: deque[bytes] = deque()
        self._before = blake2b(digest_size=DIGEST_BYTES)

    @property
    def before(self) -> str:
        """Digest of all that was taken."""
        return self._before.hexdigest()

    def peek(self, place: int = 0) -> bytes:
        """Give a line to come, the next one at 0, or a part of a long one; empty at the end."""
        while len(self._ahead) <= place:
            self._ahead.append(self._stream.readline(PART_BYTES))
        return self._ahead[place]

    def take(self) -> bytes:
        """Give the next line, or the next part of a long one, and go on."""
        line = self._ahead.popleft() if self._ahead else self._stream.readline(PART_BYTES)
        self.at += len(line)
        self._before.update(line)
        return line

    def go_on(self, mark: Mark) -> bool:
        """Go to `mark`; False, and back at the start, when what stands before it has changed."""
        self._restart()
        while self.at < mark.start:
            part = self._stream.read(min(PART_BYTES, mark.start - self.at))
            if not part:
                break
            self.at += len(part)
            self._before.update(part)
        if self.at == mark.start and self.before == mark.before:
            return True
        self._restart()
        return False

    def _restart(self) -> None:
        self._stream.seek(0)
        self._ahead.clear()
        self.at = 0
        self._before = blake2b(digest_size=DIGEST_BYTES)


Split: TypeAlias = Callable[[Lines, int, int], Iterator[Unit]]
"""Splits lines into items of at most so many bytes, numbered from so many on."""


def json_lines(lines: Lines, most_bytes: int, number: int) -> Iterator[Unit]:
    """Split into lines, without the spaces around them; empty ones are left out but counted."""
    while lines.peek():
        start, before = lines.at, lines.before
        kept = Kept(most_bytes + len(b"\r\n"))
        while part := lines.take():
            kept.add(part)
            if part.endswith(b"\n"):
                break
        data = kept.data and kept.data.strip()
        if data != b"":
            fits = data is not None and len(data) <= most_bytes
            yield _unit(start, number, before, data if fits else None)
        number += 1


def messages(lines: Lines, most_bytes: int, number: int) -> Iterator[Unit]:
    """Split a mailbox into messages, each without the line that begins it.

    A message ends before an empty line, a `FROM_LINE` and a `HEADER`, so that a sentence that
    begins with "From" divides nothing.
    """
    while lines.peek():
        start, before = lines.at, lines.before
        kept = Kept(most_bytes)
        if FROM_LINE.match(lines.peek()):
            lines.take()
        ended = False
        while line := lines.peek():
            if ended and begins_message(line, lines.peek(1)):
                break
            kept.add(lines.take())
            ended = line in EMPTY
        data = kept.data and kept.data.rstrip(b"\r\n")
        if data != b"":
            whole = data and QUOTED.sub(rb"\1", data) + b"\n"
            yield _unit(start, number, before, whole)
            number += 1


def begins_message(line: bytes, following: bytes) -> bool:
    """Tell whether two lines begin a message of a mailbox."""
    return bool(FROM_LINE.match(line) and HEADER.match(following))


class Kept:
    """Bytes put together, until they are more than allowed."""

    def __init__(self, most_bytes: int) -> None:
        self._room = most_bytes
        self._parts: list[bytes] = []

    def add(self, part: bytes) -> None:
        """Add `part`; beyond what is allowed everything is let go of."""
        self._room -= len(part)
        if self._room < 0:
            self._parts.clear()
        else:
            self._parts.append(part)

    @property
    def data(self) -> bytes | None:
        """All that was added; None when it was too much."""
        return None if self._room < 0 else b"".join(self._parts)


def _unit(start: int, number: int, before: str, data: bytes | None) -> Unit:
    own = TOO_LARGE if data is None else blake2b(data, digest_size=DIGEST_BYTES).hexdigest()
    return Unit(Mark(start, number, before, own), data)
