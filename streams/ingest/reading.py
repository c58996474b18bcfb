"""Read wire items from files, folders, JSON lines, mailboxes and standard input.

Whatever can be read becomes a `Piece`, whatever its bytes: it is for the pipeline to
judge them. What cannot be read, or is too large, becomes a `Refused` that names it.
"""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final, Literal, TypeAlias, cast

import msgspec

from schemas.ids import digest
from schemas.records import Time, WireItem
from streams.ingest.sniff import content_type
from streams.ingest.units import (
    Lines,
    Mark,
    Unit,
    begins_message,
    json_lines,
    messages,
)

STDIN: Final = "-"
LINE_SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})
GZIP_MAGIC: Final = b"\x1f\x8b"
NO_FOLDER: Final = "file"
MAIL: Final = "message/rfc822"
MAILBOX: Final = "application/mbox"
"""Source: RFC 4155."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One item as found, before it is stamped with the time."""

    where: str
    """Path, and the number of the line or message where a file holds several items."""
    source: str
    content_type: str
    body: bytes
    received_at: datetime | None = None
    id: str | None = None
    mark: Mark | None = field(default=None, compare=False)
    """Where to go on reading a file that holds several items and grows."""

    def item(self, now: datetime) -> WireItem:
        """Make the wire item, received `now` unless the piece itself says when."""
        received_at = self.received_at or now
        own = digest(self.source, received_at.isoformat(), self.where, self.body)
        return WireItem(
            id=_readable(self.id or own),
            source=_readable(self.source),
            content_type=_readable(self.content_type),
            received_at=received_at,
            body=self.body,
        )

    def delivery(self, now: datetime, found_at: datetime) -> WireItem:
        """Make the wire item that is sent `now`, found before; no other has its id.

        It may have gone through before, when its sender was killed before it could take note.
        Under the same id it would be taken for what it was, and be news again; as a delivery
        of its own it is a replay.
        """
        own = digest("delivery", self.source, now.isoformat(), self.where, self.id or "", self.body)
        received_at = self.received_at or found_at
        return replace(self, id=own, received_at=received_at).item(now)


RefusedReason = Literal["too_large", "unreadable", "not_taken"]
"""What is larger than allowed, cannot be read, or will never be taken by Kafka."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that is not sent, and why."""

    where: str
    why: str
    again: bool = field(default=False, compare=False)
    """Whether it may be read at another time, though it stays as it is."""
    mark: Mark | None = field(default=None, compare=False)
    reason: RefusedReason = field(default="unreadable", compare=False)


