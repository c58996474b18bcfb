"""Show messages: lines for people on a terminal, JSON lines in a pipe."""

from __future__ import annotations

import sys
from typing import Protocol

import click
from rich.console import Console

from schemas.codec import DecodeError, Message, decode
from schemas.records import Record
from schemas.topics import TOPIC_BY_NAME
from streams.console.envelope import error_line, json_line
from streams.console.render import render, undecodable


def say(line: str, *, err: bool = False) -> None:
    """Print a line at once, whatever bytes the names of files in it are made of."""
    click.echo(line.encode("utf-8", "backslashreplace").decode(), err=err)


class Printer(Protocol):
    """Something that shows one message."""

    def show(self, message: Message, record: Record | DecodeError) -> None:
        """Show `message`, which carries `record` or is wrong in the way told."""


class Pretty:
    """For people."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def show(self, message: Message, record: Record | DecodeError) -> None:
        """Print the record's lines; the terminal wraps them, so that no text is cut."""
        if isinstance(record, DecodeError):
            place = f"{message.topic}/{message.partition}/{message.offset}"
            lines = undecodable(place, str(record), message.value)
        else:
            lines = render(record)
        for line in lines:
            self._console.print(line, soft_wrap=True)


class JsonLines:
    """For programs."""

    def show(self, message: Message, record: Record | DecodeError) -> None:
        """Write one line, and at once: whoever reads may be waiting for it."""
        if isinstance(record, DecodeError):
            line = error_line(message, str(record))
        else:
            line = json_line(message, record)
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()


def printer() -> Printer:
    """Choose by what standard output is."""
    return Pretty(Console(highlight=False)) if sys.stdout.isatty() else JsonLines()


def read(message: Message) -> Record | DecodeError:
    """Decode the record that `message` carries, or tell why it is none."""
    try:
        record: Record = decode(TOPIC_BY_NAME[message.topic], message)
    except DecodeError as error:
        return error
    return record
