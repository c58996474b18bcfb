"""Read wire items from files, folders, JSON lines and standard input.

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
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias, cast

import msgspec

from schemas.ids import digest
from schemas.records import Time, WireItem
from streams.ingest.sniff import content_type

STDIN: Final = "-"
LINE_SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})
GZIP_MAGIC: Final = b"\x1f\x8b"
NO_FOLDER: Final = "file"
SKIP_BYTES: Final = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One item as found, before it is stamped with the time."""

    where: str
    """Path, and line number for an item of JSON lines."""
    source: str
    content_type: str
    body: bytes
    received_at: datetime | None = None
    id: str | None = None

    def item(self, now: datetime) -> WireItem:
        """Make the wire item, received `now` unless the piece itself says when."""
        received_at = self.received_at or now
        own = digest(self.source, received_at.isoformat(), self.where, self.body)
        return WireItem(
            id=self.id or own,
            source=self.source,
            content_type=self.content_type,
            received_at=received_at,
            body=self.body,
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that is not sent, and why."""

    where: str
    why: str


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

    def _open(self, path: Path | None) -> Iterator[Found]:
        where = "stdin" if path is None else str(path)
        try:
            with ExitStack() as stack:
                plain = sys.stdin.buffer if path is None else stack.enter_context(path.open("rb"))
                stream = cast(BinaryIO, plain)
                name = Path("stdin") if path is None else path
                if _peek(plain).startswith(GZIP_MAGIC):
                    stream = cast(BinaryIO, stack.enter_context(gzip.open(plain)))
                    name = name.with_suffix("") if name.suffix == ".gz" else name
                yield from self._stream(stream, name, where, self.source or _source(path))
        except (OSError, EOFError, zlib.error) as error:
            yield Refused(where, f"cannot be read: {error}")

    def _stream(self, stream: BinaryIO, name: Path, where: str, source: str) -> Iterator[Found]:
        if self.lines or name.suffix.lower() in LINE_SUFFIXES:
            yield from self._each_line(stream, where, source)
            return
        body = stream.read(self.max_item_bytes + 1)
        if len(body) > self.max_item_bytes:
            yield self._too_large(where)
        else:
            declared = self.content_type
            kind = content_type(name.suffix, body) if declared is None else declared
            yield Piece(where=where, source=source, content_type=kind, body=body)

    def _each_line(self, stream: BinaryIO, where: str, source: str) -> Iterator[Found]:
        number = 0
        while line := stream.readline(self.max_item_bytes + 1):
            number += 1
            place = f"{where}:{number}"
            if len(line) > self.max_item_bytes and not line.endswith(b"\n"):
                while (rest := stream.readline(SKIP_BYTES)) and not rest.endswith(b"\n"):
                    pass
                yield self._too_large(place)
            elif line.strip():
                yield self._line(line.strip(), place, source)

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


def _source(path: Path | None) -> str:
    if path is None:
        return "stdin"
    return path.resolve().parent.name or NO_FOLDER


def _peek(stream: object) -> bytes:
    peek = getattr(stream, "peek", None)
    return b"" if peek is None else bytes(peek(len(GZIP_MAGIC)))