Found: TypeAlias = Piece | Refused


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A JSON line that says how its item was delivered, as `barq tail wire.items` prints it."""

    body: str | None = None
    body_base64: bytes | None = None
    content_type: str | None = None
    source: str | None = None
    received_at: Time | None = None
    id: str | None = None


BODIES: Final = frozenset({"body", "body_base64"})
ENVELOPE_FIELDS: Final = frozenset(Envelope.__struct_fields__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read: what the command line says."""

    max_item_bytes: int
    lines: bool = False
    """Each line of each file is an item of its own, whatever the file's name."""
    content_type: str | None = None
    """None to tell it from name and bytes."""
    source: str | None = None
    """None to take the name of the file's folder."""

    def read(self, paths: Sequence[str]) -> Iterator[Found]:
        """Read `paths` in order: files, folders with all that is in them sorted, `-` for stdin.

        Inside folders, names that start with a dot are passed over.
        """
        for path in paths:
            if path == STDIN:
                yield from self._open(None)
            elif Path(path).exists():
                for file in _files(Path(path)):
                    yield from self._open(file)
            else:
                yield Refused(path, "there is no such file or folder")

    def read_on(self, path: Path, mark: Mark | None) -> Iterator[Found]:
        """Read the file at `path`, from behind the item at `mark` where that is as it was."""
        return self._open(path, mark)

    def _open(self, path: Path | None, mark: Mark | None = None) -> Iterator[Found]:
        where = "stdin" if path is None else str(path)
        try:
            with ExitStack() as stack:
                plain = sys.stdin.buffer if path is None else stack.enter_context(path.open("rb"))
                stream = cast(BinaryIO, plain)
                name = Path("stdin") if path is None else path
                if _peek(plain).startswith(GZIP_MAGIC):
                    stream = cast(BinaryIO, stack.enter_context(gzip.open(plain)))
                    name = name.with_suffix("") if name.suffix == ".gz" else name
                yield from self._stream(stream, name, where, self.source or _source(path), mark)
        except (OSError, EOFError, zlib.error) as error:
            yield Refused(where, f"cannot be read: {error}", again=True)

    def _stream(
        self, stream: BinaryIO, name: Path, where: str, source: str, mark: Mark | None
    ) -> Iterator[Found]:
        lines = Lines(stream)
        as_lines = self.lines or name.suffix.lower() in LINE_SUFFIXES
        as_mailbox = self.content_type in {None, MAILBOX} and (
            begins_message(lines.peek(), lines.peek(1))
        )
        if not as_lines and not as_mailbox:
            yield self._whole(lines, stream, name, where, source)
            return
        went_on = mark is not None and lines.go_on(mark)
        first = mark.number if mark is not None and went_on else 1
        for unit in (json_lines if as_lines else messages)(lines, self.max_item_bytes, first):
            if went_on and mark is not None and unit.mark == mark:
                continue
            place = f"{where}:{unit.mark.number}"
            yield self._unit(unit, place, source, MAIL if as_mailbox else None)

    def _whole(self, lines: Lines, stream: BinaryIO, name: Path, where: str, source: str) -> Found:
        ahead = lines.peek() + lines.peek(1)
        body = ahead + stream.read(max(0, self.max_item_bytes + 1 - len(ahead)))
        if len(body) > self.max_item_bytes:
            return self._too_large(where)
        declared = self.content_type
        kind = content_type(name.suffix, body) if declared is None else declared
        return Piece(where=where, source=source, content_type=kind, body=body)

    def _unit(self, unit: Unit, where: str, source: str, kind: str | None) -> Found:
        if unit.data is None:
            return replace(self._too_large(where), mark=unit.mark)
        if kind is None:
            return replace(self._line(unit.data, where, source), mark=unit.mark)
        return Piece(where=where, source=source, content_type=kind, body=unit.data, mark=unit.mark)

    def _line(self, line: bytes, where: str, source: str) -> Found:
        if _is_envelope(line):
            try:
                given = msgspec.json.decode(line, type=Envelope)
            except msgspec.ValidationError as error:
                return Refused(where, str(error))
            text = (given.body or "").encode("utf-8", "surrogatepass")
            body = text if given.body_base64 is None else given.body_base64
            declared = given.content_type if self.content_type is None else self.content_type
            return Piece(
                where=where,
                source=self.source or given.source or source,
                content_type=content_type("", body) if declared is None else declared,
                body=body,
                received_at=given.received_at,
                id=given.id,
            )
        kind = content_type("", line) if self.content_type is None else self.content_type
        return Piece(where=where, source=source, content_type=kind, body=line)

    def _too_large(self, where: str) -> Refused:
        return Refused(
            where,
            f"larger than {self.max_item_bytes} bytes; split it, or raise BARQ_MAX_ITEM_BYTES here,"
            " for the workers and for the topics",
            reason="too_large",
        )


def _is_envelope(line: bytes) -> bool:
    try:
        given = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return (
        isinstance(given, dict) and not BODIES.isdisjoint(given) and given.keys() <= ENVELOPE_FIELDS
    )


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(folder, name)


def _readable(text: str) -> str:
    """Put ? in place of what is no character: in names of folders, and JSON's escapes."""
    return text.encode("utf-8", "replace").decode()


def _source(path: Path | None) -> str:
    if path is None:
        return "stdin"
    return path.resolve().parent.name or NO_FOLDER


def _peek(stream: object) -> bytes:
    peek = getattr(stream, "peek", None)
    return b"" if peek is None else bytes(peek(len(GZIP_MAGIC)))
