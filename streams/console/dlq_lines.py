"""Dead letters as lines: for people on a terminal, as JSON in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, Protocol

import msgspec
import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from schemas.times import from_ms
from streams.console.bidi import isolated
from streams.console.envelope import record_fields
from streams.deadletters.letters import Letter
from streams.deadletters.selection import Count

EXCERPT_CHARS: Final = 4000
"""Of a payload that is shown to a person; `--raw` gives all of it."""


class Lines(Protocol):
    """Somewhere to write letters."""

    def listed(self, letter: Letter) -> None:
        """Write one of many."""

    def shown(self, letter: Letter) -> None:
        """Write all of one."""

    def counts(self, counts: Sequence[Count]) -> None:
        """Write counts."""


class Pretty:
    """For people."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def listed(self, letter: Letter) -> None:
        """Write what and why, on two lines."""
        self._print(_head(letter))
        for line in letter.record.detail.splitlines()[-1:]:
            self._print(Text(f"  {isolated(line)}", style="dim"))

    def shown(self, letter: Letter) -> None:
        """Write every field on a line of its own, then the beginning of the payload."""
        self._print(_head(letter))
        for name, value in _fields(letter):
            self._print(Text.assemble((f"  {name:<16}", "bold"), isolated(value)))
        payload = letter.record.payload
        if payload is None:
            self._print(Text("  no payload", style="dim"))
            return
        text = payload[: 4 * EXCERPT_CHARS].decode(errors="replace")[:EXCERPT_CHARS]
        for line in text.splitlines():
            self._print(Text(f"  {isolated(line)}", style="dim"))
        if len(payload) > len(text.encode()):
            self._print(Text(f"  … `barq dlq show {letter.place} --raw` writes all of it"))

    def counts(self, counts: Sequence[Count]) -> None:
        """Write a table."""
        table = Table(box=None, pad_edge=False)
        for name in ("stage", "reason", "letters", "items", "failed again", "first", "last"):
            table.add_column(name, justify="right" if name in {"letters", "items"} else "left")
        for one in counts:
            first, last = _clock(one.first_ms), _clock(one.last_ms)
            cells = [one.letters, one.items, one.again]
            table.add_row(one.stage, one.reason, *map(str, cells), first, last)
        self._console.print(table)

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)


class JsonLines:
    """For programs."""

    def listed(self, letter: Letter) -> None:
        """Write all but headers, key and payload."""
        record = letter.record
        told = {"stage": record.stage, "reason": record.reason, "detail": record.detail}
        size = None if record.payload is None else len(record.payload)
        _write({**_place(letter), **told, "bytes": size})

    def shown(self, letter: Letter) -> None:
        """Write all; bytes that are no UTF-8 in base64, under `key_base64`, `payload_base64`."""
        _write({**_place(letter), "record": record_fields(letter.record)})

    def counts(self, counts: Sequence[Count]) -> None:
        """Write a line for each."""
        for one in counts:
            first, last = _iso(one.first_ms), _iso(one.last_ms)
            whole = {"stage": one.stage, "reason": one.reason, "letters": one.letters}
            _write({**whole, "items": one.items, "again": one.again, "first": first, "last": last})


def lines() -> Lines:
    """Choose by what standard output is."""
    return Pretty(Console(highlight=False)) if sys.stdout.isatty() else JsonLines()


def seen(letter: Letter) -> Letter:
    """Leave out the payload, so that a great many letters can be counted."""
    return replace(letter, record=msgspec.structs.replace(letter.record, payload=None))


def count(number: int, noun: str) -> str:
    """Say `1 item`, `2 items`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _head(letter: Letter) -> Text:
    record = letter.record
    again = f"  replayed {letter.replays}×" if letter.replays else ""
    return Text.assemble(
        (_clock(letter.time_ms), "dim"),
        f"  {record.stage:<6}  ",
        (f"{isolated(record.reason):<16}", "bold red"),
        f"  {letter.place}",
        (again, "bold yellow"),
    )


def _fields(letter: Letter) -> Iterator[tuple[str, str]]:
    record = letter.record
    yield "letter", str(letter.at)
    for number, line in enumerate(record.detail.splitlines()):
        yield ("" if number else "detail"), line
    if record.key is not None:
        yield "key", record.key.decode(errors="replace")
    for name, value in record.headers:
        yield name, "(null)" if value is None else value.decode(errors="replace")
    if record.payload is not None:
        yield "bytes", f"{len(record.payload):,}"


def _place(letter: Letter) -> dict[str, Any]:
    return {
        "id": str(letter.place),
        "letter": str(letter.at),
        "time": _iso(letter.time_ms),
        "replays": letter.replays,
    }


def _clock(time_ms: int) -> str:
    return f"{from_ms(time_ms).astimezone():%Y-%m-%d %H:%M:%S}"


def _iso(time_ms: int) -> str:
    return from_ms(time_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _write(line: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(line) + b"\n")
    sys.stdout.buffer.flush()
